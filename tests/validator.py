"""The npm packages that only tests need, and the W3C's validator among them (v.Nu, in Java)."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "tools"
_JAR = FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar"
_INSTALL = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]


@cache
def installed() -> Path:
    """Install the packages of the lock file where they are not yet; return their folder."""
    lock, modules = FOLDER / "package-lock.json", FOLDER / "node_modules"
    done = modules / ".package-lock.json"
    if not done.is_file() or done.stat().st_mtime < lock.stat().st_mtime:
        made = subprocess.run(_INSTALL, cwd=FOLDER, capture_output=True, text=True, check=False)
        if made.returncode:
            pytest.fail(f"npm ci in {FOLDER} failed; it needs npm and its packages: {made.stderr}")
    return modules


def faults(folder: Path, names: Mapping[str, str]) -> list[str]:
    """Validate all pages of a folder at once; ``names`` tells the address of each file.

    Warnings are left out: they advise, and are no errors of HTML.
    """
    installed()
    java = shutil.which("java")
    if java is None:
        pytest.fail("validating HTML needs Java: apt-get install default-jre-headless")
    options = ["--format", "json", "--errors-only", "--exit-zero-always", "--stdout"]
    command = [java, "-Xss8m", "-jar", str(_JAR), *options, str(folder)]
    done = subprocess.run(command, capture_output=True, check=True)
    found = json.loads(done.stdout)["messages"]
    return [
        f"{names[message['url'].rpartition('/')[2]]}:{message.get('lastLine', 0)}: "
        f"{message['message']} {message.get('extract', '')[:120]!r}"
        for message in found
    ]
