"""A client on one connection that waits for nothing but the server."""

import contextlib
import http.client
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

PATIENCE = 60.0  # seconds that an answer may take
_LET_GO = (b"RemoteDisconnected", b"ConnectionResetError", b"BrokenPipeError")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; status 0 where nothing did."""

    status: int
    media_type: str
    body: bytes
    seconds: float
    first: float
    """Seconds until the first byte of the body."""
    etag: str = ""


class Endpoint:
    """A SPARQL endpoint by GET, on a connection that is kept."""

    def __init__(self, name: str, url: str) -> None:
        """Remember where it is; parameters that the address has already are kept."""
        self.name, self.url = name, url
        self._parts = urlsplit(url)
        self._connection: http.client.HTTPConnection | None = None

    def target(self, query: str) -> str:
        """Return path and parameters that ask a query."""
        given = f"{self._parts.query}&" if self._parts.query else ""
        return f"{self._parts.path}?{given}{urlencode({'query': query})}"

    def ask(self, query: str, accept: str, **headers: str) -> Reply:
        """Ask and read the whole answer."""
        wanted = {"Accept": accept, **{k.replace("_", "-"): v for k, v in headers.items()}}
        kept = self._connection is not None
        reply = self._tried(query, wanted)
        # A server lets an idle connection go when it likes.
        return self._tried(query, wanted) if kept and reply.body in _LET_GO else reply

    def _tried(self, query: str, headers: dict[str, str]) -> Reply:
        started = time.perf_counter()
        try:
            connection = self._connected()
            connection.request("GET", self.target(query), headers=headers)
            return self._read(connection, started)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            seconds = time.perf_counter() - started
            return Reply(0, "", type(error).__name__.encode(), seconds, seconds)

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _read(self, connection: http.client.HTTPConnection, started: float) -> Reply:
        _quick(connection.sock)
        response = connection.getresponse()
        if not response.will_close:
            _quick(connection.sock)
        head = response.read(1)
        first = time.perf_counter() - started
        body = head + response.read()
        seconds = time.perf_counter() - started
        if response.will_close:
            self.close()
        media_type = response.headers.get_content_type()
        etag = response.headers.get("ETag", "")
        return Reply(response.status, media_type, body, seconds, first, etag)

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            host, port = self._parts.hostname or "", self._parts.port
            self._connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
            self._connection.connect()
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._connection


def _quick(sock: socket.socket) -> None:
    """Acknowledge at once; not sticky, so before every read.

    Else a server that writes head and body apart shows 40 ms of delayed acknowledgement.
    """
    with contextlib.suppress(AttributeError):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
