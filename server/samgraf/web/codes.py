"""Code lists and their concepts, and who held an official code on a day.

``/code/{scheme}/{code}?on=DATE`` answers for register schemes (design: ontology, section 2.1).
"""

import re

from flask import Blueprint, Response, abort, make_response, redirect, render_template

from samgraf.errors import QueryRefused
from samgraf.terms import CODE, RDF, RDFS, XSD

from . import subject, troubles, views
from .concepts import concept_page
from .days import asked_day
from .site import site
from .subject import DATA
from .thing_data import data_of
from .things import chosen, known, looked_up
from .topics import topic_page

blueprint = Blueprint("codes", __name__)

TOPICS = frozenset(("topic",))
"""The code lists whose concepts are areas of cooperation."""
_CODE = re.compile(r"[0-9A-Za-z-]{1,20}")


@blueprint.get("/code")
def schemes() -> str:
    """List the code lists and registers."""
    rows = site().rows("pages/schemes")
    found = views.gathered(rows, "scheme", "label")
    return render_template("schemes.html", schemes=found)


@blueprint.get("/code/<scheme>")
@blueprint.get("/code/<scheme>/<slug>")
def code(scheme: str, slug: str | None = None) -> Response:
    """Show a code scheme or a concept, give its data, or send to who held an official code."""
    path = f"code/{scheme}/{slug}" if slug else f"code/{scheme}"
    whole, _, ending = path.rpartition(".")
    if ending in DATA:
        return data_of(known(whole), DATA[ending])
    iri = looked_up(path)
    if iri is None:
        return _held(scheme, slug or "")
    media_type = chosen()
    if media_type != "text/html":
        return data_of(iri, media_type)
    about = subject.show(iri)
    page = topic_page if scheme in TOPICS and slug else concept_page
    answer = make_response(page(iri))
    answer.headers["Link"] = about.link()
    answer.headers["Vary"] = "Accept"
    return answer


def _held(scheme: str, number: str) -> Response:
    """Send to the one actor that held a code on the day; list them where there are several."""
    types = site().rows("pages/statements", thing=f"<{CODE[scheme]}>")
    kinds = {row["value"].value for row in types if row["property"].value == str(RDF.type)}
    if str(RDFS.Datatype) not in kinds or not _CODE.fullmatch(number):
        abort(404)
    day = asked_day().iso
    rows = site().rows(
        "pages/code-on-date",
        code=f'"{number}"^^<{CODE[scheme]}>',
        on=f'"{day}"^^<{XSD.date}>',
    )
    found = views.values([{**row, "group": row["code"]} for row in rows], "group", "actor")
    holders = found.get(number, [])
    if len(holders) == 1 and holders[0].link:
        return make_response(redirect(holders[0].link.replace("/page/", "/id/", 1), 303))
    if not holders and troubles.form() != "html":
        told = f"nobody held the code {number} of {scheme} on {day}; when it was in use:"
        raise QueryRefused("not-found", f"{told} /lookup?scheme={scheme}&code={number}")
    page = render_template("holders.html", scheme=scheme, code=number, day=day, holders=holders)
    return make_response(page, 300 if holders else 404)
