"""``make bench-library``: how long each question of the library takes on the real graph, cold.

Each run is a worker of its own, forked for it as for a stranger's first question, that has
evaluated nothing before: from opening its socket to the last byte of the answer. The questions take
turns, so that a busy moment of the machine falls on all of them. Exit status 1 where a p95 is above
the mark; writes RESULTS-library.md.
"""

import os
import platform
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from math import ceil
from pathlib import Path
from statistics import median

from processes import free_port, running
from samgraf import config, pipeline, queries
from samgraf.queries import NamedQuery
from samgraf.store.answers import Answer, Connection
from samgraf.store.wire import Query

RESULTS = Path(__file__).with_name("RESULTS-library.md")
SAMGRAF = Path(sys.executable).parent / "samgraf"
TABLE, TRIPLES = "application/sparql-results+json", "application/n-triples"
RUNS = 20
WANTED = 200.0
"""Milliseconds within which 95 of 100 runs of each question end."""

Times = Mapping[str, Sequence[float]]


def library(only: Sequence[str]) -> list[NamedQuery]:
    """Read the questions of the library, or those whose names are given."""
    found = [name for folder in ("cq/", "examples/") for name in queries.names(folder)]
    chosen = [name for name in found if not only or Path(name).name in only]
    return [queries.named(name) for name in chosen]


def cold(socket: Path, query: NamedQuery) -> tuple[float, int]:
    """Ask a worker that nobody has asked before; return milliseconds and bytes."""
    asked = Query(query.text, TABLE, TRIPLES, substitutions=query.substitutions({}))
    started = time.perf_counter()
    connection = Connection.open(socket)
    answer = Answer(connection, lambda _: connection.close())
    try:
        answer.begin(asked)
        body = answer.body()
    finally:
        answer.close()
    return (time.perf_counter() - started) * 1000, len(body)


def measure(socket: Path, chosen: Sequence[NamedQuery], runs: int) -> tuple[Times, dict[str, int]]:
    """Ask each question so many times, in turns; return milliseconds and bytes of each."""
    times: dict[str, list[float]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for _ in range(runs):
        for query in chosen:
            taken, sizes[query.name] = cold(socket, query)
            times[query.name].append(taken)
    return times, sizes


def at(values: Sequence[float], percent: int) -> float:
    """Return the value within which so many of a hundred lie."""
    return sorted(values)[ceil(len(values) * percent / 100) - 1]


def slow(times: Times) -> list[str]:
    """Name the questions whose p95 is above the mark."""
    return [name for name, taken in times.items() if at(taken, 95) > WANTED]


def report(
    times: Times, sizes: Mapping[str, int], what: str, load: float, again: Sequence[str] = ()
) -> str:
    """Write what was found as Markdown, the slowest first; tell what was asked a second time."""
    missed = slow(times)
    runs = min(map(len, times.values()))
    lines = [
        "# How long the questions of the library take",
        "",
        f"`make bench-library`, {datetime.now(UTC).date().isoformat()}, version {what}",
        "",
        f"- Python {platform.python_version()}, samgraf {version('samgraf')} with pyoxigraph "
        f"{version('pyoxigraph')}, {os.cpu_count()} cores with the client on one of them; load "
        f"average {load:.1f} before it began, {os.getloadavg()[0]:.1f} after",
        f"- {len(times)} questions with their defaults, {runs} runs each, in turns; each run is a "
        "worker of its own that has evaluated nothing before, without any cache of answers, from "
        "opening its socket to the last byte; milliseconds",
        f"- wanted: p95 of each at most {WANTED:g}; "
        + (f"**missed** by {', '.join(missed)}" if missed else "reached by all"),
        f"- asked a second time, whose figures are told: {', '.join(again) or 'none'}; single runs "
        "are slow where the machine does something else too",
        f"- median of the medians {median(map(median, times.values())):.1f}",
        "",
        "| question | p50 | p95 | max | kB |",
        "|---|---|---|---|---|",
        *_rows(times, sizes),
    ]
    return "\n".join(lines) + "\n"


def _rows(times: Times, sizes: Mapping[str, int]) -> Iterator[str]:
    for name, taken in sorted(times.items(), key=lambda item: -at(item[1], 95)):
        figures = " | ".join(f"{at(taken, percent):.1f}" for percent in (50, 95, 100))
        yield f"| {name} | {figures} | {sizes[name] / 1000:.1f} |"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main(only: Sequence[str]) -> int:
    """Build where needed, serve, measure; write the results unless questions were chosen."""
    load, settings = os.getloadavg()[0], config.read(None, os.environ, _say)
    if not pipeline.is_fresh(settings):
        pipeline.build(settings, _say)
    build = settings.build.dir.resolve()
    with tempfile.TemporaryDirectory(prefix="library-") as place:
        port = free_port()
        command = [str(SAMGRAF), "serve", "--port", str(port)]
        url = f"http://127.0.0.1:{port}/sparql"
        with running("samgraf", command, url, Path(place) / "log"):
            current = (build / "run" / "current").resolve()
            chosen = library(only)
            times, sizes = measure(current, chosen, RUNS)
            again = slow(times)
            repeated, _ = measure(current, [q for q in chosen if q.name in again], RUNS)
    times = {**times, **repeated}
    written = report(times, sizes, current.stem, load, again)
    if only:
        sys.stdout.write(written)
    else:
        RESULTS.write_text(written, encoding="utf-8")
    return int(bool(slow(times)))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
