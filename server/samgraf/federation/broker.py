"""The broker: what a worker behind the fence may ask, whom, how often; and what became of it."""

import json
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from socket import socket
from socketserver import ThreadingMixIn
from typing import TypeVar

from samgraf.limits import Limits

from .failures import SourceFailed
from .outgoing import Fetcher, Table

V = TypeVar("V")
_MINUTE = 60.0
_QUERIES = 1000  # of which it is remembered how their calls went
_PATIENCE = 10.0  # seconds that a worker may take to send what it asks


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
        self._calls: OrderedDict[str, int] = OrderedDict()
        self._failures: OrderedDict[str, dict[str, str]] = OrderedDict()

    def ask(self, name: str, call: str, number: int, query: bytes) -> Table:
        """Return a table for a call of a query; raise ``SourceFailed``, and remember why."""
        try:
            return self._table(name, number, query)
        except SourceFailed as failure:
            with self._lock:
                _room(self._failures).setdefault(name, {})[call] = str(failure)
            raise

    def failures(self, name: str) -> dict[str, str]:
        """Return why calls of a query failed."""
        with self._lock:
            return dict(self._failures.get(name, {}))

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
        made, times = self._calls.get(name, 0), self._asked[number]
        while times and times[0] < time.monotonic() - _MINUTE:
            times.popleft()
        if made >= each:
            raise SourceFailed(f"one query may ask others {each} times")
        if len(times) >= most:
            raise SourceFailed(f"it was asked {most} times within a minute; wait for a minute")
        _room(self._calls)[name] = made + 1
        times.append(time.monotonic())


def _room(remembered: OrderedDict[str, V]) -> OrderedDict[str, V]:
    """Forget the oldest of too many queries."""
    while len(remembered) >= _QUERIES:
        remembered.popitem(last=False)
    return remembered


class _Gate(BaseHTTPRequestHandler):
    """What a worker says: POST /query/call/number asks, GET /query tells what failed."""

    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    server: "Server"

    def do_POST(self) -> None:
        """Answer a call with a table, or with the status 502."""
        name, call, number = (*self.path[1:].split("/"), "", "", "")[:3]
        size = self.headers.get("Content-Length", "")
        known = number.isdecimal() and int(number) < self.server.targets
        if not (known and size.isdecimal() and int(size) <= self.server.longest):
            self.close_connection = True
            self._answer(404, "text/plain", b"")
            return
        query = self.rfile.read(int(size))
        try:
            table = self.server.broker.ask(name, call, int(number), query)
        except SourceFailed as failure:
            self._answer(502, "text/plain", str(failure).encode())
        else:
            self._answer(200, table.media_type, table.body)

    def do_GET(self) -> None:
        """Tell why calls failed, as a JSON object."""
        told = json.dumps(self.server.broker.failures(self.path[1:])).encode()
        self._answer(200, "application/json", told)

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
