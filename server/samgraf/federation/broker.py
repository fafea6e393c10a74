"""The broker: what a worker behind the fence may ask, whom, how often; and what became of it."""

import json
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from socket import socket
from socketserver import ThreadingMixIn

from samgraf.errors import SamgrafError
from samgraf.limits import Limits

from .courses import Courses, Forgotten
from .failures import SourceFailed
from .outgoing import Fetcher, Table

_MINUTE = 60.0
_REMEMBERED = 32 << 20  # bytes in which it is remembered how the calls of queries went
_PATIENCE = 10.0  # seconds that a worker may take to send what it asks
_UNASKED = "it could not be asked"


class Kept:
    """Tables that were asked for lately, up to a size; for one thread at a time."""

    def __init__(self, seconds: float, most: int) -> None:
        """Keep each so many seconds, and together so many bytes."""
        self._seconds, self._most, self._size = seconds, most, 0
        self._tables: OrderedDict[tuple[int, bytes], tuple[float, Table]] = OrderedDict()

    def get(self, key: tuple[int, bytes]) -> Table | None:
        """Return a table that is young enough."""
        until, table = self._tables.get(key, (0.0, None))
        return table if time.monotonic() < until else None

    def put(self, key: tuple[int, bytes], table: Table) -> None:
        """Keep a table; the oldest leave."""
        self._drop(key)
        self._tables[key] = (time.monotonic() + self._seconds, table)
        self._size += len(table.body) + len(key[1])
        while self._size > self._most:
            self._drop(next(iter(self._tables)))

    def _drop(self, key: tuple[int, bytes]) -> None:
        if (known := self._tables.pop(key, None)) is not None:
            self._size -= len(known[1].body) + len(key[1])


class Broker:
    """Asks listed endpoints, by their number."""

    def __init__(self, listed: Sequence[str], fetcher: Fetcher, limits: Limits) -> None:
        """Ask through a fetcher."""
        self._listed, self._fetcher, self._limits = listed, fetcher, limits
        self._kept = Kept(limits.federation_cache_seconds, limits.federation_cache_mib << 20)
        self._asked = [deque[float]() for _ in listed]
        self._lock = threading.Lock()
        longest = limits.query_seconds + limits.transfer_seconds
        self._courses = Courses(longest, _REMEMBERED)

    def ask(self, name: str, call: str, number: int, query: bytes) -> Table:
        """Return a table for a call of a query; raise ``SourceFailed``, and remember why."""
        try:
            return self._table(name, number, query)
        except SourceFailed as failure:
            self.fail(name, call, str(failure))
            raise
        except Exception as error:
            # Whatever it was: what is not remembered would look whole within SILENT.
            self.fail(name, call, _UNASKED)
            raise SourceFailed(_UNASKED) from error

    def fail(self, name: str, call: str, why: str) -> None:
        """Remember that a call of a query failed."""
        with self._lock:
            self._courses.fail(name, call, why)

    def failures(self, name: str) -> dict[str, str]:
        """Return why calls of a query failed; raise ``Forgotten`` if that may not be all."""
        with self._lock:
            return self._courses.failures(name)

    def _table(self, name: str, number: int, query: bytes) -> Table:
        key = (number, query)
        with self._lock:
            known = self._kept.get(key)
            if known is None:
                self._count(name, number)
        if known is not None:
            return known
        table = self._fetcher.ask(self._listed[number], query)
        with self._lock:
            self._kept.put(key, table)
        return table

    def _count(self, name: str, number: int) -> None:
        """Count a question; raise ``SourceFailed`` for one too many."""
        most, each = self._limits.federation_per_minute, self._limits.federation_calls
        made, times = self._courses.made(name), self._asked[number]
        while times and times[0] < time.monotonic() - _MINUTE:
            times.popleft()
        if made >= each:
            raise SourceFailed(f"one query may ask others {each} times")
        if len(times) >= most:
            raise SourceFailed(f"it was asked {most} times within a minute; wait for a minute")
        self._courses.count(name)
        times.append(time.monotonic())


class _NoQuestion(SamgrafError):
    """What a worker sent is no question that can be passed on."""


class _Gate(BaseHTTPRequestHandler):
    """What a worker says: POST /query/call/number asks, GET /query tells what failed."""

    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    server: "Server"

    def do_POST(self) -> None:
        """Answer a call with a table, or with the status 502."""
        name, call, number = (*self.path[1:].split("/"), "", "", "")[:3]
        try:
            table = self.server.broker.ask(name, call, *self._question(number))
        except SourceFailed as failure:
            self._answer(502, "text/plain", str(failure).encode())
        except _NoQuestion as flaw:
            self.server.broker.fail(name, call, str(flaw))
            self.close_connection = True
            self._answer(404, "text/plain", b"")
        else:
            self._answer(200, table.media_type, table.body)

    def _question(self, number: str) -> tuple[int, bytes]:
        """Return whom to ask what; raise ``_NoQuestion`` where that cannot be told."""
        size, longest = self.headers.get("Content-Length", ""), self.server.longest
        if not (number.isdecimal() and int(number) < self.server.targets and size.isdecimal()):
            raise _NoQuestion(_UNASKED)
        if int(size) > longest:
            raise _NoQuestion(f"with prefixes written out its part is over {longest >> 10} KiB")
        try:
            return int(number), self.rfile.read(int(size))
        except OSError as error:
            raise _NoQuestion(_UNASKED) from error

    def do_GET(self) -> None:
        """Tell why calls failed, as a JSON object, or by the status 503 that it is not known."""
        try:
            failures = self.server.broker.failures(self.path[1:])
        except Forgotten as forgotten:
            # The worker takes what is no JSON for no knowledge, and refuses the query.
            self._answer(503, "text/plain", str(forgotten).encode())
        else:
            self._answer(200, "application/json", json.dumps(failures).encode())

    def _answer(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: queries are not logged."""


class Server(ThreadingMixIn, HTTPServer):
    """The broker on a socket that was made behind the fence."""

    daemon_threads = True

    def __init__(self, listener: socket, broker: Broker, targets: int, limits: Limits) -> None:
        """Take over a listening socket."""
        self.broker, self.targets = broker, targets
        self.longest = 4 * (limits.query_kib << 10)  # the engine writes prefixes out
        super().__init__(listener.getsockname(), _Gate, bind_and_activate=False)
        self.socket.close()
        self.socket = listener

    def handle_error(self, *_: object) -> None:
        """Say nothing: a worker that was stopped leaves its connection."""
