"""The SPARQL 1.1 service description: what the endpoint speaks, holds and limits.

The vocabulary is that of https://www.w3.org/TR/sparql11-service-description/ (section 3). It names
no later version of the language: there is no standard IRI for SPARQL 1.2. The default graph has its
partitions by class and property, which federated engines choose by; ``/void.ttl`` tells the rest.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from urllib.parse import quote

from rdflib import Graph, Literal, URIRef

from samgraf import queries
from samgraf.limits import PUBLIC, Limits, public
from samgraf.namespaces import PREFIXES
from samgraf.terms import DCT, FORMATS, RDF, RDFS, SD, SG, VOID, XSD

_TABLES = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
)
_GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads")
_SYNTAXES = {
    "text/turtle": "turtle",
    "application/trig": "turtle",
    "application/n-triples": "nt",
    "application/n-quads": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
"""How rdflib names each syntax; a graph without a name is the same in TriG and in Turtle."""

_PREFIXES = {
    **{name: PREFIXES[name] for name in ("dct", "rdf", "rdfs", "sg", "xsd")},
    "format": str(FORMATS),
    "sd": str(SD),
    "void": str(VOID),
}
_PARTIAL_UNION = (
    "Every triple of the named graphs, but for those of graph/derived/confirmed and of the yearly "
    "graphs graph/asof/YEAR: ask these by their names."
)
_UNNAMED = "What the dump has outside its named graphs; ask the others by GRAPH or FROM."
_THING = re.compile(r"( *<rdf:Description.*?</rdf:Description>\n)", re.DOTALL)
Triple = tuple[URIRef, URIRef, URIRef | Literal]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a version holds."""

    triples: int
    """Of the unnamed graph."""
    graphs: int
    """That have a name."""
    classes: tuple[tuple[str, int], ...] = ()
    """Each class of the unnamed graph, and how many things are of it."""
    properties: tuple[tuple[str, int], ...] = ()
    """Each property of the unnamed graph, and how many of its triples have it."""


@dataclass(frozen=True, slots=True)
class Described:
    """One endpoint as it is described."""

    site: str
    version: str
    limits: Limits
    writable: bool
    union: bool
    """Whether the unnamed graph is made of the named ones."""
    counts: Counts | None
    """None where nobody has counted."""
    federation: tuple[str, ...] = ()
    """The endpoints that a query may ask."""

    @property
    def endpoint(self) -> str:
        """The address of the endpoint."""
        return f"{self.site}/sparql"


def written(described: Described, media_type: str) -> bytes:
    """Write the description in a media type; equal ones are the same bytes in every process."""
    graph = Graph(bind_namespaces="none")
    for prefix, iri in _PREFIXES.items():
        graph.bind(prefix, iri)
    for triple in sorted(_said(described)):
        graph.add(triple)
    syntax = _SYNTAXES[media_type]
    if syntax == "json-ld":
        document = json.loads(graph.serialize(format=syntax, context=_PREFIXES))
        document["@graph"].sort(key=itemgetter("@id"))
        return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
    text = graph.serialize(format=syntax)
    if syntax == "nt":
        text = "".join(sorted(text.splitlines(keepends=True)))
    elif syntax == "xml":
        head, *things = _THING.split(text)
        text = "".join((head, *sorted(things[::2]), things[-1]))
    return text.encode()


def _said(described: Described) -> Iterator[Triple]:
    """Yield every triple of a description."""
    service = URIRef(described.endpoint)
    yield service, RDF.type, SD.Service
    yield service, SD.endpoint, service
    yield service, SD.supportedLanguage, SD.SPARQL11Query
    for name in (*_TABLES, *_GRAPHS):
        yield service, SD.resultFormat, FORMATS[name]
    if described.writable:
        yield service, SD.supportedLanguage, SD.SPARQL11Update
        yield service, SD.feature, SD.EmptyGraphs
        for name in _GRAPHS:
            yield service, SD.inputFormat, FORMATS[name]
    # Not sd:UnionDefaultGraph: some graphs of ours stand beside the union.
    if described.union:
        yield service, SD.feature, SG.PartialUnionDefaultGraph
        yield SG.PartialUnionDefaultGraph, RDF.type, SD.Feature
    yield service, SG.dataVersion, Literal(described.version)
    yield from _federation(service, described.federation)
    yield service, RDFS.seeAlso, URIRef(f"{described.site}/about/limits")
    if described.counts is not None and described.counts.properties:
        yield service, RDFS.seeAlso, URIRef(f"{described.site}/void.ttl")
    yield from _limits(service, described.limits)
    yield from _dataset(service, described)


def _federation(service: URIRef, endpoints: tuple[str, ...]) -> Iterator[Triple]:
    """Yield whether queries may ask other endpoints, and which (section 3.3 of the vocabulary)."""
    if not endpoints:
        yield service, SG.federation, SG.FederationRefused
        return
    yield service, SD.feature, SD.BasicFederatedQuery
    yield service, SG.federation, SG.FederationListed
    for endpoint in endpoints:
        yield service, SG.federatedEndpoint, URIRef(endpoint)


def _limits(service: URIRef, limits: Limits) -> Iterator[Triple]:
    """Yield the limits that a client should know."""
    for name, value in public(limits).items():
        duration = name.endswith("_seconds")
        told = _duration(value) if duration else Literal(str(value), datatype=XSD.integer)
        yield service, SG[PUBLIC[name]], told


def _dataset(service: URIRef, described: Described) -> Iterator[Triple]:
    """Yield what is held: the unnamed graph, and how many named ones there are and where."""
    dataset, graph = URIRef(f"{service}#dataset"), URIRef(f"{service}#default-graph")
    yield service, SD.defaultDataset, dataset
    yield dataset, RDF.type, SD.Dataset
    yield dataset, SD.defaultGraph, graph
    yield dataset, RDFS.seeAlso, URIRef(f"{service}?query={quote(_graphs_query(), safe='')}")
    yield graph, RDF.type, SD.Graph
    told = _PARTIAL_UNION if described.union else _UNNAMED
    yield graph, DCT.description, Literal(told, lang="en")
    if described.counts is not None:
        triples, graphs = described.counts.triples, described.counts.graphs
        yield graph, VOID.triples, Literal(str(triples), datatype=XSD.integer)
        yield dataset, SG.namedGraphs, Literal(str(graphs), datatype=XSD.integer)
        yield from _partitions(graph, described.counts)


def _partitions(graph: URIRef, counts: Counts) -> Iterator[Triple]:
    """Yield how much of each class and property a graph holds (VoID, sections 4.4 and 4.5)."""
    kinds: tuple[tuple[str, tuple[tuple[str, int], ...], tuple[URIRef, URIRef, URIRef]], ...] = (
        ("class", counts.classes, (VOID.classPartition, VOID["class"], VOID.entities)),
        ("property", counts.properties, (VOID.propertyPartition, VOID.property, VOID.triples)),
    )
    for name, rows, (leads, is_of, counted) in kinds:
        for place, (iri, number) in enumerate(sorted(rows), 1):
            part = URIRef(f"{graph}-{name}-{place}")
            yield graph, leads, part
            yield part, is_of, URIRef(iri)
            yield part, counted, Literal(str(number), datatype=XSD.integer)


def _graphs_query() -> str:
    """Return the query for the named graphs, without its head."""
    lines = queries.text("pages/graphs").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#")).strip()


def _duration(seconds: float) -> Literal:
    """Write seconds as an XSD duration, which knows no exponent."""
    digits = f"{Decimal(repr(seconds)):f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Literal(f"PT{digits}S", datatype=XSD.duration, normalize=False)
