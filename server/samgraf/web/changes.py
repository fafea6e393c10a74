"""What changed between two versions: a page, and lists of the changed things for programs."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request

from samgraf.differences import telling
from samgraf.errors import QueryRefused
from samgraf.store.names import version_of
from samgraf.store.rows import Term
from samgraf.terms import SKOS

from . import caching, views
from .addresses import local
from .changed import Pair, changed
from .changes_told import turtle
from .items import called
from .seen import shortened
from .site import site
from .views import Value
from .words import words

blueprint = Blueprint("changes", __name__)

DATA = {"json": "application/json", "csv": "text/csv", "ttl": "text/turtle"}
"""The lists of changed things, by the ending of their address."""

SHOWN = 200
"""Changed things on one page; the lists have more."""

_PAIR = re.compile(r"([\w-]{1,64})\.\.([\w-]{1,64}?)(?:\.(json|csv|ttl))?", re.ASCII)
_COLUMNS = ("iri", "what", "class", "name", "news", "concerns")
_KEPT = "public, max-age=60"
_MOST_VALUES = 3
Summary = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A changed value of a thing as a page shows it."""

    property: str
    before: list[Value]
    after: list[Value]


@dataclass(frozen=True, slots=True)
class Shown:
    """A changed thing as a page shows it."""

    name: Value
    kind: str
    what: str
    rows: list[Row]


@blueprint.get("/changes")
@blueprint.get("/changes.<ending>")
def since(ending: str = "") -> Response:
    """Tell what changed since a version or a day (``since=``), up to the served version."""
    if ending and ending not in DATA:
        abort(404)
    new = version_of(site().version())
    pair = changed().since(request.args.get("since", "").strip(), new)
    if pair is None:
        told = f"{new} is the first version at hand: there is nothing to compare it with"
        if ending:
            raise QueryRefused("not-found", told)
        return validated(make_response(render_template("changes.html", pair=None, new=new)))
    return _answer(pair, ending)


@blueprint.get("/changes/<named>")
def between(named: str) -> Response:
    """Tell what changed between two versions."""
    found = _PAIR.fullmatch(named)
    if found is None:
        abort(404)
    return _answer(changed().pair(found[1], found[2]), found[3] or "")


def _answer(pair: Pair, ending: str) -> Response:
    summary = changed().between(pair).summary()
    if not ending:
        return validated(make_response(_page(pair, summary)))
    return _data(pair, summary, ending)


def _page(pair: Pair, summary: Summary) -> str:
    found = sorted(summary["list"], key=lambda thing: telling.rank(thing["iri"]))
    shown = [shown_thing(thing, summary["names"]) for thing in found[:SHOWN]]
    total = summary["things"].get("things", 0)
    return render_template(
        "changes.html", pair=pair, new=pair.new, summary=summary, things=shown, total=total
    )


def shown_thing(thing: Mapping[str, Any], names: telling.Names) -> Shown:
    """Return a changed thing with names in the reader's language."""
    parts = {str(SKOS.prefLabel): _names(thing["iri"], names)}
    for prop, parties in thing["parties"].items():
        parts[prop] = [_named(iri, names) for iri in parties]
    rows = [_row(change, names) for change in thing["changes"]]
    kind = words(thing["class"]) if thing["class"] else ""
    return Shown(called(thing["iri"], parts), kind, thing["what"], rows)


def _row(change: Mapping[str, Any], names: telling.Names) -> Row:
    sides = [[_value(value, names) for value in change[side]] for side in ("before", "after")]
    return Row(change["property"], sides[0], sides[1])


def _value(value: Mapping[str, str], names: telling.Names) -> Value:
    if value["type"] == "uri":
        return _named(value["value"], names)
    return Value(shortened(value["value"]), None, value.get("xml:lang"))


def _named(iri: str, names: telling.Names) -> Value:
    terms = [Term(text, "literal", language) for language, text in names.get(iri, {}).items()]
    best = views.best(terms, iri)
    if best is not None:
        return Value(best.value, local(iri), best.language, iri)
    return Value(telling.short(iri), local(iri), None, iri)


def _names(iri: str, names: telling.Names) -> list[Value]:
    return [Value(text, None, language) for language, text in names.get(iri, {}).items()]


def _data(pair: Pair, summary: Summary, ending: str) -> Response:
    """Give the list for programs; as a table or a graph only where it is whole."""
    things, lines = summary["things"], [*telling.lines(summary)]
    whole = things.get("things", -1) == len(lines)
    if not whole and ending != "json":
        told = f"more things changed than are listed; take the patch: {pair.path}.patch"
        raise QueryRefused("difference-too-large", told)
    if ending == "json":
        answer = jsonify(_told(pair, summary, lines))
    else:
        text = _table(summary, lines) if ending == "csv" else turtle(summary, lines)
        answer = make_response(text)
        answer.headers["Content-Type"] = f"{DATA[ending]}; charset=utf-8"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Link"] = f'<{pair.path}.patch>; rel="alternate"; type="application/rdf-patch"'
    return validated(answer)


def _told(pair: Pair, summary: Summary, lines: Iterable[telling.Line]) -> dict[str, Any]:
    """Return the summary for programs, with the news of each thing in words."""
    news = {line.iri: line for line in lines}
    found = [
        {**thing, "name": news[thing["iri"]].name, "news": [*news[thing["iri"]].told]}
        for thing in summary["list"]
    ]
    links = {"patch": f"{pair.path}.patch", "page": pair.path}
    kept = {name: summary[name] for name in ("from", "to", "statements")}
    return {**kept, "things": {**summary["things"], "listed": len(found)}, "list": found, **links}


def _table(summary: Summary, lines: Iterable[telling.Line]) -> str:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_COLUMNS)
    things = {thing["iri"]: thing for thing in summary["list"]}
    for line in lines:
        thing = things[line.iri]
        concerns = " ".join(thing["concerns"])
        row = (line.iri, thing["what"], thing["class"], line.name, "; ".join(line.told), concerns)
        table.writerow(row)
    return out.getvalue()


def validated(answer: Response) -> Response:
    """Give an answer a validator of its own: which versions are at hand can change any time."""
    tag = caching.strong(answer.get_data(as_text=True))
    answer.headers["ETag"] = f"W/{tag}"
    answer.headers["Cache-Control"] = _KEPT
    answer.headers.setdefault("Vary", "Accept, Accept-Language, Accept-Encoding")
    if caching.is_known(tag, request.headers.get("If-None-Match", "")):
        answer.status_code = 304
        answer.set_data(b"")
    return answer
