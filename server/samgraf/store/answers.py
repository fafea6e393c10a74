"""What a query worker answers, as its client sees it: a head, and the rest as a stream."""

import json
import select
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from samgraf.errors import QueryRefused, StoreError

from . import wire

_PATIENCE = 5.0  # seconds that a zygote may take to make a worker

_BY_SIGNAL = {
    signal.SIGALRM: ("time-limit", "the time limit was reached"),
    signal.SIGPROF: ("time-limit", "the limit of processor time was reached"),
    signal.SIGABRT: ("memory-limit", "the query needs more memory than one query may use"),
    signal.SIGKILL: ("memory-limit", "the query was stopped by the operating system"),
    signal.SIGSEGV: ("too-complex", "the query is nested too deeply or has too many alternatives"),
    signal.SIGBUS: ("too-complex", "the query is nested too deeply or has too many alternatives"),
}


class AnswerCut(StoreError):
    """An answer ended after its head was handed on, so nobody may take it for whole.

    ``kind`` names the problem type that it would have been before the head.
    """

    def __init__(self, kind: str, detail: str) -> None:
        """Say why the answer ended."""
        super().__init__(detail)
        self.kind, self.detail = kind, detail


class ClientGone(StoreError):
    """The client hung up before its answer began."""


def killed(number: int) -> QueryRefused:
    """Say what the signal means that ended a worker."""
    try:
        name = signal.Signals(number)
    except ValueError:
        return QueryRefused("engine-failure", f"the query worker ended by signal {number}")
    unknown = ("engine-failure", f"the query worker ended by {name.name}")
    return QueryRefused(*_BY_SIGNAL.get(name, unknown))


class Connection:
    """A connected worker that has said hello."""

    def __init__(self, connected: socket.socket) -> None:
        """Take over a socket and wait for the worker's hello; raise ``Closed`` without one."""
        self.socket, self.reader = connected, wire.FrameReader(connected)
        kind, payload = self.reader.read()
        if kind != wire.HELLO:
            raise wire.Closed("the query worker did not say hello")
        self.version = str(json.loads(payload)["version"])

    @classmethod
    def open(cls, path: Path) -> "Connection":
        """Connect to a zygote, which forks a worker for this connection."""
        connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connected.settimeout(_PATIENCE)
        try:
            connected.connect(str(path))
            found = cls(connected)
        except (OSError, wire.Closed) as error:
            connected.close()
            waiting = "the query service is starting or restarting"
            raise QueryRefused("unavailable", waiting) from error
        connected.settimeout(None)
        return found

    def alive(self) -> bool:
        """Say whether an idle worker is there: it has nothing to say, so readable means closed."""
        poller = select.poll()
        poller.register(self.socket, select.POLLIN)
        return not poller.poll(0)

    def wait(self, watch: socket.socket | None) -> None:
        """Wait for the first byte of the reply; raise ``ClientGone`` if the client hangs up."""
        poller = select.poll()
        poller.register(self.socket, select.POLLIN)
        if watch is not None:
            poller.register(watch, select.POLLIN | select.POLLRDHUP)
        while True:
            ready = {descriptor for descriptor, _ in poller.poll()}
            if self.socket.fileno() in ready or watch is None:
                return
            if _hung_up(watch):
                raise ClientGone("the client hung up")
            poller.unregister(watch)  # bytes of its next request: no signal any more

    def close(self) -> None:
        """Let the worker go."""
        self.socket.close()


class Answer:
    """The head of an answer and, if it is not complete, the rest. Always ``close`` it."""

    def __init__(self, connection: Connection, release: Callable[[bool], None]) -> None:
        """Use a connection; ``release`` is told once whether the worker can be used again."""
        self._connection, self._release = connection, release
        self.version = connection.version
        self.media_type, self.head, self.complete = "", b"", False
        self._whole, self._last, self._open = False, False, True

    def begin(self, query: wire.Query, watch: socket.socket | None) -> None:
        """Ask, and wait for the head; raise ``QueryRefused`` if none comes."""
        try:
            self._connection.socket.sendall(query.encode())
            self._connection.wait(watch)
            while not self.complete and (self._whole or not self.head):
                self._take(*self._connection.reader.read())
        except (wire.Closed, ConnectionError) as error:
            lost = "the query worker ended without an answer"
            raise QueryRefused("engine-failure", lost) from error

    def rest(self) -> Iterator[bytes]:
        """Yield the body after the head; raise ``AnswerCut`` if it does not come to its end."""
        try:
            while not self.complete:
                kind, payload = self._connection.reader.read()
                if kind == wire.DATA:
                    yield payload
                else:
                    self._take(kind, payload)
        except QueryRefused as error:
            raise AnswerCut(error.kind, f"{error.detail} (after the reply had begun)") from error
        except (wire.Closed, ConnectionError) as error:
            raise AnswerCut("engine-failure", "the query worker ended within a reply") from error

    def body(self) -> bytes:
        """Return the whole body."""
        return b"".join((self.head, *self.rest()))

    def close(self) -> None:
        """Give the worker back, or let it go if it is not at rest."""
        if self._open:
            self._open = False
            self._release(self.complete and not self._last)

    def _take(self, kind: bytes, payload: bytes) -> None:
        """Take in one frame."""
        if kind in (wire.ANSWER, wire.WHOLE):
            self.media_type, self._whole = payload.decode(), kind == wire.WHOLE
        elif kind == wire.DATA:
            self.head = payload
        elif kind == wire.END:
            self.complete, self._last = True, bool(json.loads(payload)["last"])
        elif kind == wire.ERROR:
            error = json.loads(payload)
            self.complete, self._last = True, bool(error["last"])
            raise QueryRefused(error["type"], error["detail"])
        elif kind == wire.KILLED:
            raise killed(json.loads(payload)["signal"])
        else:
            raise wire.Closed(f"the query worker sent a frame of kind {kind!r}")


def _hung_up(client: socket.socket) -> bool:
    """Tell a client that left from one that sent something."""
    try:
        return client.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
