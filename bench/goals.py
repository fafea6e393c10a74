"""What is aimed at, held to what was found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median

import limit
from latency import Row
from questions import LARGEST, PAGES, POINTS
from results import Results, Scale
from rounds import Ratios, figure, geometric
from throughput import LOADS, Load

US, THEM, VIRTUOSO = "samgraf", "oxigraph", "virtuoso"
_COLD, _REPEATED, _KNOWN = (
    next(load for load in LOADS if load.mode == mode and load.clients == 32)
    for mode in ("cold", "repeated", "known")
)
_MIDDLING = 0.020  # seconds of the query of which the web server must not take much


@dataclass(frozen=True, slots=True)
class Goal:
    """What is aimed at, what was found, and whether that will do."""

    words: str
    found: str
    wanted: str
    reached: bool


def goals(results: Results) -> Iterator[Goal]:
    """Yield every goal that was measured."""
    yield from _rates(results)
    for scale in results.scales:
        yield from _times(scale)
    if results.pages:
        yield _pages(results)
    if results.hop is not None:
        more = results.hop.more()
        words = "hop: small query over the worker's socket less the same in process, microseconds"
        yield Goal(words, str(more), "at most 40", more.middle() <= 40)
    if results.stopped:
        words = f"limit of {limit.SECONDS:.0f} s: seconds until the refusal, best of three"
        yield Goal(words, f"{results.stopped:.3f}", "at most 2.1", results.stopped <= 2.1)


def tiny(rows: Mapping[str, Row]) -> dict[str, Ratios]:
    """Return our ratios to Oxigraph of the tiny requests."""
    return {short: ratio for short, ratio in _ours(rows).items() if short in POINTS}


def heavy(rows: Mapping[str, Row]) -> dict[str, Ratios]:
    """Return our ratios to Oxigraph of all other queries."""
    return {short: ratio for short, ratio in _ours(rows).items() if short not in POINTS}


def _ours(rows: Mapping[str, Row]) -> dict[str, Ratios]:
    found = {short: row.ratio(US, THEM) for short, row in rows.items()}
    return {short: ratio for short, ratio in found.items() if ratio is not None}


def _rates(results: Results) -> Iterator[Goal]:
    if results.rates is None or results.loaded is None:
        return
    at, rates = results.loaded.name(), results.rates
    wanted: tuple[tuple[str, Load, str, float], ...] = (
        ("light mix, 32 clients, uncached / Oxigraph", _COLD, THEM, 1.5),
        ("light mix, 32 clients, uncached / Virtuoso", _COLD, VIRTUOSO, 0.7),
        ("light mix, 32 clients, repeated / Oxigraph", _REPEATED, THEM, 10),
        ("304 without evaluation, 32 clients / Oxigraph answering", _KNOWN, THEM, 15),
    )
    for words, load, to, least in wanted:
        ratios = rates.ratios(load, US, to, _COLD if load == _KNOWN else None)
        reached = ratios.middle() >= least and (least != 1.5 or min(ratios.each) > 1)
        more = ", whole range above 1" if least == 1.5 else ""
        yield Goal(f"{words}, {at}", str(ratios), f"at least {least:g}{more}", reached)


def _times(scale: Scale) -> Iterator[Goal]:
    at, rows = scale.graph.name(), scale.rows
    if big := rows[LARGEST].ratio(THEM, US):
        words = f"10 MB result: Oxigraph's time / ours, {at}"
        yield Goal(words, str(big), "at least 2", big.middle() >= 2)
        first = median(rows[LARGEST].timed[US].first) * 1000
        words = f"10 MB result: first byte, ms, {at}"
        yield Goal(words, figure(first), "at most 5", first <= 5)
    short, middling = _middling(rows)
    words = f"a query of some 20 ms ({short}) / Oxigraph, {at}"
    yield Goal(words, str(middling), "at most 1.1", middling.middle() <= 1.1)
    small = tiny(rows)
    worst = max(small, key=lambda short: small[short].middle())
    words = f"tiny requests ({' '.join(POINTS)}) / Oxigraph: the worst, {worst}, {at}"
    yield Goal(words, str(small[worst]), "at most 4", small[worst].middle() <= 4)
    others = heavy(rows)
    mean = geometric(list(others.values()))
    words = f"geometric mean over the other {len(others)} queries / Oxigraph, {at}"
    yield Goal(words, str(mean), "at most 0.5", mean.middle() <= 0.5)
    worst = max(others, key=lambda short: others[short].middle())
    words = f"the worst of these, {worst}, {at}"
    yield Goal(words, str(others[worst]), "at most 1.2", others[worst].middle() <= 1.2)


def _middling(rows: Mapping[str, Row]) -> tuple[str, Ratios]:
    """Choose the query that takes Oxigraph about 20 ms."""
    ours = _ours(rows)
    times = {short: median(rows[short].timed[THEM].seconds) for short in ours}
    far = {short: max(time / _MIDDLING, _MIDDLING / time) for short, time in times.items()}
    short = min(far, key=lambda short: far[short])
    return short, ours[short]


def _pages(results: Results) -> Goal:
    growths = {short: results.pages[short] for short in PAGES}
    worst = max(growths, key=lambda short: growths[short].ratios.middle())
    small, large = results.scales[0].graph.name(), results.scales[-1].graph.name()
    words = f"page queries in fast form, {large} / {small}: the worst, {worst}"
    ratios = growths[worst].ratios
    return Goal(words, str(ratios), "at most 3", ratios.middle() <= 3)
