"""The answers of a look-up: a way to the one thing, or a list of several in the form asked for."""

import json
from collections.abc import Iterable, Iterator

from flask import Response, make_response, redirect, render_template, request

from samgraf.errors import QueryRefused
from samgraf.terms import PREFIXES, XSD

from . import negotiation, subject
from .caching import strong
from .listing import iri, literal
from .lookup_found import Found
from .site import site

_HTML, _JSON, _TURTLE = "text/html", "application/json", "text/turtle"
FORMS = (_HTML, _JSON, _TURTLE)
"""What a list is offered in; the first is the usual one."""

_PREFIXES = ("dcat", "dct", "prov", "sg", "skos")
_DATATYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def lead(thing: str) -> Response:
    """Lead to a thing as its identifier does, under the name of this server."""
    about = subject.of(thing)
    answer = make_response(redirect(about.page.replace("/page/", "/id/", 1), 303))
    answer.headers["Link"] = f'<{subject.ascii_of(thing)}>; rel="canonical"'
    return answer


def several(asked: str, things: tuple[Found, ...], day: str) -> Response:
    """List several things, each with how it is tied and its periods (RFC 9110, section 15.4.1)."""
    form = negotiation.best(request.headers.get("Accept", ""), FORMS)
    if form is None:
        raise QueryRefused("not-acceptable", "offered: " + ", ".join(FORMS))
    if form == _HTML:
        body = render_template("lookup_list.html", asked=asked, things=things, day=day)
    elif form == _JSON:
        body = json.dumps(_json(asked, things, day), ensure_ascii=False, indent=1) + "\n"
    else:
        body = _turtle(things)
    answer = make_response(body, 300)
    answer.headers["Content-Type"] = f"{form}; charset=utf-8"
    answer.headers["ETag"] = strong(site().version(), request.host_url, body)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _json(asked: str, things: tuple[Found, ...], day: str) -> dict[str, object]:
    results = [_result(one) for one in things]
    return {"asked": asked, "on": day or None, "count": len(results), "results": results}


def _result(one: Found) -> dict[str, object]:
    name = one.named()
    return {
        "iri": one.iri,
        "page": site().origin() + subject.of(one.iri).page,
        "name": name.text,
        "lang": name.language,
        "match": one.tie.replace("#", "/").rpartition("/")[2] or None,
        "found": one.target,
        "periods": [{"from": start or None, "to": end or None} for start, end in one.periods],
    }


def _turtle(things: Iterable[Found]) -> str:
    heads = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in _PREFIXES]
    return "\n".join([*heads, "", *(line for one in things for line in _said(one))]) + "\n"


def _said(one: Found) -> Iterator[str]:
    """Write the names of a thing, its tie, and of a code its periods."""
    thing = iri(one.iri)
    for label in one.labels:
        yield f"{thing} skos:prefLabel {literal(label.value, label.language or '')} ."
    if one.tie:
        yield f"{thing} {iri(one.tie)} {iri(one.target)} ."
        return
    for start, end in one.periods:
        code = f"{literal(one.target)}^^{iri(one.datatype)}"
        yield f"[] sg:officialCode {code} ; {_during(start, end)}prov:specializationOf {thing} ."


def _during(start: str, end: str) -> str:
    told = [f"dcat:startDate {_dated(start)}"] if start else []
    told += [f"dcat:endDate {_dated(end)}"] if end else []
    return f"sg:during [ a dct:PeriodOfTime ; {' ; '.join(told)} ] ; " if told else ""


def _dated(day: str) -> str:
    return f"{literal(day)}^^{iri(_DATATYPES[len(day)])}"
