"""The query service at ``/sparql``, on the event loop of a web process."""

import asyncio
import errno
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store import scan
from samgraf.store.answers import AnswerCut
from samgraf.store.links import Streamed
from samgraf.store.service import Service
from samgraf.store.wire import Query

from . import (
    caching,
    compression,
    description,
    federated,
    negotiation,
    preconditions,
    problems,
    requests,
)
from .bodies import Bodies
from .description import Descriptions, Manifests, nothing_counted
from .exchange import Exchange, Headers, Lines, encoded
from .federated import Federated
from .gate import Gate
from .hints import Hints
from .refusals import Refusals
from .requests import Sent

PATH = "/sparql"

_LOG = logging.getLogger(__name__)
_EXPOSED = (
    "ETag, Retry-After, Link, Allow, Accept, Accept-Encoding, Accept-Query, Location, "
    "WWW-Authenticate, RateLimit, RateLimit-Policy, "
    "Samgraf-Version, Samgraf-Time-Limit, Samgraf-Hint, "
    f"{federated.SOURCES}, {federated.FAILED}"
)
_SENT = "Content-Type, Accept, If-Match, If-None-Match, Authorization"
"""The headers that scripts of other sites may send."""
_CACHED = ("Cache-Control", "public, max-age=60, stale-while-revalidate=600")
_UNCACHED = ("Cache-Control", "no-store")
_VARY = ("Vary", "Accept, Accept-Encoding")
_SAFE = ("GET", "HEAD", "QUERY")
"""The methods to which 304 is an answer (RFC 9110, section 15.4.5)."""

Beside = tuple[tuple[str, str], ...]
_PAGE_OR_GRAPH = (*negotiation.GRAPHS, "text/html")
_FEDERATED = "an update asks no other endpoints; send the data themselves"
_NO_CUT = "over HTTP/1.0 a cut reply cannot be told from a whole one: use HTTP/1.1"


@dataclass(frozen=True, slots=True)
class Validated:
    """The validator of an answer of one version, and the headers that go with it."""

    version: str
    tag: str
    headers: Headers
    lines: Lines


@dataclass(slots=True)
class Prepared:
    """What a request asks; ``query`` is None where it asks for the service description."""

    query: Query | None
    words: frozenset[str] = frozenset()
    """The telling bare words of the query, in capitals."""
    last: Validated | None = None
    """What was made for the version that was served last; a request that comes again needs it."""
    beside: Beside = ()
    """Headers of the answer beside those of every answer."""

    @property
    def federated(self) -> bool:
        """Whether the query asks other endpoints."""
        return "SERVICE" in self.words

    @property
    def lasting(self) -> bool:
        """Whether the same query gets the same answer as long as the version is the same."""
        return not (self.federated or self.words & scan.VOLATILE)


