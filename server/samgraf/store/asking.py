"""A store that is only asked: the terms of the engine, and rows made of them.

The validator writes queries and reads shapes with these terms, since they keep each literal as
it is written; the store itself brings numbers and dates into their usual spelling.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from samgraf.errors import OwnFault

from . import clustering

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


def of_quads(text: bytes) -> Iterator[tuple[Triple, str]]:
    """Yield each triple of N-Quads with its graph, '' for none."""
    for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS):
        name = quad.graph_name
        yield _plain(quad), "" if isinstance(name, ox.DefaultGraph) else name.value


def _plain(quad: ox.Quad) -> Triple:
    if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
        raise OwnFault(f"{quad}: a triple as a term is not supported; say it in another way")
    return quad.subject, quad.predicate, quad.object


_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DATA = ox.DefaultGraph()


class Facts:
    """The data unnamed, and graphs beside them by name."""

    def __init__(self, ntriples: str | bytes) -> None:
        """Load data, their blank nodes as they are labelled."""
        self._store = ox.Store()
        self.load(ntriples)

    @classmethod
    def bulk(cls, ntriples: bytes | Path) -> Self:
        """Load data the quick way, which gives blank nodes new labels."""
        facts = cls("")
        if isinstance(ntriples, Path):
            clustering.fill_from(facts._store, ntriples)
        else:
            clustering.fill(facts._store, ntriples, ox.RdfFormat.N_TRIPLES)
        return facts

    def load(self, ntriples: str | bytes) -> None:
        """Load more data, their blank nodes as they are labelled."""
        self._store.bulk_extend(ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))

    def load_file(self, ntriples: Path) -> None:
        """Load more data from a file the quick way, which gives blank nodes new labels."""
        self._store.bulk_load(path=str(ntriples), format=ox.RdfFormat.N_TRIPLES)

    @classmethod
    def kept(cls, folder: Path, writable: bool = False) -> Self:
        """Open the store in a folder; one that may be changed has a single user."""
        facts = cls("")
        name = str(folder)
        facts._store = ox.Store(name) if writable else ox.Store.read_only(name)
        return facts

    def add(self, triples: Iterable[Triple], graph: Iri | None = None) -> None:
        """Add triples to the data, or as a named graph beside them."""
        name = graph or _DATA
        self._store.extend(ox.Quad(*triple, name) for triple in triples)

    def remove(self, triples: Iterable[Triple]) -> None:
        """Remove triples from the data."""
        for triple in triples:
            self._store.remove(ox.Quad(*triple, _DATA))

    def holds(self, triple: Triple) -> bool:
        """Tell whether a triple is among the data."""
        return ox.Quad(*triple, _DATA) in self._store

    def matching(self, s: Term | None, p: Iri | None, o: Term | None) -> Iterator[Triple]:
        """Yield the triples of the data with these terms; None stands for any."""
        if isinstance(s, ox.Literal):
            return
        for quad in self._store.quads_for_pattern(s, p, o, _DATA):
            yield quad.subject, quad.predicate, quad.object  # type: ignore[misc]

    def kinds(self, node: Iri | Blank) -> set[Term]:
        """Return the classes that a node is said to be of."""
        return {kind for _, _, kind in self.matching(node, _TYPE, None)}

    def rows(
        self, place: str, query: str, fixed: Mapping[str, Term] | None = None
    ) -> Iterator[Row]:
        """Run a SELECT, some of its variables fixed; yield the bound variables of each row.

        Raise ``OwnFault`` with ``place`` if it cannot run.
        """
        given: dict[ox.Variable, Term | ox.Triple] = {}
        given |= {ox.Variable(name): term for name, term in (fixed or {}).items()}
        try:
            found = self._store.query(query, substitutions=given or None)
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

    @staticmethod
    def spelling(literal: Literal) -> Literal:
        """Return how the store spells a literal."""
        store, iri = ox.Store(), ox.NamedNode("x:x")
        store.add(ox.Quad(iri, iri, literal))
        [quad] = store
        return quad.object if isinstance(quad.object, ox.Literal) else literal
