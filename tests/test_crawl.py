"""Every link of the site leads somewhere, every page is valid HTML, and no answer is a fault.

All pages of all actors, events, sources and codes are read, and of the other classes of addresses
(claims, relations, projects, data, languages, lists) a share; of what is left of them the graph
must know the thing.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from samgraf.limits import Limits
from samgraf.terms import BASE, ID

from . import validator
from .crawling import Answer, Crawl, classed, inside, read
from .sampling import rows, store_of
from .serving import Server

WHOLE = {"/page/actor", "/page/event", "/page/source", "/page/programme", "/page/plan"}
"""Classes of which every address is asked for, and all of /code and of the pages of one address."""

SHARE = 150
LANGUAGE = 20  # pages of each class in another language
FILES = 15  # files of each kind of thing and each syntax, and ways of narrowing a list down


def share(kind: str) -> int:
    """Say how many addresses of a class are asked for."""
    if kind in WHOLE or re.fullmatch(r"/code(/[\w-]+)?", kind):
        return 100_000
    if kind.endswith("lang"):
        return LANGUAGE
    return FILES if re.match("/(data|id|cite)/|[^?]*[.]", kind) or "&" in kind else SHARE


@dataclass
class Kept:
    """Pages of a crawl as files, for the validator."""

    folder: Path
    names: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    """Of each page packed, in bytes."""

    def __call__(self, answer: Answer) -> Answer:
        """Lay down a page; of its answer the body is no longer needed."""
        if answer.kind == "text/html" and answer.body:
            name = f"{sha256(answer.address.encode()).hexdigest()}.html"
            self.names[name] = answer.address
            self.sizes[answer.address] = len(gzip.compress(answer.body, 6))
            (self.folder / name).write_bytes(answer.body)
        return replace(answer, body=b"")


def of_graph(build: Path) -> set[str]:
    """Return the IRIs of all things that the served graph says anything of."""
    return {iri for (iri,) in rows(store_of(build), "SELECT DISTINCT ?s { ?s ?p ?o }", "s")}


@pytest.fixture(scope="module")
def known(real_build: Path) -> set[str]:
    return of_graph(real_build)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def crawl(real_build: Path, known: set[str], pages: Kept) -> Iterator[Crawl]:
    actor = ID + "actor/"
    actors = {f"/page/actor/{i.removeprefix(actor)}" for i in known if i.startswith(actor)}
    start = {"/", *(address for address in actors if "#" not in address)}
    with Server(real_build, Limits()) as server:
        yield Crawl(server.port, share, pages).run(start)


@pytest.mark.crawl
def test_no_page_is_an_error_of_the_server(crawl: Crawl) -> None:
    assert crawl.failed(500) == []


@pytest.mark.crawl
def test_no_link_is_broken(crawl: Crawl) -> None:
    assert crawl.failed(400, 499) == []


@pytest.mark.crawl
def test_every_fragment_is_an_id_of_its_page(crawl: Crawl) -> None:
    lost = {line.partition(" on ")[0]: line for line in crawl.lost()}
    assert sorted(lost.values()) == []


@pytest.mark.crawl
def test_what_was_not_asked_for_is_known_to_the_graph(crawl: Crawl, known: set[str]) -> None:
    assert [address for address in sorted(crawl.left) if unknown(address, known)] == []


@pytest.mark.crawl
def test_every_kind_of_page_was_seen(crawl: Crawl, known: set[str]) -> None:
    seen = crawl.classes()
    actors = sum(1 for iri in known if iri.startswith(ID + "actor/") and "#" not in iri)
    assert seen["/page/actor"] >= actors > 2700
    kinds = {iri.removeprefix(ID).partition("/")[0] for iri in known if iri.startswith(ID)}
    assert {kind for kind in kinds if not seen[f"/page/{kind}"]} == set()


@pytest.mark.crawl
def test_every_page_is_valid(crawl: Crawl, pages: Kept) -> None:
    assert len(pages.names) > 3000
    assert validator.faults(pages.folder, pages.names) == []


@pytest.mark.crawl
def test_no_page_is_larger_than_its_budget(crawl: Crawl, pages: Kept) -> None:
    assert crawl.answers.keys() >= pages.sizes.keys()
    assert [found for found in pages.sizes.items() if found[1] > budget(found[0])] == []


def budget(address: str) -> int:
    """Return how many bytes of HTML a page may have (design: site, section 7)."""
    parts = urlsplit(address)
    kind = "answer" if parts.path == "/sparql" and parts.query else parts.path
    return {"/": 30, "/sparql": 10}.get(kind, 25) * 1024


def unknown(address: str, known: set[str]) -> bool:
    """Say whether an address names a thing that the graph knows nothing of."""
    path = re.sub(r"^/(page|data)/", "/id/", unquote(urlsplit(address).path))
    if not path.startswith("/id/"):
        return False
    iri = BASE + path[1:]
    without_ending = re.sub(r"\.(ttl|jsonld|nt|rdf|json)$", "", iri)
    return not {iri, without_ending} & known


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "/"),
        ("/page/actor/dk-haderslev", "/page/actor"),
        ("/page/actor/dk-haderslev?lang=da", "/page/actor?lang"),
        ("/data/actor/dk-haderslev.ttl", "/data/actor.ttl"),
        ("/search?q=&country=DNK&page=2", "/search?several"),
        ("/search?q=&country=DNK&page=2&lang=da", "/search?several&lang"),
        ("/page/actor/dk-haderslev?in=x&page=2", "/page/actor?in&page"),
        ("/cite/actor/dk-haderslev.bib?on=2015-01-01", "/cite/actor.bib?on"),
        ("/code/topic/culture.ttl", "/code/topic.ttl"),
        ("/code/topic", "/code/topic"),
        ("/code/topic/culture", "/code/topic"),
        ("/search.csv?q=x", "/search.csv?q"),
    ],
)
def test_an_address_has_a_class(address: str, kind: str) -> None:
    assert classed(address) == kind


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("#s1", "/page/actor/a#s1"),
        ("/code", "/code"),
        ("b?on=2015", "/page/actor/b?on=2015"),
        ("https://w3id.org/samgraf/id/actor/a", "/id/actor/a"),
        ("https://example.org/", None),
        ("//example.org/", None),
        ("mailto:someone", None),
    ],
)
def test_a_link_leads_to_an_address_here_or_elsewhere(link: str, address: str | None) -> None:
    assert inside("/page/actor/a", link) == address


class Planted(Crawl):
    """A crawl of pages that are given, not asked for."""

    def _ask(self, address: str) -> Answer:
        status, body = PLANTED.get(address, (404, ""))
        headers = HTTPMessage()
        headers["Content-Type"] = "text/html; charset=utf-8"
        return self.keep(read(address, status, headers, body.encode()))


PLANTED = {
    "/": (200, "<a href='/a#here'>a</a><a class=x href=/b>b</a><p id=top>"),
    "/a": (
        200,
        '<a href="/#top">up</a><a href="#none">none</a><p id="here"><img src="/c?d=1&amp;e">',
    ),
    "/b": (500, ""),
}


def test_planted_faults_are_found() -> None:
    crawl = Planted(0, lambda kind: 9).run(["/"])
    assert crawl.failed(400, 499) == ["404 /c?d=1&e on /a"]
    assert crawl.failed(500) == ["500 /b on /"]
    assert crawl.lost() == ["/a#none on /a"]


def test_a_class_has_a_share() -> None:
    crawl = Planted(0, lambda kind: int(kind != "/b")).run(["/"])
    assert (crawl.left, crawl.failed(500)) == ({"/b"}, [])


def test_a_thing_that_the_graph_does_not_know_is_told() -> None:
    known = {ID + "actor/å"}
    addresses = ["/page/actor/%C3%A5", "/data/actor/%C3%A5.ttl", "/data/actor/o.ttl", "/search"]
    assert [unknown(address, known) for address in addresses] == [False, False, True, False]
    assert urldefrag("/page/actor/%C3%A5#x").url == addresses[0]


@pytest.mark.crawl
def test_planted_faults_of_html_are_found(tmp_path: Path) -> None:
    head = '<!doctype html><html lang="en"><title>t</title>'
    planted = {
        "well.html": f"{head}<p>well</p>",
        "twice.html": f'{head}<p id="a">a</p><p id="a">b</p>',
        "within.html": f"{head}<p><div>a</div></p>",
        "attribute.html": f'{head}<p href="/">a</p>',
        "unknown.html": f"{head}<p><made>a</made>",
        "quoted.html": f'{head}<p title="a"b">a</p>',
    }
    for name, text in planted.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = validator.faults(tmp_path, {name: name for name in planted})
    assert {fault.partition(":")[0] for fault in found} == planted.keys() - {"well.html"}
