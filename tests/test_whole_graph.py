"""Every shape, those with SPARQL too, holds on the real graph."""

import pytest
from rdflib import Graph

from samgraf import resources, validation
from samgraf.pipeline import describe, tables, vocabulary


@pytest.mark.slow
def test_the_real_graph_breaks_no_shape() -> None:
    vocab: Graph = vocabulary.read()
    data = describe.describe(tables.read_all(resources.ROOT / "data")).merged()
    shapes = [*validation.core_shapes(), *validation.slow_shapes()]
    found = validation.validate(data, shapes, vocab)
    assert [v.line for v in found if v.severity.endswith("#Violation")] == []
