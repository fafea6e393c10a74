"""Which views an answer has: by its columns and datatypes, or by a comment in the query."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from samgraf.store.rows import Term
from samgraf.terms import XSD

from .results_read import Answer, Row
from .texts import gettext

VIEWS = ("table", "map", "timeline", "bar", "line", "network")
"""How an answer can be shown; the first is always possible."""

SAMPLE = 2000
"""Rows by which an answer is judged; pictures are made of these too."""

_NUMBERS = {
    str(XSD[n])
    for n in (
        "integer",
        "decimal",
        "double",
        "float",
        "int",
        "long",
        "short",
        "nonNegativeInteger",
        "positiveInteger",
    )
}
_DATES = {str(XSD[name]) for name in ("date", "dateTime", "gYear", "gYearMonth", "dateTimeStamp")}
_DAY = re.compile(r"-?\d{4}(?:-\d\d(?:-\d\d(?:T[\d:.Z+-]*)?)?)?(?:Z|[+-]\d\d:\d\d)?")
_WRITTEN = re.compile(r"[12]\d{3}(?:-\d\d(?:-\d\d)?)?")
_YEAR = re.compile(r"\d{4}")
_YEARLY = re.compile(r"year|(?<![a-z])(?:år|aar|vuosi)|Year")
_POINT = re.compile(
    r"\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)\s*", re.IGNORECASE
)
_LATITUDE = ("lat", "latitude")
_LONGITUDE = ("long", "lon", "lng", "longitude")
_COMMENT = re.compile(r"^[ \t]*#[ \t]*view:[ \t]*(\w+)([^\n]*)$", re.MULTILINE)
_VARIABLE = re.compile(r"[?$](\w+)")
_OTHER_NAMES = {"chart": "bar", "graph": "network"}
_STARTS = re.compile(r"start|begin|begun|since|from|first|valid_?from|before|fra|fra_|från", re.I)
_MOST_BARS = 60  # rows that are still read as bars by themselves


class Column(NamedTuple):
    """A column and what its values are: number, date, point, thing, text, or none of these."""

    name: str
    place: int
    kind: str
    varied: bool = True
    """Whether its values differ: a query may give back what it was asked with."""


@dataclass(frozen=True, slots=True)
class View:
    """A way to show an answer; where it is not possible, what it would need."""

    name: str
    title: str
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The views of an answer, the one that is shown, and columns that the query names for it."""

    columns: tuple[Column, ...]
    views: tuple[View, ...]
    shown: str
    asked: str = ""
    """The view that was asked for and is not possible."""

    def of(self, *kinds: str) -> list[Column]:
        """Return the columns of some kinds."""
        return [column for column in self.columns if column.kind in kinds]

    def why_not(self) -> str:
        """Say what the view that was asked for would need."""
        return next((view.needs for view in self.views if view.name == self.asked), "")


def choose(
    answer: Answer, rows: Sequence[Row], query: str, asked: str, places: Collection[str]
) -> Choice:
    """Choose by what is asked for, else by the query's comment, else by the data.

    ``places`` are the IRIs of things whose coordinates are known; ``rows`` are the first ones.
    """
    wanted, named = _said(query)
    columns = _named(_columns(answer, rows, places), named)
    views = tuple(View(name, _title(name), _needs(name, answer, columns)) for name in VIEWS)
    possible = {view.name for view in views if not view.needs}
    wish = _OTHER_NAMES.get(asked, asked) or wanted
    if wish in possible:
        return Choice(columns, views, wish)
    by_data = _by_data(answer, columns) if wish not in VIEWS else VIEWS[0]
    shown = by_data if by_data in possible else VIEWS[0]
    return Choice(columns, views, shown, wish if wish in VIEWS else "")


def _said(query: str) -> tuple[str, list[str]]:
    """Read ``# view: bar ?name ?count``: a view, and perhaps the columns for it."""
    found = _COMMENT.search(query)
    if found is None:
        return "", []
    name = found[1].lower()
    return _OTHER_NAMES.get(name, name), _VARIABLE.findall(found[2])


def _named(columns: tuple[Column, ...], names: list[str]) -> tuple[Column, ...]:
    """Return the columns that a query names, in its order; all where it names none that is here."""
    known = {column.name: column for column in columns}
    return tuple(known[name] for name in names if name in known) or columns


def _columns(answer: Answer, rows: Sequence[Row], places: Collection[str]) -> tuple[Column, ...]:
    found = []
    for place, name in enumerate(answer.variables):
        values = [value for row in rows if (value := row[place]) is not None]
        varied = len({row[place] for row in rows}) > 1
        found.append(Column(name, place, _kind(name, values, places), varied))
    return tuple(found)


