"""Names of endpoints: looked up once, connected with as checked, and none holds others up."""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from samgraf.federation.addresses import networks
from samgraf.federation.failures import SourceFailed
from samgraf.federation.outgoing import Fetcher
from samgraf.federation.resolving import Resolver
from samgraf.limits import Limits

from .partner import Partner, partner
from .serving import wait_for

PERMITTED, FORBIDDEN = "127.0.0.1", "127.0.0.2"
QUERY = b"SELECT * { ?s ?p ?o }"
REAL = socket.getaddrinfo
Found = list[tuple[Any, ...]]


class Names:
    """What names mean here, and which were looked up; a number means itself, as ever."""

    def __init__(self) -> None:
        """Know no name."""
        self.meanings: dict[str, Callable[[], str]] = {}
        self.asked: list[str] = []

    def look_up(self, host: str, port: int | None, *more: int, **others: int) -> Found:
        """Stand in for ``getaddrinfo``."""
        if host not in self.meanings:
            return [*REAL(host, port, *more, **others)]
        self.asked.append(host)
        return [*REAL(self.meanings[host](), port, *more, **others)]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    known = Names()
    monkeypatch.setattr(socket, "getaddrinfo", known.look_up)
    return known


@pytest.fixture
def go_on() -> Iterator[threading.Event]:
    """Give what lookups may hang on until the end of a test."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture(scope="module")
def wikidata() -> Iterator[Partner]:
    with partner() as running:
        yield running


def fetcher(seconds: float = 5.0) -> Fetcher:
    return Fetcher(networks([PERMITTED]), Limits(federation_seconds=seconds))


def test_a_name_that_means_another_address_later_is_connected_with_as_checked(
    names: Names, wikidata: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses, connected = iter([PERMITTED, FORBIDDEN, FORBIDDEN]), []
    names.meanings["rebinding.example"] = lambda: next(addresses)
    connect = socket.create_connection

    def watched(address: tuple[str, int], *more: Any) -> socket.socket:
        connected.append(address[0])
        return connect(address, *more)

    monkeypatch.setattr(socket, "create_connection", watched)
    address = f"http://rebinding.example:{wikidata.server_port}/sparql"
    assert b"Q3" in fetcher().ask(address, QUERY).body
    assert connected == [PERMITTED]
    assert names.asked == ["rebinding.example"]
    assert wikidata.asked[-1][2]["Host"] == f"rebinding.example:{wikidata.server_port}"


def test_a_name_is_checked_anew_for_each_question(names: Names, wikidata: Partner) -> None:
    addresses = iter([PERMITTED, FORBIDDEN])
    names.meanings["rebinding.example"] = lambda: next(addresses)
    asking, address = fetcher(), f"http://rebinding.example:{wikidata.server_port}/sparql"
    asking.ask(address, QUERY)
    before = len(wikidata.asked)
    with pytest.raises(SourceFailed, match="its name leads to a loopback address"):
        asking.ask(address, QUERY)
    assert len(wikidata.asked) == before


def test_names_that_hang_hold_up_no_other_and_each_is_looked_up_once(
    names: Names, wikidata: Partner, go_on: threading.Event
) -> None:
    hanging = [f"hanging-{number}.example" for number in range(6)]
    names.meanings = dict.fromkeys(hanging, lambda: str(go_on.wait(30) and PERMITTED))
    names.meanings["quick.example"] = lambda: PERMITTED
    asking = fetcher(1.0)
    with ThreadPoolExecutor(12) as threads:
        asked = [threads.submit(asking.ask, f"http://{name}/", QUERY) for name in 2 * hanging]
        failures = [str(one.exception(5)) for one in asked]
    assert failures == 12 * ["it did not answer within 1 seconds"]
    address = f"http://quick.example:{wikidata.server_port}/sparql"
    assert b"Q3" in asking.ask(address, QUERY).body
    assert sorted(names.asked) == [*hanging, "quick.example"]


def test_who_asks_for_a_name_that_is_being_looked_up_waits_for_it(
    names: Names, go_on: threading.Event
) -> None:
    names.meanings["slow.example"] = lambda: str(go_on.wait(30) and PERMITTED)
    resolver = Resolver()
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(resolver.addresses, "slow.example", 30)
        wait_for(lambda: names.asked == ["slow.example"])
        with pytest.raises(TimeoutError):
            resolver.addresses("slow.example", 0.05)
        go_on.set()
        assert first.result(5) == [PERMITTED]
    assert names.asked == ["slow.example"]
    assert resolver.addresses("slow.example", 5) == [PERMITTED]


def test_a_name_that_failed_is_looked_up_again(names: Names, wikidata: Partner) -> None:
    meanings = iter(["no-such-host.invalid", PERMITTED])
    names.meanings["mended.example"] = lambda: next(meanings)
    asking, address = fetcher(), f"http://mended.example:{wikidata.server_port}/sparql"
    with pytest.raises(SourceFailed, match="its name could not be resolved"):
        asking.ask(address, QUERY)
    assert b"Q3" in asking.ask(address, QUERY).body
