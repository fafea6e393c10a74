"""``make bench-matching``: how well and how fast rows are matched, on the real graph.

First the 2,000 rows of tests/matching_rows.py, by kind of noise. Then the time of the matcher
beside the search that people have with SPARQL alone, a part of a label by CONTAINS: the same names,
in turns, in one run. Exit status 1 where a mark is missed; writes RESULTS-matching.md.
"""

import http.client
import json
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
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from rdflib import Literal
from tests.matching_rows import Marks, marked, rows
from tests.matching_world import Row

from processes import free_port, running
from samgraf import config, pipeline
from samgraf.matching.candidates import Candidate, Sought
from samgraf.matching.matcher import NameMatcher, opened
from samgraf.store.answers import Answer, Connection
from samgraf.store.versions import Versions
from samgraf.store.wire import Query

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS-matching.md"
CONTAINS = HERE / "queries" / "names" / "label_contains.rq"
SAMGRAF = Path(sys.executable).parent / "samgraf"
TABLE = "application/sparql-results+json"
BATCH, SINGLES, LABELS = 1_000, 2_000, 100
PRECISION, FIRST, AMONG_FIVE = 0.99, 0.97, 0.995
MOST_BATCH, MOST_SINGLE, LEAST_RATIO = 1000.0, 5.0, 50.0
"""Milliseconds of a batch of 1,000 over HTTP and of 95 of 100 single rows; times faster."""

Answers = Sequence[Sequence[Candidate]]


def by_noise(found: Sequence[Row], answers: Answers) -> dict[str, Marks]:
    """Return how well each kind of noise was matched, and all of them, today's and past ones."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(found):
        for group in (row.noise, "of the past" if row.past else "of today", "all"):
            groups[group].append(place)
    return {
        name: marked([found[place] for place in places], [answers[place] for place in places])
        for name, places in groups.items()
    }


def singles(matcher: NameMatcher, asked: Sequence[Sought]) -> list[float]:
    """Match each row by itself; return milliseconds."""
    taken = []
    for sought in asked:
        started = time.perf_counter()
        matcher.match(sought)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def contains(socket: Path, text: str) -> float:
    """Search the labels by SPARQL in a worker of the server; return milliseconds."""
    query = CONTAINS.read_text(encoding="utf-8")
    return worked(socket, Query(query, TABLE, None, substitutions={"text": Literal(text).n3()}))


def worked(socket: Path, asked: Query) -> float:
    """Ask a worker; return the milliseconds from opening its socket to the last byte."""
    started = time.perf_counter()
    connection = Connection.open(socket)
    answer = Answer(connection, lambda _: connection.close())
    try:
        answer.begin(asked)
        answer.body()
    finally:
        answer.close()
    return (time.perf_counter() - started) * 1000


def side_by_side(
    matcher: NameMatcher, socket: Path, names: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Look for each name by both ways, in turns; return milliseconds of the two."""
    ours: list[float] = []
    theirs: list[float] = []
    for name in names:
        theirs.append(contains(socket, name))
        ours += singles(matcher, [Sought(name)])
    return ours, theirs


def over_http(port: int, asked: Sequence[Sought], most: int = 5) -> float | None:
    """Send a batch to /reconcile a few times; return the median of milliseconds, None without it.

    A request holds 1,000 queries in the form of the Reconciliation API 0.2.
    """
    batch = {f"q{n}": {"query": s.text, "limit": 5} for n, s in enumerate(asked)}
    body = urlencode({"queries": json.dumps(batch)})
    taken = []
    for _ in range(most):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        started = time.perf_counter()
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/reconcile", body, form)
        reply = connection.getresponse()
        told = reply.read()
        taken.append((time.perf_counter() - started) * 1000)
        connection.close()
        if reply.status != 200 or len(json.loads(told)) != len(asked):
            return None
    return median(taken)


def at(values: Sequence[float], percent: int) -> float:
    """Return the value within which so many of a hundred lie."""
    return sorted(values)[ceil(len(values) * percent / 100) - 1]


def resident() -> float:
    """Return the megabytes of memory that this process holds (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def opening(folder: Path) -> dict[str, float]:
    """Open a matcher; return the milliseconds of the process's time, and megabytes."""
    before, started = resident(), time.process_time()
    matcher = opened(folder)
    taken = (time.process_time() - started) * 1000
    matcher.match(Sought("Oslo"))
    return {"opened": taken, "memory": resident() - before}


def missed(marks: Marks, figures: Mapping[str, float]) -> list[str]:
    """Name the marks that were missed; ``figures`` are those of ``measure``."""
    bounds = (
        ("precision", PRECISION, marks.precision),
        ("recall@1", FIRST, marks.first / marks.rows),
        ("recall@5", AMONG_FIVE, marks.among_five / marks.rows),
        ("times faster than CONTAINS", LEAST_RATIO, figures["ratio"]),
        ("single p95", -MOST_SINGLE, -figures["single p95"]),
        ("batch over HTTP", -MOST_BATCH, -figures.get("http", 0.0)),
    )
    return [f"{name}: {abs(got):.4g}" for name, bound, got in bounds if got < bound]


