"""The library of questions: a gallery, and a page for each with a form and its answer."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, make_response, render_template, request
from markupsafe import Markup

from samgraf import queries
from samgraf.errors import QueryRefused
from samgraf.queries import NamedQuery
from samgraf.store.names import version_of
from samgraf.store.versions import MOST_ROWS, Versions

from . import (
    citing,
    library_about,
    library_answers,
    library_citing,
    library_pictures,
    library_values,
    paging,
    problems,
    requests,
    snippets,
)
from .citing import Citation
from .exchange import Headers
from .languages import reader, told
from .library_answers import Answer
from .library_form import Field, fields
from .library_preview import heads, preview, seen, table
from .library_service import ASKED, Asked, Planned, address, endings
from .library_text import rules, with_values
from .library_values import Bound, Pairs
from .references import Reference
from .site import site
from .views import Value

blueprint = Blueprint("library", __name__)

CARDS = 24
"""Questions on one page of the gallery."""

VIEWS = ("table", "bar", "line", "timeline", "map", "network")
"""How answers are shown."""

DRAWN = 200
"""Rows of an answer that its picture in the gallery is made of."""

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Card:
    """A question as the gallery shows it."""

    query: NamedQuery
    view: str
    rows: int | None
    milliseconds: int | None
    picture: Markup | None
    preview: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the gallery is narrowed down to."""

    text: str = ""
    tag: str = ""
    view: str = ""

    def takes(self, query: NamedQuery) -> bool:
        """Say whether a question fits."""
        texts = (query.title, query.summary, told(query.title), told(query.summary))
        said = " ".join((*texts, query.slug, *query.tags)).casefold()
        words = self.text.casefold().split()
        fits = self.tag in ("", *query.tags) and self.view in ("", view_of(query))
        return fits and all(word in said for word in words)


@blueprint.get("/queries")
def gallery() -> str:
    """Show the questions that fit, each with what it answers."""
    asked = (request.args.get(name, "").strip()[:_LONGEST] for name in ("q", "tag", "kind"))
    wanted, every = Wanted(*asked), library()
    found = [query for query in every if wanted.takes(query)]
    part = paging.part(found, "page", CARDS)
    return render_template(
        "queries.html",
        wanted=wanted,
        every=len(every),
        part=part,
        cards=[card(query) for query in part.rows],
        tags=_counted(tag for query in every for tag in query.tags),
        kinds=_counted(map(view_of, every)),
        about=None if found else library_about.about(wanted.text, every),
    )


@blueprint.get("/queries/<name>")
def page(name: str) -> Response:
    """Show a question with its form and its answer."""
    asked: Asked | None = request.environ.get(ASKED)
    if asked is None:
        planned = plan(name, requests.pairs(request.query_string.decode("latin-1")))
        if planned is None:
            raise unknown(name)
        asked = Asked(planned)
    query, bound = asked.planned.query, asked.planned.bound
    answer = _answer(asked)
    shown = library_pictures.whole(answer, query, view_of(query)) if answer else None
    text = with_values(query.text, bound.terms)
    filled = [*fields(query, bound)]
    body = render_template(
        "queries_page.html",
        query=query,
        bound=bound,
        fields=filled,
        citation_of=_citation(query, bound, filled),
        answer=answer,
        refusal=asked.refusal,
        picture=shown,
        part=paging.part(answer.rows, "page", paging.MEMBERS) if answer else None,
        columns=columns(query, answer) if answer else [],
        heads=heads,
        seen=seen,
        table=table,
        text=text,
        rules=rules(query.text),
        snippets=snippets.of(text, f"{site().origin()}/sparql"),
        origin=site().origin(),
        address=lambda ending="", **more: address(query, {**bound.given, **more}, ending),
        endings=endings(query),
        told_as=_TOLD_AS,
        version=site().version(),
    )
    status, headers = _status(asked)
    response = make_response(body, status)
    response.headers.extend(headers)
    return response


def _citation(query: NamedQuery, bound: Bound, filled: Sequence[Field]) -> Citation | None:
    """Return how to cite the answer; None where the values give none."""
    if bound.faults:
        return None
    return citing.shown(_reference(query, filled), f"/cite/queries/{query.slug}", _values(filled))


def _values(filled: Sequence[Field]) -> dict[str, str]:
    """Return every value, those that nobody gave too: a later version may begin with others."""
    return {field.parameter.name: field.value for field in filled if field.value}


def _reference(query: NamedQuery, filled: Sequence[Field]) -> Reference:
    values = _values(filled)
    at_version = address(query, {**values, "version": site().version()})
    return library_citing.reference(query, filled, address(query, values), at_version)


