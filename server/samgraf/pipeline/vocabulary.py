"""The ontology and code lists: read once, named where they are blank, and asked for slugs."""

from collections import defaultdict
from collections.abc import Mapping

from rdflib import BNode, Graph, URIRef
from rdflib.compare import to_canonical_graph
from rdflib.plugins.parsers.notation3 import BadSyntax

from samgraf import resources
from samgraf.errors import OwnFault
from samgraf.terms import BASE, CODE, RDF, RDFS, SKOS


def read() -> Graph:
    """Read every Turtle file of ontology/; its blank nodes get names that never change."""
    graph = Graph()
    for file in resources.files("ontology", ".ttl"):
        try:
            graph.parse(file, format="turtle")
        except BadSyntax as error:
            raise OwnFault(f"{resources.name_of(file)}:{error.lines + 1}: not Turtle") from error
    return _without_blanks(graph)


def slugs(vocabulary: Graph) -> Mapping[str, frozenset[str]]:
    """Return the slugs of each code scheme; under '' the register schemes themselves."""
    found: dict[str, set[str]] = defaultdict(set)
    for concept, scheme in vocabulary.subject_objects(SKOS.inScheme):
        found[str(scheme).removeprefix(CODE)].add(str(concept).removeprefix(f"{scheme}/"))
    registers = vocabulary.subjects(RDF.type, RDFS.Datatype)
    found[""] = {str(r).removeprefix(CODE) for r in registers if str(r).startswith(CODE)}
    return {scheme: frozenset(values) for scheme, values in found.items()}


def _without_blanks(graph: Graph) -> Graph:
    """Replace blank nodes by IRIs made from what they say (RDF 1.1 Concepts, section 3.5)."""
    blank = Graph()
    blank += (t for t in graph if isinstance(t[0], BNode) or isinstance(t[2], BNode))
    named = graph - blank
    for s, p, o in to_canonical_graph(blank):
        named.add((_name(s), p, _name(o)))  # type: ignore[arg-type]
    return named


def _name(term: object) -> object:
    return URIRef(f"{BASE}.well-known/genid/{term}") if isinstance(term, BNode) else term
