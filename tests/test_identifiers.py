"""Every IRI of ours leads somewhere: to a page or data, to what came in its place, or to words."""

import json
import re

import pyoxigraph as ox
import pytest

from samgraf.namespaces import PREFIXES
from samgraf.store.sorting import sorted_graph
from samgraf.terms import BASE, DCT, ID, ORG, OWL, RDF, SG, SKOS
from samgraf.web.addresses import local
from samgraf.web.subject import DATA

from .asking import Reply, send
from .conftest import MANY
from .serving import Server

OFFERED = "text/html, text/turtle, application/ld+json, application/n-triples, application/rdf+xml"
ACCEPTS = {
    "text/html": "page",
    "*/*": "page",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "text/html;q=0.2, text/turtle;q=0.9, */*;q=0.1": "ttl",
    "image/png": "",
}
"""Eight headers, and the form that each gets: a page, a file, or none."""

SYNTAXES = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
LETTERS = "fo-t%C3%B3rshavn-%C3%A6%C3%B8%C3%A5%C3%B0%C3%BE"
DECOMPOSED = LETTERS.replace("%C3%B3", "o%CC%81")
HYDRA = "http://www.w3.org/ns/hydra/core#"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def ask(server: Server, path: str, accept: str = "text/html", method: str = "GET") -> Reply:
    """Ask for an address; HEAD must have the headers of GET, and no body."""
    reply = send(server.port, "GET", path, Accept=accept)
    if method == "HEAD":
        head = send(server.port, "HEAD", path, Accept=accept)
        assert head.body == b""
        assert head.status == reply.status
        assert head.headers | {"date": ""} == reply.headers | {"date": ""}
    return reply


def found(reply: Reply, ending: str) -> set[tuple[str, str, str]]:
    parsed = ox.parse(reply.body, SYNTAXES[ending])
    return {(t.subject.value, t.predicate.value, t.object.value) for t in parsed}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(("accept", "form"), ACCEPTS.items())
@pytest.mark.parametrize("key", ["no-nes", "no-oey-until-2019"], ids=["existing", "merged"])
def test_a_thing_that_is_known_leads_to_its_own_page_or_data(
    linked: Server, key: str, accept: str, form: str, method: str
) -> None:
    reply = ask(linked, f"/id/actor/{key}", accept, method)
    if not form:
        assert reply.status == 406
        assert all(name in reply.body.decode() for name in OFFERED.split(", "))
        return
    target = f"/page/actor/{key}" if form == "page" else f"/data/actor/{key}.{form}"
    assert (reply.status, reply.headers["location"]) == (303, target)
    assert reply.headers["vary"] == "Accept, Accept-Profile"
    assert f'<{BASE}id/actor/{key}>; rel="canonical"' in reply.headers["link"]
    assert f'</data/actor/{key}.nt>; rel="alternate"' in reply.headers["link"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(("accept", "form"), ACCEPTS.items())
@pytest.mark.parametrize("key", ["dk-replaced", "dk-retired"])
def test_a_retired_thing_is_gone_and_names_its_successor(
    linked: Server, key: str, accept: str, form: str, method: str
) -> None:
    reply = ask(linked, f"/id/actor/{key}", accept, method)
    assert reply.status == 410
    assert "Accept" in reply.headers["vary"]
    replaced = key == "dk-replaced"
    assert ("link" in reply.headers) == replaced
    if form in SYNTAXES:
        graph = found(reply, form)
        iri, successor = f"{BASE}id/actor/{key}", f"{BASE}id/actor/no-nes"
        assert (iri, str(OWL.deprecated), "true") in graph
        assert ((iri, str(DCT.isReplacedBy), successor) in graph) == replaced
    elif accept == "text/html":
        assert (b'<a href="/page/actor/no-nes" lang="nb">Nes</a>' in reply.body) == replaced
    else:
        assert json.loads(reply.body)["type"] == "/problem/gone"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("accept", ACCEPTS)
def test_an_unknown_thing_is_not_found(linked: Server, accept: str, method: str) -> None:
    reply = ask(linked, "/id/actor/dk-nobody", accept, method)
    assert reply.status == 404
    assert reply.headers["cache-control"] == "no-store"
    html = "html" in accept
    kind = "text/html; charset=utf-8" if html else "application/problem+json"
    assert reply.headers["content-type"] == kind


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path",
    [
        "/page/actor/dk-replaced",
        "/data/actor/dk-replaced.ttl",
        "/code/topic/old",
        "/code/topic/old.nt",
    ],
)
def test_what_is_retired_is_gone_at_every_address(linked: Server, path: str, method: str) -> None:
    reply = ask(linked, path, BROWSER, method)
    assert reply.status == 410
    data = "." in path
    assert reply.headers["content-type"].startswith("text/html") != data


