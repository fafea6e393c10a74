"""What a query worker answers, as its client sees it: a head, and the rest as a stream.

``Course`` knows the order of frames and reads no socket; ``Answer`` reads one and blocks, for pages
and commands; ``links`` reads on an event loop, for the endpoint.
"""

import json
import select
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from samgraf.errors import QueryRefused, StoreError

from . import wire
from .federation import Source

PATIENCE = 5.0
"""Seconds that a zygote may take to make a worker."""

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


def killed(number: int) -> QueryRefused:
    """Say what the signal means that ended a worker."""
    try:
        name = signal.Signals(number)
    except ValueError:
        return QueryRefused("engine-failure", f"the query worker ended by signal {number}")
    unknown = ("engine-failure", f"the query worker ended by {name.name}")
    return QueryRefused(*_BY_SIGNAL.get(name, unknown))


class Course:
    """How far an answer has come."""

    def __init__(self) -> None:
        """Begin before its first frame."""
        self.media_type, self.head = "", b""
        self.sources: tuple[Source, ...] = ()
        self.complete, self.last = False, False
        self._whole = False

    def begun(self) -> bool:
        """Say whether the head is here, and with it all that tells a good answer from a bad one."""
        return self.complete or (bool(self.head) and not self._whole)

    def take(self, kind: bytes, payload: bytes) -> None:
        """Take in one frame; raise ``QueryRefused`` where it says that there is no answer."""
        if kind in (wire.ANSWER, wire.WHOLE):
            self.media_type, self._whole = payload.decode(), kind == wire.WHOLE
        elif kind == wire.DATA:
            self.head = payload
        elif kind == wire.SOURCES:
            self.sources = tuple(Source(*told) for told in json.loads(payload))
        elif kind in (wire.END, wire.LAST):
            self.complete, self.last = True, kind == wire.LAST
        elif kind == wire.ERROR:
            error = json.loads(payload)
            self.complete, self.last = True, bool(error["last"])
            raise QueryRefused(error["type"], error["detail"])
        elif kind == wire.KILLED:
            raise killed(json.loads(payload)["signal"])
        else:
            raise wire.Closed(f"the query worker sent a frame of kind {kind!r}")


class Lost(QueryRefused):
    """A worker ended and nobody knows why; another one may well answer."""

    def __init__(self) -> None:
        """Say no more than that."""
        super().__init__("engine-failure", "the query worker ended without an answer")


def cut(error: QueryRefused | wire.Closed | OSError) -> AnswerCut:
    """Turn what ended an answer after its head into what its reader is told."""
    if isinstance(error, QueryRefused):
        return AnswerCut(error.kind, f"{error.detail} (after the reply had begun)")
    return AnswerCut("engine-failure", "the query worker ended within a reply")


def greeting(frame: tuple[bytes, bytes]) -> str:
    """Return the version that a worker names in its first frame."""
    kind, payload = frame
    if kind != wire.HELLO:
        raise wire.Closed("the query worker did not say hello")
    return str(json.loads(payload)["version"])


def starting() -> QueryRefused:
    """Say that nobody makes workers at the moment."""
    return QueryRefused("unavailable", "the query service is starting or restarting")


class Connection:
    """A connected worker that has said hello."""

    def __init__(self, connected: socket.socket) -> None:
        """Take over a socket and wait for the worker's hello; raise ``Closed`` without one."""
        self.socket, self.reader = connected, wire.FrameReader(connected)
        self.version = greeting(self.reader.read())

    @classmethod
    def open(cls, path: Path) -> "Connection":
        """Connect to a zygote, which forks a worker for this connection."""
        connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connected.settimeout(PATIENCE)
        try:
            connected.connect(str(path))
            found = cls(connected)
        except (OSError, wire.Closed) as error:
            connected.close()
            raise starting() from error
        connected.settimeout(None)
        return found

    def alive(self) -> bool:
        """Say whether an idle worker is there: it has nothing to say, so readable means closed."""
        poller = select.poll()
        poller.register(self.socket, select.POLLIN)
        return not poller.poll(0)

    def close(self) -> None:
        """Let the worker go."""
        self.socket.close()


class Answer:
    """The head of an answer and, if it is not complete, the rest. Always ``close`` it."""

    def __init__(self, connection: Connection, release: Callable[[bool], None]) -> None:
        """Use a connection; ``release`` is told once whether the worker can be used again."""
        self._connection, self._release = connection, release
        self._course, self._open = Course(), True

    @property
    def version(self) -> str:
        """The version that the worker answers from."""
        return self._connection.version

    @property
    def media_type(self) -> str:
        """The media type of the body."""
        return self._course.media_type

    @property
    def head(self) -> bytes:
        """The first part of the body, or all of it."""
        return self._course.head

    @property
    def complete(self) -> bool:
        """Whether the body has come to its end."""
        return self._course.complete

    def begin(self, query: wire.Query) -> None:
        """Ask, and wait for the head; raise ``QueryRefused`` if none comes."""
        try:
            self._connection.socket.sendall(query.encode())
            while not self._course.begun():
                self._course.take(*self._connection.reader.read())
        except (wire.Closed, OSError) as error:
            raise Lost from error

    def rest(self) -> Iterator[bytes]:
        """Yield the body after the head; raise ``AnswerCut`` if it does not come to its end."""
        try:
            while not self._course.complete:
                kind, payload = self._connection.reader.read()
                if kind == wire.DATA:
                    yield payload
                else:
                    self._course.take(kind, payload)
        except (QueryRefused, wire.Closed, OSError) as error:
            raise cut(error) from error

    def body(self) -> bytes:
        """Return the whole body."""
        return b"".join((self.head, *self.rest()))

    def close(self) -> None:
        """Give the worker back, or let it go if it is not at rest."""
        if self._open:
            self._open = False
            self._release(self._course.complete and not self._course.last)
