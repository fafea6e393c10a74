"""Link sets: declared in the ontology, held by a shape each, made from codes, counted."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, SH, SKOS, Graph, URIRef

from samgraf import pipeline, resources, tables
from samgraf.config import Settings
from samgraf.describing.links import LinkSet, describe_link_sets, link_sets
from samgraf.describing.statements import Statements
from samgraf.errors import SourceError
from samgraf.model import Code, PartialDate, Period, Place, Records, Source
from samgraf.terms import META, SCHEMA, VOID, source_graph, thing

SHAPES = "https://w3id.org/samgraf/shapes#"
BRREG = "https://data.brreg.no/enhetsregisteret/api/enheter/974760673"
DAWA = "https://api.dataforsyningen.dk/kommuner/0630"


@cache
def vocabulary() -> Graph:
    return Graph().parse(resources.ROOT / "ontology" / "link-sets.ttl", format="turtle")


@cache
def shapes() -> Graph:
    return Graph().parse(resources.ROOT / "shapes" / "links.ttl", format="turtle")


def slug(links: LinkSet) -> str:
    return links.iri.rpartition("/")[2]


SETS = link_sets(vocabulary())


def code(scheme: str, number: str, start: str = "", end: str = "") -> Code:
    period = Period(PartialDate(start) if start else None, PartialDate(end) if end else None)
    return Code(Place("data/codes.csv", 2), "a-b", scheme, number, period, ("a-register",))


def described(*codes: Code) -> Statements:
    place = Place("data/sources.csv", 2)
    source = Source(
        place, "a-register", "A register", None, None, None, None, date(2026, 11, 21), None, None,
        None,
    )  # fmt: skip
    said = Statements()
    describe_link_sets(said, Records(sources=(source,), codes=codes), vocabulary())
    return said


def ties(said: Statements) -> set[tuple[str, str]]:
    return {(str(p), str(o)) for s, p, o, _ in said.quads if s == thing("actor", "a-b")}


def counted(said: Statements, name: str) -> dict[str, str]:
    iri = next(one.iri for one in SETS if slug(one) == name)
    return {str(p): str(o) for s, p, o, graph in said.quads if (s, graph) == (iri, META)}


@pytest.mark.parametrize("links", SETS, ids=slug)
def test_a_link_set_has_a_shape_that_knows_its_form_and_its_property(links: LinkSet) -> None:
    shape, form = (URIRef(f"{SHAPES}{name}-{slug(links)}") for name in ("Link", "LinkTo"))
    assert (shape, RDF.type, SH.PropertyShape) in shapes()
    pattern = vocabulary().value(links.iri, VOID.uriRegexPattern)
    assert shapes().value(form, SH.pattern) == pattern
    inverse = shapes().query(
        "SELECT ?p { ?form sh:property/sh:path/sh:inversePath ?p }", initBindings={"form": form}
    )
    assert links.predicate in {row[0] for row in inverse}  # type: ignore[index]


@pytest.mark.parametrize("links", SETS, ids=slug)
def test_a_link_set_tells_its_method(links: LinkSet) -> None:
    told = vocabulary().value(links.iri, SKOS.definition)
    assert "Method: " in str(told)


def test_a_code_makes_the_links_of_its_register_where_the_code_stands() -> None:
    said = described(code("no-orgnr", "974760673"))
    assert (str(SKOS.exactMatch), BRREG) in ties(said)
    [graph] = {graph for _, _, o, graph in said.quads if str(o) == BRREG}
    assert graph == source_graph("a-register")
    place = said.place_of(thing("actor", "a-b"), f"<{BRREG}>")
    assert place == Place("data/codes.csv", 2)


def test_the_address_of_a_code_has_its_letters_and_digits_alone() -> None:
    said = described(code("se-orgnr", "202100-6297"))
    assert {o for _, o in ties(said)} == {"http://dataportal.se/organisation/SE2021006297"}


def test_a_code_that_ended_is_no_link_to_data_about_today() -> None:
    assert ties(described(code("dk-kommunekode", "0630"))) == {(str(SCHEMA.sameAs), DAWA)}
    assert ties(described(code("dk-kommunekode", "0630", "1970", "2006-12-31"))) == set()


def test_a_code_of_another_register_makes_no_link() -> None:
    assert ties(described(code("fi-ytunnus", "0201256-6"))) == set()


def test_a_build_counts_the_links_of_each_set_and_dates_them() -> None:
    said = described(code("no-orgnr", "974760673"), code("no-orgnr", "991825827"))
    assert counted(said, "brreg")[str(VOID.triples)] == "2"
    assert "2026-11-21" in counted(said, "brreg").values()
    assert counted(said, "geonames")[str(VOID.triples)] == "0"


WRONG = {
    "dk-aaby,same,https://www.openstreetmap.org/relation/17,a-register": "match: 'same' is not",
    "dk-aaby,close,relation/17,a-register": "target: 'relation/17' is not a web address",
    "dk-aaby,close,,a-register": "target: the cell is empty",
}
UNKNOWN = {
    "nobody,close,https://www.openstreetmap.org/relation/17,a-register": "actor: no actor has",
    "dk-aaby,close,https://www.openstreetmap.org/relation/17,no-source": "source: no source has",
}


@pytest.fixture
def table(small_root: Path) -> Path:
    return small_root / "data" / "links.csv"


def add(table: Path, row: str) -> None:
    with table.open("a", encoding="utf-8") as file:
        file.write(row + "\n")


@pytest.mark.parametrize("row", WRONG, ids=WRONG.get)
def test_a_wrong_cell_is_told_with_its_line(row: str, table: Path) -> None:
    add(table, row)
    with pytest.raises(SourceError, match=f"data/links.csv:2: {WRONG[row]}"):
        tables.read_all(table.parent)


@pytest.mark.parametrize("row", UNKNOWN, ids=UNKNOWN.get)
def test_a_link_of_nobody_or_of_no_source_stops_the_build(
    row: str, table: Path, settings: Settings
) -> None:
    add(table, row)
    with pytest.raises(SourceError, match=f"data/links.csv:2: {UNKNOWN[row]}"):
        pipeline.build(settings, lambda _: None)
