"""Lists that are narrowed down: facets, a day, maps, every list as data and as a question."""

import html
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from rdflib import Graph

from samgraf.drawing.found import Ground, Network, found_map
from samgraf.drawing.north import spots
from samgraf.drawing.plane import Place
from samgraf.linking.entries import Entry, Title
from samgraf.linking.search import Asked, Index
from samgraf.store.asking import Facts
from samgraf.store.versions import Versions
from samgraf.terms import BASE
from samgraf.web.listing import iri, literal, sparql, turtle

from . import asking
from .asking import Reply, send
from .serving import Server

DAY = "2026-11-21"


def get(server: Server, path: str, **headers: str) -> Reply:
    return send(server.port, "GET", path, None, "127.0.0.1", **headers)


def text(server: Server, path: str) -> str:
    reply = get(server, path, Accept="text/html")
    assert reply.status == 200, reply.body
    return re.sub(r"\s+", " ", reply.body.decode())


def links(page: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', page)]


def test_a_chosen_facet_is_taken_off_by_one_link(server: Server) -> None:
    page = text(server, "/search?kind=Municipality&country=NOR")
    chips = page.partition('class="chips on"')[2].partition("</ul>")[0]
    assert links(chips) == ["/search?country=NOR", "/search?kind=Municipality"]


def test_a_choice_keeps_the_others_and_begins_at_the_first_page(server: Server) -> None:
    page = text(server, "/search?country=NOR&sort=name&page=1&view=map")
    assert "/search?country=NOR&status=current&sort=name&view=map" in links(page)


def test_a_day_narrows_a_list_and_is_told(server: Server) -> None:
    before = text(server, "/search?kind=Municipality&country=NOR&on=2019-12-31")
    after = text(server, "/search?kind=Municipality&country=NOR&on=2020-01-01")
    assert "no-oey-until-2019" in before
    assert "no-oey-until-2019" not in after
    assert "there on 1 Jan 2020" in after


@pytest.mark.parametrize("day", ["soon", "2015", "2015-02-30", "0000-01-01", "20150101", "'"])
def test_what_is_no_day_is_refused_in_words(server: Server, day: str) -> None:
    reply = get(server, f"/search?on={quote(day)}", Accept="text/html")
    assert reply.status == 400
    assert "is not a day" in reply.body.decode()


def test_a_map_shows_the_same_result_as_links(server: Server) -> None:
    page = text(server, "/search?kind=Municipality&view=map")
    drawn = page.partition('<svg class="map foundmap"')[2].partition("</svg>")[0]
    assert "/page/actor/dk-aaby" in links(drawn)
    assert 'aria-label="Åby"' in drawn
    assert "/search?kind=Municipality" in links(page)


def test_networks_on_a_map_are_links_with_rays_to_their_members() -> None:
    places = [Place(f"p{n}", f"P{n} <b>", "NOR", 60 + n / 10, 10 + n / 10, 9000) for n in range(4)]
    ground = Ground("", {p.key: p for p in places}, spots(places))
    networks = [Network('N"&', "/n", ("p0", "p1", "gone")), Network("far", "/far", ("gone",))]
    svg = found_map(ground, [(places[3], "/p3")], (), networks, "T")
    assert 'class="rays"' in svg
    assert 'href="/n" aria-label="N&quot;&amp;"' in svg
    assert "/far" not in svg
    assert "P3 &lt;b&gt;" in svg
    assert svg == found_map(ground, [(places[3], "/p3")], (), networks, "T")


def test_every_view_of_a_list_is_data_too(server: Server) -> None:
    reply = get(server, "/search.ttl?country=NOR&limit=2")
    assert reply.headers["content-type"].startswith("text/turtle")
    assert reply.headers["link"] == '</search.ttl?country=NOR&limit=2&page=2>; rel="next"'
    found = Graph().parse(data=reply.body, format="turtle")
    told = json.loads(get(server, "/search.json?country=NOR&limit=2").body)
    assert {str(s) for s in found.subjects()} == {one["iri"] for one in told["results"]}
    assert told["results"][0].keys() >= {"since", "until", "members"}


@pytest.mark.parametrize("ending", ["json", "csv", "ttl"])
def test_who_follows_next_comes_to_the_end(server: Server, ending: str) -> None:
    address, seen = f"/search.{ending}?limit=2", 0
    while address:
        reply = get(server, address)
        assert reply.status == 200
        seen += 1
        address = reply.headers.get("link", "").partition(">")[0].removeprefix("<")
    total = json.loads(get(server, "/search.json?limit=1").body)["count"]
    assert seen == -(-total // 2) > 3
    for page in (seen + 1, 1001, 999_999):
        assert get(server, f"/search.{ending}?limit=2&page={page}").status == 404
        assert get(server, f"/search?page={page}").status in (303, 404)
    behind = get(server, f"/search.{ending}?limit=2&page={seen + 1}")
    assert f"with limit=2 this list ends with page={seen}".encode() in behind.body


def test_hostile_names_stay_names_in_turtle() -> None:
    names = ['"""', "a\\b\nc\td", "\ud800", "<x> . <y>", "\x07"]
    titles = tuple(Title(name, "da", "preferred") for name in names)
    odd = Entry('id/actor/x"> . <', "Municipality", True, titles, countries=("D K>",))
    graph = Graph().parse(data=turtle([odd]), format="turtle")
    assert len(graph) == 2 + len(names)
    assert {str(o) for o in graph.objects()} >= {'"""', "a\\b\nc\td", "?", "<x> . <y>", "\x07"}


def test_a_list_is_a_question_that_finds_the_same(server: Server) -> None:
    for chosen in (
        {"kind": "Municipality"},
        {"country": "NOR", "on": "2015-01-01"},
        {"kind": "Municipality", "status": "ended"},
        {"kind": "Topic"},
        {"topic": "health"},
    ):
        told = json.loads(get(server, f"/search.json?{urlencode(chosen)}&limit=900").body)
        reply = asking.get(server.port, told["sparql"])
        assert reply.status == 200, reply.body
        rows = json.loads(reply.body)["results"]["bindings"]
        assert {row["thing"]["value"] for row in rows} == {one["iri"] for one in told["results"]}


def test_the_page_shows_the_question_and_a_link_that_runs_it(server: Server) -> None:
    page = text(server, "/search?kind=Municipality&country=NOR")
    run = next(link for link in links(page) if link.startswith("/sparql?query="))
    query = parse_qs(urlsplit(run).query)["query"][0]
    assert "authority/country/NOR>" in query
    assert "UNDEF" not in query
    assert "#[" not in query
    assert json.loads(get(server, run, Accept=asking.JSON).body)["results"]["bindings"]


@pytest.mark.parametrize(
    "value", ['x"} DELETE {', "x> } #", "a b", "\\", "UNDEF", "\n#]\n", "}" * 90, "PREFIX a: <b>\n"]
)
def test_hostile_choices_stay_values_in_the_question(value: str) -> None:
    chosen = {facet: value for facet in ("kind", "country", "region", "form", "topic")}
    facts = Facts("")
    assert list(facts.rows("list", sparql(Asked(value, chosen), DAY))) == []


def test_terms_are_written_so_that_nothing_leaves_them() -> None:
    assert iri('http://x/a> "b') == "<http://x/a%3E%20%22b>"
    assert literal('a"\\\n') == '"a\\"\\\\\\n"'
    assert literal("a", 'en" .') == '"a"'
    assert literal("a", "nn-NO") == '"a"@nn-NO'


CHOSEN: list[dict[str, str]] = [
    {},
    {"country": "DNK"},
    {"kind": "Municipality"},
    {"kind": "CooperationBody", "status": "current"},
    {"status": "ended"},
    {"funded": "yes"},
    {"topic": "business-development", "kind": "CooperationBody"},
    {"form": "fi-kuntayhtyma"},
    {"kind": "Project", "country": "DNK"},
    {"kind": "Region"},
    {"kind": "Code"},
    {"kind": "Term"},
    {"region": "no-42"},
    {"region": "dk-1083"},
]


@pytest.mark.parametrize("on", ["", "2015-01-01"])
@pytest.mark.parametrize("chosen", CHOSEN, ids=lambda chosen: "-".join(chosen.values()) or "all")
def test_on_the_real_graph_index_and_question_agree(
    real: tuple[Index, Facts], chosen: dict[str, str], on: str
) -> None:
    index, facts = real
    asked = Asked("", chosen, limit=20_000, on=on)
    listed = {BASE + hit.entry.path for hit in index.find(asked, counted=False).hits}
    rows = facts.rows("list", sparql(asked, DAY))
    assert {row["thing"].value for row in rows} == listed
    assert listed


@pytest.fixture(scope="module")
def real(real_build: Path) -> tuple[Index, Facts]:
    versions = Versions(real_build)
    folder = versions.path(versions.needed())
    return Index(folder / "index"), Facts.kept(folder / "store")
