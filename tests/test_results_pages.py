"""Answers for people: pages, pictures and names, chosen by the data, bounded and told so."""

import http.client
import json
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from samgraf.limits import MARKS
from samgraf.web import results_read
from samgraf.web.results_read import Unreadable, graph, results, table
from samgraf.web.results_views import Choice, choose

from . import storing
from .asking import Reply, send
from .harmless import harm
from .serving import HEAVY, TIGHT, Server, make_version, point_to, some_quads

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
GEO = "PREFIX geo: <http://www.opengis.net/ont/geosparql#>\n"
POINTS = GEO + (
    'SELECT ?name ?at { VALUES (?name ?at) { ("Vejle" "POINT(9.53 55.71)"^^geo:wktLiteral) '
    '("Oslo" "POINT(10.75 59.91)"^^geo:wktLiteral) } }'
)
SPANS = XSD + (
    'SELECT ?name ?start ?end { VALUES (?name ?start ?end) { ("A" "2001-01-01"^^xsd:date '
    '"2007-06-30"^^xsd:date) ("B" "2010-01-01"^^xsd:date UNDEF) } }'
)
COUNTS = 'SELECT ?name ?number { VALUES (?name ?number) { ("A" 3) ("B" 7) ("C" -2) } }'
YEARS = "SELECT ?year ?number { VALUES (?year ?number) { (2001 3) (2002 5) (2003 4) } }"
PAIRS = "SELECT ?a ?b { VALUES (?a ?b) { (<http://x.example/1> <http://x.example/2>) } }"
WORDS = 'SELECT ?a { VALUES ?a { "one" "two" } }'
MANY = (
    "SELECT ?n { VALUES ?a { 0 1 2 3 4 5 6 7 8 9 } VALUES ?b { 0 1 2 3 4 5 6 7 8 9 } "
    "VALUES ?c { 0 1 2 3 4 } BIND(?a + 10 * ?b + 100 * ?c AS ?n) } ORDER BY ?n LIMIT 450"
)
GRAPH = (
    "CONSTRUCT { ?s <http://x.example/p> ?o } WHERE { VALUES (?s ?o) { "
    '(<http://x.example/1> <http://x.example/2>) (<http://x.example/1> "x") } }'
)


def page(server: Server, query: str, accept: str = BROWSER, **more: str) -> Reply:
    target = "/sparql?" + urlencode({"query": query, **more})
    return send(server.port, "GET", target, None, Accept=accept)


def drawing(server: Server, query: str, **more: str) -> Reply:
    return send(server.port, "GET", "/sparql/picture?" + urlencode({"query": query, **more}))


def told(server: Server, query: str, **more: str) -> dict[str, Any]:
    reply = drawing(server, query, **more, format="json")
    assert reply.status == 200
    document: dict[str, Any] = json.loads(reply.body)
    return document


def posted(server: Server, path: str, document: object) -> Reply:
    body = json.dumps(document).encode()
    return send(server.port, "POST", path, body, Content_Type="application/json")


@pytest.mark.parametrize(
    ("accept", "form", "media_type"),
    [
        (BROWSER, "", "text/html"),
        ("text/html", "", "text/html"),
        ("*/*", "html", "text/html"),
        ("*/*", "", "application/sparql-results+json"),
        ("text/csv", "", "text/csv"),
        (BROWSER, "csv", "text/csv"),
        ("text/csv, text/html;q=0.9", "", "text/csv"),
        ("text/*", "", "text/csv"),
    ],
)
def test_a_person_gets_a_page_and_a_program_its_data(
    server: Server, accept: str, form: str, media_type: str
) -> None:
    reply = page(server, WORDS, accept, **({"format": form} if form else {}))
    assert reply.status == 200
    assert reply.headers["content-type"].partition(";")[0] == media_type
    assert "accept" in reply.headers["vary"].lower()


