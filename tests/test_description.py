"""What a version says of itself: every number is that of a COUNT query, and DCAT-AP is kept."""

import json
import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, PROV, RDF, VOID, Graph, Literal, URIRef
from rdflib.term import Node

from samgraf import queries, validation
from samgraf.cataloguing import series
from samgraf.cataloguing.counting import LinkSet, count
from samgraf.cataloguing.quality import MEASURES
from samgraf.cataloguing.writing import ntriples
from samgraf.errors import OwnFault
from samgraf.pipeline import description
from samgraf.store.asking import Facts
from samgraf.store.versions import DESCRIPTION, Versions
from samgraf.terms import (
    BASE,
    DCAT,
    DCATAP,
    DQV,
    FOAF,
    GRAPH,
    RDFS,
    SD,
    SKOS,
    SPDX,
    VCARD,
    dataset,
)

from .asking import Reply, send
from .serving import Server

TYPES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
DOCUMENTS = ("void", "void-sources", "catalog", "provenance", "quality")
USES = "(COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)"
WHOLE = f"{USES} (COUNT(DISTINCT ?p) AS ?properties)"
Numbers = tuple[int, ...]
RANGES = {
    DCAT.dataset: DCAT.Dataset,
    DCAT.service: DCAT.DataService,
    DCAT.distribution: DCAT.Distribution,
    DCAT.servesDataset: DCAT.Dataset,
    DCAT.inSeries: DCAT.DatasetSeries,
    DCAT.theme: SKOS.Concept,
    DCAT.themeTaxonomy: SKOS.ConceptScheme,
    DCAT.contactPoint: VCARD.Kind,
    DCAT.mediaType: DCTERMS.MediaType,
    DCAT.compressFormat: DCTERMS.MediaType,
    DCAT.landingPage: FOAF.Document,
    DCATAP.availability: SKOS.Concept,
    DCTERMS.accessRights: DCTERMS.RightsStatement,
    DCTERMS.accrualPeriodicity: DCTERMS.Frequency,
    DCTERMS.conformsTo: DCTERMS.Standard,
    DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
    DCTERMS.language: DCTERMS.LinguisticSystem,
    DCTERMS.license: DCTERMS.LicenseDocument,
    DCTERMS.provenance: DCTERMS.ProvenanceStatement,
    DCTERMS.publisher: FOAF.Agent,
    DCTERMS.spatial: DCTERMS.Location,
    DCTERMS.temporal: DCTERMS.PeriodOfTime,
    FOAF.homepage: FOAF.Document,
    FOAF.page: FOAF.Document,
    SPDX.checksum: SPDX.Checksum,
    SPDX.algorithm: SPDX.ChecksumAlgorithm,
}
"""What each property leads to, by the profile."""


