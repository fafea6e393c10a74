"""The rules draw the bounds and memberships that the design's worked example has, by value."""

from itertools import permutations
from pathlib import Path

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
    given: dict[ox.Variable, ox.Literal | ox.NamedNode] = {
        ox.Variable(name): ox.Literal(day, datatype=ox.NamedNode(XSD + "date"))
        for name, day in days.items()
    }
    if "into" in {parameter.name for parameter in queries.named(rule).parameters}:
        given[ox.Variable("into")] = into
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


SHORTCUTS = (
    "rules/20-member-of",
    "rules/30-cooperates-on",
    "rules/40-cooperates-with",
    "rules/50-funded-by",
)
TOPIC = "https://w3id.org/samgraf/code/topic/"
TODAY = "2026-11-21"
COOPERATION = """
@prefix topic: <https://w3id.org/samgraf/code/topic/> .
r:k a sg:Cooperation ; sg:participant a:one , a:two , a:three ; sg:topic topic:waste ;
  sg:supportedBy c:k .
c:k a sg:Claim ; sg:attestedOn "2018"^^xsd:gYear ; sg:rank rank:normal ;
  sg:readingMode reading:READING .
"""


def worked_examples() -> ox.Store:
    """Load the design's two worked examples, whole."""
    store = store_of("")
    for file in sorted((Path(__file__).parent / "rules").glob("*.ttl")):
        store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    for rule in RULES.values():
        run(store, rule, BOUNDS)
    return store


def shortcuts(
    store: ox.Store, day: str, seen_from: str = "0001-01-01"
) -> set[tuple[str, str, str]]:
    """Run the four rules for a day; return what they make, each name without its namespace."""
    into = ox.NamedNode(f"{GRAPH}all/{day}/{seen_from}")
    for rule in SHORTCUTS:
        run(store, rule, into, asOf=day, seenFrom=seen_from)
    made = store.quads_for_pattern(None, None, None, into)
    return {
        (
            q.subject.value.removeprefix(ACTOR),  # type: ignore[union-attr]
            q.predicate.value.removeprefix(ONTOLOGY),
            q.object.value.removeprefix(ACTOR).removeprefix(TOPIC),  # type: ignore[union-attr]
        )
        for q in made
    }


@pytest.mark.parametrize(
    ("day", "member_of", "cooperates_on", "cooperates_with", "funded_by"),
    [
        ("2006-12-31", 7, 0, 42, 0),
        ("2009-12-31", 13, 35, 72, 0),
        ("2012-12-31", 13, 35, 72, 0),
        ("2016-12-31", 14, 48, 84, 9),
        ("2019-12-31", 7, 40, 42, 9),
        (TODAY, 7, 40, 42, 9),
    ],
)
def test_the_worked_examples_have_these_shortcuts(
    day: str, member_of: int, cooperates_on: int, cooperates_with: int, funded_by: int
) -> None:
    made = [p for _, p, _ in shortcuts(worked_examples(), day)]
    names = ("memberOf", "cooperatesOn", "cooperatesWith", "fundedBy")
    expected = (member_of, cooperates_on, cooperates_with, funded_by)
    assert tuple(made.count(name) for name in names) == expected


def test_what_was_not_seen_for_two_years_is_not_confirmed() -> None:
    assert shortcuts(worked_examples(), TODAY, seen_from="2024-11-21") == set()


def on_waste(turtle: str, day: str) -> set[str]:
    made = shortcuts(bounded(turtle), day)
    return {actor for actor, p, topic in made if (p, topic) == ("cooperatesOn", "waste")}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2017-12-31", set()),
        ("2019-12-31", {"one", "two", "three"}),
        ("2020-12-31", {"two", "three"}),
        ("2025-12-31", {"two", "three"}),
    ],
)
def test_a_participant_that_ceased_cooperates_no_more(day: str, expected: set[str]) -> None:
    merger = event("one", "original", '"2020-01-01"^^xsd:date')
    turtle = COOPERATION.replace("READING", "explicit") + merger
    assert on_waste(turtle, day) == expected
    pairs = {(a, b) for a, p, b in shortcuts(bounded(turtle), day) if p == "cooperatesWith"}
    assert pairs == {(a, b) for a in expected for b in expected if a != b}


def test_a_participant_whose_versions_are_over_or_that_is_not_founded_yet_is_left_out() -> None:
    over = version(1, 'dcat:endDate "2018-12-31"^^xsd:date', "one")
    later = event("two", "resulting", '"2020-01-01"^^xsd:date')
    turtle = COOPERATION.replace("READING", "explicit") + over + later
    assert on_waste(turtle, "2019-12-31") == {"three"}
    assert on_waste(turtle, "2020-12-31") == {"two", "three"}


def test_an_assumed_cooperation_makes_no_shortcut() -> None:
    assert shortcuts(bounded(COOPERATION.replace("READING", "assumed")), "2019-12-31") == set()


