"""Pages, pictures and names for answers; what they are made of is given by ``results``."""

import json
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, render_template, request

from samgraf.errors import QueryRefused
from samgraf.limits import MARKS
from samgraf.store.names import version_of

from . import paging
from .federated import named
from .pictures import Picture
from .results import GIVEN, PAGE, PICTURE, Given
from .results_cells import ROWS
from .results_names import MOST, names
from .results_read import Answer, Unreadable, results
from .results_shown import chosen, shown
from .results_views import VIEWS, Choice
from .site import site

blueprint = Blueprint("results", __name__)

LABELS = "/sparql/labels"
_SVG = "image/svg+xml"
_LONGEST = 5 << 20  # bytes of the beginning of a table that a picture is asked for of
_TABLE = (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml"))
_GRAPH = (
    ("Turtle", "turtle"),
    ("N-Triples", "ntriples"),
    ("JSON-LD", "jsonld"),
    ("RDF/XML", "rdfxml"),
)
_TRUTH = (("JSON", "json"), ("XML", "xml"))


@blueprint.get(PAGE)
def page() -> Response:
    """Show an answer as a page."""
    given, query = _given(), request.args.get("query", "")
    answer = given.answer()
    here, pages = paging.number("page"), max(1, -(-answer.count // ROWS))
    if here > pages:
        raise QueryRefused("not-found", f"page={here}: this answer has {pages}")
    labels = request.args.get("labels", "") == "1"
    made = shown(answer, query, request.args.get("view", ""), here, labels)
    text = render_template(
        "results.html",
        made=made,
        answer=answer,
        query=query,
        labels=labels,
        hint=given.hint,
        sources=given.sources,
        seconds=round(given.seconds, 3),
        version=version_of(given.version),
        limit=site().settings.limits.shown_mib,
        marks=MARKS,
        address=address,
        downloads=_downloads(answer, query),
        edit=f"/sparql?{urlencode({'query': query, 'edit': 1})}",
    )
    return _told(make_response(text), given)


@blueprint.get(PICTURE)
def drawing() -> Response:
    """Give the picture of an answer as a file, or as the workbench takes it: ``format=json``."""
    given, query = _given(), request.args.get("query", "")
    answer = given.answer()
    choice, drawn = chosen(answer, query, request.args.get("view", ""))
    if request.args.get("format", "") == "json":
        return _told(_document(answer, choice, drawn), given)
    if choice.asked or drawn is None:
        named = choice.asked or VIEWS[0]
        raise QueryRefused("bad-request", f"view={named}: {choice.why_not() or _reasons(choice)}")
    made = make_response(drawn.alone())
    made.headers["Content-Type"] = _SVG
    made.headers["Access-Control-Allow-Origin"] = "*"
    return _told(made, given)


@blueprint.post(PICTURE)
def drawn_of_rows() -> Response:
    """Draw the first rows of a table that a browser has already."""
    sent = _sent(_LONGEST)
    query, view, rows = sent.get("query", ""), sent.get("view", ""), sent.get("rows")
    try:
        answer = results(sent.get("results"), rows if isinstance(rows, int) else None)
    except Unreadable as error:
        raise QueryRefused("bad-request", f"results: {error}") from error
    return _document(answer, *chosen(answer, str(query), str(view)))


@blueprint.post(LABELS)
def labels_of() -> Response:
    """Name things, at most ``MOST`` at once, in the reader's language or their own."""
    iris = _sent(1 << 20).get("iris")
    if not isinstance(iris, list) or len(iris) > MOST or not all(isinstance(i, str) for i in iris):
        raise QueryRefused("bad-request", f"iris: a list of {MOST} texts at most")
    known = names(iris)
    told_names = {
        iri: {"text": name.text, "lang": name.language or ""} for iri, name in known.items()
    }
    return _json({"names": told_names})


def address(**changed: str | int | None) -> str:
    """Return the address of this answer with some parameters changed; None leaves one out."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k not in changed]
    added = [(k, str(v)) for k, v in changed.items() if v is not None]
    return f"/sparql?{urlencode([*kept, *added])}"


def _given() -> Given:
    """Return the answer that this request is made of; without one there is no such page."""
    given = request.environ.get(GIVEN)
    if not isinstance(given, Given):
        abort(404)
    return given


def _downloads(answer: Answer, query: str) -> list[tuple[str, str]]:
    """Return the addresses of the same answer as data."""
    forms = _GRAPH if answer.graph else _TRUTH if answer.truth is not None else _TABLE
    graphs = [
        (n, v) for n in ("default-graph-uri", "named-graph-uri") for v in request.args.getlist(n)
    ]
    asked = [("query", query), *graphs]
    return [(name, f"/sparql?{urlencode([*asked, ('format', form)])}") for name, form in forms]


def _reasons(choice: Choice) -> str:
    return "; ".join(f"{view.name} {view.needs}" for view in choice.views if view.needs)


def _sent(most: int) -> dict[str, Any]:
    """Read the JSON object that was sent."""
    if (request.content_length or 0) > most:
        raise QueryRefused("input-too-large", f"send {most >> 10} KiB at most")
    if request.mimetype != "application/json":
        raise QueryRefused("media-type", "send application/json")
    try:
        read = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise QueryRefused("bad-request", "the body is not JSON") from error
    if not isinstance(read, dict):
        raise QueryRefused("bad-request", "the body is no JSON object")
    return read


def _document(answer: Answer, choice: Choice, drawn: Picture | None) -> Response:
    """Tell a view of an answer and which others there are."""
    views = [{"name": v.name, "title": v.title, "needs": v.needs} for v in choice.views]
    return _json(
        {
            "view": choice.shown,
            "count": answer.count,
            "cut": answer.cut,
            "views": views,
            "asked": choice.asked,
            "svg": str(drawn.svg) if drawn else "",
            "said": list(drawn.said) if drawn else [],
        }
    )


def _json(document: dict[str, Any]) -> Response:
    made = make_response(json.dumps(document, ensure_ascii=False).encode("utf-8", "replace"))
    made.headers["Content-Type"] = "application/json"
    return made


def _told(made: Response, given: Given) -> Response:
    made.headers["Samgraf-Version"] = given.version
    for name, value in named(given.sources):
        made.headers.add(name, value)
    return made
