"""A soak as Markdown."""

import os
import platform
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median

import watching
from soaked import FLOOR, GROWTH, SECONDS, Soaked, part
from visiting import KINDS


def report(found: Soaked) -> Iterator[str]:
    """Write what was measured."""
    broken = [*found.broken()]
    engine = ", ".join(f"{name} {version(name)}" for name in ("samgraf", "gunicorn", "pyoxigraph"))
    yield "## Abuse, builds and flips beside ordinary load"
    yield ""
    yield f"`make soak MINUTES={found.minutes:g}`, {datetime.now(UTC).date()}"
    yield ""
    yield f"- Python {platform.python_version()}, {engine}"
    yield (
        f"- {os.cpu_count()} cores, load average {found.load:.1f} before it began; other work on "
        "the machine makes the quiet times longer, and so the ratio smaller"
    )
    yield f"- SAMGRAF_LIMITS_QUERY_SECONDS={SECONDS:g} alone; the real graph"
    yield f"- {'; '.join(broken) or 'every bound holds'}"
    yield ""
    yield from _load(found)
    yield from _endings(found)
    yield from _exactness(found)
    yield from _changes(found)
    yield from _quarters(found)
    yield from _memory(found)


def _load(found: Soaked) -> Iterator[str]:
    yield "### Ordinary requests"
    yield ""
    yield (
        "Under abuse one address at a time holds as many places for queries as it can get. Under "
        "siege three do, so that all places are taken and others wait or get 503 `busy`; no bound "
        "is set for it. The bound of the ratio is for all kinds together, some two in five of "
        "which are 304s."
    )
    yield ""
    head = "quiet p50 | quiet p99 | abuse p50 | abuse p99 | ratio of p99 | siege p50 | siege p99"
    yield f"| kind | {head} |"
    yield "|---|---|---|---|---|---|---|---|"
    for kind in (*KINDS, ""):
        three = [
            [visit for visit in visits if kind in ("", visit.kind)]
            for visits in (found.quiet, found.abused, found.besieged)
        ]
        (q50, q99), (a50, a99), (s50, s99) = [(part(v, 50), part(v, 99)) for v in three]
        ms = [f"{seconds * 1000:.1f} ms" for seconds in (q50, q99, a50, a99)]
        ratio = a99 / max(q99, FLOOR)
        siege = f"{s50 * 1000:.1f} ms | {s99 * 1000:.0f} ms"
        yield f"| {kind or 'all'} | {' | '.join(ms)} | {ratio:.1f} | {siege} |"
    yield ""
    numbers = [
        f"{name} {len(visits):,} asked, {sum(bool(visit.trouble) for visit in visits)} failed"
        for name, visits in (
            ("quiet", found.quiet),
            ("abuse", found.abused),
            ("siege", found.besieged),
        )
    ]
    yield "; ".join(numbers) + "."
    yield ""


def _endings(found: Soaked) -> Iterator[str]:
    yield "### How abuse ended"
    yield ""
    yield "| what | outcomes | median s | longest s |"
    yield "|---|---|---|---|"
    for name in sorted({one.name for one in found.outcomes}):
        mine = [one for one in found.outcomes if one.name == name]
        counts = Counter(one.ended for one in mine)
        told = ", ".join(f"{ended}: {number}" for ended, number in counts.most_common())
        seconds = [one.seconds for one in mine]
        yield f"| {name} | {told} | {median(seconds):.2f} | {max(seconds):.2f} |"
    yield ""


def _exactness(found: Soaked) -> Iterator[str]:
    yield f"### The deadline of {SECONDS:g} s, best of three, one after another"
    yield ""
    yield (
        "The limit is that of the head of an answer; a stream behind it may go on for "
        "`cpu_seconds` of processor time, `transfer_seconds` and `reply_mib`."
    )
    yield ""
    yield "| query | ended | s until the head | s until the end |"
    yield "|---|---|---|---|"
    for one in found.exact:
        yield f"| {one.name} | {one.ended} | {one.first:.3f} | {one.seconds:.2f} |"
    yield ""


def _memory(found: Soaked) -> Iterator[str]:
    yield "### Processes: number, RSS and PSS in MiB together, most open files of one"
    yield ""
    yield "| kind | start | middle | end |"
    yield "|---|---|---|---|"
    for kind in watching.KINDS:
        uses = [found.uses[when][kind] for when in ("start", "middle", "end")]
        told = [f"{use.number}, {use.rss} / {use.pss}, {use.files}" for use in uses]
        yield f"| {kind} | {' | '.join(told)} |"
    yield ""


def _changes(found: Soaked) -> Iterator[str]:
    yield "### Builds and flips beside all that"
    yield ""
    yield "| what | how often | failed | median s | longest s |"
    yield "|---|---|---|---|---|"
    for kind in sorted({change.kind for change in found.changes}):
        mine = [change for change in found.changes if change.kind == kind]
        seconds = [change.seconds for change in mine]
        failed = sum(bool(change.trouble) for change in mine)
        cells = f"{len(mine)} | {failed} | {median(seconds):.1f} | {max(seconds):.1f}"
        yield f"| {kind} | {cells} |"
    yield ""


def _quarters(found: Soaked) -> Iterator[str]:
    yield "### Memory in each quarter of the abuse: median PSS in MiB"
    yield ""
    yield (
        f"The last quarter is {found.growth():+.1%} beside the second (at most "
        f"{GROWTH:+.0%}). A zygote is new with each flip, and two are there for a moment; a worker "
        "holds what its query needs."
    )
    yield ""
    yield "| kind | first | second | third | last |"
    yield "|---|---|---|---|---|"
    for kind in (*watching.KINDS, watching.ALL) if found.quarters else ():
        yield f"| {kind} | {' | '.join(f'{one[kind]:.0f}' for one in found.quarters)} |"
    yield ""
