"""Our engine and pySHACL find the same in every fixture of every shape."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph

from samgraf import resources, validation
from samgraf.errors import OwnFault
from samgraf.validation import Violation

pytestmark = pytest.mark.usefixtures("queries_parsed_once")

FIXTURES = Path(__file__).parent / "shapes"
CAUGHT_BY = "# caught by: "
PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix : <https://x.example/> .
"""


@cache
def shapes_of(file: Path) -> Graph:
    return validation.read_shapes([file])


@cache
def vocabulary() -> Graph:
    graph = Graph()
    for file in resources.files("ontology", ".ttl"):
        graph.parse(file, format="turtle")
    return graph


def names_of(folder: Path) -> set[str]:
    firsts = (f.read_text(encoding="utf-8").partition("\n")[0] for f in folder.glob("invalid.*"))
    return {folder.name, *(first.removeprefix(CAUGHT_BY) for first in firsts)}


@cache
def file_of(folder: Path) -> Path:
    """Find the shape file that speaks of a folder's shape."""
    subjects = {f: set(shapes_of(f).subjects()) for f in resources.files("shapes", ".ttl")}
    return next(
        file
        for file, known in subjects.items()
        if any(str(s).rpartition("#")[2] in names_of(folder) for s in known)
    )


def named(fixture: Path) -> str:
    return f"{fixture.parent.name}/{fixture.stem}"


def some_quick() -> list[object]:
    """Every fixture; pySHACL takes its time, so only one in two dozen in the quick tests."""
    files = sorted(FIXTURES.glob("*/*.ttl"))
    return [
        pytest.param(file, id=named(file), marks=_when(file, number))
        for number, file in enumerate(files)
    ]


def _when(file: Path, number: int) -> list[pytest.MarkDecorator]:
    """Tell when a fixture is compared; those of links and catalogues by `make test-linking`."""
    if file.parent.name.startswith(("AP-", "Link-")):
        return [pytest.mark.linking]
    return [pytest.mark.slow] if number % 24 else []


@pytest.mark.parametrize("fixture", some_quick())
def test_both_engines_find_the_same(fixture: Path) -> None:
    data = Graph().parse(fixture, format="turtle")
    shapes = shapes_of(file_of(fixture.parent))
    ours, theirs = (
        validation.check(data, shapes, vocabulary(), engine) for engine in validation.ENGINES
    )
    assert [told(one, two) for one, two in zip(ours, theirs, strict=True)] == theirs


def told(ours: Violation, theirs: Violation) -> Violation:
    """Return a result of ours; with the message of pySHACL, which fills no variables, if it has."""
    return replace(ours, message=theirs.message) if "{" in theirs.message else ours


@pytest.mark.parametrize(
    "shape",
    [
        ":A sh:targetNode :x ; sh:rule [] .",
        ":A sh:targetNode :x ; sh:target [] .",
        ":A sh:targetNode :x ; sh:minCuont 1 .",
        ":A sh:targetNode :x ; sh:node :A .",
        """:A sh:targetNode :x ; sh:node [ sh:sparql [
             sh:select "SELECT $this { $this ?p ?o } GROUP BY $this" ] ] .""",
        """:A sh:targetNode :x ; sh:not [ sh:sparql [
             sh:select "SELECT $this { { SELECT $this { $this ?p ?o } } }" ] ] .""",
        ':A sh:targetNode :x ; sh:sparql [ sh:select "SELECT $this { {} MINUS {} }" ] .',
        ':A sh:targetNode :x ; sh:sparql [ sh:select "not SPARQL" ] .',
    ],
)
def test_a_shape_that_is_wrong_or_not_supported_is_our_own_fault(shape: str) -> None:
    with pytest.raises(OwnFault, match="mend the shapes"):
        validation.check(Graph(), Graph().parse(data=PREFIXES + shape), Graph())
