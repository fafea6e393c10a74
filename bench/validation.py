"""Our engine beside others, side by side: ``validation.py [SIZE ...]`` (10k, 100k, 1M).

Each run is a process of its own, the engines in turn. No time counts before the results are the
same as ours. Writes RESULTS-validation.md beside this file.
"""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median

from organisations import NS, ORG, lines

HERE = Path(__file__).parent
SHAPES, RESULTS = HERE / "shapes.ttl", HERE / "RESULTS-validation.md"
WORK = HERE.parent / "build" / "bench"
RUNS, LONG, PATIENCE = 5, 10.0, 1800.0
"""Runs of each engine; one alone where it takes so many seconds; seconds that one may take."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """A graph, and the engines that are asked at that size."""

    name: str
    organisations: int
    rate: float
    engines: tuple[str, ...]

    def data(self) -> Path:
        """Return the file of the graph, made if need be."""
        file = WORK / f"{self.organisations}-{self.rate}.nt"
        if not file.is_file():
            WORK.mkdir(parents=True, exist_ok=True)
            made = file.with_suffix(".new")
            with made.open("w", encoding="utf-8") as out:
                out.writelines(lines(self.organisations, self.rate))
            made.rename(file)
        return file


SIZES = (
    Size("10k", 460, 0.05, ("samgraf", "pyshifty", "pyshacl-turbo", "pyshacl")),
    Size("100k", 4_600, 0.01, ("samgraf", "pyshifty", "pyshacl-turbo")),
    Size("1M", 46_000, 0.01, ("samgraf", "pyshifty")),
)


@dataclass(slots=True)
class Measured:
    """What the runs of one engine on one graph took."""

    rows: list[Row]
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    mib: list[float] = field(default_factory=list)
    beside: str = "the same"
    """How its results compare to ours."""


def child(script: str, *arguments: object) -> dict[str, object]:
    """Run a script of this folder; return what it writes."""
    out = WORK / "out.json"
    command = [sys.executable, str(HERE / script), *map(str, arguments), str(out)]
    subprocess.run(command, check=True, timeout=PATIENCE)
    found: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
    return found


def run(engine: str, data: Path, known: Measured | None) -> Measured:
    """Run an engine once more."""
    found = child("engines.py", engine, SHAPES, data, time.monotonic())
    rows = [tuple(row) for row in found["rows"]]  # type: ignore[attr-defined]
    measured = known or Measured(rows)
    if rows != measured.rows:
        sys.exit(f"{engine}: two runs gave two results")
    for kept, name in ((measured.wall, "wall"), (measured.cpu, "cpu"), (measured.mib, "mib")):
        kept.append(float(found[name]))  # type: ignore[arg-type]
    return measured


def compared(data: Path, ours: list[Row], theirs: list[Row], engine: str) -> str:
    """Return how results compare; stop where they differ by more than what is known."""
    if ours == theirs:
        return "the same"
    more = [row for row in theirs if row not in ours]
    if engine == "pyshacl" and sorted([*ours, *more]) == theirs:
        known = _undated(data)
        if all(row[0] in known and row[3].endswith("#SPARQLConstraintComponent>") for row in more):
            return f"the same, and {len(more)} false ones: it orders strings before dates"
    sys.exit(f"{engine}: other results than ours on {data.name}; no time counts")


def _undated(data: Path) -> set[str]:
    """Return organisations whose start is no date, and their memberships."""
    triples = [line.split(" ", 2) for line in data.read_text(encoding="utf-8").splitlines()]
    start, member = f"<{NS}start>", f"<{ORG}member>"
    wrong = {s for s, p, o in triples if p == start and "^^" not in o}
    return wrong | {s for s, p, o in triples if p == member and o.removesuffix(" .") in wrong}


def benchmark(size: Size) -> dict[str, Measured]:
    """Run the engines of a size in turn, until each has run often enough."""
    data, found = size.data(), dict[str, Measured]()
    for number in range(RUNS):
        for engine in size.engines:
            known = found.get(engine)
            if number and known and known.wall[0] > LONG:
                continue
            found[engine] = run(engine, data, known)
            said = f"{size.name} {engine} {number + 1}: {found[engine].wall[-1]:.2f} s\n"
            sys.stderr.write(said)
            if not number:
                ours = found["samgraf"].rows
                found[engine].beside = compared(data, ours, found[engine].rows, engine)
    return found


def table(size: Size, found: dict[str, Measured]) -> Iterator[str]:
    """Yield the lines of one size."""
    with size.data().open(encoding="utf-8") as file:
        triples = len(set(file))
    yield f"## {triples:,} triples, {size.rate:.0%} faults: {len(found['samgraf'].rows):,} results"
    yield ""
    yield "| engine | runs | wall s | CPU s | peak MiB | wall ÷ ours | MiB ÷ ours | results |"
    yield "|---|---|---|---|---|---|---|---|"
    ours = found["samgraf"]
    for engine, one in found.items():
        wall, cpu, mib = median(one.wall), median(one.cpu), median(one.mib)
        ratios = f"{wall / median(ours.wall):.1f} | {mib / median(ours.mib):.1f}"
        yield (
            f"| {engine} | {len(one.wall)} | {wall:.2f} | {cpu:.2f} | {mib:.0f} "
            f"| {ratios} | {one.beside} |"
        )
    yield ""


def incremental(size: Size) -> Iterator[str]:
    """Measure a contribution against a graph; stop where full runs tell other results."""
    found = child("incremental.py", SHAPES, size.data())
    if not found["same"]:
        sys.exit("the incremental run told other results than full runs; no time counts")
    full, middle, most = (float(str(found[name])) for name in ("full", "median", "most"))
    change = f"+{found['added']}/-{found['removed']}"
    yield f"## A contribution of {change} triples to the {size.name} graph"
    yield ""
    yield "| | ms |"
    yield "|---|---|"
    yield f"| incremental, median of {found['times']} contributions | {middle * 1000:.1f} |"
    yield f"| incremental, the slowest | {most * 1000:.1f} |"
    yield f"| full run of the loaded graph | {full * 1000:.0f} |"
    yield f"| full ÷ incremental | {full / middle:.0f} |"
    yield ""
    yield (
        f"{found['nodes']} nodes are concerned (median); the first makes {found['new']} new "
        "results, the same as full runs before and after tell."
    )
    yield ""


def head(sizes: Sequence[Size]) -> Iterator[str]:
    """Yield what was measured, where, how and with what."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = ("pyoxigraph", "pyshacl", "rdflib", "pyshifty", "pyshacl-turbo")
    yield "# Validation: our engine beside others"
    yield ""
    yield f"`make bench-validation SIZES='{' '.join(size.name for size in sizes)}'`"
    yield ""
    yield f"- Python {platform.python_version()}, " + ", ".join(f"{n} {version(n)}" for n in names)
    yield (
        f"- {os.cpu_count()} cores, {memory:.0f} GiB; load average at the start "
        f"{os.getloadavg()[0]:.1f} (other work on the machine makes wall times longer than CPU)"
    )
    yield (
        "- Each run is a fresh process, the engines in turn; wall and CPU from its start until the "
        f"results are in hand, loading and compiling included. Median of {RUNS}; one run alone "
        f"where it takes more than {LONG:.0f} s. Peak memory is the process's own (VmHWM)."
    )
    yield (
        "- Before a time counts, the results are compared as tuples of focus node, path, value, "
        "component, severity and source shape; blank nodes are folded, so the structure of a "
        "complex path is not compared."
    )
    yield ""


def main(names: Iterable[str]) -> None:
    """Run the sizes that are named, or all of them."""
    chosen = set(names) or {size.name for size in SIZES}
    if unknown := chosen - {size.name for size in SIZES}:
        sys.exit(f"no such size: {', '.join(sorted(unknown))}; there are 10k, 100k, 1M")
    sizes = [size for size in SIZES if size.name in chosen]
    text = list(head(sizes))
    for size in sizes:
        text += table(size, benchmark(size))
    text += incremental(sizes[-1])
    RESULTS.write_text("\n".join(text).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
