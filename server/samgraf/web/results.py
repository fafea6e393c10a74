"""Answers for people: a query from a browser is answered with a page, or with a picture.

The query itself runs as every query of a stranger does: through the query service, with its limits,
its fair queue and the bound of the client. Only the page is made in a thread of pages, of as much
of the answer as a page may hold (``shown_mib``).
"""

import asyncio
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import unquote, unquote_plus

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.answers import AnswerCut
from samgraf.store.federation import Source
from samgraf.store.links import Streamed
from samgraf.store.service import Service
from samgraf.store.wire import Query

from . import caching, negotiation, results_read
from .bridge import Bridge
from .endpoint import Endpoint, Prepared, common
from .exchange import Exchange
from .refusals import Refusals
from .results_read import Answer

GIVEN = "samgraf.given"
"""Where the environment of a request holds the answer that its page is to be made of."""

PAGE = "/sparql/answer"
"""Where the page of an answer is made; readers know it as ``/sparql?query=``."""

PICTURE = "/sparql/picture"
_ENDPOINT = "/sparql"
_ACCEPT = f"{results_read.TABLE}, {results_read.GRAPH}"
_DATA_OR_PAGE = (*negotiation.BINDINGS, *negotiation.GRAPHS, "text/html")
_LEVEL = 1  # of packing: answers are packed to be kept, and looked at again soon
_MISSING = "a picture is made of a query: query=SELECT …"


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to a query as far as it was read, packed; and how long it took."""

    version: str
    media_type: str
    packed: bytes
    cut: bool
    seconds: float
    hint: str = ""
    """What may have been meant by a query that finds nothing."""
    sources: tuple[Source, ...] = ()
    """The other endpoints that it is made with."""

    def answer(self) -> Answer:
        """Unpack and read it; for a thread."""
        return results_read.read(self.media_type, zlib.decompress(self.packed), self.cut)


class Results:
    """Answers queries of people in one web process."""

    def __init__(
        self,
        endpoint: Endpoint,
        service: Service,
        bridge: Bridge,
        refusals: Refusals,
        limits: Limits,
    ) -> None:
        """Ask queries of a service; the bridge makes pages."""
        self._endpoint, self._service = endpoint, service
        self._bridge, self._refusals, self._limits = bridge, refusals, limits
        self._most = limits.shown_mib << 20
        self._kept: OrderedDict[str, Given] = OrderedDict()
        self._size = 0

    def wants(self, exchange: Exchange) -> bool:
        """Say whether a query is to be answered with a page or picture: programs get data."""
        if exchange.method not in ("GET", "HEAD"):
            return False
        if exchange.path == PICTURE:
            return True
        if exchange.path != _ENDPOINT:
            return False
        pairs = [part.partition("=")[::2] for part in exchange.parameters.split("&")]
        names = {name for name, _ in pairs}
        if "query" not in names or names & {"update", "edit"}:
            return False
        formats = [unquote_plus(value).lower() for name, value in pairs if name == "format"]
        if formats:
            return formats[-1] == "html"
        return negotiation.best(exchange.header(b"accept"), _DATA_OR_PAGE) == "text/html"

    async def __call__(self, exchange: Exchange) -> None:
        """Answer one request."""
        text = ""
        try:
            prepared = self._endpoint.prepared(exchange, _ACCEPT)
            if prepared.query is None:
                raise QueryRefused("bad-request", _MISSING)
            text = exchange.text = prepared.query.text
            await self._answer(exchange, prepared.query, prepared)
        except QueryRefused as refusal:
            await self._refusals.answer(exchange, refusal, text, common(self._limits))

    async def _answer(self, exchange: Exchange, query: Query, prepared: Prepared) -> None:
        lasting = prepared.lasting
        if lasting and await self._bridge.known(exchange, self._service.version()):
            return
        service = self._endpoint.service_of(prepared)
        given = await self.asked(query, exchange.client, lasting, service)
        path = PICTURE if exchange.path == PICTURE else PAGE
        await self._bridge.given(exchange, path, given.version, {GIVEN: given}, lasting)

    async def asked(
        self, query: Query, client: str, lasting: bool = True, service: Service | None = None
    ) -> Given:
        """Return the answer to a query, as far as a page may hold it; raise ``QueryRefused``.

        One that is ``lasting`` is kept, for the next page of its table and for its pictures.
        """
        key = caching.etag(self._service.version(), query)
        if lasting and (known := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return known
        began = perf_counter()
        streamed = await (service or self._service).start(query, client)
        try:
            body, cut = await _beginning(streamed, self._most)
        finally:
            streamed.close()
        seconds = perf_counter() - began
        version, media_type = streamed.version, streamed.course.media_type
        hint = await self._endpoint.hint(query.text, media_type, body, version)
        packed = await asyncio.to_thread(zlib.compress, body, _LEVEL)
        sources = streamed.course.sources
        given = Given(version, media_type, packed, cut, seconds, unquote(hint), sources)
        if lasting:
            self._keep(caching.etag(given.version, query), given)
        return given

    def _keep(self, key: str, given: Given) -> None:
        """Keep an answer; the least lately used leave, so that all take no more than one may."""
        if key in self._kept or len(given.packed) > self._most // 2:
            return
        self._kept[key] = given
        self._size += len(given.packed)
        while self._size > self._most:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped.packed)


async def _beginning(streamed: Streamed, most: int) -> tuple[bytes, bool]:
    """Read an answer up to a bound; tell whether it goes on."""
    parts, size = [streamed.course.head], len(streamed.course.head)
    try:
        if size <= most:
            async for part in streamed.rest():
                parts.append(part)
                size += len(part)
                if size > most:
                    break
    except AnswerCut as cut:
        raise QueryRefused(cut.kind, cut.detail) from cut
    return b"".join(parts)[:most], size > most
