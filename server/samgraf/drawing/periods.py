"""Periods and days of an answer as bars and points on one axis, a row for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from .ink import FJORD, LINE, MUTED, PAPER, link, named, picture, write

_WIDTH, _NAMES, _ROW, _TOP = 760, 232, 26, 34
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MOST_TICKS = 8
_LEAST = 3.0  # pixels that a bar has at least


@dataclass(frozen=True, slots=True)
class Period:
    """A row: its name, its address or '', years and parts of them, and the same in words.

    An end that is not known, or has not come, is None.
    """

    name: str
    href: str
    start: float | None
    end: float | None
    words: str
    day: bool = False
    """Whether it is one day, and no period."""


@dataclass(frozen=True, slots=True)
class Years:
    """The axis of a picture: whole years around all of its periods."""

    first: int
    last: int

    @classmethod
    def over(cls, years: Sequence[float]) -> "Years":
        """Return the years around some points in time."""
        first, last = int(min(years) // 1), int(max(years) // 1) + 1
        return cls(first, max(last, first + 1))

    def at(self, year: float, left: float, width: float) -> float:
        """Return where a point in time lies."""
        return left + (year - self.first) / (self.last - self.first) * width

    def ticks(self) -> range:
        """Return the years that are marked."""
        whole = self.last - self.first
        step = next((s for s in _STEPS if whole / s <= _MOST_TICKS), max(1, whole // _MOST_TICKS))
        return range(-(-self.first // step) * step, self.last + 1, step)


def periods(rows: Sequence[Period], title: str, text: str) -> str:
    """Draw the rows in their order; each has a start or an end."""
    known = [year for row in rows for year in (row.start, row.end) if year is not None]
    axis, height = Years.over(known), _TOP + _ROW * len(rows) + 8
    body = [*_axis(axis, height), *(_row(row, number, axis) for number, row in enumerate(rows))]
    return picture(_WIDTH, height, title, text, "".join(body))


def _axis(axis: Years, height: int) -> list[str]:
    found = []
    for year in axis.ticks():
        x = axis.at(year, _NAMES, _WIDTH - _NAMES - 24)
        found.append(f'<path d="M{x:.0f} 24V{height}" stroke="{LINE}"/>')
        found.append(write(str(year), x, 16, f'text-anchor="middle" fill="{MUTED}" font-size="12"'))
    return found


def _row(row: Period, number: int, axis: Years) -> str:
    y = _TOP + number * _ROW
    wide = _WIDTH - _NAMES - 24
    name = named(row.name, _NAMES - 12, y + 15, 'text-anchor="end"')
    touch = f'<rect x="0" y="{y - 1}" width="{_WIDTH}" height="{_ROW - 2}" fill="transparent"/>'
    told = f"{row.name}: {row.words}"
    if row.day:
        x = axis.at(row.start or row.end or 0.0, _NAMES, wide)
        mark = f'<circle cx="{x:.1f}" cy="{y + 10}" r="6" fill="{FJORD}" stroke="{PAPER}"/>'
        return link(row.href, told, touch + name + mark)
    left = axis.at(axis.first if row.start is None else row.start, _NAMES, wide)
    right = axis.at(axis.last if row.end is None else row.end, _NAMES, wide)
    look = f'fill="{FJORD}" rx="5"'
    if row.start is None or row.end is None:  # an open period has a rim of dashes, and is paler
        look += f' fill-opacity=".45" stroke="{FJORD}" stroke-dasharray="4 3"'
    size = f'width="{max(right - left, _LEAST):.1f}" height="12"'
    return link(row.href, told, f'{touch}{name}<rect x="{left:.1f}" y="{y + 4}" {size} {look}/>')
