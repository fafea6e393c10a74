"""What a web process counts of the requests it answers: a few additions for each."""

from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

from samgraf import run_files, tally

from . import negotiation, problems
from .exchange import Exchange

OUTCOMES = (
    *("ok", "cached", "not-modified", "cut", "client-gone", "refused", "failed"),
    *problems.STATUS,
)
"""How a request ends: well, in one of the ways to break off, or with a problem of a kind."""

FORMATS = (
    *negotiation.BINDINGS,
    *negotiation.GRAPHS,
    *("application/problem+json", "text/html", "text/plain", "other"),
)
PAGES = ("2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""The upper ends of the histograms' buckets, in seconds; one more bucket has no end."""

HISTOGRAMS = ("head", "total")
COUNTS = ("bytes", "hits", "misses", "unlogged", "starts")
GAUGES = ("running", "waiting", "idle", "pages_running", "pages_waiting", "kept", "connections")
"""What is true of a living process alone, and nothing of a dead one."""

_BUCKETS = len(BOUNDS) + 1


def _names() -> Iterator[tally.Name]:
    for label in OUTCOMES:
        yield "queries", label
    for label in OUTCOMES:
        yield "writes", label
    for label in FORMATS:
        yield "formats", label
    for label in PAGES:
        yield "pages", label
    for name in HISTOGRAMS:
        for place in range(_BUCKETS):
            yield name, str(place)
        yield name, "sum"
    for name in (*COUNTS, *GAUGES):
        yield name, ""


NAMES = tuple(_names())
"""Everything that is counted, in the order of the file."""


class Counting:
    """The numbers of one web process."""

    def __init__(self, run_dir: Path) -> None:
        """Go on with the numbers of a process that has ended, or begin."""
        self._tally = tally.take(run_dir / run_files.TALLIES, run_files.WEB, NAMES)
        self._cells, at = self._tally.cells, self._tally.at
        self._queries = {label: at["queries", label] for label in OUTCOMES}
        self._writes = {label: at["writes", label] for label in OUTCOMES}
        self._formats = {label: at["formats", label] for label in FORMATS}
        self._formats |= {f"{k}; charset=utf-8": v for k, v in self._formats.items()}
        self._other, self._bytes = at["formats", "other"], at["bytes", ""]
        self._head, self._head_sum = at["head", "0"], at["head", "sum"]
        self._total, self._total_sum = at["total", "0"], at["total", "sum"]
        self.add("starts")

    @property
    def number(self) -> int:
        """Which of the web processes this is; one that ended leaves its number to the next."""
        return self._tally.number

    def query(self, exchange: Exchange, outcome: str, total: float) -> None:
        """Count a query that has ended."""
        cells = self._cells
        cells[self._queries[outcome]] += 1
        cells[self._bytes] += exchange.size
        place = self._other
        for name, value in exchange.told:
            if name == "Content-Type":
                place = self._formats.get(value, place)
                break
        cells[place] += 1
        if exchange.sent:
            head = exchange.head_at - exchange.began
            cells[self._head + bisect_left(BOUNDS, head)] += 1
            cells[self._head_sum] += head
        cells[self._total + bisect_left(BOUNDS, total)] += 1
        cells[self._total_sum] += total

    def write(self, outcome: str) -> None:
        """Count a write that was taken or refused."""
        self._cells[self._writes[outcome]] += 1

    def page(self, exchange: Exchange) -> None:
        """Count an answer that is no query's."""
        self._cells[self._bytes] += exchange.size
        if exchange.sent:
            self._cells[self._tally.at["pages", f"{exchange.sent // 100}xx"]] += 1

    def add(self, name: str, number: int = 1) -> None:
        """Count something of ``COUNTS``."""
        self._cells[self._tally.at[name, ""]] += number

    def tell(self, name: str, number: float) -> None:
        """Note how much of something of ``GAUGES`` there is now."""
        self._cells[self._tally.at[name, ""]] = number


def together(run_dir: Path) -> tuple[dict[tally.Name, float], int]:
    """Return the sums over all web processes, and how many are alive."""
    sums: dict[tally.Name, float] = dict.fromkeys(NAMES, 0.0)
    living = 0
    for numbers, alive in tally.read(run_dir / run_files.TALLIES, run_files.WEB, NAMES):
        living += alive
        for name, number in numbers.items():
            if alive or name[0] not in GAUGES:
                sums[name] += number
    return sums, living
