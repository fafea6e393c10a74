"""Namespaces, and the one place where an IRI of ours is made (design: ontology, section 2)."""

from datetime import date

from rdflib import Namespace, URIRef

from . import namespaces

BASE = namespaces.BASE

PREFIXES = {prefix: Namespace(iri) for prefix, iri in namespaces.PREFIXES.items()}
"""The prefixes that our data, queries and messages use."""

SG = PREFIXES["sg"]
ID = Namespace(BASE + "id/")
CODE = Namespace(namespaces.CODES)
GRAPH = Namespace(BASE + "graph/")
SHAPES = Namespace(namespaces.SHAPES)
ONTOLOGY = URIRef(namespaces.ONTOLOGY)

ADMS = Namespace("http://www.w3.org/ns/adms#")
AUTHORITY = Namespace("http://publications.europa.eu/resource/authority/")
"""The named authority lists of the European Union, which DCAT-AP asks for."""
COUNTRY = Namespace(namespaces.COUNTRIES)
DCAT = PREFIXES["dcat"]
DCATAP = Namespace("http://data.europa.eu/r5r/")
DCT = PREFIXES["dct"]
DQV = Namespace("http://www.w3.org/ns/dqv#")
EUROVOC = Namespace("http://eurovoc.europa.eu/")
FOAF = PREFIXES["foaf"]
FORMATS = Namespace("http://www.w3.org/ns/formats/")
GEO = PREFIXES["geo"]
GEOMETRY = Namespace("http://www.opengis.net/ont/sf#")
LDQD = Namespace("http://www.w3.org/2016/05/ldqd#")
MEDIA = Namespace("https://www.iana.org/assignments/media-types/")
NUTS = Namespace("http://data.europa.eu/nuts/code/")
OA = PREFIXES["oa"]
ORG = PREFIXES["org"]
OWL = PREFIXES["owl"]
PAV = PREFIXES["pav"]
PROV = PREFIXES["prov"]
RDF = PREFIXES["rdf"]
RDFS = PREFIXES["rdfs"]
SCHEMA = PREFIXES["schema"]
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SH = Namespace(namespaces.SHACL)
SKOS = PREFIXES["skos"]
SDMX = Namespace("http://purl.org/linked-data/sdmx/2009/dimension#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SPEX = Namespace("https://purl.expasy.org/sparql-examples/ontology#")
EXAMPLES_SCHEMA = Namespace("https://schema.org/")
"""schema.org as collections of SPARQL examples write it; our data have it with ``http:``."""
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
VOID = Namespace("http://rdfs.org/ns/void#")
WIKIDATA = Namespace("http://www.wikidata.org/entity/")
XSD = PREFIXES["xsd"]

CPOV = Namespace("http://data.europa.eu/m8g/")
POPOLO = Namespace("http://www.popoloproject.com/specs/")
OPENGOV = Namespace("http://www.w3.org/ns/opengov#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
TIME = Namespace("http://www.w3.org/2006/time#")
PROFILES = Namespace("http://www.w3.org/ns/dx/prof/")

KINDS = ("actor", "relation", "event", "claim", "source", "programme", "call", "project", "plan")
"""The kinds of things under ``/id/`` (design: ontology, section 2.1)."""

VOCAB = GRAPH["vocab"]
CORE = GRAPH["core"]
META = GRAPH["meta"]
BOUNDS = GRAPH["derived/bounds"]
CURRENT = GRAPH["derived/current"]
CONFIRMED = GRAPH["derived/confirmed"]
REIFIED = GRAPH["derived/reified"]
"""Who says which statement; it is in the dumps of RDF 1.2 alone."""


def thing(kind: str, key: str) -> URIRef:
    """Make the IRI of a thing, such as ``actor``, ``dk-vejle``."""
    return ID[f"{kind}/{key}"]


def hash_node(owner: URIRef, name: str) -> URIRef:
    """Make the IRI of a hash node, such as ``…#during``; of a hash node: ``…#evidence.during``."""
    return URIRef(f"{owner}.{name}" if "#" in owner else f"{owner}#{name}")


def version_of(actor: URIRef, first_day: date | None) -> URIRef:
    """Make the IRI of an actor's version from its first day, if that is known."""
    return hash_node(actor, f"v-{first_day.isoformat()}" if first_day else "v-first")


def concept(scheme: str, slug: str) -> URIRef:
    """Make the IRI of a concept of one of our code schemes."""
    return CODE[f"{scheme}/{slug}"]


def scheme(name: str) -> URIRef:
    """Make the IRI of a code scheme; it is the datatype of its codes too."""
    return CODE[name]


def snapshot_of(source: str, sha256: str) -> URIRef:
    """Make the IRI of a captured text of a source from its digest."""
    return hash_node(thing("source", source), f"snapshot-{sha256[:8]}")


def canonical(path: str) -> str:
    """Make the canonical IRI of an address without the base, such as ``id/actor/dk-vejle``."""
    return BASE + path


def asof_graph(year: int) -> URIRef:
    """Make the IRI of the graph of shortcuts on 31 December of a year."""
    return GRAPH[f"asof/{year}"]


def source_graph(key: str) -> URIRef:
    """Make the IRI of the named graph of one source."""
    return GRAPH[f"source/{key}"]


def dataset(version: str, part: str = "") -> URIRef:
    """Make the IRI of a version of the whole data set, or of a part of it such as ``tables``."""
    iri = URIRef(BASE + f"versions/{version}")
    return hash_node(iri, part) if part else iri


def is_authored_graph(graph: str) -> bool:
    """Tell whether a named graph holds what the tables and the ontology say, and no rule made."""
    return not graph.startswith((str(GRAPH["derived/"]), str(GRAPH["asof/"])))


def is_union_graph(graph: str) -> bool:
    """Tell whether a named graph belongs to the default graph (design: ontology, section 6)."""
    return graph != str(CONFIRMED) and not graph.startswith(str(GRAPH["asof/"]))