@blueprint.get("/cite/queries/<name>.<ending>")
def cite(name: str, ending: str) -> Response:
    """Give the citation of an answer as a file; its values are those of the question."""
    planned = plan(name, requests.pairs(request.query_string.decode("latin-1")))
    if planned is None:
        raise unknown(name)
    query, bound = planned.query, planned.bound
    if bound.faults:
        abort(400, str(bound.faults[0]))
    return citing.written(_reference(query, [*fields(query, bound)]), ending)


_TOLD_AS = {
    "csv": "CSV",
    "tsv": "TSV",
    "json": "JSON",
    "xml": "XML",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
}


def _status(asked: Asked) -> tuple[int, Headers]:
    """Return the status of a page, and its headers: links to the same as data."""
    if asked.refusal is not None:
        kind, detail = asked.refusal.kind, asked.refusal.detail
        problem = problems.build(kind, detail, site().settings.limits)
        return problem.status, [*problem.headers]
    query, bound = asked.planned.query, asked.planned.bound
    if bound.faults:
        return 400, [("Cache-Control", "no-store")]
    links = (
        f'<{address(query, bound.given, ending)}>; rel="alternate"; type="{media_type}"'
        for ending, media_type in endings(query).items()
    )
    return 200, [("Vary", "Accept"), ("Link", ", ".join(links))]


def library() -> list[NamedQuery]:
    """Return every question, those for newcomers first, then by folder and name."""
    return site().once("library", _library)


def _library() -> list[NamedQuery]:
    return sorted(queries.library(), key=lambda query: "newcomers" not in query.tags)


def find(slug: str) -> NamedQuery | None:
    """Return a question by its name."""
    return next((query for query in library() if query.slug == slug), None)


def unknown(name: str) -> QueryRefused:
    """Say that there is no such question, and which one is written most like it."""
    near = queries.nearest(name[:_LONGEST].partition(".")[0])
    meant = {"didYouMean": near} if near else {}
    return QueryRefused("not-found", f"there is no question {name[:_LONGEST]!r}", meant)


def plan(slug: str, pairs: Pairs) -> Planned | None:
    """Find a question and check its values; None where there is no such question."""
    query = find(slug)
    if query is None:
        return None
    bound = library_values.bound(query, pairs)
    usual = {parameter.name: parameter.default for parameter in query.parameters}
    same = all(value == usual[name] for name, value in bound.given.items())
    kept = same and not bound.faults and _is_kept(query)
    return Planned(query, bound, kept)


def _is_kept(query: NamedQuery) -> bool:
    """Say whether the build has kept the answer of a question."""
    folder = _folder()
    return folder is not None and library_answers.told_of(folder, query) is not None


def view_of(query: NamedQuery) -> str:
    """Return how an answer is best shown; what is called a chart is one of bars."""
    view = {"chart": "bar"}.get(query.view, query.view)
    return view if view in VIEWS else VIEWS[0]


def columns(query: NamedQuery, answer: Answer) -> list[str]:
    """Return the columns that a table shows: those that hold a value of the form say nothing."""
    given = {parameter.name for parameter in query.parameters}
    return [name for name in answer.variables if name not in given] or [*answer.variables]


def answer_of(query: NamedQuery, most: int = MOST_ROWS) -> Answer | None:
    """Return the answer that the build kept; none of a version that was written to since."""
    folder = _folder()
    return library_answers.kept(folder, query, most) if folder else None


def _folder() -> Path | None:
    """Return the folder of the version; None of one that was written to since it was built."""
    here = site()
    version = version_of(here.version())
    same = version == here.version()
    return Versions(here.settings.build.dir).path(version) if same else None


def card(query: NamedQuery) -> Card:
    """Return a question as the gallery shows it, made once for each version and language."""
    return site().once(f"card {query.slug} {reader()}", lambda: _card(query))


def _card(query: NamedQuery) -> Card:
    answer, view = answer_of(query, DRAWN), view_of(query)
    if answer is None:
        return Card(query, view, None, None, None, ())
    drawn = library_pictures.small(answer, query, view)
    shown = () if drawn else preview(answer, columns(query, answer))
    return Card(query, view, answer.count, answer.milliseconds, drawn, shown)


def _answer(asked: Asked) -> Answer | None:
    """Return the answer that a page shows: what was just given, or what the build kept."""
    if asked.planned.bound.faults or asked.refusal is not None:
        return None
    if not asked.media_type:
        return answer_of(asked.planned.query)
    return library_answers.read(asked.media_type, asked.text, asked.whole, asked.milliseconds)


def _counted(names: Iterator[str]) -> Mapping[str, int]:
    """Count names, those that stand most often first."""
    counts = Counter(names)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
