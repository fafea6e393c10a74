"""The reader's language: by address or browser, in words, labels, dates, numbers and links."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask import Flask

from samgraf.store.rows import Term
from samgraf.terms import ID
from samgraf.web import catalogues, dates, views
from samgraf.web.keeping import in_language
from samgraf.web.languages import accepted
from samgraf.web.views import Value

from .asking import send
from .serving import Server

Spoken = Callable[[str], AbstractContextManager[Any]]


@pytest.fixture(scope="module")
def spoken() -> Spoken:
    """A request of somebody who reads a language."""
    app = Flask("spoken")
    catalogues.install(app)

    @contextmanager
    def reading(language: str) -> Iterator[None]:
        with app.test_request_context(query_string={"lang": language}):
            yield

    return reading


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("en-GB,da;q=0.9,en;q=0.8", "en"),
        ("da-DK,da;q=0.9,en-US;q=0.8,en;q=0.7", "da"),
        ("nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.6,en-US;q=0.5,en;q=0.4", "nb"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("no-NO,en;q=0.9", "nb"),
        ("sv-FI,fi;q=0.8", "sv"),
        ("sv-SE,sv;q=0.8,en-US;q=0.5,en;q=0.3", "sv"),
        ("fi", "fi"),
        ("FI-fi", "fi"),
        ("fo,da;q=0.9,en;q=0.5", "da"),
        ("kl-GL", "da"),
        ("is-IS,is;q=0.9,da;q=0.8", "da"),
        ("is", "en"),
        ("de-DE,de;q=0.9,fr;q=0.8", "en"),
        ("de,sv;q=0.1", "sv"),
        ("da;q=0.5,sv;q=0.5", "da"),
        ("sv;q=0.2,fi;q=0.4", "fi"),
        ("*", "en"),
        ("da,*;q=0.5", "da"),
        ("de,*;q=0.5", "en"),
        ("en;q=0,*", "da"),
        ("en;q=0", "en"),
        ("da;q=0,sv;q=0.1", "sv"),
        ("da;q=nonsense,fi;q=0.1", "fi"),
        (";;;,,,=;q", "en"),
        ("\x00\u202e<script>,da", "da"),
        ("de," * 63 + "da", "da"),
        ("de," * 64 + "da", "en"),
        ("a" * 100_000, "en"),
    ],
)
def test_a_browser_gets_the_language_it_likes_best_of_ours(header: str, language: str) -> None:
    assert accepted(header) == language


BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
PAGES = (
    "/",
    "/page/actor/dk-aaby",
    "/page/actor/dk-raadet",
    "/search?kind=Municipality",
    "/page/actor/nobody",
    "/page/relation/m-dk-raadet--dk-aaby",
    "/code/topic/waste",
    "/about",
    "/about/api",
    "/about/accessibility",
    "/status",
    "/download",
)
LEFT = (
    ">Members<", ">Member of<", ">Search<", ">Rules<", ">Limits<", "Skip to content", "All facts",
    "The data speak", "Not found", "To the start", "Who works with whom", "municipalities today",
    "Narrow down", "Best first", " things", "presumed", "Incoming links", ">Query",
    "Denmark", "from 2007", "Breadcrumb", ">Home<", "Cite this", "Who says so",
    "Known gaps", "cooperation body", "the page of a thing", "screen reader", "Further files",
)  # fmt: skip
"""What an English page says and no other may."""


def get(server: Server, path: str, languages: str = "en") -> str:
    reply = send(server.port, "GET", path, Accept=BROWSER, Accept_Language=languages)
    assert reply.status in (200, 400, 404), reply.body
    return reply.body.decode()


def said(page: str) -> str:
    """Return a page without what no reader sees: data for programs, and some attributes."""
    page = re.sub(r"<script.*?</script>|<pre[^>]* lang=\"en\">.*?</pre>", "", page, flags=re.DOTALL)
    return re.sub(r'(?:href|value|class|id|name)="[^"]*"', "", page)


@pytest.mark.parametrize("language", ["da", "nb", "sv", "fi"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_the_readers_language(server: Server, path: str, language: str) -> None:
    joint = "&" if "?" in path else "?"
    page = get(server, f"{path}{joint}lang={language}")
    assert f'<html lang="{language}">' in page
    assert [text for text in LEFT if text in said(page)] == []


def test_the_words_looked_for_are_those_of_english_pages(server: Server) -> None:
    pages = "".join(said(get(server, path)) for path in PAGES)
    assert [text for text in LEFT if text not in pages] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Not found"),
        ("da", "Ikke fundet"),
        ("nb", "Ikke funnet"),
        ("sv", "Hittades inte"),
        ("fi", "Ei löytynyt"),
    ],
)
def test_a_browser_gets_its_language_without_asking(
    server: Server, language: str, words: str
) -> None:
    page = get(server, "/nowhere", f"{language},en;q=0.5")
    assert words in page
    assert f'<html lang="{language}">' in page


def test_a_problem_of_the_endpoint_is_told_in_the_readers_language(server: Server) -> None:
    asked = "/sparql?query=SELEC"
    page = get(server, asked, "sv")
    assert "Frågan är inte giltig SPARQL" in page
    assert '<span lang="en">' in page
    page = get(server, f"{asked}&lang=fi")
    assert "Kysely ei ole kelvollista" in page
    assert 'href="/about/limits?lang=fi"' in page


def test_a_citation_is_in_the_readers_language_and_its_files_are_in_english(
    server: Server,
) -> None:
    page = get(server, "/page/actor/dk-raadet?on=2012-01-01&lang=sv")
    assert "per 2012-01-01" in page
    for ending in ("bib", "ris", "json"):
        file = get(server, f"/cite/actor/dk-raadet.{ending}?on=2012-01-01&lang=sv")
        assert "on 2012-01-01" in file
        assert "Data of " in file
    assert "I: Samgraf" in get(server, "/cite/actor/dk-raadet.txt?lang=sv")


def test_what_programs_read_stays_english(server: Server) -> None:
    reply = send(server.port, "GET", "/sparql?query=SELEC", Accept="*/*", Accept_Language="da")
    assert json.loads(reply.body)["title"] == "The query is not valid SPARQL"
    reply = send(
        server.port, "GET", "/sparql?query=SELEC", Accept="text/plain", Accept_Language="da"
    )
    assert b"The query is not valid SPARQL" in reply.body


def test_links_and_forms_keep_the_language_of_the_address(server: Server) -> None:
    page = get(server, "/page/actor/dk-raadet?lang=sv")
    links = re.findall(r'<a [^>]*?href="(/[^"]*)"', page)
    pages = [link for link in links if not re.search(r"\.\w+$|^/data/", link.split("?")[0])]
    assert len(pages) > 10
    assert [link for link in pages if "lang=sv" not in link] == []
    assert '<input type="hidden" name="lang" value="sv">' in page
    assert 'href="/data/actor/dk-raadet.ttl"' in page
    assert 'href="?lang=fi"' in page
    assert "lang=" not in "".join(re.findall(r'<a [^>]*?href="(/[^"]*)"', get(server, "/")))


def test_where_a_page_sends_to_keeps_the_language(server: Server) -> None:
    for path, target in (
        ("/id/actor/dk-aaby?lang=da", "/page/actor/dk-aaby?lang=da"),
        ("/code/dk-kommunekode/0101?on=2020-01-01&lang=da", "/id/actor/dk-aaby?lang=da"),
    ):
        reply = send(server.port, "GET", path, Accept="text/html")
        assert (reply.status, reply.headers["location"]) == (303, target)
    reply = send(server.port, "GET", "/id/actor/dk-aaby?lang=da", Accept="text/turtle")
    assert reply.headers["location"] == "/data/actor/dk-aaby.ttl"


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("/page/x#y", "/page/x?lang=da#y"),
        ("/search?q=a", "/search?q=a&amp;lang=da"),
        ("?page=2", "?page=2&amp;lang=da"),
        ("/x?lang=sv", "/x?lang=sv"),
        ("/data/x.ttl", "/data/x.ttl"),
        ("/search.csv?q=a", "/search.csv?q=a"),
        ("/sparql?query=ASK", "/sparql?query=ASK"),
        ("/static/dist/x.css", "/static/dist/x.css"),
        ("//other.example/", "//other.example/"),
        ("https://other.example/", "https://other.example/"),
        ("#members", "#members"),
    ],
)
def test_a_link_to_a_page_alone_gets_the_language(link: str, kept: str) -> None:
    assert (
        in_language(f'<a class="c" href="{link}">x</a>', "da")
        == f'<a class="c" href="{kept}">x</a>'
    )


def test_a_form_that_asks_for_a_language_gets_no_second_one() -> None:
    form = '<form action="/v"><select name="lang"></select></form>'
    assert in_language(form, "da") == form


def test_suggestions_are_in_the_browsers_language(server: Server) -> None:
    reply = send(server.port, "GET", "/suggest?q=aaby", Accept_Language="fi")
    one = json.loads(reply.body)["suggestions"][0]
    assert (one["name"], one["kindLabel"], one["country"]) == ("Åby", "kunta", "Tanska")


@pytest.mark.parametrize(
    ("language", "date", "month", "number"),
    [
        ("en", "2 Dec 2009", "December 2009", "12,345.5"),
        ("da", "2. dec. 2009", "december 2009", "12.345,5"),
        ("nb", "2. des. 2009", "desember 2009", "12\xa0345,5"),
        ("sv", "2 dec. 2009", "december 2009", "12\xa0345,5"),
        ("fi", "2.12.2009", "12/2009", "12\xa0345,5"),
    ],
)
def test_dates_and_numbers_are_in_the_readers_form(
    spoken: Spoken, language: str, date: str, month: str, number: str
) -> None:
    with spoken(language):
        assert dates.day("2009-12-02") == date
        assert dates.day("2009-12") == month
        assert dates.day("2009") == "2009"
        assert [dates.day(text) for text in ("20091202", "soon", "2009-13-01")] == [
            "20091202", "soon", "2009-13-01",
        ]  # fmt: skip
        assert dates.number("12345.5") == number
        assert dates.timed("2009-12-02") == f'<time datetime="2009-12-02">{date}</time>'
        assert dates.timed("<b>") == "&lt;b&gt;"


def labels(*languages: str) -> list[Term]:
    return [Term(language, "literal", language=language) for language in languages]


@pytest.mark.parametrize(
    ("reading", "iri", "there", "shown"),
    [
        ("da", "/code/topic/health", ("en", "sv", "nb"), "nb"),
        ("nb", "/code/topic/health", ("en", "nn", "da"), "nn"),
        ("sv", "/code/topic/health", ("en", "fi", "nb"), "nb"),
        ("fi", "/code/topic/health", ("en", "sv", "nb"), "en"),
        ("fi", "/code/region/dk-1081", ("en", "da"), "da"),
        ("en", "/code/region/dk-1081", ("en", "da"), "en"),
        ("en", "/code/region/is-1", ("is", "da"), "is"),
        ("fi", f"{ID}actor/dk-aaby", ("en", "fi", "da"), "da"),
        ("en", f"{ID}actor/se-pajala", ("fi", "sv", "da"), "sv"),
        ("da", f"{ID}actor/no-karasjok", ("se", "en", "nb"), "nb"),
    ],
)
def test_a_label_is_the_readers_the_nearest_the_places_own_or_english(
    spoken: Spoken, reading: str, iri: str, there: tuple[str, ...], shown: str
) -> None:
    with spoken(reading):
        best = views.best(labels(*there), iri)
    assert best is not None
    assert best.value == shown


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("da", ["Aarhus", "Vejle", "Ærø", "Østersund", "Åby"]),
        ("sv", ["Aarhus", "Vejle", "Åby", "Ærø", "Østersund"]),
        ("fi", ["Aarhus", "Vejle", "Åby", "Ærø", "Østersund"]),
        ("en", ["Aarhus", "Åby", "Ærø", "Østersund", "Vejle"]),
    ],
)
def test_names_stand_in_the_readers_alphabet(
    spoken: Spoken, language: str, names: list[str]
) -> None:
    with spoken(language):
        found = views.in_order([Value(name, "/") for name in sorted(names)])
    assert [value.text for value in found] == names


def test_a_text_of_another_language_says_so(server: Server) -> None:
    assert '<h1 lang="da">Åby</h1>' in get(server, "/page/actor/dk-aaby?lang=sv")
    assert "<h1>Åby</h1>" in get(server, "/page/actor/dk-aaby?lang=da")


def test_terms_and_codes_have_the_readers_labels(server: Server) -> None:
    page = get(server, "/page/relation/m-dk-raadet--dk-aaby?lang=sv")
    assert "medlemskap" in page
    assert "stöds av" in page or "påstående" in page
    assert "samverkansorgan" in get(server, "/ontology?lang=sv")
    assert "jäsen" in get(server, "/page/actor/dk-aaby?lang=fi")
