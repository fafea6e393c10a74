"""The prepared contributions, checked beside the real graph: line, rule and suggestion."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from samgraf.contributions import child
from samgraf.contributions.apart import report_of
from samgraf.findings import Report
from samgraf.limits import Caps
from samgraf.resources import ROOT
from samgraf.store import drafts
from samgraf.store.asking import Iri, Literal, read
from samgraf.store.versions import AUTHORED, PROGRAM
from samgraf.terms import SHAPES

FOLDER = Path(__file__).parent / "contributions"
KINDS = {"syntax", "table", "unknown-term"}


def _expected() -> list[dict[str, str]]:
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_wrong_contribution_has_one_row_and_there_are_thirty() -> None:
    files = sorted(f"wrong/{file.name}" for file in (FOLDER / "wrong").iterdir())
    assert sorted(row["file"] for row in _expected()) == files
    assert len([name for name in files if name.endswith(".ttl")]) == 18
    assert len([name for name in files if name.endswith(".csv")]) == 12


@pytest.mark.parametrize("row", _expected(), ids=lambda row: row["file"])
def test_an_expected_line_is_one_of_the_file_with_something_on_it(row: dict[str, str]) -> None:
    lines = (FOLDER / row["file"]).read_text(encoding="utf-8").splitlines()
    assert all(lines[int(number) - 1].strip() for number in row["line"].split("|"))


@pytest.mark.parametrize("row", _expected(), ids=lambda row: row["file"])
def test_an_expected_rule_is_a_shape_that_there_is(row: dict[str, str]) -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "shapes").glob("*.ttl"))
    shapes = {str(s) for s, _, _ in read(text)}
    for rule in row["rule"].split("|"):
        assert rule in KINDS or f"<{SHAPES[rule.partition('/')[0]]}>" in shapes


@pytest.mark.parametrize("row", _expected(), ids=lambda row: row["file"])
def test_an_expected_suggestion_of_a_shape_is_a_term(row: dict[str, str]) -> None:
    if not row["suggestion"] or row["rule"].startswith(("table", "syntax")):
        return
    [(_, _, term)] = read(f"<x:s> <x:p> {row['suggestion']} .")
    assert isinstance(term, Iri | Literal)


@pytest.mark.parametrize(
    "file", sorted((FOLDER / "right").glob("*.ttl")), ids=lambda file: str(file.name)
)
def test_a_right_contribution_is_turtle(file: Path) -> None:
    assert read(file.read_text(encoding="utf-8"))


Answer = Callable[[Path], Report]


@pytest.fixture(scope="module")
def answer(real_build: Path) -> Answer:
    """Checks a file as the child does, in this process and without its limits."""
    version = real_build / "current"

    def check(file: Path) -> Report:
        content = file.read_bytes()
        with drafts.draft(version / AUTHORED) as folder:
            order = {
                "files": [[file.name, len(content), None]],
                "engine": "samgraf",
                "version": version.resolve().name,
                "draft": str(folder),
                "program": str(version / PROGRAM),
            }
            with child.prepare(order, Caps()) as answer_for:
                return report_of(answer_for(content))

    return check


@pytest.mark.parametrize("row", _expected(), ids=lambda row: row["file"])
def test_a_wrong_contribution_is_told_with_line_rule_and_suggestion(
    answer: Answer, row: dict[str, str]
) -> None:
    report = answer(FOLDER / row["file"])
    found = [one for one in report.findings if one.severity == "Violation"]
    lines, rules = row["line"].split("|"), row["rule"].split("|")
    assert found
    assert {str(one.spot.line) for one in found} <= set(lines)
    assert any(
        one.rule in rules and one.suggested == (row["suggestion"] or one.suggested) for one in found
    ), found
    assert report.refused is ("syntax" in rules)


@pytest.mark.parametrize(
    "file", sorted((FOLDER / "right").iterdir()), ids=lambda file: str(file.name)
)
def test_a_right_contribution_passes_with_warnings_at_most(answer: Answer, file: Path) -> None:
    report = answer(file)
    assert [one for one in report.findings if one.severity == "Violation"] == []
    assert report.alone
    assert report.triples > 1
