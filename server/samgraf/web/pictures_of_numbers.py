"""An answer as bars or lines: a column of numbers by names, or over time."""

import math
from collections import defaultdict
from collections.abc import Sequence

from samgraf.drawing import charts
from samgraf.drawing.charts import MOST_LINES, Bar, Dated, Line

from .dates import day, number
from .pictures_of_times import years
from .pictures_told import Drawn, Told, plain
from .results_cells import figure
from .results_views import Column, first_of
from .texts import ngettext

_MARKS = 5  # of the axis of numbers, roughly


def bars(told: Told) -> Drawn:
    """Draw a bar for each row that has a number, in the order of the answer."""
    column = _measure(told)
    found = []
    for row in told.rows:
        value, term = told.value(row, column), row[column.place]
        if value is not None and term is not None:
            found.append(Bar(told.name(row), told.href(row), value, plain(figure(term))))
    if not found:
        return Drawn("", 0)
    return Drawn(charts.bars(found, told.title, told.text), len(told.rows), _lost(told, len(found)))


def lines(told: Told) -> Drawn:
    """Draw a line for each name, over the first column of dates."""
    column, dates = _measure(told), first_of(told.choice.of("date"))[0]
    names = [c for c in told.naming if c.kind != "date"]
    series: dict[str, list[Dated]] = defaultdict(list)
    count = 0
    for row in told.rows:
        term, time = row[column.place], row[dates.place]
        value = told.value(row, column)
        year = years(time.value[:10]) if time is not None else None
        if value is None or year is None or term is None or time is None:
            continue
        count += 1
        words = f"{day(time.value)}: {figure(term)}"
        series[told.name(row) if names else ""].append(Dated(year, value, plain(words)))
    if not series:
        return Drawn("", 0)
    kept = [*series.items()][:MOST_LINES]
    drawn = [Line(name, sorted(points, key=_in_time)) for name, points in kept]
    said = _lost(told, count)
    if left := len(series) - len(kept):
        said += (
            ngettext(
                "%(num)s further line is left out; the table has it.",
                "%(num)s further lines are left out; the table has them.",
                left,
            ),
        )
    values = [point.value for line in drawn for point in line.points]
    svg = charts.lines(drawn, _axis(values), told.title, told.text)
    return Drawn(svg, len(told.rows), said)


def _in_time(point: Dated) -> tuple[float, float]:
    return point.year, point.value


def _measure(told: Told) -> Column:
    """Return the column of numbers that is drawn: the last one that differs, as counts stand last.

    Where the query names columns, it is the first of those.
    """
    columns = told.choice.of("number")
    if len(told.choice.columns) < len(told.answer.variables):
        return columns[0]
    differing = [column for column in columns if column.varied]
    return (differing or columns)[-1]


def _lost(told: Told, found: int) -> tuple[str, ...]:
    lost = len(told.rows) - found
    if not lost:
        return ()
    return (ngettext("%(num)s row has no number.", "%(num)s rows have no number.", lost),)


def _axis(values: Sequence[float]) -> list[tuple[float, str]]:
    """Return round numbers around some values, with their words; small ones begin at zero."""
    low, high = min(values), max(values)
    if 0 < low < high / 2 or low == high:
        low = min(0.0, low)
    step = _round((high - low) / _MARKS or 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [(n * step, number(float(f"{n * step:.12g}"))) for n in range(first, last + 1)]


def _round(step: float) -> float:
    """Return the next of 1, 2 and 5, and what these are times ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(n * power for n in (1, 2, 5, 10) if n * power >= step * 0.999)
