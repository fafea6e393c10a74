"""The writes to a served version: applied one after another, and kept in a log where there is one.

The version itself stays as it was built. Its log is ``build/writes/<version>.log``, RDF Patch that
is synced before a write is acknowledged, and replayed when the version is served again.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from samgraf.errors import StoreError
from samgraf.terms import is_union_graph

from . import patches
from .names import MARK
from .patches import Patch

_DEFAULT = ox.DefaultGraph()


class Writes:
    """How often a version was written to, and the file that remembers."""

    def __init__(self, version: str, log: str | None) -> None:
        """Name the states of a version; without a log its writes end with this process.

        Then the names hold a word of chance: the third state of another process is another one.
        """
        self._version, self._log = version, Path(log) if log else None
        self._token = "" if log else f"{secrets.token_hex(4)}."
        self._number = 0

    @property
    def name(self) -> str:
        """The name of the state now."""
        if self._log is not None and self._number == 0:
            return self._version
        return f"{self._version}{MARK}{self._token}{self._number}"

    def replay(self, store: ox.Store, union: bool) -> None:
        """Apply what the log holds; drop a last write that was never acknowledged."""
        if self._log is None or not self._log.exists():
            return
        data, whole = self._log.read_bytes(), 0
        for patch, end in patches.read(data):
            apply(store, patch, union)
            self._number, whole = self._number + 1, end
        if whole < len(data):
            os.truncate(self._log, whole)

    def write(self, store: ox.Store, patch: bytes, union: bool) -> None:
        """Keep a patch, then apply it; raise ``OSError`` where it cannot be kept."""
        read = patches.decode(patch)
        if self._log is not None:
            _append(self._log, patch)
        apply(store, read, union)
        self._number += 1


def _append(log: Path, data: bytes) -> None:
    """Append to a file and sync it; leave nothing behind where that fails.

    Without a buffer, since a file that is closed would write the rest of it after all.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab", buffering=0) as file:
        start, rest = file.seek(0, os.SEEK_END), memoryview(data)
        try:
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError:
            os.truncate(log, start)
            raise


def apply(store: ox.Store, patch: Patch, union: bool) -> None:
    """Change a store; with ``union`` its unnamed graph follows."""
    removed, added = [*_quads(patch.removed)], [*_quads(patch.added)]
    for quad in removed:
        store.remove(quad)
    for graph in patch.graphs_removed:
        store.remove_graph(ox.NamedNode(graph))
    for graph in patch.graphs_added:
        store.add_graph(ox.NamedNode(graph))
    store.extend(added)
    if union:
        _follow(store, removed, added)


def _follow(store: ox.Store, removed: list[ox.Quad], added: list[ox.Quad]) -> None:
    """Let the unnamed graph be the union of those that belong to it."""
    for quad in removed:
        if not any(_in_union(found) for found in _elsewhere(store, quad)):
            store.remove(_unnamed(quad))
    store.extend(_unnamed(quad) for quad in added if _in_union(quad))


def _elsewhere(store: ox.Store, quad: ox.Quad) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)


def _in_union(quad: ox.Quad) -> bool:
    graph = quad.graph_name
    return isinstance(graph, ox.NamedNode) and is_union_graph(graph.value)


def _unnamed(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, _DEFAULT)


def _quads(lines: bytes) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(lines, format=ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise StoreError(
            f"a write cannot be read: {error}; the log of writes is damaged"
        ) from error
