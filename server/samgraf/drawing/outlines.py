"""Outlines of countries, cut at a window of the plane."""

import json
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
        out = []
        for code in sorted(countries, key=lambda c: (c in NORDIC, c)):
            if codes is not None and code not in codes:
                continue
            d = "".join(_within(ring, frame) for ring in countries[code] if _near(ring, frame))
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


def _near(ring: Ring, frame: Frame) -> bool:
    """Say whether a ring may touch a window."""
    left, low = frame.at(ring.box.x0, ring.box.y0)
    right, high = frame.at(ring.box.x1, ring.box.y1)
    across = left <= frame.left + frame.width + _CUT and right >= frame.left - _CUT
    return across and high <= frame.top + frame.height + _CUT and low >= frame.top - _CUT


def _within(ring: Ring, frame: Frame) -> str:
    points = [frame.at(x, y) for x, y in ring.points]
    cut = clip(points, frame, _CUT)
    return ring_path(cut) if len(cut) > 2 else ""


def clip(ring: list[Point], frame: Frame, margin: float) -> list[Point]:
    """Cut a ring at the frame (Sutherland and Hodgman), with a margin."""
    edges = (
        (0, frame.left - margin, 1),
        (0, frame.left + frame.width + margin, -1),
        (1, frame.top - margin, 1),
        (1, frame.top + frame.height + margin, -1),
    )
    for axis, limit, sign in edges:
        kept: list[Point] = []
        for a, b in zip([ring[-1], *ring], ring, strict=False):
            a_in, b_in = (a[axis] - limit) * sign >= 0, (b[axis] - limit) * sign >= 0
            if a_in != b_in:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if b_in:
                kept.append(b)
        ring = kept
        if not ring:
            return []
    return ring


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
