"""Connections that are used again: long bodies, requests in a row, and far too many of them."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from . import hostile
from .asking import kept
from .hostile import LAST, POST, connected, exchange
from .serving import HEAVY, TIGHT, Server, children, command, make_version, point_to, some_quads

LONG = 300_000
TAKEN = 16 << 20
"""Bytes that a server and two kernels' buffers may hold of what is sent too early."""


@pytest.fixture(
    scope="module",
    params=["the parser in C", pytest.param("the parser in Python", marks=pytest.mark.slow)],
)
def tight(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    build = tmp_path_factory.mktemp("kept")
    make_version(build, "v1", some_quads(2000))
    point_to(build, "v1")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "the parser in Python":
            without_the_fast_parser(tmp_path_factory.mktemp("without"), patch)
        elif find_spec("gunicorn_h1c") is None:
            pytest.skip("this machine has no C compiler or no headers of Python")
        running = Server(build, TIGHT)
    with running:
        yield running


def without_the_fast_parser(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let the next server find no parser in C, as on a machine without a compiler."""
    (folder / "gunicorn_h1c.py").write_text("raise ImportError\n", encoding="utf-8")
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    patch.setenv("PYTHONPATH", os.pathsep.join(paths))


def test_a_connection_is_kept_after_long_bodies(tight: Server) -> None:
    assert kept(tight.port, "/sparql", "application/sparql-query", b"ASK {} #" + b" " * LONG) == 200


def test_long_requests_in_a_row_are_all_answered(tight: Server) -> None:
    asked = b"ASK {} #" + b" " * 100_000
    one = POST + b"Content-Length: %d\r\n\r\n" % len(asked) + asked
    answered = exchange(tight.port, one * 20 + LAST, seconds=20)
    assert answered.statuses == [200] * 21


def test_what_is_sent_too_early_waits_with_the_client(tight: Server) -> None:
    block, sent = hostile.urlencoded("ASK {}") * 5000, 0
    with connected(tight.port) as client:
        client.sendall(hostile.urlencoded(f"{HEAVY} # first"))
        time.sleep(0.2)
        client.settimeout(0.5)
        with suppress(TimeoutError):
            while sent < 4 * TAKEN:
                sent += client.send(block)
    assert sent < TAKEN


@pytest.mark.slow
def test_many_who_come_at_once_wait_while_the_web_processes_are_busy(tight: Server) -> None:
    assert exchange(tight.port, POST + b"Content-Length: 6\r\n\r\nASK {}" + LAST).statuses[0] == 200
    web = [pid for pid in children(tight.process.pid) if "webserver" in command(pid)]
    web += [child for pid in web for child in children(pid)]
    for pid in web:
        os.kill(pid, signal.SIGSTOP)
    try:
        with ExitStack() as waiting:
            for _ in range(600):
                address = ("127.0.0.1", tight.port)
                waiting.enter_context(socket.create_connection(address, timeout=0.9))
    finally:
        for pid in web:
            os.kill(pid, signal.SIGCONT)
    assert exchange(tight.port, POST + b"Content-Length: 6\r\n\r\nASK {}" + LAST).statuses[0] == 200
