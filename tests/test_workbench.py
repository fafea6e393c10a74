"""The query editor in a real browser, by keyboard: complete, mistype, mend, run, cancel."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from samgraf.limits import Limits

from .asking import send
from .serving import Server, wait_for
from .test_browser import FLAGS, KB, VIEWS, Visit, faults, opened, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SCRIPT = "<img src=x onerror=poison()>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=FLAGS, headless=True
        )
        yield found
        found.close()


@pytest.fixture(scope="module")
def site(real_build: Path) -> Iterator[str]:
    with Server(real_build, Limits()) as running:
        yield f"http://127.0.0.1:{running.port}"


def editing(seen: Visit, text: str = "") -> Page:
    """Go into the editor by keyboard and begin with a text; it is typed as people type."""
    page = seen.page
    page.wait_for_selector("html[data-ready]")
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    return page


def text_of(page: Page) -> str:
    """Return what would be sent."""
    return page.locator('textarea[name="query"]').input_value()


def choose(page: Page, typed: str, wanted: str) -> None:
    """Type a word and take what is offered, by keyboard; it must be among the first."""
    page.keyboard.type(typed, delay=30)
    row = page.locator(".cm-tooltip-autocomplete li", has_text=wanted).first
    row.wait_for()
    page.wait_for_timeout(150)
    for _ in range(12):
        chosen = page.locator(".cm-tooltip-autocomplete li[aria-selected]").first
        if wanted in (chosen.text_content() or ""):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def running(site: str) -> int:
    """Return how many places for queries the server says are taken."""
    numbers = send(int(site.rpartition(":")[2]), "GET", "/metrics").body.decode()
    return int(float(re.findall(r"^samgraf_queries_running (\S+)", numbers, re.MULTILINE)[0]))


def quiet(seen: Visit, *allowed: str) -> list[str]:
    return [line for line in seen.said if not any(word in line for word in allowed)]


def test_a_query_is_written_by_completion_alone_and_answered(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, site + "/sparql?lang=da")
        page = editing(seen)
        choose(page, "sel", "SELECT")
        page.keyboard.type(" ?hvem WHERE { ?hvem ", delay=5)
        page.keyboard.press("Escape")
        page.keyboard.type("a ")
        choose(page, "kommun", "sg:Municipality")
        page.keyboard.type(" ; ")
        choose(page, "medlem", "sg:memberOf")
        page.keyboard.type(" ")
        choose(page, "<trekantomr", "Trekantområdet")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#run-state")).to_contain_text("2026-", timeout=5000)
        text = text_of(page)
        assert "PREFIX sg: <https://w3id.org/samgraf/ontology#>" in text
        assert "?hvem a sg:Municipality ; sg:memberOf <https://w3id.org/samgraf/id/actor/" in text
        assert text.rstrip().endswith("}")
        assert seen.said == []


def test_labels_of_other_languages_lead_there_and_the_reader_s_is_shown(
    browser: Browser, site: str
) -> None:
    with opened(browser, "wide") as context:
        page = editing(visit(context, site + "/sparql?lang=da"), "SELECT * WHERE { ?a  }")
        for _ in range(2):
            page.keyboard.press("ArrowLeft")
        page.keyboard.type("jäsen", delay=30)
        row = page.locator(".cm-tooltip-autocomplete li", has_text="sg:memberOf").first
        row.wait_for()
        assert "medlem af" in (row.text_content() or "")
        expect(page.locator(".cm-completionInfo")).to_contain_text("Shortcut, derived")
        assert faults(page) == []


def test_a_slip_is_marked_told_and_mended_by_keyboard(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, site + "/sparql")
        page = editing(seen, "SELECT * WHERE { ?who skoss:prefLabel ?name } LIMIT 3")
        page.keyboard.press("Control+Enter")
        box = page.locator("#problems")
        expect(box).to_contain_text("The prefix skoss: is not declared.")
        expect(page.locator(".cm-lintRange-error")).to_have_text("skoss:prefLabel")
        assert faults(page) == []
        page.keyboard.press("Control+.")
        assert "PREFIX skos: <" in text_of(page)
        page.keyboard.press("Control+Enter")
        expect(box).to_contain_text("skos:prefLabel")
        page.get_by_role("button", name="Replace by skos:prefLabel").focus()
        page.keyboard.press("Enter")
        assert "?who skos:prefLabel ?name" in text_of(page)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#run-state")).to_contain_text("Answered in")
        assert quiet(seen, "400") == []


def test_a_misspelt_word_is_replaced_at_its_place(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        page = editing(visit(context, site + "/sparql"), "SELEKT * WHERE { ?a ?b ?c } LIMIT 1")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#problems")).to_contain_text("SPARQL has no word “SELEKT”.")
        page.keyboard.press("Control+.")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#run-state")).to_contain_text("Answered in")
        assert text_of(page).startswith("SELECT * WHERE")


def test_a_term_that_is_not_there_is_told_before_and_after_the_answer(
    browser: Browser, site: str
) -> None:
    with opened(browser, "wide") as context:
        begin = "PREFIX sg: <https://w3id.org/samgraf/ontology#>\n"
        page = editing(visit(context, site + "/sparql"), begin + "ASK { ?a sg:membrOf ?b }\n")
        expect(page.locator("#warnings")).to_contain_text("“sg:membrOf” is not in this version")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#problems")).to_contain_text("Did you mean “sg:memberOf”?")
        page.keyboard.press("Control+.")
        assert "?a sg:memberOf ?b" in text_of(page)
        expect(page.locator("#warnings")).to_be_empty()


def test_a_query_that_runs_can_be_stopped(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        page = editing(visit(context, site + "/sparql"), SLOW)
        page.keyboard.press("Control+Enter")
        stop = page.get_by_role("button", name="Cancel")
        expect(stop).to_be_visible()
        wait_for(lambda: running(site) == 1)
        stop.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#run-state")).to_contain_text("Stopped after")
        expect(stop).to_be_hidden()
        assert page.evaluate("document.activeElement.id") == "run"
        wait_for(lambda: running(site) == 0)


def test_a_query_that_takes_too_long_is_told_in_the_reader_s_words(
    browser: Browser, real_build: Path
) -> None:
    with (
        Server(real_build, Limits(query_seconds=1)) as running,
        opened(browser, "wide") as context,
    ):
        address = f"http://127.0.0.1:{running.port}/sparql?lang=nb"
        page = editing(visit(context, address), SLOW)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#problems .err b")).to_have_text(
            "Spørringen tok for lang tid", timeout=9000
        )


def test_escape_and_tab_leave_the_editor(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        page = editing(visit(context, site + "/sparql"), "ASK {}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.shadowRoot !== null")
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "run"


def test_formatting_prefixes_undo_and_find_are_there(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, site + "/sparql")
        page = editing(seen, "select*{?x a sg:Municipality.?x skos:prefLabel ?n}limit 2")
        page.get_by_role("button", name="Add missing prefixes").click()
        expect(page.locator("#run-state")).to_contain_text("PREFIX skos:")
        before = text_of(page)
        page.get_by_role("button", name="Format").click()
        assert "\n  ?x a sg:Municipality ." in text_of(page)
        page.locator(".cm-content").focus()
        page.keyboard.press("Control+z")
        assert text_of(page) == before
        page.keyboard.press("Control+f")
        expect(page.locator(".cm-search input").first).to_be_focused()
        assert faults(page) == []
        assert seen.said == []


def test_what_a_term_and_a_thing_are_is_told_where_the_pointer_rests(
    browser: Browser, site: str
) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, site + "/sparql?lang=sv")
        page = editing(
            seen, "ASK { <https://w3id.org/samgraf/id/actor/dk-haderslev> a sg:Municipality }"
        )
        page.locator(".t-name").hover()
        told = page.locator(".told")
        expect(told).to_contain_text("kommun")
        expect(told).to_contain_text("A local authority")
        page.locator(".t-iri").hover()
        expect(told).to_contain_text("Haderslev (kommun)")
        page.locator(".cm-content").focus()
        page.keyboard.press("Control+End")
        for _ in range(4):
            page.keyboard.press("ArrowLeft")
        page.keyboard.press("Control+i")
        expect(page.locator("#run-state")).to_contain_text("A local authority")
        assert seen.said == []


def test_the_schema_opens_beside_the_editor_and_goes_into_it(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, site + "/sparql")
        page = editing(seen, "")
        summary = page.locator("#schema-list summary", has_text="municipality").first
        summary.focus()
        page.keyboard.press("Enter")
        button = page.locator("#schema-list details[open] button.term").nth(1)
        button.wait_for()
        assert faults(page) == []
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#run-state")).to_contain_text(":")
        assert text_of(page).startswith("PREFIX ")
        assert seen.said == []


@pytest.mark.parametrize("view", VIEWS)
def test_the_editor_fits_every_window(browser: Browser, site: str, view: str) -> None:
    with opened(browser, view) as context:
        text = "SELECT * { ?a <https://example.org/" + "x" * 200 + "> ?b }"
        seen = visit(context, f"{site}/sparql?{urlencode({'query': text, 'edit': 1})}")
        page = seen.page
        page.wait_for_selector("html[data-ready]")
        page.locator(".cm-content").focus()
        page.keyboard.press("Control+Home")
        page.keyboard.type("mun", delay=30)
        page.wait_for_timeout(600)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert faults(page) == []
        assert seen.said == []


def test_terms_are_read_when_somebody_begins_to_write(browser: Browser, site: str) -> None:
    with opened(browser, "phone") as context:
        seen = visit(context, site + "/sparql")
        seen.page.wait_for_selector("html[data-ready]")
        before = [answer.url for answer in seen.answers]
        assert not [url for url in before if "terms.json" in url]
        assert seen.size("script") <= 160 * KB
        with seen.page.expect_response("**/terms.json*") as told:
            seen.page.locator(".cm-content").focus()
        assert told.value.request.sizes()["responseBodySize"] <= 40 * KB


def test_the_draft_of_a_tab_comes_back_but_never_before_a_query_of_the_address(
    browser: Browser, site: str
) -> None:
    with opened(browser, "wide") as context:
        page = editing(visit(context, site + "/sparql"), "ASK { ?draft ?of ?mine }")
        page.get_by_role("link", name="DA Dansk").click()
        page.wait_for_selector("html[data-ready]")
        assert text_of(page) == "ASK { ?draft ?of ?mine }"
        page.goto(f"{site}/sparql?{urlencode({'query': 'ASK {}', 'edit': 1})}")
        page.wait_for_selector("html[data-ready]")
        assert text_of(page) == "ASK {}"


def test_the_form_works_where_the_script_fails(browser: Browser, site: str) -> None:
    with opened(browser, "wide", script=False) as context:
        page = visit(context, site + "/sparql").page
        page.locator("#query").fill("ASK {}")
        with page.expect_response("**/sparql?query=ASK*") as answer:
            page.get_by_role("button", name="Run query").click()
        assert answer.value.status == 200


HOSTILE = [
    f"SELECT * {{ ?s ?p '{SCRIPT}",
    f"SELECT * {{ ?s {SCRIPT}:x ?o }}",
    f"SELECT * {{ ?s <{SCRIPT}> ?o }}",
    f"SELECT ?x{SCRIPT} {{ ?s ?p ?o }}",
    "SELECT * { ?s javascript:x ?o }",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_in_a_query_is_only_ever_text(
    browser: Browser, site: str, text: str
) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, f"{site}/sparql?{urlencode({'query': text, 'edit': 1})}")
        page = seen.page
        page.wait_for_selector("html[data-ready]")
        page.locator(".cm-content").focus()
        page.keyboard.press("Control+Enter")
        page.locator("#problems .err").wait_for()
        assert page.locator("#workbench img, #workbench a[href^='javascript']").count() == 0
        assert quiet(seen, "400") == []


def test_what_is_hostile_in_labels_and_problems_is_only_ever_text(
    browser: Browser, site: str
) -> None:
    with opened(browser, "wide") as context:
        term = {"name": "sg:x", "kind": "class", "label": SCRIPT, "also": [], "meaning": SCRIPT}
        told = {
            "prefixes": {"sg": "https://w3id.org/samgraf/ontology#"},
            "clauses": [],
            "functions": [],
            "version": SCRIPT,
            "terms": [term],
        }
        problem = {
            "type": "/problem/syntax",
            "reason": "token",
            "title": SCRIPT,
            "line": 1,
            "column": 1,
            "token": SCRIPT,
            "didYouMean": SCRIPT,
            "engine": SCRIPT,
        }
        thing = {"iri": "x", "name": SCRIPT, "kindLabel": SCRIPT, "country": SCRIPT}
        context.route("**/terms.json*", lambda route: route.fulfill(json=told))
        context.route("**/suggest?*", lambda route: route.fulfill(json={"suggestions": [thing]}))
        seen = visit(context, site + "/sparql")
        page = editing(seen, "SELECT * { ?a sg:x ")
        page.locator(".t-name").hover()
        expect(page.locator(".told")).to_contain_text(SCRIPT)
        page.keyboard.type("img", delay=30)
        expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text(SCRIPT)
        context.route(
            "**/sparql",
            lambda route: route.fulfill(
                status=400, json=problem, content_type="application/problem+json"
            ),
        )
        page.keyboard.press("Control+Enter")
        expect(page.locator("#problems")).to_contain_text(SCRIPT)
        for host in ("#workbench", "#problems", ".cm-editor"):
            assert page.locator(f"{host} img").count() == 0
        assert quiet(seen, "400") == []
