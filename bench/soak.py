"""``make soak``: abuse and ordinary load for some minutes; writes RESULTS-soak.md.

Exit status 1 where a bound is broken: a failed ordinary request, a slow one in a hundred, abuse
that ends otherwise than it may, or workers, files and memory that are left behind.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

import abusing
import graphs
import questions
import watching
from abusing import Outcome
from processes import free_port, running
from visiting import Visit, Visitor
from watching import Use

RESULTS = Path(__file__).with_name("RESULTS-soak.md")
SAMGRAF = Path(sys.executable).parent / "samgraf"
SECONDS = 2.0
"""The only setting: SAMGRAF_LIMITS_QUERY_SECONDS."""

VISITORS = 3
TARGET = 5.0  # p99 under abuse by p99 quiet
FLOOR = 0.010  # seconds; a quiet value below counts as this
ACCURACY = 0.1  # seconds that an entry of the list may take beyond its limit
SETTLE = 35.0  # seconds after which the last idle connection is gone
MOST_WORKERS = 14  # places of queries and pages in two web processes
MORE_FILES, MORE_MIB = 40, 200  # of one process; a web process may keep 64 MiB of replies


@dataclass(slots=True)
class Soaked:
    """All that was measured."""

    minutes: float
    load: float = field(default_factory=lambda: os.getloadavg()[0])
    """Of the machine, before anything was started."""
    quiet: list[Visit] = field(default_factory=list)
    abused: list[Visit] = field(default_factory=list)
    besieged: list[Visit] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    exact: list[Outcome] = field(default_factory=list)
    """The best of three of each entry of the list, alone."""
    uses: dict[str, dict[str, Use]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def ratio(self) -> float:
        """Return p99 under abuse by p99 quiet."""
        return part(self.abused, 99) / max(part(self.quiet, 99), FLOOR)

    def broken(self) -> Iterator[str]:
        """Name the bounds that do not hold."""
        if failed := [visit.trouble for visit in self.quiet + self.abused if visit.trouble]:
            yield f"{len(failed)} ordinary requests failed, such as {failed[0]}"
        if self.ratio() > TARGET:
            yield f"p99 under abuse is {self.ratio():.1f} times the quiet one, not {TARGET:g}"
        if wrong := [one for one in self.outcomes if not one.right]:
            yield f"{len(wrong)} acts of abuse ended wrongly, such as {wrong[0]}"
        for one in self.exact:
            if one.first > SECONDS + ACCURACY:
                yield f"{one.name} took {one.first:.3f} s alone until {one.ended}"
        if said := [line for line in self.said if "Traceback" in line or "[ERROR]" in line]:
            yield f"the server said {said[0]}"
        yield from self._left_behind()

    def _left_behind(self) -> Iterator[str]:
        start, end = self.uses["start"], self.uses["end"]
        if end["worker"].number > MOST_WORKERS:
            yield f"{end['worker'].number} workers are left"
        for kind in watching.KINDS:
            if kind != "worker" and end[kind].number != start[kind].number:
                yield f"{end[kind].number} processes of {kind}, {start[kind].number} at the start"
            if end[kind].files > start[kind].files + MORE_FILES:
                yield f"a process of {kind} has {end[kind].files} open files"
        for kind in ("supervisor", "gunicorn", "web", "zygote"):
            if end[kind].pss > start[kind].pss + MORE_MIB:
                yield f"{kind}: {end[kind].pss} MiB, {start[kind].pss} at the start"


def part(visits: Sequence[Visit], percent: int) -> float:
    """Return the seconds within which so many of a hundred visits were answered."""
    ordered = sorted(visit.seconds for visit in visits)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else 0.0


def soak(minutes: float) -> Soaked:
    """Serve a generated graph and do everything to it."""
    with tempfile.TemporaryDirectory(prefix="soak-") as place:
        folder = Path(place)
        file, log, port = folder / "graph.nt", folder / "log", free_port()
        file.write_text("".join(graphs.Graph(1).lines()), encoding="utf-8")
        environment = {
            "SAMGRAF_BUILD_DIR": str(folder / "build"),
            "SAMGRAF_LIMITS_QUERY_SECONDS": f"{SECONDS:g}",
        }
        build = [str(SAMGRAF), "build", "--from", str(file)]
        subprocess.run(build, env={**os.environ, **environment}, check=True)
        command = [str(SAMGRAF), "serve", "--port", str(port)]
        url = f"http://127.0.0.1:{port}/sparql"
        found = Soaked(minutes)
        with running("samgraf", command, url, log, environment, folder) as server:
            _phases(found, port, server.pid)
        found.said = log.read_text(encoding="utf-8").splitlines()
        return found


def _phases(found: Soaked, port: int, pid: int) -> None:
    """Be quiet, abuse, besiege, and be quiet again."""
    seconds = found.minutes * 60
    _say("quiet")
    visit(port, 2)
    found.quiet = visit(port, max(15.0, seconds * 0.1))
    found.uses["start"] = watching.look(pid)
    _say("abuse")
    abuse = abusing.Abuse(port, [abusing.in_turn, *abusing.BESIDE])
    time.sleep(2)
    found.abused = visit(port, seconds * 0.4)
    found.uses["middle"] = watching.look(pid)
    found.abused += visit(port, seconds * 0.4)
    found.outcomes = abuse.stop()
    _say("siege")
    siege = abusing.Abuse(port, [abusing.many_of_one] * 3)
    time.sleep(2)
    found.besieged = visit(port, max(10.0, seconds * 0.1))
    siege.stop()
    _say("one by one")
    time.sleep(SETTLE)
    for make, accepted in abusing.QUERIES:
        tries = [abusing.heavy(port, "127.0.8.2", make, accepted) for _ in range(3)]
        found.exact.append(min(tries, key=lambda one: one.first))
        found.outcomes += tries
    visit(port, 5)
    found.uses["end"] = watching.look(pid)


def visit(port: int, seconds: float) -> list[Visit]:
    """Let ordinary clients ask for a while."""
    asked = {Path(file).stem.partition("_")[0]: file for file in questions.QUERIES.glob("*.rq")}
    known = {
        short: questions.Question(file.stem, file.read_text(encoding="utf-8"))
        for short, file in asked.items()
    }
    visitors = [Visitor(port, f"127.0.7.{n}", known) for n in range(1, VISITORS + 1)]
    for visitor in visitors:
        visitor.start()
    time.sleep(seconds)
    return [visit for visitor in visitors for visit in visitor.stop()]


def report(found: Soaked) -> Iterator[str]:
    """Write what was measured."""
    broken = [*found.broken()]
    engine = ", ".join(f"{name} {version(name)}" for name in ("samgraf", "gunicorn", "pyoxigraph"))
    yield "# Ten minutes of abuse" if found.minutes == 10 else "# Abuse"
    yield ""
    yield f"`make soak MINUTES={found.minutes:g}`"
    yield ""
    yield f"- {datetime.now(UTC).date()}, Python {platform.python_version()}, {engine}"
    yield (
        f"- {os.cpu_count()} cores, load average {found.load:.1f} before it began; other work on "
        "the machine makes the quiet times longer, and so the ratio smaller"
    )
    yield f"- SAMGRAF_LIMITS_QUERY_SECONDS={SECONDS:g} alone; {graphs.TRIPLES[1]:,} triples"
    yield f"- {'; '.join(broken) or 'every bound holds'}"
    yield ""
    yield from _load(found)
    yield from _endings(found)
    yield from _exactness(found)
    yield from _memory(found)


def _load(found: Soaked) -> Iterator[str]:
    yield "## Ordinary requests"
    yield ""
    yield (
        "Under abuse one address at a time holds as many places for queries as it can get. Under "
        "siege three do, so that all places are taken and others wait or get 503 `busy`; no bound "
        "is set for it. The bound of the ratio is for all kinds together, two in five of which "
        "are 304s."
    )
    yield ""
    head = "quiet p50 | quiet p99 | abuse p50 | abuse p99 | ratio of p99 | siege p50 | siege p99"
    yield f"| kind | {head} |"
    yield "|---|---|---|---|---|---|---|---|"
    for kind in ("point", "light", "page", "304", ""):
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
    yield "## How abuse ended"
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
    yield f"## The deadline of {SECONDS:g} s, best of three, one after another"
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
    yield "## Processes: number, RSS and PSS in MiB together, most open files of one"
    yield ""
    yield "| kind | start | middle | end |"
    yield "|---|---|---|---|"
    for kind in watching.KINDS:
        uses = [found.uses[when][kind] for when in ("start", "middle", "end")]
        told = [f"{use.number}, {use.rss} / {use.pss}, {use.files}" for use in uses]
        yield f"| {kind} | {' | '.join(told)} |"
    yield ""


def _say(text: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {text}\n")


def main(minutes: float) -> int:
    """Soak, write the results, and say whether every bound holds."""
    found = soak(minutes)
    RESULTS.write_text("\n".join(report(found)).rstrip() + "\n", encoding="utf-8")
    broken = [*found.broken()]
    sys.stdout.write(RESULTS.read_text(encoding="utf-8"))
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if sys.argv[1:] else 10.0))
