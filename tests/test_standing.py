"""``samgraf check``: a store as it stands against the shapes, here or elsewhere."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from samgraf import config
from samgraf.cli import standing
from samgraf.config import Settings, Store
from samgraf.errors import OwnFault, StoreError
from samgraf.store.asking import Blank, Facts, Iri
from samgraf.store.remote import loading
from samgraf.store.remote.facts import NotAnswered, RemoteFacts, graphs_of
from samgraf.store.versions import Versions
from samgraf.terms import GRAPH, is_authored_graph
from samgraf.validation import programs
from samgraf.validation.program import Found
from samgraf.validation.standing import standing as stands

from .endpoints import Endpoint, endpoint
from .small import Grown, built, growing

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PREF = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
PAGE = ox.NamedNode(GRAPH["source/a-page"])
AABY = ox.NamedNode("https://w3id.org/samgraf/id/actor/dk-aaby")
NES = ox.NamedNode("https://w3id.org/samgraf/id/actor/no-nes")


@pytest.fixture
def far() -> Iterator[Endpoint]:
    with endpoint() as known:
        yield known


@pytest.fixture
def build(tmp_path: Path) -> Path:
    built(tmp_path / "build")
    return tmp_path / "build"


def settings(build: Path, far: Endpoint | None = None) -> Settings:
    found = config.change(Settings(), "build", dir=build)
    if far is None:
        return found
    base = f"http://127.0.0.1:{far.port}"
    return config.change(found, "store", **vars_of(Store(f"{base}/query", f"{base}/store")))


def vars_of(store: Store) -> dict[str, str]:
    return {"endpoint": store.endpoint, "graph_store": store.graph_store}


def load(build: Path, far: Endpoint) -> Path:
    """Load the current version; return its directory."""
    versions = Versions(build)
    folder = versions.path(versions.needed())
    loading.load(far.place, folder, lambda _: None)
    return folder


def checked(
    settings: Settings, capsys: pytest.CaptureFixture[str], since: str | None = None
) -> tuple[int, list[str], list[str]]:
    """Check; return the exit status, the violations, and what was said."""
    said = list[str]()
    status = standing.check(settings, since, said.append)
    return status, capsys.readouterr().out.splitlines(), said


def twice(far: Endpoint, node: ox.NamedNode) -> None:
    """Give a thing a second Danish name in the store elsewhere, which a shape forbids."""
    for text in ("en", "to"):
        far.store.add(ox.Quad(node, PREF, ox.Literal(text, language="da"), PAGE))


def test_a_store_elsewhere_is_held_to_the_same_shapes(
    build: Path, far: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    here = checked(settings(build), capsys)
    load(build, far)
    there = checked(settings(build, far), capsys)
    assert here[:2] == there[:2] == (0, [])
    assert here[2][1:] == there[2][1:]
    assert there[2][0].endswith(f" at {far.place.endpoint}, in full")
    assert all("results: 0 Violation" in line for line in there[2][1:])


def keys(found: tuple[Found, ...]) -> list[tuple[str, ...]]:
    return sorted((str(one.check.shape.node), *one.key) for one in found)


def test_each_result_is_the_same(build: Path, far: Endpoint) -> None:
    folder = load(build, far)
    graphs = [g for g in graphs_of(far.place, folder.name) if is_authored_graph(g)]
    twice(far, AABY)
    near = Facts.kept(folder / "authored", writable=True)
    near.add((AABY, PREF, ox.Literal(text, language="da")) for text in ("en", "to"))
    there = RemoteFacts(far.place, folder.name, graphs)
    program = programs.program_of(near, folder / "program.json")
    assert programs.program_of(there, folder / "program.json").key == program.key
    found = stands(program, there)
    assert keys(found.found) == keys(tuple(program.run(near)))
    assert len(found.found) > 5
    assert (found.unanswered, found.checks) == ((), len(program.checks))
    there.close()


def test_what_is_wrong_elsewhere_is_told_with_its_place(
    build: Path, far: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    load(build, far)
    twice(far, AABY)
    status, violations, said = checked(settings(build, far), capsys)
    assert status == 1
    assert [line for line in violations if line.startswith(f"{AABY.value} ")] == violations != []
    assert f"results: {len(violations)} Violation" in said[1]


@pytest.mark.slow
def test_only_what_changed_is_checked_since_a_version(
    tmp_path: Path, far: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    with growing(tmp_path) as grown:
        names = tmp_path / "data" / "names.csv"
        text = names.read_text("utf-8")
        names.write_text(text.replace("dk-aaby,Åby,", "dk-aaby,Aabye,"), "utf-8")
        grown.build()
        load(tmp_path / "build", far)
        twice(far, NES)  # which did not change
        assert checked(settings(tmp_path / "build", far), capsys)[0] == 1
        status, violations, said = checked(settings(tmp_path / "build", far), capsys, _first(grown))
        assert (status, violations) == (0, [])
        assert f"what changed since {_first(grown)}" in said[0]
        twice(far, AABY)
        status, violations, _ = checked(settings(tmp_path / "build", far), capsys, _first(grown))
        assert status == 1
        assert {line.split()[0] for line in violations} == {AABY.value}
        found = checked(settings(tmp_path / "build", far), capsys, grown.names[-1])
        assert found[:2] == (0, [])


def _first(grown: Grown) -> str:
    return grown.names[0]


def test_a_check_without_an_answer_is_told_and_never_passes(
    build: Path, far: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    load(build, far)
    far.ways = ["", "", "nonsense", ""]
    status, violations, said = checked(settings(build, far), capsys)
    assert (status, violations) == (1, [])
    [line] = [line for line in said if line.startswith("not checked: ")]
    assert "engine-failure" in line
    assert "shape https://" in line or "shape <https://" in line


def test_a_store_that_holds_another_version_is_not_checked(build: Path, far: Endpoint) -> None:
    load(build, far)
    far.hold("2001-01-01-0")
    with pytest.raises(StoreError, match="does not hold version"):
        standing.check(settings(build, far), None, lambda _: None)


def test_a_store_elsewhere_is_asked_alone(build: Path, far: Endpoint) -> None:
    folder = load(build, far)
    facts = RemoteFacts(far.place, folder.name, [GRAPH["source/a-page"]])
    [triple, *_] = facts.matching(None, Iri(TYPE.value), None)
    assert facts.holds(triple)
    assert not facts.holds((AABY, TYPE, AABY))
    for change in (facts.add, facts.remove):
        with pytest.raises(OwnFault, match="validated as it is"):
            change([triple])
    with pytest.raises(NotAnswered, match="a blank node has no name in another store"):
        list(facts.matching(Blank("b"), None, None))
    facts.close()


def test_shapes_that_ask_themselves_are_refused_and_not_answered_from_nothing(
    build: Path, far: Endpoint
) -> None:
    folder = load(build, far)
    facts = RemoteFacts(far.place, folder.name, [GRAPH["source/a-page"]])
    program = programs.program_of(facts, folder / "program.json")
    asking = replace(program, shapes=((AABY, TYPE, AABY),))
    with pytest.raises(OwnFault, match="validated as it is"):
        stands(asking, facts)
    facts.close()
