"""Violations stop the build, each in one line with the row that it comes from."""

import pytest
from rdflib import URIRef

from samgraf.describing.statements import Statements
from samgraf.errors import ShapesViolated
from samgraf.model import Place
from samgraf.pipeline.checking import refuse
from samgraf.terms import SH, SHAPES
from samgraf.validation import MOST_LINES, Violation


def violation(number: int, severity: URIRef = SH.Violation) -> Violation:
    focus = f"https://x.example/{number:03}"
    return Violation(focus, "", "", SHAPES + "X", str(severity), "It is so.")


def test_a_violation_names_its_row() -> None:
    said = Statements(places={URIRef("https://x.example/001"): Place("data/names.csv", 7)})
    with pytest.raises(ShapesViolated, match=r"^data/names.csv:7: .*/001: It is so\. \(X\)$"):
        refuse(said, [violation(1)])


def test_beyond_the_most_that_are_told_violations_are_counted() -> None:
    with pytest.raises(ShapesViolated) as raised:
        refuse(Statements(), [violation(number) for number in range(MOST_LINES + 10)])
    assert str(raised.value).count("It is so.") == MOST_LINES
    assert str(raised.value).endswith("and 10 more")


def test_warnings_refuse_nothing() -> None:
    refuse(Statements(), [violation(1, SH.Warning)])
