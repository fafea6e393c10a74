"""The engines that hold shapes against graphs: our own, and pySHACL for a second opinion."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rdflib import Graph

from . import compiler, reference
from .shipped import read_shapes
from .violations import Violation

ENGINES: Mapping[str, Callable[[Graph, Graph, Graph], list[Violation]]] = {
    "samgraf": compiler.check,
    "pyshacl": reference.check,
}
"""Our own engine, and the one that it is held against."""

ENGINE = "samgraf"


def validate(
    data: Graph, shapes: Sequence[Path], vocabulary: Graph, engine: str = ENGINE
) -> list[Violation]:
    """Return what breaks the shapes, sorted; warnings too.

    No RDFS inference is made except that a thing of a class is a thing of its superclasses
    (ontology.md, principle 9). ``data`` and ``vocabulary`` stay as they are.
    """
    return check(data, read_shapes(shapes), vocabulary, engine)


def check(data: Graph, shapes: Graph, vocabulary: Graph, engine: str = ENGINE) -> list[Violation]:
    """Do the work of ``validate`` for shapes that are parsed already."""
    return ENGINES[engine](data, shapes, vocabulary)
