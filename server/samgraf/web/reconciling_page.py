"""The page of the reconciliation service for people, and the preview of a thing for a frame."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request

from samgraf.errors import QueryRefused
from samgraf.linking.entries import Entry
from samgraf.linking.search import Asked
from samgraf.matching.candidates import Candidate, Sought
from samgraf.terms import BASE

from . import extending
from .addresses import local
from .dates import day
from .exchange import FRAMED, POLICY
from .extending import Wanted
from .reconciling_answers import extend_sample, match_sample
from .reconciling_matched import matcher
from .reconciling_properties import properties
from .reconciling_things import TYPES, Things, things, told_type
from .reconciling_told import Telling, features, name_of
from .site import site

_PREVIEWED = ("region", "code", "population", "network")
_MOST_SHOWN = 6
EXAMPLE_DAY = "2020-12-31"
"""The day of the example: one on which a municipality and its namesake before it differ."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A property of a thing in a preview: its name, its values, and how many more there are."""

    name: str
    values: tuple[str, ...]
    more: int


def page() -> str:
    """Tell what the service is, its address for OpenRefine, its limits, and show an example."""
    found = things()
    known = properties(found)
    name, candidates = _example(found)
    address = f"{site().origin()}/reconcile"
    return render_template(
        "reconcile/page.html",
        address=address,
        limits=site().settings.limits,
        count=len(found.by_id),
        types=[told_type(kind) for kind in TYPES],
        properties=known.values(),
        features=features(),
        name=name,
        on=EXAMPLE_DAY,
        candidates=Telling(found).candidates(candidates),
        match=match_sample(address, name, EXAMPLE_DAY) if candidates else None,
        extend=extend_sample(address, candidates[0].path, EXAMPLE_DAY) if candidates else None,
    )


def preview() -> Response:
    """Show a thing in few words, for a frame on any site: this page alone may stand in one."""
    found = things()
    entry = found.find(request.args.get("id", ""))
    if entry is None:
        raise QueryRefused("not-found", "no thing has that identifier; see /reconcile for the form")
    answer = make_response(
        render_template(
            "reconcile/preview.html",
            entry=entry,
            name=name_of(entry),
            iri=BASE + entry.path,
            address=f"{site().origin()}{local(BASE + entry.path)}",
            kind=Telling(found).description(entry, years=False),
            since=day(entry.since),
            until=day(entry.until),
            rows=_rows(found, entry),
        )
    )
    answer.headers[POLICY] = FRAMED
    return answer


def _rows(found: Things, entry: Entry) -> list[Shown]:
    """Return what a preview tells of a thing."""
    known = properties(found)
    wanted = [Wanted(known[name]) for name in _PREVIEWED]
    values = extending.values(found, [entry], wanted)[entry.path]
    rows = []
    for one, some in zip(wanted, values, strict=True):
        texts = tuple(_text(value) for value in some)
        if texts:
            shown = texts[:_MOST_SHOWN]
            rows.append(Shown(one.property.name, shown, len(texts) - len(shown)))
    return rows


def _text(value: extending.Value) -> str:
    if value.entry is not None:
        return name_of(value.entry)
    return value.text if value.number is None else str(value.number)


def _example(found: Things) -> tuple[str, tuple[Candidate, ...]]:
    """Return a name that people know, or else any, and what it is matched to on a day."""
    for text in ("Haderslev", ""):
        chosen = Asked(text, {"kind": "Municipality"}, limit=1)
        hits = site().index().find(chosen, counted=False).hits
        if hits:
            name = hits[0].entry.shown().name
            return name, matcher().match(Sought(name, on=EXAMPLE_DAY, limit=3))
    return "", ()
