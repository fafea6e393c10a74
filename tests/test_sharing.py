"""Shared links: what is kept comes back with its answer, and harms nobody."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from samgraf import config, queries
from samgraf.limits import Limits
from samgraf.pipeline import verbatim
from samgraf.store.versions import Versions

from .asking import Reply, send
from .harmless import harm
from .poison import NAMES
from .serving import Server, wait_for

HTML, JSON, SPARQL = "text/html", "application/json", "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
PLENTY = replace(Limits(), links_per_minute=10_000)
NAMED = (
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nSELECT ?name { ?s skos:prefLabel ?name }"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a few hostile values, where many links may be made."""
    folder = tmp_path_factory.mktemp("sharing")
    build = build_of(folder, "a")
    with Server(build, PLENTY) as running:
        yield running


def build_of(folder: Path, letter: str) -> Path:
    """Make a version that differs from that of another letter."""
    file = folder / f"{letter}.nt"
    literals = "\n".join(
        f"<urn:a> <urn:name> {json.dumps(text)} ." for text in (letter, *NAMES.values())
    )
    links = (
        "<urn:a> <urn:link> <javascript:poison()> .\n<urn:a> <urn:link> <https://example.org/x> ."
    )
    file.write_text(f"{literals}\n{links}\n", encoding="utf-8")
    settings = config.change(config.Settings(), "build", dir=folder / "build")
    verbatim.build(settings, file, lambda _: None)
    return folder / "build"


def keep(server: Server, query: str, view: str = "", accept: str = JSON, **more: str) -> Reply:
    body = urlencode({"query": query, "view": view}).encode()
    return send(server.port, "POST", "/q", body, Accept=accept, Content_Type=FORM, **more)


def kept(server: Server, query: str, view: str = "") -> str:
    """Keep a query; return its path."""
    return f"/q/{json.loads(keep(server, query, view).body)['id']}"


def get(server: Server, path: str, accept: str = HTML) -> Reply:
    return send(server.port, "GET", path, None, Accept=accept)


def test_a_form_without_script_leads_to_a_page_with_query_answer_and_link(site: Server) -> None:
    reply = keep(site, "SELECT ?o { <urn:a> <urn:link> ?o }", "table", HTML)
    assert reply.status == 303
    page = get(site, reply.headers["location"]).body.decode()
    assert "SELECT ?o { &lt;urn:a&gt; &lt;urn:link&gt; ?o }" in page
    assert 'href="https://example.org/x"' in page
    assert f"http://127.0.0.1:{site.port}{reply.headers['location']}" in page
    assert "2 rows" in page
    assert Versions(site.build).needed() in page


def test_a_program_gets_query_view_and_version(site: Server) -> None:
    made = keep(site, "ASK {}", "map")
    again = keep(site, "ASK {}", "map")
    assert (made.status, again.status) == (201, 200)
    assert made.body == again.body
    told = json.loads(get(site, made.headers["location"], JSON).body)
    assert told == json.loads(made.body)
    version = Versions(site.build).needed()
    assert (told["query"], told["view"], told["version"]) == ("ASK {}", "map", version)
    assert get(site, made.headers["location"], SPARQL).body == b"ASK {}"
    assert get(site, made.headers["location"], "image/png").status == 406


def test_line_ends_of_a_form_and_blanks_around_make_no_other_query(site: Server) -> None:
    written = kept(site, "SELECT *\n{ ?s ?p ?o }")
    assert kept(site, "  SELECT *\r\n{ ?s ?p ?o }\r\n") == written
    body = json.dumps({"query": "SELECT *\n{ ?s ?p ?o }"}).encode()
    reply = send(site.port, "POST", "/q", body, Accept=JSON, Content_Type=JSON)
    assert reply.headers["location"] == written


def test_a_question_of_the_library_keeps_its_title_in_the_readers_language(site: Server) -> None:
    text = queries.text("examples/municipalities-per-country")
    path = kept(site, text)
    assert "<h1>Municipalities per country</h1>" in get(site, path).body.decode()
    assert "<h1>Kommuner" in get(site, f"{path}?lang=da").body.decode()
    own = kept(site, "# title: Samgraf was bought\nASK {}")
    assert "<h1>A kept query</h1>" in get(site, own).body.decode()


