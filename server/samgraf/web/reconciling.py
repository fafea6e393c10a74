"""``/reconcile``: the Reconciliation API in versions 0.2 and 1.0-draft, on one endpoint.

What is sent tells the versions apart: 0.2 sends ``queries`` or ``extend`` as a parameter or in a
form, to the endpoint itself; 1.0 sends JSON, to ``/match`` and ``/extend`` below it. Suggestions,
proposals and previews are the same in both. For the manifest, which cannot be, Accept decides:
``application/reconciliation.v1+json`` or ``application/json;version=1.0`` asks for that of 1.0
(the proposal of reconciliation-api/specs, pull request 200, and what is in use).

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
https://reconciliation-api.github.io/specs/1.0-draft/
"""

from flask import Blueprint, Response, request

from samgraf.errors import QueryRefused
from samgraf.linking.wanted import LONGEST

from . import reconciling_answers as answers
from . import reconciling_manifest as manifest
from . import reconciling_matched as matching
from . import reconciling_sent as sent
from . import reconciling_suggest as suggesting
from .reconciling_asked import Reading
from .reconciling_extension import Extension, proposed
from .reconciling_page import page, preview
from .reconciling_properties import properties
from .reconciling_read import At, parse
from .reconciling_sent import Forms
from .reconciling_things import things, type_of
from .reconciling_told import Json, Telling
from .site import site

blueprint = Blueprint("reconciling", __name__)
blueprint.after_app_request(sent.opened)

_MOST_SUGGESTED = 50
_SUGGESTED = 10
_FURTHEST = 1000


@blueprint.get("/reconcile")
def endpoint() -> Response | str:
    """Give the manifest, a page to a browser, or answer queries of version 0.2."""
    forms = sent.by_address()
    if forms.given:
        return sent.told(_old(forms))
    form = sent.manifest_form()
    if form == "html":
        return page()
    origin = site().origin()
    told = manifest.new(origin) if form == "1.0" else manifest.old(origin)
    return sent.told(told, old=form != "1.0")


@blueprint.post("/reconcile")
def posted() -> Response:
    """Answer queries of version 0.2 in a form, or of 1.0 as JSON."""
    if sent.media_type() == sent.JSON:
        return sent.told(_matched(sent.body()), old=False)
    forms = sent.by_form()
    if not forms.given:
        raise At(None, "", "the form").wrong("a field queries or extend is needed")
    return sent.told(_old(forms))


@blueprint.post("/reconcile/match")
def match() -> Response:
    """Answer queries of version 1.0."""
    return sent.told(_matched(sent.body()), old=False)


@blueprint.post("/reconcile/extend")
def extend() -> Response:
    """Give values of properties, in version 1.0."""
    return sent.told(_extension(sent.body()).new(), old=False)


@blueprint.get("/reconcile/extend/propose")
def propose() -> Response:
    """Propose properties of things of a type."""
    name, limit = _type(), sent.number("limit", 0, 1, _FURTHEST)
    found = proposed(properties(things()), name)
    told: Json = {"properties": [one.told() for one in found[: limit or None]]}
    told |= {"type": request.args["type"]} if "type" in request.args else {}
    return sent.told(told | ({"limit": limit} if limit else {}))


@blueprint.get("/reconcile/suggest/<what>")
def suggest(what: str) -> Response:
    """Suggest things, types or properties that somebody means who types."""
    prefix = request.args.get("prefix", "")[:LONGEST]
    # What is skipped is called offset in 1.0, cursor in 0.2.
    offset = sent.number("offset", sent.number("cursor", 0, 0, _FURTHEST), 0, _FURTHEST)
    limit = sent.number("limit", _SUGGESTED, 1, _MOST_SUGGESTED)
    if what == "entity":
        found = suggesting.entities(things(), prefix, _type(), offset, limit)
        return sent.told({"result": found})
    if what not in ("type", "property"):
        raise QueryRefused(
            "not-found", "things, types and properties are suggested: entity, type, property"
        )
    every = (
        suggesting.types(prefix)
        if what == "type"
        else suggesting.properties(properties(things()), prefix)
    )
    limit = limit if "limit" in request.args else len(every)
    return sent.told({"result": every[offset : offset + limit]})


@blueprint.get("/reconcile/preview")
def previewed() -> Response:
    """Show a thing in few words, for a frame."""
    return preview()


def _old(forms: Forms) -> Json:
    """Answer what version 0.2 sends: queries, or what values to give."""
    if forms.extend:
        return _extension(parse(forms.extend, "extend")).old()
    values = answers.values()
    queries = Reading(values, site().settings.limits).old(parse(forms.queries, "queries"))
    with matching.place():
        found = matching.matched([*queries.values()])
    telling = Telling(values.things)
    return {
        key: {"result": telling.candidates(some)} for key, some in zip(queries, found, strict=True)
    }


def _matched(body: At) -> Json:
    """Answer queries of version 1.0."""
    with matching.place():
        return answers.matched(body)


def _extension(body: At) -> Extension:
    with matching.place():
        return answers.extension(body)


def _type() -> str:
    """Return the type that the address names, '' for any."""
    given = request.args.get("type", "").strip()
    found = type_of(given)
    if given and not found:
        raise At(None, "", "type").wrong(
            f"there is no type {given[:60]!r}; known are those of /reconcile/suggest/type"
        )
    return found
