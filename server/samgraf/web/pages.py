"""The ontology as a page and as data."""

from typing import cast

from flask import Blueprint, Response, abort, make_response, redirect, request

from samgraf import resources
from samgraf.errors import QueryRefused
from samgraf.terms import ONTOLOGY, OWL

from . import negotiation
from .site import site
from .vocabulary import ontology_page

blueprint = Blueprint("pages", __name__)

_ONTOLOGY = {"ttl": "text/turtle", "jsonld": "application/ld+json"}


@blueprint.get("/ontology")
@blueprint.get("/ontology.<ending>")
def ontology(ending: str | None = None) -> Response:
    """Show the terms of the ontology, or give the document, by ending or Accept header."""
    if ending is not None and ending not in _ONTOLOGY:
        abort(404)
    offers = ("text/html", *_ONTOLOGY.values())
    accept = request.headers.get("Accept", "")
    chosen = _ONTOLOGY[ending] if ending else negotiation.best(accept, offers)
    if chosen is None:
        raise QueryRefused("not-acceptable", "offered: " + ", ".join(offers))
    answer = make_response(ontology_page() if chosen == "text/html" else _document(chosen))
    answer.headers["Content-Type"] = f"{chosen}; charset=utf-8"
    answer.headers["Vary"] = "Accept"
    return answer


@blueprint.get("/ontology/<version>")
def version_of_ontology(version: str) -> Response:
    """Lead from the IRI of a version of the ontology to it; only the served one is here."""
    rows = site().rows("pages/statements", thing=f"<{ONTOLOGY}>")
    served = {row["value"].value for row in rows if row["property"].value == str(OWL.versionIRI)}
    if f"{ONTOLOGY}/{version}" not in served:
        abort(404)
    return cast("Response", redirect("/ontology", 303))


def _document(media_type: str) -> bytes:
    if media_type == "text/turtle":
        return (resources.ROOT / "ontology" / "samgraf.ttl").read_bytes()
    return site().graph("pages/ontology", media_type)