class Described:
    """A version with its store and its VoID description."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.iri = folder, dataset(folder.name)
        self.store = ox.Store.read_only(str(folder / "store"))
        self.void = self.read("void")

    def read(self, name: str) -> Graph:
        return Graph().parse(self.folder / DESCRIPTION / f"{name}.nt", format="nt")

    def rows(self, query: str) -> list[list[str]]:
        found = self.store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        return [[getattr(value, "value", "") for value in row] for row in found]

    def numbers(self, node: Node | None, *names: URIRef) -> Numbers:
        return tuple(int(str(self.void.value(node, name))) for name in names)

    def graphs(self) -> dict[str, Node]:
        return {str(name): node for node, name in self.void.subject_objects(SD.name)}

    def parts(self, node: Node | None, leads: URIRef, of: URIRef) -> dict[str, Node]:
        return {str(self.void.value(part, of)): part for part in self.void.objects(node, leads)}


def version_of(build: Path) -> Described:
    versions = Versions(build)
    return Described(versions.path(versions.needed()))


@pytest.fixture(scope="module")
def small(server: Server) -> Described:
    return version_of(server.build)


def whole(held: Described) -> None:
    """Hold the default graph to COUNT queries: all of it, by property, by class."""
    triples, subjects, objects, properties = map(
        int, held.rows(f"SELECT {WHOLE} {{ ?s ?p ?o }}")[0]
    )
    [[entities, classes]] = held.rows(
        "SELECT (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?c) AS ?m) { ?s a ?c }"
    )
    names = (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects, VOID.properties)
    assert held.numbers(held.iri, *names) == (triples, subjects, objects, properties)
    told = held.numbers(held.iri, VOID.entities, VOID.classes)
    assert told == (int(entities), int(classes))
    of_property = {
        p: tuple(map(int, n)) for p, *n in held.rows(f"SELECT ?p {USES} {{ ?s ?p ?o }} GROUP BY ?p")
    }
    uses = (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects)
    parts = held.parts(held.iri, VOID.propertyPartition, VOID.property)
    assert {p: held.numbers(part, *uses) for p, part in parts.items()} == of_property
    things = held.rows("SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    kinds = held.parts(held.iri, VOID.classPartition, VOID["class"])
    counts = {kind: held.numbers(part, VOID.entities)[0] for kind, part in kinds.items()}
    assert counts == {kind: int(number) for kind, number in things}
    within = {
        (kind, prop): held.numbers(node, VOID.triples)[0]
        for kind, part in kinds.items()
        for prop, node in held.parts(part, VOID.propertyPartition, VOID.property).items()
    }
    said = held.rows("SELECT ?c ?p (COUNT(?o) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p")
    assert within == {(kind, prop): int(number) for kind, prop, number in said}


def each_graph(held: Described) -> None:
    """Hold every named graph to COUNT queries."""
    found = held.rows(f"SELECT ?g {WHOLE} {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g")
    names = (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects, VOID.properties)
    told = {name: held.numbers(node, *names) for name, node in held.graphs().items()}
    assert told == {name: tuple(map(int, numbers)) for name, *numbers in found}
    typed = held.rows(
        "SELECT ?g (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?c) AS ?m) "
        "{ GRAPH ?g { ?s a ?c } } GROUP BY ?g"
    )
    partitions_of_sources(held)
    entities = {
        name: held.numbers(n, VOID.entities, VOID.classes) for name, n in held.graphs().items()
    }
    assert {name: pair for name, pair in entities.items() if pair != (0, 0)} == {
        name: (int(things), int(classes)) for name, things, classes in typed
    }


def partitions_of_sources(held: Described) -> None:
    """Hold the parts of each source's graph to COUNT queries."""
    graph = held.read("void-sources")
    for part, number in ((VOID.property, VOID.triples), (VOID["class"], VOID.entities)):
        told = {
            (str(graph.value(whole, SD.name)), str(of)): int(str(graph.value(node, number)))
            for node, of in graph.subject_objects(part)
            for whole in graph.subjects(None, node)
        }
        pattern = "?s ?of ?o" if part == VOID.property else "?s a ?of"
        found = held.rows(
            f"SELECT ?g ?of (COUNT(*) AS ?n) {{ GRAPH ?g {{ {pattern} }} "
            f"FILTER(STRSTARTS(STR(?g), '{GRAPH}source/')) }} GROUP BY ?g ?of"
        )
        assert told == {(name, of): int(n) for name, of, n in found}


def link_sets(held: Described) -> None:
    """Hold the link sets to a COUNT query for each; the graph's own have the graph's number."""
    for node in held.void.subjects(RDF.type, VOID.Linkset):
        if not str(node).startswith(held.iri):
            [[own]] = held.rows(f"SELECT ?n {{ <{node}> <{VOID.triples}> ?n }}")
            assert held.numbers(node, VOID.triples) == (int(own),), node
            continue
        link, target = (held.void.value(node, p) for p in (VOID.linkPredicate, VOID.objectsTarget))
        [[number]] = held.rows(
            f"SELECT (COUNT(*) AS ?n) {{ ?s <{link}> ?o . FILTER(STRSTARTS(STR(?o), '{target}')) "
            f"FILTER(REGEX(STR(?s), '^{BASE}(id|code)/')) }}"
        )
        assert held.numbers(node, VOID.triples) == (int(number),), (link, target)


