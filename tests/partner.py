"""Another endpoint on loopback: a look-alike of Wikidata's, and the ways in which one can fail."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pyoxigraph as ox

ITEMS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
wd:Q1 wdt:P1168 "000001" ; wdt:P1082 1500 ; rdfs:label "Et"@da .
wd:Q2 wdt:P1168 "000002" ; wdt:P1082 2500 ; rdfs:label "To"@da .
wd:Q3 wdt:P1168 "000003" ; wdt:P1082 3500 ; rdfs:label "Tre"@da .
"""
TABLE = "application/sparql-results+json"
LARGE = 2 << 20  # bytes; more than the tests let an answer have
EMPTY = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'


class Partner(ThreadingHTTPServer):
    """What was asked, and how it is answered."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port of loopback."""
        super().__init__(("127.0.0.1", 0), _Answering)
        self.store = ox.Store()
        self.store.load(ITEMS.encode(), format=ox.RdfFormat.TURTLE)
        self.asked: list[tuple[str, str, Mapping[str, str]]] = []

    def at(self, path: str) -> str:
        """Return an address of this endpoint."""
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, *_: object) -> None:
        """Say nothing where a client leaves."""


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Partner

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.path, query, dict(self.headers)))
        with suppress(OSError):
            _WAYS.get(self.path, _answer)(self, query)

    def do_GET(self) -> None:
        self.server.asked.append((self.path, "", {}))
        self.send(200, EMPTY)

    def send(self, status: int, body: bytes, kind: str = TABLE, **more: str) -> None:
        self.send_response(status)
        usual = {"Content_Type": kind, "Content_Length": str(len(body))}
        for name, value in {**usual, **more}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def _answer(to: _Answering, query: str) -> None:
    found: Any = to.server.store.query(query)
    to.send(200, found.serialize(format=ox.QueryResultsFormat.JSON))


def _xml(to: _Answering, query: str) -> None:
    found: Any = to.server.store.query(query)
    body = found.serialize(format=ox.QueryResultsFormat.XML)
    to.send(200, body, "application/sparql-results+xml; charset=utf-8")


def _cut(to: _Answering, _: str) -> None:
    to.send(200, EMPTY, Content_Length=str(len(EMPTY) + 10))
    to.close_connection = True


def _slow(to: _Answering, _: str) -> None:
    time.sleep(4)
    to.send(200, EMPTY)


def _drip(to: _Answering, _: str) -> None:
    to.send_response(200)
    to.flush_headers()
    for number in range(80):
        to.wfile.write(f"X-{number}: a\r\n".encode())
        to.wfile.flush()
        time.sleep(0.05)


_WAYS: Mapping[str, Callable[[_Answering, str], None]] = {
    "/xml": _xml,
    "/cut": _cut,
    "/slow": _slow,
    "/drip": _drip,
    "/half": lambda to, _: to.send(200, EMPTY[:-5]),
    "/away": lambda to, _: to.send(302, b"", Location=to.server.at("/other")),
    "/large": lambda to, _: to.send(200, EMPTY + b" " * LARGE),
    "/fault": lambda to, _: to.send(500, b"<h1>no</h1>", "text/html"),
    "/page": lambda to, _: to.send(200, b"<h1>yes</h1>", "text/html"),
    "/yes": lambda to, _: to.send(200, b'{"head":{},"boolean":true}'),
    "/packed": lambda to, _: to.send(200, EMPTY, Content_Encoding="gzip"),
    "/busy": lambda to, _: to.send(429, b"", Retry_After="60"),
}
"""What an address of the endpoint does; others answer the query."""

FAILURES = {
    "/cut": "its answer was cut",
    "/slow": "it did not answer within 1 seconds",
    "/drip": "it did not answer within 1 seconds",
    "/half": "its answer is no whole table",
    "/away": "it sent us elsewhere (302), which is not followed",
    "/large": "its answer is larger than 1 MiB",
    "/fault": "it answered with the status 500",
    "/page": "it answered with something else than a table",
    "/yes": "its answer is no whole table: it is no table",
    "/packed": "it packed its answer",
    "/busy": "it answered with the status 429",
}


@contextmanager
def partner() -> Iterator[Partner]:
    """Run another endpoint."""
    with Partner() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