def test_a_merged_thing_has_its_successor_on_its_page_and_in_its_data(linked: Server) -> None:
    page = ask(linked, "/page/actor/no-oey-until-2019").body.decode()
    assert 'href="/page/actor/no-nes"' in page
    graph = found(ask(linked, "/data/actor/no-oey-until-2019.nt"), "nt")
    after = "http://www.w3.org/ns/org#resultingOrganization"
    assert any(p == after and o == f"{BASE}id/actor/no-nes" for _, p, o in graph)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (LETTERS, LETTERS),
        (DECOMPOSED, LETTERS),
        ("fo-v%C3%A1gur", "fo-v%C3%A1gur"),
        ("fo-v%c3%a1gur", "fo-v%C3%A1gur"),
    ],
    ids=["letters", "decomposed", "encoded in the data", "small digits"],
)  # fmt: skip
def test_letters_beyond_ascii_are_encoded_in_headers(linked: Server, asked: str, told: str) -> None:
    reply = ask(linked, f"/id/actor/{asked}")
    assert (reply.status, reply.headers["location"]) == (303, f"/page/actor/{told}")
    page = ask(linked, reply.headers["location"])
    assert page.status == 200
    for answer in (reply, page, ask(linked, f"/data/actor/{told}.ttl")):
        assert answer.headers["link"].startswith(f'<{BASE}id/actor/{told}>; rel="canonical"')
        assert answer.headers["link"].isascii()


@pytest.mark.parametrize(
    "path", ["/id/actor/dk-%C3%85benr%C3%A5", "/id/actor/%FF", "/id/actor/a%00b"]
)
def test_a_name_is_no_key(linked: Server, path: str) -> None:
    assert ask(linked, path).status in (400, 404)


@pytest.mark.parametrize(
    "path", ["/id/actor/no-nes", "/page/actor/no-nes", "/data/actor/no-nes.ttl"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_thing_can_only_be_read(linked: Server, path: str, method: str) -> None:
    reply = send(linked.port, method, path, b"")
    assert reply.status == 405
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS"
    assert reply.kind == "method"


def pages(server: Server, path: str) -> list[Reply]:
    """Follow the links to the next part of a document."""
    replies = [ask(server, path, "*/*", "HEAD")]
    while following := re.search(
        r'<http://[^/>]+([^>]+)>; rel="next"', replies[-1].headers["link"]
    ):
        replies.append(ask(server, following[1], "*/*", "HEAD"))
    return replies


@pytest.mark.parametrize("ending", SYNTAXES)
def test_much_data_comes_in_parts_that_say_so(linked: Server, ending: str) -> None:
    replies = pages(linked, f"/data/actor/dk-big.{ending}")
    assert [reply.status for reply in replies] == [200, 200, 200]
    graphs = [found(reply, ending) for reply in replies]
    everything = set().union(*graphs)
    for number in range(MANY):
        relation, claim = (
            f"{BASE}id/relation/m-dk-big--{number:03}",
            f"{BASE}id/claim/a--{number:03}",
        )
        assert (relation, str(ORG.organization), f"{BASE}id/actor/dk-big") in everything
        assert (claim, str(DCT.source), f"{BASE}id/source/a") in everything
    assert (f"{BASE}id/source/a", str(DCT.title), "A source") in graphs[1]
    for graph in graphs:
        assert any(o == f"{HYDRA}PartialCollectionView" for _, _, o in graph)
        assert ("totalItems", str(MANY)) in {(p.removeprefix(HYDRA), o) for _, p, o in graph}
    assert all('rel="prev"' in reply.headers["link"] for reply in replies[1:])
    assert 'rel="first"' in replies[2].headers["link"]


def test_little_data_is_no_part(linked: Server) -> None:
    reply = ask(linked, "/data/actor/no-nes.ttl")
    assert b"hydra" not in reply.body
    assert 'rel="next"' not in reply.headers["link"]


@pytest.mark.parametrize("page", ["0", "4", "-1", "x", "1e3", "%C2%B2", "9" * 30])
def test_a_part_that_is_not_there_is_not_found(linked: Server, page: str) -> None:
    assert ask(linked, f"/data/actor/dk-big.ttl?page={page}").status == 404


def test_the_same_triples_are_the_same_bytes() -> None:
    lines = [
        f"<urn:{s}> <{p}> {o} .".encode()
        for s in "cba"
        for p in (RDF.type, DCT.title, SKOS.prefLabel, SG.note)
        for o in (f"<{SG.Actor}>", '"x"@da', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')
    ]
    halves = [b"\n".join(lines[:20]), b"\n".join(lines[10:])]
    for ending in SYNTAXES:
        bodies = {
            sorted_graph(graphs, DATA[ending], "urn:b", PREFIXES)
            for graphs in (halves, halves[::-1], [b"\n".join(reversed(lines))])
            for _ in range(20)
        }
        assert len(bodies) == 1
        body = bodies.pop()
        assert len(list(ox.parse(body, SYNTAXES[ending]))) == len(lines)
        assert body.index(b"urn:b") < body.index(b"urn:a")


def test_json_ld_has_its_context_within(linked: Server) -> None:
    document = json.loads(ask(linked, "/data/actor/no-nes.jsonld").body)
    assert document["@context"]["skos"] == str(SKOS)
    first = document["@graph"][0]
    assert first["@id"] == f"{BASE}id/actor/no-nes"
    assert first["skos:prefLabel"] == {"@value": "Nes", "@language": "nb"}


@pytest.mark.parametrize("address", ["/void.ttl", "/catalog.nt", "/.well-known/void"])
def test_a_version_made_of_a_file_says_that_nobody_described_it(
    linked: Server, address: str
) -> None:
    reply = send(linked.port, "GET", address, Accept="application/json")
    assert (reply.status, reply.kind) == (404, "not-found")
    assert b"as it stands" in reply.body


def test_the_period_of_a_version_is_shown_where_the_version_is() -> None:
    assert local(f"{ID}actor/dk-a#v-2007.during") == "/page/actor/dk-a#v-2007"
    assert local(f"{ID}relation/m-a--b#during") == "/page/relation/m-a--b#during"
