"""All files of a store on disk are opened before its worker gives up opening files.

RocksDB opens the first 16 tables with the store and each other one when a key in it is asked for
(``VersionBuilder::LoadTableHandlers``). A worker without file descriptors to come would then find
a part of a large store closed. Keys are made of digests of terms, so looking for terms that nobody
has, alone and beside those of some quads, leads to every part of every index in turn; texts of
terms are found by reading these quads.
"""

from itertools import chain, islice, repeat
from pathlib import Path

import pyoxigraph as ox

_Resource = ox.NamedNode | ox.BlankNode
_Value = _Resource | ox.Literal | ox.Triple

_PART = 40
"""Quads that are read, each with seeks beside it, between two looks at what is open."""

_MOST = 40
"""Times that this is done at most; a store of 10^7 triples needs 13."""


def open_all(store: ox.Store, folder: Path) -> None:
    """Open every table of a store; a few more seeks than needed, and none where all are open."""
    tables = {str(table) for table in folder.resolve().glob("*.sst")}
    quads, number = chain.from_iterable(repeat(store, _MOST)), 0
    next(iter(store.named_graphs()), None)
    for _ in range(_MOST):
        if tables <= _open():
            return
        for quad in islice(quads, _PART):
            number += 1
            _look_beside(store, quad, ox.NamedNode(f"urn:x-nobody:{number}"))


def _look_beside(store: ox.Store, quad: ox.Quad, nobody: ox.NamedNode) -> None:
    """Seek in each index: anywhere, and somewhere among what begins as this quad does."""
    s, p, o = quad.subject, quad.predicate, quad.object
    if isinstance(s, ox.Triple):
        return
    patterns: tuple[tuple[_Resource | None, ox.NamedNode | None, _Value | None], ...] = (
        (nobody, None, None), (None, nobody, None), (None, None, nobody),
        (s, nobody, None), (None, p, nobody), (nobody, None, o),
    )  # fmt: skip
    for graph in (None, nobody, quad.graph_name):
        for one, two, three in patterns:
            next(store.quads_for_pattern(one, two, three, graph), None)


def _open() -> set[str]:
    found = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            found.add(str(descriptor.readlink()))
        except OSError:  # that of the listing itself
            continue
    return found
