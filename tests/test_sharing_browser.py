"""A real browser keeps a query, opens its link afresh, takes it as code and takes it apart."""

import functools
import http.server
import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from samgraf.web import snippets

from .asking import send
from .poison import NAMES
from .serving import Server
from .test_browser import FLAGS, VIEWS, faults, opened, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

P = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
QUERY = P + "SELECT ?s ?name { ?s skos:prefLabel ?name OPTIONAL { ?s skos:altLabel ?o } }"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("these tests need Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=FLAGS, headless=True)
        yield found
        found.close()


@pytest.fixture(scope="module")
def site(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}"


def kept(server_port: int, query: str, view: str = "") -> str:
    body = urlencode({"query": query, "view": view}).encode()
    form = "application/x-www-form-urlencoded"
    # Each from an address of its own: a client keeps ten in a minute.
    kept.count += 1  # type: ignore[attr-defined]
    source = f"127.0.0.{kept.count}"  # type: ignore[attr-defined]
    reply = send(
        server_port, "POST", "/q", body, source, Accept="application/json", Content_Type=form
    )
    return f"/q/{json.loads(reply.body)['id']}"


kept.count = 10  # type: ignore[attr-defined]


def ready(page: Page, query: str) -> None:
    page.goto(urljoin(page.url, f"/sparql?{urlencode({'query': query, 'edit': 1})}"))
    page.wait_for_selector("html[data-ready]")


def test_a_query_kept_by_keyboard_opens_afresh_with_the_same_answer(
    browser: Browser, site: str
) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, f"{site}/sparql")
        ready(seen.page, QUERY)
        seen.page.get_by_role("button", name="Keep this query and get a link").focus()
        seen.page.keyboard.press("Enter")
        link = seen.page.locator("#kept-link")
        link.wait_for()
        address = link.text_content() or ""
        assert re.fullmatch(rf"{site}/q/[a-z2-7]+", address)
        assert f"{address}/embed" in (seen.page.locator("#kept-frame").text_content() or "")
        assert faults(seen.page) == []
        assert seen.said == []
    with opened(browser, "phone", script=False) as fresh:
        page = visit(fresh, address).page
        assert (page.locator("#query code").text_content() or "") == QUERY
        rows = page.locator("#answer tbody tr").count()
        assert rows > 3
        page.get_by_role("link", name="Open in the editor").click()
        assert page.locator("textarea[name=query]").input_value() == QUERY


def test_without_script_the_button_leads_to_the_page_with_the_link(
    browser: Browser, site: str
) -> None:
    with opened(browser, "phone", script=False) as context:
        page = visit(context, f"{site}/sparql").page
        page.locator("textarea[name=query]").fill("ASK { ?s ?p ?o }")
        page.get_by_role("button", name="Keep this query and get a link").click()
        assert re.fullmatch(rf"{site}/q/[a-z2-7]+", page.url)
        assert page.locator("#address").text_content() == page.url
        assert page.locator("button:visible", has_text="Copy").count() == 0


def test_code_is_that_of_the_server_and_follows_the_query(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        page = visit(context, f"{site}/sparql").page
        ready(page, QUERY)
        page.get_by_text("Copy as").click()
        page.get_by_label("Code for").select_option("javascript")
        expected = {one.key: one.text for one in snippets.of(QUERY, f"{site}/sparql")}
        assert page.locator("#as-text").text_content() == expected["javascript"]
        page.get_by_label("Code for").select_option("python")
        assert page.locator("#as-text").text_content() == expected["python"]
        with page.expect_response("**/sparql/snippets"):
            page.locator("#workbench .cm-content").fill("ASK {} # `")
        page.wait_for_selector("#as-text:has-text('ASK {} # `')")


def test_a_query_is_taken_apart_and_its_faster_form_is_taken_over(
    browser: Browser, site: str
) -> None:
    with opened(browser, "phone") as context:
        seen = visit(context, f"{site}/sparql")
        ready(seen.page, QUERY)
        seen.page.get_by_role("button", name="Take the query apart").press("Enter")
        seen.page.wait_for_selector("#plan-told table")
        assert "What must hold" in seen.page.locator("#plan-told").inner_text()
        assert faults(seen.page) == []
        assert seen.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        ready(seen.page, "SELECT * { ?s ?p }")
        seen.page.get_by_role("button", name="Take the query apart").press("Enter")
        seen.page.wait_for_selector("#plan-state:has-text('not valid SPARQL')")
        assert [text for text in seen.said if "400" not in text] == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("place", ["page", "embed", "plan"])
def test_each_page_is_readable_reachable_and_quiet(
    browser: Browser, server: Server, site: str, place: str, view: str
) -> None:
    path = {
        "page": kept(server.port, QUERY, "table"),
        "embed": f"{kept(server.port, QUERY, 'table')}/embed",
        "plan": f"/sparql/plan?{urlencode({'query': QUERY})}",
    }[place]
    with opened(browser, view) as context:
        seen = visit(context, site + path)
        assert seen.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert faults(seen.page) == []
        assert seen.said == []
        assert len(seen.answers) <= 8
        assert seen.size("script") <= 3 * 1024, "suggestions, and the copy buttons"
        assert seen.size("document") <= 25 * 1024


@pytest.fixture
def abroad(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Another site: a folder, and where it is served."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield tmp_path, f"http://localhost:{running.server_address[1]}"
        running.shutdown()


def test_another_site_may_frame_the_embedded_view_and_no_other(
    browser: Browser, server: Server, site: str, abroad: tuple[Path, str]
) -> None:
    folder, address = abroad
    path = kept(server.port, QUERY)
    (folder / "a.html").write_text(
        f'<iframe id=yes src="{site}{path}/embed"></iframe>'
        f'<iframe id=no src="{site}{path}"></iframe>'
    )
    with opened(browser, "wide") as context:
        seen = visit(context, f"{address}/a.html")
        frame = seen.page.frame_locator("#yes")
        frame.locator("table").wait_for()
        assert frame.locator("p.small").inner_text().startswith("Source: Samgraf, version ")
        assert seen.page.frame_locator("#no").locator("#query").count() == 0
        assert any("frame-ancestors" in text for text in seen.said)


HOSTILE = {
    **{name: f"SELECT ('x' AS ?x) {{}} # {text}" for name, text in NAMES.items()},
    "values": "SELECT ('<img src=x onerror=poison()>' AS ?x) (IRI('javascript:poison()') AS ?y) {}",
    "error": "SELECT <script>poison()</script>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_link_runs_nothing_in_a_browser(
    browser: Browser, server: Server, site: str, name: str
) -> None:
    path = kept(server.port, HOSTILE[name])
    with opened(browser, "wide") as context:
        context.add_init_script("window.poison = () => { window.harmed = true; }")
        editor = f"/sparql?kept={path.removeprefix('/q/')}"
        for address in (path, f"{path}/embed", editor):
            seen = visit(context, site + address)
            if address == editor:
                seen.page.get_by_text("Copy as").click()
                seen.page.get_by_role("button", name="Take the query apart").click()
                seen.page.wait_for_timeout(300)
            assert not seen.page.evaluate("window.harmed")
            assert seen.page.locator("a[href^='javascript']").count() == 0
