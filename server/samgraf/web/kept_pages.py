"""``/q``: a stranger keeps a query; ``/q/{id}`` shows it with its answer to who has the link."""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.exceptions import RequestEntityTooLarge

from samgraf import queries
from samgraf.errors import QueryRefused
from samgraf.queries import NamedQuery
from samgraf.store.names import version_of
from samgraf.store.rows import Term
from samgraf.store.versions import DUMPS, Versions

from . import citing, negotiation, problems, snippets
from .addresses import local, shown_iri
from .exchange import FRAMED, POLICY
from .kept import Kept, Links
from .kept_answers import ANSWER, FORMS, Answered, Shown, shown
from .kept_citing import reference
from .languages import told
from .pictures import Picture
from .problems import Problem
from .results_shown import drawn_of
from .seen import shortened
from .site import site
from .texts import gettext as _
from .views import Value

blueprint = Blueprint("kept", __name__)

LINKS = "samgraf.links"
"""Where the application has the folder of kept queries, None where nobody may keep any."""

VIEWS = ("table", "map", "timeline", "bar", "line", "network")
"""The views that a kept query may be seen in."""

_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_MOST_ROWS = 100
_LONGEST_ADDRESS = 6 << 10  # bytes
_FILES = (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml"))
_GRAPHS = (("Turtle", "turtle"), ("N-Triples", "ntriples"), ("JSON-LD", "jsonld"))
_ESCAPED = 6  # times as long as the text itself can JSON write a character
_BESIDE = 4096  # bytes of a request beside the query


@dataclass(frozen=True, slots=True)
class Page:
    """What the templates of a kept query show."""

    name: str
    kept: Kept
    known: NamedQuery | None
    """The question of the library that it is."""
    address: str
    answer: Answered | None
    table: Shown
    problem: Problem | None

    @property
    def title(self) -> str:
        """Its title: that of the library, never what a stranger wrote."""
        return told(self.known.title) if self.known else _("A kept query")

    @property
    def picture(self) -> Picture | None:
        """Its answer in the view that it was kept with; None where that is a table."""
        table = self.table
        if not table.rows:
            return None
        cut = not table.whole and table.total is None
        return drawn_of(
            table.columns, table.rows, self.kept.query, self.kept.view, table.total, cut
        )[1]

    @property
    def cells(self) -> list[list[Value]]:
        """The cells of its rows; links lead only where the data may."""
        return [
            [_value(row[name]) if name in row else Value("") for name in self.table.columns]
            for row in self.table.rows
        ]

    @property
    def served(self) -> str:
        """The version that answers now."""
        return (self.answer and self.answer.version) or site().version()

    @property
    def files(self) -> list[tuple[str, str]]:
        """What its answer can be had as; nothing where the query is too long for an address."""
        form = snippets.form_of(self.kept.query)
        names = _FILES if form != snippets.GRAPH else _GRAPHS
        asked = [(name, urlencode({"query": self.kept.query, "format": f})) for name, f in names]
        return [
            (name, f"/sparql?{query}") for name, query in asked if len(query) < _LONGEST_ADDRESS
        ]

    @property
    def dump(self) -> str:
        """Where the data of the version that it was made with are, '' where they are no more."""
        version = version_of(self.kept.version)
        file = Versions(site().settings.build.dir).path(version) / "dumps" / DUMPS[0]
        return f"/dumps/{version}/{DUMPS[0]}" if file.is_file() else ""

    @property
    def frame(self) -> str:
        """The code that shows it on another site."""
        return _FRAME.format(address=self.address, title=_attribute(self.title))


_FRAME = (
    '<iframe src="{address}/embed" title="{title}" width="100%" height="480" '
    'loading="lazy"></iframe>'
)


@blueprint.get("/q")
def begin() -> Response:
    """Lead to where queries are written."""
    return cast("Response", redirect("/sparql", 303))


@blueprint.post("/q")
def keep() -> Response:
    """Keep a query; lead to its page, or tell its name to a program."""
    if not site().settings.serve.links:
        raise QueryRefused("links-off", "visitors cannot keep queries on this server")
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise QueryRefused("bad-request", "a page of another site may not keep queries here")
    query, view = _sent()
    kept = Kept(query, view, site().version())
    name, new = _links().keep(kept, request.remote_addr or "")
    if negotiation.best(request.headers.get("Accept", ""), (_JSON, FORMS[0])) == FORMS[0]:
        return cast("Response", redirect(f"/q/{name}", 303))
    answer = _told(name, kept)
    answer.status_code = 201 if new else 200
    answer.headers["Location"] = f"/q/{name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/q/<name>")
