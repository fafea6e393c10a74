"""How long each query takes on each endpoint, in interleaved rounds, and what it answers."""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median

import pyoxigraph as ox

import answers
from answers import Bag
from client import Endpoint, Reply
from questions import Question
from rounds import Ratios

ROUNDS = 5
SLOW = 0.5  # seconds from which an answer is asked for once in a round
ENDLESS = 15.0  # seconds from which no round waits for an answer
BUDGET = 0.12  # seconds of one endpoint, query and round
_LEAST, _MOST = 3, 100
_MANY = 1000  # rows from which a LIMIT is kept and each row looked up in the data
_SERIALS = count()


@dataclass(slots=True)
class Timed:
    """Medians in seconds of one query on one endpoint, round by round."""

    seconds: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    """Until the first byte of the body."""


@dataclass(slots=True)
class Row:
    """What one query gave: times by endpoint, how the answers compare to ours, and failures."""

    question: Question
    timed: dict[str, Timed] = field(default_factory=dict)
    compared: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    stumbled: dict[str, str] = field(default_factory=dict)
    """What was answered at first where the same was answered well when asked again."""
    rows: int = 0

    def ratio(self, name: str, to: str) -> Ratios | None:
        """Return the ratios of two endpoints' times; None where one failed."""
        if {name, to} & self.failed.keys() or not {name, to} <= self.timed.keys():
            return None
        pairs = zip(self.timed[name].seconds, self.timed[to].seconds, strict=True)
        return Ratios(tuple(a / b for a, b in pairs))

    def first_ratio(self, name: str, to: str) -> Ratios:
        """Return the ratios of the times to the first byte."""
        pairs = zip(self.timed[name].first, self.timed[to].first, strict=True)
        return Ratios(tuple(a / b for a, b in pairs))

    def milliseconds(self, name: str) -> float:
        """Return the median of an endpoint's rounds."""
        return median(self.timed[name].seconds) * 1000


def measure(
    endpoints: Sequence[Endpoint],
    questions: Mapping[str, Question],
    store: Path,
    rounds: int = ROUNDS,
) -> dict[str, Row]:
    """Ask every endpoint every query; compare, then time."""
    found, data = {}, ox.Store.read_only(str(store))
    for short, question in questions.items():
        row = found[short] = Row(question)
        compare(row, endpoints, data)
        for _ in range(rounds):
            for endpoint in endpoints:
                if endpoint.name not in row.failed:
                    time_once(row, endpoint)
        sys.stderr.write(f"{question.name}: {row.compared} {row.failed or ''}\n")
    return found


def compare(row: Row, endpoints: Sequence[Endpoint], data: ox.Store) -> None:
    """Compare the answers of all endpoints to those of the first.

    A small LIMIT is left away, so that it hides no difference; of an answer that a large one cuts
    without an order each row must be a triple of the data.
    """
    question, limit = row.question, row.question.limit()
    bags: dict[str, Bag] = {}
    for endpoint in endpoints:
        found = _answer(row, endpoint, question)
        if found is not None:
            bags[endpoint.name] = found
    cut = limit is not None and question.order() is None
    row.rows = max((bag.total() for bag in bags.values()), default=0)
    if cut and limit is not None and limit >= _MANY and row.rows >= limit:
        row.compared = {name: _looked_up(bag, data) for name, bag in bags.items()}
        return
    if cut:
        bags = _whole(row, endpoints, question.without_limits())
    ours = bags.pop(endpoints[0].name, None)
    if ours is not None:
        for name, bag in bags.items():
            row.compared[name] = answers.verdict(question, ours, bag)


def _whole(row: Row, endpoints: Sequence[Endpoint], question: Question) -> dict[str, Bag]:
    found = {
        endpoint.name: _answer(row, endpoint, question)
        for endpoint in endpoints
        if endpoint.name not in row.failed
    }
    return {name: bag for name, bag in found.items() if bag is not None}


def _looked_up(bag: Bag, data: ox.Store) -> str:
    true = "true" if answers.all_hold(bag, data.__contains__) else "FALSE"
    return f"{bag.total():,} rows, all {true}"


def _answer(row: Row, endpoint: Endpoint, question: Question) -> Bag | None:
    """Ask once and read the answer; what fails is remembered."""
    reply = _ask(endpoint, question)
    if reply.status >= 500:
        said = reply.body[:300].decode(errors="replace")
        sys.stderr.write(f"{question.name} {endpoint.name}: {reply.status} {said}\n")
        row.stumbled[endpoint.name] = f"status {reply.status} at first"
        reply = _ask(endpoint, question)
    if reply.status == 200 and reply.seconds > ENDLESS:
        row.failed[endpoint.name] = f"{reply.seconds:.0f} s, asked once"
    if reply.status == 200:
        try:
            return answers.read(reply.body, reply.media_type)
        except (ValueError, KeyError, SyntaxError):
            row.failed[endpoint.name] = f"answers {reply.media_type}"
            return None
    said = "no answer" if reply.status == 0 else f"status {reply.status}"
    row.failed[endpoint.name] = f"{said} after {reply.seconds:.0f} s"
    return None


def time_once(row: Row, endpoint: Endpoint) -> None:
    """Ask for a while; keep the medians."""
    replies: list[Reply] = []
    until = time.perf_counter() + BUDGET
    while len(replies) < _LEAST or (time.perf_counter() < until and len(replies) < _MOST):
        reply = _ask(endpoint, row.question)
        if reply.status != 200:
            row.failed[endpoint.name] = f"status {reply.status} in a round"
            return
        replies.append(reply)
        if reply.seconds > SLOW:
            break
    timed = row.timed.setdefault(endpoint.name, Timed())
    timed.seconds.append(median(reply.seconds for reply in replies))
    timed.first.append(median(reply.first for reply in replies))


def _ask(endpoint: Endpoint, question: Question) -> Reply:
    return endpoint.ask(question.fresh(f"l{next(_SERIALS)}"), question.accept())