def measures(held: Described) -> None:
    """Hold every measure of quality to a row of its query."""
    graph = held.read("quality")
    for name, measured in MEASURES.items():
        rows = held.rows(queries.text(f"statistics/{name}"))
        for column in measured.numbers:
            metric = URIRef(f"{BASE}quality#{name}-{column}")
            told = graph.subjects(DQV.isMeasurementOf, metric)
            values = Counter(str(graph.value(one, DQV.value)) for one in told)
            assert values == Counter(row[column] for row in rows), metric


@pytest.mark.parametrize("held", [whole, each_graph, link_sets, measures])
def test_every_number_is_that_of_a_query(small: Described, held: object) -> None:
    assert callable(held)
    held(small)


@pytest.mark.slow
def test_every_number_of_the_real_graph_is_that_of_a_query(real_build: Path) -> None:
    real = version_of(real_build)
    for held in (whole, each_graph, link_sets, measures):
        held(real)
    assert len(list(real.void.subjects(RDF.type, VOID.Linkset))) > 5
    broken = found(real)
    assert broken == set()


def found(held: Described) -> set[str]:
    """Name the shapes of DCAT-AP that a catalogue breaks, those of recommendations too."""
    text = (held.folder / DESCRIPTION / "catalog.nt").read_bytes()
    results = validation.broken(Facts.bulk(text), validation.description_shapes())
    return {f"{one.check.shape.node} {one.focus}" for one in results}


def test_the_catalogue_keeps_every_rule_and_every_recommendation(small: Described) -> None:
    assert found(small) == set()


@pytest.mark.parametrize("prop", RANGES, ids=lambda prop: str(prop).rpartition("/")[2])
def test_every_value_is_of_the_class_that_the_profile_wants(server: Server, prop: URIRef) -> None:
    """DCAT-AP 3.0.1, ranges; harvesters that validate look no further than the catalogue."""
    graph = Graph().parse(data=ask(server, "/catalog.nt").body, format="nt")
    values = set(graph.objects(None, prop))
    assert values
    assert [value for value in values if (value, RDF.type, RANGES[prop]) not in graph] == []


def test_a_catalogue_that_breaks_a_rule_stops_the_build(small: Described) -> None:
    lines = (small.folder / DESCRIPTION / "catalog.nt").read_bytes().splitlines(keepends=True)
    title = f"<{small.iri}> <{DCTERMS.title}>".encode()
    without = b"".join(line for line in lines if not line.startswith(title))
    with pytest.raises(OwnFault, match="AP-Dataset-title"):
        description.check(without)


def test_every_dump_is_a_file_of_the_catalogue_with_its_size_and_sum(small: Described) -> None:
    catalogue = small.read("catalog")
    digests = json.loads((small.folder / "files.json").read_text(encoding="utf-8"))["files"]
    told = {}
    for file in catalogue.subjects(RDF.type, DCAT.Distribution):
        name = str(catalogue.value(file, DCAT.downloadURL)).rpartition("/")[2]
        total = catalogue.value(catalogue.value(file, SPDX.checksum), SPDX.checksumValue)
        told[f"dumps/{name}"] = (str(total), int(str(catalogue.value(file, DCAT.byteSize))))
    assert told == {
        name: (digest, (small.folder / name).stat().st_size)
        for name, digest in digests.items()
        if name.startswith("dumps/")
    }


def test_the_version_was_made_from_the_tables_and_the_sources(small: Described) -> None:
    graph = small.read("provenance")
    manifest = json.loads((small.folder / "manifest.json").read_text(encoding="utf-8"))
    inputs = {
        str(graph.value(file, RDFS.label)): str(
            graph.value(graph.value(file, SPDX.checksum), SPDX.checksumValue)
        )
        for file in graph.objects(small.iri, PROV.wasDerivedFrom)
    }
    assert manifest["inputs"]["data"].items() <= inputs.items()
    sources = [str(one) for one in graph.objects(small.iri, PROV.hadPrimarySource)]
    assert sources
    assert all(source.startswith(f"{BASE}id/source/") for source in sources)


