"""The page of an actor: on a day, its work, money and networks, disputes, and lists in parts."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest

from samgraf.config import Settings
from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.web.addresses import local
from samgraf.web.days import last_day
from samgraf.web.fundings import amount

from .asking import Reply, send
from .serving import Server
from .small import served

MANY = 203
TABLES = {
    "actors.csv": [
        "dk-forum,CooperationBody,DNK,forum,,,,,,,,,,a-page,",
        "dk-styrelse,StateBody,DNK,,,,,,,,,,,a-register,",
        "dk-stor,CooperationBody,DNK,association-of-authorities,,,,,,,,,,a-page,",
        *(f"dk-m{n:03},Municipality,DNK,,,,,,,,,,,a-register," for n in range(MANY)),
    ],
    "names.csv": [
        "dk-forum,Forum,da,pref,,,a-page",
        "dk-styrelse,Styrelsen,da,pref,,,a-register",
        "dk-stor,Det store,da,pref,,,a-page",
        *(f"dk-m{n:03},By {n:03},da,pref,,,a-register" for n in range(MANY)),
    ],
    "memberships/all.csv": [
        "m-dk-forum--dk-aaby,dk-aaby,dk-forum,member,2005,2012,,,a-page,,enumerated,",
        "m-dk-forum--dk-styrelse,dk-styrelse,dk-forum,member,2014,,,,a-page,2016,enumerated,",
        "m-dk-raadet--dk-styrelse,dk-styrelse,dk-raadet,member,2008,,,,a-page,2016,enumerated,",
        *(
            f"m-dk-stor--dk-m{n:03},dk-m{n:03},dk-stor,member,2001,,,,a-page,2016,enumerated,"
            for n in range(MANY)
        ),
    ],
    "topics.csv": [
        "k-dk-raadet--plan,dk-raadet,,waste|culture,dk-faelles-plan,2010,,,,,a-page,2016,explicit,",
        "k-dk-raadet--old,dk-raadet,,health,,2007,2009,,,,a-page,,explicit,",
        "k-dk-raadet--seen,dk-raadet,,climate-and-energy,,,,,,,a-page,2006-12-02,explicit,",
        "k-culture--dk-broen,,dk-aaby|no-oey-until-2019,culture,,2008-03-01,2010-09-30,,,,a-page,,"
        "enumerated,",
        "k-waste--dk-many,,dk-m000|"
        + "|".join(f"dk-m{n:03}" for n in range(1, 13))
        + ",waste,,2008-03-01,,,,,a-page,,enumerated,",
    ],
    "programmes.csv": [
        "PolicyPlan,dk-faelles-plan,Fælles plan,da,,,,,,,,,2010,,,",
        "Project,dk-broen,Broen over bæltet,da,,,dk-pulje,,,culture,,,2008-03-01,2010-09-30,,",
        "Programme,dk-pulje,Puljen,da,,dk-styrelse,,,,,,,2009,,,",
    ],
    "funding.csv": [
        "f-dk-pulje--dk-aaby,dk-styrelse,,dk-aaby,,,dk-pulje,,,granted,1500000,,DKK,2010,,,"
        "a-page,,explicit,",
        "f-dk-pulje--dk-raadet,dk-styrelse,dk-raadet,,,,dk-pulje,,,applied,,,,2011,,,"
        "a-page,,explicit,",
        *(
            f"f-dk-pulje--dk-m{n:03},dk-styrelse,,dk-m{n:03},,,dk-pulje,,,paid,10,9.50,EUR,2012,,,"
            "a-page,,explicit,"
            for n in range(60)
        ),
    ],
    "rosters.csv": [
        "a-page--members,actor/dk-raadet,2009-12-02,complete,3,dk-aaby|dk-styrelse|no-oey-until-2019,enumerated,"
        "normal,,,a-page,",
        "a-register--count,actor/dk-raadet,,counted-only,5,,explicit,deprecated,"
        "It is an old count.,a-page--members,a-register,",
    ],
}
TODAY = "2026-11-21"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the five actors and what is told of them here."""
    with served(tmp_path_factory.mktemp("told"), TABLES) as running:
        yield running


def get(server: Server, path: str) -> Reply:
    return send(server.port, "GET", path, Accept="text/html")


