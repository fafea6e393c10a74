"""Bytes that no decent client sends: a right answer in time, and the next request is answered."""

import contextlib
import http.client
import resource
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from . import abuse, hostile
from .asking import JSON, SMALL, Reply, get, send
from .hostile import FIRST, HOST, LAST, POST, Odd, connected, drip, exchange, vanish
from .serving import TIGHT, Server, make_version, point_to, some_quads, state, wait_for

STALL = TIGHT.stall_seconds + 1
OTHER = "127.0.0.9"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    build = tmp_path_factory.mktemp("odd")
    make_version(build, "v1", some_quads(2000))
    point_to(build, "v1")
    with Server(build, TIGHT) as running:
        yield running
    assert not [line for line in running.lines if "Traceback" in line]


@pytest.fixture(autouse=True)
def _answers_afterwards(server: Server) -> Iterator[None]:
    yield
    reply = fresh(server)
    assert reply.status == 200
    assert reply.seconds < 1


def fresh(server: Server, source: str = OTHER) -> Reply:
    """Ask what no cache has seen."""
    return get(server.port, f"{SMALL} # {time.monotonic_ns()}", source)


def running(server: Server) -> int:
    """Count the workers that there are."""
    workers = state(server.build / "run", "v1")["workers"]
    assert isinstance(workers, list)
    return len(workers)


@pytest.mark.parametrize("odd", hostile.EVERY, ids=lambda odd: odd.name)
def test_an_odd_request_gets_its_status(server: Server, odd: Odd) -> None:
    answered = exchange(server.port, odd.data + LAST)
    first, *rest = answered.statuses
    assert first in odd.accepted
    assert rest == ([] if odd.ends else [200])
    assert answered.seconds < STALL
    assert b"evil" not in answered.data
    assert b"<script>" not in answered.data


def test_requests_in_a_row_are_answered_in_order(server: Server) -> None:
    queries = [f"ASK {{ FILTER({number}=1) }}" for number in range(4)]
    asked = [urlencode({"query": query}).encode() for query in queries]
    ask = hostile.ASK.encode()
    row = b"".join(FIRST.replace(ask, query) + HOST + b"\r\n" for query in asked)
    answered = exchange(server.port, row + LAST)
    assert answered.statuses == [200] * 5
    said = [part[:5] for part in answered.data.split(b'"boolean":')[1:]]
    assert said == [b"false", b"true}", b"false", b"false"]


def test_large_requests_in_a_row_are_answered_in_order(server: Server) -> None:
    padding = b" " * 300_000
    told = POST + b"Content-Length: %d\r\n"
    row = b"".join(
        told % (len(query) + len(padding)) + b"\r\n" + query + padding
        for query in (b"ASK { FILTER(%d=1) }" % number for number in range(4))
    )
    answered = exchange(server.port, row + LAST)
    assert answered.statuses == [200] * 5
    said = [part[:5] for part in answered.data.split(b'"boolean":')[1:]]
    assert said == [b"false", b"true}", b"false", b"false"]


def test_a_connection_stays_whatever_the_length_of_its_bodies(server: Server) -> None:
    body = b"ASK {}" + b" " * 300_000
    head = {"Content-Type": "application/sparql-query", "Accept": JSON}
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port)) as client:
        client.connect()
        begun = client.sock
        for _ in range(40):
            client.request("POST", "/sparql", body, head)
            assert client.getresponse().read().endswith(b"true}")
        assert client.sock is begun


def test_a_client_that_expects_a_continue_gets_one(server: Server) -> None:
    with connected(server.port) as client:
        client.sendall(POST + b"Expect: 100-continue\r\nContent-Length: 6\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 100 ")
        client.sendall(b"ASK {}")
        assert client.recv(65_536).startswith(b"HTTP/1.1 200 ")


def test_a_client_that_expects_a_continue_is_refused_before_its_body(server: Server) -> None:
    length = b"Content-Length: %d\r\n\r\n" % (1 << 40)
    answered = exchange(server.port, POST + b"Expect: 100-continue\r\n" + length)
    assert answered.statuses == [413]


def test_a_tls_hello_is_dropped_in_time(server: Server) -> None:
    hello = bytes.fromhex("16030100c8010000c40303") + bytes(190)
    answered = exchange(server.port, hello)
    assert answered.statuses in ([], [400])
    assert answered.seconds < STALL


@pytest.mark.parametrize(
    "begun",
    [b"G", FIRST + HOST + b"X-A: ", POST + b"Content-Length: 1000\r\n\r\n"],
    ids=["line", "header", "body"],
)
def test_many_that_drip_are_dropped_while_others_are_answered(server: Server, begun: bytes) -> None:
    with ThreadPoolExecutor(40) as pool:
        drips = [pool.submit(drip, server.port, begun) for _ in range(40)]
        others = [fresh(server) for _ in range(20)]
    assert max(one.result() for one in drips) < STALL + 0.5
    assert {other.status for other in others} == {200}
    assert max(other.seconds for other in others) < 1


