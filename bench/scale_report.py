"""The figures of ``bench/scale.py``: as Markdown, as drawings, and as laws of growth."""

import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from math import log, log10
from pathlib import Path
from statistics import geometric_mean, median

import curves
from rounds import Ratios, figure
from scale_side import Side
from scale_sizes import Measured

DRAWINGS = Path(__file__).parents[1] / "docs" / "scale"
POINTS, VALIDATION, MEMORY = 1.5, 150.0, 24 * 1024
"""What is wanted at the largest size: a ratio, seconds, and MiB of everything."""

PAGE = "page of a municipality"

Figure = Callable[[Measured], float]
ALONE: Mapping[str, tuple[str, Figure]] = {
    "N-Triples": ("MiB", lambda m: m.file),
    "build": ("s", lambda m: m.build),
    "build, processor time": ("s", lambda m: m.build_cpu),
    "build, memory": ("MiB", lambda m: m.build_memory),
    "store on disk": ("MiB", lambda m: m.store),
    "dumps, packed": ("MiB", lambda m: m.dumps),
    "full validation": ("s", lambda m: number(m, "seconds")),
    "full validation, processor time": ("s", lambda m: number(m, "cpu")),
    "full validation, memory": ("MiB", lambda m: number(m, "mib")),
}
"""What is measured of each size alone, with its unit."""


def number(one: Measured, name: str) -> float:
    """Return a figure of the validation."""
    return float(str(one.validation[name]))


def exponent(small: Measured, large: Measured, of: Figure) -> float:
    """Return e where the figure grows as the e-th power of the number of triples."""
    return log(of(large) / of(small)) / log(large.triples / small.triples)


def ratios(side: Side, query: str, small: str, large: str) -> Ratios:
    """Return the ratios of a point query at two sizes, round by round."""
    by_size = side.points[query]
    return Ratios(tuple(b / a for a, b in zip(by_size[small], by_size[large], strict=True)))


def names(sizes: Sequence[Measured]) -> list[str]:
    """Return how the sizes are called."""
    return [f"\N{MULTIPLICATION SIGN}{one.copies}" for one in sizes]


def goals(sizes: Sequence[Measured], side: Side) -> Iterator[tuple[str, str, str, bool]]:
    """Yield what was wanted at the largest size: words, found, wanted, whether it is reached."""
    last, (first, *_, largest) = sizes[-1], names(sizes)
    each = {query: ratios(side, query, first, largest).middle() for query in side.points}
    mean, worst = geometric_mean(each.values()), max(each, key=each.__getitem__)
    yield (
        f"point queries, {largest} / {first}, geometric mean",
        figure(mean),
        "at most 1.5",
        mean <= POINTS,
    )
    yield f"the worst of them, {worst}", figure(each[worst]), "at most 1.5", each[worst] <= POINTS
    seconds = number(last, "seconds")
    yield "full validation, seconds", figure(seconds), "at most 150", seconds <= VALIDATION
    most = max(last.build_memory, number(last, "mib"), sum(side.memory[largest].values()))
    yield (
        "most memory of build, validation or server, MiB",
        figure(most),
        "at most 24 GiB",
        most <= MEMORY,
    )
    acts = side.abused[largest]
    wrong = sum(not right for *_, right in acts)
    yield "abuse that ends otherwise than it may", f"{wrong} of {len(acts)}", "none", not wrong


def section(
    sizes: Sequence[Measured], side: Side, tables: tuple[float, float, float]
) -> Iterator[str]:
    """Yield the section of RESULTS.md."""
    yield "## The real graph many times over"
    yield ""
    yield f"`make bench-scale SIZES='{' '.join(str(one.copies) for one in sizes)}'`, {date.today()}"
    yield ""
    yield from _told(sizes, side)
    yield ""
    yield "| goal | found | wanted | |"
    yield "|---|---|---|---|"
    for words, found, wanted, reached in goals(sizes, side):
        yield f"| {words} | {found} | {wanted} | {'reached' if reached else '**missed**'} |"
    yield ""
    yield from alone(sizes)
    yield from _from_tables(tables)
    yield from _validation(sizes)
    yield from _points(sizes, side)
    yield from _library(sizes, side)
    yield from _served(sizes, side)
    yield from _abused(sizes, side)


