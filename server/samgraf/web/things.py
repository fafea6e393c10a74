"""One page and one set of data for every thing: ``/id``, ``/page``, ``/data``.

Linked data as in the design: ontology, section 2.1: ``/id`` answers 303 by the Accept header.
"""

from datetime import date

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from samgraf.errors import QueryRefused
from samgraf.terms import KINDS, ORG, thing

from . import maps, negotiation, views
from .memberships import drawn, numbered, relations
from .site import Rows, site

blueprint = Blueprint("things", __name__)

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
    html = _actor_page(iri, key) if kind == "actor" else plain_page(iri, f"{kind}/{key}")
    answer = make_response(html)
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


def _today() -> date:
    return date.fromisoformat(site().manifest()["data_date"])


def _actor_page(iri: str, key: str) -> str:
    here, term = site(), f"<{iri}>"
    statements = here.rows("pages/statements", thing=term)
    found = here.rows("pages/memberships", thing=term)
    versions = views.versions(here.rows("pages/versions", thing=term))
    today = _today()
    bodies, members = relations(found, "body", today), relations(found, "member", today)
    heading = views.heading(statements, iri)
    return render_template(
        "actor.html",
        iri=iri,
        data=f"/data/actor/{key}",
        heading=heading,
        facts=views.values(statements, "property", "value"),
        versions=versions,
        ended=views.ended(versions),
        bodies=bodies,
        members=members,
        sources=numbered([*members, *bodies, *(f for v in versions for f in v.facts)]),
        axis=drawn(bodies, members, today=today),
        map=maps.network(here, iri, heading.text) if members else "",
        changes=views.changes(here.rows("pages/events", thing=term)),
        incoming_groups=_incoming(term, {str(ORG.member), str(ORG.organization)}),
        today=today.isoformat(),
    )


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
        incoming_groups=_incoming(term, set()),
    )


def _incoming(term: str, shown: set[str]) -> list[tuple[str, int, list[views.Value]]]:
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
