"""The build checks every shape; a violation stops it, in one line with its row."""

from datetime import date

import pytest
from rdflib import Graph, URIRef

from samgraf.describing.statements import Statements
from samgraf.errors import ShapesViolated
from samgraf.model import Place
from samgraf.pipeline.checking import Checked, check, refuse
from samgraf.store.asking import Facts
from samgraf.terms import CODE, CORE, CURRENT, ORG, SG, SH, SHAPES, SKOS, thing
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


TOWN, BODY = thing("actor", "dk-town"), thing("actor", "dk-body")


def test_a_shape_that_compares_several_things_stops_the_build() -> None:
    said = Statements(places={BODY: Place("data/actors.csv", 7)})
    said.core(BODY, ORG.subOrganizationOf, BODY)
    graphs = {str(CORE): [f"<{BODY}> <{ORG.subOrganizationOf}> <{BODY}>"]}
    with pytest.raises(
        ShapesViolated, match=r"^data/actors.csv:7: .*/dk-body: .* \(PartOfCycle\)$"
    ):
        check(said, Graph(), graphs, lambda _: None)


def test_a_warning_is_counted() -> None:
    town = "https://x.example/code/town"
    graphs = {
        str(CORE): [
            f"<{town}> <{SKOS.inScheme}> <{CODE}form>",
            f'<{town}> <{SKOS.prefLabel}> "town"@en',
        ]
    }
    said: list[str] = []
    check(Statements(), Graph(), graphs, said.append)
    assert said == ["9 shape files hold, with 1 warnings"]


@pytest.mark.parametrize(
    ("shortcut", "shape"),
    [
        (SG.memberOf, "Derived-memberOf"),
        (SG.cooperatesWith, "Derived-cooperatesWith"),
        (SG.fundedBy, "Derived-fundedBy"),
    ],
)
def test_a_shortcut_that_nothing_bears_out_stops_the_build(shortcut: URIRef, shape: str) -> None:
    checked = Checked(Statements(), Graph(), Facts(""))
    derived = {str(CURRENT): [f"<{TOWN}> <{shortcut}> <{BODY}>"]}
    with pytest.raises(ShapesViolated, match=rf"^{TOWN} .*\({shape}\)$"):
        checked.with_derived(derived, date(2026, 1, 1), lambda _: None)
