"""Edits of generated graphs: the incremental run, full runs and other engines find the same."""

import pytest

from samgraf.validation import impact

from .changing import NAMED
from .trials import compiled, trials


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "count"), [("organisations", 120), ("nested", 100), ("within", 40), ("shipped", 40)]
)
def test_a_change_is_checked_as_in_full(name: str, count: int) -> None:
    assert trials(compiled(name), name, range(count)) == []


@pytest.mark.trials
@pytest.mark.parametrize(
    ("name", "count"),
    [("organisations", 1500), ("nested", 6800), ("within", 1300), ("shipped", 400)],
)
def test_ten_thousand_changes_are_checked_as_in_full(name: str, count: int) -> None:
    assert trials(compiled(name), name, range(1000, 1000 + count)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "count"),
    [("organisations", 80), ("nested" + NAMED, 300), ("within", 80), ("shipped", 40)],
)
@pytest.mark.usefixtures("queries_parsed_once")
def test_five_hundred_changes_are_checked_as_by_pyshacl(name: str, count: int) -> None:
    assert trials(compiled(name), name, range(20_000, 20_000 + count), ("pyshacl",)) == []


def test_many_nodes_make_a_check_run_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impact, "FEW", 1)
    assert trials(compiled("organisations"), "organisations", range(60), ()) == []
