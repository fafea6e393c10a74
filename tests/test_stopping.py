"""The end of a server: what runs may finish or is visibly cut, what is idle goes at once."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from .asking import Reply, get, send
from .serving import HEAVY, TIGHT, Server, make_version, point_to, some_quads, wait_for

LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
BRIEF = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    make_version(tmp_path, "v1", some_quads(500))
    point_to(tmp_path, "v1")
    limits = replace(TIGHT, query_seconds=10, cpu_seconds=10, transfer_seconds=30, reply_mib=4000)
    with Server(tmp_path, limits, processes=2) as running:
        # Before that, gunicorn's web process would not hear that it is to stop.
        wait_for(lambda: b"\nsamgraf_web_processes 2.0\n" in metrics(running.port))
        yield running


def metrics(port: int) -> bytes:
    return send(port, "GET", "/metrics").body


def idle(port: int) -> socket.socket:
    """Open a connection that has had its answer and waits for nothing."""
    client = socket.create_connection(("127.0.0.1", port), timeout=10)
    client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert b"200 OK" in client.recv(65536)
    return client


def listens(port: int) -> bool:
    """Say whether anything listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def to_the_end(response: http.client.HTTPResponse) -> None:
    while response.read(1 << 20):
        continue


def in_background(port: int, query: str) -> tuple[threading.Thread, list[Reply]]:
    """Send a query; its reply comes into the list."""
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(get(port, query)))
    thread.start()
    return thread, replies


@pytest.mark.slow
def test_idle_connections_end_at_once_and_new_ones_are_refused(server: Server) -> None:
    clients = [idle(server.port) for _ in range(8)]
    silent = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    thread, _ = in_background(server.port, LONG)
    time.sleep(0.5)
    started = time.monotonic()
    server.process.terminate()
    for client in (*clients, silent):
        assert client.recv(1) == b""
        client.close()
    assert time.monotonic() - started < 1
    wait_for(lambda: not listens(server.port), 0.5)
    server.ended()
    assert time.monotonic() - started < 4
    thread.join(10)


def test_a_server_with_nothing_to_do_ends_within_a_second(server: Server) -> None:
    with idle(server.port):
        assert server.stop() < 1.5


def test_a_query_that_ends_in_time_is_answered_whole(server: Server) -> None:
    seconds = get(server.port, BRIEF).seconds
    assert seconds < 2
    thread, replies = in_background(server.port, f"{BRIEF} # again")
    time.sleep(min(0.1, seconds / 4))
    assert server.stop() < 4
    thread.join(10)
    assert [(reply.status, reply.cut) for reply in replies] == [(200, False)]


@pytest.mark.slow
def test_a_long_stream_is_visibly_cut(server: Server) -> None:
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    client.request("GET", "/sparql?query=" + LONG.replace(" ", "+").replace("?", "%3F"))
    response = client.getresponse()
    assert response.read(1000)
    started = time.monotonic()
    server.process.terminate()
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        to_the_end(response)
    server.ended()
    assert time.monotonic() - started < 4
    client.close()


@pytest.mark.slow
def test_a_query_without_an_answer_does_not_hold_the_server(server: Server) -> None:
    failed = threading.Event()

    def ask() -> None:
        try:
            get(server.port, HEAVY)
        except (OSError, http.client.HTTPException):
            failed.set()

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.5)
    assert server.stop() < 4
    wait_for(failed.is_set)
    thread.join(5)


def test_the_end_is_silent(server: Server) -> None:
    with idle(server.port):
        server.stop()
    assert server.lines == [f"serving v1 on http://127.0.0.1:{server.port}"]
