"""Names beside dots: each finds a spot with room, or is left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .marks import write
from .plane import Box, Frame

_OUTSIDE = 1e4
_SHARE = 0.1  # of a label may be covered
_LONGEST = 28
_WIDE = 0.56  # mean width of a letter, in parts of the font's size


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle that wants a name."""

    name: str
    x: float
    y: float
    r: float

    @property
    def box(self) -> Box:
        """The room that it takes."""
        return Box.around(self.x, self.y, self.r)


@dataclass(frozen=True, slots=True)
class Label:
    """A name in its spot: x and baseline y, which end stands there, and the room it takes."""

    text: str
    x: float
    y: float
    anchor: str
    box: Box


def length(text: str, size: float) -> float:
    """Guess how long a text is in a font of a size, in the same units."""
    return len(text) * size * _WIDE


def spots(dot: Dot, size: float) -> list[Label]:
    """Return the eight spots around a dot, the best liked first."""
    text = shortened(dot.name)
    width, gap, corner = length(text, size), dot.r + 3, (dot.r + 2) * 0.72
    up, side = gap + size * 0.55, corner + size * 0.3
    found = []
    for dx, dy, anchor in (
        (gap, 0.0, "start"),
        (-gap, 0.0, "end"),
        (0.0, -up, "middle"),
        (0.0, up, "middle"),
        (corner, -side, "start"),
        (corner, side, "start"),
        (-corner, -side, "end"),
        (-corner, side, "end"),
    ):
        x, y = dot.x + dx, dot.y + dy
        left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
        box = Box(left, y - size * 0.6, left + width, y + size * 0.6)
        found.append(Label(text, x, y + size * 0.36, anchor, box))
    return found


def shortened(text: str) -> str:
    """Cut a name that no map has room for; the circle bears it whole."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def placed(
    some: Sequence[Dot], frame: Frame, size: float, taken: Sequence[Box] = ()
) -> list[Label]:
    """Find a spot for each name: the first choose first; one without room is left out."""
    boxes = [*(dot.box for dot in some), *taken]
    found: list[Label] = []
    for dot in some:
        tried = spots(dot, size)
        room = _around(tried)
        near = [box for box in boxes if room.meets(box)]
        ranked = [
            (_crowding(label.box, frame, near), rank, label) for rank, label in enumerate(tried)
        ]
        crowding, _, best = min(ranked, key=lambda one: (one[0] + one[1] * 2, one[1]))
        if crowding < _SHARE * best.box.area and not any(_hides(best, other) for other in found):
            boxes.append(best.box)
            found.append(best)
    return found


def _around(labels: Sequence[Label]) -> Box:
    """Return the room in which all of some labels lie."""
    boxes = [label.box for label in labels]
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _hides(label: Label, other: Label) -> bool:
    return label.box.overlap(other.box) > _SHARE * min(label.box.area, other.box.area)


def _crowding(box: Box, frame: Frame, boxes: Sequence[Box]) -> float:
    outside = 0.0 if frame.covers(box) else _OUTSIDE
    return outside + sum(box.overlap(other) for other in boxes)


def quiet(some: Iterable[Dot], frame: Frame, taken: Sequence[Box], most: int = 6) -> list[Label]:
    """Name the first of some other places, only where there is room."""
    found: list[Label] = []
    for dot in some:
        for label in placed([dot], frame, 10.5, taken):
            found.append(label)
            taken = [*taken, label.box]
        if len(found) == most:
            break
    return found


def texts(labels: Iterable[Label], kind: str = "") -> str:
    """Draw placed labels."""
    return "".join(write(label.text, label.x, label.y, label.anchor, kind) for label in labels)
