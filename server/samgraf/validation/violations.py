"""What breaks a shape, in the words and at the place that a reader needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

MOST_LINES = 50
"""So many violations are told in full; the rest are counted."""

Place = tuple[Node | None, Node | None, Node | None]
"""Focus node, path and value of a violation."""


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result of an engine, before it is put into words."""

    focus: Node | None
    path: Node | None
    value: Node | None
    shape: Node | None
    severity: Node | None
    messages: tuple[Node, ...]


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that breaks one shape, in words."""

    focus: str
    path: str
    value: str
    shape: str
    severity: str
    message: str

    @property
    def line(self) -> str:
        """Return the violation as one line: where, what, why."""
        place = " ".join(part for part in (self.focus, self.path, self.value) if part)
        return f"{place}: {self.message} ({self.shape.rpartition('#')[2]})"


def told(result: Result, shapes: Graph, data: Graph) -> list[Violation]:
    """Turn one result into violations, one for each place to mend."""
    shape, severity = _name(result.shape), _name(result.severity)
    message = _english(result.messages)
    return [
        Violation(_text(focus), _name(path), _text(value), shape, severity, message)
        for focus, path, value in _places(result, shapes, data)
    ]


def _places(result: Result, shapes: Graph, data: Graph) -> list[Place]:
    """Tell focus node, path and value as the reader needs them.

    A shape may check each different value once (``sh:targetObjectsOf``), or start from a property,
    a class or a code (``sh:targetNode``). The reader wants to know which thing is to be mended.
    """
    focus, value, shape = result.focus, result.value, result.shape
    used = list(shapes.objects(shape, SH.targetObjectsOf))
    places: list[Place] = [(user, p, focus) for p in used for user in data.subjects(p, focus)]
    if value is not None and (shape, SH.targetNode, focus) in shapes:
        places = [(user, focus, value) for user in data.subjects(focus, value)]
        return places or [(value, None, None)]
    return places or [(focus, result.path, value)]


def _english(messages: Iterable[Node]) -> str:
    """Return the English message; the first by alphabet where there are several."""
    english = (str(m) for m in messages if isinstance(m, Literal) and m.language == "en")
    return min(english, default="breaks the shape")


def _name(path: Node | None) -> str:
    """Return a path of one property; one of several steps is left to the message."""
    return str(path) if isinstance(path, URIRef) else ""


def _text(node: Node | None) -> str:
    """Return how a node is told: an IRI as it is, the rest as in Turtle."""
    if node is None or isinstance(node, URIRef):
        return str(node or "")
    return node.n3()
