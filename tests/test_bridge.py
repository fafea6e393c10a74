"""Pages over HTTP: validators, codings, HEAD, and bodies that are too large."""

import gzip
import json
from pathlib import Path

import brotli
import pytest

from samgraf import config
from samgraf.limits import Limits
from samgraf.pipeline import verbatim
from samgraf.web import bridge
from samgraf.web.exchange import Exchange

from .asking import Reply, send
from .serving import Server, wait_for

PAGES = [
    "/",
    "/page/actor/dk-aaby",
    "/data/actor/dk-aaby.ttl",
    "/cite/actor/dk-aaby.bib",
    "/sitemap.xml",
    "/ontology.ttl",
    "/shapes",
    "/search?q=by",
    "/about/limits",
    "/code",
]


def get(server: Server, path: str, method: str = "GET", **headers: str) -> Reply:
    return send(server.port, method, path, None, **headers)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_is_known_is_not_made_again(server: Server, path: str) -> None:
    reply = get(server, path)
    tag = reply.headers["etag"]
    assert reply.status == 200
    assert tag.startswith('"')
    assert "max-age" in reply.headers["cache-control"]
    again = get(server, path, If_None_Match=f'"another", {tag}')
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert get(server, path).body == reply.body


@pytest.mark.parametrize("path", PAGES)
def test_head_has_the_headers_of_get(server: Server, path: str) -> None:
    head, full = get(server, path, "HEAD"), get(server, path)
    dates = {"date"}
    assert head.body == b""
    assert {k: v for k, v in head.headers.items() if k not in dates} == {
        k: v for k, v in full.headers.items() if k not in dates
    }


@pytest.mark.parametrize(
    "other", [{"Accept_Language": "da"}, {"Accept_Encoding": "gzip"}, {"Accept": "text/turtle"}]
)
def test_another_form_has_another_validator(server: Server, other: dict[str, str]) -> None:
    tag = get(server, "/ontology").headers["etag"]
    reply = get(server, "/ontology", If_None_Match=tag, **other)
    assert reply.status == 200
    assert reply.headers["etag"] != tag


def test_a_page_is_packed_as_the_client_likes(server: Server) -> None:
    plain = get(server, "/about/limits")
    packed = get(server, "/about/limits", Accept_Encoding="gzip;q=0.5, br")
    assert packed.headers["content-encoding"] == "br"
    assert brotli.decompress(packed.body) == plain.body
    older = get(server, "/about/limits", Accept_Encoding="gzip, deflate")
    assert gzip.decompress(older.body) == plain.body
    assert "Accept-Encoding" in older.headers["vary"]


def test_what_is_not_there_is_not_kept(server: Server) -> None:
    reply = get(server, "/page/actor/nobody", If_None_Match="*")
    assert reply.status == 404
    assert reply.headers["cache-control"] == "no-store"
    assert "etag" not in reply.headers


def test_a_redirect_is_no_page(server: Server) -> None:
    reply = get(server, "/id/actor/dk-aaby")
    assert reply.status == 303
    assert "etag" not in reply.headers


def test_a_contribution_that_is_too_large_is_read_and_refused(server: Server) -> None:
    body = b"# " + b"x" * (6 << 20)
    reply = send(server.port, "POST", "/validate", body, Content_Type="text/turtle")
    assert reply.status == 413
    assert get(server, "/about/limits").status == 200


@pytest.mark.parametrize("name", ["web/things.py", "web/page.html", "messages/da.mo", "site.css"])
def test_another_release_of_the_package_has_other_validators(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("one", encoding="utf-8")
    before = bridge.digest_of(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "things.pyc").write_bytes(b"made by Python")
    assert bridge.digest_of(tmp_path) == before
    file.write_text("two", encoding="utf-8")
    assert bridge.digest_of(tmp_path) != before


def test_a_validator_is_made_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    scope = {"method": "GET", "path": "/", "query_string": b"", "headers": []}
    exchange = Exchange(scope, None, None)  # type: ignore[arg-type]
    tags = set()
    for version, package in (("v1", "a"), ("v2", "a"), ("v1", "b")):
        monkeypatch.setattr(bridge, "package", lambda package=package: package)
        tags.add(bridge._tag(version, exchange))
    assert len(tags) == 3
    assert all(tag.startswith('"') for tag in tags)


@pytest.mark.slow
def test_a_new_version_has_other_validators(tmp_path: Path) -> None:
    settings = config.change(config.Settings(), "build", dir=tmp_path / "build")
    graph, paths = tmp_path / "graph.ttl", ["/page/actor/x", "/data/actor/x.ttl"]
    facts = '<https://w3id.org/samgraf/id/actor/x> <urn:name> "{}" .'
    graph.write_text(facts.format("one"), encoding="utf-8")
    verbatim.build(settings, graph, lambda _: None)
    with Server(tmp_path / "build", Limits()) as running:
        before = {path: get(running, path) for path in paths}
        graph.write_text(facts.format("two"), encoding="utf-8")
        verbatim.build(settings, graph, lambda _: None)
        wait_for(lambda: b"two" in get(running, paths[1]).body, 20)
        for path, old in before.items():
            reply = get(running, path, If_None_Match=old.headers["etag"])
            assert reply.status == 200
            assert b"two" in reply.body
            assert reply.headers["etag"] != old.headers["etag"]


def test_what_a_cache_may_keep_names_its_version_or_never_changes(server: Server) -> None:
    paths = json.loads(get(server, "/openapi.json").body)["paths"]
    told = [path for path, asked in paths.items() if "get" in asked and "{" not in path]
    told += ["/page/actor/dk-aaby", "/data/actor/dk-aaby.ttl", "/code", "/store?default"]
    told += ["/queries/cq01-members-on-date.csv", "/sparql?query=ASK%20{}", "/search?q=aaby"]
    replies = {path: get(server, path) for path in told}
    kept = {
        path: reply.headers
        for path, reply in replies.items()
        if "public" in reply.headers.get("cache-control", "")
    }
    assert len(kept) > 20
    assert [
        path
        for path, headers in kept.items()
        if "immutable" not in headers["cache-control"]
        and headers.get("samgraf-version") != server_version(server)
    ] == []


def server_version(server: Server) -> str:
    return str(json.loads(get(server, "/healthz").body)["state"])
