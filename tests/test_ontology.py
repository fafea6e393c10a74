"""The ontology says what it must of every term and code, and nothing of other people's terms."""

import csv
import re
from functools import cache
from pathlib import Path

import owlrl  # type: ignore[import-untyped]
import pyoxigraph
import pytest
from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, VANN, XSD, BNode, Graph, Literal, URIRef

from samgraf import resources

BASE = "https://w3id.org/samgraf/"
SG = BASE + "ontology#"
CODE = BASE + "code/"
ONTOLOGY = URIRef(BASE + "ontology")
LANGUAGES = ["da", "en", "fi", "nb", "sv"]
COUNTRIES = "http://publications.europa.eu/resource/authority/country/"
FILES = resources.files("ontology", ".ttl")
PREFIX = re.compile(r"^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)


@cache
def ontology() -> Graph:
    graph = Graph()
    for file in FILES:
        graph.parse(file, format="turtle")
    return graph


def subjects_in(namespace: str) -> list[URIRef]:
    found = {s for s in ontology().subjects() if isinstance(s, URIRef) and s.startswith(namespace)}
    return sorted(found)


def languages(subject: URIRef, predicate: URIRef) -> list[str]:
    labels = [o for o in ontology().objects(subject, predicate) if isinstance(o, Literal)]
    return sorted(str(label.language) for label in labels)


def names_used(file: Path, namespace: str) -> set[str]:
    """Find the names of a namespace that a shape or query uses, prefixed or in full."""
    text = file.read_text(encoding="utf-8")
    found = set(re.findall(re.escape(namespace) + r"([\w/-]+)", text))
    for prefix, meant in PREFIX.findall(text):
        if meant.startswith(namespace):
            inside = re.findall(rf"(?<![\w:/-]){re.escape(prefix)}:([\w-]+)", text)
            found |= {meant.removeprefix(namespace) + name for name in inside}
    return {name for name in found if not name.endswith("/")}


USERS = [*resources.files("shapes", ".ttl"), *resources.files("queries", ".rq")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_two_readers_read_the_same_number_of_triples(file: Path) -> None:
    other = pyoxigraph.parse(file.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
    assert len(Graph().parse(file, format="turtle")) == len(set(other)) > 0


def test_the_ontology_names_its_version_and_licence() -> None:
    version = ontology().value(ONTOLOGY, OWL.versionInfo)
    assert ontology().value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in ontology()


@pytest.mark.parametrize("term", subjects_in(SG), ids=lambda term: term.removeprefix(SG))
def test_a_term_has_five_labels_one_definition_and_its_ontology(term: URIRef) -> None:
    assert languages(term, RDFS.label) == LANGUAGES
    assert languages(term, SKOS.definition) == ["en"]
    assert list(ontology().objects(term, RDFS.isDefinedBy)) == [ONTOLOGY]


@pytest.mark.parametrize("code", subjects_in(CODE), ids=lambda code: code.removeprefix(CODE))
def test_a_code_or_scheme_has_a_label_in_each_of_five_languages(code: URIRef) -> None:
    assert languages(code, SKOS.prefLabel) == LANGUAGES


def test_a_code_belongs_to_the_scheme_in_its_iri() -> None:
    concepts = list(ontology().subjects(RDF.type, SKOS.Concept))
    wrong = [
        concept
        for concept in concepts
        if list(ontology().objects(concept, SKOS.inScheme))
        != [URIRef(str(concept).rpartition("/")[0])]
    ]
    assert len(concepts) > 100
    assert wrong == []


def test_only_the_role_member_makes_a_member() -> None:
    role_property = URIRef("http://www.w3.org/ns/org#roleProperty")
    said = set(ontology().subject_objects(role_property))
    assert said == {(URIRef(CODE + "role/member"), URIRef(SG + "memberOf"))}


def test_a_register_is_a_scheme_and_a_datatype() -> None:
    registers = {str(r).removeprefix(CODE) for r in ontology().subjects(RDF.type, RDFS.Datatype)}
    assert {"dk-kommunekode", "no-kommunenummer", "se-kommunkod", "fi-kuntanumero"} < registers
    for register in registers:
        assert (URIRef(CODE + register), RDF.type, SKOS.ConceptScheme) in ontology()


def test_nothing_is_said_of_other_peoples_terms() -> None:
    foreign = {s for s in ontology().subjects() if not str(s).startswith(BASE)}
    said = {p for s in foreign for p in ontology().predicates(s)}
    assert all(str(subject).startswith(COUNTRIES) for subject in foreign)
    assert said == {SKOS.prefLabel}


def test_a_country_has_a_name_in_each_of_five_languages() -> None:
    countries = subjects_in(COUNTRIES)
    used = {"DNK", "NOR", "SWE", "FIN", "ISL", "FRO", "GRL", "DEU"}
    assert used <= {country.removeprefix(COUNTRIES) for country in countries}
    assert all(languages(country, SKOS.prefLabel) == LANGUAGES for country in countries)


def test_there_are_no_blank_nodes() -> None:
    assert not [t for t in ontology() if any(isinstance(node, BNode) for node in t)]


@pytest.mark.parametrize("file", USERS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_shapes_and_queries_use_declared_terms_and_codes_only(file: Path) -> None:
    terms = {term.removeprefix(SG) for term in subjects_in(SG)}
    codes = {code.removeprefix(CODE) for code in subjects_in(CODE)}
    regions = {name for name in names_used(file, CODE) if name.startswith("region/")}
    assert names_used(file, SG) <= terms
    assert names_used(file, CODE) - regions <= codes


def test_the_codes_of_the_official_code_shape_are_the_registers() -> None:
    text = (resources.ROOT / "shapes" / "codes.ttl").read_text(encoding="utf-8")
    formed = set(re.findall(r"sh:datatype code:([a-z-]+) ;", text))
    registers = {str(r).removeprefix(CODE) for r in ontology().subjects(RDF.type, RDFS.Datatype)}
    assert formed == registers - {"nuts"}


UNUSED = {"FederationPolicy": "the range of sg:federation; only its value is stated"}
CODED = {
    "role": "role",
    "body_kind": "body-kind",
    "form": "form",
    "governance": "governance",
    "obligation": "obligation",
    "legal_basis": "legal-basis",
    "completeness": "completeness",
    "reading": "reading",
    "rank": "rank",
    "change_kind": "change-kind",
    "topics": "topic",
    "scheme": "",
}
WORDS = (
    *resources.files("shapes", ".ttl"),
    *resources.files("queries", ".rq"),
    *sorted((resources.ROOT / "server").rglob("*.py")),
)


def test_the_ontology_says_who_made_it_when_under_which_licence_and_how_to_cite_it() -> None:
    """Hold what FOOPS! asks of an ontology's metadata, as far as it needs no network."""
    said = {p: list(ontology().objects(ONTOLOGY, p)) for p in ontology().predicates(ONTOLOGY)}
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.bibliographicCitation):
        assert said[predicate], predicate
    assert said[DCTERMS.license] == [URIRef("https://creativecommons.org/licenses/by/4.0/")]
    for predicate in (DCTERMS.created, DCTERMS.modified):
        [day] = said[predicate]
        assert isinstance(day, Literal)
        assert day.datatype == XSD.date
    assert said[VANN.preferredNamespaceUri] == [Literal(SG)]
    assert said[VANN.preferredNamespacePrefix] == [Literal("sg")]
    assert said[DCTERMS.creator] == said[DCTERMS.publisher]
    [maker] = said[DCTERMS.creator]
    assert (maker, RDF.type, FOAF.Organization) in ontology()
    assert (None, RDF.type, FOAF.Person) not in ontology()


def test_every_term_is_used_in_shapes_queries_or_code() -> None:
    words = {
        word
        for file in WORDS
        for word in re.findall(r"[A-Za-z][A-Za-z0-9]*", file.read_text(encoding="utf-8"))
    }
    terms = {term.removeprefix(SG) for term in subjects_in(SG)}
    assert terms - words == UNUSED.keys()


def test_every_code_of_the_tables_is_declared() -> None:
    codes = {code.removeprefix(CODE) for code in subjects_in(CODE)}
    unknown = set()
    for table in sorted((resources.ROOT / "data").rglob("*.csv")):
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for column in CODED.keys() & row.keys():
                    slugs = [slug for slug in (row[column] or "").split("|") if slug]
                    named = {f"{CODED[column]}/{slug}".lstrip("/") for slug in slugs}
                    unknown |= {f"{table.name}: {code}" for code in named - codes}
    assert unknown == set()


def test_mappings_stand_in_alignments_only_with_our_term_as_subject() -> None:
    alignments = Graph().parse(resources.ROOT / "ontology" / "alignments.ttl")
    own = Graph().parse(resources.ROOT / "ontology" / "samgraf.ttl")
    assert set(alignments.predicates()) == {SKOS.closeMatch}
    assert all(str(subject).startswith(SG) for subject in alignments.subjects())
    assert not any(str(target).startswith(SG) for target in alignments.objects())
    assert (None, SKOS.closeMatch, None) not in own
    assert set(alignments.subjects()) <= set(own.subjects())


def test_each_term_of_the_named_vocabularies_is_tied_to_ours() -> None:
    """The vocabularies that the design names each take part, by kind or by likeness."""
    ties = {RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch}
    targets = {str(o) for p in ties for o in ontology().objects(None, p)}
    for vocabulary in (
        "http://www.w3.org/ns/org#",
        "http://data.europa.eu/m8g/",
        "http://schema.org/",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/2004/02/skos/core#",
        "http://www.w3.org/ns/dcat#",
    ):
        assert any(target.startswith(vocabulary) for target in targets), vocabulary


def test_the_closure_of_vocabulary_and_fixtures_has_no_inconsistency() -> None:
    """OWL 2 RL closure: owlrl writes an error message for each inconsistency it meets.

    Names and definitions say nothing to a reasoner and are left out to save time.
    """
    wordy = {RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition}
    examples = sorted((Path(__file__).parent / "rules").glob("*.ttl"))
    graph = Graph()
    for triple in ontology():
        if triple[1] not in wordy | {SKOS.inScheme, RDFS.isDefinedBy, SKOS.closeMatch}:
            graph.add(triple)
    for file in examples:
        graph.parse(file, format="turtle")
    closure = owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False)
    closure.closure()
    assert closure.error_messages == []
    assert list(graph.subjects(RDF.type, OWL.Nothing)) == []
