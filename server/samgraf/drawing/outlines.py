"""Outlines of countries, cut at a window of the plane."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from samgraf.resources import BUNDLE

from .plane import Box, Frame, Point

NORDIC = frozenset({"DK", "NO", "SE", "FI", "AX", "IS", "FO", "GL"})
_CUT = 3.0  # how far outside the window a ring is cut, so that the cut's stroke does not show


@dataclass(frozen=True, slots=True)
class Ring:
    """One closed line, and the rectangle around it in the plane."""

    points: list[Point]
    box: Box

    @classmethod
    def of(cls, points: list[Point]) -> "Ring":
        """Measure a line."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return cls(points, Box(min(xs), min(ys), max(xs), max(ys)))


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of countries by frame, level (wide, near) and country, as they were built."""

    frames: dict[str, dict[str, dict[str, list[Ring]]]]

    def draw(self, frame: Frame, level: str, codes: frozenset[str] | None = None) -> str:
        """Draw neighbours first, then the Nordic countries, one path each."""
        countries = self.frames[frame.outlines][level]
        window, out = frame.window(_CUT), []
        for code in sorted(countries, key=lambda c: (c in NORDIC, c)):
            if codes is not None and code not in codes:
                continue
            d = "".join(_within(ring, window, frame) for ring in countries[code])
            if d:
                out.append(f'<path class="{"land" if code in NORDIC else "near"}" d="{d}"/>')
        return "".join(out)


@lru_cache(maxsize=1)
def built() -> Outlines:
    """Return the outlines that the package's build made."""
    read = json.loads((BUNDLE / "outlines.json").read_text(encoding="utf-8"))
    return Outlines({name: _levels(frame) for name, frame in read["frames"].items()})


def _levels(frame: dict[str, Any]) -> dict[str, dict[str, list[Ring]]]:
    return {
        level: {code: [Ring.of(points) for points in rings] for code, rings in frame[level].items()}
        for level in ("wide", "near")
    }


def _within(ring: Ring, window: Box, frame: Frame) -> str:
    if not ring.box.meets(window):
        return ""
    cut = [frame.at(x, y) for x, y in clip(ring, window)]
    return ring_path(cut) if len(cut) > 2 else ""


def clip(ring: Ring, window: Box) -> Sequence[Point]:
    """Cut a ring at a window (Sutherland and Hodgman), at the sides that it crosses."""
    box = ring.box
    sides = (
        (0, window.x0, 1, box.x0 < window.x0),
        (0, window.x1, -1, box.x1 > window.x1),
        (1, window.y0, 1, box.y0 < window.y0),
        (1, window.y1, -1, box.y1 > window.y1),
    )
    points: Sequence[Point] = ring.points
    for axis, limit, sign, crossed in sides:
        if crossed and points:
            points = _cut(points, axis, limit, sign)
    return points


def _cut(ring: Sequence[Point], axis: int, limit: float, sign: int) -> list[Point]:
    """Cut a ring at one side of a window, run by run: a country has ten thousand points."""
    if sign > 0:
        inside = bytes([point[axis] >= limit for point in ring])
    else:
        inside = bytes([point[axis] <= limit for point in ring])
    kept: list[Point] = []
    start = inside.find(1)
    while start >= 0:
        end = inside.find(0, start)
        end = len(ring) if end < 0 else end
        after = end % len(ring)
        if not inside[start - 1]:
            kept.append(_crossing(ring[start - 1], ring[start], axis, limit))
        kept.extend(ring[start:end])
        if not inside[after]:
            kept.append(_crossing(ring[end - 1], ring[after], axis, limit))
        start = inside.find(1, end)
    return kept


def _crossing(a: Point, b: Point, axis: int, limit: float) -> Point:
    """Return where the line between two points crosses a side."""
    t = (limit - a[axis]) / (b[axis] - a[axis])
    return a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])


def ring_path(points: list[Point]) -> str:
    """Write a closed ring with whole, relative numbers; one without an area is left out."""
    whole = [(round(x * 2), round(y * 2)) for x, y in points]
    x, y = whole[0]
    text, steps = f"M{x} {y}l", list[int]()
    for u, v in whole[1:]:
        if (u, v) != (x, y):
            steps += [u - x, v - y]
            x, y = u, v
    if len(steps) < 4:
        return ""
    joined = "".join(f"{step}" if step < 0 else f" {step}" for step in steps)
    return text + joined.lstrip() + "z"
