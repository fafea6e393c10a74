"""What may have been meant by a query that finds nothing: the nearest terms of its version."""

import asyncio
import logging
import string
import time
from urllib.parse import quote

from samgraf import queries
from samgraf.errors import QueryRefused
from samgraf.linking.vocabulary import Vocabulary
from samgraf.store.mentions import mentions
from samgraf.store.pool import Pool
from samgraf.store.rows import Row

from .emptiness import tells_nothing

_LOG = logging.getLogger(__name__)
_PATIENCE = 0.25  # seconds that an answer waits for the terms of a new version
_AGAIN = 30.0  # seconds after which terms are asked for again that nobody had time to find
_LONGEST = 1 << 16  # characters of a query that is looked at
_SHORT = 1 << 12  # characters of one that is looked through sooner than a thread begins
_MOST_TERMS = 64
_MOST = 3
_MOST_VOCABULARY = 20_000  # as in the query
_PASSING = ("busy", "unavailable")


class Hints:
    """The hints of one web process; the terms of a version are read once, in a thread."""

    def __init__(self, pool: Pool) -> None:
        """Ask for terms as pages do."""
        self._pool, self._version, self._until = pool, "", float("inf")
        self._reading: asyncio.Task[Vocabulary | None] | None = None
        self._prepared: dict[str, Vocabulary] = {}

    def prepare(self, version: str) -> None:
        """Read the terms of a version before anybody needs them, blocking.

        Raise ``QueryRefused`` where the engine does not tell them.
        """
        known = _of(self._pool.table(_terms(), version))
        former = [*self._prepared.items()][-1:]  # that of the version which is served meanwhile
        self._prepared = {**dict(former), version: known}

    async def of(self, text: str, media_type: str, body: bytes, version: str) -> str | None:
        """Return a hint for a whole answer, '' for none, None where nobody knows yet."""
        if len(text) > _LONGEST or not tells_nothing(media_type, body):
            return ""
        vocabulary = await self._vocabulary(version)
        if vocabulary is None:
            return None
        if vocabulary.empty or (len(text) <= _SHORT and not _missed(text, vocabulary)):
            return ""
        return await asyncio.to_thread(told, text, vocabulary)

    async def meant(self, token: str, text: str, version: str) -> str | None:
        """Return the term that a token at fault may stand for."""
        vocabulary = await self._vocabulary(version)
        if vocabulary is None:
            return None
        if ":" not in token:
            return vocabulary.named(token)
        iri = mentions(text[:_LONGEST]).terms.get(token.rstrip("."))
        return vocabulary.near(iri) if iri else None

    async def _vocabulary(self, version: str) -> Vocabulary | None:
        """Return the terms of a version if they come soon."""
        if version in (prepared := self._prepared):
            return prepared[version]
        if self._reading is None or self._version != version or time.monotonic() > self._until:
            self._version, self._until = version, float("inf")
            self._reading = asyncio.create_task(self._read(version))
        reading = self._reading
        await asyncio.wait({reading}, timeout=_PATIENCE)
        return reading.result() if reading.done() else None

    async def _read(self, version: str) -> Vocabulary | None:
        try:
            rows = await asyncio.to_thread(self._pool.table, _terms(), version)
        except QueryRefused as refusal:
            _LOG.warning("no terms of %s for hints: %s", version, refusal.detail)
            if refusal.kind in _PASSING:
                self._until = time.monotonic() + _AGAIN
                return None
            rows = []
        return _of(rows)


def _terms() -> str:
    return queries.text("pages/vocabulary")


def _of(rows: list[Row]) -> Vocabulary:
    """Make the vocabulary; where there are too many terms, nobody knows which there are not."""
    whole = len(rows) < _MOST_VOCABULARY
    return Vocabulary(row["term"].value for row in rows if whole)


def _missed(text: str, vocabulary: Vocabulary) -> bool:
    """Say whether a query has a term that its version does not have and that may be a slip."""
    return not all(map(vocabulary.settled, mentions(text).terms.values()))


def told(text: str, vocabulary: Vocabulary) -> str:
    """Say in ASCII which terms of a query are not in its version, and which are near them."""
    said: list[str] = []
    for written, iri in [*mentions(text).terms.items()][:_MOST_TERMS]:
        near = vocabulary.near(iri)
        if near is not None and len(said) < _MOST:
            said.append(f"{written} is not in this version; did you mean {near}?")
    return quote(" ".join(said), safe=string.punctuation + " ")