def text(server: Server, path: str) -> str:
    reply = get(server, path)
    assert reply.status == 200, reply.body
    return re.sub(r"\s+", " ", reply.body.decode())


def section(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}">.*?</section>', page)
    assert found, name
    return found[0]


def row(page: str, key: str) -> str:
    return next(one for one in re.split("<tr[ >]", page) if f"/page/actor/{key}" in one)


def words(html: str) -> str:
    plain = re.sub("<[^>]*>", " ", html).replace("\N{EN DASH}", "-")
    return re.sub(r"\s+", " ", plain)


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("2015-01-31", "2015-01-31"),
        ("2015-02", "2015-02-28"),
        ("2015", "2015-12-31"),
        ("2026", TODAY),
        ("2026-11", TODAY),
        ("2027", "2027-12-31"),
    ],
)
def test_a_year_and_a_month_mean_their_last_day_as_far_as_the_data_go(asked: str, day: str) -> None:
    assert last_day(asked, date.fromisoformat(TODAY)).isoformat() == day


@pytest.mark.parametrize("asked", ["2015-13", "2015-02-30", "15", "0000", "yesterday", "<b>"])
def test_what_is_no_day_is_refused(asked: str) -> None:
    with pytest.raises(QueryRefused, match="not a day"):
        last_day(asked, date.fromisoformat(TODAY))


def test_a_page_without_a_date_speaks_for_the_day_of_the_data(server: Server) -> None:
    page = text(server, "/page/actor/dk-forum")
    assert f'type="date" name="on" value="{TODAY}"' in page
    assert "This page shows" not in page
    assert ">ended<" in row(section(page, "members"), "dk-aaby")


def test_a_page_on_a_day_answers_for_it_and_leads_back(server: Server) -> None:
    page = text(server, "/page/actor/dk-forum?on=2010-06-15&lang=en")
    assert "This page shows 15 Jun 2010." in page
    assert '<a href="/page/actor/dk-forum?lang=en">Back to' in page
    assert '<input type="hidden" name="lang" value="en">' in page
    assert ">certain<" in row(section(page, "members"), "dk-aaby")
    assert ">not yet<" in row(section(page, "members"), "dk-styrelse")
    assert "<dt>Members</dt><dd>1</dd>" in page


@pytest.mark.parametrize(("language", "number"), [("en", "1,200"), ("da", "1.200")])
def test_the_population_stands_in_the_head_as_the_reader_writes_it(
    server: Server, language: str, number: str
) -> None:
    page = text(server, f"/page/actor/dk-aaby?lang={language}")
    assert re.search(rf"<dt>[^<]* 2020</dt><dd>{re.escape(number)}</dd>", page)


def test_a_day_after_the_data_says_what_the_data_speak_for(server: Server) -> None:
    page = text(server, "/page/actor/dk-forum?on=2031")
    assert "The data speak for 21 Nov 2026" in page


def test_a_date_that_cannot_be_read_is_400_with_the_remedy(server: Server) -> None:
    reply = get(server, "/page/actor/dk-forum?on=2015-13")
    assert reply.status == 400
    assert b"such as 2015-01-31" in reply.body


def test_codes_and_life_are_those_of_the_day(server: Server) -> None:
    page = text(server, "/page/actor/no-nes?on=2021")
    assert "<dt>Code</dt><dd>3401</dd>" in page
    assert "<dt>Code</dt><dd>3501</dd>" in text(server, "/page/actor/no-nes")
    assert "It was not there yet." in text(server, "/page/actor/no-nes?on=2010")
    assert "It had ended by then." in text(server, "/page/actor/no-oey-until-2019?on=2020")


def test_a_merged_municipality_names_those_before_and_after_in_its_head(server: Server) -> None:
    head = text(server, "/page/actor/no-nes").partition('<nav class="toc"')[0]
    assert "Since 1 Jan 2020, formed from:" in head
    assert 'href="/page/actor/no-oey-until-2019"' in head
    old = text(server, "/page/actor/no-oey-until-2019").partition('<nav class="toc"')[0]
    assert "Ended on 1 Jan 2020, became:" in old
    assert 'href="/page/actor/no-nes"' in old


