"""A finished store as something to try changes on: it stays as it is."""

import os
from pathlib import Path

import pyoxigraph as ox
import pytest

from samgraf.errors import StoreError
from samgraf.store import drafts
from samgraf.store.versions import digests

A, P = ox.NamedNode("https://example.org/a"), ox.NamedNode("https://example.org/p")


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    store = ox.Store(str(tmp_path / "finished"))
    store.bulk_extend(ox.Quad(A, P, ox.Literal(number)) for number in range(500))
    store.optimize()
    store.flush()
    del store
    for file in (tmp_path / "finished").iterdir():
        file.chmod(0o444)
    return tmp_path / "finished"


def change(folder: Path) -> int:
    store = ox.Store(str(folder))
    store.extend(ox.Quad(A, P, ox.Literal(f"new {number}")) for number in range(50))
    store.remove(ox.Quad(A, P, ox.Literal(7)))
    return len(store)


def test_a_draft_can_be_changed_and_the_finished_store_stays(finished: Path) -> None:
    before = digests(finished)
    with drafts.draft(finished) as folder:
        assert change(folder) == 549
    assert not folder.exists()
    assert digests(finished) == before
    assert len(ox.Store.read_only(str(finished))) == 500


def test_big_files_are_shared(finished: Path) -> None:
    with drafts.draft(finished) as folder:
        shared = [f.name for f in folder.iterdir() if f.stat().st_nlink > 1]
    assert shared
    assert all(name.endswith(".sst") for name in shared)


def test_where_links_are_impossible_files_are_copied(
    finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    with drafts.draft(finished) as folder:
        assert change(folder) == 549


def test_a_store_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="build it again"), drafts.draft(tmp_path / "none"):
        pass
