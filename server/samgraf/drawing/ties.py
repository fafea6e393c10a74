"""A network of an answer: things and the ties between them, laid out by forces."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .ink import EDGE, FJORD, HALO, INK, PAPER, SUN, link, picture, write
from .labels import Dot, placed
from .plane import Frame, Point

MOST_NAMES = 60
"""Names that are tried, those with the most ties first; each mark bears its own."""

_WIDTH, _HEIGHT, _RIM = 760, 600, 40
_ROUNDS = 50
_GOLDEN = math.pi * (3 - math.sqrt(5))
_FRAME = Frame("", (0, 0), 0, 0, 1, 0, 0, _WIDTH, _HEIGHT)


@dataclass(frozen=True, slots=True)
class Knot:
    """A thing of a network: its key, its name, its address or '', and whether only ties end in it.

    What ties only lead to is a square, as a body is beside its members.
    """

    key: str
    name: str
    href: str
    target: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two things, by their keys, and what it weighs."""

    one: str
    other: str
    weight: float = 1.0


def network(knots: Sequence[Knot], ties: Sequence[Tie], title: str, text: str) -> str:
    """Draw a network; a table must tell the same."""
    degree: dict[str, int] = defaultdict(int)
    for tie in ties:
        degree[tie.one] += 1
        degree[tie.other] += 1
    order = sorted(knots, key=lambda k: (-degree[k.key], k.name, k.key))
    at = _fitted(_laid_out([k.key for k in order], ties))
    largest = max((degree[k.key] for k in order), default=1)
    dots = [_dot(k, at[k.key], degree[k.key], largest, len(order)) for k in order]
    body = [
        *_lines(ties, at),
        *(_knot(knot, dot) for knot, dot in zip(order, dots, strict=True)),
        *_names(dots),
    ]
    return picture(_WIDTH, _HEIGHT, title, text, "".join(body))


def _dot(knot: Knot, at: Point, ties: int, largest: int, count: int) -> Dot:
    most = min(13.0, max(5.0, 90 / math.sqrt(max(1, count))))
    return Dot(knot.name, *at, max(4.0, most * math.sqrt(ties / max(1, largest))))


def _lines(ties: Sequence[Tie], at: Mapping[str, Point]) -> list[str]:
    """Draw the ties, wider where they weigh more; all of one width make one path."""
    most = max((tie.weight for tie in ties), default=1.0)
    alike = len({tie.weight for tie in ties}) == 1
    paths: dict[float, list[str]] = defaultdict(list)
    for tie in sorted(ties, key=lambda tie: (tie.one, tie.other)):
        (x, y), (u, v) = at[tie.one], at[tie.other]
        width = 1 if alike or most <= 0 else round(1 + 3 * max(0.0, tie.weight) / most)
        paths[width].append(f"M{x:.0f} {y:.0f}L{u:.0f} {v:.0f}")
    look = f'fill="none" stroke="{EDGE}" stroke-opacity=".55"'
    return [f'<path {look} stroke-width="{w}" d="{"".join(paths[w])}"/>' for w in sorted(paths)]


def _knot(knot: Knot, dot: Dot) -> str:
    r = dot.r
    hit = f'<circle cx="{dot.x:.0f}" cy="{dot.y:.0f}" r="12" fill="transparent"/>'
    if knot.target:
        at = f'x="{dot.x - r:.1f}" y="{dot.y - r:.1f}" width="{2 * r:.1f}" height="{2 * r:.1f}"'
        mark = f'<rect {at} rx="3" fill="{PAPER}" stroke="{SUN}" stroke-width="2.5"/>'
    else:
        at = f'cx="{dot.x:.0f}" cy="{dot.y:.0f}" r="{r:.1f}"'
        mark = f'<circle {at} fill="{FJORD}" stroke="{PAPER}" stroke-width="1.5"/>'
    return link(knot.href, knot.name, (hit if r < 12 else "") + mark)


def _names(dots: Sequence[Dot]) -> list[str]:
    rims = [dot.box for dot in dots[MOST_NAMES:]]
    return [
        write(
            label.text,
            label.x,
            label.y,
            f'text-anchor="{label.anchor}" font-size="12" font-weight="500" fill="{INK}" '
            f'pointer-events="none" {HALO}',
        )
        for label in placed(dots[:MOST_NAMES], _FRAME, 12, rims)
    ]


def _fitted(at: Mapping[str, Point]) -> dict[str, Point]:
    """Stretch a layout to the picture."""
    xs, ys = [x for x, _ in at.values()], [y for _, y in at.values()]
    if not xs:
        return {}
    wide, high = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    across, down = (_WIDTH - 2 * _RIM - 60) / wide, (_HEIGHT - 2 * _RIM) / high
    left, top = min(xs), min(ys)
    return {
        k: (_RIM + 30 + (x - left) * across, _RIM + (y - top) * down) for k, (x, y) in at.items()
    }


def _laid_out(keys: Sequence[str], ties: Sequence[Tie]) -> dict[str, Point]:
    """Let ties pull and things push (Fruchterman and Reingold), from a spiral, without chance.

    Things push only those in their own cell of a grid and the cells around, so that the time grows
    with their number alone.
    """
    number = {key: n for n, key in enumerate(keys)}
    spots = [
        [math.sqrt(n + 0.5) * math.cos(n * _GOLDEN), math.sqrt(n + 0.5) * math.sin(n * _GOLDEN)]
        for n in range(len(keys))
    ]
    pairs = sorted({(number[t.one], number[t.other]) for t in ties if t.one != t.other})
    heat, span = 1.5 + math.sqrt(len(keys)) / 4, 1.6
    for turn in range(_ROUNDS):
        moves = _pushes(spots, span)
        _pull(spots, pairs, span, moves)
        most = heat * (1 - turn / _ROUNDS)
        for spot, move in zip(spots, moves, strict=True):
            length = math.hypot(*move) or 1.0
            share = min(length, most) / length
            spot[0] += move[0] * share
            spot[1] += move[1] * share
    return {key: (spots[n][0], spots[n][1]) for key, n in number.items()}


def _pushes(spots: Sequence[list[float]], span: float) -> list[list[float]]:
    """Return how far each thing is pushed by those near it, and drawn to the middle."""
    cells = defaultdict[tuple[int, int], list[int]](list)
    for n, (x, y) in enumerate(spots):
        cells[int(x // (2 * span)), int(y // (2 * span))].append(n)
    moves, square = [[0.0, 0.0]] * len(spots), span * span
    for (u, v), here in cells.items():
        near = [
            spots[n]
            for a in (u - 1, u, u + 1)
            for b in (v - 1, v, v + 1)
            for n in cells.get((a, b), ())
        ]
        for n in here:
            x, y = spots[n]
            dx, dy = -x * 0.02, -y * 0.02
            for ox, oy in near:  # itself too, which pushes nowhere
                ex, ey = x - ox, y - oy
                share = square / (ex * ex + ey * ey + 0.01)
                dx += ex * share
                dy += ey * share
            moves[n] = [dx, dy]
    return moves


def _pull(
    spots: Sequence[list[float]],
    pairs: Sequence[tuple[int, int]],
    span: float,
    moves: list[list[float]],
) -> None:
    for a, b in pairs:
        ex, ey = spots[a][0] - spots[b][0], spots[a][1] - spots[b][1]
        share = math.hypot(ex, ey) / span / 2
        moves[a][0] -= ex * share
        moves[a][1] -= ey * share
        moves[b][0] += ex * share
        moves[b][1] += ey * share
