"""Every shape, those with SPARQL and those of derived facts too, holds on the real graph."""

import gzip
from pathlib import Path

import pytest
from rdflib import Graph

from samgraf import resources, tables, validation
from samgraf.describing import describe
from samgraf.pipeline import vocabulary
from samgraf.store.versions import Versions
from samgraf.terms import BOUNDS, CURRENT


def violations(found: list[validation.Violation]) -> list[str]:
    return [v.line for v in found if v.severity.endswith("#Violation")]


@pytest.fixture(scope="module")
def data() -> Graph:
    return describe.describe(tables.read_all(resources.ROOT / "data")).merged()


@pytest.mark.slow
def test_the_real_graph_breaks_no_shape(data: Graph) -> None:
    shapes = [*validation.core_shapes(), *validation.slow_shapes()]
    assert violations(validation.validate(data, shapes, vocabulary.read(), "pyshacl")) == []


@pytest.mark.slow
def test_every_derived_fact_of_the_real_graph_has_its_relation(
    data: Graph, real_build: Path
) -> None:
    versions = Versions(real_build)
    dump = versions.path(versions.needed()) / "dumps" / "samgraf.nq.gz"
    graphs = tuple(f"<{graph}> ." for graph in (BOUNDS, CURRENT))
    with gzip.open(dump, "rt", encoding="utf-8") as lines:
        derived = [
            line.rpartition(" <")[0] + " .\n" for line in lines if line.rstrip().endswith(graphs)
        ]
    merged = data + Graph().parse(data="".join(derived), format="nt")
    found = validation.validate(merged, validation.derived_shapes(), vocabulary.read(), "pyshacl")
    assert violations(found) == []