@pytest.mark.parametrize(
    ("query", "view"),
    [
        (POINTS, "map"),
        (SPANS, "timeline"),
        (COUNTS, "bar"),
        (YEARS, "line"),
        (GRAPH, "network"),
        (PAIRS, "table"),
        (WORDS, "table"),
        ("SELECT ?lat ?long { VALUES (?lat ?long) { (55.7 9.5) } }", "map"),
        (f"# view: network\n{PAIRS}", "network"),
        (f"# view: chart\n{COUNTS}", "bar"),
        (f"# view: table\n{POINTS}", "table"),
        (f"# view: map\n{WORDS}", "table"),
    ],
)
def test_the_view_is_that_of_the_data_or_of_a_comment(
    server: Server, query: str, view: str
) -> None:
    found = told(server, query)
    assert found["view"] == view
    assert bool(found["svg"]) is (view != "table")
    if found["svg"]:
        assert found["said"][0].endswith("rows are drawn.")


def test_the_address_beats_the_comment(server: Server) -> None:
    assert told(server, f"# view: bar\n{YEARS}", view="line")["view"] == "line"
    assert told(server, f"# view: line\n{YEARS}", view="table")["view"] == "table"


@pytest.mark.parametrize(
    ("view", "needs"),
    [
        ("map", "needs a column of points"),
        ("timeline", "needs a column of dates"),
        ("bar", "needs a column of numbers"),
        ("line", "needs a column of numbers"),
        ("network", "needs two columns of things"),
    ],
)
def test_a_view_that_is_not_possible_says_what_it_needs(
    server: Server, view: str, needs: str
) -> None:
    found = told(server, WORDS, view=view)
    assert (found["view"], found["asked"], found["svg"]) == ("table", view, "")
    assert needs in next(v["needs"] for v in found["views"] if v["name"] == view)
    assert needs.encode() in page(server, WORDS, view=view).body
    refused = drawing(server, WORDS, view=view)
    assert (refused.status, refused.kind) == (400, "bad-request")


@pytest.mark.parametrize("query", [POINTS, SPANS, COUNTS, YEARS, GRAPH])
def test_a_picture_is_a_file_of_its_own_and_the_same_each_time(server: Server, query: str) -> None:
    first, again = drawing(server, query), drawing(server, f"{query} ")
    assert first.headers["content-type"] == "image/svg+xml"
    assert first.body == again.body
    svg = ET.fromstring(first.body)
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    assert int(svg.get("width") or 0) > 100
    assert b"var(" not in first.body
    assert b'href="/' not in first.body


def test_of_a_table_there_is_no_picture(server: Server) -> None:
    reply = drawing(server, WORDS)
    assert reply.status == 400
    assert b"map needs" in reply.body
    assert drawing(server, "").status == 400
    assert send(server.port, "GET", "/sparql/picture").status == 400
    assert send(server.port, "GET", "/sparql/answer").status == 404


def test_a_long_table_has_pages(server: Server) -> None:
    first = page(server, MANY).body.decode()
    assert first.count("<tr>") == 201
    assert "Page 1 of 3" in first
    last = page(server, MANY, page="3").body.decode()
    assert last.count("<tr>") == 51
    assert ">449</td>" in last
    assert page(server, MANY, page="4").status == 404
    assert page(server, MANY, page="x").status == 404


def test_a_picture_of_many_rows_says_how_many_it_shows(server: Server) -> None:
    query = MANY.replace("SELECT ?n", "SELECT (STR(?n) AS ?name) ?n")
    found = told(server, query, view="bar")
    assert found["said"] == [f"Drawn: the first {MARKS['bar']} of 450 rows."]
    assert found["svg"].count("<title>") == MARKS["bar"]


def test_a_truth_is_a_sentence(server: Server) -> None:
    assert b"Yes: the data hold" in page(server, "ASK { ?s ?p ?o }").body
    assert b"No: the data do not" in page(server, "ASK { FILTER(false) }").body


def test_an_empty_answer_says_so(server: Server) -> None:
    assert b"Nothing fits the query." in page(server, "SELECT * { ?s ?p ?o FILTER(false) }").body