def test_an_association_of_authorities_links_nobody() -> None:
    kind = "<https://w3id.org/samgraf/code/body-kind/association-of-authorities>"
    with_kind = bounded(SEVEN + f"a:triangle sg:bodyKind {kind} .")
    assert {p for _, p, _ in shortcuts(with_kind, TODAY)} == {"memberOf"}
    assert {p for _, p, _ in shortcuts(bounded(SEVEN), TODAY)} == {"memberOf", "cooperatesWith"}


def test_cooperating_with_goes_both_ways_and_never_with_oneself() -> None:
    made = {(a, b) for a, p, b in shortcuts(worked_examples(), TODAY) if p == "cooperatesWith"}
    assert made == {(b, a) for a, b in made}
    assert not [pair for pair in made if pair[0] == pair[1]]


@pytest.mark.parametrize(
    ("status", "links"),
    [("granted", True), ("paid", True), ("applied", False), ("announced", False)],
)
def test_only_money_granted_or_paid_makes_a_link(status: str, links: bool) -> None:
    funding = f"""
r:f a sg:Funding ; sg:funder a:state ; sg:recipient a:town ; sg:applicant a:other ;
  sg:fundingStatus <https://w3id.org/samgraf/code/funding-status/{status}> ;
  sg:during [ dcat:startDate "2015"^^xsd:gYear ; dcat:endDate "2018"^^xsd:gYear ] ;
  sg:supportedBy c:f .
c:f a sg:Claim ; {NORMAL} .
"""
    made = {("town", "fundedBy", "state")} if links else set()
    assert shortcuts(bounded(funding), TODAY) == made
    assert shortcuts(bounded(funding), "2014-12-31") == set()


def why(subject: str, name: str, target: str, day: str = TODAY) -> set[tuple[str, ...]]:
    """Ask why a shortcut holds; return rule, relation, claim and source of each row."""
    store = worked_examples()
    for quad in list(store.quads_for_pattern(None, None, None, BOUNDS)):
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    given = {
        ox.Variable("subject"): ox.NamedNode(subject),
        ox.Variable("property"): ox.NamedNode(ONTOLOGY + name),
        ox.Variable("object"): ox.NamedNode(target),
        ox.Variable("on"): ox.Literal(day, datatype=ox.NamedNode(XSD + "date")),
    }
    rows = store.query(queries.text("why"), substitutions=given)  # type: ignore[arg-type]
    shown = ("rule", "relation", "claim", "source")
    return {tuple(row[key].value.rpartition("/")[2] for key in shown) for row in rows}  # type: ignore[union-attr]


KOLDING, BODY = ACTOR + "dk-kolding", ACTOR + "dk-trekantomraadet"
MEMBER = "m-dk-trekantomraadet--dk-kolding"
PLAN09 = ("plan09-planstrategi--members", "plan09-planstrategi")


def test_why_names_the_rule_the_relation_the_claims_and_the_sources() -> None:
    assert why(KOLDING, "memberOf", BODY) == {
        ("20-member-of", MEMBER, *PLAN09),
        ("20-member-of", MEMBER, "trekantomraadet-om--members", "trekantomraadet-om"),
    }


def test_why_says_nothing_of_what_does_not_hold() -> None:
    assert why(KOLDING, "memberOf", BODY, "2009-12-01") == set()
    assert why(KOLDING, "memberOf", ACTOR + "no-knutepunkt-soerlandet-1996") == set()


def test_why_a_member_cooperates_names_membership_and_cooperation() -> None:
    rows = why(KOLDING, "cooperatesOn", TOPIC + "culture")
    assert {row[:2] for row in rows} == {
        ("30-cooperates-on", MEMBER),
        ("30-cooperates-on", "k-dk-trekantomraadet--planstrategi"),
    }


def test_why_two_cooperate_names_both_memberships() -> None:
    rows = why(KOLDING, "cooperatesWith", ACTOR + "dk-vejle")
    assert {row[:2] for row in rows} == {
        ("40-cooperates-with", MEMBER),
        ("40-cooperates-with", "m-dk-trekantomraadet--dk-vejle"),
    }


def test_why_a_body_is_funded_names_the_funding() -> None:
    body = ACTOR + "no-knutepunkt-soerlandet-1996"
    rows = why(body, "fundedBy", ACTOR + "no-kommunal-og-distriktsdepartementet")
    assert {row[:2] for row in rows} == {
        ("50-funded-by", "f-no-byregion-2--no-knutepunkt-soerlandet"),
    }


def test_why_a_bound_holds_names_its_relation() -> None:
    rows = why(RELATION + MEMBER, "endsNotBefore", BODY)
    assert {row[:2] for row in rows} == {("12-ends-not-before", MEMBER)}


def test_every_shortcut_of_the_worked_examples_has_a_reason() -> None:
    made = shortcuts(worked_examples(), TODAY)
    sample = sorted(made)[::9]
    for subject, name, target in sample:
        base = TOPIC if name == "cooperatesOn" else ACTOR
        start = "" if subject.startswith("http") else ACTOR
        assert why(start + subject, name, base + target), (subject, name, target)


def test_the_order_of_the_shortcut_rules_does_not_matter_beyond_their_numbers() -> None:
    store = worked_examples()
    assert shortcuts(store, TODAY) == shortcuts(store, TODAY) == shortcuts(worked_examples(), TODAY)
