"""Queries that are kept: one has one link, bounds hold, and nothing is lost or half there."""

import json
import multiprocessing
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.web.kept import Kept, Links
from samgraf.web.kept_rate import Rate

ONE = Kept("SELECT * { ?s ?p ?o }", "table", "2026-11-21-3f9a1c07")
MANY = Limits(links_per_minute=10_000)


def other(number: int) -> Kept:
    return replace(ONE, query=f"{ONE.query} LIMIT {number}")


def kind(links: Links, kept: Kept, client: str = "192.0.2.1") -> str:
    """Keep a query; return the kind of problem, or nothing."""
    try:
        links.keep(kept, client)
    except QueryRefused as refusal:
        return refusal.kind
    return ""


def files(build: Path) -> list[str]:
    return sorted(file.name for file in (build / "links").glob("*.json"))


def test_the_same_query_view_and_version_have_the_same_name(tmp_path: Path) -> None:
    first, again = Links(tmp_path, MANY), Links(tmp_path, MANY)
    name, new = first.keep(ONE, "a")
    assert new
    assert again.keep(ONE, "b") == (name, False)
    assert again.find(name) == ONE
    changed = [replace(ONE, **{field: "other"}) for field in ("query", "view", "version")]
    assert len({name, *(first.keep(one, "a")[0] for one in changed)}) == 4


@pytest.mark.parametrize(
    "name",
    ["", "..", "../current", "../../etc/passwd", "%2e%2e", ".tally", ".lock", "A" * 16, "a" * 15,
     "a" * 17, "a" * 16 + "\n", "a" * 16 + ".json", "a" * 8 + "/" + "a" * 7, "\0" * 16],
)  # fmt: skip
def test_a_name_of_a_stranger_is_never_a_path(tmp_path: Path, name: str) -> None:
    assert Links(tmp_path, MANY).find(name) is None


def test_what_is_kept_is_kept_whatever_its_letters(tmp_path: Path) -> None:
    links = Links(tmp_path, MANY)
    texts = ["ø 中 \U0001f1e9\U0001f1f0", "\u202e\u2028\x7f", "</script>", "\\\"'\\n", "a\nb\tc"]
    for text in texts:
        kept = replace(ONE, query=text)
        assert links.find(links.keep(kept, "a")[0]) == kept


def test_no_more_are_kept_than_may_be_and_none_is_taken_away(tmp_path: Path) -> None:
    links = Links(tmp_path, replace(MANY, links=3))
    assert [kind(links, other(number)) for number in range(5)] == [
        "",
        "",
        "",
        "links-full",
        "links-full",
    ]
    assert len(files(tmp_path)) == 3
    assert kind(links, other(1)) == "", "one that is kept has its link at any time"
    assert kind(Links(tmp_path, replace(MANY, links=4)), other(4)) == "", (
        "the operator may raise it"
    )


def test_kept_queries_take_no_more_room_than_they_may(tmp_path: Path) -> None:
    links = Links(tmp_path, replace(MANY, links_mib=1))
    kinds = [kind(links, replace(ONE, query="x" * 16_000 + str(n))) for n in range(80)]
    assert kinds == [""] * 64 + ["links-full"] * 16, "64 times four blocks of 4 KiB are 1 MiB"


def test_a_client_keeps_so_many_in_a_minute_and_others_are_not_bound() -> None:
    now = [0.0]
    rate = Rate(2, lambda: now[0])

    def taken(client: str) -> bool:
        with suppress(QueryRefused):
            rate.take(client)
            return True
        return False

    assert [taken("192.0.2.1") for _ in range(3)] == [True, True, False]
    assert taken("192.0.2.2")
    assert [taken(f"2001:db8::{n}") for n in range(3)] == [True, True, False], "one household"
    assert taken("2001:db8:0:1::1")
    with pytest.raises(QueryRefused, match="2 new links in a minute"):
        rate.take("192.0.2.1")
    now[0] = 61.0
    assert taken("192.0.2.1")


@contextmanager
def room(size: int) -> Iterator[None]:
    """Let this process write files of so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_loses_nothing_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    links = Links(tmp_path, MANY)
    name, _ = links.keep(ONE, "a")
    large = replace(ONE, query="x" * 9000)
    with room(8000):
        assert kind(links, large) == "write-failed"
    assert files(tmp_path) == [f"{name}.json"]
    assert links.find(name) == ONE
    assert kind(links, large) == ""
    assert len(files(tmp_path)) == 2


def test_what_a_crash_left_is_no_link_and_is_in_nobodys_way(tmp_path: Path) -> None:
    links = Links(tmp_path, MANY)
    links.keep(ONE, "a")
    (tmp_path / "links" / ".new").write_bytes(b'{"query": "half')
    (tmp_path / "links" / ".tally").write_bytes(b"")
    again = Links(tmp_path, replace(MANY, links=2))
    assert kind(again, other(1)) == ""
    assert kind(again, other(2)) == "links-full", "they were counted again"
    assert len(files(tmp_path)) == 2


def test_a_file_that_was_changed_is_not_shown_as_what_was_kept(tmp_path: Path) -> None:
    links = Links(tmp_path, MANY)
    name, _ = links.keep(ONE, "a")
    file = tmp_path / "links" / f"{name}.json"
    file.write_bytes(file.read_bytes().replace(b"?o", b"?x"))
    assert links.find(name) is None


def _keep_some(build: Path, first: int) -> None:
    links = Links(build, MANY)
    for number in range(first, first + 30):
        links.keep(other(number), "a")


@pytest.mark.slow
def test_several_processes_keep_at_the_same_time(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_keep_some, args=(tmp_path, n * 20)) for n in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert len(files(tmp_path)) == 70
    links = Links(tmp_path, MANY)
    assert all(links.keep(other(number), "a")[1] is False for number in range(70))
    number, size = (tmp_path / "links" / ".tally").read_text().split()
    assert (int(number), int(size)) == (70, 70 * 4096)
    assert json.loads((tmp_path / "links" / files(tmp_path)[0]).read_bytes())["view"] == "table"
