"""Every row of a table looked up in turn, a few hundred at a time, so that any number streams."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from samgraf.matching.candidates import Candidate, Matcher, Sought
from samgraf.namespaces import BASE

from . import outcomes
from .asking import Asking, Unread
from .holdings import Holdings
from .outcomes import EMPTY, FINDINGS, UNREADABLE, Outcome
from .reading import Record
from .reporting import MOST_LISTED, Finding, Report
from .writing import Writer

BATCH = 250
"""Rows that are looked up at once."""

_REMEMBERED = 20_000  # answers: tables of many years ask the same again and again


@dataclass(slots=True)
class Told:
    """What became of the rows, counted, and the first findings."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def found(self) -> int:
        """How many rows somebody has to look at."""
        return sum(self.counts[kind] for kind in FINDINGS)

    @property
    def in_turn(self) -> bool:
        """Tell whether one of the first findings may be something that is no more."""
        found = (candidate for one in self.findings for candidate in one.outcome.candidates)
        return any(candidate.ended for candidate in found)


class Joining:
    """Looks up rows and writes them with what was found."""

    def __init__(
        self, asking: Asking, matcher: Matcher, holdings: Holdings, language: str, best: bool
    ) -> None:
        """Keep what rows are looked up by; ``best`` writes uncertain candidates too."""
        self._asking, self._matcher, self._holdings = asking, matcher, holdings
        self._language, self._best = language, best
        self._known: dict[Sought, Outcome] = {}

    def join(
        self,
        records: Iterator[Record],
        writer: Writer,
        report: Report,
        progress: Callable[[int], None],
    ) -> Told:
        """Write every record; tell after each batch how many rows are done."""
        told = Told()
        for batch in _batches(records):
            sought = [self._asking.sought(record) if record.cells else None for record in batch]
            self._look_up([one for one in sought if isinstance(one, Sought)])
            for record, one in zip(batch, sought, strict=True):
                if one is None:  # an empty line
                    writer.row(record, ())
                else:
                    self._write(record, self._outcome(one), writer, report, told)
            progress(len(batch))
        return told

    def _look_up(self, sought: Sequence[Sought]) -> None:
        """Ask the matcher for what is not remembered."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        asked = [one for one in dict.fromkeys(sought) if one not in self._known]
        for one, found in zip(asked, self._matcher.match_all(asked, self._language), strict=True):
            self._known[one] = outcomes.of(found)

    def _outcome(self, sought: Sought | Unread) -> Outcome:
        if isinstance(sought, Unread):
            kind = UNREADABLE if sought.reason else EMPTY
            return Outcome(kind, (), sought.reason or "nothing to look for")
        return self._known[sought]

    def _write(
        self, record: Record, outcome: Outcome, writer: Writer, report: Report, told: Told
    ) -> None:
        told.counts[outcome.kind] += 1
        writer.row(record, self._cells(record, outcome))
        if outcome.kind in FINDINGS:
            finding = Finding(record.number, self._asking.text(record), outcome)
            report.add(finding)
            if len(told.findings) < MOST_LISTED:
                told.findings.append(finding)

    def _cells(self, record: Record, outcome: Outcome) -> tuple[str, ...]:
        """Return our cells of a row: IRI, name, code, score, reason."""
        best = outcome.candidates[0] if outcome.candidates else None
        score = str(int(best.score)) if best else ""
        shown: Candidate | None = outcome.match or (best if self._best else None)
        if shown is None:
            return ("", "", "", score, outcome.reason)
        code = self._holdings.code(shown.path, self._asking.on(record))
        return (BASE + shown.path, shown.name, code, score, outcome.reason)


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
