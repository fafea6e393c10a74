"""Home, downloads, status, about, addresses and accessibility: computed, whole and linked."""

import gzip
import hashlib
import html
import json
import re

import pytest

from samgraf.config import Settings
from samgraf.limits import Limits
from samgraf.store.pool import Pool
from samgraf.web import pages_app
from samgraf.web.downloads import in_bytes
from samgraf.web.status import in_words

from .asking import Reply, send
from .serving import Server


def get(server: Server, path: str, **headers: str) -> Reply:
    return send(server.port, "GET", path, None, "127.0.0.1", **headers)


def text(server: Server, path: str) -> str:
    reply = get(server, path, Accept="text/html")
    assert reply.status == 200, reply.body
    return re.sub(r"\s+", " ", reply.body.decode())


@pytest.fixture(scope="module")
def dump(server: Server) -> str:
    page = text(server, "/download")
    found: list[str] = re.findall(r'href="(/dumps/[^"]*)"', page)
    return next(link for link in found if ".nq" in link)


def test_home_has_six_questions_with_their_rows(server: Server) -> None:
    page = text(server, "/")
    questions = page.partition("Ask the graph")[2].partition("Browse by country")[0]
    assert len(re.findall(r"\d+ rows?<", questions)) == 6
    linked = re.findall(r'href="(/queries/[^"]*)"', questions)
    assert len(linked) == 6
    for address in linked:
        assert get(server, address, Accept="text/html").status == 200


def test_home_tells_the_last_changes_and_leads_on(server: Server) -> None:
    page = text(server, "/")
    assert 'href="/page/event/no-nes-merger-2020"' in page
    assert 'href="/search?country=NOR"' in page
    for link in ("/download", "/validate", "/sparql"):
        assert f'href="{link}"' in page


def test_a_dump_is_what_the_page_says(server: Server, dump: str) -> None:
    page = text(server, "/download")
    reply = get(server, dump)
    assert reply.status == 200
    assert hashlib.sha256(reply.body).hexdigest() in page
    assert reply.headers["etag"] == f'"{hashlib.sha256(reply.body).hexdigest()}"'
    assert int(reply.headers["content-length"]) == len(reply.body)
    assert "immutable" in reply.headers["cache-control"]
    assert b"https://w3id.org/samgraf/" in gzip.decompress(reply.body)


def test_a_dump_that_is_known_is_not_sent_again(server: Server, dump: str) -> None:
    tag = get(server, dump).headers["etag"]
    assert get(server, dump, If_None_Match=tag).status == 304
    head = send(server.port, "HEAD", dump)
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", tag)
    refused = send(server.port, "POST", dump)
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("asked", "status", "begin", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=5-", 206, 5, None),
        ("bytes=-7", 206, -7, None),
        ("bytes=3-999999999", 206, 3, None),
        ("bytes=0-1,4-5", 200, 0, None),
        ("lines=0-1", 200, 0, None),
        ("bytes=9-3", 200, 0, None),
        ("bytes=-", 200, 0, None),
    ],
)
def test_a_part_of_a_dump_can_be_asked_for(
    server: Server, dump: str, asked: str, status: int, begin: int, end: int | None
) -> None:
    whole = get(server, dump).body
    reply = get(server, dump, Range=asked)
    assert (reply.status, reply.body) == (status, whole[begin:end])
    assert ("content-range" in reply.headers) == (status == 206)


def test_a_part_that_is_not_there_or_of_another_state(server: Server, dump: str) -> None:
    reply = get(server, dump)
    beyond = get(server, dump, Range="bytes=999999999-")
    assert (beyond.status, beyond.body) == (416, b"")
    assert beyond.headers["content-range"] == f"bytes */{len(reply.body)}"
    assert get(server, dump, Range="bytes=0-3", If_Range='"other"').status == 200
    assert get(server, dump, Range="bytes=0-3", If_Range=reply.headers["etag"]).status == 206


@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "../manifest.json",
        "..%2Fmanifest.json",
        "%2e%2e/files.json",
        "dumps/samgraf.nq.gz",
        "samgraf.nq.gz/",
        "samgraf.nq.gz%00",
        "/etc/passwd",
    ],
)
def test_nothing_else_is_a_dump(server: Server, dump: str, name: str) -> None:
    folder = dump.rpartition("/")[0]
    for path in (f"{folder}/{name}", f"/dumps/{name}", f"/dumps/../versions/{name}"):
        assert get(server, path).status == 404


def test_status_is_made_anew_and_tells_the_version(server: Server) -> None:
    reply = get(server, "/status", Accept="text/html")
    version = json.loads(get(server, "/healthz").body)["version"]
    assert reply.headers["cache-control"] == "no-store"
    assert "etag" not in reply.headers
    assert version in reply.body.decode()
    assert "served" in reply.body.decode()


def test_about_counts_the_gaps_and_the_years(server: Server) -> None:
    page = text(server, "/about")
    assert "municipality of today in no known body" in page
    assert '<th scope="row">2010</th>' in page
    for word in ("certain", "presumed", "possible", "unverified"):
        assert f'<th scope="row">{word}</th>' in page


def test_every_address_is_told_and_every_example_answers(server: Server) -> None:
    page = text(server, "/about/api")
    examples = [html.unescape(e) for e in re.findall(r'<br><a href="([^"]*)"', page)]
    assert len(examples) > 15
    for example in examples:
        assert get(server, example, Accept="*/*").status in (200, 303), example


def test_every_page_that_there_is_stands_among_the_addresses(
    server: Server, settings: Settings
) -> None:
    page = text(server, "/about/api")
    told = {path.split("/")[1].split("?")[0] for path in re.findall(r"<code>(/[^<]*)</code>", page)}
    app = pages_app.make(settings, Pool(settings.build.dir, Limits()))
    there = {re.split(r"\.|-<", str(rule).split("/")[1])[0] for rule in app.url_map.iter_rules()}
    assert {name for name in there if name} <= {name.split(".")[0] for name in told}


def test_the_footer_leads_to_what_is_about_the_service(server: Server) -> None:
    page = text(server, "/about/accessibility").partition("<footer>")[2]
    for path in ("/about", "/about/api", "/status", "/about/limits", "/about/accessibility"):
        assert f'href="{path}"' in page


def test_the_statement_on_accessibility_has_a_date_and_says_what_is_not_known(
    server: Server,
) -> None:
    page = text(server, "/about/accessibility")
    assert "2026-11-21" in page
    assert "screen reader" in page


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "Not found"),
        ("/search?page=0", 400, "write a whole number"),
        ("/search?on=x", 400, "is not a day"),
    ],
)
def test_an_error_page_offers_a_search(server: Server, path: str, status: int, words: str) -> None:
    reply = get(server, path, Accept="text/html")
    page = reply.body.decode()
    assert reply.status == status
    assert words in page
    assert page.count('action="/search"') == 2


def test_sizes_and_times_are_told_in_words() -> None:
    assert [in_bytes(n) for n in (999, 1500, 3_835_948)] == [
        "999\u00a0B",
        "1.5\u00a0kB",
        "3.8\u00a0MB",
    ]


def test_how_long_it_runs_has_two_units(settings: Settings) -> None:
    app = pages_app.make(settings, Pool(settings.build.dir, Limits()))
    with app.test_request_context():
        assert [in_words(s) for s in (61, 3700, 90_000)] == ["1 min 1 s", "1 h 1 min", "1 d 1 h"]
