"""The matcher of a version, made once and shared by threads: nothing in it changes."""

import json
from collections.abc import Sequence
from pathlib import Path

from samgraf.linking.entries import Entry, Labels

from .candidates import Candidate, Sought
from .deciding import decided
from .holding import Holding
from .places import ISO
from .question import read
from .searching import found
from .weighing import Weight


def opened(folder: Path) -> "NameMatcher":
    """Make the matcher of the index folder of a version; where there is none, it finds nothing."""
    try:
        with (folder / "names.jsonl").open(encoding="utf-8") as lines:
            entries = [Entry.from_json(line) for line in lines]
        labels: Labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return NameMatcher((), {})
    return NameMatcher(entries, labels)


class NameMatcher:
    """Finds what a row means among the entries of a version (``candidates.Matcher``)."""

    def __init__(self, entries: Sequence[Entry], labels: Labels) -> None:
        """Take in what can be found; equally good ones stand in the order of the entries."""
        self._held = Holding.of(entries, labels)

    def match(self, sought: Sought, language: str = "") -> tuple[Candidate, ...]:
        """Return the candidates for one row, best first.

        Raise ``QueryRefused`` where ``on`` is no day, month or year.
        """
        question = read(sought, self._held.places, self._held.codes)
        weights = found(self._held, question)
        ranked = sorted(weights.items(), key=lambda item: (-item[1].score, item[0]))
        certain = decided([weight for _, weight in ranked])
        return tuple(
            self._candidate(number, weight, certain and not place, language)
            for place, (number, weight) in enumerate(ranked[: max(sought.limit, 0)])
        )

    def match_all(self, rows: Sequence[Sought], language: str = "") -> list[tuple[Candidate, ...]]:
        """Return the candidates for each row, in the order of the rows; equal rows once."""
        known: dict[Sought, tuple[Candidate, ...]] = {}
        for row in rows:
            if row not in known:
                known[row] = self.match(row, language)
        return [known[row] for row in rows]

    def _candidate(self, number: int, weight: Weight, match: bool, language: str) -> Candidate:
        entry = self._held.entries[number]
        country = entry.countries[0] if entry.countries else ""
        return Candidate(
            entry.path,
            entry.shown(language).name,
            (entry.kind,),
            round(weight.score, 1),
            match,
            weight.features,
            ISO.get(country, country),
            entry.since,
            entry.until,
        )