def _kind(name: str, values: Sequence[Term], places: Collection[str]) -> str:
    """Tell what the values of a column are, all of them."""
    if not values:
        return "nothing"
    things = all(value.kind in ("uri", "bnode") for value in values)
    if things:
        known = any(value.value in places for value in values)
        return "place" if known else "thing"
    tests: tuple[tuple[str, Callable[[Term], object]], ...] = (
        ("point", _is_point),
        ("date", _is_date),
        ("number", _is_number),
    )
    if _YEARLY.search(name) and all(_YEAR.fullmatch(value.value) for value in values):
        return "date"
    for kind, test in tests:
        if all(map(test, values)):
            return _degrees(name, kind)
    written = any("-" in value.value for value in values)
    return "date" if written and all(map(_is_written_date, values)) else "text"


def _degrees(name: str, kind: str) -> str:
    """Tell a latitude and a longitude from other numbers: by the names of their columns."""
    low = name.lower()
    if kind == "number" and low in _LATITUDE:
        return "latitude"
    return "longitude" if kind == "number" and low in _LONGITUDE else kind


def _is_point(term: Term) -> object:
    return term.kind == "literal" and _POINT.fullmatch(term.value)


def _is_date(term: Term) -> object:
    return term.datatype in _DATES and _DAY.fullmatch(term.value)


def _is_written_date(term: Term) -> object:
    """Say whether a text is a date: aggregates such as MIN are often asked of texts."""
    if term.datatype in _DATES:
        return _DAY.fullmatch(term.value)
    plain = term.datatype in (None, str(XSD.string)) and not term.language
    return term.kind == "literal" and plain and _WRITTEN.fullmatch(term.value)


def _is_number(term: Term) -> object:
    return term.datatype in _NUMBERS


def point(term: Term | None) -> tuple[float, float] | None:
    """Return longitude and latitude of a point of GeoSPARQL, None for anything else."""
    found = _POINT.fullmatch(term.value) if term is not None else None
    try:
        return (float(found[1]), float(found[2])) if found else None
    except ValueError:
        return None


def _title(name: str) -> str:
    return {
        "table": gettext("Table"),
        "map": gettext("Map"),
        "timeline": gettext("Timeline"),
        "bar": gettext("Bars"),
        "line": gettext("Lines"),
        "network": gettext("Network"),
    }[name]


def _needs(name: str, answer: Answer, columns: Sequence[Column]) -> str:
    """Say what is missing for a view, '' where nothing is."""
    kinds = {column.kind for column in columns}
    things = sum(column.kind in ("thing", "place") for column in columns)
    named, empty = kinds & {"thing", "place", "text"}, not answer.count
    if name == "map" and (
        empty or (not kinds & {"point", "place"} and not kinds >= {"latitude", "longitude"})
    ):
        return gettext("needs a column of points (WKT), columns lat and long, or municipalities")
    if name == "timeline" and (empty or "date" not in kinds):
        return gettext("needs a column of dates or years")
    if name == "bar" and (empty or "number" not in kinds or not named | kinds & {"date"}):
        return gettext("needs a column of numbers beside one of names")
    if name == "line" and (empty or not kinds >= {"number", "date"}):
        return gettext("needs a column of numbers beside one of dates or years")
    if name == "network" and (empty or (not answer.graph and things < 2)):
        return gettext("needs two columns of things (IRIs), or a CONSTRUCT")
    return ""


def _by_data(answer: Answer, columns: Sequence[Column]) -> str:
    """Choose the view that the data speak for; mere municipalities and dates do not."""
    kinds = [column.kind for column in columns if column.varied or answer.count == 1]
    if answer.graph:
        return "network"
    if "point" in kinds or {"latitude", "longitude"} <= {*kinds}:
        return "map"
    if kinds.count("number") == kinds.count("date") == 1 and len(kinds) <= 3:
        return "line"
    if kinds.count("date") == 2 and "number" not in kinds:
        return "timeline"
    if kinds.count("number") == 1 and len(kinds) <= 3 and 1 < answer.count <= _MOST_BARS:
        return "bar"
    return VIEWS[0]


def first_of(columns: Sequence[Column]) -> list[Column]:
    """Order columns of dates: the one that begins something first, those that are all alike last.

    Where some differ, the others are left out.
    """
    differing = [column for column in columns if column.varied] or columns
    return sorted(differing, key=lambda column: not _STARTS.search(column.name))
