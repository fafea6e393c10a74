"""Dots, rays and texts: what all maps are made of.

Coordinates in the SVG are whole numbers in a view box of twice the nominal size: short paths, exact
to half a pixel.
"""

from collections.abc import Iterable, Sequence
from html import escape

from .plane import Frame, Point, middle

_STEPS = (5_000, 15_000, 40_000, 100_000, 300_000)


def dots(points: Iterable[Point], kind: str) -> str:
    """Draw many dots as one path: strokes of no length with round caps, as wide as CSS says."""
    here, steps = (0, 0), []
    for x, y in sorted(points, key=lambda p: (round(p[1] / 12), p[0], p[1])):
        u, v = round(x * 2), round(y * 2)
        steps.append(f"m{u - here[0]} {v - here[1]}h0".replace(" -", "-"))
        here = (u, v)
    return f'<path class="dots {kind}" d="{"".join(steps)}"/>' if steps else ""


def step_of(population: int) -> int:
    """Return the size class of a dot, 1 to 6: its area grows with the population."""
    return 1 + sum(population > limit for limit in _STEPS)


def star(points: Sequence[Point]) -> str:
    """Return the path of a ray from the middle of a network to each member."""
    cx, cy = middle(points)
    rays = (f"M{cx * 2:.0f} {cy * 2:.0f}l{(x - cx) * 2:.0f} {(y - cy) * 2:.0f}" for x, y in points)
    return "".join(rays).replace(" -", "-")


def write(text: str, x: float, y: float, anchor: str, kind: str = "") -> str:
    """Draw one text."""
    look = f' class="{kind}"' if kind else ""
    at = f'x="{x * 2:.0f}" y="{y * 2:.0f}" text-anchor="{anchor}"'
    return f"<text{look} {at}>{escape(text)}</text>"


def scale_bar(frame: Frame) -> str:
    """Draw a bar of a round number of kilometres."""
    lengths = (500, 200, 100, 50, 20, 10, 5)
    km = next((k for k in lengths if k * 10 * frame.scale < frame.width / 3.2), 2)
    x, y, w = 14, frame.height - 12, km * 10 * frame.scale
    bar = f'<path class="scale" d="M{x * 2} {y * 2 - 8:.0f}v8h{w * 2:.0f}v-8"/>'
    return bar + write(f"{km} km", x + w + 5, y + 1, "start", "cap")
