"""A real browser looks at every template: readable, reachable, quiet, small, and without script.

It is Debian's chromium; where there is none, these tests fail and say what to install.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from samgraf.limits import Limits

from .asking import send
from .serving import Server
from .small import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"

PAGES = {
    "home": "/",
    "network": "/page/actor/dk-trekantomraadet",
    "large network": "/page/actor/dk-greater-copenhagen-committee",
    "municipality": "/page/actor/dk-haderslev",
    "merged": "/page/actor/no-kristiansand",
    "relation": "/page/relation/m-dk-trekantomraadet--dk-haderslev",
    "funding": "/page/relation/f-no-byregion-2--no-knutepunkt-soerlandet",
    "claim": "/page/claim/trekantomraadet-strategi-planer--plan-2004",
    "source": "/page/source/trekantomraadet-om",
    "large source": "/page/source/geofi-keys",
    "event": "/page/event/no-kristiansand-merger-2020",
    "programme": "/page/programme/no-byregion-2",
    "large programme": "/page/programme/eu-fi-erdf-2007-2013",
    "topic": "/code/topic/business-development",
    "concept": "/code/rank/normal",
    "code list": "/code/region",
    "register": "/code/dk-kommunekode",
    "codes": "/code",
    "held by nobody": "/code/dk-kommunekode/0001?on=2012-12-31",
    "ontology": "/ontology",
    "rules": "/shapes",
    "limits": "/about/limits",
    "problem": "/problem/time-limit",
    "validate": "/validate",
    "search": "/search?q=kristiansand",
    "nothing found": "/search?q=zzzz",
    "query": "/sparql",
    "questions": "/queries",
    "question": "/queries/cq02-bodies-in-year",
    "question with a wrong value": "/queries/cq01-members-on-date?body=actor/dk-no&on=2012-13-01",
    "answer": "/sparql?query=SELECT%20%3Fs%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%20300",
    "schema": "/sparql/schema",
    "not found": "/nowhere",
    "explore": "/search?kind=CooperationBody&country=NOR&on=2015-01-01",
    "map of places": "/search?kind=Municipality&view=map",
    "map of networks": "/search?kind=CooperationBody&view=map",
    "download": "/download",
    "look-up": "/lookup",
    "several": "/lookup?scheme=dk-kommunekode&code=0851",
    "quality": "/about/quality",
    "versions": "/versions",
    "version": "/versions/{version}",
    "files of a version": "/dumps/{version}/",
    "networks": "/networks?on=2010-2020&country=NOR",
    "no such network": "/networks?on=soon",
    "status": "/status",
    "about": "/about",
    "addresses": "/about/api",
    "accessibility": "/about/accessibility",
}
TEMPLATES = {
    "home.html": "home",
    "actor.html": "network",
    "relation.html": "relation",
    "claim.html": "claim",
    "source.html": "source",
    "event.html": "event",
    "programme.html": "programme",
    "topic.html": "topic",
    "concept.html": "concept",
    "scheme.html": "code list",
    "schemes.html": "codes",
    "holders.html": "held by nobody",
    "ontology.html": "ontology",
    "shapes.html": "rules",
    "limits.html": "limits",
    "problem.html": "problem",
    "validate.html": "validate",
    "search.html": "search",
    "sparql.html": "query",
    "queries.html": "questions",
    "queries_page.html": "question",
    "results.html": "answer",
    "schema.html": "schema",
    "download.html": "download",
    "dumps.html": "files of a version",
    "lookup.html": "look-up",
    "lookup_list.html": "several",
    "quality.html": "quality",
    "version.html": "version",
    "versions.html": "versions",
    "networks.html": "networks",
    "status.html": "status",
    "about.html": "about",
    "api.html": "addresses",
    "accessibility.html": "accessibility",
}
VIEWS = {
    "wide": (1280, 900, "light"),
    "phone": (390, 844, "light"),
    "narrow": (320, 640, "light"),
    "dark": (1280, 900, "dark"),
    "dark phone": (390, 844, "dark"),
}
STATUS = {
    "several": 300,
    "not found": 404,
    "held by nobody": 404,
    "question with a wrong value": 400,
}
KB = 1024


@dataclass(frozen=True, slots=True)
class Budget:
    """Kilobytes over the wire of a first visit, and of a second one (design: site, section 7)."""

    document: int = 25
    stylesheet: int = 8
    script: int = 2
    font: int = 70
    total: int = 100
    repeated: int = 25


BUDGETS = {
    "home": Budget(document=30, total=110, repeated=30),
    "query": Budget(document=10, script=160, total=250, repeated=10),
}
HEAVY = {
    "many members": "/page/actor/se-klimatkommunerna",
    "many years": "/page/actor/fi-maakunnan-liitto-varsinais-suomi",
    "association": "/page/actor/dk-kl",
    "agency": "/page/actor/se-tillvaxtverket",
    "both identities": "/page/actor/no-kristiansand-until-2019",
    "large source": "/page/source/geofi-2026",
    "large programme": "/page/programme/eu-fi-esf-2007-2013",
    "country of codes": "/code/region",
    "register": "/code/fi-ytunnus",
    "many hits": "/search?country=FIN",
}
"""Further pages, which have the most to say of their kind."""


@dataclass
class Visit:
    """What a page did while it was looked at."""

    page: Page
    said: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    def size(self, kind: str = "") -> int:
        """Return how many bytes came over the wire."""
        chosen = [a for a in self.answers if a.request.resource_type == kind or not kind]
        sizes = [a.request.sizes() for a in chosen]
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("these tests need Debian's chromium: apt-get install chromium")
    if not AXE.is_file():
        pytest.fail("these tests need axe-core: (cd frontend && npm ci --ignore-scripts)")
    with sync_playwright() as playwright:
        # A profile of its own, new each time, is what launch() makes.
        found = playwright.chromium.launch(executable_path=chromium, args=FLAGS, headless=True)
        yield found
        found.close()


@pytest.fixture(scope="module")
def site(real_build: Path) -> Iterator[str]:
    with Server(real_build, Limits()) as running:
        yield f"http://127.0.0.1:{running.port}"


def opened(browser: Browser, view: str, script: bool = True) -> BrowserContext:
    width, height, scheme = VIEWS[view]
    return browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
    )


def address_of(site: str, path: str) -> str:
    """Return the address of a page; some name the version that is served."""
    if "{version}" in path:
        page = send(int(site.rpartition(":")[2]), "GET", "/versions", Accept="text/html").body
        path = path.format(version=re.findall(rb'href="/versions/([\w-]+)"', page)[0].decode())
    return site + path


def visit(context: BrowserContext, address: str) -> Visit:
    found = Visit(context.new_page())
    found.page.on("console", lambda message: found.said.append(message.text))
    found.page.on("pageerror", lambda error: found.said.append(str(error)))
    found.page.on("response", lambda answer: found.answers.append(answer))
    found.page.goto(address)
    return found


def faults(page: Page) -> list[str]:
    """Ask axe once the fonts are there; the page's policy does not bind the debugger."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => r.violations.map("
        "v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')))",
        RULES,
    )
    return found


