"""A plain matcher on the search, until the real one is there."""

from collections.abc import Sequence
from pathlib import Path

from samgraf.linking.search import Asked, Index
from samgraf.matching.candidates import Candidate, Feature, Sought


class Plain:
    """Names and codes as the search finds them."""

    def __init__(self, folder: Path) -> None:
        """Open the index of a version."""
        self._index = Index(folder)

    def match(self, sought: Sought, language: str = "") -> tuple[Candidate, ...]:
        """Return candidates."""
        asked = Asked(sought.text, {}, language=language, limit=sought.limit, on=sought.on)
        hits = self._index.find(asked, counted=False).hits
        sole = len(hits) == 1
        return tuple(
            Candidate(
                hit.entry.path,
                hit.entry.shown(language).name,
                (hit.entry.kind,),
                100.0 if sole else 50.0,
                sole,
                (Feature("name", 100.0, hit.entry.shown(language).name),),
                "",
                hit.entry.since,
                hit.entry.until,
            )
            for hit in hits
        )

    def match_all(self, rows: Sequence[Sought], language: str = "") -> list[tuple[Candidate, ...]]:
        """Return candidates for each."""
        return [self.match(row, language) for row in rows]
