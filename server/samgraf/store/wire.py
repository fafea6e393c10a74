"""Frames between a web process and a query worker over a Unix stream socket.

A frame is its length (u32, little endian), its kind (one byte) and its payload. The web process
sends ``QUERY``; the worker says ``HELLO`` once, then ``ANSWER``, ``DATA`` … and ``END`` for each
query, or ``ERROR``; the zygote writes ``KILLED`` on the same socket when the worker is dead.
``WHOLE`` instead of ``ANSWER`` promises that data and end come at once.
"""

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from samgraf.errors import StoreError

_HEADER = struct.Struct("<Ic")
_CHUNK = 1 << 18

QUERY, HELLO, ANSWER, WHOLE, DATA = b"Q", b"H", b"A", b"W", b"D"
END, ERROR, KILLED = b"E", b"X", b"K"


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

    def encode(self) -> bytes:
        """Make the frame that asks this query."""
        return frame(QUERY, json.dumps(asdict(self)).encode())

    @classmethod
    def decode(cls, payload: bytes) -> "Query":
        """Read what ``encode`` wrote."""
        values = json.loads(payload)
        for name in ("default_graphs", "named_graphs"):
            values[name] = tuple(values[name])
        return cls(**values)


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Make a frame."""
    return _HEADER.pack(len(payload), kind) + payload


def json_frame(kind: bytes, **values: object) -> bytes:
    """Make a frame with a JSON payload."""
    return frame(kind, json.dumps(values).encode())


class FrameReader:
    """Reads frames with as few system calls as possible: a small reply arrives in one."""

    def __init__(self, connection: socket.socket) -> None:
        """Read from a connected socket."""
        self._connection, self._buffer = connection, bytearray()

    def read(self) -> tuple[bytes, bytes]:
        """Return kind and payload of the next frame; raise ``Closed`` where it is not whole."""
        self._fill(_HEADER.size)
        length, kind = _HEADER.unpack_from(self._buffer)
        end = _HEADER.size + length
        self._fill(end)
        payload = bytes(self._buffer[_HEADER.size : end])
        del self._buffer[:end]
        return kind, payload

    def _fill(self, size: int) -> None:
        """Receive until that many bytes are in the buffer."""
        while len(self._buffer) < size:
            try:
                chunk = self._connection.recv(_CHUNK)
            except ConnectionError:
                chunk = b""
            if not chunk:
                raise Closed("the connection to the query worker ended")
            self._buffer += chunk
