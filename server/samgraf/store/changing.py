"""Writes, tried in a worker: the worker changes its own copy of the store and says what changed.

Nothing that came from outside is evaluated in the zygote; it only applies patches (design:
endpoint, section 8).
"""

from collections.abc import Iterable

import pyoxigraph as ox

from samgraf.errors import QueryRefused

from .patches import Patch
from .prologues import Piece, pieces
from .scan import tokens
from .using import with_using
from .wire import Deposit, Update

_PLAIN = frozenset({"DATA", "GRAPH", "PREFIX", "BASE", "A", "TRUE", "FALSE"})
SYNTAXES = {
    known.media_type: known
    for known in (
        ox.RdfFormat.TURTLE,
        ox.RdfFormat.N_TRIPLES,
        ox.RdfFormat.JSON_LD,
        ox.RdfFormat.RDF_XML,
        ox.RdfFormat.TRIG,
        ox.RdfFormat.N_QUADS,
    )
}
"""The syntaxes that a graph may come in, by media type."""

Quads = set[ox.Quad]
_CONTEXT = "remote context"
"""What the engine speaks of where it would have to fetch a context of JSON-LD."""


def updated(store: ox.Store, update: Update) -> Patch:
    """Return what an update changes; raise ``QueryRefused``, or what the engine raises."""
    text = with_using(update.text, update.using, update.using_named)
    words = {word for _, _, word in tokens(text) if word.isalpha()}
    if words <= _PLAIN | {"INSERT"}:
        return _inserted(store, text, update.base)
    return _compared(store, text, update.base)


def deposited(store: ox.Store, deposit: Deposit) -> Patch:
    """Return what a write of the Graph Store Protocol changes (section 5)."""
    graph = ox.NamedNode(deposit.graph) if deposit.graph else ox.DefaultGraph()
    named = isinstance(graph, ox.NamedNode)
    there = named and store.contains_named_graph(graph)
    if deposit.method == "DELETE":
        if named and not there:
            raise QueryRefused("not-found", f"there is no graph {deposit.graph} with triples in it")
        gone = (deposit.graph,) if named else ()
        return Patch(_written(set(store.quads_for_pattern(None, None, None, graph))), b"", gone)
    wanted = {quad for part in deposit.parts for quad in _read(*part, deposit.base, graph)}
    had = set(store.quads_for_pattern(None, None, None, graph))
    removed = had - wanted if deposit.method == "PUT" else set()
    new = (deposit.graph,) if named and not there else ()
    return Patch(_written(removed), _written(wanted - had), (), new)


def _inserted(store: ox.Store, text: str, base: str | None) -> Patch:
    """Return what INSERT DATA adds: what it makes of an empty store and this one lacks."""
    scratch = ox.Store()
    _carry_out(scratch, text, base)
    new = {quad for quad in scratch if quad not in store}
    graphs = [g.value for g in scratch.named_graphs() if not store.contains_named_graph(g)]
    return Patch(b"", _written(new), (), tuple(sorted(graphs)))


def _compared(store: ox.Store, text: str, base: str | None) -> Patch:
    """Return what any update changes: the store before and after, compared line by line."""
    before, graphs = _lines(store), _graphs(store)
    _carry_out(store, text, base)
    after, later = _lines(store), _graphs(store)
    return Patch(
        b"".join(sorted(before - after)),
        b"".join(sorted(after - before)),
        tuple(sorted(graphs - later)),
        tuple(sorted(later - graphs)),
    )


def _carry_out(store: ox.Store, text: str, base: str | None) -> None:
    """Carry out an update, piece by piece where the engine cannot read it as a whole.

    If a piece fails, those before it stay: the worker leaves, and its copy of the store with it.
    """
    try:
        store.update(text, base_iri=base)
    except SyntaxError:
        found = pieces(text)
        if len(found) == 1:
            raise
        for piece in found:
            _carry_out_piece(store, piece, text, base)


def _carry_out_piece(store: ox.Store, piece: Piece, whole: str, base: str | None) -> None:
    try:
        store.update(piece.text, base_iri=base)
    except SyntaxError:
        store.update(piece.placed(whole), base_iri=base)  # once more, for the place of the fault


def _lines(store: ox.Store) -> set[bytes]:
    dump = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    return set(dump.splitlines(keepends=True))


def _graphs(store: ox.Store) -> set[str]:
    return {graph.value for graph in store.named_graphs()}


def _read(
    media_type: str, text: str, base: str | None, graph: ox.NamedNode | ox.DefaultGraph
) -> Iterable[ox.Quad]:
    """Parse RDF into quads of one graph, its blank nodes unlike all others."""
    syntax = SYNTAXES[media_type]
    try:
        for quad in ox.parse(text, format=syntax, base_iri=base, rename_blank_nodes=True):
            if quad.graph_name != ox.DefaultGraph():
                raise QueryRefused("invalid-data", "the data name graphs; send a single graph")
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
    except (SyntaxError, ValueError) as error:
        told = str(error)
        if _CONTEXT in told:
            told = "contexts elsewhere are not fetched: put what @context names into the data"
        raise QueryRefused("invalid-data", told) from error


def _written(quads: Quads) -> bytes:
    """Write quads as sorted N-Quads."""
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(lines.splitlines(keepends=True)))


def refuse_union(patch: Patch) -> None:
    """Refuse a write into the unnamed graph where that is the union of others."""
    for quad in ox.parse(patch.removed + patch.added, format=ox.RdfFormat.N_QUADS):
        if quad.graph_name == ox.DefaultGraph():
            raise QueryRefused(
                "bad-request",
                "the default graph of this server is the union of its named graphs and follows "
                "them by itself; write into a named graph",
            )
