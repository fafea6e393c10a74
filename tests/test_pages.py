"""Every thing has a page and data; addresses, negotiation and hostile names are held."""

import html
import json
import re

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from samgraf.terms import ORG, SH, SKOS

from . import storing
from .asking import Reply, send
from .serving import Server
from .small import ROOT

OTHER_FORMS = re.compile(r"^/cite/.*(?<!\.txt)$|\.(jsonld|nt|rdf)$")
"""Files that say the same as another one of their page."""


def get(server: Server, path: str, accept: str = "text/html") -> Reply:
    return send(server.port, "GET", path, Accept=accept)


def text(server: Server, path: str) -> str:
    reply = get(server, path)
    assert reply.status == 200, reply.body
    return re.sub(r"\s+", " ", reply.body.decode())


def test_home_counts_what_is_there_and_names_the_version(server: Server) -> None:
    page = text(server, "/")
    assert "memberships, 2 of them verified</dt><dd>3</dd>" in page
    assert '<svg class="map dotmap"' in page
    assert "2026-11-21" in page


@pytest.mark.parametrize("name", ["aby", "Åby", "aaby", "AABY", "ab"])
def test_a_search_finds_a_name_without_its_letters(server: Server, name: str) -> None:
    assert "/page/actor/dk-aaby" in text(server, f"/search?q={name.replace('Å', '%C3%85')}")


def test_a_search_says_when_nothing_is_found(server: Server) -> None:
    assert "No name holds “zzz”" in text(server, "/search?q=zzz")


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/html", "/page/actor/dk-aaby"),
        ("*/*", "/page/actor/dk-aaby"),
        ("text/turtle", "/data/actor/dk-aaby.ttl"),
        ("application/ld+json", "/data/actor/dk-aaby.jsonld"),
        ("application/n-triples", "/data/actor/dk-aaby.nt"),
        ("application/rdf+xml", "/data/actor/dk-aaby.rdf"),
        ("text/html;q=0.2, text/turtle;q=0.9", "/data/actor/dk-aaby.ttl"),
    ],
)
def test_an_identifier_leads_to_page_or_data(server: Server, accept: str, target: str) -> None:
    reply = get(server, "/id/actor/dk-aaby", accept)
    assert (reply.status, reply.headers["location"]) == (303, target)
    assert reply.headers["vary"] == "Accept, Accept-Profile"


def test_a_type_that_is_not_offered_is_406(server: Server) -> None:
    reply = get(server, "/id/actor/dk-aaby", "image/png")
    assert reply.status == 406
    assert b"text/turtle" in reply.body


@pytest.mark.parametrize(
    "path",
    [
        "/id/actor/nobody",
        "/page/actor/nobody",
        "/data/actor/nobody.ttl",
        "/page/actor/dk-aaby%3E%20%3Curn:x",
        "/page/person/dk-aaby",
        "/data/actor/dk-aaby.exe",
        "/code/topic/nothing",
        "/nowhere",
    ],
)
def test_what_is_not_known_is_404_in_words(server: Server, path: str) -> None:
    reply = get(server, path)
    assert reply.status == 404
    assert b"Not found" in reply.body


def test_an_unknown_thing_has_the_nearest_names_on_its_page(server: Server) -> None:
    for address in (
        "/id/actor/dk-aby",
        "/page/actor/dk-%C3%85by-kommune",
        "/data/actor/no-aaby.ttl",
    ):
        reply = get(server, address)
        assert reply.status == 404
        assert b'href="/page/actor/dk-aaby"' in reply.body, address


def test_the_page_of_a_member_tells_period_certainty_and_sources(server: Server) -> None:
    page = text(server, "/page/actor/dk-aaby")
    assert '<h1 lang="da">Åby</h1>' in page
    for part in ("from 2007", "presumed", "2009-12-02", "A page about the council", "0101"):
        assert part in page
    assert "http://www.wikidata.org/entity/Q1" in page
    assert "Region Nordjylland" in page


def test_the_page_of_a_body_tells_unverified_members_apart(server: Server) -> None:
    page = text(server, "/page/actor/dk-raadet")
    row = next(row for row in page.split("<tr>") if 'href="/page/actor/no-nes"' in row)
    assert "unverified" in row
    other = next(row for row in page.split("<tr>") if 'href="/page/actor/dk-aaby"' in row)
    assert "unverified" not in other


