"""``/validate``: a form and a report for people, six formats for programs, clear refusals."""

import html
import json
import re
import threading
import time

import pytest
from rdflib import RDF, SH, Graph

from samgraf import config
from samgraf.contributions.headers import OURS
from samgraf.errors import QueryRefused
from samgraf.findings import LANGUAGES
from samgraf.limits import Caps, Limits
from samgraf.tables.catalogue import TABLES
from samgraf.web.assets import asset
from samgraf.web.submissions import Desk

from .asking import Reply, send
from .serving import Server
from .small import ROOT

WRONG = """@prefix org: <http://www.w3.org/ns/org#> .
@prefix sg: <https://w3id.org/samgraf/ontology#> .
<https://w3id.org/samgraf/id/relation/new> a sg:Membership ;
  org:member <https://w3id.org/samgraf/id/actor/dk-aabey> .
"""
CSV = "actor,name,lang,kind,valid_from,valid_to,source\ndk-aaby,Aaby By,da,alt,31.12.2019,,x\n"
EDGE = "7f3c"


OWN = [f' type="module" src="{asset("suggest.js")}"']
"""The one script of each page: the search box's; no form needs it."""


def scripts(page: str) -> list[str]:
    return re.findall("<script([^>]*)", page)


def post(server: Server, body: str, kind: str = "text/turtle", query: str = "", **h: str) -> Reply:
    return send(
        server.port, "POST", f"/validate{query}", body.encode(), **{"Content_Type": kind, **h}
    )


def submit(server: Server, *parts: tuple[str, str, str]) -> Reply:
    """Send a form as a browser does: name of the field, name of the file, text."""
    lines = []
    for field, file, text in parts:
        named = f'; filename="{file}"' if file else ""
        lines += [f"--{EDGE}", f'Content-Disposition: form-data; name="{field}"{named}', "", text]
    body = "\r\n".join([*lines, f"--{EDGE}--", ""])
    return post(server, body, f"multipart/form-data; boundary={EDGE}", Accept="text/html")


def test_the_form_needs_no_script(server: Server) -> None:
    reply = send(server.port, "GET", "/validate", Accept="text/html")
    page = reply.body.decode()
    assert reply.status == 200
    assert '<form action="/validate" method="post" enctype="multipart/form-data"' in page
    assert scripts(page) == OWN


def test_pasted_facts_come_back_with_the_report_above_them(server: Server) -> None:
    reply = submit(server, ("text", "", WRONG), ("as", "", "turtle"), ("lang", "", "da"))
    page = reply.body.decode()
    assert reply.status == 200
    assert "pasted text:4:14" in page
    assert "Mente du" in page
    assert "dk-aaby" in page
    assert "&lt;https://w3id.org/samgraf/id/relation/new&gt; a sg:Membership" in page


def test_files_are_told_by_their_names(server: Server) -> None:
    reply = submit(server, ("file", "new.csv", CSV), ("file", "more.ttl", WRONG))
    page = reply.body.decode()
    assert "new.csv:2:24" in page
    assert "2019-12-31" in page
    assert "more.ttl:4:14" in page


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "text/plain"),
        ("application/json", "application/json"),
        ("text/turtle", "text/turtle"),
        ("application/sarif+json", "application/sarif+json"),
        ("text/html", "text/html"),
    ],
)
def test_the_report_comes_as_asked(server: Server, accept: str, kind: str) -> None:
    reply = post(server, WRONG, Accept=accept)
    assert (reply.status, reply.headers["content-type"].split(";")[0]) == (200, kind)
    assert "Accept" in reply.headers["vary"]
    assert "dk-aabey" in reply.body.decode()


def test_the_report_as_turtle_is_one_of_shacl(server: Server) -> None:
    reply = post(server, WRONG, query="?format=turtle")
    report = Graph().parse(data=reply.body, format="turtle")
    [head] = report.subjects(RDF.type, SH.ValidationReport)
    assert not report.value(head, SH.conforms).toPython()  # type: ignore[union-attr]
    results = list(report.objects(head, SH.result))
    assert len(results) >= 2
    assert all(report.value(one, SH.sourceShape) for one in results)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_in_the_language_asked_for(server: Server, language: str) -> None:
    reply = post(server, WRONG, query=f"?format=json&lang={language}")
    document = json.loads(reply.body)
    assert document["language"] == language
    told = next(r["message"] for r in document["results"] if r["rule"] == "Membership-member/Class")
    by_header = post(server, WRONG, Accept="application/json", Accept_Language=f"xx, {language}")
    assert told in by_header.body.decode()
    assert by_header.headers["content-language"] == language