def test_topics_stand_with_since_when_and_sources(server: Server) -> None:
    work = section(text(server, "/page/actor/dk-raadet"), "work")
    topic = next(one for one in work.split("<tr>") if "/code/topic/waste" in one)
    assert "2010" in words(topic)
    assert "presumed" in topic
    assert 'href="#s' in topic
    assert "/page/plan/dk-faelles-plan" in work
    ended = next(one for one in work.split("<tr>") if "/code/topic/health" in one)
    assert ">ended<" in ended


def test_a_member_works_on_the_topics_of_its_bodies(server: Server) -> None:
    work = section(text(server, "/page/actor/dk-aaby"), "work")
    topic = next(one for one in work.split("<tr>") if "/code/topic/culture" in one)
    assert "/page/actor/dk-raadet" in topic
    before = section(text(server, "/page/actor/dk-aaby?on=2006"), "work")
    assert "/page/actor/dk-raadet" not in before


def test_what_a_body_works_on_is_told_of_a_member_since_it_joined(server: Server) -> None:
    def health(key: str) -> str:
        work = section(text(server, f"/page/actor/{key}?on=2009-06-30"), "work")
        return words(next(one for one in work.split("<tr>") if "/code/topic/health" in one))

    assert "2007" in health("dk-raadet")
    joined_later = health("dk-styrelse")
    assert "2008" in joined_later
    assert "2007" not in joined_later


def test_money_keeps_applied_granted_and_paid_apart(server: Server) -> None:
    got = words(section(text(server, "/page/actor/dk-aaby"), "received"))
    assert "1,500,000 Danish kroner" in got
    assert "granted 1 1,500,000 Danish kroner - -" in got
    asked = words(section(text(server, "/page/actor/dk-raadet"), "received"))
    assert "applied for 1 - - 1" in asked
    assert "not known" in asked


def test_money_given_is_in_parts_of_twenty_five(server: Server) -> None:
    first = section(text(server, "/page/actor/dk-styrelse"), "given")
    assert "600 euros" in words(first)
    assert "570 euros" in words(first)
    assert first.count("/page/relation/f-") == 25
    assert 'href="/page/actor/dk-styrelse?given=2#given"' in first
    third = section(text(server, "/page/actor/dk-styrelse?given=3"), "given")
    assert third.count("/page/relation/f-") == 12
    assert get(server, "/page/actor/dk-styrelse?given=4").status == 404
    assert get(server, "/page/actor/dk-styrelse?given=x").status == 404


@pytest.mark.parametrize(
    ("number", "currency", "said"),
    [
        ("1500000", "DKK", "1,500,000 Danish kroner"),
        ("9.5", "EUR", "9.50 euros"),
        ("7", "", "7"),
        ("", "EUR", ""),
    ],
)
def test_an_amount_is_written_in_words(number: str, currency: str, said: str) -> None:
    from samgraf.store.pool import Pool
    from samgraf.web import pages_app

    app = pages_app.make(Settings(), Pool(Path("nowhere"), Limits()))
    with app.test_request_context():
        assert amount(number, currency) == said


def test_the_network_is_drawn_and_listed(server: Server) -> None:
    network = section(text(server, "/page/actor/dk-forum?on=2010"), "network")
    assert '<svg class="graph lg"' in network
    listed = network.partition("<table>")[2]
    assert "/page/actor/dk-raadet" in listed
    assert "/page/actor/dk-aaby" in listed


def test_more_than_25_members_are_not_drawn_as_a_ring(server: Server) -> None:
    assert '<svg class="graph' not in text(server, "/page/actor/dk-stor")


def test_a_member_tells_whom_it_works_with_and_on_what(server: Server) -> None:
    met = section(text(server, "/page/actor/dk-aaby"), "partners")
    one = row(met, "dk-styrelse")
    assert "/page/actor/dk-raadet" in one
    assert "/code/topic/waste" in one
    assert "2008" in words(one)  # the later of the two joined then at the latest