def first_part(sizes: Sequence[Measured], tables: tuple[float, float, float]) -> Iterator[str]:
    """Yield what is known before the sizes were served side by side."""
    yield "## The real graph many times over"
    yield ""
    yield f"`scale.py alone`, {date.today()}; the sizes were not yet served side by side"
    yield ""
    yield from _told(sizes, None)
    yield ""
    yield from alone(sizes)
    yield from _from_tables(tables)
    yield from _validation(sizes)


def _from_tables(tables: tuple[float, float, float]) -> Iterator[str]:
    seconds, processor, memory = tables
    yield (
        "The whole build from the tables, once the real graph with all named graphs, shapes, "
        f"rules, index, statistics, answers and downloads: {figure(seconds)} s, "
        f"{figure(processor)} s of processor time, {figure(memory)} MiB at most."
    )
    yield ""


def _told(sizes: Sequence[Measured], side: Side | None) -> Iterator[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    loads = [f"{one.load:.1f}" for one in sizes]
    yield (
        f"- Python {platform.python_version()}, samgraf {version('samgraf')}, pyoxigraph "
        f"{version('pyoxigraph')}; {os.cpu_count()} cores, {memory:.0f} GiB"
    )
    beside = f", before the sizes were served side by side {side.load:.1f}" if side else ""
    yield (
        f"- load average before each build {', '.join(loads)}{beside}: above 1 other work ran "
        "beside, and times are longer than alone; processor time tells more"
    )
    yield (
        "- Each further copy has things of its own, with the names, periods, claims and shortcuts "
        "of the first, but without what the world has once (`bench/copies.py`). Counted and loaded "
        "are the different triples of the default graph; named graphs are left out."
    )


def alone(sizes: Sequence[Measured]) -> Iterator[str]:
    """Yield the table of what was measured of each size, with the law of its growth."""
    called = names(sizes)
    yield f"| | {' | '.join(called)} | {called[-1]} / {called[-2]} in triples to the power of |"
    yield f"|---{'|---' * len(called)}|---|"
    yield f"| triples | {' | '.join(f'{one.triples:,}' for one in sizes)} | |"
    for name, (unit, of) in ALONE.items():
        grows = f"{exponent(sizes[-2], sizes[-1], of):.2f}"
        yield f"| {name}, {unit} | {' | '.join(figure(of(one)) for one in sizes)} | {grows} |"
    yield ""


def _validation(sizes: Sequence[Measured]) -> Iterator[str]:
    yield "Full validation by step, seconds, and what it found:"
    yield ""
    yield "| size | load | data shapes | load derived | derived shapes | results |"
    yield "|---|---|---|---|---|---|"
    for name, one in zip(names(sizes), sizes, strict=True):
        steps: Mapping[str, float] = one.validation["steps"]  # type: ignore[assignment]
        counts: Mapping[str, int] = one.validation["results"]  # type: ignore[assignment]
        found = ", ".join(f"{kind} {number:,}" for kind, number in sorted(counts.items()))
        yield f"| {name} | {' | '.join(figure(x) for x in steps.values())} | {found} |"
    yield ""


def _points(sizes: Sequence[Measured], side: Side) -> Iterator[str]:
    yield (
        "Point queries over HTTP, uncached, one size after another at each ask; milliseconds, "
        "the lower quartile of 40 asks in each of 5 rounds, since other work on the machine "
        "lengthens the others:"
    )
    yield ""
    yield from _point_rows(sizes, side)
    yield ""


def _point_rows(sizes: Sequence[Measured], side: Side) -> Iterator[str]:
    called = names(sizes)
    yield f"| query | {' | '.join(called)} | {called[-1]} / {called[0]} |"
    yield f"|---{'|---' * len(called)}|---|"
    for query, by_size in side.points.items():
        cells = [figure(median(by_size[name])) for name in called]
        yield f"| {query} | {' | '.join(cells)} | {ratios(side, query, called[0], called[-1])} |"


def asked(sizes: Sequence[Measured], side: Side) -> Iterator[str]:
    """Yield the table of point queries, and of a page, for the page of documentation."""
    yield from _point_rows(sizes, side)
    yield f"| {PAGE} | {' | '.join(_pages(sizes, side))} | |"
    yield ""


def _pages(sizes: Sequence[Measured], side: Side) -> list[str]:
    return [figure(median(side.pages[name])) for name in names(sizes)]


def _library(sizes: Sequence[Measured], side: Side) -> Iterator[str]:
    called = names(sizes)
    yield "Questions of the library, each of a worker that nobody used before; milliseconds:"
    yield ""
    yield f"| question | {' | '.join(called)} |"
    yield f"|---{'|---' * len(called)}|"
    for question, by_size in side.library.items():
        cells = [
            figure(by_size[name]) if by_size[name] > 0 else f"refused after {-by_size[name]:.0f} s"
            for name in called
        ]
        yield f"| {question} | {' | '.join(cells)} |"
    yield ""


def _served(sizes: Sequence[Measured], side: Side) -> Iterator[str]:
    called = names(sizes)
    rows = {
        "store": [side.modes[name] for name in called],
        "seconds from the start to the first answer": [figure(side.started[n]) for n in called],
        f"{PAGE}, p50 ms": _pages(sizes, side),
        "memory (PSS), all processes, MiB": [f"{sum(side.memory[n].values()):,}" for n in called],
    }
    rows |= {
        f"of it {kind}": [f"{side.memory[n][kind]:,}" for n in called]
        for kind in ("zygote", "worker", "web")
    }
    yield f"| served | {' | '.join(called)} |"
    yield f"|---{'|---' * len(called)}|"
    for words, cells in rows.items():
        yield f"| {words} | {' | '.join(cells)} |"
    yield ""


def _abused(sizes: Sequence[Measured], side: Side) -> Iterator[str]:
    for name, acts in side.abused.items():
        yield f"The abuse list at {name}, limit 2 s, an ordinary query behind each:"
        yield ""
        yield "| act | ended | longest s | |"
        yield "|---|---|---|---|"
        for act in dict.fromkeys(act for act, *_ in acts):
            mine = [
                (ended, seconds, right) for which, ended, seconds, right in acts if which == act
            ]
            ends = ", ".join(sorted({ended for ended, *_ in mine}))
            right = "as it may" if all(one[2] for one in mine) else "**wrong**"
            yield f"| {act} | {ends} | {max(one[1] for one in mine):.2f} | {right} |"
        yield ""


FAR = (10**8, 10**9)
"""Triples of which nothing was measured."""


def far(sizes: Sequence[Measured]) -> Iterator[str]:
    """Yield what the laws of growth say of sizes that were not measured."""
    yield f"| extrapolated | {' | '.join(_power(triples) for triples in FAR)} |"
    yield f"|---{'|---' * len(FAR)}|"
    last = sizes[-1]
    for name, (unit, of) in ALONE.items():
        grows = max(1.0, exponent(sizes[-2], last, of))
        cells = [_round(of(last) * (triples / last.triples) ** grows, unit) for triples in FAR]
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""


def _power(triples: int) -> str:
    return f"10^{round(log10(triples))} triples"


def _round(value: float, unit: str) -> str:
    """Write an extrapolated figure with as few digits as it deserves."""
    for larger, size, of in (("GiB", 1024, "MiB"), ("h", 3600, "s")):
        if unit == of and value >= size:
            value, unit = value / size, larger
    return f"{float(f'{value:.2g}'):,.4g} {unit}"


def draw(sizes: Sequence[Measured], side: Side | None, folder: Path = DRAWINGS) -> None:
    """Write the drawings of the page of documentation."""

    def lines(*chosen: str) -> dict[str, curves.Points]:
        return {name: [(m.triples, ALONE[name][1](m)) for m in sizes] for name in chosen}

    folder.mkdir(parents=True, exist_ok=True)
    drawings = [
        ("time", "Building and checking", "seconds", lines("build", "full validation")),
        ("disk", "On disk", "MiB", lines("N-Triples", "store on disk", "dumps, packed")),
        ("memory", "Memory", "MiB", lines("build, memory", "full validation, memory")),
    ]
    if side:
        drawings.append(("asked", "Point queries and pages", "milliseconds", _lines(sizes, side)))
    for name, title, unit, series in drawings:
        drawn = curves.drawing(title, unit, series)
        (folder / f"{name}.svg").write_text(drawn, encoding="utf-8")


def _lines(sizes: Sequence[Measured], side: Side) -> dict[str, curves.Points]:
    """Return a line for each point query, and one for the page."""
    triples = dict(zip(names(sizes), (one.triples for one in sizes), strict=True))
    asked: dict[str, curves.Points] = {
        query.partition("_")[2]: [(triples[name], median(by_size[name])) for name in triples]
        for query, by_size in side.points.items()
    }
    asked["page"] = [(triples[name], median(side.pages[name])) for name in triples]
    return asked
