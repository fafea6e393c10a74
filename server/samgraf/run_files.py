"""What the supervisor and the web processes share besides sockets: counts, a key, the log."""

import os
from pathlib import Path

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


def open_to_append(place: Path) -> int:
    """Open a log; a pipe that nobody reads must not stop the server."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK
    return os.open(place, flags, 0o640)
