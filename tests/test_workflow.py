"""What other repositories run: the GitHub workflow and the pre-commit hooks."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from samgraf.cli.commands import cli
from samgraf.resources import ROOT

pytestmark = pytest.mark.slow

WORKFLOW = yaml.safe_load((ROOT / "docs" / "workflows" / "validate.yml").read_text("utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
PREPARED = Path(__file__).parent / "contributions"
STEPS: dict[str, Any] = {
    step["name"]: step for step in WORKFLOW["jobs"]["validate"]["steps"] if "name" in step
}


def _git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=someone", "-c", "user.email=someone@example.org"]
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def fork(tmp_path: Path) -> Path:
    _git(tmp_path, "init", "--quiet")
    _git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "begin")
    return tmp_path


def _validate(fork: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """Add prepared contributions to a fork; run the step of the workflow that checks them."""
    base = _git(fork, "rev-parse", "HEAD")
    (fork / "contributions").mkdir()
    for name in names:
        shutil.copy(PREPARED / name, fork / "contributions")
    _git(fork, "add", "--all")
    _git(fork, "commit", "--quiet", "--allow-empty", "--message", "contribute")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "BASE": base, "PATH": path, "SAMGRAF_BUILD_DIR": str(fork / "none")}
    script = STEPS["Validate"]["run"]
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=fork, env=env, capture_output=True, text=True, check=False
    )


def test_the_workflow_notes_a_finding_on_its_line(fork: Path) -> None:
    done = _validate(fork, "wrong/date-with-points.ttl")
    assert done.returncode == 1, done.stderr
    assert "::error file=contributions/date-with-points.ttl,line=27,col=" in done.stdout


def test_the_workflow_notes_on_its_line_why_a_file_cannot_be_read(fork: Path) -> None:
    done = _validate(fork, "wrong/prefix-not-declared.ttl")
    assert done.returncode == 2, done.stderr
    assert re.search(
        "^::error file=contributions/prefix-not-declared.ttl,line=14,.*role:", done.stdout, re.M
    )


def test_the_workflow_checks_only_what_is_contributed(fork: Path) -> None:
    (fork / "other.ttl").write_text("no turtle")
    done = _validate(fork)
    assert (done.returncode, done.stdout) == (0, "nothing to check\n")


def test_the_workflow_needs_no_secret_and_writes_nothing() -> None:
    text = (ROOT / "docs" / "workflows" / "validate.yml").read_text("utf-8")
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "secrets" not in text.replace("needs no secret", "")
    assert "pull_request_target" not in text


def test_no_step_puts_what_strangers_write_into_a_script() -> None:
    scripts = [step["run"] for step in STEPS.values() if "run" in step]
    assert len(scripts) == 3
    assert not any("${{" in script for script in scripts)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_has_what_pre_commit_asks_for_and_calls_our_command(hook: dict[str, Any]) -> None:
    assert {"id", "name", "entry", "language"} <= hook.keys()
    program, command = hook["entry"].split()
    assert (program, command in cli.commands) == ("samgraf", True)
    wanted = "contributions/a b.csv" if "tables" in hook["id"] else "a/b.ttl"
    assert re.search(hook["files"], wanted)
    assert not re.search(hook["files"], "README.md")
