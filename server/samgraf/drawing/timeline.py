"""Bars of periods in the rows of a table, on one axis; the years stand as text beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 300
_HEIGHT = 22
_LEAST = 2.0  # pixels that a bar has at least


@dataclass(frozen=True, slots=True)
class Span:
    """A period in years and parts of them; a bound that nobody knows is None."""

    start: float | None
    end: float | None
    certainty: str = "certain"
    """certain, presumed, possible or ended, as pages tell it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The years that the bars of one table share."""

    first: int
    last: int

    @classmethod
    def over(cls, spans: Iterable[Span], today: float) -> "Axis":
        """Return whole decades around some periods, up to today."""
        starts = [s.start for s in spans if s.start is not None]
        first = int(min([*starts, today - 10]) // 10 * 10)
        return cls(first, int(today) + 1)

    def x(self, year: float) -> float:
        """Return where a year lies."""
        within = min(max(year, self.first), self.last)
        return (within - self.first) / (self.last - self.first) * WIDTH

    def ticks(self) -> range:
        """Return the years that are marked: at most six of them."""
        step = next(s for s in (5, 10, 20, 50, 100, 500) if (self.last - self.first) / s <= 5)
        return range(-(-self.first // step) * step, self.last + 1, step)


def axis_row(axis: Axis) -> str:
    """Draw the years above a column of bars."""
    years = []
    for year in axis.ticks():
        x = axis.x(year)
        anchor = "start" if x < 12 else "end" if x > WIDTH - 12 else "middle"
        years.append(f'<text class="axis" x="{x:.0f}" y="12" text-anchor="{anchor}">{year}</text>')
    return _svg("".join(years), 16)


def bar(span: Span, axis: Axis) -> str:
    """Draw one period: ended grey, presumed hatched, an unknown bound faded."""
    grid = "".join(
        f'<line class="grid" x1="{x:.0f}" x2="{x:.0f}" y1="0" y2="{_HEIGHT}"/>'
        for x in map(axis.x, axis.ticks())
    )
    left = axis.x(axis.first if span.start is None else span.start)
    right = axis.x(axis.last if span.end is None else span.end)
    kinds = [span.certainty if span.certainty in ("presumed", "possible", "ended") else ""]
    kinds += ["unstarted"] if span.start is None else []
    look = " ".join(["bar", *filter(None, kinds)])
    at = f'x="{left:.1f}" y="6" width="{max(right - left, _LEAST):.1f}" height="10" rx="5"'
    return _svg(f'{grid}<rect class="{look}" {at}/>', _HEIGHT)


def _svg(inside: str, height: int) -> str:
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return f'<svg class="time" {size} aria-hidden="true">{inside}</svg>'


def amount(value: int, largest: int) -> str:
    """Draw a bar of at most 72 pixels for a number in a table."""
    width = max(0.0, min(1.0, value / largest if largest > 0 else 0.0)) * 72
    return (
        '<svg class="amount" width="72" height="8" viewBox="0 0 72 8" aria-hidden="true">'
        f'<rect class="bar" width="{width:.1f}" height="8" rx="2"/></svg>'
    )
