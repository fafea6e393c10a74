"""Pages about the service itself: limits and problems."""

from dataclasses import asdict

from flask import Blueprint, abort, render_template

from samgraf.limits import CAPS_HELP, HELP, PUBLIC, public

from .kinds import ADVICE, CAPPED, LIMITED, MEANING, STATUS
from .site import site

blueprint = Blueprint("service_pages", __name__)


@blueprint.get("/about/limits")
def limits() -> str:
    """Show every declared limit with its value."""
    settings = site().settings
    return render_template(
        "limits.html",
        limits=asdict(settings.limits) | public(settings.limits),
        help=HELP,
        terms=PUBLIC,
        caps=asdict(settings.validate),
        caps_help=CAPS_HELP,
    )


@blueprint.get("/problem/<kind>")
def problem(kind: str) -> str:
    """Say what a kind of problem means and what to do."""
    if kind not in STATUS:
        abort(404)
    status, title = STATUS[kind]
    settings, rows = site().settings, []
    if kind in LIMITED:
        rows = [(name, value, HELP[name]) for name, value in public(settings.limits).items()]
    elif kind in CAPPED:
        caps = asdict(settings.validate).items()
        rows = [(name, value, CAPS_HELP[name]) for name, value in caps]
    return render_template(
        "problem.html",
        title=title,
        detail=MEANING[kind],
        advice=ADVICE[kind],
        status=status,
        kind=kind,
        limits=rows,
    )
