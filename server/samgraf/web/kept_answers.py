"""The answer beside a kept query: asked on the event loop as the query of a stranger that it is.

It goes through the public query service, with its limits, its queue and the bound of the client who
looks at the page; never on the places of pages. Of a long answer the beginning is read.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from samgraf.errors import QueryRefused
from samgraf.store import scan
from samgraf.store.answers import AnswerCut
from samgraf.store.rows import Term
from samgraf.store.service import Service
from samgraf.store.wire import Query

from . import negotiation, requests
from .bridge import Beside, Environ
from .exchange import Exchange
from .kept import Kept, Links

PLACE = "/q/"
EMBED = "/embed"
ANSWER = "samgraf.answer"
"""Where the environment of a request has the answer."""

FORMS = ("text/html", "application/json", "application/sparql-query")
"""What a kept query is offered in: a page, all that is kept, the text alone."""

_MOST = 1 << 18  # bytes of an answer that a page reads
_RECENT = 32  # answers that are kept for the next who looks
_JSON, _TURTLE = "application/sparql-results+json", "text/turtle"
_FEDERATED = "this endpoint does not ask other endpoints"


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a kept query, or why there is none."""

    media_type: str = ""
    body: bytes = b""
    whole: bool = True
    version: str = ""
    lasting: bool = True
    """Whether the same version gives the same answer again."""
    refusal: QueryRefused | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an answer."""

    columns: tuple[str, ...] = ()
    rows: tuple[Mapping[str, Term], ...] = ()
    whole: bool = True
    """Whether these are all rows, or all of the text."""
    total: int | None = None
    """How many rows there are, None where nobody knows."""
    truth: bool | None = None
    text: str = ""


class KeptAnswers:
    """Asks kept queries for their pages."""

    def __init__(self, links: Links, service: Service, public_url: str | None) -> None:
        """Ask a service what is kept."""
        self._links, self._service, self._public_url = links, service, public_url
        self._recent: OrderedDict[tuple[str, str, str], Answered] = OrderedDict()

    def beside(self, exchange: Exchange) -> Beside | None:
        """Return how the page that a request asks for gets its answer, None where it needs none."""
        if exchange.method not in ("GET", "HEAD") or not exchange.path.startswith(PLACE):
            return None
        name = exchange.path.removeprefix(PLACE)
        framed = name.endswith(EMBED)
        if not framed and negotiation.best(exchange.header(b"accept"), FORMS) != FORMS[0]:
            return None
        return partial(self._answered, exchange, name.removesuffix(EMBED))

    async def _answered(self, exchange: Exchange, name: str, _: Environ) -> Mapping[str, Any]:
        kept = await asyncio.to_thread(self._links.find, name)
        if kept is None:
            return {}
        exchange.role, exchange.text = "query", kept.query
        endpoint = f"{requests.site_url(exchange, self._public_url)}/sparql"
        key = (self._service.version(), endpoint, kept.query)
        if (known := self._recent.get(key)) is not None:
            exchange.outcome = "cached"
            return {ANSWER: known}
        try:
            answered = await self.ask(kept, exchange.client, endpoint)
        except QueryRefused as refusal:
            exchange.outcome = refusal.kind
            return {ANSWER: Answered(refusal=refusal)}
        if answered.lasting and answered.version == key[0]:
            self._recent[key] = answered  # a frame on a well-read page is asked for often
            while len(self._recent) > _RECENT:
                self._recent.popitem(last=False)
        return {ANSWER: answered}

    async def ask(self, kept: Kept, client: str, endpoint: str) -> Answered:
        """Ask a kept query for a client; raise ``QueryRefused`` if there is no answer."""
        words = scan.bare_words(kept.query)
        if "SERVICE" in words:
            raise QueryRefused("service-refused", _FEDERATED)
        query = Query(kept.query, _JSON, _TURTLE, base=endpoint)
        answer = await self._service.start(query, client)
        try:
            parts, size = [answer.course.head], len(answer.course.head)
            async for part in answer.rest():
                parts.append(part)
                size += len(part)
                if size > _MOST:
                    break
            media_type, whole = answer.course.media_type, answer.course.complete
        except AnswerCut as cut:
            raise QueryRefused(cut.kind, cut.detail) from cut
        finally:
            answer.close()
        lasting = not words & scan.VOLATILE
        return Answered(media_type, b"".join(parts), whole, answer.version, lasting)


def shown(answer: Answered, most: int) -> Shown:
    """Return at most so many rows of an answer, or the beginning of its text."""
    text = answer.body.decode("utf-8", "ignore")
    if answer.media_type != _JSON:
        lines = text.splitlines()
        return Shown(text="\n".join(lines[:most]), whole=answer.whole and len(lines) <= most)
    head, begun, rest = text.partition('"bindings":[')
    if not begun:
        return Shown(truth=json.loads(text)["boolean"])
    columns = tuple(json.loads(f"{head}{begun}]}}}}")["head"]["vars"])
    rows = _rows(rest)
    total = len(rows) if answer.whole else None
    return Shown(columns, tuple(rows[:most]), total is not None and total <= most, total)


def _rows(text: str) -> list[Mapping[str, Term]]:
    """Read the rows of a table as far as they are there whole."""
    decoder, place = json.JSONDecoder(), 0
    found: list[Mapping[str, Term]] = []
    while place < len(text) and text[place] in "{,":
        try:
            row, place = decoder.raw_decode(text, place + (text[place] == ","))
        except ValueError:
            break
        found.append({name: _term(value) for name, value in row.items()})
    return found


def _term(value: Mapping[str, Any]) -> Term:
    told = value["value"] if isinstance(value["value"], str) else json.dumps(value["value"])
    return Term(told, value["type"], value.get("xml:lang"), value.get("datatype"))
