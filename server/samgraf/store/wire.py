"""Frames between a web process and a query worker over a Unix stream socket.

A frame is its length (u32, little endian), its kind (one byte) and its payload. The web process
sends ``QUERY``; the worker says ``HELLO`` once, then ``ANSWER``, ``DATA`` … and ``END`` for each
query (``LAST`` if it leaves now), or ``ERROR``; the zygote writes ``KILLED`` on the same socket
when the worker is dead.
A write is asked with ``UPDATE`` or ``DEPOSIT`` and answered with a patch, which the web process
sends to the zygote as ``COMMIT`` over a socket of its own; ``KEPT`` is the answer.
``WHOLE`` instead of ``ANSWER`` promises that data and end come at once. ``SOURCES`` before either
tells which other endpoints an answer is made with.
"""

import json
import marshal
import socket
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from time import monotonic

from samgraf.errors import StoreError

_HEADER = struct.Struct("<Ic")
_CHUNK = 1 << 18
_MOMENT = 150e-6  # seconds: some three times what it takes to wake a process
_PENALTY = 1024  # waits

QUERY, HELLO, ANSWER, WHOLE, DATA = b"Q", b"H", b"A", b"W", b"D"
END, LAST, ERROR, KILLED, SOURCES = b"E", b"L", b"X", b"K", b"S"
UPDATE, DEPOSIT, COMMIT, KEPT = b"U", b"G", b"C", b"V"
PATCH = "application/rdf-patch"
"""The media type in which a worker answers a write: what it would change, and nothing done yet."""


class Closed(StoreError):
    """The other side closed the socket, in the middle of a frame or between two."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query as a worker gets it.

    ``bindings`` and ``graph`` are the media types for a table and for a graph, None where the
    client accepts none. ``substitutions`` gives variables a value as N-Triples text; such a
    variable must stand in the projection of a SELECT.
    """

    text: str
    bindings: str | None
    graph: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None
    substitutions: Mapping[str, str] = field(default_factory=dict)
    needs: str | None = None
    """A named graph without which there is no answer but ``not-found``."""

    def encode(self) -> bytes:
        """Make the frame that asks this query; ``marshal`` takes an eighth of the time of JSON."""
        return frame(QUERY, marshal.dumps([getattr(self, name) for name in self.__slots__]))

    @classmethod
    def decode(cls, payload: bytes) -> "Query":
        """Read what ``encode`` wrote."""
        return cls(*marshal.loads(payload))


@dataclass(frozen=True, slots=True)
class Update:
    """One SPARQL update as a worker gets it; ``using`` graphs stand for its default graph."""

    text: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    base: str | None = None

    def encode(self) -> bytes:
        """Make the frame that asks for this update."""
        return frame(UPDATE, json.dumps(asdict(self)).encode())

    @classmethod
    def decode(cls, payload: bytes) -> "Update":
        """Read what ``encode`` wrote."""
        values = json.loads(payload)
        return cls(
            values["text"], tuple(values["using"]), tuple(values["using_named"]), values["base"]
        )


@dataclass(frozen=True, slots=True)
class Deposit:
    """One write of the Graph Store Protocol as a worker gets it.

    ``method`` is PUT, POST or DELETE; ``graph`` is an IRI, '' for the unnamed graph; ``parts`` are
    media types and texts of RDF, each read against ``base``.
    """

    method: str
    graph: str
    parts: tuple[tuple[str, str], ...] = ()
    base: str | None = None

    def encode(self) -> bytes:
        """Make the frame that asks for this write."""
        return frame(DEPOSIT, json.dumps(asdict(self)).encode())

    @classmethod
    def decode(cls, payload: bytes) -> "Deposit":
        """Read what ``encode`` wrote."""
        values = json.loads(payload)
        parts = tuple((media_type, text) for media_type, text in values["parts"])
        return cls(values["method"], values["graph"], parts, values["base"])


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Make a frame."""
    return _HEADER.pack(len(payload), kind) + payload


def json_frame(kind: bytes, **values: object) -> bytes:
    """Make a frame with a JSON payload."""
    return frame(kind, json.dumps(values).encode())


class Frames:
    """Frames out of bytes as they arrive."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        """Take in what arrived."""
        self._buffer += data

    def next(self) -> tuple[bytes, bytes] | None:
        """Return kind and payload of the next frame, None while it is not whole."""
        buffer = self._buffer
        if len(buffer) < _HEADER.size:
            return None
        length, kind = _HEADER.unpack_from(buffer)
        end = _HEADER.size + length
        if len(buffer) < end:
            return None
        payload = bytes(buffer[_HEADER.size : end])
        del buffer[:end]
        return kind, payload


class FrameReader:
    """Reads frames with as few system calls as possible: a small reply arrives in one.

    A process that sleeps in a system call is woken on an idle core, which takes longer than a
    small query. So while the other side answers quickly, this one asks for a moment whether
    something is there, and only then sleeps. Where that was in vain, as on a busy machine where
    both share a core, it sleeps at once the next times, twice as often each time.
    """

    def __init__(self, connection: socket.socket) -> None:
        """Read from a connected socket."""
        self._connection, self._frames = connection, Frames()
        self._asleep, self._penalty = 1, 1
        """How many waits are slept through, and how many after the next that was in vain."""

    def read(self) -> tuple[bytes, bytes]:
        """Return kind and payload of the next frame; raise ``Closed`` where it is not whole."""
        while (frame := self._frames.next()) is None:
            try:
                chunk = self._arrived()
            except OSError as error:
                raise Closed(f"the connection to the query worker ended: {error}") from error
            if not chunk:
                raise Closed("the connection to the query worker ended")
            self._frames.feed(chunk)
        return frame

    def _arrived(self) -> bytes:
        """Return the next bytes, '' at the end of the connection."""
        begun = monotonic()
        if not self._asleep:
            if (chunk := self._looked_for(begun + _MOMENT)) is not None:
                self._penalty = 1
                return chunk
            self._asleep = self._penalty = min(self._penalty * 2, _PENALTY)
        chunk = self._connection.recv(_CHUNK)
        if monotonic() - begun < _MOMENT:
            self._asleep -= 1
        return chunk

    def _looked_for(self, until: float) -> bytes | None:
        """Return what arrives within a moment, None where nothing does."""
        while monotonic() < until:
            try:
                return self._connection.recv(_CHUNK, socket.MSG_DONTWAIT)
            except BlockingIOError:
                continue
        return None
