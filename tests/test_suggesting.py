"""What would mend a finding: one value that is near, or nothing."""

from collections.abc import Iterable

import pytest

from samgraf.findings import LANGUAGES
from samgraf.store.asking import Blank, Facts, Iri, Literal, Row, Term, Triple, read
from samgraf.terms import CODE, ORG, SG, SKOS
from samgraf.validation.dates import MONTHS, readings
from samgraf.validation.near import Index, Nearby
from samgraf.validation.paths import Step
from samgraf.validation.suggesting import Suggestion, suggest, unknown_terms
from samgraf.validation.terms import RDF, XSD, sh
from samgraf.validation.wording import Case, Names

ID = "https://w3id.org/samgraf/id/"
ACTOR, BODY = Iri(str(SG.Actor)), Iri(str(SG.CooperationBody))
MEMBER, ROLE, CODED = Iri(str(ORG.member)), Iri(str(ORG.role)), Iri(str(SG.officialCode))
IN_SCHEME, ROLES = Iri(str(SKOS.inScheme)), Iri(str(CODE.role))
KOMMUNE, CVR = Iri(str(CODE["dk-kommunekode"])), Iri(str(CODE["dk-cvr"]))
NAMES = Names(bases=(ID,))
GRAPH = f"""
@prefix actor: <{ID}actor/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sg: <{SG}> .
@prefix skos: <{SKOS}> .
sg:Municipality rdfs:subClassOf sg:Actor .
actor:dk-kolding a sg:Municipality ; skos:prefLabel "Kolding"@da .
actor:dk-koege a sg:Municipality ; skos:prefLabel "Køge"@da , "Koege"@en .
actor:no-sande-oeya a sg:Municipality ; skos:prefLabel "Sande"@nb .
actor:no-sande-fjord a sg:Municipality ; skos:prefLabel "Sande"@nb .
actor:no-kolding a sg:CooperationBody .
<{CODE}role/member> skos:inScheme {ROLES} ; skos:prefLabel "member"@en , "medlem"@da .
<{CODE}role/observer> skos:inScheme {ROLES} ; skos:prefLabel "observer"@en .
<{ID}actor/dk-kolding#v> sg:officialCode "0621"^^{KOMMUNE} , "29189854"^^{CVR} .
<{ID}actor/dk-koege#v> sg:officialCode "0259"^^{KOMMUNE} , "29189374"^^{CVR} .
<{ID}actor/dk-kolding> sg:country <http://publications.europa.eu/resource/authority/country/DNK> .
"""


class Asked:
    """Counts the questions to a graph."""

    def __init__(self) -> None:
        self.questions: list[str] = []
        self._facts = Facts(b"")
        self._facts.add(read(GRAPH))

    def __call__(self, place: str, query: str) -> Iterable[Row]:
        self.questions.append(query)
        return self._facts.rows(place, query)


def literal(text: str, datatype: str = XSD + "string") -> Literal:
    return Literal(text, datatype=Iri(datatype))


def actor(key: str) -> Iri:
    return Iri(f"{ID}actor/{key}")


def suggested(
    name: str, value: Term, *limits: Term, path: Iri = MEMBER, of: Iri | None = None
) -> Suggestion | None:
    case = Case(
        sh(f"{name}ConstraintComponent"),
        Iri(ID + "relation/m"),
        Step(path),
        value,
        limits=limits,
        required=[] if of is None else [(IN_SCHEME, of)],
    )
    return suggest(case, Nearby(Asked()), NAMES)


def term(found: Suggestion | None) -> str:
    return "" if found is None else found.term


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (actor("dk-koldning"), "dk-kolding"),
        (actor("DK-Kolding"), "dk-kolding"),
        (actor("dk-kolding-kommune"), "dk-kolding"),
        (actor("dk-køge"), "dk-koege"),
        (literal("Kolding Kommune"), "dk-kolding"),
        (literal("Koge"), "dk-koege"),
    ],
)
def test_the_thing_of_the_class_with_the_nearest_key_or_name_is_suggested(
    value: Term, key: str
) -> None:
    assert term(suggested("Class", value, ACTOR)) == f"<{ID}actor/{key}>"


@pytest.mark.parametrize(
    "value",
    [actor("dk-nowhere"), actor("fi-kolding"), literal("x"), Blank("b"), literal("k" * 500)],
)
def test_nothing_is_suggested_where_nothing_is_near(value: Term) -> None:
    assert suggested("Class", value, ACTOR) is None


def test_a_thing_of_another_class_is_not_suggested() -> None:
    assert suggested("Class", actor("dk-koldning"), BODY) is None


