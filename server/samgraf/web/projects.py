"""The projects that cooperations are named by, read once for each version."""

from samgraf.store.rows import Term
from samgraf.terms import thing

from .site import Rows, site

_COOPERATIONS = thing("relation", "k-")


def project_of(iri: str) -> tuple[str, Term] | None:
    """Return the IRI and the name of the project that a cooperation is in; None without one."""
    if not iri.startswith(_COOPERATIONS):
        return None
    return site().once("projects of cooperations", _read).get(iri)


def _read() -> dict[str, tuple[str, Term]]:
    rows: Rows = site().rows("pages/cooperation-projects")
    ordered = sorted(rows, key=lambda row: (row["label"].language or "", row["label"].value))
    return {row["relation"].value: (row["project"].value, row["label"]) for row in ordered}
