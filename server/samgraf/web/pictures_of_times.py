"""An answer as a timeline: periods of two columns, or days of one."""

from datetime import date

from samgraf.drawing.periods import Period, periods

from .dates import day
from .pictures_told import Drawn, Told, plain
from .results_read import Row
from .results_views import Column, first_of
from .texts import ngettext
from .views import span

_YEAR = 365.2425
_LAST = 10_000
_DAY = 10  # letters of a day in ISO 8601


def drawn(told: Told) -> Drawn:
    """Draw the rows that have a date, in the order of the answer."""
    columns = first_of(told.choice.of("date"))[:2]
    found = [row for row in (_period(told, row, columns) for row in told.rows) if row is not None]
    if not found:
        return Drawn("", 0)
    svg = periods(found, told.title, told.text)
    lost, said = len(told.rows) - len(found), []
    if lost:
        said.append(ngettext("%(num)s row has no date.", "%(num)s rows have no date.", lost))
    return Drawn(svg, len(told.rows), tuple(said))


def _period(told: Told, row: Row, columns: list[Column]) -> Period | None:
    texts = [_text(row, column) for column in columns]
    start, end = texts[0], texts[1] if len(texts) > 1 else ""
    first, last = years(start), years(end, last=True)
    if first is None and last is None:
        return None
    name, href = told.name(row), told.href(row)
    if len(columns) == 1:
        return Period(name, href, first, None, plain(day(start)), day=True)
    if first is not None and last is not None and last < first:
        first, last = last, first
    return Period(name, href, first, last, plain(span(start, end)))


def _text(row: Row, column: Column) -> str:
    term = row[column.place]
    return term.value[:_DAY] if term is not None else ""


def years(text: str, last: bool = False) -> float | None:
    """Return a year, a month or a day as years and parts of them; of an end, when it is over."""
    parts: list[int | None] = [int(part) for part in text.split("-") if part.isdigit()]
    year, month, number = [*parts, None, None, None][:3]
    if year is None or text.startswith("-") or not 0 < year < _LAST:
        return None
    if month is None:
        return year + float(last)
    if number is None:
        return year + (month - 1 + float(last)) / 12
    try:
        passed = date(year, month, number).timetuple().tm_yday - 1
    except ValueError:
        return None
    return year + min(1.0, (passed + float(last)) / _YEAR)
