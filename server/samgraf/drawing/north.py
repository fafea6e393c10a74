"""The whole north: every municipality a dot, networks as fine rays, one of them lit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .marks import dots, star, step_of, write
from .outlines import NORDIC, Outlines
from .plane import Frame, Place, Point, middle, reach

_WIDTH, _HEIGHT = 524, 676
MAIN = Frame("main", (17, 64), -7560, 8420, 0.0336, 0, 0, _WIDTH, _HEIGHT)
INSETS = {
    "ISL": Frame("is", (-19, 65), -2720, 1880, 0.0275, 14, 16, 146, 104),
    "GRL": Frame("gl", (-41, 72), -7800, 13300, 0.0044, 14, 140, 68, 122),
    "FRO": Frame("fo", (-7, 62), -470, 520, 0.076, 96, 140, 64, 104),
    "ALA": Frame("main", (17, 64), 1225, -3690, 0.06, 446, 556, 64, 64),
}
"""What lies too far off, or too close together, has a frame of its own."""

_OUTLINE = {"ISL": "IS", "GRL": "GL", "FRO": "FO", "ALA": "AX"}
_NAMES = {"ISL": "Iceland", "GRL": "Greenland", "FRO": "Faroes", "ALA": "Åland"}
VIEW = f"0 0 {_WIDTH * 2} {_HEIGHT * 2}"
"""The view box of the drawing."""

_MEMBERS = range(3, 41)
_NEAR = 45  # 135 km; wider networks would make a net of the picture


@dataclass(frozen=True, slots=True)
class Lit:
    """The network that is lit: its short name and members."""

    name: str
    members: Collection[str]


def whole_north(
    outlines: Outlines,
    places: Sequence[Place],
    networks: Sequence[Collection[str]],
    lit: Lit | None = None,
    names: Mapping[str, str] = _NAMES,
) -> str:
    """Draw the map; it is decoration beside a list, so hidden from who listens."""
    spot = spots(places)
    shown = {p.key for p in places if not inset(p)}
    mine = {key for key in lit.members if key in shown} if lit else set()
    body = [
        ground(outlines),
        _rays([[spot[k] for k in sorted(keys) if k in shown] for keys in networks]),
        _dots([p for p in places if p.key not in mine], spot),
        _lit(lit.name, [spot[k] for k in sorted(mine)]) if lit and mine else "",
        captions(names),
    ]
    view = f'viewBox="{VIEW}"'
    hidden = 'aria-hidden="true" focusable="false"'
    return f'<svg class="map dotmap" {view} {hidden}>{"".join(body)}</svg>'


def spots(places: Sequence[Place]) -> dict[str, Point]:
    """Return where each place lies in the drawing, by its key."""
    return {p.key: INSETS.get(inset(p), MAIN).point(p) for p in places}


def ground(outlines: Outlines) -> str:
    """Draw the land, and the insets with theirs."""
    land = outlines.draw(MAIN, "wide", NORDIC)
    return "".join([land, *(_inset(outlines, code) for code in INSETS)])


def captions(names: Mapping[str, str] = _NAMES) -> str:
    """Write the names of the insets."""
    return "".join(_caption(names[code], frame) for code, frame in INSETS.items())


def inset(place: Place) -> str:
    """Name the inset that a place belongs to, '' for none."""
    if place.country == "FIN" and place.lat < 60.6 and place.lon < 21.0:
        return "ALA"  # its municipalities have codes of Finland
    return place.country if place.country in INSETS else ""


def _inset(outlines: Outlines, code: str) -> str:
    frame = INSETS[code]
    at = f'x="{frame.left * 2 - 10:g}" y="{frame.top * 2 - 10:g}"'
    size = f'width="{frame.width * 2 + 20:g}" height="{frame.height * 2 + 20:g}"'
    level = "near" if code == "ALA" else "wide"
    land = outlines.draw(frame, level, frozenset({_OUTLINE[code]}))
    return f'<rect class="inset" {at} {size} rx="14"/>{land}'


def _rays(networks: Sequence[Sequence[Point]]) -> str:
    near = (n for n in networks if len(n) in _MEMBERS and reach(n) < _NEAR)
    paths = "".join(dict.fromkeys(star(points) for points in near))
    return f'<path class="rays" d="{paths}"/>' if paths else ""


def _dots(places: Sequence[Place], spot: Mapping[str, Point]) -> str:
    sizes: dict[int, list[Point]] = {}
    for p in places:
        sizes.setdefault(step_of(p.population), []).append(spot[p.key])
    return "".join(dots(sizes[step], f"s{step}") for step in sorted(sizes))


def _lit(name: str, ends: Sequence[Point]) -> str:
    (cx, _), low = middle(ends), max(y for _, y in ends)
    lead = f'<path class="lead" d="M{cx * 2:.0f} {low * 2 + 14:.0f}V{_HEIGHT * 2 - 42}"/>'
    group = f'<g class="lit"><path class="rays" d="{star(ends)}"/>{dots(ends, "s4")}{lead}</g>'
    return group + write(name, cx, _HEIGHT - 6, "middle", "big")


def _caption(name: str, frame: Frame) -> str:
    return write(name, frame.left, frame.top + frame.height + 2, "start", "cap")
