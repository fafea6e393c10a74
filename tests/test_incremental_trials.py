"""Edits of generated graphs: the incremental run, full runs and other engines find the same."""

import pytest

from samgraf.validation import impact

from .trials import compiled, trials


@pytest.mark.parametrize(
    ("name", "count"), [("organisations", 140), ("nested", 120), ("shipped", 40)]
)
def test_a_change_is_checked_as_in_full(name: str, count: int) -> None:
    assert trials(compiled(name), name, range(count)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "count"), [("organisations", 3500), ("nested", 5500), ("shipped", 1000)]
)
def test_ten_thousand_changes_are_checked_as_in_full(name: str, count: int) -> None:
    assert trials(compiled(name), name, range(1000, 1000 + count)) == []


def test_many_nodes_make_a_check_run_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impact, "FEW", 1)
    assert trials(compiled("organisations"), "organisations", range(60), ()) == []
