"""The SPARQL 1.1 service description, of a server for reading and of one for writing.

The vocabulary is that of https://www.w3.org/TR/sparql11-service-description/ (section 3).
"""

import subprocess
import sys

import pytest
from rdflib import RDF, RDFS, VOID, Graph, Namespace, URIRef
from rdflib.term import Node

from samgraf.store.versions import Versions
from samgraf.terms import SG
from samgraf.web import negotiation

from .asking import JSON, send
from .serving import Server
from .writable import Service, column, graph, media_type, truth

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = "http://www.w3.org/ns/formats/"
REGIMES = "http://www.w3.org/ns/entailment/"
SYNTAXES = ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"]

PROPERTIES = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
"""Every property with the class that has it and the one of its values."""

WIDER = {
    "Dataset": {"GraphCollection"},
    "Language": {"Feature"},
    "Function": {"Feature"},
    "Aggregate": {"Feature"},
    "EntailmentRegime": {"Feature"},
    "EntailmentProfile": {"Feature"},
}
CLASSES = {"Service", "GraphCollection", "Graph", "NamedGraph", "Feature", *WIDER}

INDIVIDUALS = {
    "SPARQL10Query": "Language",
    "SPARQL11Query": "Language",
    "SPARQL11Update": "Language",
    "DereferencesURIs": "Feature",
    "UnionDefaultGraph": "Feature",
    "RequiresDataset": "Feature",
    "EmptyGraphs": "Feature",
    "BasicFederatedQuery": "Feature",
}


@pytest.fixture(params=["server", "service"])
def described(request: pytest.FixtureRequest) -> Service:
    """The public server, and the one that may be written to."""
    running: Server | Service = request.getfixturevalue(request.param)
    return running if isinstance(running, Service) else Service(running.port)


def describe(service: Service) -> Graph:
    reply = service.send("GET", service.query, Accept="text/turtle")
    return graph(reply, service.site + service.query)


def classes_of(node: Node | None, description: Graph) -> set[str]:
    """Name the classes that a thing has by what is said of it or by the vocabulary."""
    said = {str(kind).removeprefix(SD) for kind in description.objects(node, RDF.type)}
    name = str(node).removeprefix(SD)
    said |= {INDIVIDUALS[name]} if name in INDIVIDUALS else set()
    said |= {"EntailmentRegime"} if name.startswith(REGIMES) else set()
    return said.union(*(WIDER.get(kind, set()) for kind in said))


def used(description: Graph) -> list[tuple[Node, str, Node]]:
    """Return what is said with a property of the vocabulary."""
    return [
        (thing, str(name).removeprefix(SD), value)
        for thing, name, value in description
        if str(name).startswith(SD)
    ]


def test_get_of_the_endpoint_returns_rdf(described: Service) -> None:
    reply = described.send("GET", described.query)
    assert (reply.status, media_type(reply)) == (200, "text/turtle")
    assert len(graph(reply)) > 0


@pytest.mark.parametrize("accept", SYNTAXES)
def test_the_description_comes_in_the_wanted_syntax(described: Service, accept: str) -> None:
    reply = described.send("GET", described.query, Accept=accept)
    assert media_type(reply) == accept
    assert len(graph(reply)) == len(describe(described))
    assert "accept" in reply.headers["vary"].lower()


def test_a_syntax_that_no_graph_has_is_not_acceptable(described: Service) -> None:
    assert described.send("GET", described.query, Accept="image/png").status == 406


def test_head_has_the_headers_of_the_description_and_no_body(described: Service) -> None:
    reply = described.send("HEAD", described.query, Accept="application/rdf+xml")
    assert (reply.status, reply.body) == (200, b"")
    assert media_type(reply) == "application/rdf+xml"


def test_the_description_names_the_endpoint(described: Service) -> None:
    description = describe(described)
    [service] = description.subjects(RDF.type, SD.Service)
    address = URIRef(described.site + described.query)
    assert list(description.objects(service, SD.endpoint)) == [address]


def test_every_word_of_the_vocabulary_is_in_it(described: Service) -> None:
    description = describe(described)
    assert {name for _, name, _ in used(description)} <= PROPERTIES.keys()
    values = {str(value) for value in description.objects() if str(value).startswith(SD)}
    assert {value.removeprefix(SD) for value in values} <= CLASSES | INDIVIDUALS.keys()


def test_every_property_stands_between_the_right_classes(described: Service) -> None:
    description = describe(described)
    for thing, name, value in used(description):
        domain, values = PROPERTIES[name]
        assert domain in classes_of(thing, description), name
        assert values is None or values in classes_of(value, description), name