def test_no_description_tells_a_time_or_a_person(small: Described) -> None:
    texts = [(small.folder / DESCRIPTION / f"{name}.nt").read_text("utf-8") for name in DOCUMENTS]
    assert not re.search(r"XMLSchema#dateTime|mailto:|foaf/0\.1/Person", "".join(texts))


def ask(server: Server, target: str, **headers: str) -> Reply:
    return send(server.port, "GET", target, None, **headers)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_says_the_same_in_every_syntax(server: Server, name: str) -> None:
    counted = set()
    for ending, media_type in TYPES.items():
        reply = ask(server, f"/{name}.{ending}")
        assert reply.status == 200
        assert reply.headers["content-type"].partition(";")[0] == media_type
        assert reply.headers["access-control-allow-origin"] == "*"
        counted.add(frozenset(ox.parse(reply.body, ox.RdfFormat.from_media_type(media_type))))
    assert len(counted) == 1


def test_addresses_are_those_of_the_server_and_names_are_canonical(server: Server) -> None:
    here = f"http://127.0.0.1:{server.port}"
    graph = Graph().parse(data=ask(server, "/catalog.ttl").body, format="turtle")
    downloads = [str(one) for one in graph.objects(None, DCAT.downloadURL)]
    assert downloads
    for download in downloads:
        assert download.startswith(f"{here}/dumps/")
        assert send(server.port, "HEAD", download.removeprefix(here)).status == 200
    named = {str(one) for one in graph.subjects(RDF.type, DCAT.Dataset)}
    assert named
    assert all(name.startswith(f"{BASE}versions/") for name in named)
    void = Graph().parse(data=ask(server, "/void.ttl").body, format="turtle")
    assert {str(one) for one in void.objects(None, VOID.sparqlEndpoint)} == {f"{here}/sparql"}


def test_every_service_and_page_of_the_catalogue_answers(server: Server) -> None:
    here = f"http://127.0.0.1:{server.port}"
    graph = Graph().parse(data=ask(server, "/catalog.nt").body, format="nt")
    pages = (DCAT.endpointURL, DCAT.endpointDescription, DCAT.landingPage)
    told = {str(one) for page in pages for one in graph.objects(None, page)}
    assert f"{here}/sparql" in told
    for address in told:
        path = address.removeprefix(here)
        # A service that wants to be told more says so.
        assert ask(server, path, Accept="*/*").status in (200, 400), address


def test_a_host_that_is_no_host_does_not_get_into_the_addresses(server: Server) -> None:
    reply = ask(server, "/catalog.ttl", Host="a<b>")
    assert reply.status in (200, 400)
    assert b"a<b>" not in reply.body


def test_programs_find_void_where_they_look_for_it(server: Server) -> None:
    plain = ask(server, "/void.ttl")
    known = ask(server, "/.well-known/void", Accept="text/turtle")
    assert (known.status, known.body) == (200, plain.body)
    assert "accept" in known.headers["vary"].lower()
    assert ask(server, "/.well-known/void", Accept="image/png").status == 406
    again = ask(
        server, "/.well-known/void", Accept="text/turtle", If_None_Match=known.headers["etag"]
    )
    assert (again.status, again.body) == (304, b"")


def test_the_catalogue_leads_a_browser_to_the_files(server: Server) -> None:
    assert ask(server, "/catalog", Accept="text/html").headers["location"].endswith("/download")
    assert ask(server, "/catalog", Accept="application/ld+json").status == 200
    assert send(server.port, "POST", "/catalog.ttl").status == 405


def test_other_versions_at_hand_stand_in_their_order() -> None:
    catalogues = [
        ntriples(
            [
                (dataset(name), RDF.type, DCAT.Dataset),
                (dataset(name), DCAT.distribution, dataset(name, "file/a")),
                (dataset(name, "file/a"), RDF.type, DCAT.Distribution),
                (dataset(name, "tables"), RDF.type, DCAT.Dataset),
            ]
        )
        for name in ("2026-02-01-b", "2026-01-01-a")
    ]
    told = b"".join(series.earlier(("2026-02-01-b", "2026-01-01-a"), catalogues, 3))
    graph = Graph().parse(data=told, format="nt")
    older, newer = dataset("2026-01-01-a"), dataset("2026-02-01-b")
    assert (newer, DCAT.previousVersion, older) in graph
    assert (series.ALL, DCAT.hasCurrentVersion, newer) in graph
    assert (URIRef(f"{BASE}catalog"), DCAT.dataset, older) in graph
    assert (dataset("2026-01-01-a", "file/a"), RDF.type, DCAT.Distribution) in graph
    assert (dataset("2026-01-01-a", "tables"), None, None) not in graph
    assert "3 older versions" in told.decode()


