"""One question to another endpoint: connected with a checked address, within a time and a size."""

import contextlib
import http.client
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from samgraf.limits import Limits
from samgraf.store import replies

from .addresses import Network, resolved
from .failures import SourceFailed
from .resolving import Resolver

_HEADERS = {
    "Accept": ", ".join(replies.TABLES),
    "Accept-Encoding": "identity",
    "Content-Type": "application/sparql-query",
    "Connection": "close",
    "User-Agent": "Samgraf (SPARQL federation)",
}
_CHUNK = 1 << 16
_LATE = "it did not answer within {:g} seconds"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of another endpoint as it was sent."""

    media_type: str
    body: bytes


class Fetcher:
    """Asks other endpoints."""

    def __init__(self, private: Sequence[Network], limits: Limits) -> None:
        """Connect with public addresses, and with those within ``private``."""
        self._private, self._limits = private, limits
        self._trusted = ssl.create_default_context()
        self._resolver = Resolver()

    def ask(self, endpoint: str, query: bytes) -> Table:
        """Return the table of an endpoint; raise ``SourceFailed`` if it gives none."""
        until = time.monotonic() + self._limits.federation_seconds
        try:
            with self._connected(endpoint, until) as connected:
                return self._exchange(endpoint, connected, query)
        except (OSError, http.client.HTTPException, ValueError, SourceFailed) as error:
            # What was broken off for its time may look like any other flaw.
            if time.monotonic() >= until:
                raise SourceFailed(_LATE.format(self._limits.federation_seconds)) from error
            raise SourceFailed(_why(error)) from error

    @contextmanager
    def _connected(self, endpoint: str, until: float) -> Iterator[socket.socket]:
        """Connect with the first address that answers; what takes too long is broken off."""
        parts = urlsplit(endpoint)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        left = max(0.0, until - time.monotonic())
        addresses = resolved(host, self._private, left, self._resolver)
        with self._first(addresses, port, until) as plain, _ending(plain, until):
            if not secure:
                yield plain
                return
            with self._trusted.wrap_socket(plain, server_hostname=host) as wrapped:
                yield wrapped

    def _first(self, addresses: Sequence[str], port: int, until: float) -> socket.socket:
        last: OSError = OSError("no address")
        for address in addresses:
            left = until - time.monotonic()
            if left <= 0:
                break
            try:
                return socket.create_connection((address, port), left)
            except OSError as error:
                last = error
        raise last

    def _exchange(self, endpoint: str, connected: socket.socket, query: bytes) -> Table:
        """Send the query and read the answer; a redirection is none."""
        parts = urlsplit(endpoint)
        connection = http.client.HTTPConnection(parts.netloc)
        connection.sock = connected
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, query, _HEADERS)
        response = connection.getresponse()
        if 300 <= response.status < 400:
            raise SourceFailed(f"it sent us elsewhere ({response.status}), which is not followed")
        if response.status != 200:
            raise SourceFailed(f"it answered with the status {response.status}")
        media_type = response.headers.get_content_type()
        if media_type not in replies.TABLES:
            raise SourceFailed("it answered with something else than a table")
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise SourceFailed("it packed its answer, although it was asked not to")
        body = self._body(response)
        if flaw := replies.flaw(body, media_type):
            raise SourceFailed(f"its answer is no whole table: {flaw}")
        return Table(media_type, body)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        most, parts, size = self._limits.federation_mib << 20, [], 0
        while part := response.read(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > most:
                raise SourceFailed(f"its answer is larger than {most >> 20} MiB")
        # http.client takes an early end for the end where it is read in parts.
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(parts)


def _why(error: Exception) -> str:
    """Say what an error means to whoever asked."""
    if isinstance(error, SourceFailed):
        return str(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not trusted"
    if isinstance(error, http.client.IncompleteRead | ConnectionResetError):
        return "its answer was cut"
    if isinstance(error, http.client.HTTPException | ValueError):
        return "its answer is no HTTP"
    return "it could not be reached"


@contextmanager
def _ending(connected: socket.socket, until: float) -> Iterator[None]:
    """Break a connection off when its time is over, however slowly bytes come in."""
    same = socket.socket(fileno=os.dup(connected.fileno()))

    def end() -> None:
        with contextlib.suppress(OSError):
            same.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, until - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        same.close()
