"""The rules draw the bounds and memberships that the design's worked example has, by value."""

from itertools import permutations

import pyoxigraph as ox
import pytest

from samgraf import queries, resources

ONTOLOGY = "https://w3id.org/samgraf/ontology#"
RELATION = "https://w3id.org/samgraf/id/relation/"
ACTOR = "https://w3id.org/samgraf/id/actor/"
XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPH = "https://w3id.org/samgraf/graph/"
BOUNDS = ox.NamedNode(GRAPH + "derived/bounds")
RULES = {
    "beginsNotBefore": "rules/10-begins-not-before",
    "beginsNotAfter": "rules/11-begins-not-after",
    "endsNotBefore": "rules/12-ends-not-before",
    "endsNotAfter": "rules/13-ends-not-after",
}

PREFIXES = """
@prefix a: <https://w3id.org/samgraf/id/actor/> .
@prefix c: <https://w3id.org/samgraf/id/claim/> .
@prefix e: <https://w3id.org/samgraf/id/event/> .
@prefix r: <https://w3id.org/samgraf/id/relation/> .
@prefix completeness: <https://w3id.org/samgraf/code/completeness/> .
@prefix rank: <https://w3id.org/samgraf/code/rank/> .
@prefix reading: <https://w3id.org/samgraf/code/reading/> .
@prefix role: <https://w3id.org/samgraf/code/role/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix sg: <https://w3id.org/samgraf/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

FIRST_SIX = ("billund", "fredericia", "kolding", "middelfart", "vejen", "vejle")
TRIANGLE = "".join(
    f"""
r:{town} a sg:Membership ;
  org:member a:{town} ;
  org:organization a:triangle ;
  org:role role:member ;
  sg:supportedBy c:roster-2009 , c:roster-2016 .
"""
    for town in FIRST_SIX
)
HADERSLEV = """
r:haderslev a sg:Membership ;
  org:member a:haderslev ;
  org:organization a:triangle ;
  org:role role:member ;
  sg:during [ dcat:startDate "2016-01"^^xsd:gYearMonth ] ;
  sg:supportedBy c:accession , c:roster-2016 .

c:accession a sg:Claim ;
  sg:attestedOn "2016-01"^^xsd:gYearMonth ;
  sg:rank rank:preferred ;
  sg:readingMode reading:explicit .

c:roster-2009 a sg:Roster ;
  sg:claimSubject a:triangle ;
  sg:attestedOn "2009-12-02"^^xsd:date ;
  sg:completeness completeness:complete ;
  sg:listsMember a:billund , a:fredericia , a:kolding , a:middelfart , a:vejen , a:vejle ;
  sg:rank rank:normal ;
  sg:readingMode reading:enumerated .

c:roster-2016 a sg:Roster ;
  sg:claimSubject a:triangle ;
  sg:attestedOn "2016-01"^^xsd:gYearMonth ;
  sg:completeness completeness:complete ;
  sg:listsMember a:billund , a:fredericia , a:kolding , a:middelfart , a:vejen , a:vejle ,
    a:haderslev ;
  sg:rank rank:normal ;
  sg:readingMode reading:enumerated .
"""
SEVEN = TRIANGLE + HADERSLEV


def one(claims: str, period: str = "", role: str = "member", more: str = "") -> str:
    """Describe one membership, r:x, of a:town in a:body, with its claims."""
    during = f"sg:during [ {period} ] ;" if period else ""
    return f"""
r:x a sg:Membership ;
  org:member a:town ;
  org:organization a:body ;
  org:role role:{role} ;
  {during}
  sg:supportedBy c:x .

c:x a sg:Claim ; {claims} .
{more}
"""


NORMAL = "sg:rank rank:normal ; sg:readingMode reading:explicit"
SEEN_2010 = f'{NORMAL} ; sg:attestedOn "2010"^^xsd:gYear'


def roster(day: str, mode: str = "rank:normal ; sg:readingMode reading:enumerated") -> str:
    """Describe a complete roster of a:body that names somebody else."""
    return f"""
c:roster a sg:Roster ;
  sg:claimSubject a:body ;
  sg:attestedOn {day} ;
  sg:completeness completeness:complete ;
  sg:listsMember a:other ;
  sg:rank {mode} .
