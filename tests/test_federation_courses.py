"""No failure is forgotten while its query goes on, and where it might be, there is no answer."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pyoxigraph as ox
import pytest

from samgraf.errors import QueryRefused
from samgraf.federation import broker as brokers
from samgraf.federation.broker import Broker, Server
from samgraf.federation.courses import Courses, Forgotten
from samgraf.federation.failures import SourceFailed
from samgraf.federation.outgoing import Fetcher
from samgraf.limits import Limits
from samgraf.store import federation
from samgraf.store.federation import Asking

ADDRESS = "http://127.0.0.1:1/"
NOBODY_LISTENS = "its name leads to a loopback address, which the operator has not listed"
LIMITS = replace(Limits(), federation_calls=2, federation_per_minute=10_000)


def broker(limits: Limits = LIMITS) -> Broker:
    """Make a broker whose only endpoint always fails."""
    return Broker([ADDRESS], Fetcher((), limits), limits)


def fail(asked: Broker, name: str, call: str = "0") -> None:
    with pytest.raises(SourceFailed):
        asked.ask(name, call, 0, b"")


@contextmanager
def gate(asked: Broker, monkeypatch: pytest.MonkeyPatch, limits: Limits = LIMITS) -> Iterator[None]:
    """Let workers reach a broker, without a fence."""
    server = Server(socket.create_server(("127.0.0.1", 0)), asked, 1, limits)
    monkeypatch.setattr(federation, "PLACE", server.server_address)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_failure_is_known_after_a_thousand_of_other_queries() -> None:
    asked = broker()
    fail(asked, "slow")
    for number in range(1000):
        fail(asked, f"other {number}")
    assert asked.failures("slow") == {"0": NOBODY_LISTENS}


def test_the_questions_of_a_query_are_counted_on_after_a_thousand_other_queries() -> None:
    asked = broker()
    fail(asked, "slow")
    fail(asked, "slow")
    for number in range(1000):
        fail(asked, f"other {number}")
    with pytest.raises(SourceFailed, match="one query may ask others 2 times"):
        asked.ask("slow", "1", 0, b"")


def test_a_query_is_forgotten_when_it_must_be_over() -> None:
    asked = broker(replace(LIMITS, query_seconds=0.1, transfer_seconds=0.2))
    fail(asked, "brief")
    assert asked.failures("brief")
    time.sleep(0.35)
    assert asked.failures("brief") == {}


def test_what_nobody_expected_is_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = broker()
    monkeypatch.setattr(Fetcher, "ask", lambda *_: 1 / 0)
    fail(asked, "odd")
    assert asked.failures("odd") == {"0": "it could not be asked"}


def test_a_part_that_is_too_long_with_its_prefixes_is_a_failure_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terms = " . ".join(f"?s a:{number} ?o" for number in range(100))
    prefix = f"PREFIX a: <http://example.org/{'a' * 1000}/>"
    text = f"{prefix} SELECT * {{ SERVICE SILENT <{ADDRESS}> {{ {terms} }} }}"
    with gate(broker(), monkeypatch, replace(LIMITS, query_kib=4)):
        asking = Asking(text, [ADDRESS])
        ox.Store().query(asking.text)
        [source] = asking.sources()
    assert source.failed == "with prefixes written out its part is over 16 KiB"


def test_where_there_is_no_room_new_queries_fail_and_none_looks_whole() -> None:
    courses = Courses(0.2, 2000)
    names = [f"{number:016}" for number in range(3)]
    for name in names:
        courses.count(name)
    with pytest.raises(SourceFailed, match="too many queries ask others now"):
        courses.count("late")
    courses.fail("late", "0", "it was one too many")
    with pytest.raises(Forgotten):
        courses.failures("late")
    assert [courses.made(name) for name in names] == [1, 1, 1]
    assert courses.failures(names[0]) == {}
    time.sleep(0.25)
    courses.count("next")
    assert courses.failures("late") == {}


def test_reasons_have_bounds_of_number_and_length_and_beyond_them_not_all_is_known() -> None:
    courses = Courses(60, 1 << 20)
    for number in range(100):
        courses.fail("a", str(number), "x" * 10_000)
    known = courses.failures("a")
    assert len(known) == 100
    assert {len(why) for why in known.values()} == {500}
    courses.fail("a", "100", "one more")
    with pytest.raises(Forgotten):
        courses.failures("a")
    assert courses.failures("b") == {}


def test_an_answer_of_which_not_all_is_known_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"SELECT * {{ SERVICE SILENT <{ADDRESS}> {{ ?s ?p ?o }} }}"
    monkeypatch.setattr(brokers, "_REMEMBERED", 600)
    asked = broker()
    with gate(asked, monkeypatch):
        asking = Asking(text, [ADDRESS])
        assert [source.failed for source in asking.sources()] == [""]
        fail(asked, "a query that takes all room")
        fail(asked, "another")
        with pytest.raises(QueryRefused) as refusal:
            asking.head()
    assert refusal.value.kind == "unavailable"
