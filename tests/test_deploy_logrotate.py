"""deploy/logrotate: the access log is moved away under a running server, which begins a new one."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from samgraf import config

from .asking import send
from .serving import TIGHT, Server, make_version, point_to, some_quads, wait_for
from .small import ROOT

ROTATION = (ROOT / "deploy" / "logrotate" / "samgraf").read_text("utf-8")
LOGROTATE = shutil.which("logrotate", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
SOON = 1.2
"""Seconds after which every web process has looked whether its file is there."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "log").mkdir(mode=0o750)
    return tmp_path / "log" / "access.log"


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, log: Path) -> Iterator[Server]:
    build = tmp_path_factory.mktemp("b")
    make_version(build, "v1", some_quads(10))
    point_to(build, "v1")
    with Server(build, TIGHT, processes=2, access_log=str(log)) as running:
        yield running


def visit(server: Server, word: str, times: int = 20) -> None:
    for _ in range(times):
        send(server.port, target=f"/{word}")


def visits(file: Path, word: str) -> int:
    """Count the lines of a log, all of them whole, that tell of an address."""
    found = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [entry["path"] for entry in found].count(f"/{word}")


def test_the_file_that_is_rotated_is_the_one_that_is_written() -> None:
    settings = config.read(ROOT / "deploy" / "samgraf.toml", {}, pytest.fail)
    assert re.findall(r"^(\S+) \{$", ROTATION, re.MULTILINE) == [settings.serve.access_log]


def test_nothing_is_signalled_and_no_file_is_made_or_emptied() -> None:
    words = set(re.findall(r"^\s+(\w+)", ROTATION, re.MULTILINE))
    assert "nocreate" in words
    assert not words & {"postrotate", "prerotate", "create", "copy", "copytruncate"}


@pytest.mark.slow
def test_a_log_that_is_moved_away_is_begun_anew_and_loses_no_line(
    server: Server, log: Path
) -> None:
    visit(server, "before")
    moved = log.rename(log.with_name("access.log.1"))
    visit(server, "between")
    time.sleep(SOON)
    visit(server, "after")
    wait_for(lambda: visits(log, "after") == 20)  # a line comes behind its answer
    assert visits(moved, "before") == 20
    assert visits(moved, "between") + visits(log, "between") == 20
    assert log.stat().st_mode & 0o777 == moved.stat().st_mode & 0o777


@pytest.mark.slow
@pytest.mark.skipif(LOGROTATE is None, reason="the Debian package logrotate is missing")
def test_logrotate_itself_moves_it_away(server: Server, log: Path, tmp_path: Path) -> None:
    visit(server, "before")
    words = ROTATION.replace("/var/log/samgraf", str(log.parent)).replace("su samgraf samgraf", "")
    (tmp_path / "conf").write_text(words, "utf-8")
    (tmp_path / "conf").chmod(0o644)
    command = [str(LOGROTATE), "--force", "--state", f"{tmp_path}/state", f"{tmp_path}/conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert visits(log.with_name("access.log.1"), "before") == 20
    assert not log.exists()
    time.sleep(SOON)
    visit(server, "after")
    wait_for(lambda: log.exists() and visits(log, "after") == 20)
