"""Networks as files: asked of the query service as any stranger's query, made in a child.

So a network takes no place of a page. Its bytes follow from version and address, and are kept
beside the answers of queries.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any

from samgraf.errors import LimitExceeded, Misuse, QueryRefused, SamgrafError
from samgraf.limits import Limits
from samgraf.networks import apart
from samgraf.networks.about import Origin
from samgraf.networks.reading import questions
from samgraf.store.answers import AnswerCut
from samgraf.store.names import version_of
from samgraf.store.service import Service
from samgraf.store.turns import Turns
from samgraf.store.wire import Query

from . import bridge, caching, compression
from .caching import Replies
from .exchange import Exchange, Headers, encoded
from .networks_asked import PATH, Wanted, wanted
from .refusals import Refusals

__all__ = ["PATH", "Networks"]

Manifests = Callable[[str], Mapping[str, Any]]

_JSON = "application/sparql-results+json"
_TYPES = {
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "edges": "text/csv; charset=utf-8",
    "nodes": "text/csv; charset=utf-8",
}
_METHODS = "GET, HEAD"
_KEPT = "public, max-age=60, stale-while-revalidate=600"
_PART = 1 << 18
_EXPOSED = "ETag, Samgraf-Version, Content-Disposition"


class Networks:
    """Answers the requests for networks of one web process."""

    def __init__(
        self,
        service: Service,
        limits: Limits,
        refusals: Refusals,
        manifests: Manifests,
        replies: Replies,
    ) -> None:
        """Ask a service; keep what was made among ``replies``."""
        self._service, self._limits = service, limits
        self._refusals, self._replies = refusals, replies
        self._threads = ThreadPoolExecutor(limits.network_slots, "network")
        self._turns = Turns(
            limits.network_slots,
            limits.network_slots,
            limits.waiting,
            limits.waiting_per_client,
            limits.query_seconds,
        )
        self._origin = lru_cache(maxsize=8)(partial(_origin, manifests))

    async def __call__(self, exchange: Exchange) -> None:
        """Answer one request."""
        try:
            if exchange.method not in ("GET", "HEAD"):
                raise QueryRefused("method", f"{exchange.method} is not possible here")
            version = self._service.version()
            origin = self._origin(version)
            asked = wanted(exchange.path, exchange.parameters, origin.data_date)
            await self._answer(exchange, asked, origin, version)
        except QueryRefused as refusal:
            await self._refusals.answer(exchange, refusal, methods=_METHODS)

    def close(self) -> None:
        """Let the threads go once they have nothing left to do."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _answer(
        self, exchange: Exchange, asked: Wanted, origin: Origin, version: str
    ) -> None:
        coding = compression.chosen(exchange) or ""
        tag = caching.strong(version, bridge.package(), repr(asked), coding)
        if caching.is_known(tag, exchange.header(b"if-none-match")):
            await exchange.answer(304, _headers(asked, version, tag))
            return
        if (kept := self._replies.get(tag)) is not None:
            exchange.outcome = "cached"
            await exchange.send(200, *kept)
            return
        answers = await self._asked(asked, exchange.client, version)
        work = partial(self._made, exchange, asked, origin, answers)
        headers, body = await self._in_turn(exchange.client, work)
        headers = [*_headers(asked, version, tag), *headers]
        self._replies.put(tag, encoded(headers), body)
        await _send(exchange, headers, body)

    async def _asked(self, asked: Wanted, client: str, version: str) -> dict[str, bytes]:
        """Ask all questions of one version."""
        found = {}
        for query, terms in questions(asked.asked):
            sent = Query(query.text, _JSON, None, substitutions=terms)
            answer = await self._service.start(sent, client)
            try:
                if answer.version != version:
                    raise QueryRefused("unavailable", "the data changed meanwhile; ask once more")
                found[query.name] = await answer.body()
            except AnswerCut as cut:
                raise QueryRefused(cut.kind, cut.detail) from cut
            finally:
                answer.close()
        return found

    async def _in_turn(
        self, client: str, work: Callable[[], tuple[Headers, bytes]]
    ) -> tuple[Headers, bytes]:
        """Do some work in a thread when a place is free.

        The place is taken until the work is done, even if the client does not wait for it.
        """
        await self._turns.wait(client)
        try:
            done = asyncio.get_running_loop().run_in_executor(self._threads, work)
        except BaseException:
            self._turns.free(client)
            raise
        done.add_done_callback(lambda _: self._turns.free(client))
        return await asyncio.shield(done)

    def _made(
        self, exchange: Exchange, asked: Wanted, origin: Origin, answers: Mapping[str, bytes]
    ) -> tuple[Headers, bytes]:
        """Have the file made, and pack it as the client likes it; in a thread."""
        try:
            text = apart.made(answers, asked.asked, asked.form, origin, self._limits)
        except Misuse as error:
            raise QueryRefused("network", str(error)) from error
        except LimitExceeded as error:
            raise QueryRefused("network-too-large", str(error)) from error
        except SamgrafError as error:
            raise QueryRefused("engine-failure", str(error)) from error
        body = text.encode()
        headers = [("Content-Type", _TYPES[asked.form]), ("Content-Length", str(len(body)))]
        return compression.whole(exchange, headers, body)


def _origin(manifests: Manifests, version: str) -> Origin:
    told = manifests(version_of(version))
    return Origin(version, str(told.get("data_date", "1970-01-01")))


def _headers(asked: Wanted, version: str, tag: str) -> Headers:
    """Return the headers of a network but for those of its body."""
    return [
        ("Samgraf-Version", version),
        ("ETag", tag),
        ("Cache-Control", _KEPT),
        ("Vary", "Accept-Encoding"),
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", _EXPOSED),
        ("Content-Disposition", f'attachment; filename="{asked.name}"'),
        ("Link", '</networks>; rel="describedby"'),
    ]


async def _send(exchange: Exchange, headers: Headers, body: bytes) -> None:
    """Send a body in parts, so that a client that reads slowly is waited for."""
    await exchange.begin(200, headers)
    if exchange.method == "HEAD":
        await exchange.end()
        return
    for place in range(0, len(body), _PART):
        await exchange.part(body[place : place + _PART])
    await exchange.end()
