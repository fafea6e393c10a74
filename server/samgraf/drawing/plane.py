"""Projection to the plane, windows of it, and rectangles of a drawing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

EARTH = 6371007.0
"""Radius in metres of the sphere that has the area of the Earth."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A dot: one municipality, with its coordinates in degrees."""

    key: str
    name: str
    country: str
    """ISO 3166-1 alpha-3."""
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that a label or a dot takes up."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlap(self, other: "Box") -> float:
        """Return the shared area; most pairs share none, so that is asked first."""
        if self.x1 <= other.x0 or other.x1 <= self.x0:
            return 0.0
        wide = min(self.x1, other.x1) - max(self.x0, other.x0)
        high = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0.0, wide) * max(0.0, high)

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles touch."""
        across = self.x0 <= other.x1 and other.x0 <= self.x1
        return across and self.y0 <= other.y1 and other.y0 <= self.y1

    @property
    def area(self) -> float:
        """How much room it takes."""
        return self.overlap(self)

    @classmethod
    def around(cls, x: float, y: float, r: float) -> "Box":
        """Return the square around a circle."""
        return cls(x - r, y - r, x + r, y + r)


@dataclass(frozen=True, slots=True)
class Frame:
    """A window of the projected plane (units of 100 m) and where it lies in the drawing."""

    outlines: str
    """The name of its outlines."""
    centre: Point
    west: float
    north: float
    scale: float
    left: float
    top: float
    width: float
    height: float

    def at(self, x: float, y: float) -> Point:
        """Return the place of a projected point in the drawing."""
        return self.left + (x - self.west) * self.scale, self.top + (self.north - y) * self.scale

    def window(self, margin: float) -> Box:
        """Return what of the plane it shows, with a margin in units of the drawing."""
        more = margin / self.scale
        east, south = self.west + self.width / self.scale, self.north - self.height / self.scale
        return Box(self.west - more, south - more, east + more, self.north + more)

    def point(self, place: Place) -> Point:
        """Return the place of a municipality in the drawing."""
        return self.at(*laea(place.lon, place.lat, self.centre))

    def covers(self, box: Box) -> bool:
        """Tell whether a rectangle of the drawing lies in this frame, clear of its rim."""
        return (
            self.left + 3 <= box.x0
            and box.x1 <= self.left + self.width - 3
            and self.top + 3 <= box.y0
            and box.y1 <= self.top + self.height - 3
        )


@lru_cache(maxsize=1 << 14)  # every map projects the same thousand municipalities
def laea(lon: float, lat: float, centre: Point) -> Point:
    """Project to the plane, in units of 100 m, with equal areas (Lambert, azimuthal)."""
    s0, c0 = math.sin(math.radians(centre[1])), math.cos(math.radians(centre[1]))
    s, c = math.sin(math.radians(lat)), math.cos(math.radians(lat))
    d = math.radians(lon - centre[0])
    k = EARTH / 100 * math.sqrt(2 / (1 + s0 * s + c0 * c * math.cos(d)))
    return k * c * math.sin(d), k * (c0 * s - s0 * c * math.cos(d))


def middle(points: Sequence[Point]) -> Point:
    """Return the mean of some points."""
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def reach(points: Sequence[Point]) -> float:
    """Return how far points lie from their middle, on average."""
    cx, cy = middle(points)
    return sum(math.hypot(x - cx, y - cy) for x, y in points) / len(points)


def hull(points: Sequence[Point]) -> list[Point]:
    """Return the convex hull (monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return _half(ordered) + _half(ordered[::-1])


def _half(ordered: list[Point]) -> list[Point]:
    chain: list[Point] = []
    for p in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], p) <= 0:
            chain.pop()
        chain.append(p)
    return chain[:-1]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
