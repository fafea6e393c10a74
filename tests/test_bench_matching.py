"""The bench of the matcher names the marks that were missed."""

import pytest
from tests.matching_rows import Marks

import matching

GOOD = Marks(rows=1000, first=990, among_five=999, certain=900, wrong=1)
QUICK = {"ratio": 80.0, "single p95": 1.0, "http": 400.0}


def test_nothing_is_named_where_all_is_well() -> None:
    assert matching.missed(GOOD, QUICK) == []


@pytest.mark.parametrize(
    ("marks", "figures", "word"),
    [
        (Marks(1000, 990, 999, 900, 20), QUICK, "precision"),
        (Marks(1000, 960, 999, 900, 0), QUICK, "recall@1"),
        (Marks(1000, 990, 990, 900, 0), QUICK, "recall@5"),
        (GOOD, {**QUICK, "ratio": 49.0}, "CONTAINS"),
        (GOOD, {**QUICK, "single p95": 5.1}, "single p95"),
        (GOOD, {**QUICK, "http": 1001.0}, "HTTP"),
    ],
)
def test_a_mark_that_is_missed_is_named(marks: Marks, figures: dict[str, float], word: str) -> None:
    (only,) = matching.missed(marks, figures)
    assert word in only
