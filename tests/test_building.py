"""The build before a server begins, in a process of its own."""

import fcntl
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from samgraf import config
from samgraf.cli import building
from samgraf.config import Settings

MODULE = [sys.executable, "-m", building.__name__]


def started(build: Path) -> subprocess.Popen[bytes]:
    """Start it with settings, its stdin open."""
    settings = config.to_json(config.change(Settings(), "build", dir=build))
    pipe = subprocess.PIPE
    process = subprocess.Popen(MODULE, stdin=pipe, stdout=pipe, stderr=pipe)
    assert process.stdin is not None
    process.stdin.write(settings.encode() + b"\n")
    process.stdin.flush()
    return process


def test_a_build_that_cannot_begin_says_why_once_and_ends_the_server(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "versions").mkdir()
    settings = config.change(Settings(), "build", dir=tmp_path)
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SystemExit) as ended:
            building.apart(settings)
    said = capfd.readouterr().err
    assert ended.value.code == 1
    assert said.count("another build is running") == 1
    assert "Traceback" not in said


@pytest.mark.parametrize(("ending", "status"), [("exit 3", 3), ("kill -9 $$", 137)])
def test_the_server_ends_as_the_build_did(
    ending: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\nread settings\n{ending}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(SystemExit) as ended:
        building.apart(Settings())
    assert ended.value.code == status


def test_a_build_ends_with_the_server_that_wanted_it(tmp_path: Path) -> None:
    with started(tmp_path / "build") as process:
        until = time.monotonic() + 20
        while not [*tmp_path.glob("build/versions/.building-*")] and time.monotonic() < until:
            time.sleep(0.01)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == -signal.SIGTERM
