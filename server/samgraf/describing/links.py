"""Ties to the data of others: what tables name, what follows from codes, and how many there are.

A link set is a concept of the scheme ``link-set`` in the ontology. That of a register makes an
address of each of its codes and states it where the code is stated, so that a link has the source,
the date and the licence of the code that it rests on.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from rdflib import Graph, Literal, URIRef

from samgraf.model import Code, Link, Records, Region
from samgraf.terms import (
    CODE,
    COUNTRY,
    DCT,
    META,
    RDF,
    SG,
    SKOS,
    VOCAB,
    VOID,
    XSD,
    concept,
    source_graph,
    thing,
)

from .statements import Statements, Term, dated

_PUNCTUATION = re.compile(r"[^0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class LinkSet:
    """One link set, as the ontology declares it."""

    iri: URIRef
    predicate: URIRef
    start: str
    end: str
    register: str
    """The slug of the register that its links are made from, '' for none."""
    open_only: bool
    """Whether only a code without an end makes a link."""

    def address(self, code: str) -> URIRef:
        """Return the address of the thing elsewhere that has a code."""
        return URIRef(self.start + _PUNCTUATION.sub("", code) + self.end)

    def holds(self, predicate: URIRef, target: Term) -> bool:
        """Say whether a tie belongs to the set."""
        return predicate == self.predicate and target.startswith(self.start)


def link_sets(vocabulary: Graph) -> tuple[LinkSet, ...]:
    """Return the declared link sets in the order of their IRIs."""
    return tuple(_declared(vocabulary, iri) for iri in sorted(_sets(vocabulary)))


def _sets(vocabulary: Graph) -> Iterator[URIRef]:
    for iri in vocabulary.subjects(RDF.type, VOID.Linkset):
        if isinstance(iri, URIRef):
            yield iri


def _declared(vocabulary: Graph, iri: URIRef) -> LinkSet:
    register = vocabulary.value(iri, SG.linkRegister)
    return LinkSet(
        iri,
        URIRef(str(vocabulary.value(iri, VOID.linkPredicate))),
        str(vocabulary.value(iri, SG.linkStart)),
        str(vocabulary.value(iri, SG.linkEnd) or ""),
        str(register).removeprefix(CODE) if register else "",
        (iri, SG.linksOpenCodesOnly, Literal(True)) in vocabulary,
    )


def describe_links(said: Statements, links: Iterable[Link]) -> None:
    """State what the table of links names."""
    for link in links:
        predicate = SKOS.exactMatch if link.exact else SKOS.closeMatch
        for target in map(URIRef, link.targets):
            actor = thing("actor", link.actor)
            said.from_sources(link.sources, actor, predicate, target)
            said.came_from(link.place, actor, target)


def describe_link_sets(said: Statements, records: Records, vocabulary: Graph) -> None:
    """State the links that follow from codes, and of each set how many it has and since when."""
    sets = link_sets(vocabulary)
    for one in sets:
        _ruled(said, one, records.codes)
    _countries(said, records.regions)
    _count(said, records, sets, vocabulary)


def _ruled(said: Statements, links: LinkSet, codes: Iterable[Code]) -> None:
    for code in codes:
        if code.scheme == links.register and not (links.open_only and code.period.end):
            actor, target = thing("actor", code.actor), links.address(code.code)
            said.from_sources(code.sources, actor, links.predicate, target)
            said.came_from(code.place, actor, target)


def _countries(said: Statements, regions: Iterable[Region]) -> None:
    """Tie the territories at the level of countries to the countries."""
    for region in regions:
        if region.level == "nuts0":
            iri = concept("region", region.key)
            said.from_sources(region.sources, iri, SKOS.closeMatch, COUNTRY[region.country])


def _count(said: Statements, records: Records, sets: Iterable[LinkSet], vocabulary: Graph) -> None:
    """State how many links each set has, and the latest day on which a source of them was read.

    Ties of the ontology have no source: they are of the latest day on which any was read.
    """
    read = {source_graph(source.key): source.retrieved for source in records.sources}
    sets = tuple(sets)
    wanted, latest = {one.predicate for one in sets}, max(read.values(), default=None)
    found: dict[tuple[URIRef, URIRef, Term], set[URIRef]] = defaultdict(set)
    for s, p, o, graph in chain(said.quads, _declared_ties(vocabulary, wanted)):
        if p in wanted:
            found[s, p, o].add(graph)
    for one in sets:
        own = [graphs for (_, p, o), graphs in found.items() if one.holds(p, o)]
        days = [read[graph] for graphs in own for graph in graphs if graph in read]
        said.say(META, one.iri, VOID.triples, Literal(str(len(own)), datatype=XSD.integer))
        said.say(META, one.iri, DCT.issued, dated(max(days, default=latest)))


def _declared_ties(
    vocabulary: Graph, predicates: Iterable[URIRef]
) -> Iterator[tuple[URIRef, URIRef, Term, URIRef]]:
    """Yield the ties that the ontology has, such as those of its topics."""
    for predicate in predicates:
        for s, o in vocabulary.subject_objects(predicate):
            if isinstance(s, URIRef) and isinstance(o, URIRef):
                yield s, predicate, o, VOCAB
