"""Search by name and code: suggestions while typing, and a list that can be narrowed down."""

import csv
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request

from samgraf.linking.entries import LANGUAGES
from samgraf.linking.indexing import FACETS
from samgraf.linking.search import SORTS, Asked, Result
from samgraf.linking.wanted import LONGEST

from .found import Found, found, label
from .languages import reader
from .site import site

blueprint = Blueprint("search", __name__)

PAGE = 50
"""Things on one page of a list."""

_MOST = 1000  # things in one part of a list for programs
_SUGGESTED = (8, 20)  # by default, and at most
_LONGEST_VALUE = 100
_FURTHEST = 1000
_COLUMNS = (
    "iri", "name", "language", "kind", "kind_label", "country", "status", "members", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, with what it is called and how much there is of it."""

    value: str
    label: str
    count: int


@blueprint.get("/suggest")
def suggest() -> Response:
    """Give what somebody may mean who types, best first, as JSON."""
    most = min(_number("limit", _SUGGESTED[0]), _SUGGESTED[1])
    asked = Asked(_text(), language=_language(), limit=most)
    index = site().index()
    hits = index.find(asked, counted=False).hits if asked.text.strip() else ()
    told = [found(hit, index.labels, asked.language, reader()).brief() for hit in hits]
    answer = jsonify(q=asked.text, suggestions=told)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@blueprint.get("/search")
def search() -> str:
    """Show what has such a name or code, with the choices to narrow it down."""
    page = min(_number("page", 1), _FURTHEST)
    asked = _asked(PAGE, page)
    index = site().index()
    result = index.find(asked)
    pages = max(1, -(-result.count // PAGE))
    nearest = () if result.count else index.nearest(asked.text, asked.language)
    return render_template(
        "search.html",
        asked=asked,
        sorts=SORTS,
        hits=_all(result, asked),
        count=result.count,
        tolerant=result.tolerant,
        nearest=[found(hit, index.labels, asked.language) for hit in nearest],
        facets={facet: _choices(result, facet, asked) for facet in FACETS},
        page=page,
        pages=pages,
        to_page=lambda number: "/search?" + _query(asked, page=number),
        to_format=lambda ending: f"/search.{ending}?" + _query(asked),
    )


@blueprint.get("/search.json")
def as_json() -> Response:
    """Give a part of the list and the counts as JSON."""
    asked, result, following = _part()
    index = site().index()
    nearest = () if result.count else index.nearest(asked.text, asked.language)
    facets = {facet: _choices(result, facet, asked) for facet in FACETS}
    told: dict[str, Any] = {
        "q": asked.text,
        "count": result.count,
        "tolerant": result.tolerant,
        "results": [hit.brief() | {"members": hit.members} for hit in _all(result, asked)],
        "facets": facets,
        "next": f"/search.json?{following}" if following else None,
        "nearest": [found(hit, index.labels, asked.language).brief() for hit in nearest],
    }
    answer = jsonify(told)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@blueprint.get("/search.csv")
def as_csv() -> Response:
    """Give a part of the list as CSV; where there is more, a header leads to it."""
    asked, result, following = _part()
    lines = io.StringIO()
    table = csv.writer(lines)
    table.writerow(_COLUMNS)
    for hit in _all(result, asked):
        table.writerow([getattr(hit, column) for column in _COLUMNS])
    answer = make_response(lines.getvalue())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if following:
        answer.headers["Link"] = f'</search.csv?{following}>; rel="next"'
    return answer


def _part() -> tuple[Asked, Result, str]:
    """Find a part of a list for a program, and the query of the part behind it."""
    limit, page = min(_number("limit", PAGE), _MOST), min(_number("page", 1), _FURTHEST)
    asked = _asked(limit, page)
    result = site().index().find(asked)
    more = result.count > limit * page
    return asked, result, _query(asked, limit=limit, page=page + 1) if more else ""


def _asked(limit: int, page: int) -> Asked:
    given = {facet: request.args.get(facet, "")[:_LONGEST_VALUE] for facet in FACETS}
    chosen = {facet: value for facet, value in given.items() if value}
    sort = request.args.get("sort", "")
    sort = sort if sort in SORTS else SORTS[0]
    return Asked(_text(), chosen, sort, _language(), limit, limit * (page - 1))


def _text() -> str:
    return request.args.get("q", "").strip()[:LONGEST]


def _language() -> str:
    language = request.args.get("lang", "")
    return language if language in LANGUAGES else ""


def _number(name: str, otherwise: int) -> int:
    """Read a number from 1; anything else is not found."""
    text = request.args.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_MOST)) and int(text)):
        abort(404)
    return int(text)


def _all(result: Result, asked: Asked) -> list[Found]:
    labels = site().index().labels
    return [found(hit, labels, asked.language) for hit in result.hits]


def _choices(result: Result, facet: str, asked: Asked) -> list[Choice]:
    """Return the values of a facet, the most frequent first; a chosen one is always there."""
    counts = dict(result.counts.get(facet, {}))
    if facet in asked.chosen:
        counts.setdefault(asked.chosen[facet], 0)
    labels = site().index().labels
    found = [Choice(v, label(labels, facet, v, asked.language), n) for v, n in counts.items()]
    return sorted(found, key=lambda choice: (-choice.count, choice.label, choice.value))


def _query(asked: Asked, **more: int) -> str:
    """Write what is asked as the query of an address; what is by default stays away."""
    given = {"q": asked.text, **asked.chosen, "lang": asked.language}
    if asked.sort != SORTS[0]:
        given["sort"] = asked.sort
    kept = {name: value for name, value in given.items() if value}
    kept |= {
        name: str(n) for name, n in more.items() if (name, n) not in (("page", 1), ("limit", PAGE))
    }
    return urlencode(kept)