@pytest.fixture
def open_files() -> Iterator[int]:
    """Let this process and what it starts open as many files as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def begin(port: int, number: int, part: bytes) -> socket.socket:
    """Send a part of a request; now and then let the server take what waits for it."""
    if number % 50 == 0:
        time.sleep(0.02)
    client = connected(port, f"127.0.2.{number % 250 + 1}")
    client.sendall(part)
    return client


@pytest.mark.slow
def test_idle_connections_keep_nobody_away(server: Server, open_files: int) -> None:
    assert open_files >= 1_500
    with ExitStack() as stack:
        for number in range(1_000):
            stack.enter_context(begin(server.port, number, b""))
        others = [fresh(server) for _ in range(50)]
    assert {other.status for other in others} == {200}
    assert max(other.seconds for other in others) < 1


BEGUN = (b"GET /spar", FIRST, FIRST + HOST + b"X-A: ", POST + b"Content-Length: 1000\r\n\r\nASK")
PATIENT = replace(TIGHT, stall_seconds=25)
"""A server that hears slow clients for so long that all of them can be there at once."""
DRIPPING = 500


def drip_on(clients: list[socket.socket], done: threading.Event) -> None:
    """Send one more byte from each again and again."""
    while not done.wait(0.5):
        for client in clients:
            client.sendall(b"a")


@pytest.mark.slow
def test_ten_thousand_slow_requests_keep_nobody_away(server: Server, open_files: int) -> None:
    number = min(10_000, open_files - 500)
    done = threading.Event()
    with ExitStack() as stack:
        patient = stack.enter_context(Server(server.build, PATIENT))
        stack.callback(done.set)
        slow = [
            stack.enter_context(begin(patient.port, n, BEGUN[n % len(BEGUN)]))
            for n in range(number)
        ]
        dripping = ThreadPoolExecutor(1).submit(drip_on, slow[:DRIPPING], done)
        others = [fresh(patient) for _ in range(50)]
        held = connections(patient)
        done.set()
        dripping.result(10)
    assert held > number, "all of them, and the one that asks"
    assert {other.status for other in others} == {200}
    assert max(other.seconds for other in others) < 1
    if number < 10_000:
        pytest.skip(f"{number} slow requests held: the limit of open files allows no more")


def connections(server: Server) -> float:
    numbers = send(server.port, target="/metrics").body.decode().splitlines()
    [found] = [line for line in numbers if line.startswith("samgraf_connections_open ")]
    return float(found.split()[1])


def test_many_addresses_at_once_share_the_places(server: Server) -> None:
    with ThreadPoolExecutor(40) as pool:
        asked = [
            pool.submit(get, server.port, f"{abuse.cross_count()} # {n}", f"127.0.3.{n + 1}")
            for n in range(40)
        ]
        replies = [one.result() for one in asked]
    assert {reply.status for reply in replies} == {503}
    assert {reply.kind for reply in replies} <= {"time-limit", "busy"}
    busy = [reply for reply in replies if reply.kind == "busy"]
    assert len(busy) >= 40 - 2 * TIGHT.slots - TIGHT.waiting
    assert all(int(reply.headers["retry-after"]) > 0 for reply in busy)
    assert max(reply.seconds for reply in replies) < TIGHT.queue_seconds + TIGHT.query_seconds + 1


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("OPTIONS", 204)])
def test_a_flood_of_empty_answers_keeps_nobody_away(
    server: Server, method: str, status: int
) -> None:
    one = FIRST.replace(b"GET", method.encode()) + HOST + b"\r\n"
    with ThreadPoolExecutor(6) as pool:
        floods = [pool.submit(exchange, server.port, one * 300 + LAST) for _ in range(6)]
        others = [fresh(server) for _ in range(20)]
    assert all(flood.result().statuses == [status] * 300 + [200] for flood in floods)
    assert {other.status for other in others} == {200}
    assert max(other.seconds for other in others) < 1


@pytest.mark.parametrize(
    "part",
    [b"GET /spar", FIRST, POST + b"Content-Length: 1000\r\n\r\nASK", POST[:-9]],
    ids=["line", "head", "body", "header"],
)
def test_clients_that_vanish_within_a_request_leave_nothing(server: Server, part: bytes) -> None:
    for _ in range(100):
        vanish(server.port, part)


def test_clients_that_vanish_within_a_query_free_its_worker(server: Server) -> None:
    heavy = urlencode({"query": abuse.cross_count()}).encode()
    request = FIRST.replace(hostile.ASK.encode(), heavy) + HOST + b"\r\n"
    before = running(server)
    leaving = [
        threading.Thread(target=vanish, args=(server.port, request, f"127.0.4.{n}", 0.3))
        for n in range(1, 4)
    ]
    for thread in leaving:
        thread.start()
    for thread in leaving:
        thread.join()
    wait_for(lambda: running(server) <= max(1, before), 0.7)
