"""The data of a remote store as the validator asks them; nothing can be changed."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pyoxigraph as ox

from samgraf import queries
from samgraf.errors import OwnFault, QueryRefused, StoreError
from samgraf.store.asking import Blank, Facts, Iri, Row, Term, Triple
from samgraf.store.wire import Query

from .asking import TABLE, Remote
from .place import Place
from .scope import BOOK, UNNAMED_IN_BOOK
from .writing import PATIENCE


class NotAnswered(StoreError):
    """The remote store does not answer one query."""


class RemoteFacts(Facts):
    """Some graphs of a remote store, merged. Each thread asks on a connection of its own."""

    def __init__(self, place: Place, version: str, graphs: Sequence[str]) -> None:
        """Ask for a version, which the store must hold; of its graphs those that are named."""
        super().__init__("")
        self._place, self._version, self._graphs = place, version, tuple(map(str, graphs))
        self._mine = threading.local()
        self._all: list[Remote] = []

    def close(self) -> None:
        """End the connections."""
        for remote in self._all:
            remote.close()

    def rows(
        self, place: str, query: str, fixed: Mapping[str, Term] | None = None
    ) -> Iterator[Row]:
        """Run a SELECT; raise ``NotAnswered`` with ``place`` if the store does not answer it."""
        given = {name: _named(term) for name, term in (fixed or {}).items()}
        yield from self._asked(place, query, given)

    def matching(self, s: Term | None, p: Iri | None, o: Term | None) -> Iterator[Triple]:
        """Yield the triples with these terms; None stands for any."""
        if isinstance(s, ox.Literal):
            return
        given = {name: _named(t) for name, t in zip("spo", (s, p, o), strict=True) if t is not None}
        for row in self._asked("triples", queries.text("store/triples"), given):
            yield s or row["s"], p or row["p"], o or row["o"]  # type: ignore[misc]

    def holds(self, triple: Triple) -> bool:
        """Tell whether a triple is among the data."""
        return any(True for _ in self.matching(*triple))

    def add(self, triples: Iterable[Triple], graph: Iri | None = None) -> None:
        """Refuse: the store is asked alone."""
        self._refuse()

    def remove(self, triples: Iterable[Triple]) -> None:
        """Refuse: the store is asked alone."""
        self._refuse()

    def load_file(self, ntriples: Path) -> None:
        """Refuse: the store is asked alone."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise OwnFault("a remote store is validated as it is; check contributions beside a version")

    def _asked(self, place: str, text: str, given: Mapping[str, str]) -> list[Row]:
        """Return all rows of a query, so that the connection is free for the next."""
        query = Query(text, TABLE, None, default_graphs=self._graphs, substitutions=given)
        remote = self._remote()
        try:
            found = remote.select(query)
            with remote.reading():
                if not isinstance(found, ox.QuerySolutions):
                    raise OwnFault(f"{place}: this must be a SELECT")
                names = [variable.value for variable in found.variables]
                rows = [
                    {
                        name: term
                        for name, term in zip(names, row, strict=True)
                        if term is not None and not isinstance(term, ox.Triple)
                    }
                    for row in found
                ]
            remote.still()
        except QueryRefused as refusal:
            raise NotAnswered(f"{place}: {refusal.kind}: {refusal.detail}") from refusal
        return rows

    def _remote(self) -> Remote:
        remote: Remote | None = getattr(self._mine, "remote", None)
        if remote is None:
            remote = self._mine.remote = Remote(self._place, self._version, patience=PATIENCE)
            self._all.append(remote)
        return remote


def graphs_of(place: Place, version: str) -> list[str]:
    """Name the graphs of the version that a store holds; raise ``QueryRefused`` if it does not."""
    with closing(Remote(place, version, patience=PATIENCE)) as remote:
        rows = remote.rows_of_version("store/book", book=BOOK)
    return sorted(row["graph"] for row in rows if row["graph"] != UNNAMED_IN_BOOK)


def _named(term: Term) -> str:
    """Write a term for the store; a blank node means nothing there."""
    if isinstance(term, Blank):
        raise NotAnswered(f"{term}: a blank node has no name in another store; check in full")
    return str(term)
