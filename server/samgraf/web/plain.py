"""What points to an actor, as its page shows it."""

from . import views
from .site import Rows, site


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