def test_a_service_that_the_site_has_not_is_left_out(small: Described) -> None:
    text = (small.folder / DESCRIPTION / "catalog.nt").read_bytes()
    assert b"catalog#reconcile" in text
    assert b"catalog#reconcile" not in series.without_services(text, {"sparql"})
    assert b"catalog#sparql" in series.without_services(text, {"sparql"})


def test_a_graph_is_counted_as_sparql_counts() -> None:
    counted = count(
        ["<x:a> <x:p> <x:b>", "<x:a> <x:p> <x:c>", "<x:b> <x:q> <x:c>", "<x:b> <x:q> <x:c>"]
    )
    assert (counted.triples, counted.subjects, counted.objects) == (3, 2, 2)
    assert counted.entities == 0


def test_link_sets_that_the_graph_declares_are_told_by_their_names() -> None:
    declared = {
        "a": f"<{VOID.Linkset}>",
        "b": f"<{VOID.Linkset}>",  # nobody has counted it
    }
    triples = [f"<x:{name}> <{RDF.type}> {kind}" for name, kind in declared.items()]
    triples += [
        f"<x:a> <{VOID.linkPredicate}> <x:same>",
        f"<x:a> <{VOID.objectsTarget}> <http://other.example/>",
        f'<x:a> <{VOID.triples}> "7"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]
    assert count(triples).link_sets == (LinkSet("x:a", "x:same", "http://other.example/", 7),)


def structured(page: bytes) -> dict[str, object]:
    block = re.search(rb'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    [node] = json.loads(block[1])["@graph"]
    assert isinstance(node, dict)
    return node


def test_the_page_of_files_describes_the_data_set_to_search_engines(
    server: Server, small: Described
) -> None:
    node = structured(ask(server, "/download", Accept="text/html").body)
    assert (node["@type"], node["@id"], node["version"]) == ("Dataset", BASE, small.folder.name)
    files = node["distribution"]
    assert isinstance(files, list)
    here = f"http://127.0.0.1:{server.port}"
    for file in files:
        assert send(server.port, "HEAD", file["contentUrl"].removeprefix(here)).status == 200
    assert "distribution" not in structured(ask(server, "/", Accept="text/html").body)


def test_the_page_of_quality_tells_the_numbers_and_where_coverage_is_uneven(
    server: Server, small: Described
) -> None:
    page = ask(server, "/about/quality", Accept="text/html").body.decode()
    manifest = json.loads((small.folder / "manifest.json").read_text(encoding="utf-8"))
    rows = manifest["statistics"]["relations-by-sources"]
    assert rows
    assert sum(int(row[-1]) for row in rows) == sum(
        int(row[1]) for row in manifest["statistics"]["relations"]
    )
    assert "Coverage is uneven" in page
    assert 'href="/quality.ttl"' in page


def test_the_service_description_has_the_partitions_of_the_default_graph(
    server: Server, small: Described
) -> None:
    reply = ask(server, "/sparql", Accept="text/turtle")
    told = Graph().parse(data=reply.body, format="turtle")
    [graph] = told.objects(None, SD.defaultGraph)
    for leads, of, number in (
        (VOID.classPartition, VOID["class"], VOID.entities),
        (VOID.propertyPartition, VOID.property, VOID.triples),
    ):
        here = {told.value(p, of): told.value(p, number) for p in told.objects(graph, leads)}
        there = small.parts(small.iri, leads, of)
        assert here == {
            URIRef(name): small.void.value(part, number) for name, part in there.items()
        }
    assert all(isinstance(one, Literal) for one in told.objects(None, VOID.triples))
