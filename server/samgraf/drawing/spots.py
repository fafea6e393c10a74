"""A map of points of an answer: links where they are few enough, dots where they are many."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .ink import AWAY, FJORD, HALO, INK, LAND, LINE, PAPER, SEA, SHORE, link, picture, write
from .labels import Dot, placed
from .marks import dots
from .north import INSETS, MAIN, inset
from .outlines import NORDIC, Outlines
from .plane import Frame, Place, Point, laea

MOST_LINKS = 160
"""Points that are links on one map, the largest first; the others are dots."""

_SIZE = (480, 440)
_MOST_NAMES = 25
_MOST_HITS = 60  # beyond it the discs around points would cover other points
_HIT = 14
_LEAST_SPAN = 600  # 60 km
_FAR = 4000  # 400 km: beyond it fine outlines are too much
_ISLANDS = (
    ("ISL", -26.0, -12.0, 62.5, 67.5),
    ("FRO", -8.0, -6.0, 61.2, 62.6),
    ("GRL", -75.0, -10.0, 59.0, 84.0),
)
"""What lies within these degrees (west, east, south, north) is drawn in a frame of its own."""

_NORTH = (3.0, 33.0, 53.5, 72.5)
"""The degrees that the map of the whole north holds, but for the islands."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One point: its name, its address or '', where it lies and how much it weighs."""

    name: str
    href: str
    lat: float
    lon: float
    weight: float = 0.0
    rank: float = 0.0
    """Which of equally heavy ones are named and linked first."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A drawing, and how many points it links, and how many lie outside of it."""

    svg: str
    linked: int
    outside: int


def spots_map(outlines: Outlines, spots: Sequence[Spot], title: str, text: str) -> Mapped:
    """Draw points; a table must tell the same."""
    order = sorted(spots, key=lambda s: (-s.weight, -s.rank, s.name, s.lon, s.lat))
    pairs = [(spot, _place(spot)) for spot in order]
    here = [(spot, place) for spot, place in pairs if place is not None]
    frames = _frames([place for _, place in here])
    points = [frames.get(inset(place), frames[""]).point(place) for _, place in here]
    circles = _circles([spot for spot, _ in here], points)
    few = circles[:MOST_LINKS]
    whole = frames[""] is MAIN
    body = [
        *(_land(outlines, name, frame, whole) for name, frame in frames.items()),
        _rest([(dot.x, dot.y) for dot in circles[MOST_LINKS:]]),
        *(_linked(s, dot, len(few)) for (s, _), dot in zip(here, few, strict=False)),
        *_names(circles, frames[""]),
    ]
    width, height = frames[""].width, frames[""].height
    svg = picture(round(width * 2), round(height * 2), title, text, "".join(body), "")
    return Mapped(svg, len(few), len(order) - len(here))


def _place(spot: Spot) -> Place | None:
    """Return a point as the projections take it, None for one outside of the north."""
    for country, west, east, south, north in _ISLANDS:
        if west <= spot.lon <= east and south <= spot.lat <= north:
            return Place("", spot.name, country, spot.lat, spot.lon, 0)
    west, east, south, north = _NORTH
    if not (west <= spot.lon <= east and south <= spot.lat <= north):
        return None
    country = "FIN" if spot.lon < 21.0 and 59.7 < spot.lat < 60.6 and spot.lon > 19.2 else ""
    return Place("", spot.name, country, spot.lat, spot.lon, 0)


def _frames(places: Sequence[Place]) -> dict[str, Frame]:
    """Return one window around all points, or the whole north where islands are among them."""
    homes = {place.country if place.country in INSETS else "" for place in places}
    if len(homes) == 1:
        [home] = homes
        return {"": _window(places, INSETS.get(home, MAIN))}
    return {"": MAIN, **INSETS}


def _window(places: Sequence[Place], home: Frame) -> Frame:
    points = [laea(place.lon, place.lat, home.centre) for place in places]
    width, height = _SIZE
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    span = max((east - west) * 1.3, (north - south) * 1.3 * width / height, _LEAST_SPAN)
    left, top = (west + east) / 2 - span / 2, (north + south) / 2 + span * height / width / 2
    return Frame(home.outlines, home.centre, left, top, width / span, 0, 0, width, height)


def _land(outlines: Outlines, name: str, frame: Frame, whole: bool) -> str:
    """Draw the sea and the land of a frame; an inset has a rim and its own land alone."""
    if whole:
        level, known = "near" if name == "ALA" else "wide", NORDIC
    else:
        level = "wide" if frame.width / frame.scale > _FAR else "near"
        known = frozenset(outlines.frames[frame.outlines][level])
    codes = {"ISL": "IS", "GRL": "GL", "FRO": "FO", "ALA": "AX"}
    mine = frozenset({codes[name]}) if name else known & NORDIC
    away = "" if name else outlines.draw(frame, level, known - NORDIC)
    at = f'x="{frame.left * 2:.0f}" y="{frame.top * 2:.0f}"'
    size = f'width="{frame.width * 2:.0f}" height="{frame.height * 2:.0f}"'
    rim = f' stroke="{LINE}" rx="14"' if name else ""
    sea = f'<rect {at} {size} fill="{SEA}"{rim}/>'
    land = f'<g fill="{LAND}" stroke="{SHORE}" stroke-width="1">'
    return f'{sea}<g fill="{AWAY}">{away}</g>{land}{outlines.draw(frame, level, mine)}</g>'


def _circles(spots: Sequence[Spot], points: Sequence[Point]) -> list[Dot]:
    """Give each point a circle: its area by weight, smaller the more there are."""
    most = max((spot.weight for spot in spots), default=0.0)
    largest = max(3.0, min(13.0, 48 / math.sqrt(max(1, len(spots)))))
    alike = min(6.0, largest)
    return [
        Dot(s.name, x, y, max(2.5, largest * math.sqrt(max(0, s.weight) / most)) if most else alike)
        for s, (x, y) in zip(spots, points, strict=True)
    ]


def _rest(points: Sequence[Point]) -> str:
    look = f'fill="none" stroke="{FJORD}" stroke-width="8" stroke-linecap="round"'
    return f'<g {look} opacity=".7">{dots(points, "")}</g>' if points else ""


def _linked(spot: Spot, dot: Dot, count: int) -> str:
    at = f'cx="{dot.x * 2:.0f}" cy="{dot.y * 2:.0f}"'
    hit = f'<circle {at} r="{max(dot.r, _HIT) * 2:.0f}" fill="transparent"/>'
    mark = f'<circle {at} r="{dot.r * 2:.0f}" fill="{FJORD}" stroke="{PAPER}" stroke-width="3"/>'
    return link(spot.href, spot.name, (hit if count <= _MOST_HITS else "") + mark)


def _names(circles: Sequence[Dot], frame: Frame) -> list[str]:
    """Write the names that have room; each point bears its own for pointer and screen reader."""
    rims = [dot.box for dot in circles[_MOST_NAMES:MOST_LINKS]]
    return [
        write(
            label.text,
            label.x * 2,
            label.y * 2,
            f'text-anchor="{label.anchor}" font-size="25" font-weight="600" fill="{INK}" '
            f'pointer-events="none" {HALO}',
        )
        for label in placed(circles[:_MOST_NAMES], frame, 12.5, rims)
    ]
