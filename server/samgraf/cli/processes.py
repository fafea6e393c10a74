"""The processes that the supervisor starts: a zygote for a version, and the web server.

Each gets its order as one line of JSON on stdin, which stays open: its end tells a child that the
supervisor is dead. Each runs in a session of its own, so that Ctrl-C reaches the supervisor alone.
"""

import fcntl
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from samgraf import config
from samgraf.errors import ServeError, StoreError
from samgraf.store.order import Order
from samgraf.store.remote.place import place_of
from samgraf.store.versions import Versions


class Child:
    """A process that leaves when it is told to, or when this one is gone."""

    def __init__(
        self,
        module: str,
        order: dict[str, object],
        reports: bool = False,
        fds: tuple[int, ...] = (),
        more: Mapping[str, str] | None = None,
    ) -> None:
        """Start ``python -m module`` with its order and more of an environment.

        ``fds`` are descriptors that are handed over.
        """
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if reports else subprocess.DEVNULL,
            pass_fds=fds,
            start_new_session=True,
            env={**os.environ, **(more or {})},
        )
        self._orders, self._reports = self.process.stdin, self.process.stdout
        if self._orders is not None:
            self._orders.write(json.dumps(order).encode() + b"\n")
            self._orders.flush()

    def ended(self) -> bool:
        """Say whether the process is gone."""
        return self.process.poll() is not None

    def report(self) -> dict[str, object] | None:
        """Return the line of JSON that the process wrote, None while there is none. Never blocks.

        Raise ``ServeError`` when it ended without one.
        """
        if self._reports is None:
            return None
        os.set_blocking(self._reports.fileno(), False)
        line = self._reports.readline()
        if line:
            return _read(line)
        if self.ended():
            raise ServeError(f"a process of the server ended with {self.process.returncode}")
        return None

    def release(self) -> None:
        """Close the pipes: the process sees that it is alone and leaves at once."""
        for pipe in (self._orders, self._reports):
            if pipe is not None:
                pipe.close()

    def kill(self) -> None:
        """End the process whatever it does, and bury it."""
        self.release()
        self.process.kill()
        self.process.wait()


def _read(line: bytes) -> dict[str, object]:
    try:
        return dict(json.loads(line))
    except (ValueError, TypeError) as error:
        raise ServeError(f"a process of the server says what nobody expects: {line!r}") from error


@dataclass(frozen=True, slots=True)
class Writing:
    """That a server may be written to, by whom, and whether it keeps what is written."""

    token: str
    kept: bool


class Zygote(Child):
    """The process that holds a version."""

    def __init__(
        self, version_dir: Path, run_dir: Path, settings: config.Settings, writing: Writing | None
    ) -> None:
        """Start it; it is ready when it reports so."""
        self.version = self.name = version_dir.name
        self._is_ready = False
        self.sockets: tuple[int, ...] = ()
        log = settings.build.dir / "writes" / f"{self.version}.log"
        self.log = str(log) if writing is not None and writing.kept else None
        held, reason = mode(version_dir, settings, writing is not None)
        order = Order(
            version_dir=str(version_dir),
            run_dir=str(run_dir),
            mode=held,
            reason=reason,
            limits=asdict(settings.limits),
            writable=writing is not None,
            union="from" not in Versions(settings.build.dir).manifest(self.version),
            log=self.log,
            remote=asdict(place) if (place := place_of(settings)) else None,
        )
        super().__init__("samgraf.store.zygote", asdict(order), reports=True, more=huge_pages())

    def ready(self) -> bool:
        """Say whether it serves its version; raise ``ServeError`` if it cannot, or no longer."""
        if self._is_ready and not self.ended():
            return True
        report = self.report()
        if report is None:
            return False
        if "failed" in report:
            raise ServeError(f"version {self.version} cannot be served: {report['failed']}")
        self.name, self._is_ready = str(report["ready"]), True
        return True


class Web(Child):
    """Gunicorn and its web processes."""

    def __init__(
        self,
        settings: config.Settings,
        run_dir: Path,
        listener: socket.socket,
        writing: Writing | None,
    ) -> None:
        """Start it on a socket that is bound already."""
        order: dict[str, object] = {
            "settings": config.to_json(settings),
            "run_dir": str(run_dir),
            "fd": listener.fileno(),
            "token": writing.token if writing else None,
        }
        super().__init__("samgraf.cli.webserver", order, fds=(listener.fileno(),))


_TUNABLES, _HUGE = "GLIBC_TUNABLES", "glibc.malloc.hugetlb"


def huge_pages() -> dict[str, str]:
    """Return what makes glibc (2.35 and later) ask for huge pages, where nothing else is set.

    A query follows pointers all over the store in memory; with pages of 4 KiB the processor spends
    as much time on finding the pages as on the query.
    """
    given = os.environ.get(_TUNABLES, "")
    if _HUGE in given:
        return {}
    return {_TUNABLES: ":".join(filter(None, (given, f"{_HUGE}=1")))}


_BYTES = 330  # of memory for a quad: 285 MB for 779,000 of them, 2,550 MB for 7.74 million
_GROWTH = 5  # bytes in memory for one on disk, where no manifest tells how many quads there are
_PART = 0.6  # of the machine's memory


def mode(version_dir: Path, settings: config.Settings, writable: bool = False) -> tuple[str, str]:
    """Choose memory or disk for a store, with the reason in words.

    Memory while every worker could have its own copy, since in time each touches much of it
    (design: endpoint, section 6).
    """
    if settings.store.endpoint:
        both = filter(None, (settings.store.endpoint, settings.store.standby_endpoint))
        return "remote", f"answers come from {' or '.join(both)}"
    if writable:
        return "memory", "it may be written to"
    limits = settings.limits
    workers = settings.serve.processes * (limits.slots + limits.page_slots)
    needed = (workers + 1) * _size(version_dir)
    most = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * _PART
    chosen = "memory" if needed < most else "disk"
    sums = f"{workers} workers may need {needed / 1e9:.1f} GB of the {most / 1e9:.1f} GB allowed"
    return chosen, sums


def _size(version_dir: Path) -> int:
    """Return the bytes that a store takes in memory."""
    manifest = Versions(version_dir.parents[1]).manifest(version_dir.name)
    if "quads" in manifest:
        try:
            union = 0 if "from" in manifest else int(manifest["triples"])
            return (int(manifest["quads"]) + union) * _BYTES
        except (KeyError, TypeError, ValueError) as error:
            told = f"the manifest of {version_dir.name} does not tell its size: build it again"
            raise StoreError(told) from error
    files = sorted((version_dir / "store").glob("*"))
    return sum(file.stat().st_size for file in files if file.is_file()) * _GROWTH


def leave_with_parent() -> None:
    """Have the kernel send SIGTERM to this process when the other end of stdin is closed.

    No thread can watch it: gunicorn forks, and a process with threads must not.
    """
    stdin = sys.stdin.fileno()
    fcntl.fcntl(stdin, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(stdin, fcntl.F_SETSIG, signal.SIGTERM)
    flags = fcntl.fcntl(stdin, fcntl.F_GETFL)
    fcntl.fcntl(stdin, fcntl.F_SETFL, flags | os.O_ASYNC)
    poller = select.poll()
    poller.register(stdin, select.POLLIN)
    if poller.poll(0):  # it was closed before the kernel knew
        raise SystemExit(0)
