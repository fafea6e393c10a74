"""Our engine keeps the whole W3C SHACL test suite, where a copy of it is at hand."""

from pathlib import Path

import pytest

from .w3c import outcome

SUITE = Path(__file__).parents[2] / "shared" / "suites" / "shacl"


@pytest.mark.slow
@pytest.mark.skipif(not SUITE.is_dir(), reason="the suite is not in ../shared/suites/shacl")
@pytest.mark.parametrize(("part", "number"), [("core", 98), ("sparql", 23)])
def test_the_suite_passes(part: str, number: int) -> None:
    passed = outcome(SUITE, part)
    assert len(passed) == number
    assert [test for test, passes in passed.items() if not passes] == []
