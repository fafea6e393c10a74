"""Asks a remote store what a worker is asked, and reads the answer as that of our own engine.

Every reply is read to its end, whatever the client wants: a body that is cut, that is no answer, or
that the store itself calls a part of one, raises. A version is served only while the remote store
says that it holds it: before an answer and, where that took longer than ``FRESH``, behind it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import IO, cast

import pyoxigraph as ox

from samgraf import queries
from samgraf.errors import QueryRefused
from samgraf.store.scan import tokens
from samgraf.store.wire import Query

from . import binding, form, plain, scope, single, tree, troubles
from .place import Place
from .scope import BOOK, NOTHING
from .wiring import Reply, Wire

FRESH = 1.0
"""Seconds for which a worker believes that the remote store holds its version.

Who changes a remote store waits longer than this after taking its version from it.
"""

TABLE, TRIPLES = "application/sparql-results+json", "application/n-triples"
_PLAIN = "text/plain"
"""N-Triples as Virtuoso calls it."""
_PART = ("x-sql-state", "x-sparql-maxrows")
"""Headers by which Virtuoso tells that a result is a part."""

Fields = list[tuple[str, str]]
"""Of a form: names and values."""

Answer = ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Quad]


class Remote:
    """A remote store as one worker asks it; of two, the one that holds the version."""

    def __init__(self, place: Place, version: str, patience: float | None = None) -> None:
        """Ask a place for a version; nothing is connected yet.

        ``patience`` is how many seconds a reply may rest, for a process without timers.
        """
        self._stores, self._version, self._patience = [*place.each()], version, patience
        self._checked = float("-inf")
        self._reply: Reply | None = None
        self._begin()

    def _begin(self) -> None:
        """Ask the first of the stores, of which nothing is known yet."""
        self._place = self._stores[0]
        self._wire = Wire(self._place, self._patience)
        self._lateral: bool | None = None
        self._graphs: frozenset[str] = frozenset()

    def ask(self, query: Query) -> Answer:
        """Return the answer of a query as it comes in; raise ``QueryRefused`` if there is none."""
        return self._ask(query, form.is_graph(query.text, query.base))

    def select(self, query: Query) -> Answer:
        """Return the rows of a SELECT of our own, whose form nobody need look at.

        Unlike ``ask`` it can be called in several threads, each with a ``Remote`` of its own.
        """
        return self._ask(query, is_graph=False)

    def _ask(self, query: Query, is_graph: bool) -> Answer:
        self._check()
        if query.needs is not None and not (
            query.needs in self._held() and self.rows("store/there", graph=query.needs)
        ):
            raise QueryRefused("not-found", f"there is no graph {query.needs} with triples in it")
        dataset = [*self._dataset(query)]
        return self._answer([("query", self._written(query, dataset)), *dataset], is_graph)

    def close(self) -> None:
        """End the connection."""
        self._wire.close()

    def still(self) -> None:
        """Raise ``QueryRefused`` unless the answer just read is one of this version."""
        if monotonic() - self._checked > FRESH:
            self._holds()  # here, and not in the other store: that one has not answered

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Tell what went wrong at the other end while an answer of ``ask`` is read."""
        try:
            yield
        except QueryRefused:
            raise
        except (OSError, SyntaxError, ValueError) as error:
            self._wire.close()
            failure = self._reply.body.failure if self._reply is not None else None
            if failure is not None or isinstance(error, SyntaxError | ValueError):
                said = "ended within its reply" if failure else "answers nonsense"
                raise QueryRefused("engine-failure", f"the remote store {said}") from error
            raise

    def _check(self) -> None:
        """Turn to a store that holds the version; raise ``QueryRefused`` where none does."""
        if monotonic() - self._checked <= FRESH:
            return
        refusals = []
        for _ in self._stores:
            try:
                self._holds()
            except QueryRefused as refusal:
                refusals.append(refusal)
                self._turn()
            else:
                return
        raise refusals[0]

    def _turn(self) -> None:
        """Ask the other store from now on, if there is one."""
        if len(self._stores) > 1:
            self._wire.close()
            self._stores.append(self._stores.pop(0))
            self._begin()

    def _holds(self) -> None:
        """Raise ``QueryRefused`` unless the store that is asked holds the version."""
        now = monotonic()
        held = [row["version"] for row in self.rows("store/loaded", book=BOOK)]
        if held != [self._version]:
            told = f"it holds {held[0]}" if held else "it is empty or being loaded"
            raise QueryRefused(
                "unavailable", f"the remote store does not hold version {self._version}: {told}"
            )
        self._checked = now

    def _knows_lateral(self) -> bool:
        """Say whether the remote store knows LATERAL; asked once."""
        if self._lateral is None:
            try:
                found = sorted(row["twice"] for row in self.rows("store/lateral"))
            except QueryRefused as refusal:
                if refusal.kind == "unavailable":
                    raise
                found = []
            self._lateral = found == ["2", "4"]
        return self._lateral

    def _written(self, query: Query, dataset: Fields) -> str:
        """Write the text that goes out: values bound, LATERAL only where it is known."""
        rewritten = plain.to_be_written(query.text) and not self._knows_lateral()
        chosen = _chooses(query.text)
        scoped = scope.varies(query.text) and not (dataset or chosen)
        text = scope.chosen_of(query.text, self._held(), query.base or "") if chosen else query.text
        if query.substitutions or rewritten or scoped:
            try:
                read = tree.read(text)
                binding.bind(read, query.substitutions, lateral=not rewritten)
                if scoped:
                    scope.keep_to_version(read)
                if rewritten:
                    single.bind_singles(read)
                    self._without_lateral(read, query.base, dataset)
            except tree.Unreadable as error:
                raise QueryRefused(
                    "bad-request", f"the remote store does not know this query: {error}"
                ) from error
            text = tree.write(read)
        return _based(text, query.base)

    def _without_lateral(self, read: tree.Select, base: str | None, dataset: Fields) -> None:
        """Take LATERAL out of a query; what stands before one that is cut is asked for first."""
        while (first := plain.before_cut(read)) is not None:
            names, rows = self._solutions([("query", _based(tree.write(first), base)), *dataset])
            terms = [[binding.written(t) if t is not None else None for t in row] for row in rows]
            plain.with_rows(read, names, terms)
        plain.without_lateral(read)

    def _solutions(self, fields: Fields) -> tuple[list[str], list[ox.QuerySolution]]:
        """Ask for a table; return its variables and rows."""
        found = self._answer(fields, False)
        with self.reading():
            if not isinstance(found, ox.QuerySolutions):
                raise QueryRefused("engine-failure", "the remote store answers nonsense")
            names = [variable.value for variable in found.variables]
            return names, [*found]

    def _dataset(self, query: Query) -> Iterator[tuple[str, str]]:
        """Name the graphs of a query as the protocol does (section 2.1.4)."""
        default, named = query.default_graphs, query.named_graphs
        if default or named:
            known = self._held()
            default = tuple(graph for graph in default if graph in known) or (NOTHING,)
            named = tuple(graph for graph in named if graph in known)
        elif self._place.default_graph and not _chooses(query.text):
            default, named = (self._place.default_graph,), self._named(query)
        for graph in default:
            yield "default-graph-uri", graph
        for graph in named:
            yield "named-graph-uri", graph

    def _named(self, query: Query) -> tuple[str, ...]:
        """Return the named graphs that a query asks for: those that it names, or all."""
        asked = scope.asked_for(query.text, query.substitutions)
        known = self._held()
        return tuple(sorted(known if asked is None else asked & known))

    def _held(self) -> frozenset[str]:
        """Return the named graphs of the version: a store may hold those of other people too."""
        if not self._graphs:
            rows = self.rows("store/book", book=BOOK)
            self._graphs = frozenset(row["graph"] for row in rows)
        return self._graphs

    def rows(self, name: str, **values: str) -> list[dict[str, str]]:
        """Ask a query of ours; return the plain values of its rows."""
        read = tree.read(queries.text(name))
        binding.bind(read, {key: f"<{iri}>" for key, iri in values.items()})
        names, rows = self._solutions([("query", tree.write(read))])
        return [
            {key: getattr(value, "value", "") for key, value in zip(names, row, strict=True)}
            for row in rows
        ]

    def rows_of_version(self, name: str, **values: str) -> list[dict[str, str]]:
        """Ask a query of ours of the store that holds the version; raise where none does."""
        self._check()
        return self.rows(name, **values)

    def _answer(self, fields: Fields, is_graph: bool) -> Answer:
        accept = f"{TRIPLES}, {_PLAIN};q=0.5" if is_graph else TABLE
        reply = self._reply = self._wire.ask(fields, accept)
        if reply.status != 200:
            raise troubles.refused(reply)
        _refuse_part(reply)
        source = cast("IO[bytes]", reply.body)
        with self.reading():
            if not is_graph and reply.media_type == TABLE:
                return ox.parse_query_results(source, ox.QueryResultsFormat.JSON)
            if is_graph and reply.media_type in (TRIPLES, _PLAIN) and reply.body.framed:
                return ox.parse(source, format=ox.RdfFormat.N_TRIPLES)
        raise QueryRefused("engine-failure", "the remote store answers in another format")


def _refuse_part(reply: Reply) -> None:
    for name in _PART:
        if name in reply.headers:
            raise QueryRefused(
                "reply-too-large", "the remote store gives only a part of so long an answer"
            )


def _based(text: str, base: str | None) -> str:
    return text if base is None else f"BASE <{base}>\n{text}"


def _chooses(text: str) -> bool:
    """Say whether a query names its own graphs by FROM."""
    return any(word == "FROM" for _, _, word in tokens(text))