def test_ended_partners_stay_with_the_project_and_its_period(server: Server) -> None:
    met = section(text(server, "/page/actor/dk-aaby"), "partners")
    own, _, ever = met.partition('id="ever"')
    assert "Broen over bæltet" in own
    assert "1 Mar 2008 to 30 Sept 2010" in words(own)
    assert ">ended<" in own
    gone = words(row(ever, "no-oey-until-2019"))
    assert "Broen over bæltet 1 Mar 2008 to 30 Sept 2010" in gone
    assert "ended" in gone
    assert "/queries/partners-of-actor?actor=actor/dk-aaby" in ever
    assert "/queries/partners-of-actor.csv?actor=actor/dk-aaby" in ever
    assert "/queries/partners-of-actor?actor=actor/dk-aaby#cite" in ever


def test_what_goes_on_is_told_otherwise_than_what_is_over(server: Server) -> None:
    ever = section(text(server, "/page/actor/dk-aaby"), "partners").partition('id="ever"')[2]
    on = words(row(ever, "dk-styrelse"))
    assert re.search(r"since .*2008, last seen .* presumed", on), on
    assert "since" not in words(row(ever, "no-oey-until-2019"))
    told = words(ever)
    shared = [row.count("<a ") - 1 for row in re.findall(r"<tr><th scope.row.*?</tr>", ever)]
    assert shared == sorted(shared, reverse=True)
    rows = ever.count('<th scope="row">')
    assert f"{rows} partners" in told
    assert "bodies and cooperations in common" in told


def test_all_partners_are_told_whatever_the_day_of_the_page(server: Server) -> None:
    met = section(text(server, "/page/actor/dk-aaby?on=2001"), "partners")
    assert "Nobody shared a body or a cooperation with it on 31 Dec 2001" in met
    assert "/page/actor/dk-styrelse" in met.partition('id="ever"')[2]
    assert 'href="#ever"' in text(server, "/page/actor/dk-aaby").partition("<main")[2]


def test_where_partners_of_a_day_are_cut_the_page_says_so(server: Server) -> None:
    met = section(text(server, "/page/actor/dk-m000"), "partners")
    assert "These are 10 of 12, those with most in common" in met
    day = met.partition("<h3>")[0]
    assert day.count('<th scope="row">') == 10


def test_every_spell_of_a_topic_is_told_with_those_it_was_shared_with(server: Server) -> None:
    work = section(text(server, "/page/actor/dk-aaby"), "work")
    culture = words(next(one for one in work.split("<tr>") if "/code/topic/culture" in one))
    assert "1 Mar 2008 to 30 Sept 2010: Broen over bæltet with Øy" in culture
    assert "from 2010 through" in culture or "2010 through" in culture


def test_work_that_was_seen_only_before_a_member_joined_is_called_inferred(server: Server) -> None:
    work = section(text(server, "/page/actor/dk-styrelse"), "work")
    energy = next(one for one in work.split("<tr>") if "/code/topic/climate-and-energy" in one)
    assert ">inferred<" in energy
    assert "its work last attested 2 Dec 2006 , the membership 2016" in words(energy)


def test_a_cooperation_in_a_project_is_called_by_it(server: Server) -> None:
    page = text(server, "/page/relation/k-culture--dk-broen")
    assert re.search("<h1[^>]*>Broen over bæltet: cooperation of ", page)
    assert "/page/project/dk-broen" in section(page, "relations")
    incoming = section(text(server, "/page/actor/dk-aaby"), "incoming")
    assert ">Broen over bæltet</a>" in incoming


def test_an_actor_is_cited_with_what_where_and_when_it_was(server: Server) -> None:
    cited = send(server.port, "GET", "/cite/actor/no-oey-until-2019.txt").body.decode()
    assert "(municipality, Norway, " in cited
    assert "-2019). In: Samgraf" in cited
    page = text(server, "/page/actor/dk-aaby")
    assert re.search(r'href="#sources">What stands here rests on \d+ source', page)


def test_a_year_is_shown_as_a_year(server: Server) -> None:
    met = section(text(server, "/page/actor/dk-styrelse"), "bodies")
    assert "2016" in words(row(met, "dk-raadet"))
    assert "1 Jan 2016" not in words(row(met, "dk-raadet"))


def test_a_page_says_how_much_is_known_of_its_country(server: Server) -> None:
    page = words(text(server, "/page/actor/dk-aaby"))
    assert re.search(r"Coverage is uneven : of Denmark the graph has \d+ memberships", page)