def expected(name: str, said: list[str]) -> list[str]:
    """Leave out what a browser says of a page that is answered with 400 or 404."""
    return [text for text in said if name not in STATUS or str(STATUS[name]) not in text]


def test_every_template_is_looked_at() -> None:
    templates = {file.name for file in (ROOT / "server/samgraf/web/templates").glob("[!_]*.html")}
    # What changed needs two versions of the whole graph: test_changes_served has the small one.
    assert templates - {"base.html", "kind.html", "changes.html"} == TEMPLATES.keys()
    assert set(TEMPLATES.values()) <= PAGES.keys()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_reachable_and_quiet(
    browser: Browser, site: str, name: str, view: str
) -> None:
    with opened(browser, view) as context:
        seen = visit(context, address_of(site, PAGES[name]))
        overflow = "document.documentElement.scrollWidth - innerWidth"
        assert seen.page.evaluate(overflow) <= 0, "it scrolls sideways"
        assert faults(seen.page) == []
        assert expected(name, seen.said) == []
        assert all(answer.url.startswith(site + "/") for answer in seen.answers)


@pytest.mark.parametrize("name", [*PAGES, *HEAVY])
def test_a_page_holds_its_budget(browser: Browser, site: str, name: str) -> None:
    budget = BUDGETS.get(name, Budget())
    address = address_of(site, (PAGES | HEAVY)[name])
    with opened(browser, "phone") as context:
        seen = visit(context, address)
        assert seen.answers[0].status == STATUS.get(name, 200)
        assert len(seen.answers) <= 8
        for kind in ("document", "stylesheet", "script", "font"):
            assert 0 < seen.size(kind) <= getattr(budget, kind) * KB, kind
        assert seen.size() <= budget.total * KB
        again = visit(context, address)
        entries = "performance.getEntriesByType('resource').map(e => e.transferSize)"
        assert set(again.page.evaluate(entries)) <= {0}, "a file was fetched again"
        assert again.size("document") <= budget.repeated * KB


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_without_script(browser: Browser, site: str, name: str) -> None:
    with opened(browser, "phone", script=False) as context:
        seen = visit(context, address_of(site, PAGES[name]))
        assert seen.page.locator("h1").is_visible()
        assert seen.page.get_by_role("search").first.is_visible()
        assert expected(name, seen.said) == []


def test_a_name_is_found_by_keyboard(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        seen = visit(context, site + "/")
        box = seen.page.get_by_role("combobox")
        box.press_sequentially("hadersl", delay=20)
        seen.page.wait_for_selector(".suggest li")
        assert faults(seen.page) == []
        seen.page.keyboard.press("ArrowDown")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/page/actor/dk-haderslev")
        assert seen.said == []


def test_without_script_the_search_form_finds_too(browser: Browser, site: str) -> None:
    with opened(browser, "phone", script=False) as context:
        page = visit(context, site + "/").page
        page.get_by_role("searchbox").fill("Haderslev")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=Haderslev")
        assert page.get_by_role("link", name="Haderslev", exact=True).first.is_visible()


@pytest.mark.parametrize("view", ["wide", "narrow", "dark"])
def test_the_report_of_a_check_sits_in_the_page(browser: Browser, site: str, view: str) -> None:
    with opened(browser, view) as context:
        seen = visit(context, site + "/validate")
        facts = "<https://example.org/x> a <https://w3id.org/samgraf/ontology#Municipality> ."
        seen.page.locator("#text").fill(facts)
        seen.page.get_by_role("button", name="Check").click()
        seen.page.wait_for_selector("#report")
        assert faults(seen.page) == []
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert [text for text in seen.said if "400" not in text] == []


def test_the_skip_link_comes_first_and_leads_to_the_content(browser: Browser, site: str) -> None:
    with opened(browser, "wide") as context:
        page = visit(context, site + PAGES["municipality"]).page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