def show(name: str) -> Response:
    """Show a kept query with its answer, or give it to a program."""
    kept = _found(name)
    form = negotiation.best(request.headers.get("Accept", ""), FORMS)
    if form is None:
        raise QueryRefused("not-acceptable", f"offered: {', '.join(FORMS)}")
    if form == FORMS[1]:
        return _told(name, kept)
    if form == FORMS[2]:
        answer = make_response(kept.query)
        answer.headers["Content-Type"] = form
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer
    page = _page(name, kept)
    return _fresh(
        page,
        render_template(
            "kept/page.html",
            page=page,
            citation_of=citing.shown(reference(name, kept, page.known), f"/cite/q/{name}"),
            snippets=snippets.of(kept.query, f"{site().origin()}/sparql"),
        ),
    )


@blueprint.get("/q/<name>/embed")
def embed(name: str) -> Response:
    """Show the bare answer, for a frame on any site: this view alone may stand in one."""
    page = _page(name, _found(name))
    answer = _fresh(page, render_template("kept/embed.html", page=page))
    answer.headers[POLICY] = FRAMED
    return answer


@blueprint.get("/cite/q/<name>.<ending>")
def cite(name: str, ending: str) -> Response:
    """Give the citation of a kept query as a file."""
    kept = _found(name)
    return citing.written(reference(name, kept, _known().get(kept.query)), ending)


def opened(name: str) -> Kept | None:
    """Return what is kept under a name, for the editor; None for no name."""
    return _found(name) if name else None


def _links() -> Links:
    return cast("Links", current_app.extensions[LINKS])


def _found(name: str) -> Kept:
    kept = _links().find(name)
    if kept is None:
        abort(404)
    return kept


def _sent() -> tuple[str, str]:
    """Return query and view of a request; raise ``QueryRefused`` for one that cannot be kept."""
    most = site().settings.limits.link_kib << 10
    request.max_content_length = most * _ESCAPED + _BESIDE
    try:
        fields = _fields()
    except RequestEntityTooLarge as error:
        raise _too_long() from error
    query, view = fields.get("query", ""), fields.get("view", "")
    if not isinstance(query, str) or not isinstance(view, str):
        raise QueryRefused("bad-request", "query and view are texts")
    query = plain(query)
    if not query:
        raise QueryRefused("bad-request", "there is no query: send it as the field query")
    if view not in ("", *VIEWS):
        raise QueryRefused("bad-request", f"there is no such view; known are {', '.join(VIEWS)}")
    if len(query.encode()) > most:
        raise _too_long()
    return query, view


def _fields() -> dict[str, object]:
    if request.mimetype == _FORM:
        return {**request.form.to_dict()}
    if request.mimetype != _JSON:
        raise QueryRefused("media-type", f"send query and view as {_FORM} or {_JSON}")
    fields = request.get_json(silent=True)
    if not isinstance(fields, dict):
        raise QueryRefused("bad-request", 'send an object such as {"query": "…", "view": "map"}')
    return fields


def plain(query: str) -> str:
    """Return a query as it is kept: line ends as everywhere but in forms, nothing around it."""
    text = query.replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise QueryRefused("bad-request", "the query holds what is no character")
    return text


def _too_long() -> QueryRefused:
    kib = site().settings.limits.link_kib
    return QueryRefused("too-long", f"a query that is kept may be {kib} KiB long")


def _told(name: str, kept: Kept) -> Response:
    """Tell what is kept as JSON."""
    here = {"id": name, "address": f"{site().origin()}/q/{name}", **asdict(kept)}
    answer = make_response(json.dumps(here, ensure_ascii=False, indent=1) + "\n")
    answer.headers["Content-Type"] = _JSON
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _page(name: str, kept: Kept) -> Page:
    answer = cast("Answered | None", request.environ.get(ANSWER))
    refusal = answer.refusal if answer else None
    limits = site().settings.limits
    problem = problems.build(refusal.kind, refusal.detail, limits, kept.query) if refusal else None
    table = Shown() if answer is None or refusal else shown(answer, _MOST_ROWS)
    address = f"{site().origin()}/q/{name}"
    return Page(name, kept, _known().get(kept.query), address, answer, table, problem)


def _fresh(page: Page, body: str) -> Response:
    """Make an answer; one that may be another next time is not kept by anybody."""
    answer = make_response(body)
    if page.answer is None or page.problem or not page.answer.lasting:
        answer.headers["Cache-Control"] = "no-store"
    return answer


@lru_cache(maxsize=1)
def _known() -> dict[str, NamedQuery]:
    """Return the questions of the library by their texts."""
    found = (
        queries.named(name) for folder in ("cq/", "examples/") for name in queries.names(folder)
    )
    return {plain(query.text): query for query in found}


def _value(term: Term) -> Value:
    """Return a term as a cell: http(s) as a link, a literal as it was answered."""
    if term.kind == "uri":
        return Value(shown_iri(term.value), local(term.value))
    if term.kind == "bnode":
        return Value(f"_:{term.value}")
    return Value(shortened(term.value), None, term.language)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
