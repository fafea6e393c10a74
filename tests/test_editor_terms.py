"""What the editor completes and explains: terms in the reader's language, things, problems."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from samgraf.namespaces import FAMILIAR, PREFIXES
from samgraf.terms import BASE
from samgraf.web.keeping import in_language
from samgraf.web.schema_terms import written

from .asking import Reply, send
from .harmless import harm
from .serving import Server

SG = PREFIXES["sg"]


def get(server: Server, path: str, **headers: str) -> Reply:
    return send(server.port, "GET", path, None, **{"Accept": "text/html", **headers})


def terms(server: Server, lang: str) -> Mapping[str, dict[str, Any]]:
    reply = get(server, f"/sparql/terms.json?lang={lang}")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    return {term["name"]: term for term in json.loads(reply.body)["terms"]}


@pytest.mark.parametrize(
    ("lang", "member", "municipality"),
    [
        ("en", "member of", "municipality"),
        ("da", "medlem af", "kommune"),
        ("nb", "medlem av", "kommune"),
        ("sv", "medlem i", "kommun"),
        ("fi", "jäsenenä", "kunta"),
    ],
)
def test_terms_are_in_the_language_of_the_reader_and_found_by_the_others(
    server: Server, lang: str, member: str, municipality: str
) -> None:
    found = terms(server, lang)
    assert (found["sg:memberOf"]["label"], found["sg:memberOf"]["kind"]) == (member, "property")
    assert found["sg:Municipality"]["label"] == municipality
    everywhere = {found["sg:memberOf"]["label"], *found["sg:memberOf"]["also"]}
    assert everywhere == {"member of", "medlem af", "medlem av", "medlem i", "jäsenenä"}


def test_a_term_says_what_it_means_and_how_often_it_is_used(server: Server) -> None:
    found = terms(server, "en")
    municipality = found["sg:Municipality"]
    assert municipality["meaning"].startswith("A local authority with an elected council")
    assert municipality["uses"] == 4
    assert "sg:Municipality" in found["skos:prefLabel"]["of"]
    assert found["skos:prefLabel"]["label"] == "name"
    danish = terms(server, "da")["sg:Municipality"]
    assert danish["meaningLang"] == "en"


def test_a_code_names_its_list_and_the_properties_that_have_it(server: Server) -> None:
    code = terms(server, "da")["body-kind:regional-council"]
    assert (code["kind"], code["by"]) == ("code", ["sg:bodyKind"])
    assert code["list"]
    country = terms(server, "da")["country:DNK"]
    assert (country["label"], country["by"]) == ("Danmark", ["sg:country"])


def test_every_name_stands_for_a_term_by_the_prefixes_that_come_along(server: Server) -> None:
    read = json.loads(get(server, "/sparql/terms.json").body)
    assert read["prefixes"] == FAMILIAR
    names = [term["name"] for term in read["terms"]]
    assert len(names) == len(set(names))
    for name in names:
        prefix, _, _ = name.partition(":")
        assert name.startswith("<") or prefix in FAMILIAR, name
    assert {"SELECT", "OPTIONAL"} <= set(read["clauses"])
    assert {"COUNT", "CONTAINS"} <= set(read["functions"])
    assert not {"LOAD", "SERVICE", "INSERT"} & {*read["clauses"], *read["functions"]}


def test_the_terms_are_small_and_have_a_validator(server: Server) -> None:
    packed = get(server, "/sparql/terms.json?lang=fi", Accept_Encoding="gzip")
    assert int(packed.headers["content-length"]) < 40_000
    known = {"If-None-Match": packed.headers["etag"], "Accept-Encoding": "gzip"}
    assert get(server, "/sparql/terms.json?lang=fi", **known).status == 304


def test_a_version_that_nothing_was_counted_in_is_completed_too(linked: Server) -> None:
    found = terms(linked, "en")
    assert found["org:organization"]["kind"] == "property"
    assert found["sg:CooperationBody"]["kind"] == "class"
    page = get(linked, "/sparql/schema")
    assert b"nothing in it has been counted" in page.body
    assert get(linked, "/sparql").status == 200


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (f"{SG}memberOf", "sg:memberOf"),
        (f"{BASE}code/form/a-b.c", "form:a-b.c"),
        (f"{BASE}code/form/a.", f"<{BASE}code/form/a.>"),
        (f"{BASE}code/form/a/b", f"<{BASE}code/form/a/b>"),
        (f"{SG}å", f"<{SG}å>"),
        ("https://example.org/x", "<https://example.org/x>"),
        ("urn:x", "<urn:x>"),
    ],
)
def test_a_term_is_written_so_that_a_query_reads_it(iri: str, name: str) -> None:
    assert written(iri) == name


def test_a_thing_is_told_by_name_kind_and_what_points_to_it(server: Server) -> None:
    asked = urlencode({"iri": f"{BASE}id/actor/dk-aaby", "lang": "da"})
    found = json.loads(get(server, f"/sparql/thing.json?{asked}").body)
    assert (found["name"], found["kind"]) == ("Åby", "kommune")
    assert found["uses"] > 0
    assert found["more"] is False


@pytest.mark.parametrize(
    ("iri", "status"),
    [
        (f"{BASE}id/actor/nobody", 404),
        ("", 400),
        ("javascript:alert(1)", 400),
        ("https://example.org/> <urn:x", 400),
        ("https://example.org/" + "x" * 3000, 400),
    ],
)
def test_only_an_address_that_is_known_is_told(server: Server, iri: str, status: int) -> None:
    assert get(server, f"/sparql/thing.json?iri={quote(iri, safe='')}").status == status


def test_the_problems_of_queries_are_told_in_the_reader_s_language(server: Server) -> None:
    danish = json.loads(get(server, "/sparql/problems.json?lang=da").body)["problems"]
    english = json.loads(get(server, "/sparql/problems.json?lang=en").body)["problems"]
    assert english["time-limit"]["title"] == "The query took too long"
    assert danish.keys() == english.keys()
    assert all(danish[kind]["title"] != english[kind]["title"] for kind in danish)


def test_the_schema_has_classes_with_counts_properties_and_examples(server: Server) -> None:
    page = re.sub(r"\s+", " ", get(server, "/sparql/schema?lang=da").body.decode())
    section = page.partition('data-class="sg:Municipality"')[2].partition("</details>")[0]
    assert '<span class="muted">4</span>' in section
    assert 'data-insert="skos:prefLabel"' in section
    assert '<a href="https://aaby.example/">aaby.example/</a>' in section
    assert harm(page.encode()) == []


def test_the_page_of_the_editor_works_as_a_form(server: Server) -> None:
    page = get(server, "/sparql").body.decode()
    form = page.partition('<form id="ask" action="/sparql" method="get">')[2].partition("</form>")[
        0
    ]
    assert '<textarea id="query" name="query"' in form
    assert "<button" in form
    assert 'href="/sparql/schema#sg-Municipality"' in page


def test_the_editor_opens_with_the_query_of_the_address(server: Server) -> None:
    text = 'SELECT * { ?s ?p "</textarea><script>alert(1)</script>" }'
    page = get(server, f"/sparql?{urlencode({'query': text, 'edit': 1})}").body.decode()
    assert "&lt;/textarea&gt;&lt;script&gt;" in page
    assert "data-given" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("/sparql?edit=x", "/sparql?edit=x&amp;lang=da"),
        ("/sparql?query=ASK&amp;edit=1", "/sparql?query=ASK&amp;edit=1&amp;lang=da"),
        ("/sparql?query=ASK&amp;format=csv", "/sparql?query=ASK&amp;format=csv"),
        ("/sparql/schema", "/sparql/schema?lang=da"),
    ],
)
def test_links_to_the_editor_keep_the_language(link: str, kept: str) -> None:
    assert in_language(f'<a href="{link}">', "da") == f'<a href="{kept}">'


def test_a_query_with_edit_is_answered_to_programs(server: Server) -> None:
    asked = urlencode({"query": "ASK {}", "edit": 1})
    reply = get(server, f"/sparql?{asked}", Accept="application/sparql-results+json")
    assert json.loads(reply.body)["boolean"] is True


def test_the_editor_opens_with_a_question_of_ours_by_name(server: Server) -> None:
    page = get(server, "/sparql?edit=municipalities-per-country&lang=da").body.decode()
    assert "# title: " in page.partition("<textarea")[2].partition("</textarea>")[0]
    assert re.search(r'href="/sparql\?edit=[\w-]+&amp;lang=da"', page)
    wrong = get(server, "/sparql?edit=cq01-members-on-dat")
    assert wrong.status == 404
    assert "</span>. Did you mean cq01-members-on-date?" in wrong.body.decode()
    assert get(server, "/sparql?edit=").status == 200
    other = get(server, "/sparql?edit=cq01-members-on-date").body.decode()
    assert "# title: " in other.partition("<textarea")[2].partition("</textarea>")[0]


@pytest.mark.parametrize(
    ("query", "reason", "token", "meant"),
    [
        ("SELECT * { ?s skoss:note ?o }", "prefix", "skoss:note", "PREFIX skos: <"),
        ("SELEKT * { ?s ?p ?o }", "word", "SELEKT", "SELECT"),
        ("SELECT ?s (COUNT(?p) AS ?n) { ?s ?p ?o }", "ungrouped", None, ""),
        ("SELECT (COUNT(?p) AS n) { ?s ?p ?o }", "variable", "n", ""),
        ('SELECT * { ?s ?p "o }', "string", '"o }', ""),
        ("SELECT * { ?s ?p ?o } ORDER ?s", "token", "?s", ""),
        ("SELECT * { ?s ?p ?o }}", "token", "}", ""),
        ("SELECT * { ?s ?p . }", "token", ".", ""),
        ("SELECT * { ?s ?p ?o", "end", "?o", ""),
        ("SELECT * { ?s ?p ?o\n", "end", None, ""),
    ],
)
def test_a_syntax_error_names_its_reason_for_programs(
    server: Server, query: str, reason: str, token: str | None, meant: str
) -> None:
    reply = get(server, f"/sparql?{urlencode({'query': query})}", Accept="application/json")
    problem = json.loads(reply.body)
    assert problem["reason"] == reason
    assert problem["engine"]
    assert token is None or problem["token"] == token
    assert problem.get("didYouMean", "").startswith(meant)
