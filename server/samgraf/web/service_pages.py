"""Pages about the service itself: limits, problems, and the form of the endpoint."""

from dataclasses import asdict

from flask import Blueprint, abort, render_template
from werkzeug.exceptions import HTTPException

from samgraf import queries
from samgraf.limits import CAPS_HELP, HELP

from .problems import ADVICE, STATUS
from .site import site

blueprint = Blueprint("service_pages", __name__)


@blueprint.get("/about/limits")
def limits() -> str:
    """Show every declared limit with its value."""
    settings = site().settings
    return render_template(
        "limits.html",
        limits=asdict(settings.limits),
        help=HELP,
        caps=asdict(settings.validate),
        caps_help=CAPS_HELP,
    )


@blueprint.get("/problem/<kind>")
def problem(kind: str) -> str:
    """Say what a kind of problem means and what to do."""
    if kind not in STATUS:
        abort(404)
    status, title = STATUS[kind]
    return render_template(
        "problem.html", title=title, detail=f"HTTP status {status}.", advice=ADVICE.get(kind, "")
    )


@blueprint.get("/sparql")
def sparql() -> str:
    """Show a form for a query, with the first of our examples in it."""
    examples = [queries.named(name) for name in queries.names("examples/")]
    return render_template("sparql.html", examples=examples)


def not_found(error: HTTPException) -> tuple[str, int]:
    """Say that there is no such page."""
    detail = "No page and no thing has this address. It may be mistyped; search by name instead."
    page = render_template("problem.html", title="Not found", detail=detail, advice="")
    return page, error.code or 404
