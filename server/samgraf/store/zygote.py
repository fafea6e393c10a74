"""The zygote: one single-threaded process per version that forks a worker for every connection.

It never parses a query and never runs one. ``python -m samgraf.store.zygote`` reads one line of
JSON, an ``Order``; it writes one line: ``ready`` with the name of what it serves, or ``failed``
with the reason. It leaves at once when stdin ends, since then its parent is dead, and on SIGTERM as
soon as its workers are gone.
"""

import contextlib
import json
import os
import select
import signal
import socket
import sys
import time
from pathlib import Path

import pyoxigraph as ox

from samgraf.errors import StoreError
from samgraf.limits import Limits

from . import names, sharing, wire, worker
from .endings import Endings
from .order import Order
from .priorities import EVERY, Watch
from .remote.asking import Remote
from .remote.place import Place
from .writes import Writes

_BACKLOG = 128
_TICK = 500  # milliseconds between two looks at the clock while draining
_UNREAD = 1 << 16  # bytes of what a dead worker has not read that are thrown away at once
_LOOK = int(EVERY * 1000)
_PATIENCE = 5.0  # seconds that a web process may take to hand over what it wants to be kept


class Listener:
    """A Unix socket under a path that is taken away again only if it is still this one."""

    def __init__(self, path: Path) -> None:
        """Bind and listen; a file that an earlier process left is replaced."""
        path.unlink(missing_ok=True)
        self.path, self.socket = path, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.bind(str(path))
        path.chmod(0o660)
        self._inode = path.stat().st_ino
        self.socket.listen(_BACKLOG)
        self.socket.setblocking(False)

    def close(self) -> None:
        """Stop listening; leave a successor's socket under the same name alone."""
        self.socket.close()
        with contextlib.suppress(FileNotFoundError):
            if self.path.stat().st_ino == self._inode:
                self.path.unlink()


