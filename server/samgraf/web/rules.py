"""The rules that facts are held to: one page, and the shapes themselves as Turtle."""

import re

from flask import Blueprint, Response, make_response, render_template, request

from samgraf.errors import QueryRefused
from samgraf.resources import files

from . import negotiation
from .addresses import shown_iri
from .site import site

blueprint = Blueprint("rules", __name__)

WORDS = {
    "class": "is a",
    "datatype": "has the datatype",
    "nodeKind": "is of the kind",
    "minCount": "at least this many values",
    "maxCount": "at most this many values",
    "minInclusive": "at least",
    "maxInclusive": "at most",
    "minExclusive": "more than",
    "maxExclusive": "less than",
    "minLength": "at least this many characters",
    "maxLength": "at most this many characters",
    "pattern": "matches",
    "languageIn": "is in one of the languages",
    "uniqueLang": "one value for each language",
    "hasValue": "has the value",
    "in": "is one of",
    "disjoint": "has no value in common with",
    "equals": "has the same values as",
    "lessThan": "is before",
    "lessThanOrEquals": "is not after",
    "node": "conforms to",
    "closed": "has no other properties",
    "targetClass": "every",
    "targetNode": "the thing",
    "targetSubjectsOf": "everything that has",
    "targetObjectsOf": "every value of",
}

SEVERITIES = ("Violation", "Warning", "Info")
"""How a rule's findings weigh (SHACL)."""


@blueprint.get("/shapes")
def page() -> Response:
    """Show every rule; give the shapes as Turtle to who asks for data."""
    offers = ("text/html", "text/turtle")
    chosen = negotiation.best(request.headers.get("Accept", ""), offers)
    if chosen is None:
        raise QueryRefused("not-acceptable", "offered: " + ", ".join(offers))
    if chosen == "text/turtle":
        return turtle()
    html = render_template("shapes.html", rules=site().rules(), words=WORDS, plain=plain)
    answer = make_response(html)
    answer.headers["Vary"] = "Accept"
    answer.headers["Link"] = '</shapes.ttl>; rel="alternate"; type="text/turtle"'
    return answer


@blueprint.get("/shapes.ttl")
def turtle() -> Response:
    """Give all shapes as one Turtle file."""
    answer = make_response(b"\n".join(file.read_bytes() for file in files("shapes", ".ttl")))
    answer.headers["Content-Type"] = "text/turtle; charset=utf-8"
    answer.headers["Vary"] = "Accept"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def plain(text: str) -> str:
    """Return a path or values with known prefixes in place of whole IRIs."""
    return re.sub(r"<([^<>\s]+)>", lambda found: shown_iri(found[1]), text)