def test_the_page_of_a_merged_municipality_names_the_successor(server: Server) -> None:
    page = text(server, "/page/actor/no-oey-until-2019")
    assert 'ended <time datetime="2019-12-31">31 Dec 2019</time>' in page
    assert 'href="/page/actor/no-nes"' in page
    assert "merger" in page


def test_a_name_with_markup_is_text(server: Server) -> None:
    page = text(server, "/page/actor/dk-raadet")
    assert "Rådet &lt;b&gt;&amp;&lt;/b&gt; venner" in page
    assert "<b>&" not in page


def test_an_iri_that_is_no_web_address_never_becomes_a_link() -> None:
    from samgraf.web.addresses import local

    assert local("javascript:alert(1)") is None
    assert local("data:text/html,x") is None
    assert local('https://w3id.org/samgraf/id/actor/x"onload=') == "/page/actor/x%22onload%3D"


@pytest.mark.parametrize(
    ("ending", "form"),
    [
        ("ttl", ox.RdfFormat.TURTLE),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("rdf", ox.RdfFormat.RDF_XML),
    ],
)
def test_the_data_of_a_thing_can_be_read_and_hold_its_relations(
    server: Server, ending: str, form: ox.RdfFormat
) -> None:
    reply = get(server, f"/data/actor/dk-aaby.{ending}", "*/*")
    assert reply.status == 200
    graph = {(str(t.subject), str(t.predicate), str(t.object)) for t in ox.parse(reply.body, form)}
    aaby = "<https://w3id.org/samgraf/id/actor/dk-aaby>"
    assert (aaby, f"<{SKOS.prefLabel}>", '"Åby"@da') in graph
    assert any((p, o) == (f"<{ORG.member}>", aaby) for _, p, o in graph)
    source = "<https://w3id.org/samgraf/id/source/a-page>"
    assert any(s == source for s, _, _ in graph)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/page/relation/m-dk-raadet--dk-aaby", "Åby in Rådet"),
        ("/page/claim/a-page--m-dk-raadet--dk-aaby", "“A page about the council” on: Åby in Rådet"),
        ("/page/event/no-nes-merger-2020", "Change: merger, 1 Jan 2020: Nes, Øy → Nes"),
        ("/page/source/a-register", "A statistics office"),
        ("/code/role/member", "member"),
        ("/code/region/dk-1081", "Region Nordjylland"),
        ("/code/dk-kommunekode", "kommun"),
        ("/ontology", "cooperation body"),
        ("/code", "dk-kommunekode"),
        ("/about/limits", "query_seconds"),
        ("/problem/time-limit", "too long"),
        ("/sparql", "<textarea"),
    ],
)
def test_every_kind_of_thing_has_a_page(server: Server, path: str, words: str) -> None:
    assert words in text(server, path)


