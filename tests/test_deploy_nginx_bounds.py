"""deploy/nginx: who is slow is let go, who comes too often waits, and no root is needed for it."""

import os
import ssl
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import pytest

from .asking import JSON, SMALL, send
from .fronting import NGINX, Front, connected, fronted
from .hostile import POST
from .serving import TIGHT, Server, make_version, point_to, some_quads

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="the Debian package nginx is missing"),
]
HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
BODY = POST + b"Content-Length: 1000\r\n\r\n"
PATIENCE = 1.0
SHORT = {
    "client_header_timeout 10s": "client_header_timeout 1s",
    "client_body_timeout 15s": "client_body_timeout 1s",
    "send_timeout 20s": "send_timeout 1s",
}
"""The times of the configuration, each a second."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    build = tmp_path_factory.mktemp("b")
    make_version(build, "v1", some_quads(20_000))
    point_to(build, "v1")
    with Server(build, TIGHT) as running:
        yield running
    assert not [line for line in running.lines if "Traceback" in line]


@pytest.fixture(scope="module")
def front(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """An nginx that loses its patience after a second."""
    with fronted(tmp_path_factory.mktemp("n"), server.build, server.port, SHORT) as running:
        yield running


def dripped(link: ssl.SSLSocket, data: bytes, pause: float) -> tuple[float, bytes]:
    """Send byte by byte until the other side speaks or ends; return the seconds and its words."""
    started, said = time.monotonic(), b""
    link.settimeout(pause)
    for byte in data:
        try:
            link.sendall(bytes([byte]))
            said = link.recv(4096)
        except TimeoutError:
            continue
        except (ConnectionError, ssl.SSLError):
            pass
        return time.monotonic() - started, said
    pytest.fail("it was heard to its end")


def status(said: bytes) -> bytes:
    return said.split(b" ")[1] if said else b""


def test_a_header_that_drips_ends_its_connection(front: Front) -> None:
    with connected(front) as link:
        link.sendall(HEAD)
        seconds, said = dripped(link, b"X-Slow: " + b"a" * 100, 0.1)
    assert PATIENCE - 0.3 < seconds < PATIENCE + 2
    assert status(said) in (b"", b"408")


def test_who_says_nothing_is_let_go(front: Front) -> None:
    with connected(front) as link:
        started = time.monotonic()
        assert status(link.recv(4096)) in (b"", b"408")
    assert time.monotonic() - started < PATIENCE + 2


def test_a_body_that_stops_ends_its_connection(front: Front) -> None:
    with connected(front) as link:
        link.sendall(BODY)
        seconds, said = dripped(link, b"ASK {}", PATIENCE * 2)
    assert PATIENCE - 0.3 < seconds < PATIENCE + 2
    assert status(said) in (b"", b"408")


def test_a_body_that_drips_on_is_heard_and_holds_nothing_of_the_server(
    server: Server, front: Front
) -> None:
    before = connections(server)
    with connected(front) as link:
        link.sendall(POST + b"Content-Length: 16\r\n\r\nASK {}")
        for _ in range(10):
            time.sleep(PATIENCE / 5)
            assert connections(server) <= before
            link.sendall(b" ")
        assert status(link.recv(4096)) == b"200"


def connections(server: Server) -> float:
    """Count the connections to the server itself."""
    numbers = send(server.port, target="/metrics").body.decode().splitlines()
    [found] = [line for line in numbers if line.startswith("samgraf_connections_open ")]
    return float(found.split()[1])


def test_who_takes_nothing_of_an_answer_is_let_go(front: Front) -> None:
    text = urlencode({"query": "SELECT ?s ?p ?o { ?s ?p ?o }"}).encode()
    ask = b"GET /sparql?%s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\nConnection: close\r\n\r\n"
    sizes = []
    for pause in (0.0, PATIENCE * 4):
        with connected(front) as link:
            link.sendall(ask % (text, JSON.encode()))
            assert link.recv(15) == b"HTTP/1.1 200 OK"
            time.sleep(pause)
            sizes.append(received(link))
    assert 0 < sizes[1] < sizes[0] / 2


def received(link: ssl.SSLSocket) -> int:
    """Count the bytes that still come."""
    size = 0
    try:
        while part := link.recv(65536):
            size += len(part)
    except (ConnectionError, ssl.SSLError):
        pass
    return size


def begun(stack: ExitStack, front: Front, address: str) -> ssl.SSLSocket:
    """Begin a request from an address, and leave its body out."""
    link = stack.enter_context(connected(front))
    link.sendall(POST + f"X-Real-IP: {address}\r\nContent-Length: 1000\r\n\r\n".encode())
    return link


def test_more_requests_under_way_than_one_may_have_are_429(server: Server, tmp_path: Path) -> None:
    mine, other = "198.51.100.9", "198.51.100.10"
    with fronted(tmp_path, server.build, server.port) as patient:
        with ExitStack() as stack:
            for _ in range(40):
                begun(stack, patient, mine)
            refused = [begun(stack, patient, mine).recv(4096) for _ in range(5)]
            assert {status(said) for said in refused} == {b"429"}
            assert all(b"Retry-After: 2\r\n" in said for said in refused)
            assert patient.ask("/healthz", X_Real_IP=mine).status == 429
            assert patient.ask("/healthz", X_Real_IP=other).status == 200
        assert patient.ask("/healthz", X_Real_IP=mine).status == 200


@pytest.fixture
def passable() -> Iterator[Path]:
    """A folder like /var/lib: everybody may go through it, unlike those of pytest."""
    with tempfile.TemporaryDirectory(prefix="samgraf-") as name:
        Path(name).chmod(0o711)
        former = os.umask(0o026)  # UMask= of the unit
        yield Path(name)
        os.umask(former)


@pytest.mark.skipif(os.geteuid() != 0, reason="nginx changes its user only where root starts it")
def test_workers_that_are_nobody_follow_the_link_and_keep_answers(passable: Path) -> None:
    build, folder = passable / "build", passable / "nginx"
    folder.mkdir()
    make_version(build, "v1", some_quads(100))
    point_to(build, "v1")
    with (
        Server(build, TIGHT) as server,
        fronted(folder, build, server.port, user="nobody nogroup") as front,
    ):
        target = f"/sparql?{urlencode({'query': SMALL})}"
        told = [front.ask(target).headers["x-cache"] for _ in range(2)]
        (build / "run").chmod(0o700)
        lost = [front.ask(target).headers["x-cache"] for _ in range(2)]
    assert told == ["MISS", "HIT"]
    assert lost == ["MISS", "MISS"]
