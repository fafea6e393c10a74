"""Search by name over the label index of the served version."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from samgraf.linking.search import MOST_HITS

from .site import site

blueprint = Blueprint("search", __name__)

_LONGEST = 200


@blueprint.get("/search")
def search() -> str | Response:
    """Show the actors with such a name; without one, the home page."""
    text = request.args.get("q", "").strip()[:_LONGEST]
    if not text:
        return redirect("/", 303)
    hits = site().index().find(text)
    return render_template(
        "search.html", q=text, hits=hits[:MOST_HITS], count=len(hits), most=MOST_HITS
    )
