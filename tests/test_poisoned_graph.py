"""Whatever the graph holds, its pages and data are safe to open and fit to read.

``poison.py`` makes the graph, ``harmless.py`` says what a page may not do.
"""

import csv
import gzip
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, sync_playwright

from samgraf import config
from samgraf.limits import Limits
from samgraf.terms import ID, SKOS
from samgraf.web.seen import seen

from . import poison
from .agreeing import Shown, parsed, squeezed
from .asking import Reply, send
from .harmless import harm
from .serving import Server
from .test_browser import FLAGS

ASKED = (
    "/search?q={}",
    "/search?country={}",
    "/search?q=a&sort={}",
    "/search?q=a&page={}",
    "/page/actor/{}",
    "/page/{}/x",
    "/code/{}",
    "/code/dk-kommunekode/0101?on={}",
    "/page/actor/dk-script?on={}",
    "/page/actor/dk-script?lang={}",
    "/problem/{}",
    "/sparql?query={}",
    "/sparql?query={}&edit=1",
    "/sparql?edit={}",
    "/sparql/thing.json?iri={}",
    "/{}",
)
"""Addresses that hold what a stranger may have put into a link."""


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("poison")
    settings = config.change(config.Settings(), "build", dir=folder / "build")
    poison.build(settings)
    with Server(folder / "build", Limits()) as running:
        yield running


def get(server: Server, path: str, accept: str = "text/html") -> Reply:
    return send(server.port, "GET", path, None, Accept=accept)


@pytest.mark.parametrize(
    "path",
    poison.PATHS,
)
def test_a_page_is_harmless_whatever_it_shows(poisoned: Server, path: str) -> None:
    reply = get(poisoned, path)
    assert reply.status in (200, 300)
    assert harm(reply.body) == []
    assert len(gzip.compress(reply.body)) <= 30 * 1024


@pytest.mark.parametrize("language", ["da", "nb", "sv", "fi"])
@pytest.mark.parametrize("path", ["/", "/search", "/page/actor/dk-script", "/code/topic/a"])
def test_a_page_is_harmless_in_every_language(poisoned: Server, path: str, language: str) -> None:
    assert harm(get(poisoned, f"{path}?lang={language}").body) == []


@pytest.mark.parametrize("key", poison.NAMES)
def test_a_page_is_headed_by_the_name_as_text(poisoned: Server, key: str) -> None:
    page = get(poisoned, f"/page/actor/dk-{key}").body.decode()
    shown = Shown.of(page)
    heading = next(shown.root.iter("h1"))
    name = squeezed(seen(poison.NAMES[key]))
    assert squeezed("".join(heading.itertext())) == name
    assert squeezed(parsed(page).findtext(".//title") or "").startswith(name)


@pytest.mark.parametrize("address", ASKED)
def test_a_page_is_harmless_whatever_is_asked(poisoned: Server, address: str) -> None:
    for text in (*poison.NAMES.values(), *poison.IRIS):
        reply = get(poisoned, address.format(quote(text, safe="")))
        assert reply.status < 500, text
        if reply.headers.get("content-type", "").startswith("text/html"):
            assert harm(reply.body) == [], text
        assert not re.search(r"[\r\n]|javascript:", reply.headers.get("location", ""))


def test_a_hostile_address_is_text_and_no_link(poisoned: Server) -> None:
    page = get(poisoned, "/page/actor/dk-body").body.decode()
    for iri in poison.IRIS[:5]:
        assert not re.search(f'(href|src|action)="{re.escape(iri)}', page, re.IGNORECASE)
    assert "vbscript:poison" in page


def test_a_value_of_100_000_characters_is_cut_and_whole_in_the_data(poisoned: Server) -> None:
    page = get(poisoned, "/page/actor/dk-huge").body.decode()
    assert "characters in all" in page
    assert 'href="/data/actor/dk-huge.ttl"' in page
    assert b"x" * 100_000 in get(poisoned, "/data/actor/dk-huge.ttl").body


def test_5000_incoming_links_are_counted_and_not_all_listed(poisoned: Server) -> None:
    page = get(poisoned, "/page/actor/dk-popular").body.decode()
    assert re.search(r"5[,.\u00a0\u202f ]?000", page)
    assert page.count('href="/page/project/') <= 200


