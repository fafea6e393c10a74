"""Our engine keeps the whole W3C SHACL test suite, where a copy of it is at hand."""

from pathlib import Path

import pytest

from . import w3c
from .w3c import outcome

SUITE = Path(__file__).parents[2] / "shared" / "suites" / "shacl"


@pytest.mark.slow
@pytest.mark.skipif(not SUITE.is_dir(), reason="the suite is not in ../shared/suites/shacl")
@pytest.mark.parametrize(("part", "number"), [("core", 98), ("sparql", 23)])
def test_the_suite_passes(part: str, number: int) -> None:
    passed = outcome(SUITE, part)
    assert len(passed) == number
    assert [test for test, passes in passed.items() if not passes] == []


@pytest.mark.slow
@pytest.mark.skipif(not SUITE.is_dir(), reason="the suite is not in ../shared/suites/shacl")
def test_a_refusal_for_another_reason_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(w3c, "REFUSED", dict.fromkeys(w3c.REFUSED, "a shape that contains itself"))
    passed = outcome(SUITE, "sparql")
    assert {Path(test.split()[0]).stem for test, ok in passed.items() if not ok} == {*w3c.REFUSED}