def test_facts_that_hold_are_told_so(server: Server) -> None:
    text = '<https://w3id.org/samgraf/id/actor/dk-aaby> <x:p> "a"@da .'
    reply = post(server, text, query="?format=json")
    document = json.loads(reply.body)
    assert (document["conforms"], document["alone"], document["triples"]) == (True, True, 1)
    assert document["version"]


@pytest.mark.parametrize(
    ("body", "kind", "query", "status", "words"),
    [
        ("", "text/turtle", "", 400, "nothing to check"),
        (WRONG, "image/png", "", 415, "text/turtle"),
        (WRONG, "text/turtle", "?format=xls", 406, "sarif"),
        ("<a> <b> .", "text/turtle", "", 400, "request:1"),
        ("x" * (6 << 20), "text/turtle", "", 413, "file_mib"),
        ('{"@context": "http://127.0.0.1:9/", "a": 1}', "application/ld+json", "", 400, "context"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_the_reason(
    server: Server, body: str, kind: str, query: str, status: int, words: str
) -> None:
    reply = post(server, body, kind, query)
    assert (reply.status, words in reply.body.decode()) == (status, True), reply.body


def test_a_refusal_for_a_terminal_is_text_as_its_report_is(server: Server) -> None:
    for query, words in (("?lang=de", "lang=de: known are"), ("", "request:1")):
        reply = send(
            server.port, "POST", f"/validate{query}", b"<a> <b> .", Content_Type="text/turtle",
            Accept="*/*", User_Agent="curl/8",
        )  # fmt: skip
        assert reply.status == 400
        assert reply.headers["content-type"].startswith("text/plain")
        assert words in reply.body.decode()


def test_a_refusal_for_a_browser_is_a_page(server: Server) -> None:
    reply = submit(server, ("text", "", "<a> <b> ."), ("as", "", "turtle"))
    page = reply.body.decode()
    assert reply.status == 400
    assert "pasted text:1" in page
    assert "&lt;a&gt; &lt;b&gt; ." in page  # what was sent is not lost


def test_a_file_that_cannot_be_read_is_told_like_a_report_with_its_line(server: Server) -> None:
    page = submit(server, ("text", "", "<a> <b> ."), ("as", "", "turtle")).body.decode()
    assert 'class="verdicts"' in page
    assert "<pre><code>&lt;a&gt; &lt;b&gt; .</code></pre>" in page


@pytest.mark.parametrize(
    ("parts", "status", "words"),
    [
        ([("text", "", " \n")], 400, "choose a file, or paste a text"),
        (
            [("text", "", "kept"), ("file", "x.txt", WRONG)],
            400,
            "choose the syntax beside the text",
        ),
        ([("text", "", "kept"), ("lang", "", "xx")], 400, "known are en, da, nb, sv, fi"),
        ([("text", "", "kept"), ("as", "", "word")], 400, "csv"),
        ([("text", "", "kept"), ("file", "x.ttl", "x" * (6 << 20))], 413, "less at once"),
        ([("text", "", '<x:a> <x:b> "' + "x" * 70_000 + '" .')], 413, "literal"),
    ],
)
def test_a_refusal_keeps_the_form_and_says_how_to_go_on_in_a_browser(
    server: Server, parts: list[tuple[str, str, str]], status: int, words: str
) -> None:
    reply = submit(server, *parts)
    page = reply.body.decode()
    refusal = page.partition('<div class="refusal"')[2].partition("</div>")[0]
    assert reply.status == status
    assert words in refusal
    assert '<form action="/validate"' in page
    assert "--as" not in refusal
    assert "SAMGRAF_" not in page
    assert status == 413 or parts[0][2] in page  # what is too large is not read, so not kept


def test_a_language_that_there_is_not_is_refused_with_the_list(server: Server) -> None:
    reply = post(server, WRONG, query="?lang=xx")
    assert (reply.status, reply.kind) == (400, "language")
    assert "en, da, nb, sv, fi" in reply.body.decode()
    assert send(server.port, "GET", "/validate?lang=xx", Accept="text/html").status == 400


def test_the_page_of_a_report_links_to_this_server_and_shows_the_line(server: Server) -> None:
    page = submit(server, ("text", "", WRONG), ("as", "", "turtle")).body.decode()
    assert 'href="/shapes#Membership-member"' in page
    assert "<pre><code>org:member &lt;https://w3id.org/samgraf/id/actor/dk-aabey&gt; ." in page
    assert "Write <code>&lt;https://w3id.org/samgraf/id/actor/dk-aaby&gt;</code>" in page
    assert 'href="/page/relation/new"' not in page


def test_the_examples_of_the_form_are_facts_of_the_graph_and_right(server: Server) -> None:
    page = send(server.port, "GET", "/validate", Accept="text/html").body.decode()
    [table, turtle] = re.findall('<pre tabindex="0"><code>(.*?)</code>', page, re.DOTALL)[:2]
    rows = (ROOT / "data" / "memberships" / "dk.csv").read_text("utf-8").splitlines()
    assert set(table.splitlines()) <= set(rows)
    key = table.splitlines()[1].partition(",")[0]
    assert f"relation:{key} a sg:Membership" in turtle
    document = json.loads(post(server, html.unescape(turtle), query="?format=json").body)
    assert document["alone"]
    assert document["triples"] == 11


def test_the_form_names_the_header_row_of_every_table_that_people_bring(server: Server) -> None:
    page = send(server.port, "GET", "/validate", Accept="text/html").body.decode()
    for table in TABLES.values():
        assert (",".join(table.columns) in page) == (table.name not in OURS)


def test_hostile_names_and_texts_are_escaped(server: Server) -> None:
    text = WRONG.replace("dk-aabey", "dk-aaby>' onload='alert(1)").replace("'", "%27")
    reply = submit(server, ("file", "<script>x.ttl", text + "# </textarea><script>1</script>"))
    assert scripts(reply.body.decode()) == OWN
    pasted = submit(server, ("text", "", "# </textarea><script>1</script>"), ("as", "", "turtle"))
    assert scripts(pasted.body.decode()) == OWN


def test_nothing_that_was_sent_is_left(server: Server) -> None:
    before = {file for file in server.build.rglob("*") if file.is_file()}
    post(server, WRONG)
    assert {file for file in server.build.rglob("*") if file.is_file()} == before
    reply = send(server.port, "GET", "/id/relation/new", Accept="text/html")
    assert reply.status == 404


def test_the_limits_page_names_every_cap(server: Server) -> None:
    page = send(server.port, "GET", "/about/limits", Accept="text/html").body.decode()
    for cap in config.HELP["validate"]:
        assert re.search(rf'id="validate-{cap}"', page)


def test_a_check_that_fails_is_told_as_our_fault(server: Server) -> None:
    program = next(server.build.glob("versions/*/program.json"))
    saved = program.read_bytes()
    program.chmod(0o644)
    program.write_bytes(b"no JSON")
    try:
        reply = post(server, WRONG)
        assert (reply.status, reply.kind) == (500, "check-failed")
    finally:
        program.write_bytes(saved)
    assert post(server, WRONG).status == 200


def test_who_comes_while_all_places_are_taken_waits_for_one() -> None:
    desk = Desk(Caps(slots=1), Limits(queue_seconds=5))
    order = list[str]()

    def check(client: str) -> None:
        with desk.place(client):
            order.append(client)

    with desk.place("a"):
        thread = threading.Thread(target=check, args=("b",))
        thread.start()
        time.sleep(0.1)
        order.append("a is done")
    thread.join(5)
    assert order == ["a is done", "b"]


def test_who_waits_too_long_or_too_often_is_told_why() -> None:
    desk = Desk(Caps(slots=1), Limits(queue_seconds=0.1, waiting_per_client=0))
    with desk.place("a"), pytest.raises(QueryRefused) as refused, desk.place("a"):
        pass
    assert (refused.value.kind, "of yours" in refused.value.detail) == ("too-many-queries", True)
    desk = Desk(Caps(slots=1), Limits(queue_seconds=0.1))
    with desk.place("a"), pytest.raises(QueryRefused) as refused, desk.place("b"):
        pass
    assert refused.value.kind == "busy"
    assert "contributions" in refused.value.detail
    with desk.place("b"):
        pass
