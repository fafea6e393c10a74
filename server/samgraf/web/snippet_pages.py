"""``/sparql/snippets``: a query as code in several languages, for the editor and for programs."""

import json
from dataclasses import asdict

from flask import Blueprint, Response, make_response, request
from werkzeug.exceptions import RequestEntityTooLarge

from samgraf.errors import QueryRefused

from . import snippets
from .languages import told
from .site import site

blueprint = Blueprint("snippets", __name__)

_ENCODED = 3  # form encoding makes a text three times as long at most
_BESIDE = 1024  # bytes of a form beside the query


@blueprint.route("/sparql/snippets", methods=["GET", "POST"])
def snippets_of() -> Response:
    """Write a query in each language; nothing is asked, nothing is kept."""
    most = site().settings.limits.link_kib << 10
    request.max_content_length = most * _ENCODED + _BESIDE
    try:
        query = request.values.get("query", "")
    except RequestEntityTooLarge:
        query = " " * (most + 1)
    if len(query.encode("utf-8", "surrogatepass")) > most:
        kib = most >> 10
        raise QueryRefused("too-long", f"a query that becomes code may be {kib} KiB long")
    if not query.strip():
        raise QueryRefused("bad-request", "there is no query: send it as the field query")
    made = snippets.of(query, f"{site().origin()}/sparql")
    written = [asdict(one) | {"name": told(one.name)} for one in made]
    answer = make_response(json.dumps(written, ensure_ascii=False) + "\n")
    answer.headers["Content-Type"] = "application/json"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "POST":
        answer.headers["Cache-Control"] = "no-store"
    return answer
