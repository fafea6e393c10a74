"""Broken versions, lost sockets, and a machine that refuses: the server goes on or comes back."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from .asking import SMALL, answers, get, send
from .hostile import POST, exchange
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
RECOVERY = 6.0
"""Seconds after which a server must answer again: five, and one of slack."""


@pytest.fixture
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # A short name: a longer path would have the sockets elsewhere.
    folder = tmp_path_factory.mktemp("f")
    make_version(folder, "v1", some_quads(2000))
    point_to(folder, "v1")
    return folder


@pytest.fixture
def server(build: Path) -> Iterator[Server]:
    with Server(build, TIGHT) as running:
        yield running
    assert not [line for line in running.lines if "Traceback" in line], "\n".join(running.lines)


def child(server: Server, module: str) -> int:
    return next(pid for pid in children(server.process.pid) if module in command(pid))


def zygote(server: Server) -> int:
    return child(server, "samgraf.store.zygote")


def version(server: Server) -> str:
    """Name the version that answers, or say what is wrong."""
    try:
        reply = get(server.port, f"{SMALL} # {os.urandom(4).hex()}")
    except OSError as error:
        return type(error).__name__
    return reply.headers.get("samgraf-version", "") if reply.status == 200 else str(reply.status)


def wait_until_told(server: Server, words: str) -> None:
    """Wait until the server says something; a start of a process may take some time here."""
    try:
        wait_for(lambda: any(words in line for line in server.lines), 15)
    except AssertionError:
        pytest.fail(f"{words!r} is not among {server.lines}")


def no_manifest(place: Path) -> None:
    (place / "manifest.json").unlink()


def rubbish_manifest(place: Path) -> None:
    (place / "manifest.json").write_text("[1, 2")


def another_manifest(place: Path) -> None:
    (place / "manifest.json").write_text("[]")


def no_numbers(place: Path) -> None:
    (place / "manifest.json").write_text('{"quads": "many"}')


def half_a_store(place: Path) -> None:
    for file in (place / "store").glob("*.sst"):
        file.unlink()


def rubbish_store(place: Path) -> None:
    for file in (place / "store").glob("*.sst"):
        file.chmod(0o600)
        file.write_bytes(b"rubbish" * 1000)


def empty_store(place: Path) -> None:
    shutil.rmtree(place / "store")
    (place / "store").mkdir()


BREAKAGES = [
    *(no_manifest, rubbish_manifest, another_manifest, no_numbers),
    *(half_a_store, rubbish_store, empty_store),
]


def test_a_broken_version_is_refused_at_the_flip_and_taken_once_it_is_mended(
    server: Server, build: Path
) -> None:
    for number, breakage in enumerate(BREAKAGES):
        broken = make_version(build, f"b{number}", some_quads(10))
        breakage(broken)
        point_to(build, broken.name)
        wait_until_told(server, f"{broken.name} cannot be served")
        assert version(server) == "v1"
    shutil.rmtree(broken)
    make_version(build, broken.name, some_quads(10))
    wait_for(lambda: version(server) == broken.name, RECOVERY)


def test_a_death_beside_a_broken_version_brings_the_last_good_one_back(
    server: Server, build: Path
) -> None:
    half_a_store(make_version(build, "v2", some_quads(10)))
    point_to(build, "v2")
    wait_until_told(server, "v2 cannot be served")
    kill(zygote(server))
    wait_until_told(server, "now serving v1")
    assert version(server) == "v1"


@pytest.mark.parametrize("breakage", [no_manifest, half_a_store, empty_store])
def test_a_broken_version_at_the_start_is_one_clear_line(
    build: Path, breakage: Callable[[Path], None]
) -> None:
    breakage(build / "versions" / "v1")
    status, lines = Server(build, TIGHT).ended()
    assert status == 1
    assert "v1" in lines[-1]
    assert not [line for line in lines if "Traceback" in line]


def test_a_served_version_whose_directory_goes_is_served_on(server: Server, build: Path) -> None:
    assert version(server) == "v1"
    shutil.rmtree(build / "versions" / "v1")
    assert version(server) == "v1"
    for path in ("/", "/id/actor/x", "/download", "/dumps/v1/", "/search?q=a", "/status"):
        assert send(server.port, "GET", path).status in (200, 404, 503), path
    make_version(build, "v2", some_quads(10))
    point_to(build, "v2")
    wait_for(lambda: version(server) == "v2", RECOVERY)


def lost(*names: str) -> Callable[[Path], None]:
    def lose(run: Path) -> None:
        for name in names:
            (run / name).unlink()

    return lose


def a_file_instead(name: str) -> Callable[[Path], None]:
    def write(run: Path) -> None:
        (run / name).unlink()
        (run / name).write_text("rubbish")

    return write


def a_link_to_nowhere(run: Path) -> None:
    (run / "current").unlink()
    (run / "current").symlink_to("v0.sock")


LOST: dict[str, Callable[[Path], None]] = {
    "sock": lost("v1.sock"),
    "control": lost("v1.control"),
    "current": lost("current"),
    "current is a file": a_file_instead("current"),
    "all": lost("v1.sock", "v1.control", "v1.commit", "current"),
}
SPOILT: dict[str, Callable[[Path], None]] = {
    "sock is a file": a_file_instead("v1.sock"),
    "control is a file": a_file_instead("v1.control"),
    "current leads nowhere": a_link_to_nowhere,
    "folder": shutil.rmtree,
}


# What dies often is started again the later each time, so one server does not take them all.
@pytest.mark.parametrize("losses", [LOST, SPOILT], ids=["lost", "spoilt"])
def test_sockets_that_are_lost_or_spoilt_are_made_again(
    server: Server, build: Path, losses: dict[str, Callable[[Path], None]]
) -> None:
    for name, lose in losses.items():
        lose(build / "run")
        until = time.monotonic() + RECOVERY
        while not healthy(server):
            assert time.monotonic() < until, (name, server.lines)
            time.sleep(0.1)
        assert version(server) == "v1", name
    assert not [line for line in server.lines if "cannot" in line]


def healthy(server: Server) -> bool:
    """Say whether the sockets are found again, by a query that no idle worker answers."""
    told = server.build / "run" / "current"
    ends = [told.parent / f"v1.{end}" for end in ("sock", "control", "commit")]
    if not (told.is_symlink() and all(end.is_socket() for end in ends)):
        return False
    return version(server) == "v1" and send(server.port, "GET", "/healthz").status == 200


@pytest.mark.parametrize("kind", [resource.RLIMIT_AS, resource.RLIMIT_NOFILE])
def test_a_supervisor_that_can_start_nothing_tries_again(server: Server, kind: int) -> None:
    supervisor = server.process.pid
    before = resource.prlimit(supervisor, kind)
    resource.prlimit(supervisor, kind, (4, before[1]))
    kill(zygote(server))
    wait_until_told(server, "tried again")
    assert alive(supervisor)
    resource.prlimit(supervisor, kind, before)
    wait_for(lambda: version(server) == "v1", RECOVERY + 1)


@contextmanager
def starving(pid: int) -> Iterator[None]:
    """Let a process and its children have no more memory than they hold, and then again."""
    starved = [pid, *children(pid)]
    assert len(starved) > 1
    limits = [resource.prlimit(one, resource.RLIMIT_AS) for one in starved]
    for one, (_, hard) in zip(starved, limits, strict=True):
        resource.prlimit(one, resource.RLIMIT_AS, (1 << 20, hard))
    yield
    for one, before in zip(starved, limits, strict=True):
        if alive(one):
            resource.prlimit(one, resource.RLIMIT_AS, before)


def wide() -> str:
    """Ask for what needs 128 MiB for a moment, which a query may have; no cache has seen it."""
    steps = [f"BIND(CONCAT({','.join([f'?{a}'] * 8)}) AS ?{b})" for a, b in pairwise("abcdefgh")]
    first = f'BIND("{"a" * 64}" AS ?a)'
    return f"SELECT (STRLEN(?h) AS ?n) {{ {first} {' '.join(steps)} }} # {time.monotonic_ns()}"


UNHURRIED = replace(TIGHT, query_seconds=20, cpu_seconds=20)


def test_a_query_worker_without_memory_is_told_of_and_the_next_one_answers(build: Path) -> None:
    with Server(build, UNHURRIED) as server:
        assert get(server.port, wide()).status == 200
        assert version(server) == "v1"
        wait_for(lambda: children(zygote(server)) != [])
        with starving(zygote(server)):
            starved = get(server.port, wide())
            following = get(server.port, wide())
        assert (starved.status, starved.kind) == (503, "memory-limit")
        assert following.status == 200
        wait_for(lambda: version(server) == "v1", RECOVERY)
        assert alive(zygote(server))
    assert not [line for line in server.lines if "Traceback" in line]


LONG = POST + b"Connection: close\r\nContent-Length: 900000\r\n\r\nASK {}" + b" " * 899_994
"""A query that takes some memory to read."""


def test_a_web_process_without_memory_ends_and_one_answers_once_there_is_some(
    server: Server,
) -> None:
    assert exchange(server.port, LONG).statuses == [200]
    with starving(child(server, "samgraf.cli.webserver")):
        assert exchange(server.port, LONG).statuses == []
        wait_for(lambda: len(ended_without_memory(server)) > 1)
    wait_for(lambda: answers(server.port), RECOVERY)
    assert exchange(server.port, LONG).statuses == [200]
    assert server.process.poll() is None


def ended_without_memory(server: Server) -> list[str]:
    return [line for line in server.lines if "exited with code 71" in line]


def test_a_server_without_descriptors_holds_what_it_can(build: Path) -> None:
    former = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (300, former[1]))
    try:
        starting = Server(build, TIGHT)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, former)
    with starting as server:
        slow = subprocess.Popen([sys.executable, "-c", _MANY, str(server.port)])
        try:
            wait_for(lambda: slow.poll() is None)
            for _ in range(20):
                wait_for(lambda: version(server) == "v1", RECOVERY)
        finally:
            slow.send_signal(signal.SIGKILL)
            slow.wait()
        wait_for(lambda: version(server) == "v1", RECOVERY)


_MANY = """
import socket, sys, time
held = []
until = time.monotonic() + 30
while time.monotonic() < until:
    while len(held) < 600:
        one = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5, ("127.0.3.1", 0))
        one.sendall(b"GET /sparql HTTP/1.1\\r\\nX-A: ")
        held.append(one)
    for one in [*held]:
        try:
            one.sendall(b"a")
        except OSError:
            held.remove(one)
    time.sleep(0.2)
"""
