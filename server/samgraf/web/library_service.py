"""The questions of the library as a web API, and what their pages need, on the event loop.

A question that somebody asks runs as any other query of a stranger: with the limits, the fair queue
and the cache of the endpoint. Its values are bound as terms; its text is never changed.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from urllib.parse import urlencode

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.queries import NamedQuery
from samgraf.store import scan
from samgraf.store.answers import AnswerCut
from samgraf.store.service import Service
from samgraf.store.wire import Query

from . import negotiation, requests
from .bridge import VERSION, Bridge, Environ
from .endpoint import Endpoint, Prepared, common
from .exchange import Exchange
from .library_values import Bound, Pairs
from .refusals import Refusals

PATH = "/queries/"
ASKED = "samgraf.asked"
"""Where the environment of a request holds what was asked of a question, and its answer."""

TABLES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
}
"""What a table or a boolean is given in, by the ending of its address."""

GRAPHS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
}
"""What a graph is given in."""

_METHODS = "GET, HEAD, OPTIONS"
_PAGE = "text/html"
_MOST = 1 << 21  # bytes of an answer that is shown as a page
_KEPT = 512  # questions with their values
_OTHER = "this server answers from version {} alone; leave version= out to ask that"


@dataclass(slots=True)
class Planned:
    """A question with the values that it is asked with."""

    query: NamedQuery
    bound: Bound
    kept: bool = False
    """Whether the build has kept its answer."""
    prepared: dict[str, Prepared] = field(default_factory=dict)
    """What is asked of the endpoint, by media type."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and its answer or why there is none; neither where the build has kept it."""

    planned: Planned
    media_type: str = ""
    text: str = ""
    whole: bool = True
    milliseconds: int = 0
    refusal: QueryRefused | None = None


Plan = Callable[[str, Pairs, str], Planned | None]
"""Finds a question by its name and checks its values, of a version; None where there is none."""


def endings(query: NamedQuery) -> dict[str, str]:
    """Return the endings and media types that the answer of a question has."""
    return GRAPHS if query.form in ("construct", "describe") else TABLES


class Library:
    """Answers the requests for questions of one web process."""

    def __init__(
        self,
        endpoint: Endpoint,
        service: Service,
        limits: Limits,
        bridge: Bridge,
        plan: Plan,
        refusals: Refusals,
    ) -> None:
        """Ask through the endpoint; ``plan`` runs in the threads of the bridge."""
        self._endpoint, self._service, self._limits = endpoint, service, limits
        self._bridge, self._plan, self._refusals = bridge, plan, refusals
        self._planned: OrderedDict[tuple[str, str, str], Planned | None] = OrderedDict()

    async def __call__(self, exchange: Exchange) -> None:
        """Answer one request."""
        slug, ending = named(exchange.path)
        try:
            if exchange.method == "OPTIONS":
                await exchange.answer(204, [*common(self._limits), *_PREFLIGHT])
            elif exchange.method not in ("GET", "HEAD"):
                raise QueryRefused("method", f"{exchange.method} is not possible here")
            else:
                await self._route(exchange, slug, ending)
        except QueryRefused as refusal:
            headers = common(self._limits)
            await self._refusals.answer(exchange, refusal, "", headers, _METHODS)

    async def _route(self, exchange: Exchange, slug: str, ending: str) -> None:
        """Answer with data, or let the page be made."""
        planned = await self._of(exchange, slug, self._service.version())
        if planned is None:
            await self._bridge(exchange)
            return
        media_type = _chosen(planned.query, ending, exchange.header(b"accept"))
        if media_type == _PAGE:
            await self._bridge(exchange, lambda version: self._beside(exchange, slug, version))
            return
        exchange.role, exchange.text = "query", planned.query.text
        if planned.bound.faults:
            raise refused(planned.bound)
        if planned.bound.version not in ("", self._service.version()):
            raise QueryRefused("not-found", _OTHER.format(self._service.version()))
        prepared = planned.prepared.get(media_type) or _prepared(planned, media_type)
        planned.prepared[media_type] = prepared
        if prepared.query is not None:
            await self._endpoint.answer(exchange, prepared.query, prepared)

    async def _of(self, exchange: Exchange, slug: str, version: str) -> Planned | None:
        """Find a question and check its values, in a thread; what comes again is known."""
        key = (version, slug, exchange.parameters)
        if key not in self._planned:
            pairs = requests.pairs(exchange.parameters)
            planned = await self._bridge.threaded(lambda: self._plan(slug, pairs, version))
            self._planned[key] = planned
            while len(self._planned) > _KEPT:
                self._planned.popitem(last=False)
        return self._planned.get(key)

    async def _beside(self, exchange: Exchange, slug: str, version: str) -> Environ:
        """Return what the page of a question needs: what is asked, and the answer to it."""
        planned = await self._of(exchange, slug, version)
        if planned is None:
            return {}
        if planned.kept or planned.bound.faults:
            return {ASKED: Asked(planned)}
        try:
            asked, version = await self._answer(planned, exchange.client)
        except QueryRefused as refusal:
            asked = Asked(planned, refusal=refusal)
        return {ASKED: asked, VERSION: version}

    async def _answer(self, planned: Planned, client: str) -> tuple[Asked, str]:
        """Ask a question; read no more of its answer than a page shows."""
        table, turtle = TABLES["json"], GRAPHS["ttl"]
        terms, began = planned.bound.terms, time.perf_counter()
        query = Query(planned.query.text, table, turtle, substitutions=terms)
        answer = await self._service.start(query, client)
        parts, whole = bytearray(answer.course.head), True
        try:
            async with aclosing(answer.rest()) as rest:
                async for part in rest:
                    parts += part
                    if len(parts) > _MOST:
                        whole = False
                        break
        except AnswerCut as cut:
            raise QueryRefused(cut.kind, cut.detail) from cut
        finally:
            answer.close()
        took = round((time.perf_counter() - began) * 1000)
        text = parts.decode("utf-8", "ignore")
        return Asked(planned, answer.course.media_type, text, whole, took), answer.version


