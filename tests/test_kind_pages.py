"""Relations, claims, sources, events, programmes, codes and terms have pages worth reading."""

import gzip
import json
import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from samgraf import queries
from samgraf.terms import DCT, SG
from samgraf.web.shelves import among

from .asking import send
from .serving import Server
from .small import served

DIGEST = "a" * 64
ROWS = {
    "actors.csv": "no-dept,StateBody,NOR,,,,,,,,,,,a-register,",
    "names.csv": "no-dept,Departementet,nb,pref,,,a-register",
    "claims.csv": "a-page--late,relation/m-dk-raadet--dk-aaby,dcat:startDate,2011,xsd:gYear,,"
    "explicit,deprecated,A list of 2009 names it already.,,a-page,",
    "rosters.csv": "a-page--list,actor/dk-raadet,2005-01-01,complete,1,no-oey-until-2019,"
    "enumerated,normal,,,a-page,",
    "snapshots.csv": f"a-page,{DIGEST},,900",
    "evidence.csv": f'a-page--late,{DIGEST},10,20,{"b" * 64},":~:text=fra,2011",'
    "It is said to have joined in 2011.",
    "programmes.csv": "Call,no-aid-2015,Utlysning,nb,,no-dept,no-aid,5000,NOK,,,2015-02,,,,\n"
    "Programme,no-aid,Støtten,nb,,no-dept,,,,business-development,,,2014,2016,,\n"
    "Project,no-bridge,Broen,nb,,,no-aid,,,,,,2015,,,",
    "funding.csv": "f-no-aid--dk-aaby,no-dept,,dk-aaby,,,no-aid,no-bridge,business-development,"
    "granted,1200,,NOK,2015,2016,,a-page,,explicit,\n"
    "f-no-aid--no-nes,no-dept,,no-nes,,,no-aid,,,paid,3000,2900,NOK,2020,2021,,a-page,,explicit,",
    "topics.csv": "k-dk-raadet--culture,dk-raadet,,culture,,2008,,,,,a-page,2026-11-01,explicit,",
}


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the five actors with money, topics, and claims that disagree."""
    more = {name: rows.splitlines() for name, rows in ROWS.items()}
    with served(tmp_path_factory.mktemp("kinds"), more) as running:
        yield running


def text(server: Server, path: str) -> str:
    reply = send(server.port, "GET", path, Accept="text/html")
    assert reply.status == 200, reply.body
    return re.sub(r"\s+", " ", reply.body.decode())


def section(page: str, name: str) -> str:
    """Return one section of a page without its tags."""
    found = page.partition(f'<section id="{name}">')[2].partition("</section>")[0]
    assert found, f"no section {name}"
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


def test_a_membership_tells_parties_period_and_who_says_so(kinds: Server) -> None:
    page = text(kinds, "/page/relation/m-dk-raadet--dk-aaby")
    assert '<p class="pill">Membership</p>' in page
    assert "Åby in Rådet &lt;b&gt;&amp;&lt;/b&gt; venner</h1>" in page
    assert '<li><a href="/page/actor/dk-raadet">' in page
    assert "between 1 Jan and 31 Dec 2007" in section(page, "period")
    assert "no end is known; last seen: 2 Dec 2009" in section(page, "period")
    assert "presumed" in page
    said = section(page, "claims")
    assert "enumerated" in said.partition("Against it")[0]
    assert "A list of 2009 names it already." in said.partition("Against it")[2]
    assert '<li id="s1"><a href="/page/source/' in page


def test_a_complete_list_without_a_member_speaks_against_it(kinds: Server) -> None:
    said = section(text(kinds, "/page/relation/m-dk-raadet--dk-aaby"), "claims")
    assert "Lists all members, and this one is not among them." in said.partition("Against it")[2]


def test_a_membership_that_nobody_checked_says_so(kinds: Server) -> None:
    assert "Unverified" in text(kinds, "/page/relation/m-dk-raadet--no-nes")


def test_a_membership_names_the_change_that_ends_it(kinds: Server) -> None:
    page = text(kinds, "/page/relation/m-dk-raadet--no-oey-until-2019")
    assert "merger" in section(page, "events")
    assert "(ends it)" in section(page, "events")


def test_a_funding_keeps_granted_and_paid_apart_and_says_what_is_unknown(kinds: Server) -> None:
    page = text(kinds, "/page/relation/f-no-aid--dk-aaby")
    assert "Funding of Åby by Departementet</h1>" in page
    money = section(page, "money")
    assert re.search("Granted 1,200 NOK", money)
    assert re.search("Paid not known", money)
    assert '<a href="/page/project/no-bridge"' in page


def test_a_cooperation_names_its_topic(kinds: Server) -> None:
    page = text(kinds, "/page/relation/k-dk-raadet--culture")
    assert "on culture</h1>" in page
    assert 'href="/code/topic/culture"' in page


def test_a_claim_tells_source_reading_rank_and_place(kinds: Server) -> None:
    page = text(kinds, "/page/claim/a-page--late")
    assert '<li><a href="/page/source/a-page">A page about the council</a></li>' in page
    assert "The source says it in so many words." in page
    assert "It is not believed" in page
    assert "characters 10 to 20" in section(page, "passage")
    assert 'href="https://example.org/council#:~:text=fra,2011" rel="nofollow"' in page
    assert 'href="/page/relation/m-dk-raadet--dk-aaby"' in page


def test_a_list_names_its_members_and_is_told_from_a_claim(kinds: Server) -> None:
    page = text(kinds, "/page/claim/a-page--list")
    assert '<p class="pill">Roster</p>' in page
    assert "1 member is listed" in section(page, "said")


def test_a_source_lists_what_is_taken_from_it_by_kind(kinds: Server) -> None:
    page = text(kinds, "/page/source/a-page")
    assert "no licence stated" in section(page, "made")
    assert DIGEST in section(page, "snapshots")
    listed = section(page, "list")
    assert re.search(r"Membership \d", listed)
    alone = section(text(kinds, "/page/source/a-page?of=alone"), "list")
    assert "Øy in Rådet" in alone
    assert "Funding of Nes by Departementet" in alone


def test_a_source_lists_the_names_of_a_register_with_their_periods(kinds: Server) -> None:
    page = text(kinds, "/page/source/a-register?of=skos:prefLabel")
    assert "creativecommons.org" in section(page, "made")
    assert re.search("Nes Name: Nes nb until 31 Dec 2019", section(page, "list"))


@pytest.mark.parametrize(
    ("of", "row"),
    [
        ("skos:prefLabel", "Åby Name: Åby da not dated"),
        ("skos:altLabel", "Åby Also called: Aaby da not dated"),
        ("sg:population", "Åby Population: 1,200"),
    ],
)
def test_a_source_names_the_things_that_it_says_something_of(
    kinds: Server, of: str, row: str
) -> None:
    listed = section(text(kinds, f"/page/source/a-register?of={of}"), "list")
    assert row in listed
    assert "actor/" not in listed


def test_no_value_of_a_page_of_register_facts_is_left_out() -> None:
    graph, area = ox.NamedNode("urn:x:graph"), ox.NamedNode(str(SG.inArea))
    store = ox.Store()
    for item in range(50):
        for value in range(9):
            one = ox.NamedNode(f"urn:x:{item:02}"), area, ox.NamedNode(f"urn:x:area-{value}")
            store.add(ox.Quad(*one, graph))
    given: dict[str, ox.NamedNode | ox.Literal] = {"graph": graph, "property": area}
    given |= {"from": ox.Literal("urn:x:00"), "to": ox.Literal("urn:x:49")}
    found = store.query(
        queries.text("pages/source-facts-window"),
        substitutions={ox.Variable(name): value for name, value in given.items()},
    )
    assert isinstance(found, ox.QuerySolutions)
    assert len([*found]) == 450


def test_no_claim_of_a_page_is_left_out_for_claims_of_other_kinds_between() -> None:
    def named(name: str) -> ox.NamedNode:
        return ox.NamedNode(f"urn:x:{name}")

    store, source = ox.Store(), named("source")
    every = [f"claim-{number:04}" for number in range(1000)]
    for name in every:
        store.add(ox.Quad(named(name), ox.NamedNode(str(DCT.source)), source))
        store.add(ox.Quad(named(name), ox.NamedNode(str(SG.claimSubject)), named("subject")))
    shown = [f"urn:x:{name}" for name in every[::20]]
    given: dict[str, ox.NamedNode | ox.Literal] = {"thing": source}
    given |= {name: ox.Literal(json.loads(text)) for name, text in among(shown).items()}
    found = store.query(
        queries.text("pages/source-window"),
        substitutions={ox.Variable(name): value for name, value in given.items()},
    )
    assert isinstance(found, ox.QuerySolutions)
    assert sorted({row["item"].value for row in found}) == shown


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=99999999", "?of=nothing"])
def test_a_page_of_a_list_that_is_not_there_is_the_nearest(kinds: Server, query: str) -> None:
    assert "Page" not in section(text(kinds, f"/page/source/a-page{query}"), "list")


def test_a_change_tells_before_after_and_what_it_ended(kinds: Server) -> None:
    page = text(kinds, "/page/event/no-nes-merger-2020")
    assert "Change: merger, 1 Jan 2020: Nes, Øy → Nes</h1>" in page
    assert "1 ended with it" in section(page, "relations")
    assert "Øy in Rådet" in section(page, "relations")


def test_a_programme_tells_who_pays_and_who_receives(kinds: Server) -> None:
    page = text(kinds, "/page/programme/no-aid")
    assert "Departementet" in section(page, "about")
    money = section(page, "sums")
    assert re.search("granted 1 1,200 NOK not known", money)
    assert re.search("paid 1 3,000 NOK 2,900 NOK", money)
    assert "not recorded in this graph" in money
    assert "5,000 NOK" in section(page, "calls")
    assert "Åby 1 1,200 NOK" in section(page, "recipients")
    assert '<svg class="map netmap"' in page
    assert "Broen" in section(page, "list")


@pytest.mark.parametrize(
    ("language", "title", "amount"),
    [
        ("en", "Map of", "1,200 NOK"),
        ("da", "Kort over", "1.200 NOK"),
        ("sv", "Karta över", "1 200 NOK"),
    ],
)
def test_what_is_kept_of_a_programme_is_kept_for_each_language(
    kinds: Server, language: str, title: str, amount: str
) -> None:
    page = text(kinds, f"/page/programme/no-aid?lang={language}")
    assert f"{title} " in page
    assert amount in page


def test_a_call_has_its_ceiling_and_leads_to_its_programme(kinds: Server) -> None:
    page = text(kinds, "/page/call/no-aid-2015")
    assert '<li><a href="/page/programme/no-aid">Støtten</a></li>' in page
    assert "ceiling of the call 5,000 NOK" in section(page, "sums")


def test_a_project_names_its_fundings(kinds: Server) -> None:
    page = text(kinds, "/page/project/no-bridge")
    assert "Funding of Åby by Departementet" in section(page, "fundings")


def test_a_topic_tells_who_cooperates_on_it_and_in_which_country(kinds: Server) -> None:
    page = text(kinds, "/code/topic/culture")
    assert "Arts, heritage, libraries and events." in section(page, "meaning")
    assert "Denmark" in section(page, "countries")
    assert "Åby" in section(page, "list")
    assert "31 Dec 2008 or earlier" in page
    assert "EuroVoc" in section(page, "ties")
    assert "Støtten" in section(text(kinds, "/code/topic/business-development"), "programmes")


def test_a_group_of_topics_names_its_topics(kinds: Server) -> None:
    assert "business development" in section(text(kinds, "/code/topic/economy"), "beside")


def test_a_code_list_names_its_concepts_with_what_they_mean(kinds: Server) -> None:
    page = text(kinds, "/code/reading")
    assert "The source says it in so many words." in section(page, "list")
    assert '<a href="/code/reading/explicit"' in page


def test_a_register_tells_who_held_which_code_when(kinds: Server) -> None:
    listed = section(text(kinds, "/code/no-kommunenummer"), "list")
    assert "0401 Nes until 31 Dec 2019" in listed
    assert "3501 Nes from 1 Jan 2024" in listed


def test_a_concept_tells_its_list_and_its_names(kinds: Server) -> None:
    page = text(kinds, "/code/rank/deprecated")
    assert "Not believed" in section(page, "meaning")
    assert "hylätty" in section(page, "meaning")
    assert '<li><a href="/code/rank">' in page
    assert "“rank”" in section(page, "incoming")


def test_each_term_has_a_section_with_labels_examples_rules_and_uses(kinds: Server) -> None:
    page = text(kinds, "/ontology")
    found = page.partition('<section class="rule" id="Membership">')[2].partition("</section>")[0]
    for part in ("medlemskab", "jäsenyys", "org:Membership", "in Rådet", "/shapes#", "<dd>3</dd>"):
        assert part in found
    found = page.partition('<section class="rule" id="memberOf">')[2].partition("</section>")[0]
    assert "sg:Actor" in found
    assert "Åby</a> → <a" in found


def test_the_ontology_is_one_page_within_its_budget(kinds: Server) -> None:
    reply = send(kinds.port, "GET", "/ontology", Accept="text/html")
    assert len(gzip.compress(reply.body)) < 25 * 1024


def test_every_address_of_a_term_leads_to_its_section(kinds: Server) -> None:
    page = text(kinds, "/ontology")
    linked = set(re.findall(r'href="/ontology#(\w+)"', page))
    assert linked <= set(re.findall(r' id="(\w+)"', page))


def test_nothing_of_these_pages_is_named_twice(kinds: Server) -> None:
    for path in ("/page/claim/a-page--late", "/page/programme/no-aid", "/ontology"):
        names = re.findall(r' id="([^"]+)"', text(kinds, path))
        assert len(names) == len(set(names)), path


def test_what_points_to_a_thing_is_counted_within_a_bound() -> None:
    from samgraf import queries
    from samgraf.web.links import MOST

    assert f"LIMIT {MOST + 1} " in queries.text("pages/link-counts")


@pytest.mark.parametrize(
    ("bounds", "begins", "ends"),
    [
        ("2007-01-01 2007-12-31 2009-12-02 ", "between 1 Jan and 31 Dec 2007", "no end"),
        ("2007-01-01 2007-01-01 2009-12-02 2009-12-02", "on 1 Jan 2007", "on 2 Dec 2009"),
        (" 2009-12-02  2019-12-31", "on 2 Dec 2009 at the latest", "at the latest"),
        ("2006-05-01 2007-02-28  ", "between 1 May 2006 and 28 Feb 2007", "not known"),
        ("2020-01-01   ", "not before 1 Jan 2020", "not known"),
        ("   ", "not known", "not known"),
    ],
)
def test_bounds_are_told_in_words(bounds: str, begins: str, ends: str) -> None:
    from flask import Flask
    from flask_babel import Babel

    from samgraf.web import periods

    app = Flask("test")
    Babel(app)
    known = {name: day for name, day in zip(periods.BOUNDS, bounds.split(" "), strict=True) if day}
    with app.test_request_context():
        assert begins in periods.begins(known)
        assert ends in periods.ends(known)


def test_a_date_that_is_none_is_shown_as_it_stands() -> None:
    from samgraf.web.dates import day

    for odd in ("", "soon", "2007-13", "0000-01-01", "<b>"):
        assert day(odd) == odd
