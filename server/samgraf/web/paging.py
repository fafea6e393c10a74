"""Long lists in parts, and addresses of this page that keep whatever else was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote, urlencode

from flask import abort, request

Row = TypeVar("Row")

MEMBERS = 200
"""Rows of a table of relations, beyond which the server shows it in parts."""

ROWS = 50
"""Rows of one part of any other list."""

_LONGEST = 6  # digits of a page number


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """One page of a list."""

    rows: Sequence[Row]
    count: int
    page: int
    size: int
    parameter: str
    """What names the page in the address; the list has it as its id too."""

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.count // self.size))

    def link(self, page: int) -> str:
        """Return the address of another page of the list."""
        return changed(**{self.parameter: str(page) if page > 1 else None}) + f"#{self.parameter}"


def part(rows: Sequence[Row], parameter: str, size: int) -> Part[Row]:
    """Cut the page out of a list that the request asks for; a page that is not there is 404."""
    page = number(parameter)
    return cut_out(rows[(page - 1) * size : page * size], len(rows), page, parameter, size)


def cut_out(
    rows: Sequence[Row], count: int, page: int, parameter: str, size: int = ROWS
) -> Part[Row]:
    """Return a page that is cut out of a list already; one that is not there is 404."""
    if page > 1 and not rows:
        abort(404)
    return Part(rows, count, page, size, parameter)


def number(parameter: str) -> int:
    """Return which page of a list the request asks for, the first by default."""
    text = request.args.get(parameter, "")
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST and int(text)):
        abort(404)
    return int(text)


def changed(**parameters: str | None) -> str:
    """Return the address of this page with some parameters changed; None leaves one out."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k not in parameters]
    added = [(k, v) for k, v in parameters.items() if v is not None]
    query = urlencode([*kept, *added])
    path = quote(request.path)
    return f"{path}?{query}" if query else path
