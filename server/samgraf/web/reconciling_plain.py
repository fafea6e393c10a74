"""A plain matcher on the search index, until the matcher itself is here."""

from collections.abc import Sequence

from samgraf.linking.search import Asked, Hit, Index
from samgraf.linking.wanted import wanted
from samgraf.matching.candidates import Candidate, Feature, Sought

from .reconciling_things import TYPES
from .reconciling_values import COUNTRIES


class Plain:
    def __init__(self, index: Index) -> None:
        self._index = index

    def match_all(self, rows: Sequence[Sought], language: str = "") -> list[tuple[Candidate, ...]]:
        return [self.match(row, language) for row in rows]

    def match(self, sought: Sought, language: str = "") -> tuple[Candidate, ...]:
        text = sought.text or (sought.codes[0][1] if sought.codes else "")
        asked = Asked(text, language=language, limit=sought.limit + 50, on=sought.on)
        found = self._index.find(asked, counted=False)
        kept = [hit for hit in found.hits if self._fits(hit, sought)][: sought.limit]
        whole = wanted(text).whole
        scored = [(self._score(hit, whole, found.tolerant), hit) for hit in kept]
        sure = [one for one in scored if one[0] >= 90]
        return tuple(
            self._told(hit, score, len(sure) == 1 and score >= 90, language)
            for score, hit in scored
        )

    def _fits(self, hit: Hit, sought: Sought) -> bool:
        two = {COUNTRIES.get(c, c) for c in hit.entry.countries}
        return hit.entry.kind in (sought.kinds or TYPES) and (
            not sought.country or sought.country in two
        )

    def _score(self, hit: Hit, whole: frozenset[str], tolerant: bool) -> float:
        return 50.0 if tolerant else 95.0

    def _told(self, hit: Hit, score: float, match: bool, language: str) -> Candidate:
        entry = hit.entry
        country = COUNTRIES.get(entry.countries[0], "") if entry.countries else ""
        return Candidate(
            entry.path,
            entry.shown(language).name,
            (entry.kind,),
            score,
            match,
            (Feature("name", score),),
            country,
            entry.since,
            entry.until,
        )
