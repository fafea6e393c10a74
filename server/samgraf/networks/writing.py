"""A network as a file: read, narrowed down, projected and written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from . import about, gexf, graphml, tables
from .about import Origin
from .asked import FORMATS, Asked, one_of
from .holding import left_out
from .projecting import networks
from .reading import Material

Write = Callable[..., Iterator[str]]

_WRITERS: Mapping[str, Write] = {
    "graphml": graphml.written,
    "gexf": gexf.written,
    "edges": tables.edges,
    "nodes": tables.nodes,
}


@dataclass(frozen=True, slots=True)
class File:
    """A file that is about to be written, and what it holds."""

    nodes: int
    edges: int
    left_out: int
    parts: Iterator[str]


def file(material: Material, asked: Asked, form: str, origin: Origin) -> File:
    """Make the file of a network; raise ``Misuse`` for what the data do not have."""
    return files(material, asked, (form,), origin)[form]


def files(
    material: Material, asked: Asked, forms: Sequence[str], origin: Origin
) -> Mapping[str, File]:
    """Make the files of a network in several forms, which are projected once."""
    for form in forms:
        one_of("format", form, FORMATS)
    asked = material.choices.checked(asked)
    found, without = networks(material, asked), left_out(material, asked)
    told = about.told(asked, origin, without)
    nodes = len({node for network in found for node in network.nodes})
    edges = sum(len(network.edges) for network in found)
    return {form: File(nodes, edges, without, _WRITERS[form](asked, found, told)) for form in forms}
