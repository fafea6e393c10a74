"""kill -9 of any one process of a server: how long it gives no answer, and what is left behind."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .asking import answers, get, send
from .serving import (
    HEAVY,
    TIGHT,
    Server,
    alive,
    children,
    command,
    free_port,
    kill,
    make_version,
    point_to,
    some_quads,
    wait_for,
)

pytestmark = pytest.mark.slow
OUTAGE = 5.0
"""Seconds that a server may be without answers."""


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deaths")
    make_version(folder, "v1", some_quads(2000))
    point_to(folder, "v1")
    return folder


@pytest.fixture(scope="module")
def server(build: Path) -> Iterator[Server]:
    with Server(build, TIGHT, processes=2) as running:
        wait_for(lambda: len(web_processes(running)) == 2)
        yield running


def child(server: Server, module: str) -> int:
    return next(pid for pid in children(server.process.pid) if module in command(pid))


def zygote(server: Server) -> int:
    return child(server, "samgraf.store.zygote")


def master(server: Server) -> int:
    return child(server, "samgraf.cli.webserver")


def web_processes(server: Server) -> list[int]:
    return children(master(server))


def web_process(server: Server) -> int:
    return web_processes(server)[0]


def worker(server: Server) -> int:
    """Return a worker that has a query to answer."""
    return max(children(zygote(server)))


def family(pid: int) -> list[int]:
    return [pid, *(found for below in children(pid) for found in family(below))]


def _answers(port: int) -> bool:
    try:
        return answers(port)
    except http.client.HTTPException:
        return False


def longest_outage(port: int, done: threading.Event) -> float:
    """Ask again and again; return the longest time from one answer to the next."""
    last, longest = time.monotonic(), 0.0
    while not done.is_set():
        if _answers(port):
            longest = max(longest, time.monotonic() - last)
            last = time.monotonic()
        time.sleep(0.02)
    return max(longest, time.monotonic() - last)


@pytest.mark.parametrize("victim", [worker, zygote, web_process, master])
def test_the_death_of_any_process_is_hardly_noticed(
    server: Server, victim: Callable[[Server], int]
) -> None:
    assert answers(server.port)
    done, outages = threading.Event(), list[float]()
    visitor = threading.Thread(target=lambda: outages.append(longest_outage(server.port, done)))
    visitor.start()
    time.sleep(0.3)
    pid = victim(server)
    kill(pid)
    wait_for(lambda: not alive(pid))
    time.sleep(3)
    wait_for(lambda: _answers(server.port))
    done.set()
    visitor.join(10)
    assert outages[0] < OUTAGE
    assert send(server.port, "GET", "/healthz").status == 200
    wait_for(lambda: len(web_processes(server)) == 2)


def test_the_client_of_a_killed_worker_gets_an_answer_that_says_so(server: Server) -> None:
    replies = []
    asking = threading.Thread(target=lambda: replies.append(get(server.port, HEAVY)))
    had = set(children(zygote(server)))
    asking.start()
    time.sleep(0.4)
    for pid in {*children(zygote(server))} - had or had:
        kill(pid)
    asking.join(10)
    assert [(reply.status, reply.kind) for reply in replies] == [(503, "memory-limit")]


def test_a_killed_supervisor_leaves_nothing_and_the_port_is_free(build: Path) -> None:
    with Server(build, TIGHT, free_port(), processes=2) as server:
        wait_for(lambda: len(web_processes(server)) == 2)
        everyone = family(server.process.pid)
        asking = threading.Thread(target=_ask_in_vain, args=(server.port,))
        asking.start()
        time.sleep(0.3)
        started = time.monotonic()
        kill(server.process.pid)
        wait_for(lambda: not any(alive(pid) for pid in everyone), OUTAGE)
        with Server(build, TIGHT, server.port) as again:
            assert answers(again.port)
        assert time.monotonic() - started < 2 * OUTAGE
        asking.join(10)


def _ask_in_vain(port: int) -> None:
    try:
        get(port, HEAVY)
    except (OSError, http.client.HTTPException):
        return
