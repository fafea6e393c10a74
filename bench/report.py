"""The results as Markdown."""

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median

import latency
import peers
import throughput
from goals import THEM, US, VIRTUOSO, goals, heavy, tiny
from latency import Row
from questions import PAGES, plain_of
from results import Results, Scale
from rounds import figure, geometric

KNOWN = {
    (VIRTUOSO, "q02"): "it tells also what points to the thing, as DESCRIBE allows",
    (VIRTUOSO, "q09"): "its regular expressions miss rows where an alternative is not ASCII",
}
"""Differences that are the other's, with their reason."""

_STATISTICS = "statistics, which a build makes once"
_OTHER_USES = {"q05": _STATISTICS, "q07w": "no page: for comparison", "q15": _STATISTICS}


def head(scales: Sequence[int], load_before: float) -> Iterator[str]:
    """Yield what was measured, when, where, how and with what."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield "# The endpoint beside others"
    yield ""
    yield f"`make bench SIZES='{' '.join(map(str, scales))}'`, {date.today().isoformat()}"
    yield ""
    yield f"- Python {platform.python_version()}, {', '.join(peers.programs())}"
    yield (
        f"- {os.cpu_count()} cores, {memory:.0f} GiB, the clients on the same cores; load average "
        f"{load_before:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    )
    yield (
        f"- Interleaved rounds A B C A B C … with all servers up, at least {latency.ROUNDS}; a "
        "ratio is formed within each round and told as median (least to most). Two differ only "
        "where the whole range lies on one side of 1."
    )
    yield (
        "- All clients have one address, so `samgraf serve` runs with longer queues than it has "
        f"by default: {', '.join(f'`{name}={value}`' for name, value in peers.LIMITS.items())}."
    )
    yield (
        "- Each question of the library by itself, cold: `make bench-library`, "
        "[RESULTS-library.md](RESULTS-library.md)."
    )
    yield (
        "- Oxigraph's server reads the store directory of our own version, optimised; Virtuoso has "
        "340,000 buffers, one loader, and gets the name of the graph with each request."
    )
    yield ""


def tables(results: Results) -> Iterator[str]:
    """Yield goals, then what was measured."""
    yield "## Goals"
    yield ""
    yield "| goal | found | wanted | |"
    yield "|---|---|---|---|"
    for goal in goals(results):
        mark = "reached" if goal.reached else "**missed**"
        yield f"| {goal.words} | {goal.found} | {goal.wanted} | {mark} |"
    yield ""
    for scale in results.scales:
        yield from _latency(scale)
    yield from _throughput(results)
    yield from _pages(results)
    yield from _processes(results)


def wrong(results: Results) -> list[str]:
    """Name the queries that Oxigraph answers otherwise than we do, or that one of us does not."""
    return [
        f"{row.question.name} {scale.graph.name()}"
        for scale in results.scales
        for row in scale.rows.values()
        if {US, THEM} & row.failed.keys() or not _agrees(row.compared.get(THEM, ""))
    ]


def _agrees(compared: str) -> bool:
    return compared.startswith("equal") or compared.endswith("all true")


def _latency(scale: Scale) -> Iterator[str]:
    names = list(scale.started)
    yield f"## Latency, {scale.graph.name()}: {len(scale.rows)} queries, one client, uncached"
    yield ""
    yield (
        f"Our store: {scale.mode}. Milliseconds are medians of the rounds. A small LIMIT without "
        "an order is left away to compare values; where a large one cuts, each row is looked up "
        "in the data."
    )
    yield ""
    shown = [f"{name} ms" for name in names]
    ratios = [f"{US} / {name}" for name in names[1:]]
    yield f"| query | {' | '.join([*shown, *ratios])} | answers beside ours |"
    yield "|---" * (len(names) * 2 + 1) + "|"
    for short, row in scale.rows.items():
        yield f"| {row.question.name} | {' | '.join(_cells(row, names))} | {_answers(short, row)} |"
    yield ""
    for words, chosen in (("tiny", tiny(scale.rows)), ("other", heavy(scale.rows))):
        mean = geometric(list(chosen.values()))
        yield f"Geometric mean of {US} / {THEM} over the {len(chosen)} {words} queries: {mean}."
    yield ""


def _cells(row: Row, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield row.failed.get(name) or figure(row.milliseconds(name))
    for name in names[1:]:
        yield str(row.ratio(US, name) or "")


def _answers(short: str, row: Row) -> str:
    """Tell once what holds for all; else each by name, with the reason where it is known."""
    told = set(row.compared.values())
    if len(told) == 1 and not row.stumbled:
        [words] = told
        if _agrees(words):
            return f"{words} ({row.rows:,})" if words.startswith("equal") else words
    parts = []
    for name, words in row.compared.items():
        reason = KNOWN.get((name, short)) if not _agrees(words) else None
        parts.append(f"{name}: {words}" + (f" ({reason})" if reason else ""))
    parts += [f"{name}: {words}" for name, words in row.stumbled.items()]
    return "; ".join(parts)


def _throughput(results: Results) -> Iterator[str]:
    if results.rates is None or results.loaded is None:
        return
    yield f"## Requests per second of the light mix, {results.loaded.name()}"
    yield ""
    yield (
        f"`wrk`, one thread, {throughput.SECONDS} s, {throughput.ROUNDS} rounds; uncached: each "
        "request has a comment of its own; repeated: the same seven texts; known: with "
        "If-None-Match, each answered 304. Any other status than 200 (304) ends the run: there "
        "was none."
    )
    yield ""
    yield f"| | clients | server | requests/s | p99 ms | {US} / server |"
    yield "|---|---|---|---|---|---|"
    words = {"cold": "uncached"}
    for load, by_name in results.rates.rates.items():
        for name, rates in by_name.items():
            slowest = figure(median(results.rates.slowest[load][name]))
            ratio = "" if name == US else str(results.rates.ratios(load, US, name))
            cells = [words.get(load.mode, load.mode), str(load.clients), name]
            yield f"| {' | '.join([*cells, figure(median(rates)), slowest, ratio])} |"
    yield ""


def _pages(results: Results) -> Iterator[str]:
    if not results.pages:
        return
    small, large = results.scales[0].graph.name(), results.scales[-1].graph.name()
    yield f"## Fast forms of queries, {large} beside {small}"
    yield ""
    yield (
        "Each says the same as its plain form at both scales, with and without LIMIT. A page lists "
        "fifty rows at a time, and so does q07 here; q07w is the whole list, of more rows at the "
        "larger scale."
    )
    yield ""
    yield f"| query | {small} ms | {large} ms | {large} / {small} | plain {large} ms | used by |"
    yield "|---|---|---|---|---|---|"
    for short, growth in results.pages.items():
        plain = figure(plain_of(short, results.scales[-1].rows).milliseconds(US))
        used = "pages" if short in PAGES else _OTHER_USES[short]
        cells = [short, figure(growth.small), figure(growth.large), str(growth.ratios), plain, used]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _processes(results: Results) -> Iterator[str]:
    yield "## Starting, and a worker"
    yield ""
    yield "| | |"
    yield "|---|---|"
    for scale in results.scales:
        at = scale.graph.name()
        for name, seconds in scale.started.items():
            words = f"{name} {at}: seconds from the start to the first answer"
            yield f"| {words} | {figure(seconds)} |"
        yield f"| `samgraf build --from` {at}: seconds | {figure(scale.graph.build_seconds())} |"
    hello, answered = results.worker
    yield f"| a new worker: ms until it is there | {hello:.1f} |"
    yield f"| a new worker: ms until its first answer | {answered:.1f} |"
    before, after = results.private
    at = results.scales[0].graph.name()
    yield f"| private memory of a new worker, MiB, {at} | {before:.1f} |"
    yield f"| the same after the 22 queries | {after:.1f} |"
    if results.hop is not None:
        inside, over = (median(each) for each in (results.hop.in_process, results.hop.worker))
        yield f"| a small query in process, microseconds, {at} | {inside:.0f} |"
        yield f"| the same over a worker's socket | {over:.0f} |"
        empty = median(results.hop.empty)
        yield f"| one byte to another process and back, for comparison | {empty:.0f} |"
    yield ""
