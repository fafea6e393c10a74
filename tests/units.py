"""A stand-in for systemctl: starts and stops what units say, without their sandbox.

``units.py ROOT VERB NAMES…`` reads units in ROOT/etc/systemd/system. What it starts outlives it;
its process ids and output lie in ROOT/units. nginx is started as it is.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

Values = dict[str, list[str]]


def read(file: Path) -> Values:
    """Return the values of each key of a unit, whatever their section."""
    values: Values = {}
    for line in file.read_text("utf-8").splitlines():
        if match := re.fullmatch(r"(\w+)=(.*)", line):
            values.setdefault(match[1], []).append(match[2])
    return values


def command(line: str) -> list[str]:
    """Read a command as systemd does."""
    return [word.replace("$$", "$").replace("%%", "%") for word in shlex.split(line)]


def start(root: Path, name: str) -> int:
    """Start a service; one that runs once is awaited."""
    if name.endswith(".timer"):
        return 0 if (root / "etc/systemd/system" / name).is_file() else 5
    unit = read(root / "etc/systemd/system" / f"{name}.service")
    (root / "units").mkdir(exist_ok=True)
    (root / "var/log/samgraf").mkdir(parents=True, exist_ok=True)
    with (root / "units" / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            command(unit["ExecStart"][0]),
            cwd=unit["WorkingDirectory"][0],
            umask=int(unit["UMask"][0], 8),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        if unit["Type"] == ["oneshot"]:
            status = process.wait()
            for line in unit.get("ExecStartPost", []):
                status = status or subprocess.run(command(line), check=False).returncode
            return status
    (root / "units" / f"{name}.pid").write_text(str(process.pid))
    return 0


def stop(root: Path, name: str) -> int:
    """End a service as its unit says; 1 where it had to be killed."""
    file = root / "units" / f"{name}.pid"
    if not file.exists():
        return 0
    unit = read(root / "etc/systemd/system" / f"{name}.service")
    pid, until = int(file.read_text()), time.monotonic() + float(unit["TimeoutStopSec"][0])
    file.unlink()
    os.kill(pid, signal.SIGTERM)
    while time.monotonic() < until:
        if not _alive(pid):
            return 0
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    return 1


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def nginx(root: Path) -> int:
    """Start nginx, or have it read its configuration again."""
    running = answering(root)
    return subprocess.run(["nginx", *(["-s", "reload"] if running else [])], check=False).returncode


def answering(root: Path) -> bool:
    """Tell whether nginx was started; where it only looked at its files, it leaves an empty one."""
    file = root / "nginx.pid"
    return file.exists() and bool(file.read_text().strip())


def main(root: Path, verb: str, names: list[str]) -> int:
    """Do what systemctl would."""
    names = [name.removesuffix(".service") for name in names if not name.startswith("-")]
    if names == ["nginx"]:
        return nginx(root)
    verbs = {"start": [start], "enable": [start], "stop": [stop], "restart": [stop, start]}
    return max([step(root, name) for step in verbs.get(verb, []) for name in names], default=0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