def test_the_formats_are_those_of_the_registry(described: Service) -> None:
    description = describe(described)
    formats = {*description.objects(None, SD.resultFormat)}
    assert {URIRef(FORMATS + name) for name in ("SPARQL_Results_JSON", "Turtle")} <= formats
    assert all(str(name).startswith(FORMATS) for name in formats)
    assert all(str(name).startswith(FORMATS) for name in description.objects(None, SD.inputFormat))


def test_there_is_one_default_dataset_with_a_default_graph(described: Service) -> None:
    description = describe(described)
    [dataset] = description.objects(None, SD.defaultDataset)
    assert len(list(description.objects(dataset, SD.defaultGraph))) == 1


def test_every_named_graph_of_the_description_has_a_name(described: Service) -> None:
    description = describe(described)
    for named in description.objects(None, SD.namedGraph):
        assert isinstance(description.value(named, SD.name), URIRef)


def test_only_a_server_for_writing_says_that_it_speaks_update(
    server: Server, service: Service
) -> None:
    reading = describe(Service(server.port))
    assert list(reading.objects(None, SD.supportedLanguage)) == [SD.SPARQL11Query]
    assert list(reading.objects(None, SD.inputFormat)) == []
    writing = {*describe(service).objects(None, SD.supportedLanguage)}
    assert {SD.SPARQL11Query, SD.SPARQL11Update} <= writing


def test_a_person_gets_a_page_instead_of_the_description(server: Server) -> None:
    reply = send(server.port, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (reply.status, media_type(reply)) == (200, "text/html")


@pytest.mark.parametrize("accept", negotiation.GRAPHS)
def test_format_names_the_syntax_too(described: Service, accept: str) -> None:
    [name] = [key for key, (_, graph) in negotiation.FORMATS.items() if graph == accept][-1:]
    reply = described.send("GET", f"{described.query}?format={name}", Accept="text/html")
    assert (reply.status, media_type(reply)) == (200, accept)


@pytest.mark.parametrize("accept", negotiation.GRAPHS)
def test_head_is_equal_to_get_and_a_known_validator_needs_no_body(
    described: Service, accept: str
) -> None:
    full = described.send("GET", described.query, Accept=accept)
    head = described.send("HEAD", described.query, Accept=accept)
    skipped = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in skipped} == {
        k: v for k, v in full.headers.items() if k not in skipped
    }
    tag = full.headers["etag"]
    assert tag.startswith('"')
    again = described.send("GET", described.query, Accept=accept, If_None_Match=tag)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    packed = described.send("GET", described.query, Accept=accept, Accept_Encoding="gzip")
    assert packed.headers["etag"] != tag
    assert packed.headers["content-encoding"] == "gzip"


def test_the_description_counts_what_the_version_holds(server: Server) -> None:
    description = describe(Service(server.port))
    [version] = description.objects(None, SG.dataVersion)
    manifest = Versions(server.build).manifest(str(version))
    [graph] = description.objects(None, SD.defaultGraph)
    [triples] = description.objects(graph, VOID.triples)
    [graphs] = description.objects(None, SG.namedGraphs)
    assert (int(str(triples)), int(str(graphs))) == (manifest["triples"], manifest["graphs"])
    [dataset] = description.objects(None, SD.defaultDataset)
    link = str(description.value(dataset, RDFS.seeAlso))
    reply = send(server.port, "GET", link[link.index("/sparql") :], Accept=JSON)
    assert len(column(reply)) == manifest["graphs"]


def test_nothing_is_counted_after_a_write(service: Service) -> None:
    service.fill("<x:s> <x:p> <x:o>")
    assert not list(describe(service).objects(None, VOID.triples))


def test_the_default_graph_is_not_called_a_union_that_it_is_not(
    server: Server, service: Service
) -> None:
    built, kept = (
        {*describe(one).objects(None, SD.feature)} for one in (Service(server.port), service)
    )
    beside = "ASK { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
    assert truth(Service(server.port).get_query(beside, Accept=JSON))
    assert built == {SG.PartialUnionDefaultGraph}
    assert kept == {SD.EmptyGraphs}


def test_a_server_for_writing_keeps_an_empty_graph(service: Service) -> None:
    service.post_update("CREATE GRAPH <x:empty>")
    assert service.holds("GRAPH <x:empty> {}")


@pytest.mark.slow
def test_a_description_is_the_same_in_every_process() -> None:
    code = (
        "from samgraf.describing.service import Counts, Described, written\n"
        "from samgraf.limits import Limits\n"
        "from samgraf.web.negotiation import GRAPHS\n"
        "one = Described('https://s.example', 'v1', Limits(), True, True, Counts(5, 6))\n"
        "print([written(one, name) for name in GRAPHS])\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    assert len(told) == 1
