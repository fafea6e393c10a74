"""The graphs of the benchmark are the same each time, and what is wrong with them is put there."""

import runpy
from collections import Counter
from pathlib import Path

from samgraf.store.asking import Facts, read
from samgraf.validation.program import Found, run
from samgraf.validation.terms import Index

BENCH = Path(__file__).parents[1] / "bench"
LINES = runpy.run_path(str(BENCH / "organisations.py"))["lines"]


def graph(organisations: int, faults: float) -> str:
    return "".join(LINES(organisations, faults))


def found_in(text: str) -> list[Found]:
    shapes = read((BENCH / "shapes.ttl").read_bytes())
    return run(Facts.bulk(text.encode()), Index(shapes))


def test_the_same_size_and_rate_give_the_same_graph() -> None:
    text = graph(460, 0.05)
    assert graph(460, 0.05) == text
    assert len(set(text.splitlines())) == 10_991


def test_a_graph_without_faults_keeps_every_shape() -> None:
    assert found_in(graph(460, 0)) == []


def test_faults_of_every_kind_are_found() -> None:
    found = Counter(
        one.check.component.value.rpartition("#")[2] for one in found_in(graph(460, 0.05))
    )
    assert found.total() == 66
    assert found["SPARQLConstraintComponent"] > 0
    assert found["ClosedConstraintComponent"] > 0
    assert found["UniqueLangConstraintComponent"] > 0