def measure(matcher: NameMatcher, socket: Path, port: int) -> dict[str, float]:
    """Return the milliseconds of everything that is timed, and the ratio of the medians."""
    asked = [row.sought for row in rows()[0]]
    names = [sought.text for sought in asked if sought.text]
    figures: dict[str, float] = {}
    taken = singles(matcher, asked[:SINGLES])
    figures |= {f"single p{percent}": at(taken, percent) for percent in (50, 95, 100)}
    batch = [Sought(name, limit=5) for name in names[:BATCH]]
    started = time.perf_counter()
    matcher.match_all(batch)
    figures["batch"] = (time.perf_counter() - started) * 1000
    ours, theirs = side_by_side(matcher, socket, names[:: len(names) // LABELS][:LABELS])
    figures |= {"ours": median(ours), "theirs": median(theirs)}
    nothing = [worked(socket, Query("ASK {}", TABLE, None)) for _ in range(LABELS)]
    figures["nothing"] = median(nothing)
    figures["ratio"] = (figures["theirs"] - figures["nothing"]) / figures["ours"]
    http_batch = over_http(port, batch)
    return figures if http_batch is None else {**figures, "http": http_batch}


def report(
    told: Mapping[str, Marks], aside: int, figures: Mapping[str, float], what: str, load: float
) -> str:
    """Write what was found as Markdown."""
    lost = missed(told["all"], figures)
    over = f"{figures['http']:.0f} ms" if "http" in figures else "not measured: no /reconcile"
    lines = [
        "# How well and how fast rows are matched",
        "",
        f"`make bench-matching`, {datetime.now(UTC).date().isoformat()}, version {what}",
        "",
        f"- Python {platform.python_version()}, samgraf {version('samgraf')} with rapidfuzz "
        f"{version('rapidfuzz')}, {os.cpu_count()} cores; load average {load:.1f} before it began, "
        f"{os.getloadavg()[0]:.1f} after",
        f"- wanted: precision {PRECISION}, recall@1 {FIRST}, recall@5 {AMONG_FIVE}, single p95 "
        f"{MOST_SINGLE:g} ms, {BATCH} names over HTTP {MOST_BATCH:g} ms, {LEAST_RATIO:g} times "
        f"faster than CONTAINS; " + (f"**missed**: {'; '.join(lost)}" if lost else "all reached"),
        f"- {aside} rows more that the tables themselves do not tell apart were put aside",
        "",
        "| noise | rows | recall@1 | recall@5 | certain | precision of the certain |",
        "|---|---|---|---|---|---|",
        *_rows(told),
        "",
        "| time | |",
        "|---|---|",
        f"| to open the matcher, of the process's time | {figures['opened']:.0f} ms |",
        f"| memory of it | {figures['memory']:.0f} MB |",
        f"| a single row | p50 {figures['single p50']:.2f} ms, p95 {figures['single p95']:.2f} ms, "
        f"most {figures['single p100']:.1f} ms |",
        f"| {BATCH} rows in one batch, in the process | {figures['batch']:.0f} ms |",
        f"| {BATCH} rows in one batch over HTTP | {over} |",
        f"| a name, the matcher beside CONTAINS over the labels, {LABELS} names in turns | "
        f"{figures['ours']:.2f} ms beside {figures['theirs']:.1f} ms: "
        f"{figures['ratio']:.0f} times faster, without the {figures['nothing']:.1f} ms that a "
        "worker needs for a query of nothing |",
    ]
    return "\n".join(lines) + "\n"


def _rows(told: Mapping[str, Marks]) -> Iterator[str]:
    whole = ("of today", "of the past", "all")
    for name in (*(n for n in told if n not in whole), *whole):
        marks = told[name]
        shares = (marks.first, marks.among_five, marks.certain)
        figures = " | ".join(f"{share / marks.rows:.3f}" for share in shares)
        yield f"| {name} | {marks.rows} | {figures} | {marks.precision:.4f} |"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main() -> int:
    """Build where needed, serve, measure, and write the results."""
    load, settings = os.getloadavg()[0], config.read(None, os.environ, _say)
    if not pipeline.is_fresh(settings):
        pipeline.build(settings, _say)
    build = settings.build.dir.resolve()
    current = Versions(build).needed()
    folder = Versions(build).path(current) / "index"
    with get_context("spawn").Pool(1) as fresh:  # a build may have left memory to this process
        held = fresh.apply(opening, (folder,))
    matcher = opened(folder)
    found, aside = rows()
    told = by_noise(found, matcher.match_all([row.sought for row in found]))
    with tempfile.TemporaryDirectory(prefix="matching-") as place:
        port = free_port()
        command = [str(SAMGRAF), "serve", "--port", str(port)]
        url = f"http://127.0.0.1:{port}/sparql"
        with running("samgraf", command, url, Path(place) / "log"):
            socket = (build / "run" / "current").resolve()
            figures = {**held, **measure(matcher, socket, port)}
    RESULTS.write_text(report(told, len(aside), figures, current, load), encoding="utf-8")
    return int(bool(missed(told["all"], figures)))


if __name__ == "__main__":
    raise SystemExit(main())
