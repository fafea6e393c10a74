"""Search by name over the label index of the served version."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from samgraf.linking.search import MOST_HITS

from .shown import kind_of
from .site import site

blueprint = Blueprint("search", __name__)

_LONGEST = 200
_SUGGESTED = 8


@blueprint.get("/search")
def search() -> str | Redirect:
    """Show the actors with such a name; without one, the home page."""
    text = request.args.get("q", "").strip()[:_LONGEST]
    if not text:
        return redirect("/", 303)
    hits = site().index().find(text)
    return render_template(
        "search.html", q=text, hits=hits[:MOST_HITS], count=len(hits), most=MOST_HITS
    )


@blueprint.get("/suggest")
def suggest() -> Response:
    """Give the search box the first actors with such a name."""
    text = request.args.get("q", "").strip()[:_LONGEST]
    hits = site().index().find(text)[:_SUGGESTED]
    return jsonify(
        [
            {
                "label": hit.preferred,
                "kind": ", ".join(filter(None, (kind_of(hit.label.kind), hit.label.country))),
                "href": f"/page/{hit.label.thing}",
            }
            for hit in hits
        ]
    )
