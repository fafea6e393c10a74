"""Making stores: a bench in memory for the rules, and the closed directory of a version."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from samgraf.errors import OwnFault

from .values import term

_SETTLES = 2.0  # seconds; it takes less than a tenth of one
_CLOSES = 30.0  # seconds; it is closed at once, as far as we saw
ENGINE = f"pyoxigraph {ox.__version__}"


class Bench:
    """A store in memory whose default graph is the merged data; rules add named graphs."""

    def __init__(self, triples: Iterable[str]) -> None:
        """Load triples, each as N-Triples without its final point."""
        self._store = ox.Store()
        self._load(triples, None)

    @classmethod
    def of(cls, text: bytes) -> Self:
        """Load N-Triples as they are."""
        bench = cls(())
        bench._load_text(text, None)
        return bench

    def _load(self, triples: Iterable[str], graph: str | None) -> None:
        self._load_text("".join(f"{triple} .\n" for triple in triples).encode(), graph)

    def _load_text(self, text: bytes, graph: str | None) -> None:
        to_graph = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        self._store.bulk_load(input=text, format=ox.RdfFormat.N_TRIPLES, to_graph=to_graph)

    def add(self, triples: Iterable[str], graph: str) -> None:
        """Put derived triples into a named graph."""
        self._load(triples, graph)

    def construct(self, name: str, text: str, substitutions: Mapping[str, str]) -> list[str]:
        """Run a CONSTRUCT; return its triples, sorted, as N-Triples without the final point.

        ``substitutions`` binds variables of an inner SELECT's projection to N-Triples terms.
        Raise ``OwnFault`` if the rule cannot run.
        """
        bound = {ox.Variable(variable): term(value) for variable, value in substitutions.items()}
        try:
            found = self._store.query(text, substitutions=bound)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise OwnFault(f"{name}: {error}") from error
        if not isinstance(found, ox.QueryTriples):
            raise OwnFault(f"{name}: a rule must be a CONSTRUCT")
        return sorted({str(triple) for triple in found})

    def rows(self, name: str, text: str) -> Iterator[list[str]]:
        """Run a SELECT of our own; yield its rows as plain values, an unbound one as ''."""
        for row in self._selected(name, text):
            yield [getattr(value, "value", "") for value in row]

    def table(self, name: str, text: str, columns: Sequence[str]) -> Iterator[list[str]]:
        """Yield the same; raise ``OwnFault`` if the variables are not those of the columns."""
        found = self._selected(name, text)
        variables = [variable.value for variable in found.variables]
        if variables != [*columns]:
            raise OwnFault(f"{name}: it selects {variables}, and the columns are {[*columns]}")
        for row in found:
            yield [getattr(value, "value", "") for value in row]

    def terms(self, name: str, text: str) -> Iterator[list[str]]:
        """Run a SELECT of our own; yield its rows as N-Triples terms. Each must be bound."""
        for row in self._selected(name, text):
            yield [str(value) for value in row]

    def answer(self, name: str, text: str, substitutions: Mapping[str, str]) -> bytes:
        """Run a SELECT; return its answer in the SPARQL 1.1 JSON format, as an endpoint does."""
        found = self._selected(name, text, substitutions)
        return found.serialize(format=ox.QueryResultsFormat.JSON) or b""

    def _selected(
        self, name: str, text: str, substitutions: Mapping[str, str] | None = None
    ) -> ox.QuerySolutions:
        bound = {ox.Variable(v): term(value) for v, value in (substitutions or {}).items()}
        try:
            found = self._store.query(text, substitutions=bound or None)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise OwnFault(f"{name}: {error}") from error
        if not isinstance(found, ox.QuerySolutions):
            raise OwnFault(f"{name}: this must be a SELECT")
        return found


def write_store(folder: Path, dump: bytes, union: bytes) -> int:
    """Make an optimised, closed RocksDB directory; return how many quads it holds.

    ``dump`` is N-Quads of the named graphs; ``union`` N-Triples of the unnamed graph (design:
    endpoint, section 2, Default graph).
    """
    store = ox.Store(str(folder))
    store.bulk_load(input=dump, format=ox.RdfFormat.N_QUADS)
    store.bulk_load(input=union, format=ox.RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()
    quads = len(store)
    del store
    closed(folder)
    return quads


def closed(folder: Path) -> None:
    """Wait until the engine has let go of a directory, so that no file in it changes any more.

    A store is closed when the last of the engine's own threads forgets it, not when we do.
    """
    within, until = f"{folder.resolve()}{os.sep}", time.monotonic() + _CLOSES
    while any(name.startswith(within) for name in _open_files()):
        if time.monotonic() > until:
            raise OwnFault(f"{folder}: the engine still holds it open after {_CLOSES:.0f} s")
        time.sleep(0.01)


def _open_files() -> Iterator[str]:
    """Yield what the descriptors of this process lead to."""
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            yield str(descriptor.readlink())
        except OSError:  # closed meanwhile, as that of the listing itself
            continue


def settle(folder: Path) -> None:
    """Let the engine do now what it would do after the first change of a store.

    RocksDB then rewrites a small file of its own. A confined process (``sandbox``) cannot open a
    file for it, and would find the store closed for writing.
    """
    store = ox.Store(str(folder))
    probe = ox.Quad(ox.NamedNode("urn:x-probe"), ox.NamedNode("urn:x-probe"), ox.Literal(""))
    before = _tables(folder)
    store.extend([probe])
    store.remove(probe)
    list(store.quads_for_pattern(probe.subject, None, None))
    until = time.monotonic() + _SETTLES
    while _tables(folder) == before and time.monotonic() < until:
        time.sleep(0.01)
    store.flush()
    del store
    closed(folder)


def _tables(folder: Path) -> set[str]:
    return {file.name for file in folder.glob("*.sst")}
