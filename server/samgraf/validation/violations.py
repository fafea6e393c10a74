"""What breaks a shape, in the words that a reader needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Literal, URIRef
from rdflib.term import Node

MOST_LINES = 50
"""So many violations are told in full; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result of an engine, before it is put into words."""

    focus: Node | None
    path: Node | None
    value: Node | None
    shape: Node | None
    severity: Node | None
    messages: tuple[Node, ...]
    component: Node | None = None


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


def told(result: Result) -> Violation:
    """Put one result into words."""
    return Violation(
        _text(result.focus),
        _name(result.path),
        _text(result.value),
        _name(result.shape),
        _name(result.severity),
        _english(result.messages),
    )


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