@pytest.mark.slow
def test_every_link_of_the_pages_leads_somewhere(server: Server) -> None:
    seen: set[str] = set()
    todo = ["/page/actor/dk-raadet", "/page/actor/no-nes", "/search?q=nes", "/sparql"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        reply = get(server, path)
        if reply.status == 303:  # a browser is led to a page that says the same
            todo.append(reply.headers["location"])
            continue
        if storing.unanswered(path):
            assert reply.status >= 400
            continue
        assert reply.status == 200, path
        if path != "/" and reply.headers["content-type"].startswith("text/html"):
            body = re.sub(r'<a [^>]*rel="nofollow"[^>]*>', "", reply.body.decode())
            links = map(html.unescape, re.findall(r'(?:href|src)="(/[^"#]*)', body))
            todo += [link for link in links if not OTHER_FORMS.search(link)]
    assert len(seen) > 60


def test_the_iri_of_the_ontologys_version_leads_to_it(server: Server) -> None:
    reply = get(server, "/ontology/0.1.0", "*/*")
    assert (reply.status, reply.headers["location"]) == (303, "/ontology")
    assert get(server, "/ontology/0.0.9").status == 404


def test_the_ontology_is_data_too(server: Server) -> None:
    for path, accept in (("/ontology", "text/turtle"), ("/ontology.ttl", "*/*")):
        reply = get(server, path, accept)
        assert len(Graph().parse(data=reply.body, format="turtle")) > 300
    reply = get(server, "/ontology.jsonld", "*/*")
    assert json.loads(reply.body)
    assert get(server, "/ontology.exe").status == 404


def test_turtle_is_written_with_prefixes(server: Server) -> None:
    text = get(server, "/data/actor/dk-aaby.ttl").body.decode()
    assert "@prefix sg: <https://w3id.org/samgraf/ontology#> ." in text
    assert "org:member <https://w3id.org/samgraf/id/actor/dk-aaby>" in text


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/code/dk-kommunekode/0101", "/id/actor/dk-aaby"),
        ("/code/no-kommunenummer/3501", "/id/actor/no-nes"),
        ("/code/no-kommunenummer/3401?on=2023-12-31", "/id/actor/no-nes"),
        ("/code/no-kommunenummer/0401?on=2019-12-31", "/id/actor/no-nes-until-2019"),
        ("/code/no-kommunenummer/0401?on=1980-01-01", "/id/actor/no-nes-until-2019"),
    ],
)
def test_a_code_leads_to_who_held_it_on_the_day(server: Server, address: str, target: str) -> None:
    reply = get(server, address)
    assert (reply.status, reply.headers["location"]) == (303, target)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/code/no-kommunenummer/3401?on=2024-01-01", 404, "No actor is known to have held"),
        ("/code/no-kommunenummer/3401", 404, "No actor is known to have held"),
        ("/code/no-kommunenummer/3401?on=soon", 400, "is not a day"),
        ("/code/no-such-register/3401", 404, "Not found"),
    ],
)
def test_a_code_that_nobody_held_is_told_in_words(
    server: Server, address: str, status: int, words: str
) -> None:
    reply = get(server, address)
    assert reply.status == status
    assert words in reply.body.decode()


def test_a_program_is_told_of_such_a_code_in_its_form_and_where_its_times_are(
    server: Server,
) -> None:
    path = "/code/no-kommunenummer/3401?on=2024"
    reply = get(server, path, "application/json")
    assert (reply.status, reply.kind) == (404, "not-found")
    told = json.loads(reply.body)["detail"]
    assert "on 2024-12-31" in told
    where = told.rpartition(": ")[2]
    assert get(server, f"{where}&on=2022").status == 303
    plain = send(server.port, target=path, User_Agent="curl/8")
    assert plain.headers["content-type"].startswith("text/plain")


def test_a_claim_shows_its_passage_and_the_way_to_it() -> None:
    from samgraf.store.rows import Term
    from samgraf.terms import SG
    from samgraf.web.views import parts

    part = Term("https://w3id.org/samgraf/id/claim/x#evidence", "uri")
    fragment = Term(":~:text=De%20syv,kommuneplan", "literal")
    row = {"role": Term(str(SG.evidence), "uri"), "part": part, "value": fragment}
    row |= {"property": Term(str(SG.textFragment), "uri")}
    for address, jump in (
        ("https://example.org/page", "https://example.org/page#:~:text=De%20syv,kommuneplan"),
        ("javascript:alert(1)", None),
    ):
        assert parts([{**row, "address": Term(address, "uri")}])[0].jump == jump


def test_the_page_of_the_rules_has_every_shape_with_its_anchor(server: Server) -> None:
    page = text(server, "/shapes")
    shapes = Graph()
    for file in (ROOT / "shapes").glob("*.ttl"):
        shapes.parse(file)
    named = {s for s in shapes.subjects(SH.message) if (None, SH.sparql, s) not in shapes}
    assert len(named) > 100
    assert all(f'id="{str(s).rpartition("#")[2]}"' in page for s in named)
    assert "A membership lies within the life of its member" in page
    assert "Jäsenyys" in text(server, "/shapes?lang=fi")


@pytest.mark.slow
def test_the_shapes_are_given_as_turtle(server: Server) -> None:
    reply = get(server, "/shapes", "text/turtle")
    assert reply.headers["content-type"].startswith("text/turtle")
    found = Graph().parse(data=reply.body, format="turtle")
    expected = Graph()
    for file in (ROOT / "shapes").glob("*.ttl"):
        expected.parse(file)
    assert isomorphic(found, expected)
    assert get(server, "/shapes.ttl").body == reply.body
    assert get(server, "/shapes", "image/png").status == 406