"""


def event(actor: str, end: str, day: str) -> str:
    return f"e:x a sg:ChangeEvent ; org:{end}Organization a:{actor} ; dct:date {day} ."


def store_of(turtle: str) -> ox.Store:
    store = ox.Store()
    for file in resources.files("ontology", ".ttl"):
        store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    store.load((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return store


def run(store: ox.Store, rule: str, into: ox.NamedNode, **days: str) -> None:
    given = {
        ox.Variable(name): ox.Literal(day, datatype=ox.NamedNode(XSD + "date"))
        for name, day in days.items()
    }
    made = list(store.query(queries.text(rule), substitutions=given))  # type: ignore[arg-type]
    store.extend(ox.Quad(t.subject, t.predicate, t.object, into) for t in made)


def bounded(turtle: str) -> ox.Store:
    store = store_of(turtle)
    for rule in RULES.values():
        run(store, rule, BOUNDS)
    return store


def bounds(turtle: str, relation: str = "x") -> dict[str, str]:
    """Return the bounds of a relation, each by its name."""
    subject = ox.NamedNode(RELATION + relation)
    found = bounded(turtle).quads_for_pattern(subject, None, None, BOUNDS)
    return {
        quad.predicate.value.removeprefix(ONTOLOGY): quad.object.value  # type: ignore[union-attr]
        for quad in found
    }


def members(store: ox.Store, day: str, seen_from: str = "0001-01-01") -> set[str]:
    into = ox.NamedNode(f"{GRAPH}test/{day}/{seen_from}")
    run(store, "rules/20-member-of", into, asOf=day, seenFrom=seen_from)
    found = store.quads_for_pattern(None, ox.NamedNode(ONTOLOGY + "memberOf"), None, into)
    return {quad.subject.value.removeprefix(ACTOR) for quad in found}  # type: ignore[union-attr]


def test_haderslev_joined_in_january_2016() -> None:
    assert bounds(SEVEN, "haderslev") == {
        "beginsNotBefore": "2016-01-01",
        "beginsNotAfter": "2016-01-31",
        "endsNotBefore": "2016-01-01",
    }


def test_kolding_was_a_member_from_the_roster_of_2009_on() -> None:
    assert bounds(SEVEN, "kolding") == {
        "beginsNotAfter": "2009-12-02",
        "endsNotBefore": "2016-01-01",
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2009-12-01", set()),
        ("2009-12-31", set(FIRST_SIX)),
        ("2012-12-31", set(FIRST_SIX)),
        ("2016-12-31", {*FIRST_SIX, "haderslev"}),
        ("2026-11-21", {*FIRST_SIX, "haderslev"}),
    ],
)
def test_the_triangle_has_six_members_before_2016_and_seven_after(
    day: str, expected: set[str]
) -> None:
    assert members(bounded(SEVEN), day) == expected


def test_what_was_not_seen_lately_is_left_out_where_that_is_asked() -> None:
    assert members(bounded(SEVEN), "2026-11-21", seen_from="2024-11-21") == set()


@pytest.mark.parametrize("mode", ["rank:deprecated", "rank:normal"])
def test_deprecated_and_assumed_claims_give_no_bound(mode: str) -> None:
    reading = "explicit" if mode == "rank:deprecated" else "assumed"
    claims = f'sg:rank {mode} ; sg:readingMode reading:{reading} ; sg:attestedOn "2010"^^xsd:gYear'
    period = 'dcat:startDate "2001"^^xsd:gYear ; dcat:endDate "2005"^^xsd:gYear'
    assert bounds(one(claims, period)) == {}


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ('"2001"^^xsd:gYear', '"2005"^^xsd:gYear', ("2001-01-01", "2001-12-31", "2005-12-31")),
        (
            '"2003-02"^^xsd:gYearMonth',
            '"2004-02"^^xsd:gYearMonth',
            ("2003-02-01", "2003-02-28", "2004-02-29"),
        ),
        (
            '"2003-12"^^xsd:gYearMonth',
            '"2004-12-30"^^xsd:date',
            ("2003-12-01", "2003-12-31", "2004-12-30"),
        ),
    ],
)
def test_written_dates_become_first_and_last_days(
    start: str, end: str, expected: tuple[str, str, str]
) -> None:
    found = bounds(one(NORMAL, f"dcat:startDate {start} ; dcat:endDate {end}"))
    names = ("beginsNotBefore", "beginsNotAfter", "endsNotAfter")
    assert tuple(found[name] for name in names) == expected


def test_a_member_that_has_left_is_no_member_after_the_end() -> None:
    period = 'dcat:startDate "2001"^^xsd:gYear ; dcat:endDate "2005-06"^^xsd:gYearMonth'
    store = bounded(one(NORMAL, period))
    assert members(store, "2005-06-30") == {"town"}
    assert members(store, "2005-07-01") == set()


@pytest.mark.parametrize("actor", ["town", "body"])
def test_a_membership_ends_on_the_day_before_its_member_or_body_is_replaced(actor: str) -> None:
    merger = event(actor, "original", '"2020-01-01"^^xsd:date')
    assert bounds(one(SEEN_2010, more=merger))["endsNotAfter"] == "2019-12-31"


@pytest.mark.parametrize("actor", ["town", "body"])
def test_a_membership_does_not_begin_before_its_member_or_body(actor: str) -> None:
    founding = event(actor, "resulting", '"2007"^^xsd:gYear')
    assert bounds(one(SEEN_2010, more=founding))["beginsNotBefore"] == "2007-01-01"


def version(number: int, period: str, actor: str = "town") -> str:
    """Describe a version of an actor."""
    iri = f"<{ACTOR}{actor}#v-{number}>"
    during = f"; sg:during [ {period} ] " if period else ""
    return f"{iri} a sg:ActorVersion ; prov:specializationOf a:{actor} {during}.\n"


ENDED = 'dcat:endDate "2022-12-31"^^xsd:date'
BEGUN = 'dcat:startDate "2007-01-01"^^xsd:date'


@pytest.mark.parametrize("actor", ["town", "body"])
def test_a_membership_lies_within_the_versions_of_its_member_and_body(actor: str) -> None:
    lived = version(1, f"{BEGUN} ; dcat:endDate 2015", actor) + version(
        2, f"{BEGUN} ; {ENDED}", actor
    )
    found = bounds(one(SEEN_2010, more=lived.replace("2015", '"2015"^^xsd:gYear')))
    assert (found["beginsNotBefore"], found["endsNotAfter"]) == ("2007-01-01", "2022-12-31")


def test_an_open_or_undated_version_bounds_nothing() -> None:
    for lived in (version(1, ENDED) + version(2, BEGUN), version(1, ENDED) + version(2, "")):
        assert "endsNotAfter" not in bounds(one(SEEN_2010, more=lived))
        assert "beginsNotBefore" not in bounds(one(SEEN_2010, more=lived))


def test_who_survives_an_event_is_not_bounded_by_it() -> None:
    renaming = event("town", "original", '"2020"^^xsd:gYear')
    renaming += event("town", "resulting", '"2020"^^xsd:gYear')
    assert bounds(one(SEEN_2010, more=renaming)).keys() == {"beginsNotAfter", "endsNotBefore"}


def test_a_later_complete_roster_that_omits_a_member_ends_the_membership() -> None:
    found = bounds(one(SEEN_2010, more=roster('"2014-05-06"^^xsd:date')))
    assert found["endsNotAfter"] == "2014-05-06"


def test_a_written_start_counts_as_having_been_seen() -> None:
    period = 'dcat:startDate "2001"^^xsd:gYear'
    found = bounds(one(NORMAL, period, more=roster('"2014-05-06"^^xsd:date')))
    assert found["endsNotAfter"] == "2014-05-06"


def test_a_roster_of_the_same_year_says_nothing_about_an_attestation_in_that_year() -> None:
    found = bounds(one(SEEN_2010, more=roster('"2010-12-02"^^xsd:date')))
    assert found.keys() == {"beginsNotAfter", "endsNotBefore"}


@pytest.mark.parametrize(
    "mode",
    [
        "rank:deprecated ; sg:readingMode reading:enumerated",
        "rank:normal ; sg:readingMode reading:assumed",
    ],
)
def test_a_roster_that_is_not_believed_omits_nobody(mode: str) -> None:
    found = bounds(one(SEEN_2010, more=roster('"2014"^^xsd:gYear', mode)))
    assert "endsNotAfter" not in found


@pytest.mark.parametrize("role", ["chair", "observer", "participant", "planned"])
def test_other_roles_make_nobody_a_member(role: str) -> None:
    store = bounded(one(SEEN_2010, role=role))
    assert members(store, "2026-11-21") == set()


def test_a_second_run_makes_the_same_quads() -> None:
    store = bounded(SEVEN)
    once = set(store)
    for rule in RULES.values():
        run(store, rule, BOUNDS)
    assert set(store) == once
    assert members(store, "2016-12-31") == members(store, "2016-12-31")


def test_the_order_of_the_bound_rules_does_not_matter() -> None:
    made = set()
    for order in permutations(RULES.values()):
        store = store_of(SEVEN)
        for rule in order:
            run(store, rule, BOUNDS)
        quads = store.quads_for_pattern(None, None, None, BOUNDS)
        made.add(frozenset(str(quad) for quad in quads))
    assert len(made) == 1
