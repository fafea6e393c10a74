"""The shape files that are shipped, and what each is for."""

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph

from samgraf.errors import OwnFault
from samgraf.resources import files, name_of

_SLOW = frozenset({"integrity.ttl", "recommended.ttl"})
"""Shapes that compare many things, or that only advise: too long for every build."""

_DERIVED = frozenset({"derived.ttl"})
"""Shapes of what the rules make; authored.ttl forbids these very statements."""


def core_shapes() -> list[Path]:
    """Name the shape files that every build checks."""
    return [file for file in files("shapes", ".ttl") if file.name not in _SLOW | _DERIVED]


def slow_shapes() -> list[Path]:
    """Name the shape files that are left to ``make test-slow`` and ``samgraf validate``."""
    return [file for file in files("shapes", ".ttl") if file.name in _SLOW]


def derived_shapes() -> list[Path]:
    """Name the shape files for the authored data with bounds and current shortcuts beside them.

    Never check them together with the core shapes, which forbid shortcuts and bounds.
    """
    return [file for file in files("shapes", ".ttl") if file.name in _DERIVED]


def read_shapes(shapes: Iterable[Path]) -> Graph:
    """Parse shape files into one graph; raise OwnFault for a file that is not Turtle."""
    graph = Graph()
    for file in shapes:
        try:
            graph.parse(file, format="turtle")
        except SyntaxError as error:
            raise OwnFault(f"{name_of(file)}: not Turtle: {error}; mend the shape file") from error
    return graph
