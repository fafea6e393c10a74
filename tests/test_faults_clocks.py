"""The clock of the machine jumps: deadlines do not follow it, and the server answers on."""

import re
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from .asking import SMALL, get, send
from .serving import HEAVY, TIGHT, Server, make_version, point_to, some_quads, wait_for

PACKAGE = Path(__file__).parents[1] / "server" / "samgraf"
WALL = re.compile(
    r"\btime\.time(_ns)?\(|\b(datetime|date)\.(now|utcnow|today)\(|from time import .*\btime\b"
)
TOLD = {
    "web/access_log.py": "the time of a line",
    "web/operation.py": "the age of a version",
    "web/slowest.py": "the time of a query, and the day of a list",
}
"""Modules that may ask what time it is, for people; none of them waits for it."""
YEARS = 10 * 365 * 86_400
CLOCK = r"""
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static const volatile long *ahead;
__attribute__((constructor)) static void begin(void) {
    int file = open(getenv("CLOCK_AHEAD"), O_RDONLY);
    ahead = mmap(0, sizeof(long), PROT_READ, MAP_SHARED, file, 0);
    close(file);
}
int clock_gettime(clockid_t clock, struct timespec *now) {
    int status = syscall(SYS_clock_gettime, clock, now);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += *ahead;
    return status;
}
time_t time(time_t *told) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) *told = now.tv_sec;
    return now.tv_sec;
}
int gettimeofday(struct timeval *told, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    told->tv_sec = now.tv_sec;
    told->tv_usec = now.tv_nsec / 1000;
    return 0;
}
"""


def test_no_deadline_hangs_on_a_clock_that_can_be_set() -> None:
    texts = {m: m.read_text(encoding="utf-8") for m in PACKAGE.rglob("*.py")}
    found = {str(m.relative_to(PACKAGE)) for m, text in texts.items() if WALL.search(text)}
    assert found == TOLD.keys()


@pytest.fixture
def ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the seconds by which the clock of what is started now is ahead."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler for a clock that can be set")
    source, library, file = (tmp_path / name for name in ("clock.c", "clock.so", "ahead"))
    source.write_text(CLOCK)
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source)]
    subprocess.run(command, check=True, timeout=60)
    put(file, 0)
    monkeypatch.setenv("CLOCK_AHEAD", str(file))
    monkeypatch.setenv("LD_PRELOAD", str(library))
    return file


def put(file: Path, seconds: int) -> None:
    """Set the clock, in place: it is mapped into the processes."""
    mode = "r+b" if file.exists() else "wb"
    with file.open(mode) as written:
        written.write(struct.pack("l", seconds))


@pytest.fixture
def server(ahead: Path, tmp_path: Path) -> Iterator[Server]:
    make_version(tmp_path / "build", "v1", some_quads(2000))
    point_to(tmp_path / "build", "v1")
    with Server(tmp_path / "build", TIGHT) as running:
        yield running
    assert not [line for line in running.lines if "Traceback" in line]


def year(server: Server) -> int:
    """Return the year that the server lives in, by the date of an answer."""
    return parsedate_to_datetime(send(server.port, "GET", "/healthz").headers["date"]).year


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [YEARS, -YEARS], ids=["forth", "back"])
def test_a_clock_that_jumps_changes_no_deadline(server: Server, ahead: Path, seconds: int) -> None:
    now = year(server)
    put(ahead, seconds)
    wait_for(lambda: abs(year(server) - now) >= 9)
    for number in range(20):
        assert get(server.port, f"{SMALL} # {number}").status == 200
    heavy = get(server.port, HEAVY)
    assert (heavy.status, heavy.kind) == (503, "time-limit")
    assert TIGHT.query_seconds - 0.2 < heavy.seconds < TIGHT.query_seconds + 1
    make_version(server.build, "v2", some_quads(10))
    point_to(server.build, "v2")
    wait_for(lambda: get(server.port, "ASK {}").headers["samgraf-version"] == "v2", 6)
    put(ahead, -seconds)
    started = time.monotonic()
    assert get(server.port, f"{SMALL} # after").status == 200
    assert send(server.port, "GET", "/healthz").status == 200
    assert time.monotonic() - started < 5