class Endpoint:
    """Answers the requests for ``/sparql`` of one web process."""

    def __init__(
        self,
        service: Service,
        limits: Limits,
        public_url: str | None,
        bodies: Bodies,
        refusals: Refusals,
        gate: Gate,
        manifests: Manifests = nothing_counted,
        hints: Hints | None = None,
        others: Federated | None = None,
    ) -> None:
        """Ask queries of a service; without ``public_url`` the site is where a request was sent.

        Queries that ask other endpoints go to ``others``; without it they are refused.
        """
        self._service, self._limits, self._public_url = service, limits, public_url
        self._bodies, self._refusals, self._gate = bodies, refusals, gate
        self._hints, self._others = hints, others
        self._described = Descriptions(manifests, limits, gate.open, others)
        self.replies = caching.Replies(limits.cache_mib)
        self._prepared: Callable[..., Prepared] = lru_cache(maxsize=1024)(self._prepare)

    async def __call__(self, exchange: Exchange) -> None:
        """Answer one request."""
        text = ""
        try:
            if exchange.method == "OPTIONS":
                told = [*preflight(problems.METHODS), description.ACCEPT_QUERY]
                await exchange.answer(204, common(self._limits) + told)
                return
            site = requests.site_url(exchange, self._public_url)
            accept = exchange.header(b"accept")
            if exchange.method in ("GET", "HEAD"):
                prepared = self._prepared(exchange.parameters, accept, site)
            else:
                if requests.is_update(exchange):
                    exchange.role = "write"
                    self._gate.check(exchange)
                sent = await requests.read(exchange, self._bodies, self._limits)
                if sent.updates():
                    await self._update(exchange, sent, site)
                    return
                prepared = self._of(sent, exchange.method, accept, site)
            if prepared.query is None:
                await self._describe(exchange, site)
                return
            text = exchange.text = prepared.query.text
            await self.answer(exchange, prepared.query, prepared)
        except QueryRefused as refusal:
            await self._refusals.answer(exchange, refusal, text, common(self._limits))

    async def moved(self, exchange: Exchange) -> None:
        """Lead from the address with a slash behind it to the one without."""
        if exchange.method == "OPTIONS":
            await self(exchange)
            return
        parameters = f"?{exchange.parameters}" if exchange.parameters else ""
        headers = [("Location", f"{PATH}{parameters}"), ("Content-Length", "0")]
        await exchange.answer(308, common(self._limits) + headers)

    def service_of(self, prepared: Prepared) -> Service:
        """Return who answers a query; raise ``QueryRefused`` if it asks whom it may not."""
        if not prepared.federated or prepared.query is None:
            return self._service
        if self._others is None:
            raise QueryRefused("service-refused", federated.NOBODY)
        self._others.check(prepared.query.text)
        return self._others.service

    def wants_page(self, exchange: Exchange) -> bool:
        """Say whether a person wants the editor: without a query, or with one and ``edit=``."""
        if exchange.method not in ("GET", "HEAD"):
            return False
        named = {part.split("=")[0] for part in exchange.parameters.split("&")}
        if "edit" not in named and named & {"query", "update", "format"}:
            return False
        return negotiation.best(exchange.header(b"accept"), _PAGE_OR_GRAPH) == "text/html"

    def prepared(self, exchange: Exchange, accept: str) -> Prepared:
        """Read a query by GET that is to be answered in other media types than were asked for."""
        sent = requests.pairs(exchange.parameters)
        asked = Sent([(name, value) for name, value in sent if name != "format"])
        return self._of(asked, "GET", accept, requests.site_url(exchange, self._public_url))

    async def hint(self, text: str, media_type: str, body: bytes, version: str) -> str:
        """Return what may have been meant by a query whose answer tells nothing, '' for nothing."""
        if self._hints is None:
            return ""
        return await self._hints.of(text, media_type, body, version) or ""

    def _prepare(self, parameters: str, accept: str, site: str) -> Prepared:
        """Read a request by GET; one that comes again is not read again."""
        return self._of(Sent(requests.pairs(parameters)), "GET", accept, site)

    def _of(self, sent: Sent, method: str, accept: str, site: str) -> Prepared:
        """Return what a request asks; raise ``QueryRefused`` where it asks nothing right."""
        if sent.updates():
            self._gate.refuse()
        query = requests.query(sent, accept, self._limits, f"{site}/sparql")
        if query is None:
            return Prepared(None)
        words = scan.bare_words(query.text)
        return Prepared(query, words)

    async def _update(self, exchange: Exchange, sent: Sent, site: str) -> None:
        """Have an update tried and kept."""
        exchange.role = "write"
        self._gate.check(exchange)
        update = requests.update(sent, exchange.method, self._limits, f"{site}/sparql")
        exchange.text = update.text
        words = scan.bare_words(update.text)
        if "SERVICE" in words:
            raise QueryRefused("service-refused", _FEDERATED)
        if "LOAD" in words:
            raise QueryRefused("network-refused", "LOAD would fetch; send the data themselves")
        try:
            check = preconditions.asked(exchange)
            written = await self._service.write(update, exchange.client, check)
        except QueryRefused as refusal:
            headers = common(self._limits)
            await self._refusals.answer(exchange, refusal, update.text, headers)
            return
        told = ("Samgraf-Version", written.version)
        await exchange.answer(204, [*common(self._limits), told])

    async def _describe(self, exchange: Exchange, site: str) -> None:
        """Answer with the service description."""
        version, headers = self._service.version(), common(self._limits)
        await exchange.answer(*await self._described.answer(exchange, site, version, headers))

    async def answer(self, exchange: Exchange, query: Query, prepared: Prepared) -> None:
        """Answer with a validator alone, from memory, or by a worker."""
        if not prepared.lasting:
            await self._ask(exchange, query, None, prepared)
            return
        version, known = self._service.version(), prepared.last
        if known is None or known.version != version:
            known = prepared.last = self._validated(version, query, prepared.beside)
        validated = exchange.header(b"if-none-match") if exchange.method in _SAFE else ""
        if caching.is_known(known.tag, validated):
            await exchange.send(304, known.lines, b"")
        elif kept := self.replies.get(_key(known, exchange)):
            exchange.outcome = "cached"
            await exchange.send(200, *kept)
        else:
            await self._ask(exchange, query, known, prepared)

    def _validated(self, version: str, query: Query, beside: Beside) -> Validated:
        """Make the validator of an answer that may be kept."""
        tag, told = caching.etag(version, query), [*common(self._limits), *beside]
        headers = [*told, ("Samgraf-Version", version), ("ETag", tag), _CACHED, _VARY]
        return Validated(version, tag, headers, encoded(headers))

    async def _ask(
        self, exchange: Exchange, query: Query, known: Validated | None, prepared: Prepared
    ) -> None:
        """Have a worker answer; what is not whole yet is streamed."""
        answer = await self.service_of(prepared).start(query, exchange.client)
        course, current = answer.course, answer.version
        if known is not None and known.version != current:  # it was changed meanwhile
            known = prepared.last = self._validated(current, query, prepared.beside)
        beside = [*prepared.beside, *federated.named(course.sources)]
        told = [*common(self._limits), *beside, ("Samgraf-Version", current), _UNCACHED, _VARY]
        headers = told if known is None else known.headers
        try:
            if not course.complete:
                await self._stream(exchange, answer, headers)
                return
        finally:
            answer.close()
        media_type, body = course.media_type, course.head
        hint = await self._hints.of(query.text, media_type, body, current) if self._hints else ""
        headers = [*headers, ("Samgraf-Hint", hint)] if hint else headers
        headers, body = compression.whole(exchange, headers + entity(media_type, body), body)
        lines = encoded(headers)
        if known is not None and hint is not None:
            self.replies.put(_key(known, exchange), lines, body)
        await exchange.send(200, lines, body)

    async def _stream(self, exchange: Exchange, answer: Streamed, headers: Headers) -> None:
        """Send a reply whose end is not known yet.

        Where it is cut, ``ConnectionResetError`` is raised: the server drops the connection without
        the last chunk, which every HTTP/1.1 client reports as an incomplete reply.
        """
        if exchange.old:
            raise QueryRefused("reply-too-large", _NO_CUT)
        headers = headers + entity(answer.course.media_type, b"")[:1]
        packer = compression.Stream() if compression.streamed(exchange) else None
        if packer is not None:
            headers = [*headers, ("Content-Encoding", "gzip")]
        await exchange.begin(200, headers)
        if exchange.method == "HEAD":
            await exchange.end()
            return
        try:
            await exchange.part(packer.part(answer.course.head) if packer else answer.course.head)
            async for part in answer.rest():
                await exchange.part(await asyncio.to_thread(packer.part, part) if packer else part)
        except AnswerCut as cut:
            _LOG.warning("a reply was cut: %s: %s", cut.kind, cut.detail)
            raise ConnectionResetError(errno.ECONNRESET, cut.detail) from cut
        await exchange.end(packer.end() if packer else b"")


