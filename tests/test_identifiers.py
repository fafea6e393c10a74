"""Every IRI of ours leads somewhere: to a page or data, to what came in its place, or to words."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from samgraf import config
from samgraf.config import Settings
from samgraf.limits import Limits
from samgraf.pipeline import verbatim
from samgraf.terms import BASE, DCT, OWL

from .asking import Reply, send
from .serving import Server

GRAPH = Path(__file__).parent / "linked.trig"
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
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a few things that lived, ended, were replaced or retired."""
    folder = tmp_path_factory.mktemp("linked") / "build"
    verbatim.build(config.change(Settings(), "build", dir=folder), GRAPH, lambda _: None)
    with Server(folder, Limits()) as running:
        yield running


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
    assert reply.headers["vary"] == "Accept"
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


def test_an_unknown_thing_has_the_nearest_names_on_its_page(server: Server) -> None:
    for address in (
        "/id/actor/dk-aby",
        "/page/actor/dk-%C3%85by-kommune",
        "/data/actor/no-aaby.ttl",
    ):
        reply = ask(server, address)
        assert reply.status == 404
        assert b'href="/page/actor/dk-aaby"' in reply.body, address


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("fo-t%C3%B3rshavn-%C3%A6%C3%B8%C3%A5%C3%B0%C3%BE", "fo-t%C3%B3rshavn-%C3%A6%C3%B8%C3%A5%C3%B0%C3%BE"),
        ("fo-to%CC%81rshavn-%C3%A6%C3%B8%C3%A5%C3%B0%C3%BE", "fo-t%C3%B3rshavn-%C3%A6%C3%B8%C3%A5%C3%B0%C3%BE"),
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
