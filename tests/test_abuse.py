"""What strangers may send: a clean end within the deadline, and others go on being answered."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from samgraf import limits

from . import abuse
from .asking import JSON, SMALL, Reply, get, post, send
from .serving import BIG, TIGHT, Server, make_version, point_to, some_quads, wait_for

DEADLINE = TIGHT.query_seconds + 1


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    build = tmp_path_factory.mktemp("abuse")
    make_version(build, "v1", some_quads(4000))
    point_to(build, "v1")
    with Server(build, TIGHT) as running:
        yield running
    assert not [line for line in running.lines if "Traceback" in line]


def name_of(value: object) -> str:
    """Name a case by its query."""
    return getattr(value, "__name__", "")


def beside(server: Server, query: str) -> tuple[Reply, list[Reply]]:
    """Send a query, and ordinary ones of another client for as long as it lasts."""
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(post(server.port, query)))
    thread.start()
    others: list[Reply] = []
    while thread.is_alive() or not others:
        others.append(get(server.port, f"{SMALL} # {time.monotonic_ns()}", "127.0.0.2"))
        thread.join(0.05)
    return replies[0], others


def raw(server: Server, query: str, version: str = "1.1") -> socket.socket:
    """Send a query over a socket of one's own."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    client.settimeout(15)
    client.connect(("127.0.0.1", server.port))
    line = f"GET /sparql?{urlencode({'query': query})} HTTP/{version}\r\n"
    client.sendall(f"{line}Host: localhost\r\nAccept: {JSON}\r\n\r\n".encode())
    return client


def check(server: Server, query: str, accepted: set[abuse.Outcome]) -> None:
    """Hold a query to its outcomes and the deadline while others are answered."""
    reply, others = beside(server, query)
    assert (reply.status, reply.kind) in accepted
    assert reply.kind == "cut" or reply.seconds < DEADLINE
    assert reply.seconds < TIGHT.query_seconds + TIGHT.transfer_seconds
    assert {other.status for other in others} == {200}
    assert max(other.seconds for other in others) < 1


@pytest.mark.parametrize(("make", "accepted"), abuse.ALWAYS, ids=name_of)
def test_abuse_ends_cleanly(server: Server, make: abuse.Make, accepted: set[abuse.Outcome]) -> None:
    check(server, make(), accepted)


@pytest.mark.slow
@pytest.mark.parametrize(("make", "accepted"), abuse.RARELY, ids=name_of)
def test_rarer_abuse_ends_cleanly(
    server: Server, make: abuse.Make, accepted: set[abuse.Outcome]
) -> None:
    check(server, make(), accepted)


@pytest.mark.parametrize("form", ["SERVICE {}", "SERVICE SILENT {}", "BIND({} AS ?g) SERVICE ?g"])
def test_service_is_refused_and_reaches_nobody(server: Server, form: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        target = f"<http://127.0.0.1:{listener.getsockname()[1]}/x>"
        reply = post(server.port, f"SELECT * {{ {form.format(target)} {{ ?a ?b ?c }} }}")
        assert (reply.status, reply.kind) == (403, "service-refused")
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.slow
def test_texts_against_the_scan_are_answered_soon(server: Server) -> None:
    slowest = max(post(server.port, text).seconds for text in abuse.scanner_bombs())
    assert slowest < 1.5


def test_an_endless_stream_over_http_1_0_is_refused(server: Server) -> None:
    with raw(server, abuse.endless_stream(), "1.0") as client:
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert b" 503 " in answer[:20]
    assert b"reply-too-large" in answer


@pytest.mark.slow
def test_a_slow_reader_gets_the_whole_reply(server: Server) -> None:
    size, tail = 0, b""
    with raw(server, f"{BIG}0") as client:
        started = time.monotonic()
        while tail != b"0\r\n\r\n":
            chunk = client.recv(65536)
            assert chunk
            size += len(chunk)
            tail = (tail + chunk)[-5:]
            time.sleep(0.005)
    assert size > 20_000_000
    assert time.monotonic() - started > TIGHT.query_seconds


@pytest.mark.slow
def test_clients_that_never_read_free_their_places(server: Server) -> None:
    stuck = [raw(server, f"{abuse.endless_stream()} # {number}") for number in range(2)]
    time.sleep(TIGHT.stall_seconds + 1)
    wait_for(lambda: get(server.port, f"{SMALL} # {time.monotonic_ns()}").status == 200, 3)
    for client in stuck:
        client.close()


def test_many_heavy_queries_of_one_client_leave_room_for_others(server: Server) -> None:
    outcomes: list[Reply] = []

    def attack(number: int) -> None:
        outcomes.append(get(server.port, f"{abuse.cross_count()} # {number}"))

    threads = [threading.Thread(target=attack, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    others = []
    while any(thread.is_alive() for thread in threads):
        others.append(get(server.port, f"{SMALL} # {time.monotonic_ns()}", "127.0.0.2"))
        time.sleep(0.05)
    assert {other.status for other in others} == {200}
    assert max(other.seconds for other in others) < 1
    assert {reply.kind for reply in outcomes} <= {"time-limit", "too-many-queries", "busy"}
    assert {reply.status for reply in outcomes} <= {429, 503}


def test_a_body_over_the_limit_is_refused_unread(server: Server) -> None:
    length = str(1 << 40)
    media_type = "application/sparql-query"
    reply = send(
        server.port, "POST", "/sparql", b"ASK {}", Content_Type=media_type, Content_Length=length
    )
    assert (reply.status, reply.kind) == (413, "too-long")
    assert json.loads(reply.body)["limits"] == limits.public(TIGHT)
