"""What is asked of a list by its address, and the addresses of lists that differ by one choice."""

import re
from datetime import date
from urllib.parse import urlencode

from flask import request

from samgraf.errors import QueryRefused
from samgraf.linking.entries import LANGUAGES
from samgraf.linking.indexing import FACETS
from samgraf.linking.search import SORTS, Asked
from samgraf.linking.wanted import LONGEST

PAGE = 50
"""Things on one page of a list."""

VIEWS = ("list", "map")
"""How a result can be shown."""

MOST = 1000
"""Things in one part of a list for programs."""

_LONGEST_VALUE = 100
_DIGITS = 6
_FURTHEST = 1_000_000  # things before a part of a list: more than there are
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
PARAMETERS = ("q", *FACETS, "on", "lang", "sort", "view", "all", "limit", "page")
"""In this order, so that one list has one address, whatever was chosen first."""

_USUAL = {"page": "1", "limit": str(PAGE), "sort": SORTS[0], "view": "list"}


def asked(limit: int, page: int) -> Asked:
    """Read what is asked; an unknown way to sort is the usual one."""
    given = {facet: request.args.get(facet, "")[:_LONGEST_VALUE] for facet in FACETS}
    chosen = {facet: value for facet, value in given.items() if value}
    sort = request.args.get("sort", "")
    sort = sort if sort in SORTS else SORTS[0]
    offset = min(limit * (page - 1), _FURTHEST)
    return Asked(text(), chosen, sort, language(), limit, offset, day())


def text() -> str:
    """Return what is looked for."""
    return request.args.get("q", "").strip()[:LONGEST]


def language() -> str:
    """Return the language that the address names for names, '' for each place's own."""
    named = request.args.get("lang", "")
    return named if named in LANGUAGES else ""


def day() -> str:
    """Return the day of ``on=``; refuse what is no day."""
    given = request.args.get("on", "")
    try:
        if given and not _DAY.fullmatch(given):
            raise ValueError(given)
        return date.fromisoformat(given).isoformat() if given else ""
    except ValueError as error:
        told = f"on={given[:20]} is not a day; write it such as 2015-01-31"
        raise QueryRefused("bad-request", told) from error


def number(name: str, otherwise: int) -> int:
    """Read a number from 1; refuse anything else."""
    given = request.args.get(name, "")
    if not given:
        return otherwise
    if not (given.isascii() and given.isdigit() and len(given) <= _DIGITS and int(given)):
        told = f"{name}={given[:20]}: write a whole number from 1 to {10**_DIGITS - 1:,}"
        raise QueryRefused("parameter", told)
    return int(given)


def view() -> str:
    """Return how a result is to be shown."""
    given = request.args.get("view", "")
    return given if given in VIEWS else VIEWS[0]


def page() -> int:
    """Return which page of a list is asked for."""
    return number("page", 1)


def query(what: Asked, **changed: str | int) -> str:
    """Write what is asked as the query of an address, with changes; what is usual stays away."""
    given: dict[str, str | int] = {"q": what.text, **what.chosen, "on": what.on}
    given |= {"lang": what.language, "sort": what.sort, **changed}
    ordered = ((name, str(given[name])) for name in PARAMETERS if name in given)
    return urlencode([(n, value) for n, value in ordered if value and _USUAL.get(n) != value])


def listed(what: Asked, **changed: str | int) -> str:
    """Return the address of a list that differs from what is asked by some choices."""
    told = query(what, **{"view": view(), **changed})
    return f"/search?{told}" if told else "/search"
