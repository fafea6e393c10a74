"""A SPARQL endpoint of our own on loopback, small and real, that can be told to misbehave."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from samgraf.store.remote.place import Place
from samgraf.store.remote.scope import BOOK

TABLE, TRIPLES = "application/sparql-results+json", "application/n-triples"
_VERSION = ox.NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
_BOOK = ox.NamedNode(BOOK)
_CHECKSUM = ox.NamedNode("http://spdx.org/rdf/terms#checksumValue")
_TRIPLES = ox.NamedNode("http://rdfs.org/ns/void#triples")
_IN_DATASET = ox.NamedNode("http://rdfs.org/ns/void#inDataset")


@dataclass
class Endpoint:
    """What the server answers from, and how."""

    store: ox.Store = field(default_factory=ox.Store)
    ways: list[str] = field(default_factory=list)
    """How queries are answered but those about the version: '' is well; the last one stays."""
    failing: int = 0
    """Writes after which each further one fails; 0 for none."""
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    written: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    loses: bool = False
    """Whether it says that it keeps triples, and keeps none but its book."""
    port: int = 0

    @property
    def place(self) -> Place:
        """Where it is."""
        base = f"http://127.0.0.1:{self.port}"
        return Place(f"{base}/query", f"{base}/store", f"{base}/update")

    def hold(self, version: str) -> None:
        """Let it hold a version, '' for none."""
        self.store.clear_graph(_BOOK)
        if version:
            self.store.add(ox.Quad(_BOOK, _VERSION, ox.Literal(version), _BOOK))
            for graph in [*self.store.named_graphs()]:
                self._enter(graph)

    def _enter(self, graph: ox.NamedNode | ox.BlankNode) -> None:
        """Let its book tell of a graph."""
        for verb, value in (
            (_CHECKSUM, ox.Literal("0")),
            (_TRIPLES, ox.Literal(1)),
            (_IN_DATASET, _BOOK),
        ):
            self.store.add(ox.Quad(graph, verb, value, _BOOK))

    def way(self) -> str:
        """Take the next way to answer."""
        if len(self.ways) > 1:
            return self.ways.pop(0)
        return self.ways[0] if self.ways else ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body of a reply go out together
    endpoint: Endpoint

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Answer a query or an update, or add to a graph."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/store"):
            self._write(body)
            return
        fields = parse_qs(body.decode())
        if "update" in fields:
            self.endpoint.written.append(("UPDATE", fields["update"][0][:40]))
            self.endpoint.store.update(fields["update"][0])
            self._reply(204, "text/plain", b"")
            return
        self.endpoint.headers.append(dict(self.headers))
        about = BOOK in fields["query"][0]
        if not about:
            self.endpoint.asked.append(fields)
        way = "" if about else self.endpoint.way()
        getattr(self, f"_{way or 'well'}")(fields)

    def do_PUT(self) -> None:
        """Replace a graph."""
        self._write(self.rfile.read(int(self.headers["Content-Length"])))

    def do_DELETE(self) -> None:
        """Remove a graph."""
        self._write(b"")

    def _write(self, body: bytes) -> None:
        known = self.endpoint
        name = parse_qs(urlsplit(self.path).query).get("graph", [""])[0]
        known.written.append((self.command, name))
        if known.failing and len(known.written) > known.failing:
            self._reply(500, "text/plain", b"no more")
            return
        graph = ox.NamedNode(name) if name else ox.DefaultGraph()
        if self.command in ("PUT", "DELETE"):
            known.store.clear_graph(graph)
        if known.loses and name != BOOK:
            body = b""
        known.store.load(body, format=ox.RdfFormat.TURTLE, to_graph=graph)
        self._reply(204, "text/plain", b"")

    def _answer(self, fields: dict[str, list[str]]) -> tuple[str, bytes]:
        named = [ox.NamedNode(one) for one in fields.get("named-graph-uri", [])]
        default = [ox.NamedNode(one) for one in fields.get("default-graph-uri", [])]
        found = self.endpoint.store.query(
            fields["query"][0],
            default_graph=[*default] if named or default else None,
            named_graphs=[*named] if named or default else None,
        )
        if isinstance(found, ox.QueryTriples):
            return TRIPLES, ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
        return TABLE, found.serialize(format=ox.QueryResultsFormat.JSON) or b""

    def _reply(self, status: int, media_type: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", headers.pop("length", str(len(body))))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)
            self.wfile.flush()

    def _well(self, fields: dict[str, list[str]]) -> None:
        try:
            self._reply(200, *self._answer(fields))
        except (SyntaxError, ValueError) as error:
            self._reply(400, "text/plain", str(error).encode())

    def _hang(self, _: dict[str, list[str]]) -> None:
        self.endpoint.go.wait(20)
        self.close_connection = True

    def _hangs_up(self, _: dict[str, list[str]]) -> None:
        self.close_connection = True

    def _html(self, _: dict[str, list[str]]) -> None:
        self._reply(200, "text/html", b"<h1>Welcome</h1>")

    def _nonsense(self, _: dict[str, list[str]]) -> None:
        self._reply(200, TABLE, b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":7}]}}')

    def _half(self, fields: dict[str, list[str]]) -> None:
        media_type, body = self._answer(fields)
        self._reply(200, media_type, body[: len(body) // 2])

    def _cut(self, fields: dict[str, list[str]]) -> None:
        media_type, body = self._answer(fields)
        self._reply(200, media_type, body[: len(body) - 30], length=str(len(body)))
        self.close_connection = True

    def _unframed(self, fields: dict[str, list[str]]) -> None:
        media_type, body = self._answer(fields)
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def _slow(self, fields: dict[str, list[str]]) -> None:
        """Send the half, let the version go, and send the rest when told."""
        media_type, body = self._answer(fields)
        half = len(body) // 2
        self._reply(200, media_type, body[:half], length=str(len(body)))
        self.endpoint.go.wait(5)
        with suppress(OSError):
            self.wfile.write(body[half:])

    def _part(self, fields: dict[str, list[str]]) -> None:
        self._reply(200, *self._answer(fields), X_SQL_State="S1TAT")

    def _moved(self, _: dict[str, list[str]]) -> None:
        self._reply(302, "text/plain", b"", Location=f"http://127.0.0.1:{self.endpoint.port}/else")

    def _timed_out(self, _: dict[str, list[str]]) -> None:
        self._reply(500, "text/plain", b"Virtuoso S1T00 Error SR171: Transaction timed out")

    def _no_memory(self, _: dict[str, list[str]]) -> None:
        self._reply(500, "text/plain", json.dumps({"error": "Out of memory"}).encode())

    def _unauthorised(self, _: dict[str, list[str]]) -> None:
        self._reply(401, "text/plain", b"secret talk")

    def _busy(self, _: dict[str, list[str]]) -> None:
        self._reply(503, "text/plain", b"later")


@contextmanager
def endpoint(port: int = 0) -> Iterator[Endpoint]:
    """Run an endpoint on loopback."""
    known = Endpoint()
    handler = type("Handler", (_Handler,), {"endpoint": known})
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        server.daemon_threads = True
        known.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield known
        finally:
            known.go.set()
            server.shutdown()