def test_lists_of_members_stand_beside_what_the_graph_has(server: Server) -> None:
    lists = words(section(text(server, "/page/actor/dk-raadet"), "rosters"))
    assert "2 Dec 2009 complete list 3 3 3" in lists
    assert "not dated counted only not believed 5 - -" in lists


def test_claims_that_disagree_stand_with_rank_and_reason(server: Server) -> None:
    claims = words(section(text(server, "/page/actor/dk-raadet"), "claims"))
    assert "5 members not believed It is an old count." in claims
    assert "3 members" in claims


def test_identifiers_lead_to_other_data(server: Server) -> None:
    found = section(text(server, "/page/actor/dk-aaby"), "identifiers")
    assert "dk-kommunekode 0101" in words(found)
    assert ">Wikidata<" in found
    assert 'href="http://www.wikidata.org/entity/Q1" rel="nofollow"' in found
    assert "aaby.example" in found


def test_more_than_200_members_are_in_parts(server: Server) -> None:
    first = text(server, "/page/actor/dk-stor?on=2010")
    assert section(first, "members").count('<th scope="row">') == 200
    assert "<dt>Members</dt><dd>203</dd>" in first
    assert 'href="/page/actor/dk-stor?on=2010&amp;members=2#members"' in first
    second = section(text(server, "/page/actor/dk-stor?members=2"), "members")
    assert second.count('<th scope="row">') == 3


def test_incoming_links_are_in_parts_of_fifty(server: Server) -> None:
    first = section(text(server, "/page/actor/dk-styrelse"), "incoming")
    assert '“funder”</span> <span class="muted">(62)' in first
    link = re.search(r'href="([^"]*in=sg%3Afunder[^"]*)#incoming"', first)
    assert link
    second = section(text(server, link[1].replace("&amp;", "&")), "incoming")
    opened = re.search(r"<details open>.*?</details>", second)
    assert opened
    assert opened[0].count("/page/relation/f-") == 12
    shown = re.search(r"<details[^>]*><summary><span[^>]*>“funder”.*?</details>", first)
    assert shown
    both = set(re.findall(r"/page/relation/[\w-]+", shown[0] + opened[0]))
    assert len(both) == 62
    assert get(server, "/page/actor/dk-styrelse?in=sg:funder&page=3").status == 404


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("dk-trekantomraadet?on=2010", "<dt>Members</dt><dd>6</dd>"),
        ("dk-trekantomraadet", "<dt>Members</dt><dd>7</dd>"),
        ("no-oslo", "<dt>Code</dt><dd>03, 0301</dd>"),
        ("dk-haderslev", 'part of <a href="/page/actor/dk-christiansfeld-1970"'),
        ("no-kristiansand-until-2019", "became:"),
        ("eu-european-union", "Danish kroner"),
    ],
)
def test_the_real_graph_is_told_so(real: Server, path: str, said: str) -> None:
    assert said in text(real, f"/page/actor/{path}")


@pytest.fixture(scope="module")
def real(real_build: Path) -> Iterator[Server]:
    with Server(real_build, Limits()) as running:
        yield running


OWN_PARTS = (
    'SELECT ?part (SAMPLE(?node) AS ?one) { ?node ?p ?o FILTER(CONTAINS(STR(?node), "/id/")) '
    'FILTER(CONTAINS(STR(?node), "#")) BIND(CONCAT(REPLACE(STR(?node), ".*/id/([^/]+)/.*", "$1"), '
    'REPLACE(STR(?node), ".*#([a-z]+).*?([.][a-zA-Z]+)?$", " $1$2")) AS ?part) } GROUP BY ?part'
)


@pytest.mark.slow
def test_every_part_of_a_thing_has_its_place_on_the_page(real: Server) -> None:
    found = send(real.port, "GET", f"/sparql?{urlencode({'query': OWN_PARTS})}", Accept="text/csv")
    rows = [line.split(",") for line in found.body.decode().splitlines()[1:]]
    assert len(rows) > 8
    for kind, node in rows:
        page, _, part = (local(node) or "").partition("#")
        assert f'id="{part}"' in text(real, page), (kind, node)