def _key(known: Validated, exchange: Exchange) -> str:
    """Name an answer as it is kept: packed as the client likes it."""
    return known.tag + (compression.chosen(exchange) or "")


@lru_cache(maxsize=4)
def _common(seconds: float, at_once: int) -> tuple[tuple[str, str], ...]:
    """Make the headers of every answer.

    The quota is in draft-ietf-httpapi-ratelimit-headers-11's unit for queries at once, without a
    window of time. It holds for each web process, so that it is the least that a client has. How
    much of it is left (RateLimit) is told with a refusal alone: other answers may be kept by
    caches, for which it would be another client's and another moment's.
    """
    return (
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", _EXPOSED),
        ("Samgraf-Time-Limit", f"{seconds:g}"),
        ("RateLimit-Policy", f'"{problems.QUOTA}";q={at_once};qu="concurrent-requests"'),
    )


def common(limits: Limits) -> Headers:
    """Return the headers of every answer of the query service."""
    return [*_common(limits.query_seconds, limits.at_once)]


def preflight(methods: str) -> Headers:
    """Return what OPTIONS tells beside the headers of every answer."""
    return [
        ("Allow", methods),
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", _SENT),
        ("Access-Control-Max-Age", "86400"),
    ]


def entity(media_type: str, body: bytes) -> Headers:
    """Return the headers of a body: its type first, then its length."""
    text = media_type.startswith("text/")
    return [
        ("Content-Type", f"{media_type}; charset=utf-8" if text else media_type),
        ("Content-Length", str(len(body))),
    ]
