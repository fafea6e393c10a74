"""Questions answer what they ask, where a few more facts beside the fixture would mislead them."""

from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest

from samgraf import queries
from samgraf.terms import BASE

from . import questioning

HERE = Path(__file__).parent
PREFIXES = "".join(
    line
    for line in (HERE / "examples" / "fixture.trig").read_text("utf-8").splitlines(keepends=True)
    if line.startswith("@prefix")
)


def asked(name: str, more: str = "", **values: str) -> list[dict[str, str]]:
    """Ask a question of the fixture and a few statements; return its rows by their columns."""
    loaded = questioning.examples()
    loaded.load(BytesIO((PREFIXES + more).encode()), format=ox.RdfFormat.TURTLE)
    query = queries.named(name)
    folder, _, slug = name.partition("/")
    known = (HERE / folder / "parameters.csv").exists()
    usual = questioning.given(HERE / folder, slug[:4] if folder == "cq" else slug) if known else {}
    columns = questioning.head(query, loaded)
    found = questioning.asked(loaded, query, {**usual, **values})
    return [dict(zip(columns, row, strict=True)) for row in found]


def key(iri: str) -> str:
    return iri.rpartition("/")[2]


@pytest.mark.parametrize(("day", "number"), [("1977-01-01", 0), ("2015-01-01", 1)])
def test_a_code_goes_over_to_another_by_changes_between_the_two_days_alone(
    day: str, number: int
) -> None:
    more = f'''e:other a sg:ChangeEvent ; dct:date "{day}"^^xsd:date ;
        org:originalOrganization a:dk-b ; org:resultingOrganization a:dk-b , a:dk-a .'''
    register = f"{BASE}code/dk-kommunekode"
    rows = asked(
        "examples/code-crosswalk",
        more,
        register=register,
        **{"from": "2012-12-31", "to": "2019-01-01"},
    )
    found = [row for row in rows if (key(row["actor"]), key(row["successor"])) == ("dk-b", "dk-a")]
    assert len(found) == number
    assert all(row["how"] == "successor" for row in found)


def test_grants_whose_amount_is_unknown_are_counted() -> None:
    more = """r:new a sg:Funding ; sg:underProgramme programme:new ; sg:funder a:dk-b ;
        sg:recipient a:dk-a ; sg:fundingStatus funding-status:granted ; sg:supportedBy c:new .
        c:new a sg:Claim ; dct:source s:two ; sg:readingMode reading:enumerated ."""
    [row] = asked("examples/funders-and-recipients", more, programme="programme/new")
    assert (row["weight"], row["granted"], row["currency"]) == ("1", "", "unknown")


def test_what_was_seen_after_a_day_is_not_fresh_on_it() -> None:
    rows = asked("examples/freshness", on="2000-01-01")
    assert {row["lastSeen"] for row in rows} <= {"after that day", "undated"}


def test_where_no_body_of_a_kind_is_known_every_municipality_is_in_none() -> None:
    rows = asked("cq/cq07-in-no-business-region", kind=f"{BASE}code/body-kind/none", year="2012")
    assert rows
    assert {(row["bodies"], row["certainty"]) for row in rows} == {("0", "not listed")}


def test_a_list_with_two_dates_does_not_follow_itself() -> None:
    rows = asked("cq/cq05-turnover", 'c:one--x-2009 sg:attestedOn "2012"^^xsd:gYear .')
    assert ("2009-12-02", "2012") not in {(row["before"], row["after"]) for row in rows}
    [row] = [
        r
        for r in asked("cq/cq30-complete-lists", 'c:one--x-2009 sg:attestedOn "2012"^^xsd:gYear .')
        if r["on"] == "2009-12-02"
    ]
    assert row["until"] == "2012"


def test_a_body_is_part_of_another_while_both_are_there() -> None:
    more = """a:dk-x\\#v-first a sg:ActorVersion ; prov:specializationOf a:dk-x ;
        sg:during a:dk-x\\#d .
        a:dk-x\\#d dcat:startDate "2005"^^xsd:gYear ; dcat:endDate "2017"^^xsd:gYear ."""
    for day, number in (("2004-12-31", 0), ("2005-06-01", 1), ("2017-12-31", 1), ("2018-01-01", 0)):
        rows = asked("cq/cq15-nested-bodies", more, on=day)
        assert len([row for row in rows if row["how"] == "part of"]) == number, day


