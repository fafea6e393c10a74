"""Where the server is reached: its listening socket, and the folder of its inner sockets."""

import errno
import fcntl
import math
import os
import secrets
import socket
import stat
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from samgraf import config, run_files, tally
from samgraf.errors import ServeError
from samgraf.store import names
from samgraf.store.versions import Versions
from samgraf.tally import Tally

from . import handing

_LONGEST_SOCKET_PATH = 107  # bytes that a Unix socket's address can hold
_ELSEWHERE = "elsewhere"  # link in build/run to a private folder of sockets
_STATE = "~0123abcd.12345678.sock"  # behind the name of a version that is written to


@contextmanager
def listening(settings: config.Settings) -> Iterator[socket.socket]:
    """Give the server's socket; raise ``ServeError``, in one line, if it cannot be had."""
    host, port = settings.serve.host, settings.serve.port
    listener = handing.given_back(host, port) or _bound(host, port)
    # Accepted sockets inherit it: a client that stops within its request cannot hold a thread.
    fraction, seconds = math.modf(settings.limits.stall_seconds)
    stall = struct.pack("ll", int(seconds), int(fraction * 1e6))
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, stall)
        yield listener


def _bound(host: str, port: int) -> socket.socket:
    """Listen on a port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(handing.BACKLOG)
    except OSError as error:
        listener.close()
        raise ServeError(_why_not(host, port, error)) from error
    return listener


def _why_not(host: str, port: int, error: OSError) -> str:
    """Say why an address cannot be listened on, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is taken: stop what uses it or choose another with --port"
    return f"cannot listen on port {port} of {host}: {error.strerror or error}; choose another"


@contextmanager
def run_dir(settings: config.Settings, versions: Versions) -> Iterator[Path]:
    """Give the folder of the sockets: ``build/run``, or a private one.

    The private one is for a path that is too long for a socket, and for a second server.
    """
    place = settings.build.dir.resolve() / "run"
    longest = max([*versions.all(), versions.needed()], key=len)
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".lock").open("w") as lock:
        if len(str(place / f"{longest}{_STATE}").encode()) <= _LONGEST_SOCKET_PATH and _own(lock):
            yield place
            return
    with tempfile.TemporaryDirectory(prefix="samgraf-") as private:
        names.link(place / _ELSEWHERE, private)
        yield Path(private)


def found_run_dir(settings: config.Settings) -> Path:
    """Return the folder of a running server's sockets; of two servers the one in ``build/run``."""
    place = settings.build.dir / "run"
    here = (place / "current").is_symlink() or not (place / _ELSEWHERE).is_symlink()
    return place if here else (place / _ELSEWHERE).readlink()


def sockets(run_dir: Path, version: str) -> tuple[int, ...]:
    """Tell the sockets of a version from any that are made later; 0 stands for a lost one."""
    return tuple(_inode(run_dir / f"{version}.{end}") for end in ("sock", "control", "commit"))


def is_named(run_dir: Path, version: str) -> bool:
    """Say whether ``run/current`` leads to the socket of a version."""
    current = run_dir / "current"
    try:
        name = current.readlink().name.removesuffix(".sock")
    except OSError:
        return False
    return names.version_of(name) == version and current.exists()


def _inode(place: Path) -> int:
    try:
        found = place.stat()
    except OSError:
        return 0
    return found.st_ino if stat.S_ISSOCK(found.st_mode) else 0


def counted(run_dir: Path) -> Tally:
    """Begin to count anew in a run directory, and give the access log a new key there."""
    folder = run_dir / run_files.TALLIES
    tally.clear(folder)
    key = run_dir / run_files.LOG_KEY
    key.unlink(missing_ok=True)
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(16))
    return tally.take(folder, run_files.SUPERVISOR, run_files.RESTART_NAMES)


def _own(lock: IO[str]) -> bool:
    """Take a lock until this process ends; say whether no other server has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
