"""A researcher's way through the editor, by keyboard alone, from an empty page to a shared link."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from samgraf.limits import Limits

from .serving import Server
from .test_browser import AXE, FLAGS, faults, opened, visit
from .test_workbench import choose, editing, quiet, text_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = ("map", "timeline", "network")


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


def write_by_completion(page: Page) -> None:
    """Ask since when each town of a network is in which bodies; no term is written in full."""
    choose(page, "sel", "SELECT")
    page.keyboard.type(" ?town ?body ?from WHERE { ?m ", delay=5)
    page.keyboard.press("Escape")
    page.keyboard.type("a ")
    choose(page, "members", "sg:Membership")
    for typed, wanted, variable in (
        ("memb", "org:member", "?town"),
        ("organi", "org:organization", "?body"),
        ("during", "sg:during", "?when"),
    ):
        page.keyboard.type(" ; ")
        choose(page, typed, wanted)
        page.keyboard.type(f" {variable}", delay=5)
        page.keyboard.press("Escape")
    page.keyboard.type(" . ?when ", delay=5)
    page.keyboard.press("Escape")
    choose(page, "start", "dcat:startDate")
    page.keyboard.type(" ?from . ?town ", delay=5)
    page.keyboard.press("Escape")
    choose(page, "member", "sg:memberOf")
    page.keyboard.type(" ")
    choose(page, "<trekantomr", "Trekantområdet")


def mistype(page: Page) -> None:
    """Spell the first word of the query wrongly, below the prefixes that completion declared."""
    before = text_of(page)[: text_of(page).index("SELECT")]
    page.keyboard.press("Control+Home")
    for _ in range(before.count("\n")):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    for _ in "SELECT":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Backspace")
    page.keyboard.type("K")
    page.keyboard.press("Escape")


def step_to(page: Page, tab: str) -> None:
    """Go to a tab by the arrow key, once it is there."""
    page.locator(f"#{tab}").wait_for()
    for _ in range(8):
        if page.evaluate("document.activeElement.id") == tab:
            return
        page.keyboard.press("ArrowRight")
    pytest.fail(f"no way to {tab} by the arrow key")


def reach(page: Page, name: str) -> None:
    """Go to a control by the Tab key alone, and use it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip().startswith(name):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"no way to {name} by the Tab key")


def rows(page: Page) -> list[str]:
    """Return the rows of the table as texts, in the order of the texts."""
    lines = page.locator("#results tbody tr, #answer tbody tr").all_inner_texts()
    return sorted(" ".join(line.split()) for line in lines)


def test_from_an_empty_page_to_the_same_answer_elsewhere_by_keyboard(
    browser: Browser, site: str
) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, site + "/sparql")
        page = editing(seen)
        write_by_completion(page)
        right = text_of(page)

        mistype(page)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#problems")).to_contain_text("SPARQL has no word “SELECK”.")
        assert faults(page) == []
        page.keyboard.press("Control+.")
        assert text_of(page) == right

        page.keyboard.press("Control+Enter")
        expect(page.locator("#run-state")).to_contain_text("Answered in")
        page.locator("#results-table").focus()
        page.keyboard.press("Home")
        expect(page.locator("#results-table")).to_have_attribute("aria-selected", "true")
        told = rows(page)
        assert len(told) > 10
        for name in PICTURES:
            step_to(page, f"results-{name}")
            page.wait_for_selector(f'#results-{name}[aria-selected="true"]')
            page.wait_for_selector("#results svg.picture")
            assert faults(page) == []
        shown = page.locator("#results svg.picture").get_attribute("aria-label")

        reach(page, "Keep this query and get a link")
        link = page.locator("#kept-link")
        link.wait_for()
        address = link.text_content() or ""
        assert re.fullmatch(rf"{site}/q/[a-z2-7]+", address)
        assert quiet(seen, "400") == []
    with opened(browser, "phone") as fresh:
        page = visit(fresh, address).page
        assert (page.locator("#query code").text_content() or "") == right
        assert page.locator("#answer svg.picture").get_attribute("aria-label") == shown
        assert rows(page) == told
        assert faults(page) == []
