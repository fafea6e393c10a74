"""The graph around one actor: members on a ring, other bodies that share some of them outside."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .labels import length, shortened
from .plane import Point

MOST_MEMBERS = 25
"""Beyond it a ring cannot be read: a map and a list serve better."""

MOST_PARTNERS = 12
_START = math.radians(-64)
_NAME_BELOW = 38  # from the centre to the name of the actor in it
_FONT = 13
"""The size of names, in units of the drawing (site.css)."""


@dataclass(frozen=True, slots=True)
class Node:
    """A member: its key, name, address and population."""

    key: str
    name: str
    href: str
    population: int = 0


@dataclass(frozen=True, slots=True)
class Partner:
    """Another body, with the keys of the members that it shares."""

    name: str
    href: str
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A size of the drawing: for wide windows, and for phones."""

    kind: str
    width: int
    height: int
    ring: tuple[int, int]
    outside: tuple[int, int]


WIDE = Layout("lg", 760, 460, (158, 126), (268, 196))
PHONE = Layout("sm", 380, 520, (92, 118), (118, 216))


def ego_graph(name: str, members: Sequence[Node], partners: Sequence[Partner], label: str) -> str:
    """Draw both layouts; '' where there are no members or too many. Tables must tell the same."""
    if not 0 < len(members) <= MOST_MEMBERS:
        return ""
    known = {node.key for node in members}
    sharing = [p for p in partners if known & set(p.shared)]
    sharing.sort(key=lambda p: (-len(known & set(p.shared)), p.name, p.href))
    return "".join(
        _drawn(name, members, sharing[:MOST_PARTNERS], label, layout) for layout in (WIDE, PHONE)
    )


def _drawn(
    name: str, members: Sequence[Node], partners: Sequence[Partner], label: str, layout: Layout
) -> str:
    cx, cy = layout.width / 2, layout.height / 2
    turn = {n.key: _START + i * math.tau / len(members) for i, n in enumerate(members)}
    spot = {key: _on(angle, (cx, cy), layout.ring) for key, angle in turn.items()}
    around = _around(partners, turn, (cx, cy), layout.outside)
    largest = max(1, *(n.population for n in members))
    body = [
        *(_edges(p, at, spot, (cx, cy)) for p, at in around),
        *(_line("m", (cx, cy), at) for at in spot.values()),
        *(_partner(p, at, (cx, cy), layout) for p, at in around),
        *(_member(n, spot[n.key], turn[n.key], largest, layout) for n in members),
        f'<g class="c"><circle cx="{cx:.0f}" cy="{cy:.0f}" r="20"/>',
        f'<text x="{cx:.0f}" y="{cy + _NAME_BELOW:.0f}" text-anchor="middle">',
        f"{_short(name)}</text></g>",
    ]
    view = f'viewBox="0 0 {layout.width} {layout.height}"'
    named = f'role="group" aria-label="{escape(label)}"'
    return f'<svg class="graph {layout.kind}" {view} {named}>{"".join(body)}</svg>'


def _on(angle: float, centre: Point, radii: tuple[int, int]) -> Point:
    return centre[0] + radii[0] * math.cos(angle), centre[1] + radii[1] * math.sin(angle)


def _around(
    partners: Sequence[Partner], turn: dict[str, float], centre: Point, radii: tuple[int, int]
) -> list[tuple[Partner, Point]]:
    """Set the partners out evenly, each near the members that it shares."""
    drawn = []
    for p in partners:
        angles = [turn[key] for key in p.shared if key in turn]
        x, y = sum(map(math.cos, angles)), sum(map(math.sin, angles))
        drawn.append((math.atan2(y, x) % math.tau, p.name, p.href, p))
    drawn.sort(key=lambda one: one[:3])
    step = math.tau / max(1, len(drawn))
    first = drawn[0][0] if drawn else 0.0
    return [(one[3], _on(first + i * step, centre, radii)) for i, one in enumerate(drawn)]


def _edges(partner: Partner, at: Point, spot: dict[str, Point], centre: Point) -> str:
    (x, y), (cx, cy) = at, centre
    out = []
    for key in partner.shared:
        if key in spot:
            px, py = spot[key]
            mx, my = (px + x) / 2 + (cy - y) * 0.08, (py + y) / 2 + (x - cx) * 0.08
            path = f"M{px:.0f} {py:.0f}Q{mx:.0f} {my:.0f} {x:.0f} {y:.0f}"
            out.append(f'<path class="e" d="{path}"/>')
    return "".join(out)


def _line(kind: str, a: Point, b: Point) -> str:
    ends = f'x1="{a[0]:.0f}" y1="{a[1]:.0f}" x2="{b[0]:.0f}" y2="{b[1]:.0f}"'
    return f'<line class="{kind}" {ends}/>'


def _partner(partner: Partner, at: Point, centre: Point, layout: Layout) -> str:
    x, y = at
    middle = _inside(x, length(shortened(partner.name), _FONT), layout)
    down = 26 if y >= centre[1] else -16
    square = f'<rect x="{x - 9:.0f}" y="{y - 9:.0f}" width="18" height="18" rx="4"/>'
    text = (
        f'<text x="{middle:.0f}" y="{y + down:.0f}" text-anchor="middle">'
        f"{_short(partner.name)}</text>"
    )
    return f'<a href="{escape(partner.href)}" class="n">{_title(partner.name)}{square}{text}</a>'


def _member(node: Node, at: Point, angle: float, largest: int, layout: Layout) -> str:
    (x, y), cos, sin = at, math.cos(angle), math.sin(angle)
    r = 8 + math.sqrt(node.population / largest) * 9
    anchor = "start" if cos > 0.25 else "end" if cos < -0.25 else "middle"
    lx, ly = x + cos * (r + 7), y + sin * (r + 7) + 4.5 + (9 * sin if anchor == "middle" else 0)
    long = length(shortened(node.name), _FONT)
    if (anchor == "start" and lx + long > layout.width) or (anchor == "end" and lx < long):
        # Below it, unless the name of the actor in the centre stands there.
        below = y > layout.height / 2 + _NAME_BELOW
        lx, anchor = _inside(x, long, layout), "middle"
        ly = y + r + 15 if below else y - r - 7
    circle = f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.1f}"/>'
    text = f'<text x="{lx:.0f}" y="{ly:.0f}" text-anchor="{anchor}">{_short(node.name)}</text>'
    return f'<a href="{escape(node.href)}">{_title(node.name)}{circle}{text}</a>'


def _inside(x: float, long: float, layout: Layout) -> float:
    """Move the middle of a name so that none of it lies outside."""
    return min(max(x, long / 2), layout.width - long / 2)


def _short(name: str) -> str:
    return escape(shortened(name))


def _title(name: str) -> str:
    return f"<title>{escape(name)}</title>" if shortened(name) != name else ""
