"""The library of questions: gallery, pages, forms, values that are checked, and a web API."""

import csv
import html
import io
import json
import re
import shutil
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import rdflib

from samgraf import pipeline, queries
from samgraf.config import Settings
from samgraf.errors import OwnFault
from samgraf.limits import Limits
from samgraf.store.pool import Pool
from samgraf.store.rows import Term
from samgraf.store.values import term
from samgraf.store.versions import Versions
from samgraf.web import library_choices, library_values, pages_app
from samgraf.web.bridge import VERSION
from samgraf.web.library import answer_of, card
from samgraf.web.library_preview import names, seen
from samgraf.web.library_service import endings
from samgraf.web.library_text import with_values

from .asking import Reply, get, send
from .harmless import harm
from .serving import Server, zygote
from .small import ROOT

LIBRARY = queries.library()
SLUGS = [query.slug for query in LIBRARY]
MEMBERS = "/queries/cq01-members-on-date"
YEARLY = "/queries/cq02-bodies-in-year"
BRIDGES = "/queries/cq13-bridges-and-borders"
GOVERNED = "/queries/cq22-mayors-board"
PLAIN = "/queries/municipalities-per-country"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'onfocus='alert(1)",
    "javascript:alert(1)",
    "</title><svg onload=alert(1)>",
    "{{7*7}}",
    "\u202egnp.exe",
    "a\x00b",
)


def ask(server: Server, path: str, **headers: str) -> Reply:
    return send(server.port, "GET", path, None, "127.0.0.1", **headers)


def page(server: Server, path: str, status: int = 200) -> str:
    reply = ask(server, path, Accept="text/html")
    assert reply.status == status, reply.body[:500]
    return reply.body.decode()


def problem(server: Server, path: str, status: int = 400) -> dict[str, object]:
    reply = ask(server, path)
    assert reply.status == status, reply.body[:500]
    assert reply.headers["content-type"] == "application/problem+json"
    found: dict[str, object] = json.loads(reply.body)
    return found


def rows(reply: Reply) -> list[list[str]]:
    assert reply.status == 200, reply.body[:500]
    return list(csv.reader(io.StringIO(reply.body.decode())))


def answered(server: Server, query: queries.NamedQuery) -> list[str]:
    """Ask a question by its address; return its rows or triples, sorted."""
    ending = next(iter({"csv", "nt"} & set(endings(query))))
    reply = ask(server, f"/queries/{query.slug}.{ending}")
    assert reply.status == 200, reply.body[:500]
    return sorted(reply.body.decode().splitlines())


def said(server: Server, query: queries.NamedQuery) -> list[str]:
    """Ask the text of a question with its values in it."""
    text = with_values(query.text, query.substitutions({}))
    reply = get(server.port, text, Accept=endings(query).get("csv", "application/n-triples"))
    assert reply.status == 200, reply.body[:500]
    return sorted(reply.body.decode().splitlines())


# Heads


def test_each_question_has_a_name_of_its_own_and_no_value_that_addresses_use() -> None:
    assert len(SLUGS) == len(set(SLUGS))
    for query in LIBRARY:
        assert query.form in ("select", "ask", "construct", "describe"), query.name
        assert not {p.name for p in query.parameters} & set(queries.KEPT), query.name
        assert re.fullmatch(r"[a-z0-9-]+", query.slug)
        assert queries.find(query.slug) == query


def test_a_head_may_say_what_values_are_chosen_from_and_their_bounds() -> None:
    text = "# param: on date 2010-01-01\n# range: on 2000-01-01 2020-12-31\n# param: body thing\n"
    query = queries.parse("x", text + "# choices: body CooperationBody Municipality\nSELECT * {}")
    on, body = query.parameters
    assert on.range == ("2000-01-01", "2020-12-31")
    assert (body.choices, body.default) == ("CooperationBody Municipality", None)


@pytest.mark.parametrize(
    "head",
    ["# range: on 2000", "# choices: on", "# choices: other years", "# range: word 1 2"],
)
def test_a_head_that_says_nonsense_is_our_fault(head: str) -> None:
    with pytest.raises(OwnFault):
        queries.parse("x", f"# param: on date\n# param: word string\n{head}\nSELECT * {{}}")


