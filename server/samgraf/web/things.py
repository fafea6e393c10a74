"""One page and one set of data for every thing: ``/id``, ``/page``, ``/data``.

Linked data as in the design: ontology, section 2.1: ``/id`` answers 303 by the Accept header.
"""

import unicodedata
from collections.abc import Callable, Mapping

from flask import Blueprint, Response, abort, make_response, redirect, request

from samgraf.errors import QueryRefused
from samgraf.terms import BASE, KINDS

from . import negotiation, profiles, subject
from .actors import actor_page
from .claims import claim_page
from .events import event_page
from .programmes import programme_page
from .relations import relation_page
from .site import site
from .sources import source_page
from .subject import DATA
from .thing_data import data_of
from .troubles import Gone

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

_OFFERS = ("text/html", *DATA.values())


@blueprint.get("/id/<kind>/<key>")
def identifier(kind: str, key: str) -> Response:
    """Send to the page or the data of a thing, as the client prefers."""
    about = subject.of(known(f"id/{kind}/{key}"))
    media_type = chosen()
    ending = next((e for e, known in DATA.items() if known == media_type), None)
    target = f"{about.data}.{ending}{profiles.query(kind)}" if ending else about.page
    answer = make_response(redirect(target, 303))
    answer.headers["Vary"] = "Accept, Accept-Profile"
    answer.headers["Link"] = profiles.links(about)
    return answer


@blueprint.get("/page/<kind>/<key>")
def page(kind: str, key: str) -> Response:
    """Show a thing: an actor with its life and memberships, anything else as statements."""
    about = subject.show(known(f"id/{kind}/{key}"))
    answer = make_response(PAGES[kind](about.iri, f"{kind}/{key}"))
    answer.headers["Link"] = profiles.links(about)
    answer.headers["Vary"] = "Accept"
    return answer


@blueprint.get("/data/<kind>/<key>.<ending>")
def data(kind: str, key: str, ending: str) -> Response:
    """Give the data of a thing as a file, in our terms or those of another model."""
    if ending not in (profiles.ENDINGS if kind == "actor" else DATA):
        abort(404)
    about = subject.of(known(f"id/{kind}/{key}"))
    profile = profiles.asked(kind, ending)
    if profile is None:
        return profiles.listed(about, kind)
    if profile is not profiles.OWN:
        return profiles.view(about, profile, ending)
    return data_of(about.iri, DATA[ending])


def known(path: str) -> str:
    """Return the IRI of a thing or code that the graph knows; others are not found, or gone."""
    return looked_up(path) or abort(404)


def looked_up(path: str) -> str | None:
    """Return the IRI of a thing or code, None for one that the graph does not know.

    The path is that of the IRI, such as ``id/actor/dk-vejle`` or ``code/topic/culture``. Raise
    ``Gone`` for a thing that was retired.
    """
    path = unicodedata.normalize("NFC", path)  # an address may be written decomposed
    first, *names = path.split("/")
    shaped = first == "code" or (first == "id" and len(names) == 2 and names[0] in KINDS)
    if not shaped or not all(c.isalnum() or c in "-." for name in names for c in name):
        abort(404)
    iri = BASE + path
    for written in dict.fromkeys((iri, subject.ascii_of(iri))):  # data may have letters encoded
        rows = site().rows("pages/known", thing=f"<{written}>")
        if rows and "retired" in rows[0]:
            raise Gone(written)
        if rows:
            return written
    return None


def chosen() -> str:
    """Return the media type that the client likes best of those a thing has."""
    chosen = negotiation.best(request.headers.get("Accept", ""), _OFFERS)
    if chosen is None:
        raise QueryRefused("not-acceptable", "offered: " + ", ".join(_OFFERS))
    return chosen
