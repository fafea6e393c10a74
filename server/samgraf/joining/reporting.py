"""The rows that somebody has to look at: some on the screen, all of them in a table."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from samgraf.matching.candidates import Candidate
from samgraf.namespaces import BASE

from .outcomes import NOT_FOUND, UNREADABLE, Outcome, why

MOST_LISTED = 20
"""Rows that are listed on the screen; the others are counted."""

_MOST_CANDIDATES = 3
_LONGEST = 60  # characters of a text
COLUMNS = (
    *("row", "text", "outcome", "candidate", "iri", "name", "country"),
    *("began", "ended", "score", "reason"),
)
"""The columns of a report."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that was not matched: its number as spreadsheets count, and what was looked for."""

    number: int
    text: str
    outcome: Outcome


def line(finding: Finding) -> str:
    """Tell of a row with the best candidates."""
    text = finding.text if len(finding.text) <= _LONGEST else finding.text[: _LONGEST - 1] + "…"
    if finding.outcome.kind in (NOT_FOUND, UNREADABLE):
        return f"row {finding.number}: {text}: {finding.outcome.reason}"
    shown = finding.outcome.candidates[:_MOST_CANDIDATES]
    more = len(finding.outcome.candidates) - len(shown)
    told = "; ".join([*map(_named, shown), *([f"{more} more"] if more else [])])
    return f"row {finding.number}: {text}: {finding.outcome.kind}: {told}"


def _named(candidate: Candidate) -> str:
    life = f", {candidate.began or '…'} to {candidate.ended}" if candidate.ended else ""
    key = candidate.path.rpartition("/")[2]
    return f"{candidate.name} ({key}{life}; {int(candidate.score)}: {why(candidate)})"


class Report:
    """A table with a row for each candidate of each finding; for spreadsheets too."""

    def __init__(self, file: IO[bytes] | None, delimiter: str) -> None:
        """Begin it with its header; without a file nothing is written."""
        self._file, self._delimiter = file, delimiter
        if file:
            file.write("\ufeff".encode())
            self._write(COLUMNS)

    def add(self, finding: Finding) -> None:
        """Write a finding down."""
        if self._file:
            for cells in _rows(finding):
                self._write(cells)

    def _write(self, cells: tuple[str, ...]) -> None:
        assert self._file is not None
        text = io.StringIO()
        csv.writer(text, delimiter=self._delimiter, lineterminator="\n").writerow(cells)
        self._file.write(text.getvalue().encode())


def _rows(finding: Finding) -> Iterator[tuple[str, ...]]:
    text = f"'{finding.text}" if finding.text.startswith(tuple("=+-@")) else finding.text
    outcome = finding.outcome
    begin = (str(finding.number), text, outcome.kind)
    if not outcome.candidates:
        yield (*begin, *[""] * 7, outcome.reason)
    for number, candidate in enumerate(outcome.candidates, 1):
        yield (
            *begin,
            str(number),
            BASE + candidate.path,
            candidate.name,
            candidate.country,
            candidate.began,
            candidate.ended,
            str(int(candidate.score)),
            why(candidate),
        )
