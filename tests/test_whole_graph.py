"""On the real graph pySHACL finds what our own engine finds, warnings included."""

import pytest
from rdflib import Graph

from samgraf import resources, tables, validation
from samgraf.describing import describe
from samgraf.pipeline import vocabulary

FILES = ("authored", "codes", "ontology", "recommended", "vocab")
"""Those that pySHACL works off in seconds; the build checks them all, on our own engine."""


@pytest.fixture(scope="module")
def data() -> Graph:
    return describe.describe(tables.read_all(resources.ROOT / "data")).merged()


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_both_engines_find_the_same_in_the_real_graph(data: Graph, name: str) -> None:
    shapes = [resources.ROOT / "shapes" / f"{name}.ttl"]
    ours, theirs = (
        validation.validate(data, shapes, vocabulary.read(), engine)
        for engine in ("samgraf", "pyshacl")
    )
    assert ours == theirs
