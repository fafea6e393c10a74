"""Cut an actor's dated facts into versions: stretches in which name, code and region stay the same.

A version begins or ends wherever a fact does (design: ontology, section 4). Days are inclusive.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol

from samgraf.model import PartialDate, Period

_DAY = timedelta(days=1)


class Dated(Protocol):
    """A fact that holds in a period."""

    @property
    def period(self) -> Period:
        """When it holds."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A version's period; None is before or after every date the facts know."""

    first: date | None
    last: date | None
    period: Period

    def within(self, period: Period) -> bool:
        """Tell whether a fact of that period holds throughout this stretch."""
        starts = period.start is None or (
            self.first is not None and period.start.first_day <= self.first
        )
        ends = period.end is None or (self.last is not None and self.last <= period.end.last_day)
        return starts and ends


def cut(facts: Sequence[Dated], surroundings: Sequence[Dated] = ()) -> Iterator[Stretch]:
    """Yield the stretches of an actor's life, in order.

    ``surroundings``, such as the areas it lies in, cut a life and neither begin nor end it.

    A fact without any date holds in all of them but makes none where another fact has a date: a
    name without dates does not make a municipality older than its first code.
    """
    everything = [*facts, *surroundings]
    edges = _edges(everything)
    grounds = [f.period for f in facts if f.period.start or f.period.end]
    for (first, start), (after, _) in pairwise(edges):
        last = after - _DAY if after else None
        end = _end_text(everything, last)
        stretch = Stretch(first, last, Period(start, end))
        if not grounds or any(stretch.within(period) for period in grounds):
            yield stretch


def _edges(facts: Sequence[Dated]) -> list[tuple[date | None, PartialDate | None]]:
    """Return every day on which a fact begins or has just ended, with the text of a start."""
    starts = {f.period.start.first_day: f.period.start for f in facts if f.period.start}
    for fact in facts:
        if fact.period.end:
            day = fact.period.end.last_day + _DAY
            starts.setdefault(day, PartialDate(day.isoformat()))
    return [(None, None), *sorted(starts.items()), (None, None)]


def _end_text(facts: Sequence[Dated], last: date | None) -> PartialDate | None:
    """Return the end as a source writes it, or the day before the next stretch."""
    if last is None:
        return None
    written = [f.period.end for f in facts if f.period.end and f.period.end.last_day == last]
    return min(written, key=lambda end: len(end.text)) if written else PartialDate(last.isoformat())