def test_a_page_says_what_may_have_been_meant(server: Server) -> None:
    query = "SELECT ?m { ?m a <https://w3id.org/samgraf/ontology#Municpality> }"
    for _ in range(3):  # the terms of a version are read while the first answer waits
        body = page(server, query + " # again" * _).body.decode()
        if "did you mean" in body:
            break
        time.sleep(1)
    assert "did you mean" in body
    assert "Municipality" in re.findall(r"did you mean [^<]*", body)[0]


def test_what_a_query_was_asked_with_makes_no_timeline(server: Server) -> None:
    query = SPANS.replace("?name ?start", '("2020-01-01"^^xsd:date AS ?on) ?name ?start', 1)
    assert told(server, query)["view"] == "timeline"
    alike = query.replace(" ?start ?end {", " {", 1)
    assert told(server, alike)["view"] == "table"


def test_names_stand_beside_addresses_where_they_are_asked_for(server: Server) -> None:
    query = "SELECT ?m { ?m a <https://w3id.org/samgraf/ontology#Municipality> }"
    plain, named = page(server, query).body, page(server, query, labels="1").body
    assert b'<small class="muted">actor/dk-' in named
    assert b'<small class="muted">' not in plain
    assert b'href="/page/actor/dk-' in plain


def test_a_page_leads_to_the_data_the_views_and_the_editor(server: Server) -> None:
    body = page(server, SPANS).body.decode().replace("&amp;", "&")
    links = re.findall(r'href="([^"]*)"', body)
    for form in ("csv", "tsv", "json", "xml"):
        assert any(link.startswith("/sparql?") and f"format={form}" in link for link in links)
    assert any("view=table" in link for link in links)
    [editor] = [link for link in links if "edit=1" in link]
    assert b"<textarea" in send(server.port, "GET", editor, None, Accept=BROWSER).body
    assert any(link.startswith("/sparql/picture?") for link in links)
    for link in links:
        if link.startswith("/sparql"):
            assert send(server.port, "GET", link, None, Accept=BROWSER).status == 200, link


def test_a_page_of_the_same_version_is_not_sent_again(server: Server) -> None:
    tag = page(server, WORDS).headers["etag"]
    target = "/sparql?" + urlencode({"query": WORDS})
    again = send(server.port, "GET", target, None, Accept=BROWSER, If_None_Match=tag)
    assert again.status == 304
    other = page(server, WORDS, "text/csv")
    assert other.headers["etag"] != tag
    volatile = page(server, "SELECT (RAND() AS ?x) {}")
    assert volatile.headers["cache-control"] == "no-store"
    assert "etag" not in volatile.headers


def test_an_error_is_a_page_with_its_place(server: Server) -> None:
    reply = page(server, "SELECT * {\n ?s ?p }")
    assert (reply.status, reply.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert b"^" in reply.body
    assert page(server, "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }").status == 403
    update = send(
        server.port, "GET", "/sparql?query=ASK%7B%7D&update=CLEAR%20ALL", None, Accept=BROWSER
    )
    assert update.status in (400, 403)


def test_a_page_names_its_version_once(server: Server) -> None:
    target = "/sparql?" + urlencode({"query": WORDS})
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.request("GET", target, headers={"Accept": BROWSER})
        reply = connection.getresponse()
    assert (reply.status, len(reply.headers.get_all("Samgraf-Version") or [])) == (200, 1)


DIRECTED = 'STRLANGDIR("x", "ar", "rtl")'


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ({DIRECTED} AS ?x) {{}}",
        f"CONSTRUCT {{ <a:a> <a:b> ?x }} WHERE {{ BIND({DIRECTED} AS ?x) }}",
    ],
    ids=["table", "graph"],
)
def test_a_text_has_its_language_and_its_direction(server: Server, query: str) -> None:
    body = page(server, query).body.decode()
    assert '<span lang="ar" dir="rtl">x</span> <span class="lbl">ar</span>' in body
    assert "--" not in body.partition("<main")[2].partition("</table>")[0].rpartition("<table")[2]


