"""An answer as a page shows it: a view, a part of the table, sentences on what is left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from samgraf.store.rows import Term

from . import paging
from .pictures import Picture, picture
from .pictures_of_places import known
from .results_cells import ROWS, Head, cell, heads, iris
from .results_names import names
from .results_read import Answer
from .results_views import SAMPLE, Choice, choose
from .site import site

_TITLE = re.compile(r"^[ \t]*#[ \t]*title:[ \t]*([^\n]*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an answer."""

    answer: Answer
    choice: Choice
    title: str
    """What the query calls itself, '' where it does not."""
    picture: Picture | None
    heads: Sequence[Head]
    rows: paging.Part[list[Markup]]


def title_of(query: str) -> str:
    """Return the title in the head of a query."""
    found = _TITLE.search(query)
    return found[1].strip() if found else ""


def chosen(answer: Answer, query: str, view: str) -> tuple[Choice, Picture | None]:
    """Choose the view of an answer and draw it."""
    rows = answer.part(0, SAMPLE)
    choice = choose(answer, rows, query, view, known(site()))
    return choice, picture(answer, rows, choice, title_of(query))


def drawn_of(
    variables: Sequence[str],
    rows: Sequence[Mapping[str, Term]],
    query: str,
    view: str = "",
    count: int | None = None,
    cut: bool = False,
) -> tuple[Choice, Picture | None]:
    """Choose the view of rows that were read elsewhere, and draw it.

    ``count`` tells how many there are where some were left out, ``cut`` that nobody knows.
    """
    read = [tuple(row.get(name) for name in variables) for row in rows]
    return chosen(Answer(tuple(variables), max(count or 0, len(read)), read, cut=cut), query, view)


def shown(answer: Answer, query: str, view: str = "", page: int = 1, labels: bool = False) -> Shown:
    """Show an answer; a page of its table that is not there is 404."""
    choice, drawn = chosen(answer, query, view)
    rows = answer.part((page - 1) * ROWS, page * ROWS)
    told = names(iris(rows)) if labels else {}
    columns = heads(answer, choice.columns)
    cells = [
        [cell(term, told, head.number) for term, head in zip(row, columns, strict=True)]
        for row in rows
    ]
    part = paging.cut_out(cells, answer.count, page, "page", ROWS)
    return Shown(answer, choice, title_of(query), drawn, columns, part)
