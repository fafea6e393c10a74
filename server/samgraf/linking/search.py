"""Search by name and code over the index of a version, opened for reading alone.

The engine wants to lock a folder that it reads. A version never changes, so the locks lie in a
folder that goes away, beside links to the files of the version.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import tantivy
from tantivy import Order, Query

from samgraf.store.versions import INDEX

from .entries import Entry, Labels
from .indexing import FACETS, ORDERS
from .matching import STRICT, Matching
from .reasons import Reason, reason
from .wanted import Wanted, wanted

SORTS = ("relevance", "name", "members", "year")
"""What a result can be sorted by."""

_MOST_VALUES = 1000
_TRIES, _PAUSE = 100, 0.01  # seconds
_BY = {"members": "members", "year": "begun"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: text, chosen values of facets, order, and which part of the result."""

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = "relevance"
    language: str = ""
    limit: int = 50
    offset: int = 0
    on: str = ""
    """The day on which everything found was there, '' for any."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, and why."""

    entry: Entry
    reason: Reason


@dataclass(frozen=True, slots=True)
class Result:
    """A part of what was found, and how much there is in all."""

    hits: tuple[Hit, ...] = ()
    count: int = 0
    tolerant: bool = False
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@contextmanager
def _room() -> Iterator[Path]:
    """Give a folder that goes away, though a thread of the engine may put a lock into it just then.

    ``TemporaryDirectory`` fails where something comes into a folder that it has just emptied.
    """
    place = Path(tempfile.mkdtemp(prefix="samgraf-index-"))
    try:
        yield place
    finally:
        for _ in range(_TRIES):
            shutil.rmtree(place, ignore_errors=True)
            if not place.exists():
                break
            time.sleep(_PAUSE)


class Index:
    """The index of one version."""

    def __init__(self, folder: Path) -> None:
        """Open the index that the build wrote; where there is none, nothing is found."""
        self.labels: Labels = {}
        self._searcher: tantivy.Searcher | None = None
        files = folder / Path(INDEX).name
        if not (files / "meta.json").is_file():
            return
        self.labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        with _room() as place:
            for file in files.iterdir():
                (place / file.name).symlink_to(file.resolve())
            index = tantivy.Index.open(str(place))
            index.config_reader("manual")
            self._searcher = index.searcher()
        self._matching = Matching(index.schema)

    def find(self, asked: Asked, counted: bool = True) -> Result:
        """Return what fits best; with the counts of each facet where they are asked for."""
        if self._searcher is None:
            return Result()
        text = wanted(asked.text)
        if asked.text.strip() and not text:
            return Result()
        query, tolerant = self._query(text, asked)
        narrowed = self._matching.within(query, asked.chosen, asked.on)
        hits, count = self._hits(narrowed, text, asked)
        counts = self._counts(query, asked) if counted else {}
        return Result(hits, count, tolerant, counts)

    def paths(self, asked: Asked, kind: str, most: int) -> tuple[list[str], int]:
        """Return the addresses of what fits of one kind, behind our base, and how many there are.

        It reads no entries, so that a map can take thousands.
        """
        text = wanted(asked.text)
        lost = bool(asked.text.strip() and not text)
        if self._searcher is None or lost or asked.chosen.get("kind", kind) != kind:
            return [], 0
        query, _ = self._query(text, asked)
        narrowed = self._matching.within(query, {**asked.chosen, "kind": kind}, asked.on)
        found = self._searcher.search(narrowed, limit=most, weight_by_field="weight")
        paths = [self._path(address) for _, address in found.hits]
        return paths, int(found.count or 0)  # type: ignore[attr-defined]  # missing in its stubs

    def nearest(self, text: str, language: str = "", most: int = 8) -> tuple[Hit, ...]:
        """Return what comes near a text that nothing fits."""
        looked_for = wanted(text)
        if self._searcher is None or not looked_for:
            return ()
        asked = Asked(text, language=language, limit=most)
        return self._hits(self._matching.nearest(looked_for), looked_for, asked)[0]

    def _query(self, text: Wanted, asked: Asked) -> tuple[Query, bool]:
        """Be strict where that finds something, tolerant where it finds nothing."""
        assert self._searcher is not None
        if not text:
            return Query.all_query(), False
        query = self._matching.strict(text)
        if self._best(query, asked) >= STRICT:
            return query, False
        loose = self._matching.loose(text, self._known)
        if self._best(loose, asked) > 0:
            return loose, True
        return self._matching.looser(text, self._known), True

    def _best(self, query: Query, asked: Asked) -> float:
        """Return the score of the best hit."""
        assert self._searcher is not None
        narrowed = self._matching.within(query, asked.chosen, asked.on)
        found = self._searcher.search(narrowed, limit=1, count=False, weight_by_field="weight")
        return float(found.hits[0][0]) if found.hits else 0.0

    def _known(self, heard: str) -> bool:
        assert self._searcher is not None
        return bool(self._searcher.terms_with_prefix("heard", heard, limit=1))

    def _hits(self, query: Query, text: Wanted, asked: Asked) -> tuple[tuple[Hit, ...], int]:
        assert self._searcher is not None
        by, order = _order(asked)
        found = self._searcher.search(
            query,
            limit=asked.limit,
            offset=asked.offset,
            order_by_field=by,
            order=order,
            weight_by_field=None if by else "weight",
        )
        entries = [self._entry(address) for _, address in found.hits]
        hits = tuple(Hit(entry, reason(entry, text, asked.language)) for entry in entries)
        return hits, int(found.count or 0)  # type: ignore[attr-defined]  # missing in its stubs

    def _entry(self, address: tantivy.DocAddress) -> Entry:
        assert self._searcher is not None
        stored = self._searcher.doc(address).get_first("entry")
        return Entry.from_json(bytes(stored or b"").decode())

    def _path(self, address: tantivy.DocAddress) -> str:
        """Return the path of a document: what an entry begins with."""
        assert self._searcher is not None
        stored = bytes(self._searcher.doc(address).get_first("entry") or b"")
        begin = len(b'{"path":"')
        return stored[begin : stored.index(b'"', begin)].decode()

    def _counts(self, query: Query, asked: Asked) -> Mapping[str, Mapping[str, int]]:
        """Count the values of each facet, as the choices in the other facets leave them."""
        chosen, within = asked.chosen, self._matching.within
        free = [facet for facet in FACETS if facet not in chosen]
        counts = self._values(within(query, chosen, asked.on), free)
        for facet in chosen:
            others = {name: value for name, value in chosen.items() if name != facet}
            counts |= self._values(within(query, others, asked.on), [facet])
        return counts

    def _values(self, query: Query, facets: list[str]) -> dict[str, dict[str, int]]:
        assert self._searcher is not None
        asked = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in facets}
        told = self._searcher.aggregate(query, asked) if asked else {}
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in told[name]["buckets"]}
            for name in facets
        }


def _order(asked: Asked) -> tuple[str | None, Order]:
    if asked.sort == "name":
        language = asked.language if asked.language in ORDERS else ""
        return f"by_name_{language}", Order.Asc
    if asked.sort in _BY:
        return _BY[asked.sort], Order.Desc
    return None, Order.Desc
