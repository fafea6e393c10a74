"""What pages are dressed in: kept for good by names of their content, protected, none inline."""

import re

import pytest

from samgraf.resources import BUNDLE
from samgraf.web.assets import asset, names

from .asking import send
from .serving import Server
from .small import ROOT

TYPES = {
    "site.css": "text/css; charset=utf-8",
    "query.css": "text/css; charset=utf-8",
    "suggest.js": "text/javascript; charset=utf-8",
    "sparql.js": "text/javascript; charset=utf-8",
    "kept.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "inter.woff2": "font/woff2",
    "inter-ext.woff2": "font/woff2",
    "serif.woff2": "font/woff2",
}
PAGES = ["/", "/page/actor/dk-raadet", "/validate", "/shapes", "/sparql", "/nowhere", "/data/x"]


@pytest.mark.parametrize(("name", "media_type"), TYPES.items())
def test_a_file_of_the_bundle_may_be_kept_for_good(
    server: Server, name: str, media_type: str
) -> None:
    reply = send(server.port, "GET", asset(name))
    assert (reply.status, reply.headers["content-type"]) == (200, media_type)
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert reply.headers["etag"].startswith('"')
    again = {"If-None-Match": reply.headers["etag"]}
    assert send(server.port, "GET", asset(name), None, **again).status == 304


def test_the_bundle_is_exactly_what_is_known_here() -> None:
    assert names().keys() == TYPES.keys()


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_packed_form_has_a_validator_of_its_own(server: Server, coding: str) -> None:
    plain = send(server.port, "GET", asset("site.css"))
    packed = send(server.port, "GET", asset("site.css"), None, **{"Accept-Encoding": coding})
    assert packed.headers["content-encoding"] == coding
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.headers["etag"] != plain.headers["etag"]
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2


@pytest.mark.parametrize("name", ["outlines.json", "manifest.json", "../pages.py", "nothing.css"])
def test_what_is_not_for_browsers_is_not_served(server: Server, name: str) -> None:
    assert send(server.port, "GET", f"/static/{name}").status == 404
    assert send(server.port, "GET", f"/static/dist/{name}").status == 404


def test_a_file_of_the_bundle_is_only_read(server: Server) -> None:
    assert send(server.port, "POST", asset("site.css")).status == 405


@pytest.mark.parametrize("path", [*PAGES, "/sparql?query=ASK%7B%7D", "/sparql?query=ASK", "asset"])
def test_every_answer_is_protected(server: Server, path: str) -> None:
    reply = send(server.port, "GET", asset("site.css") if path == "asset" else path)
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "strict-origin-when-cross-origin"


def test_no_template_holds_style_or_script() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?! type=\"module\" src=)|javascript:")
    templates = sorted((ROOT / "server/samgraf/web/templates").rglob("*.html"))
    assert len(templates) > 10
    assert not [file.name for file in templates if inline.search(file.read_text("utf-8"))]


def test_the_licences_of_what_is_bundled_go_with_it() -> None:
    licences = sorted(BUNDLE.glob("LICENSE-*.txt"))
    assert [file.name for file in licences] == [
        "LICENSE-codemirror.txt",
        "LICENSE-crelt.txt",
        "LICENSE-find-cluster-break.txt",
        "LICENSE-inter.txt",
        "LICENSE-lezer.txt",
        "LICENSE-source-serif-4.txt",
        "LICENSE-style-mod.txt",
        "LICENSE-w3c-keyname.txt",
        "LICENSE-world-atlas.txt",
    ]
    assert "SIL Open Font License" in (BUNDLE / "LICENSE-inter.txt").read_text("utf-8")


def test_the_bundle_holds_its_budget() -> None:
    size = {name: (BUNDLE / file).stat().st_size for name, file in names().items()}
    packed = {
        name: (BUNDLE / f"{file}.gz").stat().st_size
        for name, file in names().items()
        if name.endswith((".css", ".js"))
    }
    assert packed["site.css"] + packed["query.css"] <= 8_000
    assert packed["suggest.js"] <= 2_000
    assert packed["suggest.js"] + packed["sparql.js"] <= 160_000
    assert sum(size[name] for name in size if name.endswith(".woff2")) <= 70_000


def test_the_lock_file_names_no_host_of_a_registry() -> None:
    text = (ROOT / "frontend/package-lock.json").read_text("utf-8")
    assert '"resolved"' not in text
    assert '"integrity": "sha512-' in text
