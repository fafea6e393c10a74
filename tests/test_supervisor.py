"""The server's processes: start, stop, taken port, new versions, and death of any of them."""

import http.client
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from samgraf.cli import processes

from .abuse import cross_count
from .asking import Reply, answers, get
from .serving import (
    TIGHT,
    Server,
    alive,
    children,
    command,
    kill,
    make_version,
    point_to,
    some_quads,
    wait_for,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "build"
    make_version(folder, "v1", some_quads(2000))
    point_to(folder, "v1")
    return folder


@pytest.fixture
def server(build: Path) -> Iterator[Server]:
    with Server(build, TIGHT) as running:
        yield running


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("steady")
    make_version(folder, "v1", some_quads(2000))
    point_to(folder, "v1")
    with Server(folder, TIGHT) as running:
        yield running


def child(server: Server, module: str) -> int:
    """Return the server's child that runs a module."""
    return next(pid for pid in children(server.process.pid) if module in command(pid))


def family(pid: int) -> list[int]:
    """Return a process and everything below it."""
    return [pid, *(found for below in children(pid) for found in family(below))]


def listens(port: int) -> bool:
    """Say whether anything listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def in_background(port: int, query: str) -> threading.Thread:
    """Send a query and do not care what comes of it."""

    def ask() -> None:
        try:
            get(port, query)
        except (OSError, http.client.HTTPException):
            return

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_and_frees_the_port(
    server: Server, number: signal.Signals
) -> None:
    everyone = family(server.process.pid)
    asking = in_background(server.port, cross_count())
    time.sleep(0.3)
    started = time.monotonic()
    for _ in range(2):  # an impatient person presses twice; Ctrl-C goes to the whole group
        os.killpg(server.process.pid, number)
    status, lines = server.ended()
    assert time.monotonic() - started < 5
    assert (status, lines) == (0, [f"serving v1 on http://127.0.0.1:{server.port}"])
    assert not [pid for pid in everyone if alive(pid)]
    assert not listens(server.port)
    asking.join(10)


def test_a_taken_port_is_one_clear_line(build: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        status, lines = Server(build, TIGHT, port).ended()
    remedy = "stop what uses it or choose another with --port"
    assert (status, lines) == (1, [f"port {port} of 127.0.0.1 is taken: {remedy}"])


def test_without_a_version_the_remedy_is_named(tmp_path: Path) -> None:
    status, lines = Server(tmp_path, TIGHT).ended()
    assert status == 1
    assert len(lines) == 1
    assert "run 'samgraf build' first" in lines[0]


def test_a_broken_version_is_one_clear_line(build: Path) -> None:
    for file in (build / "versions" / "v1" / "store").glob("*.sst"):
        file.unlink()
    server = Server(build, TIGHT)
    status, lines = server.ended()
    assert status == 1
    assert "v1" in lines[-1]
    assert not listens(server.port)


def test_two_servers_share_a_build_without_harm(steady: Server) -> None:
    with Server(steady.build, TIGHT) as second:
        assert answers(second.port)
    assert answers(steady.port)


def test_a_build_folder_that_is_too_deep_for_a_socket_is_served(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["deep" * 10] * 4)
    make_version(folder, "v1", some_quads(20))
    point_to(folder, "v1")
    with Server(folder, TIGHT) as running:
        assert answers(running.port)


def test_a_new_version_is_followed_without_a_failed_query(server: Server, build: Path) -> None:
    make_version(build, "v2", some_quads(3000))
    replies: list[Reply] = []
    done = threading.Event()

    def visit() -> None:
        while not done.is_set():
            replies.append(get(server.port, f"SELECT ?x {{}} # {len(replies)}"))

    visitor = threading.Thread(target=visit)
    visitor.start()
    point_to(build, "v2")
    wait_for(lambda: bool(replies) and replies[-1].headers["samgraf-version"] == "v2")
    time.sleep(0.8)
    done.set()
    visitor.join(5)
    assert {reply.status for reply in replies} == {200}
    assert server.lines[1:] == ["now serving v2"]


def test_a_version_that_cannot_be_served_leaves_the_old_one(server: Server, build: Path) -> None:
    broken = make_version(build, "v2", some_quads(10))
    for file in (broken / "store").glob("*.sst"):
        file.unlink()
    point_to(build, "v2")
    wait_for(lambda: any("v2 cannot be served" in line for line in server.lines))
    assert get(server.port, "ASK {}").headers["samgraf-version"] == "v1"
    good = make_version(build, "v3", some_quads(10))
    point_to(build, good.name)
    wait_for(lambda: get(server.port, "ASK {}").headers["samgraf-version"] == "v3")


@pytest.mark.parametrize("module", ["samgraf.store.zygote", "samgraf.cli.webserver"])
def test_a_killed_process_is_started_again(steady: Server, module: str) -> None:
    before = child(steady, module)
    kill(before)
    started = time.monotonic()
    wait_for(lambda: any(module in command(p) for p in children(steady.process.pid) if p != before))
    assert time.monotonic() - started < 1.5
    wait_for(lambda: answers(steady.port))


def test_a_killed_web_process_is_started_again(steady: Server) -> None:
    gunicorn = child(steady, "samgraf.cli.webserver")
    wait_for(lambda: bool(children(gunicorn)))
    before = children(gunicorn)
    kill(before[0])
    wait_for(lambda: bool(children(gunicorn)) and children(gunicorn) != before)
    wait_for(lambda: answers(steady.port))


def test_a_killed_supervisor_takes_everything_along(server: Server, build: Path) -> None:
    answers(server.port)
    everyone = family(server.process.pid)
    kill(server.process.pid)
    wait_for(lambda: not any(alive(pid) for pid in everyone))
    assert not listens(server.port)
    with Server(build, TIGHT, server.port) as again:
        assert answers(again.port)


def test_a_client_that_stops_within_its_request_is_dropped(steady: Server) -> None:
    for part in (b"GET /sparql HTT", b"POST /sparql HTTP/1.1\r\nContent-Length: 100\r\n"):
        media_type = b"Content-Type: application/sparql-query\r\n\r\nASK"
        request = part + (media_type if b"POST" in part else b"")
        with socket.create_connection(("127.0.0.1", steady.port), timeout=6) as client:
            client.sendall(request)
            started = time.monotonic()
            while client.recv(65536):
                continue
            assert time.monotonic() - started < 5


def test_a_client_that_drips_its_body_is_dropped(steady: Server) -> None:
    head = b"POST /sparql HTTP/1.1\r\nContent-Length: 100\r\n"
    media_type = b"Content-Type: application/sparql-query\r\n\r\n"
    with socket.create_connection(("127.0.0.1", steady.port), timeout=0.2) as client:
        client.sendall(head + media_type)
        started, answer = time.monotonic(), b""
        while not answer and time.monotonic() - started < 6:
            client.sendall(b"x")
            try:
                answer = client.recv(65536)
            except TimeoutError:
                continue
    assert b" 400 " in answer
    assert time.monotonic() - started < 4


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}),
        ("glibc.malloc.check=3", {"GLIBC_TUNABLES": "glibc.malloc.check=3:glibc.malloc.hugetlb=1"}),
        ("glibc.malloc.hugetlb=0", {}),
    ],
    ids=["nothing set", "something else set", "set otherwise"],
)
def test_the_store_is_held_in_huge_pages_unless_the_operator_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, given: str, told: dict[str, str]
) -> None:
    monkeypatch.setenv("GLIBC_TUNABLES", given)
    assert processes.huge_pages() == told
