"""Sizes served side by side: point queries, questions of the library, pages, memory, and abuse."""

import http.client
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from tests import abuse

import abusing
import latency
import library
import questions
import watching
from processes import Running
from questions import Question
from samgraf.errors import QueryRefused, StoreError
from samgraf.queries import NamedQuery
from samgraf.store import control
from scale_sizes import Size

QUESTIONS = (
    "cq01-members-on-date", "cq03-joined-and-left", "cq04-life-of-bodies", "cq06-after-merger",
    "cq09-arrangements-per-municipality", "cq12-same-topic-twice", "cq14-footprints",
    "cq15-nested-bodies", "cq16-hosts-and-secretariats", "cq17-topics-of-body",
    "cq23-funded-by-state", "cq31-trace",
)  # fmt: skip
"""Of the library: some start at one thing, some go through the whole graph."""

PAGES = (
    "dk-vejle",
    "dk-aarhus",
    "fi-oulu",
    "fi-ypaja",
    "no-voss",
    "no-tokke",
    "se-ystad",
    "se-umea",
)
ROUNDS = 5
_ASKS, _VISITS = 40, 6
_ABUSED_SECONDS = 2.0
_SERIALS = count()


@dataclass(slots=True)
class Side:
    """What was measured while all sizes were served, by the name of the size; milliseconds."""

    load: float = 0.0
    points: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    """By query and size, round by round."""
    library: dict[str, dict[str, float]] = field(default_factory=dict)
    """By question and size; below 0 where it was refused, and then the seconds until."""
    pages: dict[str, list[float]] = field(default_factory=dict)
    modes: dict[str, str] = field(default_factory=dict)
    started: dict[str, float] = field(default_factory=dict)
    memory: dict[str, dict[str, int]] = field(default_factory=dict)
    """MiB (PSS) by size and kind of process, after all that."""
    abused: dict[str, list[tuple[str, str, float, bool]]] = field(default_factory=dict)
    """By size: act, how it ended, seconds, and whether it and the query after it ended rightly."""


def measure(sizes: Sequence[Size]) -> Side:
    """Serve all sizes and ask each the same in turns; then abuse the largest by itself."""
    found = Side(load=os.getloadavg()[0])
    with ExitStack() as stack:
        servers = [stack.enter_context(size.served()) for size in sizes]
        for size, server in zip(sizes, servers, strict=True):
            found.started[size.name] = server.seconds
            found.modes[size.name] = control.ask(_socket(size).with_suffix(".control")).mode
        found.points = points(servers)
        found.pages = pages(servers)
        found.library = asked(sizes)
        for size, server in zip(sizes, servers, strict=True):
            uses = watching.look(server.pid)
            found.memory[size.name] = {kind: uses[kind].pss for kind in watching.KINDS}
    found.abused[sizes[-1].name] = abused(sizes[-1])
    return found


def _socket(size: Size) -> Path:
    return (size.folder / "build" / "run" / "current").resolve()


def points(servers: Sequence[Running]) -> dict[str, dict[str, list[float]]]:
    """Ask each point query of all sizes in turns; return lower quartiles of the rounds."""
    found = {}
    for question in questions.read(questions.QUERIES / "scale").values():
        by_size: dict[str, list[float]] = {server.endpoint.name: [] for server in servers}
        for number in range(1 + ROUNDS):
            asks: dict[str, list[float]] = {server.endpoint.name: [] for server in servers}
            for _ in range(_ASKS):
                for server in servers:
                    asks[server.endpoint.name].append(_once(server, question))
            for name, taken in asks.items():
                if number:  # the first is of workers that nobody used
                    by_size[name].append(quantiles(taken, n=4)[0])
        found[question.name] = by_size
    return found


def _once(server: Running, question: Question) -> float:
    """Ask what no cache knows; return milliseconds."""
    reply = server.endpoint.ask(question.fresh(f"p{next(_SERIALS)}"), question.accept())
    if reply.status != 200:
        sys.exit(f"{question.name}: status {reply.status}")
    return reply.seconds * 1000


def pages(servers: Sequence[Running]) -> dict[str, list[float]]:
    """Read pages of municipalities in rounds, each with an address that no cache knows."""
    found: dict[str, list[float]] = {server.endpoint.name: [] for server in servers}
    for number in range(1 + _VISITS):
        for key in PAGES:
            for server in servers:
                with _connected(server) as connection:
                    taken = _read(connection, f"/page/actor/{key}?v={next(_SERIALS)}")
                if number:  # the first is of workers and templates that nobody used
                    found[server.endpoint.name].append(taken)
    return found


@contextmanager
def _connected(server: Running) -> Iterator[http.client.HTTPConnection]:
    port = int(server.endpoint.url.rpartition(":")[2].partition("/")[0])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        yield connection
    finally:
        connection.close()


def _read(connection: http.client.HTTPConnection, target: str) -> float:
    connection.connect()
    started = time.perf_counter()
    connection.request("GET", target, headers={"Accept": "text/html"})
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        sys.exit(f"{target}: status {response.status}")
    return (time.perf_counter() - started) * 1000


def asked(sizes: Sequence[Size]) -> dict[str, dict[str, float]]:
    """Ask each question of a worker that nobody used, thrice in turns, or once where it is slow."""
    found: dict[str, dict[str, float]] = {}
    for query in library.library(QUESTIONS):
        name = query.name.rpartition("/")[2]
        found[name] = {size.name: _median(size, query) for size in sizes}
        sys.stderr.write(f"{name}: {found[name]}\n")
    return found


def _median(size: Size, query: NamedQuery) -> float:
    taken: list[float] = []
    while len(taken) < 3 and not (taken and taken[-1] > latency.SLOW * 1000):
        started = time.perf_counter()
        try:
            taken.append(library.cold(_socket(size), query)[0])
        except (QueryRefused, StoreError):
            return -(time.perf_counter() - started)
    return median(taken)


def abused(size: Size) -> list[tuple[str, str, float, bool]]:
    """Try the whole list; behind each act an ordinary query must be answered."""
    settings = {"SAMGRAF_LIMITS_QUERY_SECONDS": f"{_ABUSED_SECONDS:g}"}
    with size.served(settings) as server:
        port = int(server.endpoint.url.rpartition(":")[2].partition("/")[0])
        return [one for act in _acts(port) for one in _held(server, act)]


def _acts(port: int) -> Iterator[list[abusing.Outcome]]:
    for make, accepted in [*abuse.ALWAYS, *abuse.RARELY]:
        yield [abusing.heavy(port, "127.0.8.2", make, accepted)]
    for turn in range(len(abuse.scanner_bombs())):
        yield abusing.bombs(port, turn)
    yield abusing.many_of_one(port, 9)
    yield abusing.vanishing(port, 10)
    yield abusing.never_read(port, 11)


def _held(server: Running, act: list[abusing.Outcome]) -> Iterator[tuple[str, str, float, bool]]:
    ordinary = server.endpoint.ask(f"ASK {{}} # {next(_SERIALS)}", questions.TABLE)
    for one in act:
        right = one.right and ordinary.status == 200
        yield one.name, one.ended, one.seconds, right
