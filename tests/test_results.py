"""Answers in a real browser: a table of 100,000 rows, every view, downloads, and nothing runs."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from samgraf.limits import Limits

from .serving import Server
from .test_browser import AXE, FLAGS, faults, opened, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SG = "PREFIX sg: <https://w3id.org/samgraf/ontology#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
TENS = " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcde")
MANY = (
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
    "SELECT ?word ?n ?day ?thing { { SELECT ?n { "
    f"{TENS} BIND(?a + 10*?b + 100*?c + 1000*?d + 10000*?e AS ?n) }} }} "
    "BIND(SUBSTR(MD5(STR(?n)), 1, 6) AS ?word) "
    'BIND(xsd:date(CONCAT(STR(1000 + ?n / 100), "-01-01")) AS ?day) '
    'BIND(IRI(CONCAT("http://x.example/", STR(?n))) AS ?thing) }'
)
TOWNS = SG + (
    "SELECT ?town ?people { ?town a sg:Municipality . ?town sg:memberOf "
    "<https://w3id.org/samgraf/id/actor/dk-trekantomraadet> . BIND(1 AS ?people) }"
)
VIEWED = {
    "map": f"# view: map\n{TOWNS}",
    "timeline": 'SELECT ?n ?year { VALUES (?n ?year) { ("A" "2001-01-01") ("B" "2004-02-02") } }',
    "bar": 'SELECT ?n ?count { VALUES (?n ?count) { ("A" 3) ("B" 7) } }',
    "line": "SELECT ?year ?count { VALUES (?year ?count) { (2001 3) (2002 7) } }",
    "network": f"# view: network\n{SG}SELECT ?town ?body {{ ?town sg:memberOf ?body }} LIMIT 60",
}
VIEWED["timeline"] = f"# view: timeline\n{VIEWED['timeline']}"
ATTACKS = [
    '"><script>window.hit=1</script>',
    "<img src=x onerror=window.hit=1>",
    "</title><svg onload=window.hit=1>",
    "{{constructor.constructor('window.hit=1')()}}",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None or not AXE.is_file():
        pytest.fail("these tests need chromium and axe-core")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=FLAGS, headless=True)
        yield found
        found.close()


@pytest.fixture(scope="module")
def site(real_build: Path) -> Iterator[str]:
    with Server(real_build, Limits()) as running:
        yield f"http://127.0.0.1:{running.port}"


def run(page: Page, query: str) -> None:
    """Open the editor with a query, run it and wait for its answer."""
    page.goto(urljoin(page.url, f"/sparql?{urlencode({'query': query, 'edit': 1})}"))
    page.wait_for_selector("html[data-ready]")
    page.evaluate("document.getElementById('results').hidden = true")
    page.locator("#workbench form").evaluate("form => form.requestSubmit()")
    page.wait_for_selector("#results:not([hidden]) #results-body > *", timeout=40_000)


def longest_wait(page: Page) -> float:
    """Return the longest time, in milliseconds, that the page had no turn since ``look``."""
    waited: float = page.evaluate("window.longest")
    return waited


def look(page: Page) -> None:
    page.evaluate(
        "() => { window.longest = 0; let last = performance.now(); clearInterval(window.looking);"
        " window.looking = setInterval(() => { const now = performance.now();"
        " window.longest = Math.max(window.longest, now - last); last = now; }, 20); }"
    )


def test_a_table_of_100_000_rows_is_paged_and_sorted_while_the_page_answers(
    browser: Browser, site: str
) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, site + "/sparql")
        page = seen.page
        run(page, MANY)
        assert page.locator("#results tbody tr").count() == 200
        assert "100,000" in page.locator("#results-said").inner_text()
        for column, first in (("n", "\t0\t"), ("word", "0a0a0c"), ("thing", "x.example/0")):
            look(page)
            page.get_by_role("button", name=f"Sort by {column}").click()
            page.wait_for_selector(
                f'#results th[aria-sort="ascending"]:has-text("{column}")', timeout=30_000
            )
            assert longest_wait(page) < 1000
            cell = page.locator("#results tbody tr").first.inner_text()
            assert first in cell
        page.get_by_role("button", name="Next").click()
        assert "2" in page.locator("#results .pager span").inner_text()
        assert faults(page) == []
        assert seen.said == []


@pytest.mark.parametrize("view", ["narrow", "dark"])
@pytest.mark.parametrize("name", VIEWED)
def test_each_view_is_readable_in_the_workbench(
    browser: Browser, site: str, name: str, view: str
) -> None:
    with opened(browser, view) as context:
        seen = visit(context, site + "/sparql")
        run(seen.page, VIEWED[name])
        seen.page.wait_for_selector(f'#results-{name}[aria-selected="true"]')
        seen.page.wait_for_selector("#results svg.picture")
        assert faults(seen.page) == []
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.said == []


@pytest.mark.parametrize("view", ["narrow", "dark"])
@pytest.mark.parametrize("name", [*VIEWED, "none", "ask", "graph"])
def test_each_view_is_a_page_without_script(
    browser: Browser, site: str, name: str, view: str
) -> None:
    queries = VIEWED | {
        "none": "SELECT * { ?s ?p ?o FILTER(false) }",
        "ask": "ASK {}",
        "graph": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 40",
    }
    with opened(browser, view) as context:
        seen = visit(context, f"{site}/sparql?labels=1&query={_quoted(queries[name])}")
        assert seen.answers[0].status == 200
        assert seen.page.locator("svg.picture").count() == (name in VIEWED or name == "graph")
        assert faults(seen.page) == []
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.said == []


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


def test_a_picture_is_saved_as_png_and_svg(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, site + "/sparql")
        run(seen.page, VIEWED["map"])
        seen.page.wait_for_selector("#results svg.picture")
        with seen.page.expect_download() as told:
            seen.page.get_by_role("button", name="PNG").click()
        png = Path(told.value.path()).read_bytes()
        assert png.startswith(b"\x89PNG")
        assert len(png) > 5_000
        with seen.page.expect_download() as told:
            seen.page.get_by_role("button", name="SVG").click()
        svg = Path(told.value.path()).read_text("utf-8")
        assert not re.search(r"var\(|light-dark", svg)
        assert re.search(r'<svg [^>]*width="\d+" height="\d+"', svg)
        assert f'href="{site}/page/' in svg
        assert seen.said == []


def test_data_are_saved_in_every_format(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        page = visit(context, site + "/sparql").page
        run(page, VIEWED["bar"])
        for form, first in (
            ("CSV", "n,count"),
            ("TSV", "?n\t?count"),
            ("JSON", "{"),
            ("XML", "<?xml"),
        ):
            with page.expect_download() as told:
                page.locator("#results .fmt").get_by_role("link", name=form, exact=True).click()
            assert Path(told.value.path()).read_text("utf-8").startswith(first)


def test_names_are_switched_on_beside_addresses(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        page = visit(context, site + "/sparql").page
        run(page, TOWNS)
        page.get_by_role("tab", name="Table").click()
        page.get_by_label("Names beside addresses").check()
        page.wait_for_selector("#results td small")
        assert page.get_by_role("link", name="Haderslev").count() == 1


def test_views_are_chosen_by_keyboard_and_say_what_they_need(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        page = visit(context, site + "/sparql").page
        run(page, VIEWED["bar"])
        page.wait_for_selector('#results-bar[aria-selected="true"]')
        page.locator("#results-bar").focus()
        page.keyboard.press("Home")
        assert page.evaluate("document.activeElement.id") == "results-table"
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.id") == "results-map"
        assert "needs a column of points" in page.locator("#results-panel").inner_text()
        page.keyboard.press("End")
        assert page.locator("#results-network[aria-selected=true]").count() == 1


def test_an_answer_that_is_yes_or_a_graph_is_shown(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, site + "/sparql")
        run(seen.page, "ASK {}")
        assert "Yes:" in seen.page.locator("#results").inner_text()
        run(
            seen.page,
            "CONSTRUCT WHERE { ?s <http://www.w3.org/ns/org#member> ?o } LIMIT 9",
        )
        seen.page.wait_for_selector("#results svg.picture")
        seen.page.get_by_role("tab", name="Turtle").click()
        assert "@prefix" in seen.page.locator("#results pre").inner_text()
        assert faults(seen.page) == []
        assert seen.said == []


def _attacks() -> Iterator[str]:
    words = " ".join(map(json.dumps, ATTACKS))
    head = f"# title: {ATTACKS[0]}\n# view: bar\n"
    yield f"{head}SELECT ?w (STRLEN(?w) AS ?n) {{ VALUES ?w {{ {words} }} }}"
    days = 'VALUES ?d { "2001-01-01" }'
    yield f"# view: timeline\nSELECT ?w ?d {{ VALUES ?w {{ {words} }} {days} }}"
    things = "<javascript:window.hit=1> <data:text/html,x> <jAvAsCrIpT:window.hit=1>"
    yield f"# view: network\nSELECT ?a ?b {{ VALUES ?a {{ {things} }} VALUES ?b {{ {things} }} }}"
    yield f"CONSTRUCT {{ ?a ?a ?w }} WHERE {{ VALUES ?a {{ {things} }} VALUES ?w {{ {words} }} }}"
    rows = f"(1 {json.dumps(ATTACKS[1])})"
    yield f"SELECT ?scriptonerror ?w {{ VALUES (?scriptonerror ?w) {{ {rows} }} }}"


@pytest.mark.parametrize("number", range(len([*_attacks()])))
def test_nothing_hostile_runs(browser: Browser, site: str, number: int) -> None:
    query = [*_attacks()][number]
    with opened(browser, "wide") as context:
        seen = visit(context, site + "/sparql")
        run(seen.page, query)
        seen.page.wait_for_timeout(400)
        for tab in seen.page.locator("#results [role=tab]").all():
            tab.dispatch_event("click")
            seen.page.wait_for_timeout(150)
        for link in seen.page.locator("#results a").all():
            assert re.match(r"/|https?:", link.get_attribute("href") or "")
        assert seen.page.evaluate("window.hit") is None
        answer = visit(context, f"{site}/sparql?query={_quoted(query)}")
        assert answer.page.evaluate("window.hit") is None
        assert answer.page.locator("main script").count() == 0
        drawn = context.new_page()
        drawn.goto(f"{site}/sparql/picture?query={_quoted(query)}")
        assert drawn.evaluate("window.hit") is None
        assert seen.said == answer.said == []
