"""One page and one set of data for every thing: ``/id``, ``/page``, ``/data``.

Linked data as in the design: ontology, section 2.1: ``/id`` answers 303 by the Accept header.
"""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, abort, make_response, redirect, request

from samgraf.errors import QueryRefused
from samgraf.terms import KINDS, thing

from . import negotiation
from .actors import actor_page
from .claims import claim_page
from .events import event_page
from .programmes import programme_page
from .relations import relation_page
from .site import site
from .sources import source_page

blueprint = Blueprint("things", __name__)

PAGES: Mapping[str, Callable[[str, str], str]] = {
    "actor": actor_page,
    "claim": claim_page,
    "call": programme_page,
    "event": event_page,
    "plan": programme_page,
    "programme": programme_page,
    "project": programme_page,
    "relation": relation_page,
    "source": source_page,
}
"""What makes the page of each kind, from its IRI and ``kind/key``."""

DATA = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""The endings of data files and their media types."""

_OFFERS = ("text/html", *DATA.values())


@blueprint.get("/id/<kind>/<key>")
def identifier(kind: str, key: str) -> Response:
    """Send to the page or the data of a thing, as the client prefers."""
    iri = _known(kind, key)
    media_type = chosen()
    ending = next((e for e, known in DATA.items() if known == media_type), None)
    target = f"/data/{kind}/{key}.{ending}" if ending else f"/page/{kind}/{key}"
    answer = make_response(redirect(target, 303))
    answer.headers["Vary"] = "Accept"
    answer.headers["Link"] = f'<{iri}>; rel="canonical"'
    return answer


@blueprint.get("/page/<kind>/<key>")
def page(kind: str, key: str) -> Response:
    """Show a thing: an actor with its life and memberships, anything else as statements."""
    iri = _known(kind, key)
    answer = make_response(PAGES[kind](iri, f"{kind}/{key}"))
    links = (f'</data/{kind}/{key}.{e}>; rel="alternate"; type="{t}"' for e, t in DATA.items())
    answer.headers["Link"] = ", ".join(links)
    answer.headers["Vary"] = "Accept"
    return answer


@blueprint.get("/data/<kind>/<key>.<ending>")
def data(kind: str, key: str, ending: str) -> Response:
    """Give the data of a thing as a file."""
    if ending not in DATA:
        abort(404)
    return data_of(_known(kind, key), DATA[ending])


def _known(kind: str, key: str) -> str:
    """Return the IRI of a thing that the graph knows; anything else is not found."""
    if kind not in KINDS or not all(c.isalnum() or c in "-." for c in key):
        abort(404)
    iri = thing(kind, key)
    if not site().rows("pages/known", thing=f"<{iri}>"):
        abort(404)
    return iri


def chosen() -> str:
    """Return the media type that the client likes best of those a thing has."""
    chosen = negotiation.best(request.headers.get("Accept", ""), _OFFERS)
    if chosen is None:
        raise QueryRefused("not-acceptable", "offered: " + ", ".join(_OFFERS))
    return chosen


def data_of(iri: str, media_type: str) -> Response:
    """Give the data of a thing in a media type."""
    body = site().graph("pages/data", media_type, thing=f"<{iri}>")
    answer = make_response(body)
    answer.headers["Content-Type"] = media_type
    answer.headers["Vary"] = "Accept"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
