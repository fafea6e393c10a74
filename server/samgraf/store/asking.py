"""A store in memory that is only asked: the terms of the engine, and rows made of them.

The validator writes queries and reads shapes with these terms, since they keep each literal as
it is written; the store itself brings numbers and dates into their usual spelling.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from samgraf.errors import OwnFault

Iri = ox.NamedNode
Blank = ox.BlankNode
Literal = ox.Literal
Term = Iri | Blank | Literal
Triple = tuple[Iri | Blank, Iri, Term]
Row = dict[str, Term]


def read(text: str | bytes, syntax: str = "text/turtle", base: str | None = None) -> list[Triple]:
    """Parse Turtle or N-Triples, every literal as it is written.

    Raise ``OwnFault`` for a text that cannot be read.
    """
    form = ox.RdfFormat.from_media_type(syntax)
    try:
        return [_plain(quad) for quad in ox.parse(text, format=form, base_iri=base)]
    except (SyntaxError, ValueError) as error:
        raise OwnFault(f"not {syntax}: {error}; mend the text") from error


def _plain(quad: ox.Quad) -> Triple:
    if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
        raise OwnFault(f"{quad}: a triple as a term is not supported; say it in another way")
    return quad.subject, quad.predicate, quad.object


class Facts:
    """Triples in memory: the data unnamed, and graphs beside them by name."""

    def __init__(self, ntriples: str | bytes) -> None:
        """Load data, their blank nodes as they are labelled."""
        self._store = ox.Store()
        self._store.bulk_extend(ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))

    def add(self, triples: Iterable[Triple], graph: Iri | None = None) -> None:
        """Add triples to the data, or as a named graph beside them."""
        name = graph or ox.DefaultGraph()
        self._store.extend(ox.Quad(*triple, name) for triple in triples)

    def rows(self, place: str, query: str) -> Iterator[Row]:
        """Run a SELECT; yield the bound variables of each row.

        Raise ``OwnFault`` with ``place`` if it cannot run.
        """
        try:
            found = self._store.query(query)
            if not isinstance(found, ox.QuerySolutions):
                raise OwnFault(f"{place}: this must be a SELECT")
            names = [variable.value for variable in found.variables]
            for row in found:
                yield {
                    name: term
                    for name, term in zip(names, row, strict=True)
                    if term is not None and not isinstance(term, ox.Triple)
                }
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise OwnFault(f"{place}: {error}; mend the shapes") from error

    def spelling(self, literal: Literal) -> Literal:
        """Return how the store spells a literal."""
        store, iri = ox.Store(), ox.NamedNode("x:x")
        store.add(ox.Quad(iri, iri, literal))
        [quad] = store
        return quad.object if isinstance(quad.object, ox.Literal) else literal