def test_a_direction_in_json_is_that_of_the_text() -> None:
    term = {"type": "literal", "value": "x", "xml:lang": "ar", "its:dir": "rtl"}
    answer = results({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": term}]}})
    first = answer.part(0, 1)[0][0]
    assert first is not None
    assert first.language == "ar--rtl"


def test_head_has_the_headers_of_get(server: Server) -> None:
    target = "/sparql?" + urlencode({"query": WORDS})
    reply = send(server.port, "HEAD", target, None, Accept=BROWSER)
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["etag"] == page(server, WORDS).headers["etag"]


HOSTILE = [
    '"><script>alert(1)</script>',
    "</title><img src=x onerror=alert(1)>",
    "'-alert(1)-'",
    "{{ 7*7 }} {% raw %}",
    "\u202egnp.exe \u2066x",
    "]]><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
]
LEADING = [
    "javascript:alert(1)",
    "data:text/html,<x>",
    "JaVaScRiPt:alert(1)",
    "vbscript:x",
    "x-y://a",
]


def literal(text: str) -> str:
    return json.dumps(text)


def hostile_queries() -> Iterator[str]:
    names = " ".join(f"({literal(text)} {n})" for n, text in enumerate(HOSTILE))
    head = f"# title: {HOSTILE[0]}\n# view: bar\n"
    yield f"{head}SELECT ?name ?n {{ VALUES (?name ?n) {{ {names} }} }}"
    points = " ".join(
        f'({literal(t)} "POINT({9 + n} 56)"^^geo:wktLiteral)' for n, t in enumerate(HOSTILE)
    )
    yield f"{GEO}SELECT ?name ?at {{ VALUES (?name ?at) {{ {points} }} }}"
    spans = " ".join(f'({literal(t)} "200{n}-01-01"^^xsd:date)' for n, t in enumerate(HOSTILE))
    yield f"{XSD}# view: timeline\nSELECT ?name ?day {{ VALUES (?name ?day) {{ {spans} }} }}"
    lines = " ".join(f"({literal(t)} {2001 + n} {n})" for n, t in enumerate(HOSTILE))
    yield f"# view: line\nSELECT ?name ?year ?n {{ VALUES (?name ?year ?n) {{ {lines} }} }}"
    things = " ".join(f"<{iri.replace('<', '%3C').replace('>', '%3E')}>" for iri in LEADING)
    yield f"# view: network\nSELECT ?a ?b {{ VALUES ?a {{ {things} }} VALUES ?b {{ {things} }} }}"
    yield f"CONSTRUCT {{ ?a ?a ?b }} WHERE {{ VALUES ?a {{ {things} }} VALUES ?b {{ {things} }} }}"
    yield f"SELECT ?a {{ VALUES ?a {{ {' '.join(map(literal, HOSTILE))} }} }} # {HOSTILE[0]}"
    yield "SELECT ?scriptalert1script ?ʺ { VALUES (?scriptalert1script ?ʺ) { (1 2) } }"
    typed = '"x"^^<http://x.example/%22onload=alert> "y"@en-aaaaaaaa'
    yield f"SELECT ?t {{ VALUES ?t {{ {typed} }} }}"


@pytest.mark.parametrize("number", range(len(list(hostile_queries()))))
def test_what_is_hostile_is_text_in_pages_and_pictures(server: Server, number: int) -> None:
    query = [*hostile_queries()][number]
    reply = page(server, query, labels="1")
    assert reply.status == 200, reply.body[:300]
    assert harm(reply.body) == []
    picture = drawing(server, query)
    if picture.status == 200:
        _harmless(picture.body)
    found = told(server, query)
    if found["svg"]:
        _harmless(found["svg"].encode())


def _harmless(body: bytes) -> None:
    known = {"svg", "desc", "title", "g", "a", "path", "rect", "circle", "text"}
    for element in ET.fromstring(body).iter():
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in known
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        href = element.get("href", "")
        assert href == "" or href.startswith(("/", "http://", "https://"))
        assert "\u202e" not in (element.text or "") + "".join(element.attrib.values())


@pytest.mark.parametrize("name", ["view", "labels", "page", "lang", "format"])
def test_a_hostile_parameter_is_text(server: Server, name: str) -> None:
    for text in HOSTILE:
        reply = page(server, WORDS, **{"format": "html", name: text})
        if reply.headers["content-type"].startswith("text/html"):
            assert harm(reply.body) == []


def test_a_browser_has_its_rows_drawn(server: Server) -> None:
    rows = [
        {
            "n": {
                "type": "literal",
                "value": str(n),
                "datatype": "http://www.w3.org/2001/XMLSchema#integer",
            },
            "name": {"type": "literal", "value": HOSTILE[n % 6]},
        }
        for n in range(20)
    ]
    sent = {
        "query": "",
        "view": "bar",
        "rows": 900,
        "results": {"head": {"vars": ["name", "n"]}, "results": {"bindings": rows}},
    }
    found = json.loads(posted(server, "/sparql/picture", sent).body)
    assert found["view"] == "bar"
    assert found["said"][0] == "Drawn: the first 20 of 900 rows."
    _harmless(found["svg"].encode())


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"results": 1},
        {"results": {"head": {"vars": [1]}, "results": {"bindings": [3]}}},
        {"results": {"head": {}, "results": {}}},
        {"iris": "x"},
        {"iris": [1]},
        {"iris": ["x"] * 201},
    ],
)
@pytest.mark.parametrize("path", ["/sparql/picture", "/sparql/labels"])
def test_what_is_no_answer_is_refused(server: Server, path: str, document: object) -> None:
    reply = posted(server, path, document)
    assert reply.status == 400
    assert reply.kind == "bad-request"


