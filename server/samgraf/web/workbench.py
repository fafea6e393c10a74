"""The query workbench: the page of the editor, and what its script asks for while one writes."""

import re

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request

from samgraf import queries
from samgraf.queries import NamedQuery
from samgraf.terms import SKOS

from . import schema, schema_terms
from .addresses import local
from .home import questions_to_begin_with
from .kept_pages import opened
from .kinds import ADVICE, STATUS
from .languages import reader, told
from .library import unknown
from .links import MOST, counts
from .site import site
from .texts import gettext
from .thing_facts import thing_of

blueprint = Blueprint("workbench", __name__)

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]{1,2000}")
_FIRST = "examples/trekantomraadet-today"
"""The question that the editor opens with: short, and its answer has names and dates."""

_SHOWN = 12
"""Questions beside the editor; the library has them all."""

_OF_QUERIES = (
    "bad-request", "busy", "engine-failure", "memory-limit", "network-refused", "read-only",
    "reply-too-large", "service-refused", "syntax", "time-limit", "too-complex", "too-long",
    "too-many-queries", "unavailable",
)  # fmt: skip
"""The problems that a query can meet."""


@blueprint.get("/sparql")
def sparql() -> str:
    """Show the editor: with the query of the address, a kept one, one of ours, or our first."""
    here = site()
    examples = here.once("questions to begin with", questions_to_begin_with)
    kept = opened(request.args.get("kept", ""))
    given = kept.query if kept else request.args.get("query", "")
    given = given or _named(request.args.get("edit", ""))
    return render_template(
        "sparql.html",
        query=given or _first(examples),
        given=bool(given),
        kept=kept,
        examples=examples[:_SHOWN],
        classes=schema.panel(here),
        limits=here.settings.limits,
        version=here.manifest()["version"],
        phrases=_phrases(),
    )


@blueprint.get("/sparql/terms.json")
def terms() -> Response:
    """Give what the editor completes and explains, once for each version and language."""
    here = site()
    return _json(here.once(f"terms for the editor in {reader()}", lambda: schema_terms.told(here)))


@blueprint.get("/sparql/thing.json")
def thing() -> Response:
    """Say what the editor shows of an address: name, kind, meaning, and how much points to it."""
    iri = request.args.get("iri", "")
    if not _IRI.fullmatch(iri):
        abort(400)
    found = thing_of(iri, None)
    if not found.facts:
        abort(404)
    uses = sum(counts(found.term).values())
    meaning = found.first(str(SKOS.definition))
    return jsonify(
        iri=iri,
        name=found.heading.text,
        lang=found.heading.language,
        kind=found.kind.text,
        meaning=meaning.text if meaning else "",
        meaningLang=meaning.language if meaning else None,
        uses=min(uses, MOST),
        more=uses > MOST,
        page=local(iri),
    )


@blueprint.get("/sparql/problems.json")
def problems() -> Response:
    """Give the title of each problem of a query and what to do, in the reader's language."""
    kinds = {
        kind: {"title": told(STATUS[kind][1]), "advice": told(ADVICE[kind])} for kind in _OF_QUERIES
    }
    return jsonify(lang=reader(), problems=kinds)


def _named(name: str) -> str:
    """Return the text of a question of the library by the last part of its name, '' without one."""
    if not name:
        return ""
    found = (full for folder in queries.FOLDERS for full in queries.names(folder))
    full = next((full for full in found if full.endswith(f"/{name}")), "")
    if not full:
        raise unknown(name)
    return queries.text(full)


def _first(examples: list[NamedQuery]) -> str:
    """Return the text of the question to begin with, else of one that needs no values."""
    ready = sorted((e for e in examples if not e.parameters), key=lambda e: e.name != _FIRST)
    return next((e.text for e in ready), "")


def _json(body: bytes) -> Response:
    answer = make_response(body)
    answer.headers["Content-Type"] = "application/json"
    return answer


def _phrases() -> dict[str, str]:
    """Return what the parts of the editor that are not ours say, by what they say in English."""
    return {
        "Completions": gettext("Completions"),
        "Diagnostics": gettext("Errors"),
        "No diagnostics": gettext("No errors"),
        "Find": gettext("Find"),
        "Replace": gettext("Replace"),
        "next": gettext("next"),
        "previous": gettext("previous"),
        "all": gettext("all"),
        "match case": gettext("match case"),
        "by word": gettext("whole words"),
        "regexp": gettext("pattern"),
        "replace": gettext("replace"),
        "replace all": gettext("replace all"),
        "close": gettext("close"),
        "current match": gettext("current match"),
        "on line": gettext("on line"),
        "replaced match on line $": gettext("replaced on line $"),
        "replaced $ matches": gettext("replaced $ times"),
    }
