"""Search by name and code: suggestions while typing, and lists that can be narrowed down."""

import csv
import io
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue

from samgraf.errors import QueryRefused
from samgraf.linking.indexing import FACETS
from samgraf.linking.search import SORTS, Asked, Result

from . import facets, found_map, search_values
from .asked import MOST, PAGE, asked, language, listed, number, page, query, text, view
from .found import Found, found
from .languages import reader
from .listing import sparql, turtle
from .search_nearest import nearest
from .site import site

blueprint = Blueprint("search", __name__)

_SUGGESTED = (8, 20)  # by default, and at most
_COLUMNS = (
    "iri", "name", "language", "kind", "kind_label", "country", "status", "members", "note",
    "since", "until",
)  # fmt: skip
_ENDINGS = ("csv", "json", "ttl")


@blueprint.get("/suggest")
def suggest() -> Response:
    """Give what somebody may mean who types, best first, as JSON."""
    most = min(number("limit", _SUGGESTED[0]), _SUGGESTED[1])
    what = Asked(text(), language=language(), limit=most)
    index = site().index()
    hits = index.find(what, counted=False).hits if what.text.strip() else ()
    told = [found(hit, index.labels, what.language, reader()).brief() for hit in hits]
    return _open(jsonify(q=what.text, suggestions=told))


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """Show what has such a name or code, as a list or as a map, and the choices to narrow it.

    Behind the last page is the last page.
    """
    number_of_page, index = page(), site().index()
    what = asked(PAGE, number_of_page)
    result, words = index.find(what), reader()
    if number_of_page > (last := _last(result, PAGE)):
        return redirect(listed(what, page=last), 303)
    near = () if result.count else nearest(index, what)
    question = sparql(what, site().manifest()["data_date"])
    return render_template(
        "search.html",
        asked=what,
        view=view(),
        hits=[found(hit, index.labels, what.language, words) for hit in result.hits],
        count=result.count,
        tolerant=result.tolerant,
        nearest=[found(hit, index.labels, what.language, words) for hit in near],
        facets=facets.shown(result, what, index.labels, words, request.args.get("all", "")),
        taken_off=facets.taken_off(what, index.labels, words),
        map=found_map.of(site(), what) if view() == "map" and result.count else None,
        page=number_of_page,
        pages=last,
        sorts=SORTS,
        to_page=lambda place: listed(what, page=place),
        list_of=lambda **changed: listed(what, **changed),
        formats=[(ending, f"/search.{ending}?{query(what)}") for ending in _ENDINGS],
        sparql=question,
        run="/sparql?" + urlencode({"query": question}),
    )


@blueprint.get("/search.json")
def as_json() -> Response:
    """Give a part of the list and the counts as JSON."""
    what, result, following = _part()
    index = site().index()
    near = () if result.count else nearest(index, what)
    told: dict[str, Any] = {
        "q": what.text,
        "count": result.count,
        "tolerant": result.tolerant,
        "results": [_row(hit) for hit in _all(result, what)],
        "facets": {
            facet: [
                asdict(choice)
                for choice in facets.choices(result, facet, what, index.labels, what.language)
            ]
            for facet in FACETS
        },
        "next": f"/search.json?{following}" if following else None,
        "nearest": [found(hit, index.labels, what.language).brief() for hit in near],
        "sparql": sparql(what, site().manifest()["data_date"]),
    }
    return _linked(jsonify(told), "json", following)


@blueprint.get("/search.csv")
def as_csv() -> Response:
    """Give a part of the list as CSV; where there is more, a header leads to it."""
    what, result, following = _part()
    lines = io.StringIO()
    table = csv.writer(lines)
    table.writerow(_COLUMNS)
    for hit in _all(result, what):
        table.writerow([getattr(hit, column) for column in _COLUMNS])
    answer = make_response(lines.getvalue())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    return _linked(answer, "csv", following)


@blueprint.get("/search.ttl")
def as_turtle() -> Response:
    """Give classes, names and countries of a part of the list as Turtle."""
    _, result, following = _part()
    answer = make_response(turtle([hit.entry for hit in result.hits]))
    answer.headers["Content-Type"] = "text/turtle; charset=utf-8"
    return _linked(answer, "ttl", following)


def _part() -> tuple[Asked, Result, str]:
    """Find a part of a list for a program, and the query of the part behind it."""
    search_values.check(site())
    limit, place = min(number("limit", PAGE), MOST), page()
    what = asked(limit, place)
    result = site().index().find(what)
    if place > (last := _last(result, limit)):
        raise QueryRefused("not-found", f"with limit={limit} this list ends with page={last}")
    more = result.count > limit * place
    return what, result, query(what, limit=limit, page=place + 1) if more else ""


def _last(result: Result, limit: int) -> int:
    return max(1, -(-result.count // limit))


def _all(result: Result, what: Asked) -> list[Found]:
    labels = site().index().labels
    return [found(hit, labels, what.language) for hit in result.hits]


def _row(hit: Found) -> dict[str, Any]:
    return hit.brief() | {"members": hit.members, "since": hit.since, "until": hit.until}


def _linked(answer: Response, ending: str, following: str) -> Response:
    """Add the address of the next part, and let other sites read it."""
    if following:
        answer.headers["Link"] = f'</search.{ending}?{following}>; rel="next"'
    return _open(answer)


def _open(answer: Response) -> Response:
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
