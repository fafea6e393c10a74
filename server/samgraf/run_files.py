"""What the supervisor and the web processes share besides sockets: counts, a key, the log."""

import os
from pathlib import Path

COMING = "coming"
"""The link to the socket of a version that web processes make ready for, while another is served;
with a point and the number of a process behind it, the file in which that one says that it did."""

LOG_KEY = "log.key"
"""The file with the key of the access log's digests, a new one for each server."""

TALLIES = "tally"
"""The folder with what each process counts."""

SUPERVISOR, WEB, ZYGOTE = "supervisor", "web", "zygote"
"""The kinds of files in it."""

RESTARTS = {
    "zygote_restarts": "Times that the process of the store was started again after it ended",
    "web_restarts": "Times that the web server was started again after it ended",
}
"""What the supervisor counts, with its meaning."""

RESTART_NAMES = tuple((name, "") for name in RESTARTS)
"""The same as names of a tally."""


def tell_ready(run_dir: Path, version: str) -> None:
    """Say that this process has made ready for a version."""
    (run_dir / f"{COMING}.{os.getpid()}").write_text(version, encoding="utf-8")


def count_ready(run_dir: Path, version: str) -> int:
    """Count the processes that have made ready for a version."""
    told = run_dir.glob(f"{COMING}.*")
    return sum(place.read_text(encoding="utf-8") == version for place in told)


def forget_coming(run_dir: Path) -> None:
    """Take away the link to a version that was coming, and what was said of it."""
    for place in (run_dir / COMING, *run_dir.glob(f"{COMING}.*")):
        place.unlink(missing_ok=True)


def open_to_append(place: Path) -> int:
    """Open a log; a pipe that nobody reads must not stop the server."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK
    return os.open(place, flags, 0o640)
