"""A graph of five actors, the real one built once, and servers to read from and to write to."""

import os
import shutil
from collections import Counter
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.sparql import Query
from xdist.scheduler import LoadScopeScheduling

from samgraf import config, pipeline, resources
from samgraf.config import Settings
from samgraf.limits import Limits
from samgraf.pipeline import verbatim
from samgraf.terms import BASE, DCT, ORG, SG

from . import storing
from .serving import Server
from .small import ROOT, SMALL, served
from .writable import Service, writable

LINKED = Path(__file__).parent / "linked.trig"
MANY = 60
_SAID = 150  # lines
ALONE = ("crawl", "linking", "fire", "trials")
"""Markers of tests that have a target of their own."""
_LONG = "browser tutorials guides engines whole_graph wheel incremental_trials openapi"
DEAREST = _LONG.split()
"""Files whose slow tests take longest; begun last, they would keep one process waiting."""
_NEED = "contributions_prepared examples explore finding gaps model_page questions real_graph"
REAL = {f"tests/test_{name}.py" for name in _NEED.split()}
"""Files whose tests need the build of the real graph, which takes long."""


class Rooms(LoadScopeScheduling):  # type: ignore[misc]
    """Keeps what shares a fixture in one process: each file's tests, and those of the real graph.

    xdist's own groups are not heeded by pytest 9.2, whose items keep their ids elsewhere.
    """

    def _split_scope(self, nodeid: str) -> str:
        return room(self.config, nodeid)


def room(config: pytest.Config, nodeid: str) -> str:
    """Name what is run in one process, one after the other."""
    file = nodeid.partition("::")[0]
    if "test_incremental_trials" in file:
        return nodeid
    return "real" if not config.option.markexpr and file in REAL else file


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """Count what needs the real graph among the slow tests, and put the dearest rooms first."""
    _mark(items)
    yield
    sizes = Counter(room(config, item.nodeid) for item in items)
    items.sort(key=lambda item: _rank(item, sizes[room(config, item.nodeid)]))


def _rank(item: pytest.Item, size: int) -> tuple[int, int]:
    """Order rooms: the dear ones among the slow, then those with most tests."""
    name = item.path.stem.removeprefix("test_")
    slow = item.get_closest_marker("slow") is not None
    return (DEAREST.index(name) if slow and name in DEAREST else len(DEAREST), -size)


def _mark(items: list[pytest.Item]) -> None:
    """Mark as slow what needs the build of the real graph: it takes a minute."""
    for item in items:
        others = any(item.get_closest_marker(name) for name in ALONE)
        if "real_build" in getattr(item, "fixturenames", ()) and not others:
            item.add_marker(pytest.mark.slow)
        if storing.STORE == "virtuoso" and (reason := storing.EXCEPTED.get(item.nodeid)):
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell beside a test that failed what its servers said: a fault of a page stands there."""
    report = yield
    if report.failed:
        for name, given in getattr(item, "funcargs", {}).items():
            if isinstance(given, Server):
                report.sections.append((f"what {name} said", "\n".join(given.lines[-_SAID:])))
    return report


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """End the stores that servers were lent."""
    storing.stores.end()


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Rooms:
    """Hand the tests out by what they share, in the order in which they were collected."""
    config.option.loadscopereorder = False
    return Rooms(config, log)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests must not depend on the variables of whoever runs them."""
    for name in list(os.environ):
        if name.startswith("SAMGRAF_"):
            monkeypatch.delenv(name)


@cache
def parsed(text: str) -> Query:
    return translateQuery(parseQuery(text))


@pytest.fixture
def queries_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the parsed query of each shape: rdflib takes half a second to parse a long one."""
    monkeypatch.setattr(processor, "parseQuery", str)
    monkeypatch.setattr(processor, "translateQuery", lambda text, *_: parsed(text))


@pytest.fixture
def small_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root with our ontology, shapes and queries, and a copy of the five actors as data."""
    root = tmp_path / "root"
    root.mkdir()
    for folder in ("ontology", "shapes", "queries"):
        (root / folder).symlink_to(ROOT / folder)
    shutil.copytree(SMALL, root / "data")
    monkeypatch.setattr(resources, "ROOT", root)
    return root


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose build folder is the test's own."""
    return config.change(Settings(), "build", dir=tmp_path / "build")


@pytest.fixture(scope="session")
def real_build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The build folder of the real graph, made once."""
    folder = tmp_path_factory.mktemp("real") / "build"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "ROOT", ROOT)  # a server of five actors may have its own just now
        pipeline.build(config.change(Settings(), "build", dir=folder), lambda _: None)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the five actors; a file that serves another graph has its own."""
    with served(tmp_path_factory.mktemp("five")) as running:
        yield running


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An empty server that may be written to; a test that needs it empty wipes it first."""
    with writable(tmp_path_factory.mktemp("writable"), "--empty") as running:
        yield running


def _many() -> str:
    """Write a body with so many memberships, each with a claim."""
    lines = [f"<{BASE}id/actor/dk-big> a <{SG.CooperationBody}> ."]
    for number in range(MANY):
        relation = f"<{BASE}id/relation/m-dk-big--{number:03}>"
        claim = f"<{BASE}id/claim/a--{number:03}>"
        lines += [
            f"{relation} <{ORG.organization}> <{BASE}id/actor/dk-big> ; "
            f"<{SG.supportedBy}> {claim} .",
            f"{claim} <{DCT.source}> <{BASE}id/source/a> .",
            f'<{BASE}id/source/a> <{DCT.title}> "A source"@en .',
        ]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a few things that lived, ended, were replaced or retired."""
    folder = tmp_path_factory.mktemp("linked") / "build"
    graph = folder.parent / "graph.trig"
    graph.write_text(LINKED.read_text("utf-8") + _many(), "utf-8")
    verbatim.build(config.change(Settings(), "build", dir=folder), graph, lambda _: None)
    with Server(folder, Limits()) as running:
        yield running