def test_no_text_can_end_the_literal_that_it_becomes() -> None:
    word = queries.Parameter("word", "string", None)
    for value in (*HOSTILE, 'a"b\\c\r\n\td', '" . <x:x> <x:x> "'):
        found = term(word.term(value))
        assert isinstance(found, ox.Literal)
        assert found.value == value


# The text with its values


@pytest.mark.parametrize("query", LIBRARY, ids=SLUGS)
def test_the_text_with_its_values_gives_what_the_bound_question_gives(
    server: Server, query: queries.NamedQuery
) -> None:
    assert _unordered(said(server, query)) == _unordered(answered(server, query))


def _unordered(lines: list[str]) -> list[list[str]]:
    """Sort the words of each row: joined texts have no order (SPARQL 1.1, 18.5.1.7)."""
    return sorted(sorted(re.split("[ ,;]+", line)) for line in lines)


def test_values_stand_in_each_group_that_names_them_and_in_no_template_or_table() -> None:
    text = "CONSTRUCT { ?s ?p ?on } WHERE { VALUES ?x { 1 } { SELECT ?on { ?s ?p ?o } } "
    text += "MINUS { ?on ?q ?s } }"
    found = with_values(text, {"on": "<x:y>"})
    put = "VALUES ?on { <x:y> }"
    assert found.count(put) == 2 + 1
    assert found.startswith("CONSTRUCT { ?s ?p ?on } WHERE { " + put)
    assert "{ 1 }" in found
    beside = with_values("SELECT * { ?s ?p ?o LATERAL { ?s ?q ?on } }", {"on": "<x:y>"})
    assert beside == "SELECT * { VALUES ?on { <x:y> } ?s ?p ?o LATERAL { ?s ?q ?on } }"


# The web API


def test_a_question_answers_by_its_address_with_values(server: Server) -> None:
    found = rows(ask(server, f"{MEMBERS}.csv?body=actor/dk-raadet&on=2012-12-31"))
    assert found[0][:3] == ["body", "on", "member"]
    assert {row[1] for row in found[1:]} == {"2012-12-31"}


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("tsv", "text/tab-separated-values; charset=utf-8"),
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
    ],
)
def test_an_answer_has_the_form_of_its_ending_and_of_accept(
    server: Server, ending: str, media_type: str
) -> None:
    reply = ask(server, f"{PLAIN}.{ending}")
    assert (reply.status, reply.headers["content-type"]) == (200, media_type)
    other = ask(server, PLAIN, Accept=media_type.partition(";")[0])
    assert (other.status, other.headers["content-type"]) == (200, media_type)
    assert other.body == reply.body


