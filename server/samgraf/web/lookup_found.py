"""What a look-up found: things, how each is tied to what was asked for, and in which periods."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from samgraf.store.rows import Term
from samgraf.terms import SKOS

from . import views
from .site import Rows

Period = tuple[str, str]
"""First and last day as the data write them, '' where it is not known or has not ended."""

_DAY = len("2020-01-31")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing; ``tie`` is the property that leads to what was asked for, '' for a code."""

    iri: str
    labels: tuple[Term, ...]
    tie: str
    target: str
    """The address or code as the graph has it."""
    datatype: str
    """Of a code its register, else ''."""
    periods: tuple[Period, ...]

    def holds(self, day: str) -> bool:
        """Say whether it was there, or had the code, on a day; a year or a month counts whole."""
        return any(_within(period, day) for period in self.periods)

    def named(self) -> views.Value:
        """Return its name for a reader, with a link to its page."""
        return views.named(self.iri, self.labels)


def found(rows: Rows) -> tuple[Found, ...]:
    """Gather the rows of a look-up: the same before the nearly same, today's first, by IRI."""
    groups: dict[tuple[str, str, str], Rows] = {}
    for row in rows:
        key = (row["thing"].value, views.text(row, "property"), row["target"].value)
        groups.setdefault(key, []).append(row)
    return tuple(sorted((_one(group) for group in groups.values()), key=_order))


def _order(one: Found) -> tuple[bool, bool, str]:
    ended = all(end for _, end in one.periods)
    return (one.tie == str(SKOS.closeMatch), ended, one.iri)


def _one(rows: Rows) -> Found:
    first, labels = rows[0], dict.fromkeys(row["label"] for row in rows if "label" in row)
    periods = {(views.text(row, "start"), views.text(row, "end")) for row in rows}
    return Found(
        iri=first["thing"].value,
        labels=tuple(labels),
        tie=views.text(first, "property"),
        target=first["target"].value,
        datatype=first["target"].datatype or "",
        periods=tuple(_joined(periods)),
    )


def _joined(periods: Iterable[Period]) -> Iterator[Period]:
    """Join periods of which one begins on the day after the other ends."""
    open_one: Period | None = None
    for start, end in sorted(periods):
        if open_one is None:
            open_one = (start, end)
        elif _next_day(open_one[1]) == start:
            open_one = (open_one[0], end)
        else:
            yield open_one
            open_one = (start, end)
    if open_one is not None:
        yield open_one


def _next_day(day: str) -> str:
    if len(day) != _DAY:
        return "-"
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):  # data that were taken over as they stood
        return "-"


def _within(period: Period, day: str) -> bool:
    start, end = period
    begun = not start or start <= day[: len(start)]
    return begun and (not end or end >= day[: len(end)])


def told(period: Period) -> str:
    """Tell a period in English, as problems do."""
    start, end = period
    if not start and not end:
        return "at a time that is not known"
    begun = f"from {start}" if start else "from a day that is not known"
    return f"{begun} to {end}" if end else f"{begun} on"
