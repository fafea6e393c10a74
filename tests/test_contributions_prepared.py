"""The prepared contributions are what their table says; another test runs them."""

import csv
from pathlib import Path

import pytest

from samgraf.resources import ROOT
from samgraf.store.asking import Iri, Literal, read
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
def test_an_expected_suggestion_in_turtle_is_a_term(row: dict[str, str]) -> None:
    if not row["suggestion"] or row["file"].endswith(".csv"):
        return
    [(_, _, term)] = read(f"<x:s> <x:p> {row['suggestion']} .")
    assert isinstance(term, Iri | Literal)


@pytest.mark.parametrize(
    "file", sorted((FOLDER / "right").glob("*.ttl")), ids=lambda file: str(file.name)
)
def test_a_right_contribution_is_turtle(file: Path) -> None:
    assert read(file.read_text(encoding="utf-8"))