def test_an_answer_may_be_kept_read_by_others_and_leads_to_its_page(server: Server) -> None:
    path = f"{YEARLY}.csv?member=actor/dk-aaby&year=2016"
    reply = ask(server, path)
    tag = reply.headers["etag"]
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "max-age" in reply.headers["cache-control"]
    assert reply.headers["samgraf-version"]
    link = f'<{YEARLY}?{urlencode({"member": "actor/dk-aaby", "year": "2016"})}>; rel="alternate"'
    assert link in reply.headers["link"]
    assert "service-desc" in reply.headers["link"]
    again = ask(server, path, If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    head = send(server.port, "HEAD", path)
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", tag)


def test_other_values_have_another_validator(server: Server) -> None:
    tags = {
        ask(server, f"{YEARLY}.csv?member=actor/dk-aaby&year={year}").headers["etag"]
        for year in (2015, 2016)
    }
    assert len(tags) == 2


def test_the_usual_values_need_not_be_given(server: Server) -> None:
    query = queries.named("cq/cq02-bodies-in-year")
    usual = {p.name: p.default or "" for p in query.parameters if p.kind == "integer"}
    one, other = ask(server, f"{YEARLY}.csv"), ask(server, f"{YEARLY}.csv?{urlencode(usual)}")
    assert (one.status, one.body) == (other.status, other.body)
    assert ask(server, f"{YEARLY}.csv?year=").body == one.body


def test_a_thing_may_be_named_by_its_address_or_its_very_name(server: Server) -> None:
    wanted = ask(server, f"{YEARLY}.csv?member=actor/dk-aaby&year=2016").body
    iri = quote("https://w3id.org/samgraf/id/actor/dk-aaby", safe="")
    for written in (iri, quote("åby"), "Aaby"):
        assert ask(server, f"{YEARLY}.csv?member={written}&year=2016").body == wanted


def test_methods_that_change_something_are_refused(server: Server) -> None:
    reply = send(server.port, "POST", f"{PLAIN}.csv", b"")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    asked = send(server.port, "OPTIONS", f"{PLAIN}.csv")
    assert (asked.status, asked.headers["access-control-allow-origin"]) == (204, "*")


@pytest.mark.parametrize("path", [f"{PLAIN}.ttl", f"{PLAIN}.nt"])
def test_a_table_is_not_written_as_a_graph(server: Server, path: str) -> None:
    assert "csv (text/csv)" in str(problem(server, path, 406)["detail"])


def test_accept_that_fits_nothing_is_refused(server: Server) -> None:
    assert ask(server, PLAIN, Accept="image/png").status == 406
    assert ask(server, PLAIN, Accept="text/turtle").status == 406


@pytest.mark.parametrize("path", ["/queries/nothing.csv", "/queries/cq01-members-on-date.pdf"])
def test_what_is_no_question_is_not_found(server: Server, path: str) -> None:
    assert ask(server, path).status == 404


def test_an_answer_of_another_version_is_not_given_for_this_one(server: Server) -> None:
    version = ask(server, f"{PLAIN}.csv").headers["samgraf-version"]
    assert ask(server, f"{PLAIN}.csv?version={version}").status == 200
    assert version in str(problem(server, f"{PLAIN}.csv?version=2001-01-01-00", 404)["detail"])
    assert "2001-01-01-00" in page(server, f"{PLAIN}?version=2001-01-01-00")


@pytest.mark.parametrize(
    ("path", "words", "near"),
    [
        (f"{MEMBERS}.csv?on=2012-02-30", "a day from", "on=2012-02-29"),
        (f"{MEMBERS}.csv?on=31.12.2012", "a day from", "on=2012-12-31"),
        (f"{MEMBERS}.csv?on=2012", "a day from", "on=2012-12-31"),
        (f"{MEMBERS}.csv?on=0001-01-01", "a day from", "on=1500-01-01"),
        (f"{MEMBERS}.csv?on=soon", "a day from", None),
        (f"{MEMBERS}.csv?body=actor/dk-aabi", "a thing that the graph has", "body=actor/dk-aaby"),
        (f"{MEMBERS}.csv?nobody=1", "has no parameter 'nobody'; it has: body, on", "nobody=body"),
        (f"{MEMBERS}.csv?on=2012-12-31&on=2013-12-31", "once", None),
        ("/queries/cq10-co-membership.csv?least=many", "a whole number from", None),
        ("/queries/cq10-co-membership.csv?least=9999999999", "a whole number", "least=999999999"),
        (f"{PLAIN}.csv?q=1", "it has: none", None),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_the_nearest(
    server: Server, path: str, words: str, near: str | None
) -> None:
    found = problem(server, path)
    assert found["type"] == "/problem/parameter"
    assert words in str(found["detail"])
    assert found.get("didYouMean") == near


def test_a_year_that_the_data_do_not_have_is_named_with_the_nearest(server: Server) -> None:
    found = problem(server, f"{YEARLY}.csv?year=1066")
    years = re.search(r"the data have (\d+) to (\d+)", str(found["detail"]))
    assert years is not None
    assert found["didYouMean"] == f"year={years[1]}"


def test_a_code_may_be_named_by_its_last_part_and_is_one_of_those_in_use(server: Server) -> None:
    country = "/queries/cq07-in-no-business-region"
    whole = "http://publications.europa.eu/resource/authority/country/DNK"
    one = ask(server, f"{country}.csv?country=DNK")
    assert one.status == 200
    assert one.body == ask(server, f"{country}.csv?country={quote(whole, safe='')}").body
    assert problem(server, f"{country}.csv?country=DNQ")["didYouMean"] == f"country={whole}"


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_reaches_the_query_as_text(server: Server, value: str) -> None:
    for name in ("body", "on", value):
        reply = ask(server, f"{MEMBERS}.json?{urlencode({name: value})}")
        assert reply.status == 400
        assert json.loads(reply.body)["type"] == "/problem/parameter"


# Pages


def test_the_gallery_shows_every_question_with_words_tags_and_rows(server: Server) -> None:
    found: set[str] = set()
    for number in range(1, 10):
        reply = ask(server, f"/queries?page={number}", Accept="text/html")
        if reply.status == 404:
            break
        text = reply.body.decode()
        found |= set(re.findall(r'<h3><a href="/queries/([a-z0-9-]+)"', text))
    assert found == set(SLUGS)
    first = page(server, "/queries")
    assert re.search(r"<span>\d+ rows?</span><span>\d+ ms</span>", first)
    assert f"{len(SLUGS)} questions" in first


def test_the_gallery_offers_questions_about_what_is_named_instead(server: Server) -> None:
    text = page(server, "/queries?q=Aaby")
    assert "0 of " in text
    assert 'href="/queries/partners-of-actor?actor=actor%2Fdk-aaby"' in text
    assert "/queries/members-on-date?body=" not in text
    assert "No question has these words. Write fewer" in page(server, "/queries?q=zzzz")


def test_a_question_tells_by_what_rules_it_counts_and_takes_a_name(server: Server) -> None:
    text = page(server, "/queries/partners-of-actor?actor=Aaby")
    assert "Associations of authorities are left out" in text.partition("<main")[2]
    assert 'value="actor/dk-aaby"' in text
    assert "A name or a key" in text


def test_the_gallery_is_narrowed_down_by_words_tag_and_view(server: Server) -> None:
    def slugs(path: str) -> set[str]:
        return set(re.findall(r'<h3><a href="/queries/([a-z0-9-]+)"', page(server, path)))

    assert "cq13-bridges-and-borders" in slugs("/queries?q=BRIDGES+border")
    assert slugs("/queries?q=zzzz") == set()
    tagged = {query.slug for query in queries.tagged("funding")}
    assert slugs("/queries?tag=funding") == tagged
    networks = {query.slug for query in LIBRARY if query.view == "network"}
    assert slugs("/queries?kind=network") == networks
    assert slugs("/queries?kind=network&tag=funding") == networks & tagged


@pytest.mark.parametrize("query", LIBRARY, ids=SLUGS)
def test_each_question_has_a_page_with_its_words_form_files_and_text(
    server: Server, query: queries.NamedQuery
) -> None:
    text = html.unescape(page(server, f"/queries/{query.slug}"))
    assert query.title in text
    assert query.summary in text
    for parameter in query.parameters:
        assert f'name="{parameter.name}"' in text
    for ending in endings(query):
        assert f'href="/queries/{query.slug}.{ending}"' in text
    assert query.text.splitlines()[0] in text


def test_a_page_answers_with_the_values_that_are_given(server: Server) -> None:
    text = page(server, f"{MEMBERS}?body=actor/dk-raadet&on=2012-12-31")
    assert 'value="2012-12-31"' in text
    assert "/queries/cq01-members-on-date.csv?body=actor%2Fdk-raadet&amp;on=2012-12-31" in text
    assert "VALUES ?on { &#34;2012-12-31&#34;" in text
    assert "version=20" in text


def test_a_page_with_a_wrong_value_says_so_at_its_field(server: Server) -> None:
    text = page(server, f"{MEMBERS}?body=actor/dk-aabi&on=2012-13-01", 400)
    assert text.count('aria-invalid="true"') == 2
    assert 'href="/queries/cq01-members-on-date?body=actor%2Fdk-aaby' in text
    assert 'id="answer"' not in text


def test_a_page_is_not_made_again_for_who_has_it(server: Server) -> None:
    path = f"{YEARLY}?member=actor/dk-aaby&year=2016"
    tag = ask(server, path, Accept="text/html").headers["etag"]
    assert ask(server, path, Accept="text/html", If_None_Match=tag).status == 304


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_execute_nothing_on_pages(server: Server, value: str) -> None:
    for path in (
        f"{MEMBERS}?{urlencode({'body': value})}",
        f"{MEMBERS}?{urlencode({value: value})}",
        f"/queries?{urlencode({'q': value, 'tag': value, 'kind': value})}",
        f"/queries/{quote(value, safe='')}",
    ):
        reply = ask(server, path, Accept="text/html")
        assert reply.status in (200, 400, 404)
        assert harm(reply.body) == []
        assert "script-src 'self'" in reply.headers["content-security-policy"]


# As RDF


FORMATS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt"}
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SCHEMA = rdflib.Namespace("https://schema.org/")


@pytest.mark.parametrize("media_type", FORMATS)
def test_the_library_is_there_as_rdf(server: Server, media_type: str) -> None:
    reply = ask(server, "/.well-known/sparql-examples", Accept=media_type)
    assert reply.status == 200
    assert reply.headers["content-type"].startswith(media_type)
    graph = rdflib.Graph()
    with warnings.catch_warnings(action="ignore"):  # rdflib reads JSON-LD by what it gives up
        graph.parse(data=reply.body, format=FORMATS[media_type])
    found = {str(node): node for node in graph.subjects(rdflib.RDF.type, SH.SPARQLExecutable)}
    assert {node.rpartition("/")[2] for node in found} == set(SLUGS)
    for query in LIBRARY:
        node = found[next(n for n in found if n.endswith(f"/queries/{query.slug}"))]
        text = str(graph.value(node, SH[query.form]))
        assert text == with_values(query.text, query.substitutions({}))
        kept = [line for line in text.splitlines() if not line.strip().startswith("VALUES ?")]
        lines = [
            line for line in query.text.splitlines() if not line.strip().startswith("VALUES ?")
        ]
        assert [re.sub(r" VALUES \?\w+ \{ [^}]* \}", "", line) for line in kept] == lines
        assert str(graph.value(node, SCHEMA.target)).endswith("/sparql")
        assert {str(word) for word in graph.objects(node, SCHEMA.keywords)} == set(query.tags)
        assert str(graph.value(node, rdflib.RDFS.comment)) == (query.summary or query.title)
    prefixes = set(graph.objects(None, SH.prefixes))
    assert len(prefixes) == 1
    assert len(list(graph.objects(prefixes.pop(), SH.declare))) > 5


def test_each_example_leads_to_its_page(server: Server) -> None:
    reply = ask(server, "/.well-known/sparql-examples", Accept="application/n-triples")
    nodes = set(re.findall(r"^<http://[^/]+(/queries/[^>]+)>", reply.body.decode(), re.MULTILINE))
    assert len(nodes) == len(SLUGS)
    for path in nodes:
        assert ask(server, path, Accept="text/html").status == 200
    browser = ask(server, "/.well-known/sparql-examples", Accept="text/html")
    assert (browser.status, browser.headers["location"]) == (303, "/queries")


# Answers of the build


@pytest.mark.parametrize("query", LIBRARY, ids=SLUGS)
def test_the_build_counts_and_keeps_each_answer(server: Server, query: queries.NamedQuery) -> None:
    versions = Versions(server.build)
    version = versions.needed()
    counts = dict(versions.manifest(version)["statistics"]["questions"])
    heads = int(query.form == "select")
    assert int(counts[query.name]) == len(answered(server, query)) - heads
    assert (versions.path(version) / "library" / f"{query.slug}.json").is_file()


ASK = """# title: Is there a body
ASK { ?s a <https://w3id.org/samgraf/ontology#CooperationBody> }
"""
MAKE = """# title: Who is in what
# view: network
# param: role iri https://w3id.org/samgraf/code/role/member
CONSTRUCT { ?member <http://www.w3.org/ns/org#memberOf> ?body }
WHERE {
  { SELECT ?role ?member ?body WHERE {
    ?m <http://www.w3.org/ns/org#role> ?role ; <http://www.w3.org/ns/org#member> ?member ;
      <http://www.w3.org/ns/org#organization> ?body } }
}
"""


@pytest.mark.slow
def test_a_question_may_be_answered_by_yes_or_with_a_graph(
    small_root: Path, settings: Settings
) -> None:
    (small_root / "queries").unlink()
    shutil.copytree(ROOT / "queries", small_root / "queries")
    (small_root / "queries/examples/is-there-a-body.rq").write_text(ASK)
    (small_root / "queries/examples/who-is-in-what.rq").write_text(MAKE)
    version = pipeline.build(settings, lambda _: None).version
    app = pages_app.make(settings, Pool(settings.build.dir / "run", Limits()))
    visitor, beside = app.test_client(), {VERSION: version}
    asked = visitor.get("/queries/is-there-a-body", environ_overrides=beside)
    assert ">yes" in asked.get_data(as_text=True)
    with app.test_request_context("/", environ_overrides=beside):
        query = queries.named("examples/who-is-in-what")
        assert [*endings(query)] == ["ttl", "nt", "jsonld"]
        answer = answer_of(query)
        assert answer is not None
        assert "org:memberOf" in answer.turtle
        assert answer.count == answer.turtle.count("org:memberOf")
        assert card(query).rows == answer.count


CHOSEN = """# title: Members of a body on a day
# param: body thing actor/dk-raadet
# choices: body CooperationBody
# param: on date 2012-12-31
# range: on 2000-01-01 2020-12-31
# param: year integer 2016
# choices: year years
SELECT ?body ?on ?year { ?body a ?class }
"""


def test_what_a_head_says_holds(small_root: Path, settings: Settings) -> None:
    version = pipeline.build(settings, lambda _: None).version
    folder, run = Versions(settings.build.dir).path(version), settings.build.dir.parent / "r"
    query = queries.parse("examples/chosen", CHOSEN)

    def faults(**given: str) -> list[str]:
        found = library_values.bound(query, list(given.items())).faults
        return [" ".join([f.name, f.kind, *(c.value for c in f.nearest)]) for f in found]

    with zygote(folder, run, Limits()), closing(Pool(run, Limits())) as pool:
        app = pages_app.make(settings, pool)
        with app.test_request_context("/", environ_overrides={VERSION: version}):
            assert faults(body="actor/dk-raadet", on="2020-12-31", year="2012") == []
            assert faults(body="actor/dk-aaby") == ["body thing"]
            assert faults(on="2021-01-01") == ["on day 2020-12-31"]
            years = faults(year="1900")[0]
            assert re.fullmatch(r"year value [12]\d{3}", years)
            body = library_choices.of(query.parameters[0])
            assert {choice.value for choice in body.list} <= {"actor/dk-raadet", "actor/no-oey"}
            assert library_choices.in_order(body.list)


def test_a_table_names_things_where_their_links_are_and_says_heads_in_words(
    server: Server,
) -> None:
    answer = page(server, "/queries/partners-of-actor?actor=actor/dk-aaby").partition('id="page"')[
        2
    ]
    heads = re.findall(r"<th scope=.col.[^>]*>([^<]*)</th>", answer.partition("</thead>")[0])
    assert heads[:5] == ["partner", "shared", "kind", "begun by", "last seen"]
    assert 'title="begunBy"' in answer
    assert re.search(r'<td><a href="/page/actor/no-oey-until-2019"[^>]*>Øy', answer), answer[:3000]


def test_a_name_that_follows_a_thing_is_its_own_and_one_that_follows_a_number_stays() -> None:
    thing, name, number = Term("x:a", "uri"), Term("A", "literal", "da"), Term("3", "literal")
    columns = ["actor", "name", "count", "countName"]
    row = dict(zip(columns, (thing, name, number, name), strict=True))
    assert names(columns, [row]) == {"actor": "name"}
    assert seen(columns, [row]) == ["actor", "count", "countName"]
    assert names(["count", "name"], [{"count": number, "name": name}]) == {}
    assert names(["actor", "other", "name"], []) == {"other": "name"}


# The real graph


@pytest.fixture(scope="module")
def real(real_build: Path) -> Iterator[Server]:
    with Server(real_build, Limits()) as running:
        yield running


@pytest.mark.slow
@pytest.mark.parametrize("query", LIBRARY, ids=SLUGS)
def test_on_the_real_graph_the_text_with_its_values_gives_the_same(
    real: Server, query: queries.NamedQuery
) -> None:
    assert said(real, query) == answered(real, query)


@pytest.mark.slow
def test_on_the_real_graph_forms_offer_values_of_the_data(real: Server) -> None:
    governed = page(real, GOVERNED)
    assert (
        '<option value="https://w3id.org/samgraf/code/governance/mayors-board" selected' in governed
    )
    members = page(real, MEMBERS)
    assert '<option value="actor/dk-trekantomraadet">Trekantområdet' in members
    assert '<option value="2016" selected' in page(real, BRIDGES)


@pytest.mark.parametrize(
    "path",
    [
        "/queries/cq01-member-on-date",
        "/queries/cq01-members-on-dat.csv",
        "/queries/cq01-members-on-date.pdf",
        "/cite/queries/cq01-members-on-dat.bib",
    ],
)
def test_an_unknown_question_names_the_nearest(server: Server, path: str) -> None:
    reply = send(server.port, target=path, Accept="application/json")
    assert (reply.status, reply.kind) == (404, "not-found")
    assert json.loads(reply.body)["didYouMean"] == "cq01-members-on-date"
