"""Rows of an answer as tables: whole ones, and the first words of it on a card."""

import re
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from samgraf.store.rows import Term
from samgraf.terms import COUNTRY

from .addresses import local
from .found import label
from .languages import reader
from .library_answers import Answer, Row
from .seen import shortened
from .shown import linked
from .site import site
from .views import Value, literal
from .words import words

_ROWS, _COLUMNS = 3, 3
_LONGEST = 40  # characters of a cell on a card
_CELL = 500
_CAPITAL = re.compile("[A-Z]")
NAME = "Name"
"""How the name of a column ends that names what stands in the one called without it."""


def table(columns: Sequence[str], rows: Sequence[Row]) -> list[list[Markup]]:
    """Write rows of an answer, a cell for each of these columns but for those of names.

    A thing whose name is in a column of its own is a link with that name (``names``).
    """
    known: dict[tuple[Term, Term | None, bool], Markup] = {}  # most values come in many rows
    called = names(columns, rows)
    kinds = [(name, called.get(name, ""), _is_year(name)) for name in seen(columns, rows)]

    def cell(term: Term | None, name: Term | None, year: bool) -> Markup:
        if term is None:
            return Markup()
        key = term, name, year
        if key not in known:
            known[key] = linked(_called(value(term, year), name))
        return known[key]

    return [[cell(row.get(name), row.get(of), year) for name, of, year in kinds] for row in rows]


def names(columns: Sequence[str], rows: Sequence[Row]) -> dict[str, str]:
    """Return the columns of things that have a name beside them, each with the column of that.

    It is called as they are, such as ``partnerName`` for ``partner``, or it is ``name`` and
    follows.
    """
    found = {}
    for column, following in zip(columns, [*columns[1:], ""], strict=True):
        named = column + NAME if column + NAME in columns else following
        terms = (row.get(column) for row in rows)
        if named in (column + NAME, "name") and all(t is None or t.kind == "uri" for t in terms):
            found[column] = named
    return found


def seen(columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Leave out the columns that only name what stands in another one."""
    of_things = set(names(columns, rows).values())
    return [name for name in columns if name not in of_things]


def _called(of: Value, called: Term | None) -> Value:
    """Return a value under its name, where the row tells one."""
    if called is None or not called.value or of.title is None:
        return of
    return replace(of, text=_cut(called.value, _CELL), language=called.language)


def heads(columns: Sequence[str]) -> list[tuple[str, str]]:
    """Return each column in words, with the name that it has in files."""
    return [(_CAPITAL.sub(lambda found: " " + found[0].lower(), name), name) for name in columns]


def _is_year(name: str) -> bool:
    """Say whether a column holds years, whose digits are not grouped."""
    return name.casefold().endswith("year")


def preview(answer: Answer, columns: Sequence[str]) -> Sequence[Sequence[Value]]:
    """Return the first rows in the columns that tell most: names and numbers before addresses."""
    if answer.boolean is not None or not answer.rows:
        return ()
    names = sorted(columns, key=lambda name: _weight(answer.rows[0].get(name)))
    chosen = [name for name in columns if name in names[:_COLUMNS]]
    return [
        [value(row.get(name), _is_year(name), _LONGEST) for name in chosen]
        for row in answer.rows[:_ROWS]
    ]


def _weight(term: Term | None) -> int:
    if term is None:
        return 2
    return int(term.kind != "literal")


def value(term: Term | None, year: bool, most: int = _CELL) -> Value:
    """Return a term as a page shows it; one of ours that has a word is told by it."""
    if term is None:
        return Value("")
    if term.kind == "uri":
        called = country(term.value) or words(term.value)
        return Value(_cut(called, most), local(term.value), title=term.value)
    said = literal(term, "Year" if year else "")
    raw = term.value if said != term.value else None
    return Value(_cut(said, most), None, term.language, raw=raw)


def country(iri: str) -> str:
    """Return what the reader calls a country, which is none of our terms; '' for anything else."""
    code = iri.removeprefix(COUNTRY)
    if code == iri:
        return ""
    return label(site().index().labels, "country", code, reader())


def _cut(text: str, most: int) -> str:
    return shortened(text, most) if most == _CELL else text[:most] + ("…" * (len(text) > most))