def test_only_json_of_bounded_length_is_read(server: Server) -> None:
    for path in ("/sparql/picture", "/sparql/labels"):
        assert send(server.port, "POST", path, b"{}", Content_Type="text/plain").status == 415
        assert send(server.port, "POST", path, b"{", Content_Type="application/json").status == 400
        deep = b"[" * 100_000
        assert send(server.port, "POST", path, deep, Content_Type="application/json").status == 400
    long = b'{"iris": ["' + b"x" * (2 << 20) + b'"]}'
    reply = send(server.port, "POST", "/sparql/labels", long, Content_Type="application/json")
    assert reply.status == 413


def test_things_are_named_in_batches(server: Server) -> None:
    actor = "https://w3id.org/samgraf/id/actor/dk-raadet"
    asked = [
        actor,
        "https://w3id.org/samgraf/ontology#memberOf",
        "javascript:x",
        "http://x.example/",
        "<>",
    ]
    names = json.loads(posted(server, "/sparql/labels", {"iris": asked}).body)["names"]
    assert set(names) == {actor, "https://w3id.org/samgraf/ontology#memberOf"}
    assert names[actor]["text"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose pages hold little, and which has neither names nor places."""
    folder = tmp_path_factory.mktemp("small")
    make_version(folder, "v1", some_quads(12_000))
    point_to(folder, "v1")
    seconds = storing.patience(TIGHT.query_seconds)
    limits = replace(TIGHT, shown_mib=1, query_seconds=seconds, cpu_seconds=seconds)
    with Server(folder, limits) as running:
        yield running


def test_an_answer_that_is_cut_never_looks_whole(small: Server) -> None:
    query = "SELECT ?s ?name ?code { ?s <https://example.org/name> ?name ; ?p ?code }"
    body = page(small, query).body.decode()
    assert "The answer goes on" in body
    assert re.search(r"<dd>[\d,]+\+</dd>", body)
    said = told(small, f"# view: network\n{query.replace('?name', '?s2')}")["said"]
    assert all("rows are drawn" not in text for text in said)
    whole = page(small, query, "text/csv")
    assert not whole.cut
    assert whole.body.count(b"\n") > 20_000


def test_a_page_runs_its_query_as_a_stranger(small: Server) -> None:
    reply = page(small, HEAVY)
    assert (reply.status, reply.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert b"time-limit" in reply.body
    assert page(small, "SELECT ?s { ?s ?p ?o } LIMIT 3", labels="1").status == 200


def rows_of(answer: results_read.Answer) -> list[tuple[str | None, ...]]:
    return [tuple(t.value if t else None for t in row) for row in answer.part(0, 99)]


def test_a_table_is_read_as_it_is_written() -> None:
    body = (
        b"?a\t?b\t?c\n"
        b'<http://x/1>\t"say \\"hi\\"\\tnow\\\\"@da\t\n'
        b'_:b\t12\t"\\u00E6\\U0001F600"^^<http://x/d>\n'
        b"true\t1.5\t<< <a> <b> <c> >>\n"
    )
    answer = table(body)
    assert answer.variables == ("a", "b", "c")
    assert rows_of(answer)[0] == ("http://x/1", 'say "hi"\tnow\\', None)
    assert rows_of(answer)[1] == ("b", "12", "æ\U0001f600")
    first, second, third = answer.part(0, 3)
    assert first[1] is not None
    assert (first[1].language, first[1].kind) == ("da", "literal")
    assert second[1] is not None
    assert (second[1].datatype or "").endswith("integer")
    assert third[2] is not None
    assert third[2].kind == "triple"


def test_the_line_that_is_not_whole_is_left_out() -> None:
    answer = table(b"?a\n1\n2\n3", cut=True)
    assert (answer.count, rows_of(answer)) == (2, [("1",), ("2",)])


def test_a_graph_is_read_in_one_order() -> None:
    lines = b'<b> <p> "x y ."@en .\n<a> <p> _:c .\n'
    assert rows_of(graph(lines)) == [("a", "p", "c"), ("b", "p", "x y .")]
    assert graph(lines).lines == graph(b"\n".join(lines.split(b"\n")[1::-1]) + b"\n").lines


@pytest.mark.parametrize("document", [None, [], {}, {"head": {"vars": 3}}, {"results": {}}, "x"])
def test_other_json_is_no_answer(document: object) -> None:
    with pytest.raises(Unreadable):
        results(document)


def of(text: str, query: str = "", asked: str = "") -> Choice:
    answer = table(text.encode())
    return choose(answer, answer.part(0, 99), query, asked, {"http://x/town"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("?a\n<http://x/town>\n<http://x/2>\n", "place"),
        ("?a\n<http://x/2>\n_:b\n", "thing"),
        ('?a\n1\n"2.5"^^<http://www.w3.org/2001/XMLSchema#decimal>\n', "number"),
        ("?year\n1999\n2001\n", "date"),
        ("?yearly\n5\n12\n", "number"),
        ('?a\n"2001-05"\n"2001-06-07"\n', "date"),
        ('?a\n"2001"\n', "text"),
        ('?a\n"2001"\n"2001-05"\n', "date"),
        ("?lat\n5.1\n", "latitude"),
        ('?a\n1\n"x"\n', "text"),
        ("?a\n", "nothing"),
    ],
)
def test_a_column_is_what_all_of_its_values_are(text: str, kind: str) -> None:
    assert of(text).columns[0].kind == kind


def test_a_query_may_name_the_columns_of_its_view() -> None:
    text = '?a\t?b\t?c\n"x"\t1\t2\n'
    named = of(text, "# view: bar ?c ?a\nSELECT …")
    assert [column.name for column in named.columns] == ["c", "a"]
    assert [column.name for column in of(text, "# view: bar ?z").columns] == ["a", "b", "c"]


def test_a_query_in_an_address_may_be_quoted_in_any_way(server: Server) -> None:
    target = "/sparql?query=" + quote(WORDS, safe="") + "&format=HTML"
    assert send(server.port, "GET", target).headers["content-type"].startswith("text/html")
