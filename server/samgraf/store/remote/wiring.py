"""HTTP to a remote store: one request, and a reply that is whole or raises.

No proxy of the environment and no redirect is followed: a query goes to the address that the
operator named and to no other.
"""

import base64
import http.client
import io
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from samgraf.errors import QueryRefused

from .place import Place

CONNECT = 3.0
"""Seconds that a remote store may take to accept a connection."""

# Virtuoso names each graph of a query in a header of its answer, and a version has hundreds. Python
# gives up at a hundred, and has no setting for it.
http.client._MAXHEADERS = 10_000  # type: ignore[attr-defined]

_FORM = "application/x-www-form-urlencoded"
_TOLD = 2000  # bytes of an error that are read
_FAILURES = (OSError, http.client.HTTPException)


class Cut(OSError):
    """A reply ended before its end."""


class Body(io.RawIOBase):
    """The body of a reply as a file; ``read`` raises ``Cut`` where it ends too early."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        """Read a response."""
        self._response = response
        self.framed = response.length is not None or bool(response.chunked)
        """Whether the reply tells where it ends."""
        self.failure: Exception | None = None

    def readable(self) -> bool:
        """Say yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, '' at the end."""
        try:
            data = self._response.read(size) if size >= 0 else self._response.read()
        except _FAILURES as error:
            self.failure = error
            raise Cut("the remote store ended within a reply") from error
        if not data and size and self._response.length:
            self.failure = Cut("the remote store ended within a reply")
            raise self.failure
        return data


@dataclass(frozen=True, slots=True)
class Reply:
    """What a remote store says."""

    status: int
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: Body

    @property
    def media_type(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def words(self) -> str:
        """Read the beginning of what is told in place of an answer, on one line."""
        try:
            told = self.body.read(_TOLD).decode("utf-8", "replace")
        except OSError:
            told = ""
        return " ".join("".join(c if c.isprintable() else " " for c in told).split())


class Wire:
    """A connection to the query address of a remote store, kept while it can be."""

    def __init__(self, place: Place, patience: float | None = None) -> None:
        """Use an address; nothing is connected yet.

        ``patience`` is how many seconds a reply may rest, for a process without timers.
        """
        self._patience = patience
        self._parts = urlsplit(place.endpoint)
        self._headers = {"Content-Type": _FORM, "Accept-Encoding": "identity"}
        self._headers["User-Agent"] = "samgraf"
        if place.user:
            pair = f"{place.user}:{place.password}".encode()
            self._headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        self._connection: http.client.HTTPConnection | None = None
        self._response: http.client.HTTPResponse | None = None

    def ask(self, fields: list[tuple[str, str]], accept: str) -> Reply:
        """Send a query by POST; raise ``QueryRefused`` of ``unavailable`` if nobody answers."""
        body = urlencode(fields).encode()
        for again in (True, False):
            kept = self._rested()
            try:
                response = self._sent(body, accept)
            except _FAILURES as error:
                self.close()
                if kept and again and not isinstance(error, TimeoutError):
                    continue  # what was kept had been closed by the other side meanwhile
                raise QueryRefused("unavailable", "the remote store does not answer") from error
            self._response = response
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, headers, Body(response))
        raise QueryRefused("unavailable", "the remote store does not answer")

    def close(self) -> None:
        """End the connection: a query that is not read to its end is given up."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._response = None

    def _rested(self) -> bool:
        """Say whether there is a connection on which nothing is under way; end another one."""
        if self._response is not None and not self._response.isclosed():
            self.close()
        return self._connection is not None and self._connection.sock is not None

    def _sent(self, body: bytes, accept: str) -> http.client.HTTPResponse:
        if self._connection is None:
            self._connection = self._new()
        connection = self._connection
        if connection.sock is None:
            connection.timeout = CONNECT
            connection.connect()
            if connection.sock is not None:
                connection.sock.settimeout(self._patience)
        path = self._parts.path or "/"
        target = f"{path}?{self._parts.query}" if self._parts.query else path
        connection.request("POST", target, body, {**self._headers, "Accept": accept})
        return connection.getresponse()

    def _new(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "https":
            return http.client.HTTPSConnection(host, port, context=ssl.create_default_context())
        return http.client.HTTPConnection(host, port)
