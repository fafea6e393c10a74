"""The Graph Store HTTP Protocol at ``/store``: a graph by its IRI, or by its own address."""

import secrets
from functools import partial
from urllib.parse import parse_qsl

from samgraf import queries
from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.service import Service
from samgraf.store.using import absolute
from samgraf.store.wire import Deposit, Query

from . import caching, deposits, negotiation, preconditions, requests
from .bodies import Bodies, TooLarge
from .endpoint import Endpoint, Prepared, common, preflight
from .exchange import Exchange
from .gate import Gate
from .refusals import Refusals

PATH = "/store"
_READ, _WRITE = "GET, HEAD, OPTIONS", "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_WRITES = ("PUT", "POST", "DELETE", "PATCH")
_DEFAULT = ""
_ROOTS = (PATH, PATH + "/")
_NAMES = ("graph", "default")
_NAME_ONE = "name a graph: ?graph=IRI or ?default"
_NAMED_TWICE = f"this address names a graph by itself; ?graph=IRI and ?default stand at {PATH}"


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
            await exchange.answer(204, common(self._limits) + preflight(self._methods))
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
            raise QueryRefused("bad-request", _NAME_ONE)
        formats = [value for name, value in _parameters(exchange) if name == "format"]
        accept = exchange.header(b"accept")
        _, media_type = negotiation.choose(accept, formats[-1] if formats else None)
        exchange.text = f"GET {graph}"
        query = _asking(graph, media_type)
        await self._endpoint.answer(exchange, query, Prepared(query))

    async def _write(self, exchange: Exchange) -> None:
        """Replace, add to or drop a graph."""
        _refuse_unknown(exchange)
        graph = self._graph(exchange)
        store = requests.site_url(exchange, self._public_url) + PATH
        made = graph is None
        if graph is None:
            if exchange.method != "POST":
                raise QueryRefused("bad-request", _NAME_ONE)
            graph = f"{store}/{secrets.token_urlsafe(12)}"
        parts = () if exchange.method == "DELETE" else await self._parts(exchange)
        deposit = Deposit(exchange.method, graph, parts, graph or f"{store}?default")
        check = preconditions.asked(exchange, partial(_tags, graph))
        written = await self._service.write(deposit, exchange.client, check)
        headers = [*common(self._limits), ("Samgraf-Version", written.version)]
        if made:
            headers.append(("Location", graph))
        if not (made or written.created):
            await exchange.answer(204, headers)
            return
        await exchange.answer(201, [*headers, ("Content-Length", "0")])

    def _graph(self, exchange: Exchange) -> str | None:
        """Return the graph of a request: '' is the unnamed one, None none at all (section 4)."""
        parameters = _parameters(exchange)
        graphs = [value for name, value in parameters if name == "graph"]
        default = any(name == "default" for name, _ in parameters)
        if exchange.path not in _ROOTS:
            if graphs or default:
                raise QueryRefused("bad-request", _NAMED_TWICE)
            raw = exchange.scope.get("raw_path") or exchange.path.encode()
            return requests.site_url(exchange, self._public_url) + str(raw, "latin-1")
        if len(graphs) + default > 1:
            raise QueryRefused("bad-request", "name one graph: ?graph=IRI or ?default")
        if graphs and not absolute(graphs[0]):
            raise QueryRefused("bad-request", f"{graphs[0][:80]!r} is not an absolute IRI")
        return graphs[0] if graphs else _DEFAULT if default else None

    async def _parts(self, exchange: Exchange) -> tuple[deposits.Part, ...]:
        """Read the RDF of a request."""
        content_type = exchange.header(b"content-type")
        deposits.check(content_type)
        limit = f"a write may be {self._limits.write_mib} MiB long"
        try:
            body = await self._bodies.read(exchange, self._limits.write_mib << 20)
        except TooLarge as error:
            raise QueryRefused("write-too-large", limit) from error
        return deposits.parts(content_type, body)


def _asking(graph: str, media_type: str | None) -> Query:
    """Return the query for a graph."""
    chosen = (graph,) if graph else ()
    return Query(queries.text("store/graph"), None, media_type, chosen, needs=graph or None)


def _tags(graph: str, version: str) -> list[str]:
    """Return the validators of a graph in a state, one for each syntax that it is read in."""
    return [caching.etag(version, _asking(graph, syntax)) for syntax in negotiation.GRAPHS]


def _refuse_unknown(exchange: Exchange) -> None:
    """Refuse a write whose address says what is not understood: it may mean another graph."""
    for name, _ in _parameters(exchange):
        if name not in _NAMES:
            detail = f"there is no parameter {name[:80]!r}; a write has graph=IRI or default"
            raise QueryRefused("bad-request", detail)


def _parameters(exchange: Exchange) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            exchange.parameters, keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except ValueError as error:
        raise QueryRefused("bad-request", f"the parameters cannot be read: {error}") from error
