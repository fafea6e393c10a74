"""The shape files that are shipped, and what each is for."""

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph

from samgraf.errors import OwnFault
from samgraf.resources import files, name_of

_DERIVED = frozenset({"derived.ttl"})
"""Shapes of what the rules make; authored.ttl forbids these very statements."""

_DESCRIPTION = frozenset({"dcat-ap.ttl"})
"""Shapes of what a version says of itself: no facts, so nothing of theirs is held to them."""


def data_shapes() -> list[Path]:
    """Name the shape files for what is authored, by us or by whoever brings it."""
    others = _DERIVED | _DESCRIPTION
    return [file for file in files("shapes", ".ttl") if file.name not in others]


def description_shapes() -> list[Path]:
    """Name the shape files for the catalogue that describes a version."""
    return [file for file in files("shapes", ".ttl") if file.name in _DESCRIPTION]


def derived_shapes() -> list[Path]:
    """Name the shape files for the authored data with bounds and current shortcuts beside them.

    Never check them together with the others, which forbid shortcuts and bounds.
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
