"""The map of one network: members as named links, the places around them as small dots."""

import math
from collections.abc import Callable, Collection, Sequence
from html import escape

from .labels import Dot, placed, quiet, texts
from .marks import dots, scale_bar
from .north import INSETS, MAIN
from .outlines import Outlines
from .plane import Box, Frame, Place, Point, hull, laea

_SIZE = (320, 336)
_MOST_NAMES = 25
_LEAST_SPAN = 600  # 60 km
_FAR = 4000  # 400 km: beyond it fine outlines are too much
_HIT = 12  # half of the 24 pixels that a finger needs


def network_map(
    outlines: Outlines,
    places: Sequence[Place],
    members: Collection[str],
    title: str,
    href: Callable[[Place], str],
) -> str:
    """Draw a network's map; '' if no member has coordinates. A table must tell the same."""
    mine = sorted((p for p in places if p.key in members), key=lambda p: (-p.population, p.key))
    if not mine:
        return ""
    frame = _frame(mine)
    far = frame.width / frame.scale > _FAR
    bar = Box(0, frame.height - 26, frame.width / 2, frame.height)
    others = _others(places, members, frame, bar)
    spots = [frame.point(p) for p in mine]
    circles = _circles(mine, spots)
    rims = [dot.box for dot in circles]
    names = placed(circles[:_MOST_NAMES], frame, 12.5, [*rims[_MOST_NAMES:], bar])
    taken = [*rims, bar, *(label.box for label in names)]
    body = [
        outlines.draw(frame, "wide" if far else "near"),
        dots([(dot.x, dot.y) for dot in others], "s1" if far else "s3"),
        _hull(spots),
        *(_link(dot, href(p)) for p, dot in zip(mine, circles, strict=True)),
        texts(names),
        texts(quiet(others, frame, taken), "quiet"),
        scale_bar(frame),
    ]
    view = f'viewBox="0 0 {_SIZE[0] * 2} {_SIZE[1] * 2}"'
    label = f'role="group" aria-label="{escape(title)}"'
    return f'<svg class="map netmap" {view} {label}>{"".join(body)}</svg>'


def _frame(mine: Sequence[Place]) -> Frame:
    """Return the window with all members and a third to spare."""
    countries = {p.country for p in mine}
    home = INSETS.get(next(iter(countries)), MAIN) if len(countries) == 1 else MAIN
    spots = [laea(p.lon, p.lat, home.centre) for p in mine]
    width, height = _SIZE
    west, east = min(x for x, _ in spots), max(x for x, _ in spots)
    south, north = min(y for _, y in spots), max(y for _, y in spots)
    span = max((east - west) * 1.68, (north - south) * 1.68 * width / height, _LEAST_SPAN)
    left, top = (west + east) / 2 - span / 2, (north + south) / 2 + span * height / width / 2
    return Frame(home.outlines, home.centre, left, top, width / span, 0, 0, width, height)


def _others(places: Sequence[Place], members: Collection[str], frame: Frame, bar: Box) -> list[Dot]:
    """Return the other places in the window, the largest first."""
    found = []
    for p in sorted(places, key=lambda p: (-p.population, p.key)):
        dot = Dot(p.name, *frame.point(p), 3.0)
        rim = Box.around(dot.x, dot.y, 5)
        if p.key not in members and frame.covers(rim) and not rim.overlap(bar):
            found.append(dot)
    return found


def _circles(mine: Sequence[Place], spots: Sequence[Point]) -> list[Dot]:
    """Give each member a circle; the largest one is smaller the more there are."""
    largest, most = min(13.0, 48 / math.sqrt(len(mine))), max(1, mine[0].population)
    return [
        Dot(p.name, x, y, max(2.5, largest * math.sqrt(p.population / most)))
        for p, (x, y) in zip(mine, spots, strict=True)
    ]


def _hull(spots: Sequence[Point]) -> str:
    corners = "L".join(f"{x * 2:.0f} {y * 2:.0f}" for x, y in hull(spots))
    return f'<path class="hull" d="M{corners}z"/>'


def _link(dot: Dot, href: str) -> str:
    name, at = escape(dot.name), f'cx="{dot.x * 2:.0f}" cy="{dot.y * 2:.0f}"'
    return (
        f'<a href="{escape(href)}" aria-label="{name}"><title>{name}</title>'
        f'<circle class="hit" {at} r="{max(dot.r, _HIT) * 2:.0f}"/>'
        f'<circle class="on" {at} r="{dot.r * 2:.0f}"/></a>'
    )