def test_where_two_are_equally_near_the_reader_chooses() -> None:
    found = suggested("Class", literal("Sande"), ACTOR)
    assert found is not None
    assert found.term == ""
    assert found.words["en"] == (
        "This can be actor/no-sande-fjord or actor/no-sande-oeya; write the one that is meant."
    )


@pytest.mark.parametrize("value", [Iri(f"{CODE}role/membr"), literal("Medlem")])
def test_the_nearest_code_of_the_list_is_suggested(value: Term) -> None:
    found = suggested("Node", value, path=ROLE, of=ROLES)
    assert term(found) == f"<{CODE}role/member>"


def test_the_nearest_member_of_a_list_in_the_shape_is_suggested() -> None:
    assert term(suggested("In", literal("grented"), literal("granted"), literal("paid"))) == (
        '"granted"'
    )


def test_a_missing_leading_zero_is_put_in_where_the_code_is_known() -> None:
    found = suggested("Or", literal("621", KOMMUNE.value), path=CODED)
    assert term(found) == f'"0621"^^<{KOMMUNE.value}>'
    assert suggested("SPARQL", literal("999", KOMMUNE.value), path=CODED) is None


def test_a_code_that_looks_like_a_year_is_no_date() -> None:
    assert suggested("Or", literal("2019", KOMMUNE.value), path=CODED) is None


def test_two_swapped_digits_are_put_right_where_the_code_is_known() -> None:
    found = suggested("SPARQL", literal("29189845", CVR.value), path=CODED)
    assert term(found) == f'"29189854"^^<{CVR.value}>'


@pytest.mark.parametrize("code", ["29189855", "29189850", "12345678"])
def test_a_check_digit_is_never_suggested(code: str) -> None:
    assert suggested("SPARQL", literal(code, CVR.value), path=CODED) is None


@pytest.mark.parametrize(
    ("text", "iso", "kind"),
    [
        ("31.12.2019", "2019-12-31", "date"),
        ("1. 2. 2019", "2019-02-01", "date"),
        ("31/12/2019", "2019-12-31", "date"),
        ("12/31/2019", "2019-12-31", "date"),
        ("2019/12/31", "2019-12-31", "date"),
        ("20191231", "2019-12-31", "date"),
        ("2019-12-31T00:00:00", "2019-12-31", "date"),
        ("2019-2-3", "2019-02-03", "date"),
        ("31. desember 2019", "2019-12-31", "date"),
        ("Dec 31, 2019", "2019-12-31", "date"),
        ("Dec 2019", "2019-12", "gYearMonth"),
        ("joulukuu 2019", "2019-12", "gYearMonth"),
        ("12/2019", "2019-12", "gYearMonth"),
        ("2019", "2019", "gYear"),
    ],
)
def test_a_date_in_another_form_is_suggested_in_iso_with_its_precision(
    text: str, iso: str, kind: str
) -> None:
    assert term(suggested("Or", literal(text))) == f'"{iso}"^^<{XSD}{kind}>'


def test_a_date_that_may_be_two_is_told_as_such() -> None:
    found = suggested("Or", literal("03/04/2019"))
    assert found is not None
    assert found.term == ""
    assert "2019-03-04 or 2019-04-03" in found.words["en"]


@pytest.mark.parametrize("text", ["31.02.2019", "1.1.20", "2019-13", "2019-2020", "soon", "", "?"])
def test_what_is_no_date_is_left(text: str) -> None:
    assert readings(text) == []
    assert suggested("Or", literal(text)) is None


@pytest.mark.parametrize("number", range(1, 13))
def test_the_name_of_a_month_is_read_in_each_language(number: int) -> None:
    for name in MONTHS[number - 1].split():
        assert readings(f"{name.capitalize()} 2019") == [f"2019-{number:02}"]


def test_a_year_that_is_typed_as_a_day_gets_its_type() -> None:
    found = suggested("Datatype", literal("2019", XSD + "date"), Iri(XSD + "gYear"))
    assert found is not None
    assert found.term == f'"2019"^^<{XSD}gYear>'
    assert found.words["en"] == 'Write "2019"^^xsd:gYear.'


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", "12.5"),
        ("1 500 000", "1500000"),
        ("1\u00a0500,50", "1500.50"),
        ("1.500.000,00", "1500000.00"),
        ("1,234.5", "1234.5"),
        (" 7 ", "7"),
    ],
)
def test_a_number_is_suggested_with_a_point_and_no_other_signs(text: str, number: str) -> None:
    found = suggested("Datatype", literal(text), Iri(XSD + "decimal"))
    assert term(found) == f'"{number}"^^<{XSD}decimal>'


