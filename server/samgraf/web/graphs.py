"""The Graph Store HTTP Protocol at ``/store``: a graph by its IRI, or by its own address."""

import email.policy
import secrets
from email.parser import BytesParser
from urllib.parse import parse_qsl

from samgraf import queries
from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.service import Service
from samgraf.store.using import absolute
from samgraf.store.wire import Deposit, Query

from . import negotiation, requests
from .bodies import Bodies, TooLarge
from .endpoint import Endpoint, Prepared, common
from .exchange import Exchange
from .gate import Gate
from .refusals import Refusals

PATH = "/store"
_READ, _WRITE = "GET, HEAD, OPTIONS", "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_WRITES = ("PUT", "POST", "DELETE", "PATCH")
_MULTIPART = "multipart/form-data"
_DEFAULT = ""
Part = tuple[str, str]


class GraphStore:
    """Answers the requests for ``/store`` of one web process."""

    def __init__(
        self,
        endpoint: Endpoint,
        service: Service,
        limits: Limits,
        bodies: Bodies,
        gate: Gate,
        refusals: Refusals,
        public_url: str | None,
    ) -> None:
        """Read graphs through the endpoint, and write them through the service."""
        self._endpoint, self._service, self._limits = endpoint, service, limits
        self._bodies, self._gate, self._refusals = bodies, gate, refusals
        self._public_url = public_url
        self._methods = _WRITE if gate.open else _READ

    async def __call__(self, exchange: Exchange) -> None:
        """Answer one request (Graph Store HTTP Protocol, section 5)."""
        try:
            await self._route(exchange)
        except QueryRefused as refusal:
            headers = common(self._limits)
            await self._refusals.answer(exchange, refusal, "", headers, self._methods)

    async def _route(self, exchange: Exchange) -> None:
        method = exchange.method
        if method == "OPTIONS":
            allowed = [
                ("Allow", self._methods),
                ("Access-Control-Allow-Methods", self._methods),
                ("Access-Control-Allow-Headers", "Content-Type, Accept, Authorization"),
                ("Access-Control-Max-Age", "86400"),
            ]
            await exchange.answer(204, common(self._limits) + allowed)
        elif method in ("GET", "HEAD"):
            await self._read(exchange)
        elif method in _WRITES:
            exchange.role = "write"
            self._gate.check(exchange)
            if method == "PATCH":
                raise QueryRefused("method", "send changes as an update to /sparql")
            await self._write(exchange)
        else:
            raise QueryRefused("method", f"{method} is not possible here")

    async def _read(self, exchange: Exchange) -> None:
        """Answer with a graph in the media type that the client likes best."""
        graph = self._graph(exchange)
        if graph is None:
            raise QueryRefused("bad-request", "name a graph: ?graph=IRI or ?default")
        formats = [value for name, value in _parameters(exchange) if name == "format"]
        accept = exchange.header(b"accept")
        _, media_type = negotiation.choose(accept, formats[-1] if formats else None)
        chosen = (graph,) if graph else ()
        exchange.text = f"GET {graph}"
        text = queries.text("store/graph")
        query = Query(text, None, media_type, chosen, needs=graph or None)
        await self._endpoint.answer(exchange, query, Prepared(query))

    async def _write(self, exchange: Exchange) -> None:
        """Replace, add to or drop a graph."""
        graph = self._graph(exchange)
        made = graph is None
        if graph is None:
            if exchange.method != "POST":
                raise QueryRefused("bad-request", "name a graph: ?graph=IRI or ?default")
            address = requests.site_url(exchange, self._public_url)
            graph = f"{address}{PATH}/{secrets.token_urlsafe(12)}"
        parts = () if exchange.method == "DELETE" else await self._parts(exchange)
        deposit = Deposit(exchange.method, graph, parts, graph or None)
        written = await self._service.write(deposit, exchange.client)
        headers = [*common(self._limits), ("Samgraf-Version", written.version)]
        if made:
            headers.append(("Location", graph))
        await exchange.answer(201 if made or written.created else 204, headers)

    def _graph(self, exchange: Exchange) -> str | None:
        """Return the graph of a request: '' is the unnamed one, None none at all (section 4)."""
        if exchange.path != PATH:
            raw = exchange.scope.get("raw_path") or exchange.path.encode()
            return requests.site_url(exchange, self._public_url) + str(raw, "latin-1")
        parameters = _parameters(exchange)
        graphs = [value for name, value in parameters if name == "graph"]
        default = any(name == "default" for name, _ in parameters)
        if len(graphs) + default > 1:
            raise QueryRefused("bad-request", "name one graph: ?graph=IRI or ?default")
        if graphs and not absolute(graphs[0]):
            raise QueryRefused("bad-request", f"{graphs[0][:80]!r} is not an absolute IRI")
        return graphs[0] if graphs else _DEFAULT if default else None

    async def _parts(self, exchange: Exchange) -> tuple[Part, ...]:
        """Read the RDF of a request: its body, or each file of a form (section 5.5)."""
        content_type = exchange.header(b"content-type")
        known = _media_type(content_type) == _MULTIPART or _syntax(content_type)
        limit = f"a write may be {self._limits.write_mib} MiB long"
        try:
            body = await self._bodies.read(exchange, self._limits.write_mib << 20)
        except TooLarge as error:
            raise QueryRefused("write-too-large", limit) from error
        if known is True:
            return tuple(_form(content_type, body))
        return ((_syntax(content_type), _decoded(content_type, body)),)


def _parameters(exchange: Exchange) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            exchange.parameters, keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except ValueError as error:
        raise QueryRefused("bad-request", f"the parameters cannot be read: {error}") from error


def _form(content_type: str, body: bytes) -> list[Part]:
    """Return the files of a form."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
    form = BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    found = []
    for part in form.iter_parts() if form.is_multipart() else ():
        kind = str(part.get("Content-Type", ""))
        found.append((_syntax(kind), _decoded(kind, bytes(part.get_payload(decode=True) or b""))))
    if form.defects:
        raise QueryRefused("bad-request", "the form is not whole: a border or its end is missing")
    if not found:
        raise QueryRefused("bad-request", "the form holds no file")
    return found


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _syntax(content_type: str) -> str:
    """Return the media type of RDF that can be read."""
    media_type = _media_type(content_type)
    if media_type not in negotiation.GRAPHS:
        given = media_type or "no media type"
        raise QueryRefused("media-type", f"send {', '.join(negotiation.GRAPHS)}, not {given}")
    return media_type


def _decoded(content_type: str, body: bytes) -> str:
    """Return a body as text, in the encoding that it is declared to have."""
    declared = content_type.lower().partition("charset=")[2].split(";")[0].strip("\"' ")
    try:
        return str(body, declared or "utf-8")
    except LookupError as error:
        raise QueryRefused("media-type", f"the encoding {declared[:40]} is not known") from error
    except UnicodeDecodeError as error:
        raise QueryRefused("invalid-data", f"the body is not {declared or 'UTF-8'}") from error
