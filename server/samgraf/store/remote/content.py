"""The graphs of a version as they are sent to a remote store: N-Triples, in parts.

They are read from the store of the version, which has each triple once, spells it as it is served,
and gives the triples of a graph in the same order each time.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from samgraf.errors import StoreError
from samgraf.store import sharing

UNNAMED = ""
"""Stands for the unnamed graph among the IRIs of graphs."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What tells a graph from an earlier state of it, and how much there is of it."""

    digest: str
    triples: int
    blank: bool
    """Whether it has blank nodes, which mean the same in one request alone."""


class Content:
    """All graphs of a version."""

    def __init__(self, version_dir: Path) -> None:
        """Open its store; raise ``StoreError`` where that is not there."""
        self._store = sharing.open_finished(version_dir / "store")

    def sums(self) -> dict[str, Sum]:
        """Sum up every graph that holds something, by its IRI, the unnamed one too."""
        found = {}
        for graph in (UNNAMED, *sorted(self._names())):
            digest, triples, blank = hashlib.sha256(), 0, False
            for line in self._lines(graph):
                digest.update(line)
                triples += 1
                blank = blank or b"_:" in line
            if triples:
                found[graph] = Sum(digest.hexdigest(), triples, blank)
        return found

    def parts(self, graph: str, done: int, most: int) -> Iterator[list[bytes]]:
        """Yield the lines of a graph behind those that are done, so many at once."""
        rest = islice(self._lines(graph), done, None)
        while part := list(islice(rest, most)):
            yield part

    def _names(self) -> Iterator[str]:
        for name in self._store.named_graphs():
            if isinstance(name, ox.BlankNode):
                raise StoreError("a graph has no IRI: it cannot be loaded into another store")
            yield name.value

    def _lines(self, graph: str) -> Iterator[bytes]:
        name = ox.DefaultGraph() if graph == UNNAMED else ox.NamedNode(graph)
        for quad in self._store.quads_for_pattern(None, None, None, name):
            yield f"{quad.triple} .\n".encode()
