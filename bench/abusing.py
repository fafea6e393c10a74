"""Clients that mean harm, from loopback addresses of their own; a process beside the others.

One address at a time holds places for queries, as many as it can get, and the next takes over. With
two at once all places are taken, and the others wait: that is measured by itself (``siege``).
"""

import http.client
import multiprocessing
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection
from urllib.parse import urlencode

from tests import abuse, hostile
from tests.asking import JSON

QUERIES = [*abuse.ALWAYS, *abuse.RARELY]
_BUSY = {(429, "too-many-queries"), (503, "busy")}
_HELD = 300  # idle connections
_LANE = 600  # turns, and so addresses, between two acts that go on side by side
_NEXT_ADDRESS = 3  # queries of the list until another address goes on with it


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one act of abuse ended."""

    name: str
    ended: str
    seconds: float
    right: bool = True
    first: float = 0.0
    """Seconds until the head of the answer, which the time limit is about."""


Act = Callable[[int, int], list[Outcome]]


def address(number: int) -> str:
    """Return one of the addresses of those who mean harm."""
    return f"127.0.{number // 250}.{number % 250 + 2}"


def heavy(port: int, source: str, make: abuse.Make, accepted: set[abuse.Outcome]) -> Outcome:
    """Ask one query of the list, and read whatever comes as fast as it comes."""
    body = make().encode("utf-8", "surrogatepass")
    head = {"Content-Type": "application/sparql-query", "Accept": JSON}
    started = time.perf_counter()
    client = http.client.HTTPConnection("127.0.0.1", port, 90, source_address=(source, 0))
    try:
        client.request("POST", "/sparql", body, head)
        response = client.getresponse()
        first = time.perf_counter() - started
        kind = _kind(response)
    except OSError as error:
        return Outcome(make.__name__, type(error).__name__, 0.0, right=False)
    finally:
        client.close()
    seconds, told = time.perf_counter() - started, (response.status, kind)
    # A stream whose head does not get out in time on a busy machine is refused, and that is clean.
    late = {abuse.TIME} if abuse.CUT in accepted else set()
    right = told in accepted | _BUSY | late
    return Outcome(make.__name__, f"{response.status} {kind}", seconds, right, first)


def _kind(response: http.client.HTTPResponse) -> str:
    """Name the kind of problem of an answer, or tell whether it came whole."""
    problem = response.headers.get_content_type() == "application/problem+json"
    buffer, data = bytearray(1 << 20), b""
    try:
        while size := response.readinto(buffer):
            data = bytes(buffer[:size]) if problem else b""
    except (http.client.HTTPException, ConnectionError):
        return "cut"
    return data.partition(b"/problem/")[2].partition(b'"')[0].decode() if problem else "whole"


def queries(port: int, turn: int) -> list[Outcome]:
    """Ask three of the list at once, from one address."""
    source = address(turn)
    chosen = [QUERIES[(turn * _NEXT_ADDRESS + n) % len(QUERIES)] for n in range(_NEXT_ADDRESS)]
    with ThreadPoolExecutor(_NEXT_ADDRESS) as pool:
        return [*pool.map(lambda one: heavy(port, source, *one), chosen)]


def many_of_one(port: int, turn: int) -> list[Outcome]:
    """Ask 24 heavy queries at once from one address."""
    source, accepted = address(turn), {abuse.TIME, abuse.MEMORY}
    with ThreadPoolExecutor(24) as pool:
        asked = [pool.submit(heavy, port, source, abuse.cross_count, accepted) for _ in range(24)]
        found = [one.result() for one in asked]
    return [Outcome("24 at once", one.ended, one.seconds, one.right) for one in found]


def never_read(port: int, turn: int) -> list[Outcome]:
    """Ask for an endless stream and read nothing of it for a while."""
    query = urlencode({"query": f"{abuse.endless_stream()} # {turn}"}).encode()
    request = hostile.FIRST.replace(hostile.ASK.encode(), query) + hostile.HOST + b"\r\n"
    started = time.perf_counter()
    with hostile.connected(port, address(turn)) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        client.sendall(request)
        time.sleep(4)
    return [Outcome("never reads", "left", time.perf_counter() - started)]


def vanishing(port: int, turn: int) -> list[Outcome]:
    """Leave in the middle of a heavy query, of a head and of a body."""
    query = urlencode({"query": f"{abuse.cross_count()} # {turn}"}).encode()
    request = hostile.FIRST.replace(hostile.ASK.encode(), query) + hostile.HOST + b"\r\n"
    for part in (request, hostile.FIRST, hostile.POST + b"Content-Length: 99\r\n\r\nASK"):
        hostile.vanish(port, part, address(turn), 0.2)
    return [Outcome("vanishes", "left", 0.6)]


def bombs(port: int, turn: int) -> list[Outcome]:
    """Send a text against the scan."""
    texts = abuse.scanner_bombs()
    accepted = {(400, kind) for kind in ("syntax", "bad-request", "too-complex")}
    accepted |= {(403, "service-refused")}
    text = texts[turn % len(texts)]
    found = heavy(port, address(turn), lambda: text, accepted)
    return [Outcome("text against the scan", found.ended, found.seconds, found.right)]


def odd(port: int, turn: int) -> list[Outcome]:
    """Send one odd request, and an ordinary one behind it."""
    one = hostile.EVERY[turn % len(hostile.EVERY)]
    got = hostile.exchange(port, one.data + hostile.LAST, "127.0.9.2", 60)
    first = got.statuses[0] if got.statuses else 0
    rest = [[]] if one.ends else [[200], [429], [503]]
    right = first in one.accepted and got.statuses[1:] in rest
    time.sleep(0.05)
    return [Outcome("odd request", str(first), got.seconds, right)]


def dripping(port: int, turn: int) -> list[Outcome]:
    """Send a head or a body that never ends."""
    begun = (b"G", hostile.FIRST, hostile.POST + b"Content-Length: 999\r\n\r\n")[turn % 3]
    seconds = hostile.drip(port, begun, f"127.0.9.{turn % 50 + 10}", 40)
    return [Outcome("drips", "dropped" if seconds < 40 else "kept", seconds, seconds < 22)]


def flooding(port: int, turn: int) -> list[Outcome]:
    """Send 200 requests for nothing in a row."""
    method = (b"HEAD", b"OPTIONS")[turn % 2]
    row = hostile.FIRST.replace(b"GET", method) + hostile.HOST + b"\r\n"
    got = hostile.exchange(port, row * 200 + hostile.LAST, "127.0.9.3", 60)
    time.sleep(0.5)
    right = set(got.statuses) <= {200, 204, 429, 503}
    return [Outcome(f"200 of {method.decode()}", "answered", got.seconds, right)]


def idling(port: int, turn: int) -> list[Outcome]:
    """Hold connections that say nothing, until the server ends them."""
    started = time.perf_counter()
    held = [hostile.connected(port, f"127.0.10.{n % 250 + 1}", 60) for n in range(_HELD)]
    for client in held:
        client.recv(1)
        client.close()
    seconds = time.perf_counter() - started
    del turn
    return [Outcome(f"{_HELD} idle connections", "dropped", seconds, seconds < 60)]


HOLDING: list[Act] = [queries, queries, many_of_one, queries, vanishing, queries, never_read, bombs]
"""What takes places for queries: one address at a time."""

BESIDE: list[Act] = [odd, dripping, dripping, dripping, flooding, idling]
"""What takes none; each goes on by itself."""


def in_turn(port: int, turn: int) -> list[Outcome]:
    """Do the next of what takes places."""
    return HOLDING[turn % len(HOLDING)](port, turn)


class Abuse:
    """A process in which acts of abuse go on until it is told to stop."""

    def __init__(self, port: int, acts: list[Act]) -> None:
        """Begin; a fresh process, so that its work does not slow the visitors' clocks."""
        context = multiprocessing.get_context("spawn")
        self._told, other = context.Pipe()
        self._process = context.Process(target=_work, args=(port, acts, other), daemon=True)
        self._process.start()

    def stop(self) -> list[Outcome]:
        """End it; return how everything ended."""
        self._told.send("stop")
        found: list[Outcome] = self._told.recv()
        self._process.join(10)
        return found


def _work(port: int, acts: list[Act], told: Connection) -> None:
    done, found = threading.Event(), list[Outcome]()

    def go_on(act: Act, begin: int) -> None:
        for turn in count(begin):
            if done.is_set():
                return
            try:
                found.extend(act(port, turn))
            except OSError as error:
                found.append(Outcome(act.__name__, f"{type(error).__name__}: {error}", 0.0, False))

    threads = [
        threading.Thread(target=go_on, args=(act, lane * _LANE), daemon=True)
        for lane, act in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    told.recv()
    done.set()
    for thread in threads:
        thread.join(45)
    told.send(found)
