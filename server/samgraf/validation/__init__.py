"""Shapes against data: what breaks a shape, which shape, and the sentence to tell it."""

from collections.abc import Sequence
from pathlib import Path

from rdflib import Graph

from . import reference
from .shipped import core_shapes, derived_shapes, read_shapes, slow_shapes
from .violations import MOST_LINES, Violation

__all__ = [
    "MOST_LINES",
    "Violation",
    "check",
    "core_shapes",
    "derived_shapes",
    "read_shapes",
    "slow_shapes",
    "validate",
]


def validate(data: Graph, shapes: Sequence[Path], vocabulary: Graph) -> list[Violation]:
    """Return what breaks the shapes, sorted; warnings too.

    No RDFS inference is made except that a thing of a class is a thing of its superclasses
    (ontology.md, principle 9). ``data`` and ``vocabulary`` stay as they are.
    """
    return check(data, read_shapes(shapes), vocabulary)


def check(data: Graph, shapes: Graph, vocabulary: Graph) -> list[Violation]:
    """Do the work of ``validate`` for shapes that are parsed already."""
    return reference.check(data, shapes, vocabulary)
