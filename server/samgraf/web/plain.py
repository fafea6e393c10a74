"""The plain page of a thing: its statements, its parts and what points to it."""

from flask import render_template

from . import views
from .incoming import incoming
from .site import site


def plain_page(iri: str, path: str | None) -> str:
    """Show a thing as its statements and what points to it."""
    here, term = site(), f"<{iri}>"
    statements = here.rows("pages/statements", thing=term)
    return render_template(
        "thing.html",
        iri=iri,
        data=f"/data/{path}" if path else None,
        heading=views.heading(statements, iri),
        facts=views.values(statements, "property", "value"),
        parts=views.parts(here.rows("pages/parts", thing=term)),
        incoming_groups=incoming(term, set()),
    )