class Zygote:
    """Holds a version, forks, reaps, reports how workers ended, drains."""

    def __init__(self, order: Order) -> None:
        """Load the store in memory mode, check that it opens in disk mode; then listen."""
        version_dir, self._run_dir = Path(order.version_dir), Path(order.run_dir)
        self.version, self.mode, self._reason = version_dir.name, order.mode, order.reason
        self.limits, self._union = Limits(**order.limits), order.union  # type: ignore[arg-type]
        self._directory = version_dir / "store"
        self._store = sharing.load(self._directory) if self.mode == "memory" else None
        self._remote = Place(**order.remote) if order.remote is not None else None
        self._writes = Writes(self.version, order.log) if order.writable else None
        if self._writes is not None and self._store is not None:
            self._writes.replay(self._store, self._union)
        if not self._directory.is_dir():
            raise StoreError(f"{self._directory}: no such store; make one with 'samgraf build'")
        self._workers: dict[int, socket.socket] = {}
        self._pid_of: dict[int, int] = {}
        self._poller = select.poll()
        self._endings, self._watch = Endings(self._run_dir), Watch()
        self._leave_at: float | None = None
        self._federation = tuple(order.federation)
        self._nothing = os.open(os.devnull, os.O_RDWR)
        self._server = Listener(self._run_dir / f"{self.version}.sock")
        self._control = Listener(self._run_dir / f"{self.version}.control")
        self._commits = Listener(self._run_dir / f"{self.version}.commit")
        self._link()
        self._wake_in, self._wake_out = socket.socketpair()

    @property
    def name(self) -> str:
        """The name of what is served: the version, and behind ~ how often it was written to."""
        return self.version if self._writes is None else self._writes.name

    def serve(self, ready: int) -> None:
        """Announce readiness on a descriptor and work until the end of stdin or of a drain."""
        self._catch_signals()
        actions = {
            self._server.socket.fileno(): self._fork,
            self._control.socket.fileno(): self._report,
            self._commits.socket.fileno(): self._commit,
            self._wake_in.fileno(): self._woken,
            sys.stdin.fileno(): self._orphaned,
        }
        for descriptor in actions:
            self._poller.register(descriptor, select.POLLIN)
        told = json.dumps({"ready": self.name, "threads": sharing.threads()})
        with contextlib.suppress(BrokenPipeError):  # the parent left meanwhile: stdin has ended
            os.write(ready, f"{told}\n".encode())
        while not self._done():
            for descriptor, _ in self._poller.poll(_LOOK if self._workers else _TICK):
                actions.get(descriptor, lambda known=descriptor: self._abandoned(known))()
            self._reap()
            self._watch.look(self._workers)
            if self._leave_at is not None and self._server.socket.fileno() in actions:
                del actions[self._server.socket.fileno()]
                self._poller.unregister(self._server.socket)
                self._server.close()
        self._leave()

    def _catch_signals(self) -> None:
        """Turn SIGCHLD and SIGTERM into wake-ups; the terminal's Ctrl-C is the parent's matter."""
        for end in (self._wake_in, self._wake_out):
            end.setblocking(False)
        signal.set_wakeup_fd(self._wake_out.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._drain)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _done(self) -> bool:
        """Say whether a drain is complete or has lasted long enough."""
        if self._leave_at is None:
            return False
        return not self._workers or time.monotonic() > self._leave_at

    def _drain(self, *_: object) -> None:
        """Accept nothing more; wait for the workers as long as a query and its reply may take."""
        seconds = self.limits.query_seconds + self.limits.transfer_seconds
        self._leave_at = time.monotonic() + seconds

    def _orphaned(self) -> None:
        """Leave at once: the parent is gone."""
        self._leave_at = 0.0

    def _leave(self) -> None:
        """End the workers that are left and take the sockets away."""
        for pid in self._workers:
            os.kill(pid, signal.SIGKILL)
        for listener in (self._server, self._control, self._commits):
            listener.close()
        if self.name != self.version:
            (self._run_dir / f"{self.name}.sock").unlink(missing_ok=True)

    def _woken(self) -> None:
        """Empty the pipe that a signal woke this process through."""
        with contextlib.suppress(BlockingIOError):
            self._wake_in.recv(4096)

    def _fork(self) -> None:
        """Make a worker for a new connection and keep a copy of its socket."""
        try:
            connection, _ = self._server.socket.accept()
        except BlockingIOError:
            return
        connection.setblocking(True)
        pid = os.fork()
        if pid == 0:
            self._become_worker(connection)
        self._workers[pid] = connection
        self._pid_of[connection.fileno()] = pid
        self._poller.register(connection, select.POLLRDHUP)
        self._endings.start()

    def _become_worker(self, connection: socket.socket) -> None:
        """Serve one connection in the child; never return."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for descriptor in range(3):
                os.dup2(self._nothing, descriptor)
            listeners = (self._server, self._control, self._commits)
            ends = (*(known.socket for known in listeners), self._wake_in, self._wake_out)
            for other in (*ends, *self._workers.values()):
                other.close()
            worker.serve(connection, self._held(), self.limits)
            status = 0
        finally:
            os._exit(status)

    def _held(self) -> worker.Held:
        """Return what a worker answers from; a store on disk is opened in the child."""
        if self._remote is not None:
            return worker.Held(ox.Store(), self.name, remote=Remote(self._remote, self.version))
        store = self._store
        if store is None:
            store = sharing.open_finished(self._directory)
        writable = self._writes is not None
        return worker.Held(store, self.name, writable, self._union, federation=self._federation)

    def _abandoned(self, descriptor: int) -> None:
        """Kill a worker whose client left: an abandoned query must not run on."""
        self._poller.unregister(descriptor)
        pid = self._pid_of.pop(descriptor, None)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        """Bury the workers that ended."""
        while self._workers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self._bury(pid, os.waitstatus_to_exitcode(status))

    def _bury(self, pid: int, code: int) -> None:
        """Tell a worker's client by which signal it ended, and end the connection.

        A plain close is not enough while another child holds a copy of the socket.
        """
        connection = self._workers.pop(pid)
        if self._pid_of.pop(connection.fileno(), None):
            self._poller.unregister(connection)
        # With a query that nobody read, the kernel would tell of a reset and drop our last word.
        with contextlib.suppress(OSError):
            while connection.recv(_UNREAD, socket.MSG_DONTWAIT):
                continue
        with contextlib.suppress(OSError):
            if code < 0:
                last_word = wire.json_frame(wire.KILLED, signal=-code)
                connection.send(last_word, socket.MSG_DONTWAIT)
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()
        self._endings.end(code)

    def _report(self) -> None:
        """Write the state of this process to whoever asks on the control socket."""
        with contextlib.suppress(OSError):
            connection, _ = self._control.socket.accept()
            with connection:
                connection.settimeout(1)
                connection.sendall(json.dumps(self._state()).encode())

    def _commit(self) -> None:
        """Keep and apply the patch of a web process, and tell it the new name of what is served."""
        with contextlib.suppress(OSError, wire.Closed):
            connection, _ = self._commits.socket.accept()
            with connection:
                connection.settimeout(_PATIENCE)
                _, payload = wire.FrameReader(connection).read()
                base, _, patch = payload.partition(b"\n")
                connection.sendall(self._written(base.decode(), patch))

    def _written(self, base: str, patch: bytes) -> bytes:
        """Apply a patch that was made from the state ``base``; return the frame that says so."""
        former = self.name
        if self._writes is None or self._store is None:
            return _refused("read-only", "data cannot be changed here")
        if base != former:
            return _refused("conflict", f"it was made from {base}; now there is {former}")
        try:
            self._writes.write(self._store, patch, self._union)
        except OSError as error:
            return _refused("write-failed", f"the log of writes: {error.strerror}")
        self._link()
        if former != self.version:
            (self._run_dir / f"{former}.sock").unlink(missing_ok=True)
        return wire.json_frame(wire.KEPT, version=self.name)

    def _link(self) -> None:
        """Let ``run/current`` name the state after each write, so that all see it at once.

        A proxy resolves it to the end (deploy/nginx), so that no link may lie behind it.
        """
        if self.name == self.version:
            return
        names.share(self._run_dir / f"{self.name}.sock", self._run_dir / f"{self.version}.sock")
        if (self._run_dir / "current").is_symlink():
            names.link(self._run_dir / "current", f"{self.name}.sock")

    def _state(self) -> dict[str, object]:
        """Return what operators and tests want to know."""
        return {
            "version": self.version,
            "name": self.name,
            "mode": self.mode,
            "reason": self._reason,
            "pid": os.getpid(),
            "workers": sorted(self._workers),
            "started": self._endings.started,
            "ended": dict(sorted(self._endings.ended.items())),
            "draining": self._leave_at is not None,
        }


def _refused(kind: str, detail: str) -> bytes:
    return wire.json_frame(wire.ERROR, type=kind, detail=detail, last=True)


def run(order: Order) -> None:
    """Be a zygote until the end of stdin or of a drain."""
    try:
        zygote = Zygote(order)
    except (StoreError, OSError) as error:
        os.write(1, json.dumps({"failed": str(error)}).encode() + b"\n")
        raise SystemExit(1) from error
    zygote.serve(1)


def main() -> None:
    """Read the order from stdin and be a zygote."""
    run(Order(**json.loads(sys.stdin.buffer.readline())))


if __name__ == "__main__":
    main()
