"""deploy/nginx/samgraf.conf as it is: cut replies show, 304s pass, nothing outlives its version."""

import json
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest

from . import abuse
from .asking import JSON, SMALL, Reply, send
from .fronting import NGINX, Front, connected, fronted
from .serving import (
    TIGHT,
    Server,
    free_port,
    make_version,
    point_to,
    some_quads,
    wait_for,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="the Debian package nginx is missing"),
]
TOKEN = "a-token-for-tests-alone"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a ?c }"
PAGE = "/about/limits"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    build = tmp_path_factory.mktemp("b")  # a longer path holds no socket
    for version, actors in (("v1", 4000), ("v2", 3000)):
        make_version(build, version, some_quads(actors))
    point_to(build, "v1")
    with Server(build, TIGHT, token=TOKEN) as running:
        yield running
    assert not [line for line in running.lines if "Traceback" in line]


@pytest.fixture(scope="module")
def front(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with fronted(tmp_path_factory.mktemp("n"), server.build, server.port) as running:
        yield running
        errors = (running.folder / "errors").read_text()
    assert "[emerg]" not in errors
    assert "[crit]" not in errors


def query(front: Front, text: str) -> Reply:
    return front.ask(f"/sparql?{urlencode({'query': text})}", Accept=JSON)


def fresh(text: str = SMALL) -> str:
    """Make a query that no cache has seen."""
    return f"{text} # {time.monotonic_ns()}"


def cache(reply: Reply) -> str:
    return reply.headers["x-cache"]


def serve(server: Server, version: str) -> None:
    """Flip, and wait until the server answers from it."""
    point_to(server.build, version)
    current = server.build / "run" / "current"
    wait_for(lambda: current.exists() and current.readlink().name.startswith(version), 20)


def test_a_cut_reply_shows_and_is_not_kept_and_a_whole_one_is(front: Front) -> None:
    text = fresh(abuse.endless_stream())
    assert [(r.status, r.kind, cache(r)) for r in (query(front, text) for _ in range(2))] == [
        (200, "cut", "MISS"),
        (200, "cut", "MISS"),
    ]
    text = fresh()
    assert [cache(query(front, text)) for _ in range(2)] == ["MISS", "HIT"]


@pytest.mark.parametrize("protocol", ["--http1.1", "--http2"])
def test_a_cut_reply_shows_in_every_version_of_http(front: Front, protocol: str) -> None:
    for text, whole in ((fresh(abuse.endless_stream()), False), (fresh(), True)):
        address = f"https://localhost:{front.port}/sparql?{urlencode({'query': text})}"
        command = ["curl", "-s", "-o", "/dev/null", "--cacert", f"{front.folder}/fullchain.pem"]
        done = subprocess.run([*command, protocol, address], timeout=60, check=False)
        assert (done.returncode == 0) == whole


@pytest.mark.parametrize("target", [f"/sparql?{urlencode({'query': SMALL})}", PAGE])
def test_what_is_known_already_is_304_kept_or_not(front: Front, target: str) -> None:
    first = front.ask(target, Accept_Language="en")
    again = [
        front.ask(target, Accept_Language="en", If_None_Match=first.headers["etag"])
        for _ in range(2)
    ]
    assert [(reply.status, reply.body) for reply in again] == [(304, b"")] * 2
    other = front.ask(target, Accept_Language="da", If_None_Match=first.headers["etag"])
    assert other.status == (304 if "sparql" in target else 200), "a page has another tag in Danish"


def test_after_a_flip_nothing_old_is_served_and_after_a_roll_back_nothing_new(
    server: Server, front: Front
) -> None:
    targets = (PAGE, f"/sparql?{urlencode({'query': fresh(COUNT)})}")
    replies: dict[str, list[Reply]] = {target: [] for target in targets}
    for version in ("v1", "v2", "v1"):
        serve(server, version)
        for target in targets:
            replies[target] += [front.ask(target) for _ in range(2)]
    for target, found in replies.items():
        told = [(reply.headers["samgraf-version"], cache(reply)) for reply in found]
        back = [("v1", "HIT")] * 2  # what was kept for it is as true as before
        assert told == [("v1", "MISS"), ("v1", "HIT"), ("v2", "MISS"), ("v2", "HIT"), *back], target
        assert found[4].body == found[0].body, target


def test_while_versions_flip_each_answer_is_of_one_that_is_served(
    server: Server, front: Front
) -> None:
    def flip() -> None:
        for version in ("v2", "v1", "v2"):
            serve(server, version)

    current = server.build / "run" / "current"
    counts = {"v1": b'"4000"', "v2": b'"3000"'}
    target = f"/sparql?{urlencode({'query': fresh(COUNT)})}"
    flipping = Thread(target=flip)
    flipping.start()
    seen = set()
    number = 0
    while flipping.is_alive():
        number += 1
        before = current.readlink().stem
        reply = front.ask(target, Accept=JSON, X_Real_IP=f"192.0.2.{number % 250}")
        after = current.readlink().stem
        version = reply.headers["samgraf-version"]
        assert reply.status == 200
        assert version in (before, after)
        assert counts[version] in reply.body
        seen.add((version, cache(reply)))
    flipping.join()
    assert {("v1", "HIT"), ("v2", "HIT")} <= seen


def test_a_write_puts_out_of_reach_what_was_kept_before(server: Server, front: Front) -> None:
    serve(server, "v2")
    text = fresh("ASK { GRAPH ?g { <https://example.org/new> ?p ?o } }")
    assert [json.loads(query(front, text).body)["boolean"] for _ in range(2)] == [False] * 2
    update = (
        b"INSERT DATA { GRAPH <https://example.org/graph> "
        b"{ <https://example.org/new> a <https://example.org/New> } }"
    )
    words = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    assert front.ask("/sparql", "POST", update, **words).status == 204
    assert [cache(query(front, text)) for _ in range(2)] == ["MISS", "HIT"]
    assert json.loads(query(front, text).body)["boolean"]


def everything(link: ssl.SSLSocket) -> bytes:
    return b"".join(iter(lambda: link.recv(65536), b""))


def test_a_client_of_http_1_0_is_refused_in_words(front: Front) -> None:
    for path in (b"/", b"/dumps/v1/samgraf.nq.gz", b"/healthz"):
        with connected(front) as link:
            link.sendall(b"GET %s HTTP/1.0\r\n\r\n" % path)
            reply = everything(link)
        assert b" 505 " in reply.split(b"\r\n")[0]
        assert reply.endswith(b"ask with HTTP/1.1.\n")


def burst(front: Front, addresses: list[str]) -> list[str]:
    """Send a request from each address, all at once over one connection; return the statuses."""
    ask = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Real-IP: {}\r\nConnection: {}\r\n\r\n"
    with connected(front) as link:
        for address in addresses[:-1]:
            link.sendall(ask.format(address, "keep-alive").encode())
        link.sendall(ask.format(addresses[-1], "close").encode())
        replies = everything(link).decode()
    refused = re.findall(r" 429 (?s:.*?)Retry-After: 2(?s:.*?)wait a little", replies)
    statuses = re.findall(r"HTTP/1.1 (\d+) ", replies)
    assert statuses.count("429") == len(refused)
    return statuses


def test_one_client_is_slowed_down_and_others_are_not(front: Front) -> None:
    statuses = burst(front, ["198.51.100.7"] * 300)
    assert len(statuses) == 300
    assert set(statuses) == {"200", "429"}
    assert burst(front, ["198.51.100.8"]) == ["200"]


def test_who_has_a_whole_network_of_ipv6_is_one_client(front: Front) -> None:
    inside = [f"2001:db8:0:7::{number:x}" for number in range(1, 301)]
    assert "429" in burst(front, inside)
    apart = [f"2001:db8:1:{number:x}::1" for number in range(1, 301)]
    assert "429" not in burst(front, apart)


def test_a_slow_reader_holds_no_worker(server: Server, front: Front) -> None:
    serve(server, "v1")
    wait_for(lambda: idle(server), 10)
    text = urlencode({"query": fresh("SELECT ?s ?p ?o { ?s ?p ?o }")})
    with connected(front) as link:
        link.sendall(f"GET /sparql?{text} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert link.recv(15) == b"HTTP/1.1 200 OK"
        wait_for(lambda: idle(server), 3)


def idle(server: Server) -> bool:
    numbers = send(server.port, target="/metrics").body.decode()
    return "\nsamgraf_queries_running 0.0\n" in numbers


def test_metrics_are_no_strangers_business_and_plain_http_leads_on(front: Front) -> None:
    assert front.ask("/metrics").status == 404
    reply = send(front.plain, target="/page/actor/x?on=2020")
    assert reply.status == 308
    assert reply.headers["location"] == "https://samgraf.example/page/actor/x?on=2020"


def test_without_the_link_all_is_answered_and_nothing_kept(server: Server, tmp_path: Path) -> None:
    with fronted(tmp_path, tmp_path / "nowhere", server.port) as lost:
        text = fresh()
        replies = [query(lost, text) for _ in range(3)]
        assert [(r.status, cache(r)) for r in replies] == [(200, "MISS")] * 3


def test_a_server_that_is_away_is_told_in_words(tmp_path: Path) -> None:
    with fronted(tmp_path, tmp_path, free_port()) as lonely:
        reply = lonely.ask("/")
    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    assert "ask again" in json.loads(reply.body)["detail"]


def test_an_upload_beyond_the_bound_is_refused_in_words(front: Front) -> None:
    reply = front.ask("/validate", "POST", b"x" * (18 << 20), Content_Type="text/turtle")
    assert reply.status == 413
    assert "17 MB" in json.loads(reply.body)["detail"]


def test_cache_can_be_emptied_by_hand(front: Front) -> None:
    text = fresh()
    assert [cache(query(front, text)) for _ in range(2)] == ["MISS", "HIT"]
    for folder in (front.folder / "cache").iterdir():
        shutil.rmtree(folder)
    assert [cache(query(front, text)) for _ in range(2)] == ["MISS", "HIT"]
