"""Inverse look-up: from an address elsewhere, or a code of a register, to the thing here.

``/lookup?iri=`` and ``/lookup?scheme=&code=&on=``: one thing is led to (303), several are listed
(300: HTML, JSON or Turtle), none is a problem that says when the code was in use, or which codes
are near (404). Preconditions of a request have no say in them (RFC 9110, section 13.2.1).
"""

import re
from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template, request

from samgraf.errors import QueryRefused
from samgraf.terms import BASE, CODE, KINDS

from .days import asked_day
from .link_sets import link_sets
from .listing import iri, literal
from .lookup_answers import lead, several
from .lookup_found import Found, found
from .lookup_misses import no_address, no_code, no_holder, no_scheme, schemes
from .lookup_spellings import LAU, MOST, addresses, codes, dated, national
from .site import Rows, site
from .things import looked_up
from .troubles import Gone, successors

Miss = Callable[[], QueryRefused]

blueprint = Blueprint("lookup", __name__)

_LONGEST = 60  # characters of a code that are read
_OURS = re.compile(r"https?://(?:www\.)?w3id\.org/samgraf/", re.IGNORECASE)
_PATH = re.compile(rf"/?(?:(?:id|page|data)/({'|'.join(KINDS)})/|(code)/)([^?#]+)")
_ENDING = re.compile(r"\.(?:ttl|jsonld|nt|rdf)$")
_SLUG = re.compile(r"[a-z0-9-]{1,60}")
_PLACES = ("one", "two", "three", "four", "five", "six")


@blueprint.get("/lookup")
def lookup() -> Response:
    """Lead to what an address or a code elsewhere means; without both, show a form."""
    given = {name: request.args.get(name, "").strip() for name in ("iri", "scheme", "code")}
    if not any(given.values()):
        page = render_template("lookup.html", sets=link_sets(), schemes=schemes())
        return make_response(page)
    if given["iri"] and (given["scheme"] or given["code"]):
        raise QueryRefused("bad-request", "ask for an iri, or for a scheme and a code, not both")
    answer = _address(given["iri"]) if given["iri"] else _code(given["scheme"], given["code"])
    answer.headers["Vary"] = "Accept, Accept-Language"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _address(text: str) -> Response:
    """Look an address up: one of ours, or of others in any of its spellings."""
    own = _own_path(text)
    if own:
        return _own(own)
    entry = dated(text)
    if entry:
        scheme, code, listed = entry
        return _chosen(_holders(scheme, code), listed, text, lambda: no_address(text))
    rows = _rows("lookup-address", [iri(one) for one in addresses(text, link_sets())])
    return _chosen(found(rows), _day(), text, lambda: no_address(text))


def _chosen(every: tuple[Found, ...], day: str, asked: str, miss: Miss) -> Response:
    """Lead to the one that was there on a day, list several; ``miss`` says why there is none."""
    now = tuple(one for one in every if not day or one.holds(day))
    if not every:
        raise miss()
    if not now:
        raise no_holder(asked, every, day)
    things = {one.iri for one in now}
    return lead(*things) if len(things) == 1 else several(asked, now, day)


def _day() -> str:
    """Return the day that is asked for, '' for any time."""
    return asked_day().iso if request.args.get("on", "").strip() else ""


def _own_path(text: str) -> str:
    """Return the path of an address of ours behind the base, '' for one of others."""
    match = _OURS.match(text)
    origin = f"{site().origin()}/"
    rest = text[match.end() :] if match else text.removeprefix(origin)
    if match is None and not text.startswith(origin):
        return ""
    path = _PATH.match(rest)
    if path is None:
        return ""
    kind, name = path[1], _ENDING.sub("", path[3].rstrip("/"))
    return f"id/{kind}/{name}" if kind else f"code/{name}"


def _own(path: str) -> Response:
    """Lead to a thing of ours; from a retired one to what came in its place."""
    try:
        known = looked_up(path)
    except Gone as gone:
        followers = [one.title for one in successors(gone.iri) if one.title]
        if len(followers) == 1:
            return lead(followers[0])
        raise
    if known is None:
        raise no_address(BASE + path)
    return lead(known)


def _code(scheme: str, code: str) -> Response:
    """Look up a code of a register, an identifier of a link set, or a concept of a list."""
    slug, code = scheme.removeprefix(CODE).lower(), code[:_LONGEST]
    if not slug or not code:
        raise QueryRefused("bad-request", "ask for a scheme and a code, or for an iri")
    if slug == LAU:
        return _held(*national(code), f"{slug} {code}")
    links = next((one for one in link_sets() if one.slug == slug), None)
    if links:
        return _address(links.address(code))
    if slug in schemes().registers:
        return _held(slug, code, f"{slug} {code}")
    if slug not in schemes().lists:
        raise no_scheme(scheme)
    concept = looked_up(f"code/{slug}/{code.lower()}") if _SLUG.fullmatch(code.lower()) else None
    if concept is None:
        raise no_code(slug, code)
    return lead(concept)


def _held(register: str, code: str, asked: str) -> Response:
    day, held = _day(), _holders(register, code) if register else ()
    return _chosen(held, day, asked, lambda: no_code(register or LAU, code))


def _holders(register: str, code: str) -> tuple[Found, ...]:
    terms = [f"{literal(one)}^^<{CODE[register]}>" for one in codes(code)]
    return found(_rows("lookup-code", terms))


def _rows(query: str, terms: list[str]) -> Rows:
    """Ask for up to six spellings; the last one stands for those that are not there."""
    if not terms:
        return []
    filled = [*terms, *terms[-1:] * MOST][:MOST]
    return site().rows(f"pages/{query}", **dict(zip(_PLACES, filled, strict=True)))
