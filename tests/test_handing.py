"""The port outlives a restart: a service manager keeps it, and clients wait meanwhile."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from samgraf.cli import handing

from .asking import answers, send
from .serving import free_port, make_version, point_to, some_quads, wait_for

_START = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-m", "samgraf", *sys.argv[2:]])
"""


@contextmanager
def manager(folder: Path) -> Iterator[socket.socket]:
    """Give the socket that a service manager would hear its services on."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(folder / "notify"))
        heard.settimeout(30)
        yield heard


def kept(heard: socket.socket) -> socket.socket:
    """Return the socket that a service wants to be kept."""
    assert heard.recv(200) == b"FDSTOREREMOVE=1\nFDNAME=samgraf"
    said, descriptors, _, _ = socket.recv_fds(heard, 200, 4)
    assert (said, len(descriptors)) == (b"FDSTORE=1\nFDNAME=samgraf", 1)
    return socket.socket(fileno=descriptors[0])


def test_a_manager_is_asked_to_keep_the_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with manager(tmp_path) as heard, socket.create_server(("127.0.0.1", 0)) as listener:
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        handing.keep(listener)
        with kept(heard) as same:
            assert same.getsockname() == listener.getsockname()


@pytest.mark.parametrize("place", ["", "/nowhere/notify", "@nobody-listens-here"])
def test_without_a_manager_nothing_is_kept(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", place)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        handing.keep(listener)


def test_only_a_socket_of_the_wanted_address_is_taken_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_server(("127.0.0.1", 0)) as other,
        socket.socket(socket.AF_UNIX) as local,
    ):
        first = min(known.fileno() for known in (listener, other, local))
        monkeypatch.setattr(handing, "_FIRST", first)
        monkeypatch.setenv("LISTEN_FDS", str(local.fileno() - first + 1))
        monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
        host, port = listener.getsockname()
        found = handing.given_back(host, port)
        assert found is not None
        with found:
            assert found.getsockname() == (host, port)
            assert not os.get_inheritable(found.fileno())
        assert handing.given_back("127.0.0.2", port) is None
        monkeypatch.setenv("LISTEN_PID", "1")
        assert handing.given_back(host, port) is None
        monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
        monkeypatch.setenv("LISTEN_FDS", "many")
        assert handing.given_back(host, port) is None


@pytest.mark.slow
def test_clients_that_come_during_a_restart_are_answered(tmp_path: Path) -> None:
    build, port = tmp_path / "build", free_port()
    make_version(build, "v1", some_quads(50))
    (build / "versions" / "v1" / "manifest.json").write_text('{"from": {"file": "x.nq"}}')
    point_to(build, "v1")
    words = ["serve", "--store", str(build), "--port", str(port)]
    with manager(tmp_path) as heard:
        environment = {**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify")}
        first = subprocess.Popen([sys.executable, "-m", "samgraf", *words], env=environment)
        second = None
        try:
            listener = kept(heard)
            wait_for(lambda: answers(port), 15)
            first.terminate()
            first.wait(10)
            statuses = list[int]()

            def ask() -> None:
                statuses.append(send(port, "GET", "/healthz").status)

            clients = [threading.Thread(target=ask) for _ in range(8)]
            for client in clients:
                client.start()
            fd = listener.fileno()
            command = [sys.executable, "-c", _START, str(fd), *words]
            second = subprocess.Popen(command, pass_fds=(fd,), env=environment)
            for client in clients:
                client.join(30)
            assert statuses == [200] * 8
            listener.close()
        finally:
            for process in (first, second):
                if process is not None:
                    process.terminate()
                    process.wait(10)