@pytest.mark.parametrize(
    ("query", "status", "kind"),
    [
        ("", 400, "bad-request"),
        (" \n ", 400, "bad-request"),
        ("ASK {} #" + "x" * (16 << 10), 413, "too-long"),
        ("ASK {} #" + "ø" * (60 << 10), 413, "too-long"),
        ("ASK {} # \0", 400, "bad-request"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    site: Server, query: str, status: int, kind: str
) -> None:
    reply = keep(site, query)
    assert (reply.status, reply.kind) == (status, kind)
    assert keep(site, query, accept=HTML).headers["content-type"].startswith(HTML)


def test_sixteen_kib_are_kept(site: Server) -> None:
    assert keep(site, "ASK {} #" + "x" * ((16 << 10) - 8)).status == 201


def test_a_view_that_is_none_another_type_or_another_site_is_refused(site: Server) -> None:
    assert keep(site, "ASK {}", "<script>").kind == "bad-request"
    assert send(site.port, "POST", "/q", b"ASK {}", Content_Type="text/plain").status == 415
    for body in (b"[]", b'{"query": 1}', b"{", b'{"query": "\\ud800"}'):
        reply = send(site.port, "POST", "/q", body, Content_Type=JSON)
        assert reply.status == 400
    assert keep(site, "ASK {} # cross", Sec_Fetch_Site="cross-site").status == 400


def test_where_there_is_no_link_the_page_says_so(site: Server) -> None:
    for path in ("/q/aaaaaaaaaaaaaaaa", "/q/..%2Fcurrent", "/q/x", "/q/aaaaaaaaaaaaaaaa/embed"):
        assert get(site, path).status == 404
    assert get(site, "/q").status == 303


def test_a_kept_query_that_gets_no_answer_says_why(site: Server) -> None:
    page = get(site, kept(site, "SELECT * {\n ?s ?p }")).body.decode()
    assert "The query is not valid SPARQL" in page
    assert "2 |  ?s ?p }" in page
    reply = get(site, kept(site, "ASK { SERVICE <https://example.org/> { } }"))
    assert "SERVICE is not available here" in reply.body.decode()
    assert reply.headers["cache-control"] == "no-store"


def test_a_long_answer_does_not_look_whole(site: Server) -> None:
    many = "SELECT ?a ?b ?c ?d { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }"
    page = get(site, kept(site, many)).body.decode()
    assert "The first 100 rows; there are more" in page
    some = "SELECT ?a { ?a ?p ?b . ?c ?q ?d } LIMIT 150"
    assert "The first 100 of 150 rows" in get(site, kept(site, some)).body.decode()


def test_the_whole_answer_can_be_had_as_a_file(site: Server) -> None:
    page = get(site, kept(site, "SELECT ?o { <urn:a> <urn:link> ?o } LIMIT 1")).body.decode()
    [address] = re.findall(r'href="(/sparql\?[^"]*)">CSV<', page)
    assert get(site, address.replace("&amp;", "&")).body.startswith(b"o\r\n")
    assert ">Turtle<" in get(site, kept(site, "DESCRIBE <urn:a>")).body.decode()


def test_truths_and_graphs_are_shown_too(site: Server) -> None:
    assert "<strong>Yes</strong>" in get(site, kept(site, "ASK { ?s ?p ?o }")).body.decode()
    graph = "CONSTRUCT { <urn:x> <urn:y> ?o } { ?s <urn:link> ?o }"
    assert "&lt;urn:x&gt;" in get(site, kept(site, graph)).body.decode()


def test_the_answer_is_kept_by_browsers_until_another_version_comes(site: Server) -> None:
    path = kept(site, "ASK {} # etag")
    first = get(site, path)
    tag = first.headers["etag"]
    again = send(site.port, "GET", path, None, Accept=HTML, If_None_Match=tag)
    assert again.status == 304
    assert get(site, kept(site, "SELECT (NOW() AS ?t) {}")).headers["cache-control"] == "no-store"


HOSTILE = {
    **{name: f"SELECT * {{ ?s ?p ?o }} # {text}" for name, text in NAMES.items()},
    "literal": "SELECT ('<script>poison()</script>' AS ?x) "
    '("""</code></pre><img src=x onerror=poison()>""" AS ?y) {}',
    "iri": "SELECT (IRI('javascript:poison()') AS ?x) "
    "(IRI('data:text/html,<script>poison()</script>') AS ?y) {}",
    "variable": "SELECT ?onpoison ?\u0438 { BIND(1 AS ?onpoison) }",
    "error": "SELECT <script>poison()</script> {",
    "all": "SELECT * { ?s ?p ?o }",
    "graph": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    "language": "SELECT (STRLANG('x', 'en-poison') AS ?x) {}",
    "datatype": "SELECT (STRDT('<b>', IRI('urn:\"><poison-made>')) AS ?x) {}",
    "template": "SELECT ('{{ 7 * 7 }}${poison}' AS ?x) {}",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("end", ["", "/embed"])
def test_a_shared_link_runs_nothing(site: Server, name: str, end: str) -> None:
    path = kept(site, HOSTILE[name])
    reply = get(site, path + end)
    assert reply.status == 200
    found = harm(reply.body)
    # A frame's links open in a new window: that is ours, and leads nowhere by itself.
    assert [one for one in found if (end, one) != ("/embed", "an element <base>")] == []
    assert json.loads(get(site, path, JSON).body)["query"] == HOSTILE[name].strip()


def test_the_embedded_view_alone_may_stand_in_a_frame_and_has_no_script(site: Server) -> None:
    path = kept(site, "SELECT * { ?s ?p ?o }", "table")
    for other in (path, "/", "/sparql", "/q/x", "/q/aaaaaaaaaaaaaaaa/embed", "/nowhere"):
        policy = get(site, other).headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
    reply = get(site, f"{path}/embed")
    policy = reply.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert policy.count("frame-ancestors") == 1
    page = reply.body.decode()
    assert "<script" not in page
    assert "<form" not in page
    version = Versions(site.build).needed()
    assert re.search(rf"Source: Samgraf, version {version}, <a href=\"http[^\"]*{path}\">", page)
    shown = get(site, path).body.decode()
    assert f"&lt;iframe src=&#34;http://127.0.0.1:{site.port}{path}/embed&#34;" in shown


def test_a_kept_query_is_cited_with_its_version(site: Server) -> None:
    path = kept(site, "ASK {} # cite")
    page = get(site, path).body.decode()
    version = Versions(site.build).needed()
    assert "Cite this" in page
    assert f"{path}?version={version}" in page
    assert "@misc{samgraf:q/" in page
    file = get(site, f"/cite{path}.ris").body.decode()
    assert f"ET  - {version}" in file
    assert get(site, "/cite/q/aaaaaaaaaaaaaaaa.ris").status == 404
    assert get(site, f"/cite{path}.exe").status == 404


def test_the_editor_opens_with_a_kept_query(site: Server) -> None:
    name = kept(site, "ASK { ?opened ?in ?editor }").removeprefix("/q/")
    assert "ASK { ?opened ?in ?editor }" in get(site, f"/sparql?kept={name}").body.decode()
    assert get(site, "/sparql?kept=aaaaaaaaaaaaaaaa").status == 404


@pytest.mark.slow
def test_links_outlive_versions_and_restarts_and_say_who_answers(tmp_path: Path) -> None:
    build = build_of(tmp_path, "a")
    first = Versions(build).needed()
    query = "SELECT ?o { <urn:a> <urn:name> ?o FILTER(STRLEN(?o) = 1) }"
    with Server(build, PLENTY) as server:
        path = kept(server, query)
        assert f"Made with version {first} of the data, which answers it now" in (
            get(server, path).body.decode()
        )
        build_of(tmp_path, "b")
        second = Versions(build).needed()
        wait_for(lambda: second in get(server, "/healthz", JSON).body.decode(), 15)
        page = get(server, path).body.decode()
        assert f"version {second} answers it now" in page
        assert f"/dumps/{first}/samgraf.nq.gz" in page
        assert json.loads(get(server, path, JSON).body)["version"] == first
    with Server(build, PLENTY) as server:
        assert json.loads(get(server, path, JSON).body)["query"] == query
        assert kept(server, query) != path, "another version is another answer"


@pytest.mark.slow
def test_a_client_that_keeps_too_many_waits_and_an_operator_can_switch_it_off(
    tmp_path: Path,
) -> None:
    build = build_of(tmp_path, "a")
    with Server(build, Limits()) as server:
        replies = [keep(server, f"ASK {{}} # {number}") for number in range(11)]
        assert [reply.status for reply in replies] == [201] * 10 + [429]
        assert replies[-1].kind == "too-many-links"
        assert replies[-1].headers["retry-after"] == "60"
        page = keep(server, "ASK {} # 12", accept=HTML)
        assert page.status == 429
        assert b"Wait a minute" in page.body
        path = kept(server, "ASK {} # 1")
    with Server(build, Limits(), links=False) as server:
        assert keep(server, "ASK {} # new").kind == "links-off"
        assert get(server, path).status == 200
        assert 'formaction="/q"' not in get(server, "/sparql").body.decode()


def test_the_same_code_comes_by_address_and_by_form(site: Server) -> None:
    query = "SELECT * { ?s ?p ?o } # æ `"
    sent = urlencode({"query": query})
    by_get = send(site.port, "GET", f"/sparql/snippets?{sent}", None)
    by_post = send(site.port, "POST", "/sparql/snippets", sent.encode(), Content_Type=FORM)
    assert (by_get.status, by_post.status) == (200, 200)
    assert by_get.body == by_post.body
    keys = [one["key"] for one in json.loads(by_get.body)]
    assert keys == ["curl", "python", "r", "javascript", "powerquery", "address"]
    assert json.loads(by_get.body)[0]["text"].startswith(
        f"curl -sS --fail-with-body 'http://127.0.0.1:{site.port}/sparql'"
    )
    assert send(site.port, "GET", "/sparql/snippets", None).status == 400
    long = urlencode({"query": "#" * (17 << 10)}).encode()
    assert send(site.port, "POST", "/sparql/snippets", long, Content_Type=FORM).status == 413