def test_an_actor_without_a_name_is_headed_by_its_address(poisoned: Server) -> None:
    assert b"actor/dk-bare</h1>" in get(poisoned, "/page/actor/dk-bare").body


@pytest.mark.parametrize("ending", ["ttl", "nt", "jsonld"])
@pytest.mark.parametrize("key", [*poison.NAMES, "body", "bare", "huge"])
def test_the_data_hold_every_name_as_it_is(poisoned: Server, key: str, ending: str) -> None:
    reply = get(poisoned, f"/data/actor/dk-{key}.{ending}", "*/*")
    assert reply.status == 200
    form = ox.RdfFormat.from_extension(ending)
    assert form is not None
    found = {(t.predicate.value, t.object) for t in ox.parse(reply.body, form)}
    if key in poison.NAMES:
        assert (str(SKOS.prefLabel), ox.Literal(poison.NAMES[key], language="da")) in found


def test_suggestions_and_lists_for_programs_hold_names_as_they_are(poisoned: Server) -> None:
    listed = json.loads(get(poisoned, "/search.json?limit=100", "*/*").body)
    table = list(csv.DictReader(io.StringIO(get(poisoned, "/search.csv", "*/*").body.decode())))
    names = set(poison.NAMES.values())
    assert {hit["name"] for hit in listed["results"]} == names
    assert {row["iri"] for row in table} == {f"{ID}actor/dk-{key}" for key in poison.NAMES}
    told = get(poisoned, "/suggest?q=" + quote("=HYPERLINK"), "*/*")
    assert told.headers["content-type"] == "application/json"
    assert told.headers["x-content-type-options"] == "nosniff"
    assert json.loads(told.body)["suggestions"][0]["name"] == poison.NAMES["formula"]


def test_what_harms_is_found() -> None:
    planted = {
        "<p><poison-made>x</poison-made>": "<poison-made>",
        '<p onpoison="x">x': "onpoison",
        '<a href="JavaScript:x">x</a>': "a link to",
        '<a href="//poison.example/">x</a>': "a link to",
        "<p>a\u202eb": "u202e",
        '<p title="a\u2067b">x': "u2067",
        "<script>poison()</script>": "a script of its own",
        '<script type="application/ld+json">{</script>': "no JSON",
        '<p style="color:red">x': "style",
        "<iframe></iframe>": "<iframe>",
        "<!--x-->": "comment",
        f"<ul>{'<li>x' * 201}</ul>": "201 rows",
        f"<p>{'x' * 5001}": "5001 characters",
        "<p>a\u0001b": "x01",
    }
    for text, word in planted.items():
        page = f'<!doctype html><html lang="en"><head><title>t</title></head><body>{text}</body>'
        assert any(word in words for words in harm(page.encode())), text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("these tests need Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=FLAGS, headless=True)
        yield found
        found.close()


TURNED = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, at = node.parentElement;
    if (/[\\u0590-\\u08ff]/.test(node.data) && !at.closest('svg, option, script')
        && getComputedStyle(at).unicodeBidi === 'normal') found.push(at.outerHTML.slice(0, 80));
  }
  return found;
}"""
"""Which texts that run leftwards are not isolated from what stands around them."""


@pytest.mark.slow
@pytest.mark.browser
def test_every_page_fits_a_narrow_screen_and_runs_nothing(
    browser: Browser, poisoned: Server, tmp_path: Path
) -> None:
    wrong = []
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.on("dialog", lambda dialog: wrong.append(f"a dialog: {dialog.message}"))
        page.on("console", lambda message: wrong.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        for path in (*poison.PATHS, "/search?q=poison", "/sparql", "/validate"):
            page.goto(f"http://127.0.0.1:{poisoned.port}{path}")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{path} scrolls sideways")
            wrong += [f"{path} does not isolate {text}" for text in page.evaluate(TURNED)]
    assert wrong == []


@pytest.mark.slow
@pytest.mark.browser
def test_suggestions_are_text(browser: Browser, poisoned: Server) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("console", lambda message: wrong.append(message.text))
        page.goto(f"http://127.0.0.1:{poisoned.port}/")
        for typed in ("script", "img", "abc", "samarb"):
            page.get_by_role("combobox").fill("")
            page.get_by_role("combobox").press_sequentially(typed, delay=10)
            page.wait_for_selector(".suggest li")
            assert page.locator(".suggest :is(script, img, poison-made)").count() == 0
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert wrong == []
