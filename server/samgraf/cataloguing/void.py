"""The VoID description of a version: its default graph, each named graph, its links to others.

https://www.w3.org/TR/void/. The default graph has its partitions by class and by property, the
graphs of the editors and of the rules too. Of the graph of a source the totals are told here, and
its partitions in a document of their own: there are hundreds of such graphs.
"""

from collections.abc import Iterator

from rdflib import Literal, URIRef

from samgraf.terms import (
    BASE,
    DCT,
    FORMATS,
    GRAPH,
    ID,
    PREFIXES,
    RDF,
    RDFS,
    SD,
    VOID,
    XSD,
    thing,
)

from .addresses import address
from .counting import Counted, place
from .kinds import WHOLE
from .version import File, Version
from .words import DESCRIPTION, LICENCE, TARGETS, TITLE, of_graph
from .writing import Triple, english, number, told

_SOURCE = str(GRAPH["source/"])
_FORMATS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
DUMPS = {
    "application/n-quads": "N-Quads",
    "application/trig": "TriG",
    "application/n-triples": "N-Triples",
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
}
"""The media types of dumps that are RDF, and how the registry of formats names each."""


def void(version: Version) -> Iterator[Triple]:
    """Yield every triple of the description."""
    yield from _whole(version)
    for name in sorted(version.graphs):
        yield from _graph(version, name)
    yield from _links(version)


def sources(version: Version) -> Iterator[Triple]:
    """Yield the partitions of the graph of each source."""
    for name in sorted(version.graphs):
        if name.startswith(_SOURCE):
            iri = version.part(f"graph/{name.removeprefix(GRAPH)}")
            yield iri, SD.name, URIRef(name)
            yield from partitions(iri, version.graphs[name])


def _whole(version: Version) -> Iterator[Triple]:
    """Describe the default graph, which is what a query without FROM asks."""
    iri, union = version.iri, version.union
    yield iri, RDF.type, VOID.Dataset
    yield from ((iri, DCT.title, title) for title in told(TITLE))
    yield from ((iri, DCT.description, text) for text in told(DESCRIPTION))
    yield iri, DCT.license, LICENCE
    yield iri, DCT.modified, Literal(version.data_date.isoformat(), datatype=XSD.date)
    yield iri, DCT.isVersionOf, URIRef(BASE)
    yield iri, VOID.uriSpace, Literal(str(ID))
    yield iri, VOID.sparqlEndpoint, address("sparql")
    yield iri, VOID.uriLookupEndpoint, address("lookup?iri=")
    yield from ((iri, VOID.feature, FORMATS[name]) for name in _FORMATS)
    for file in version.files:
        if is_dump(file):
            yield iri, VOID.dataDump, address(f"dumps/{version.name}/{file.name}")
    yield from ((iri, VOID.vocabulary, URIRef(name)) for name in vocabularies(union))
    yield from ((iri, VOID.exampleResource, URIRef(one)) for one in union.examples.values())
    yield from totals(iri, union)
    yield from partitions(iri, union)
    yield from _of_classes(version)


def is_dump(file: File) -> bool:
    """Say whether a file is RDF and holds all of the data."""
    return file.holds in WHOLE and file.media_type in DUMPS


def vocabularies(counted: Counted) -> list[str]:
    """Return the namespaces of the classes and properties that are used, sorted."""
    terms = (*counted.classes, *counted.properties)
    return sorted(ns for ns in PREFIXES.values() if any(term.startswith(ns) for term in terms))


def totals(iri: URIRef, counted: Counted) -> Iterator[Triple]:
    """Tell the numbers of a graph."""
    numbers = {
        VOID.triples: counted.triples,
        VOID.entities: counted.entities,
        VOID.classes: len(counted.classes),
        VOID.properties: len(counted.properties),
        VOID.distinctSubjects: counted.subjects,
        VOID.distinctObjects: counted.objects,
    }
    yield from ((iri, name, number(value)) for name, value in numbers.items())


def partitions(iri: URIRef, counted: Counted) -> Iterator[Triple]:
    """Tell the parts of a graph by class and by property."""
    for nth, (kind, things) in enumerate(counted.classes.items(), 1):
        part = _below(iri, f"class-{nth}")
        yield iri, VOID.classPartition, part
        yield part, VOID["class"], URIRef(kind)
        yield part, VOID.entities, number(things)
    for nth, (prop, uses) in enumerate(counted.properties.items(), 1):
        part = _below(iri, f"property-{nth}")
        yield iri, VOID.propertyPartition, part
        yield part, VOID.property, URIRef(prop)
        yield part, VOID.triples, number(uses.triples)
        yield part, VOID.distinctSubjects, number(uses.subjects)
        yield part, VOID.distinctObjects, number(uses.objects)


def _of_classes(version: Version) -> Iterator[Triple]:
    """Tell for each class of the default graph how often its things have each property."""
    places = {kind: nth for nth, kind in enumerate(version.union.classes, 1)}
    rows = sorted(version.statistics.get("properties-of-classes", ()))
    for nth, (kind, prop, statements, *_) in enumerate(rows, 1):
        whole = _below(version.iri, f"class-{places[kind]}")
        part = _below(whole, str(nth))
        yield whole, VOID.propertyPartition, part
        yield part, VOID.property, URIRef(prop)
        yield part, VOID.triples, number(statements)


def _graph(version: Version, name: str) -> Iterator[Triple]:
    """Describe one named graph as a part of the whole."""
    counted, short = version.graphs[name], name.removeprefix(GRAPH)
    iri = version.part(f"graph/{short}")
    yield version.iri, VOID.subset, iri
    yield iri, RDF.type, VOID.Dataset
    yield iri, RDF.type, SD.NamedGraph
    yield iri, SD.name, URIRef(name)
    yield from totals(iri, counted)
    if name.startswith(_SOURCE):
        yield iri, DCT.source, thing("source", name.removeprefix(_SOURCE))
        yield iri, RDFS.seeAlso, address("void-sources.ttl")
        return
    yield iri, DCT.title, english(of_graph(short))
    yield from partitions(iri, counted)


def _links(version: Version) -> Iterator[Triple]:
    """Describe the links to each other data set: as the graph declares them, then any others."""
    declared = version.union.link_sets
    for one in declared:
        yield from _link_set(version, URIRef(one.iri), one.predicate, one.target, one.triples)
    known = {(one.predicate, place(one.target)) for one in declared}
    for nth, ((link, target), count) in enumerate(version.union.links.items(), 1):
        if (link, target) not in known:
            yield from _link_set(version, version.part(f"linkset-{nth}"), link, target, count)
            yield URIRef(target), VOID.uriSpace, Literal(target)
            yield URIRef(target), RDFS.label, english(TARGETS.get(target, target))


def _link_set(
    version: Version, iri: URIRef, link: str, target: str, count: int
) -> Iterator[Triple]:
    yield version.iri, VOID.subset, iri
    yield iri, RDF.type, VOID.Linkset
    yield iri, VOID.linkPredicate, URIRef(link)
    yield iri, VOID.subjectsTarget, version.iri
    yield iri, VOID.objectsTarget, URIRef(target)
    yield iri, VOID.triples, number(count)
    yield URIRef(target), RDF.type, VOID.Dataset


def _below(iri: URIRef, name: str) -> URIRef:
    """Name a part of a node."""
    return URIRef(f"{iri}.{name}" if "#" in iri else f"{iri}#{name}")