def test_a_membership_rests_on_all_its_sources() -> None:
    more = """r:m-x-d sg:supportedBy c:new . c:new a sg:Claim ; dct:source s:two ;
        sg:readingMode reading:assumed ."""
    rows = asked(
        "examples/unverified-memberships",
        more,
        country="http://publications.europa.eu/resource/authority/country/DNK",
    )
    [row] = [row for row in rows if key(row["membership"]) == "m-x-d"]
    assert row["sources"] == "one two"


def test_the_latest_number_of_inhabitants_counts_not_the_largest() -> None:
    more = """a:dk-a\\#v-old a sg:ActorVersion ; prov:specializationOf a:dk-a ; sg:population 9999 ;
        sg:populationYear "1999"^^xsd:gYear ; sg:during a:dk-a\\#v-old.during .
        a:dk-a\\#v-old.during dcat:endDate "2000"^^xsd:gYear ."""
    before = asked("examples/inhabitants-of-bodies")
    assert before
    assert asked("examples/inhabitants-of-bodies", more) == before
    [row] = [r for r in asked("cq/cq09-arrangements-per-municipality", more) if r["name"] == "Aby"]
    assert row["population"] == "4000"


def test_a_payment_that_is_not_known_is_not_nothing() -> None:
    [row] = asked("cq/cq25-ceiling-granted-paid")[:1]
    assert (row["paid"], row["paidKnown"]) == ("", "0")


def test_a_topic_that_begins_later_is_not_possible_yet() -> None:
    rows = asked("cq/cq17-topics-of-body", body="actor/dk-x", since="1980-01-01", on="1985-01-01")
    late = [row for row in rows if row["earliest"] > "1985-01-01"]
    assert late
    assert {(row["status"], row["certainty"]) for row in late} == {("not yet", "no")}


def test_who_goes_on_after_a_merger_took_nobodys_place() -> None:
    more = """e:in a sg:ChangeEvent ; dct:date "2015-06-01"^^xsd:date ;
        sg:changeKind change-kind:merger ;
        org:originalOrganization a:dk-j , a:dk-b ; org:resultingOrganization a:dk-b .
        r:new a sg:Membership ; org:member a:dk-j ; org:organization a:dk-new ;
        org:role role:member ; sg:beginsNotAfter "2010-01-01"^^xsd:date .
        r:new2 a sg:Membership ; org:member a:dk-b ; org:organization a:dk-new ;
        org:role role:member ; sg:beginsNotAfter "2010-01-01"^^xsd:date .
        a:dk-new skos:prefLabel "Ny"@da ."""
    rows = asked(
        "examples/bodies-hit-by-mergers", more, **{"from": "2015-01-01", "to": "2015-12-31"}
    )
    [row] = [row for row in rows if row["name"] == "Ny"]
    assert (row["lost"], row["successors"]) == ("1", "0")


@pytest.mark.parametrize("name", ["cq/cq31-trace", "examples/claims-about"])
def test_a_claim_is_told_with_its_first_and_its_last_date(name: str) -> None:
    rows = asked(name)
    more = "".join(
        f'<{row["claim"]}> sg:attestedOn "1901"^^xsd:gYear , "2099"^^xsd:gYear .' for row in rows
    )
    dated = {(row["attestedFirst"], row["attested"]) for row in asked(name, more)}
    assert dated == {("1901", "2099")}


@pytest.mark.parametrize(("first", "last", "number"), [("1970", "1979", 1), ("1978", "1979", 0)])
def test_a_merger_that_is_dated_by_its_year_is_one_of_that_year(
    first: str, last: str, number: int
) -> None:
    more = """e:in a sg:ChangeEvent ; dct:date "1977"^^xsd:gYear ;
        sg:changeKind change-kind:merger ;
        org:originalOrganization a:dk-j ; org:resultingOrganization a:dk-b .
        r:new a sg:Membership ; org:member a:dk-j ; org:organization a:dk-new ;
        org:role role:member ; sg:beginsNotAfter "1975-01-01"^^xsd:date .
        a:dk-new skos:prefLabel "Ny"@da ."""
    days = {"from": f"{first}-03-01", "to": f"{last}-12-31"}
    assert len(asked("examples/mergers", more, **days)) == number
    assert len(asked("examples/bodies-hit-by-mergers", more, **days)) == number


