"""Numbers of an answer: bars for categories, lines over time."""

from collections.abc import Sequence
from dataclasses import dataclass

from .ink import (
    BERRY,
    EDGE,
    FJORD,
    HALO,
    LINE,
    MOSS,
    MUTED,
    PAPER,
    SUN,
    link,
    named,
    picture,
    write,
)
from .labels import shortened
from .periods import Years

MOST_LINES = 6
"""Lines that can be told apart in one picture."""

_WIDTH, _NAMES, _FIGURES, _ROW = 760, 232, 96, 28
_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 420, 72, 190, 24, 44
_LINES = ((FJORD, ""), (SUN, "8 4"), (BERRY, "2 3"), (MOSS, "12 4 2 4"), (EDGE, "6 6"), (MUTED, ""))
"""Colour and dashes: no line is told by its colour alone."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A category: its name, its address or '', its number and the same in words."""

    name: str
    href: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A number at a point in time (years and parts of them), and both in words."""

    year: float
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A series of numbers over time; a single one may have no name."""

    name: str
    points: Sequence[Dated]


def bars(rows: Sequence[Bar], title: str, text: str) -> str:
    """Draw a bar for each category, in their order."""
    low, high = min(0.0, *(r.value for r in rows)), max(0.0, *(r.value for r in rows))
    wide = _WIDTH - _NAMES - _FIGURES * (2 if low < 0 else 1)
    scale, zero = wide / ((high - low) or 1.0), _NAMES + (_FIGURES if low < 0 else 0)
    zero_at = zero - low * scale
    height = _ROW * len(rows) + 12
    axis = f'<path d="M{zero_at:.1f} 4V{height - 4}" stroke="{EDGE}"/>'
    body = "".join(_bar(row, number, zero_at, scale) for number, row in enumerate(rows))
    return picture(_WIDTH, height, title, text, axis + body)


def _bar(row: Bar, number: int, zero: float, scale: float) -> str:
    y = 6 + number * _ROW
    left, right = sorted((zero, zero + row.value * scale))
    touch = f'<rect x="0" y="{y}" width="{_WIDTH}" height="{_ROW - 2}" fill="transparent"/>'
    name = named(row.name, _NAMES - 12, y + 17, 'text-anchor="end"')
    size = f'width="{max(right - left, 1.0):.1f}" height="18"'
    mark = f'<rect x="{left:.1f}" y="{y + 4}" {size} rx="3" fill="{FJORD}"/>'
    less = row.value < 0
    end = left - 6 if less else right + 6
    figure = write(row.words, end, y + 17, f'text-anchor="{"end" if less else "start"}" {HALO}')
    return link(row.href, f"{row.name}: {row.words}", touch + name + mark + figure)


def lines(
    series: Sequence[Line], figures: Sequence[tuple[float, str]], title: str, text: str
) -> str:
    """Draw at most ``MOST_LINES`` lines; ``figures`` are the marks of the axis of numbers."""
    points = [point for line in series for point in line.points]
    axis = Years.over([point.year for point in points])
    values = [*(point.value for point in points), *(value for value, _ in figures)]
    low, high = min(values), max(values)
    room = (low, (_HEIGHT - _TOP - _BOTTOM) / ((high - low) or 1.0))
    body = [
        *_grid(axis, figures, room),
        *(_line(line, number, axis, room) for number, line in enumerate(series)),
        *_ends(series, axis, room),
    ]
    return picture(_WIDTH, _HEIGHT, title, text, "".join(body))


def _x(year: float, axis: Years) -> float:
    return axis.at(year, _LEFT, _WIDTH - _LEFT - _RIGHT)


def _y(value: float, room: tuple[float, float]) -> float:
    return _HEIGHT - _BOTTOM - (value - room[0]) * room[1]


def _grid(
    axis: Years, figures: Sequence[tuple[float, str]], room: tuple[float, float]
) -> list[str]:
    small = f'fill="{MUTED}" font-size="12"'
    found = []
    for value, words in figures:
        y = _y(value, room)
        found.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="{LINE}"/>')
        found.append(write(words, _LEFT - 8, y + 4, f'text-anchor="end" {small}'))
    for year in axis.ticks():
        x = _x(year, axis)
        found.append(write(str(year), x, _HEIGHT - _BOTTOM + 22, f'text-anchor="middle" {small}'))
    return found


def _line(line: Line, number: int, axis: Years, room: tuple[float, float]) -> str:
    colour, dashes = _LINES[number % len(_LINES)]
    spots = [(_x(p.year, axis), _y(p.value, room), p) for p in line.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in spots)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    drawn = f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dashed}/>'
    look = f'r="3.5" fill="{colour}" stroke="{PAPER}"'
    named = f"{line.name}, " if line.name else ""
    marks = (
        link("", f"{named}{p.words}", f'<circle cx="{x:.1f}" cy="{y:.1f}" {look}/>')
        for x, y, p in spots
    )
    return drawn + "".join(marks)


def _ends(series: Sequence[Line], axis: Years, room: tuple[float, float]) -> list[str]:
    """Write the name of each line at its end, below the one before where they would meet."""
    ends = sorted((_y(s.points[-1].value, room), n, s) for n, s in enumerate(series) if s.name)
    found, lowest = [], 0.0
    for y, number, line in ends:
        lowest = max(y + 4, lowest + 16)
        x = _x(line.points[-1].year, axis) + 8
        look = f'fill="{_LINES[number % len(_LINES)][0]}" font-weight="600" {HALO}'
        found.append(write(shortened(line.name), x, lowest, look))
    return found