def named(path: str) -> tuple[str, str]:
    """Return the name of a question and the ending in an address; '' for no ending of ours."""
    name = path.removeprefix(PATH)
    slug, _, ending = name.rpartition(".")
    return (slug, ending) if ending in TABLES or ending in GRAPHS else (name, "")


def refused(bound: Bound) -> QueryRefused:
    """Say which values cannot be used, and what could stand in their place."""
    told = [
        {
            "name": fault.name,
            "value": fault.value,
            "expected": fault.expected,
            "example": fault.example,
            "nearest": [choice.value for choice in fault.nearest],
        }
        for fault in bound.faults
    ]
    near = next((f"{f.name}={f.nearest[0].value}" for f in bound.faults if f.nearest), None)
    meant = {"didYouMean": near} if near else {}
    detail = "; ".join(map(str, bound.faults))
    return QueryRefused("parameter", detail, {"parameters": told, **meant})


def _chosen(query: NamedQuery, ending: str, accept: str) -> str:
    """Return the media type of an answer, by the ending of the address or else by Accept."""
    offered = endings(query)
    found = offered.get(ending)
    if not ending:
        found = negotiation.best(accept, (_PAGE, *offered.values()))
    if found is None:
        kind = "a graph" if offered is GRAPHS else "a table"
        told = ", ".join(f"{name} ({media_type})" for name, media_type in offered.items())
        raise QueryRefused("not-acceptable", f"{query.slug} gives {kind}: {told}")
    return found


def _prepared(planned: Planned, media_type: str) -> Prepared:
    """Return what is asked of the endpoint, with links to the page and to the description."""
    table = media_type if media_type in TABLES.values() else None
    graph = media_type if table is None else None
    query = Query(planned.query.text, table, graph, substitutions=planned.bound.terms)
    link = f'<{address(planned.query, planned.bound.given)}>; rel="alternate"; type="text/html", '
    link += '</openapi.json>; rel="service-desc"; type="application/vnd.oai.openapi+json"'
    return Prepared(query, scan.bare_words(query.text), beside=(("Link", link),))


def address(query: NamedQuery, given: Mapping[str, str], ending: str = "") -> str:
    """Return where a question is answered with some values: its page, or a file."""
    path = f"{PATH}{query.slug}.{ending}" if ending else PATH + query.slug
    return f"{path}?{urlencode(given)}" if given else path


_PREFLIGHT = [
    ("Access-Control-Allow-Methods", _METHODS),
    ("Access-Control-Allow-Headers", "Accept, If-None-Match"),
    ("Access-Control-Max-Age", "86400"),
    ("Allow", _METHODS),
]