ASSUMED = [
    ("examples/memberships-of-actor", {"actor": "actor/dk-d"}, "body", "dk-x"),
    ("examples/holders-of-role", {"role": f"{BASE}code/role/member"}, "actor", "dk-d"),
    ("examples/partners-of-actor", {"actor": "actor/dk-c"}, "partner", "dk-d"),
    ("examples/partners-of-actor", {"actor": "actor/dk-d"}, "partner", "dk-c"),
    ("pages/companions", {"thing": f"{BASE}id/actor/dk-c"}, "partner", "dk-d"),
    ("pages/companions", {"thing": f"{BASE}id/actor/dk-d"}, "partner", "dk-c"),
]


@pytest.mark.parametrize(("name", "values", "column", "answer"), ASSUMED)
def test_what_rests_on_assumed_claims_alone_is_not_told(
    name: str, values: dict[str, str], column: str, answer: str
) -> None:
    more = """r:m-x-d sg:supportedBy c:new . c:new a sg:Claim ; dct:source s:two ;
        sg:readingMode reading:enumerated ."""
    assert answer not in {key(row[column]) for row in asked(name, **values)}
    assert answer in {key(row[column]) for row in asked(name, more, **values)}


@pytest.mark.parametrize(("mode", "number"), [("assumed", 0), ("enumerated", 1)])
def test_grants_that_are_assumed_are_not_counted(mode: str, number: int) -> None:
    more = f"""programme:new a sg:Programme ; skos:prefLabel "Nyt"@da .
        r:new a sg:Funding ; sg:underProgramme programme:new ; sg:funder a:dk-b ;
        sg:recipient a:dk-a ; sg:fundingStatus funding-status:granted ; sg:supportedBy c:new .
        c:new a sg:Claim ; dct:source s:two ; sg:readingMode reading:{mode} ."""
    [programme] = [row for row in asked("examples/programmes", more) if row["name"] == "Nyt"]
    assert programme["grants"] == str(number)
    edges = asked("examples/funders-and-recipients", more, programme="programme/new")
    assert len(edges) == number
    grants = asked("examples/grants-of-recipient", more, recipient="actor/dk-a")
    assert ["new"] * number == [
        key(row["funding"]) for row in grants if key(row["funding"]) == "new"
    ]


def test_a_body_whose_versions_have_ended_has_not_outlived_what_ended_later() -> None:
    more = """a:dk-new a sg:CooperationBody ; skos:prefLabel "Ny"@da .
        a:dk-new\\#v a sg:ActorVersion ; prov:specializationOf a:dk-new ;
        sg:during a:dk-new\\#v.during . a:dk-new\\#v.during dcat:endDate "2015-12-31"^^xsd:date .
        r:new a sg:Funding ; sg:recipient a:dk-new ; sg:endsNotAfter "%s"^^xsd:date ."""
    for day, outlived in (("2015-12-31", "no"), ("2015-12-30", "yes"), ("2016-06-30", "no")):
        [row] = [r for r in asked("cq/cq27-outlived", more % day) if r["name"] == "Ny"]
        assert (row["ended"], row["outlived"]) == ("2015-12-31", outlived)


def test_a_cooperation_that_has_ended_makes_nobody_a_partner() -> None:
    more = """r:new a sg:Cooperation ; sg:topic topic:waste , topic:business ;
        sg:participant a:dk-a , a:dk-j .
        a:dk-a sg:cooperatesOn topic:waste , topic:business .
        a:dk-j sg:cooperatesOn topic:waste , topic:business .
        r:new sg:endsNotAfter "%s"^^xsd:date ."""
    for day, number in (("2026-11-20", 0), ("2026-11-21", 1)):
        rows = asked("cq/cq11-pairs-by-topics", more % day)
        assert len([row for row in rows if key(row["partner"]) == "dk-j"]) == number


def test_a_finnish_member_has_its_finnish_name() -> None:
    more = """r:new a sg:Membership ; org:member a:fi-new ; org:organization a:dk-x ;
        org:role role:member ; sg:beginsNotAfter "2000-01-01"^^xsd:date ;
        sg:endsNotBefore "2020-01-01"^^xsd:date .
        a:fi-new skos:prefLabel "Vasa"@sv , "Vaasa"@fi , "Aasa"@en ."""
    rows = asked("examples/members-on-date", more)
    assert [row["name"] for row in rows if key(row["member"]) == "fi-new"] == ["Vaasa"]