@pytest.mark.parametrize("text", ["1,500", "1.500", "kr 5", "1,2,3", "1.500.000.00", "", "-"])
def test_a_number_that_may_be_another_is_left(text: str) -> None:
    found = suggested("Datatype", literal(text), Iri(XSD + "integer"))
    assert found is None
    assert text != "1,500" or suggested("Datatype", literal(text), Iri(XSD + "decimal")) is None


def test_a_whole_number_gets_the_type_that_is_asked_for() -> None:
    found = suggested("Datatype", literal("1500", XSD + "integer"), Iri(XSD + "decimal"))
    assert term(found) == f'"1500"^^<{XSD}decimal>'


def test_letters_get_the_case_that_is_asked_for() -> None:
    assert term(suggested("Pattern", literal(" dkk"), literal("^[A-Z]{3}$"))) == '"DKK"'
    assert suggested("Pattern", literal("kroner"), literal("^[A-Z]{3}$")) is None


def test_a_web_address_in_quotes_becomes_an_address() -> None:
    found = suggested("NodeKind", literal("https://example.org/a"), sh("IRI"))
    assert term(found) == "<https://example.org/a>"
    assert suggested("NodeKind", literal("https://example.org/a b"), sh("IRI")) is None


def test_an_address_is_looked_for_among_those_in_use() -> None:
    wrong = Iri("http://publications.europa.eu/resource/authority/country/DK")
    found = suggested("Pattern", wrong, literal("^x$"), path=Iri(str(SG.country)))
    assert term(found).endswith("/DNK>")


def test_what_is_wrong_is_not_suggested_although_it_stands_in_the_graph() -> None:
    index = Index([("DK", literal("DK")), ("DNK", literal("DNK")), ("NOR", literal("NOR"))])
    assert index.nearest("DK", literal("DK")) == (literal("DNK"),)


def test_a_property_of_a_closed_shape_is_looked_for_among_the_known() -> None:
    known = (Iri(str(ORG.member)), Iri(str(ORG.role)))
    found = suggested("Closed", literal("x"), *known, path=Iri(f"{ORG}membr"))
    assert term(found) == f"<{ORG.member}>"


def test_the_suggestion_of_the_query_comes_first() -> None:
    case = Case(
        sh("SPARQLConstraintComponent"),
        actor("x"),
        Step(MEMBER),
        literal("x"),
        bindings={"suggestion": actor("dk-koege")},
    )
    assert term(suggest(case, Nearby(Asked()), NAMES)) == f"<{ID}actor/dk-koege>"


def test_every_suggestion_has_words_in_every_language() -> None:
    for found in (
        suggested("Class", actor("dk-koldning"), ACTOR),
        suggested("Or", literal("03/04/2019")),
        suggested("Or", literal("31.12.2019")),
    ):
        assert found is not None
        assert tuple(found.words) == LANGUAGES
        assert all(found.words.values())


def test_the_graph_is_asked_once_for_a_class_and_names_are_looked_up_to_a_bound() -> None:
    asked = Asked()
    nearby = Nearby(asked, most=3)
    found = [nearby.instance(ACTOR, actor(f"dk-kolding{letter}")) for letter in "abcde"]
    assert [bool(one) for one in found] == [True, True, True, False, False]
    assert len(asked.questions) == 1


def test_of_many_names_the_nearest_is_found() -> None:
    names = [f"{chr(97 + n % 26)}{n:04}-{'xyz'[n % 3] * 5}" for n in range(3000)]
    index = Index((name, literal(name)) for name in names)
    wrong = names[1234].replace("-", "")
    assert index.nearest(wrong) == (literal(names[1234]),)


def test_a_term_of_ours_that_is_not_declared_is_told_with_the_nearest_that_is() -> None:
    declared = [Iri(str(SG[name])) for name in ("memberOf", "Membership", "during", "topic")]
    triples: list[Triple] = [
        (actor("a"), Iri(f"{SG}memberof"), actor("b")),
        (actor("a"), Iri(RDF + "type"), Iri(f"{SG}Membrship")),
        (actor("a"), Iri(f"{SG}colour"), actor("b")),
        (actor("a"), Iri(str(SG.topic)), actor("b")),
        (actor("a"), Iri(f"{ORG}nothing"), Iri(f"{SG}x")),
    ]
    found = list(unknown_terms(triples, declared, str(SG)))
    assert [(one.term.value, term(one.suggestion)) for one in found] == [
        (f"{SG}memberof", f"<{SG.memberOf}>"),
        (f"{SG}Membrship", f"<{SG.Membership}>"),
        (f"{SG}colour", ""),
    ]
    assert found[0].messages()["en"] == (
        "sg:memberof is not known: the ontology has no class or property of that name."
    )
    assert found[1].suggestion is not None
    assert found[1].suggestion.words["da"] == "Mente du sg:Membership?"
    assert tuple(found[0].messages()) == LANGUAGES
