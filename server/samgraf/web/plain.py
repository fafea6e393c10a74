"""The plain page of a thing: its statements, its parts and what points to it."""

from flask import render_template

from . import views
from .site import Rows, site


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


def incoming(term: str, shown: set[str]) -> list[tuple[str, int, list[views.Value]]]:
    """Return what points to a thing by property, with the whole count and the first of them."""
    here = site()
    counts = here.rows("pages/incoming-counts", thing=term)
    groups = views.values(_subjects(here.rows("pages/incoming", thing=term)), "property", "value")
    return [
        (row["property"].value, int(row["count"].value), groups.get(row["property"].value, []))
        for row in counts
        if row["property"].value not in shown
    ]


def _subjects(rows: Rows) -> Rows:
    return [{**row, "value": row["subject"]} for row in rows]
