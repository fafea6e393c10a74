"""Where there is no page: refusals, unknown and retired things, wrong methods.

Each is told in the form that the client takes: a page, a problem document or text; what was retired
also as data, since the client may follow its successor.
"""

import logging
import re
from collections.abc import Mapping

from flask import Response, make_response, render_template, request
from werkzeug.exceptions import BadRequest, InternalServerError, MethodNotAllowed, NotFound

from samgraf.errors import QueryRefused, StoreError
from samgraf.linking.search import Asked

from . import negotiation, problems, subject
from .found import Found, found
from .languages import reader
from .site import site
from .subject import DATA
from .views import Value, values

_log = logging.getLogger(__name__)
_VARY = "Accept, Accept-Language, User-Agent"
_MOST = 6
_COUNTRY = re.compile(r"[a-z]{2}-")
TITLE = "Not found"
NOT_FOUND = "No page and no thing has this address."
GONE = "There was such a thing, and it was retired."
REPLACED = "There was such a thing, and others have come in its place."
FAILED = "This server could not make the answer."
TEXTS = (TITLE, NOT_FOUND, GONE, REPLACED, FAILED)
"""What pages say in the reader's language, and programs hear in English."""


class Gone(Exception):
    """The graph knows that a thing was published once and is here no longer."""

    def __init__(self, iri: str) -> None:
        """Keep the canonical IRI of the thing."""
        super().__init__(iri)
        self.iri = iri


def refused(error: QueryRefused) -> Response:
    """Say what is wrong and what to do."""
    return _told(error.kind, error.detail, members=error.more)


def broken(error: FileNotFoundError | StoreError) -> Response:
    """Say that a part of the served version is gone, and tell the operator which."""
    _log.error("a part of the served version is gone, build it again: %s", error)
    return _told("unavailable", "a part of the version that is served cannot be read")


def not_found(_: NotFound) -> Response:
    """Say that there is no such page, and name the things whose names come near."""
    return _told("not-found", NOT_FOUND, title=TITLE, nearest=_nearest())


def method_not_allowed(error: MethodNotAllowed) -> Response:
    """Say which methods the address has."""
    methods = ", ".join(sorted(error.valid_methods or ()))
    return _told("method", f"{request.method} is not possible here", methods)


def bad_request(error: BadRequest) -> Response:
    """Say that a request cannot be read."""
    return _told("bad-request", error.description or "the request cannot be read")


def failed(error: InternalServerError) -> Response:
    """Say that the fault is ours; Flask has logged where. Without memory nothing can be said.

    The process then ends (``webworker.without_memory``), and another one takes its place.
    """
    if isinstance(error.original_exception, MemoryError):
        raise error.original_exception
    return _told("own-fault", FAILED)


def gone(error: Gone) -> Response:
    """Say that a thing was retired and what came in its place: in words, or as data."""
    media_type = _data_type()
    if media_type:
        graph = site().graph("pages/retired", media_type, thing=f"<{error.iri}>")
        answer = make_response(graph, 410)
        answer.headers["Content-Type"] = media_type
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Vary"] = _VARY
        return _linked(answer, successors(error.iri))
    followers = successors(error.iri)
    detail = REPLACED if followers else GONE
    return _linked(_told("gone", detail, successors=followers), followers)


def _data_type() -> str | None:
    """Return the syntax in which a retired thing is told: by the address, or the Accept header."""
    ending = request.path.rpartition(".")[2]
    accept = request.headers.get("Accept", "")
    if ending in DATA or accept in ("", "*/*"):
        return DATA.get(ending)
    words = ("text/html", "application/json", "application/problem+json", "text/plain")
    liked = negotiation.best(accept, (*words, *DATA.values()))
    return liked if liked in DATA.values() else None


def successors(iri: str) -> list[Value]:
    """Return what came in the place of a retired thing."""
    rows = site().rows("pages/successors", thing=f"<{iri}>")
    return values([{**row, "value": row["successor"]} for row in rows], "thing", "value").get(
        iri, []
    )


def _linked(answer: Response, followers: list[Value]) -> Response:
    """Name the successors in the Link header too (RFC 5829, section 3.3)."""
    links = [f'<{subject.of(s.title).page}>; rel="successor-version"' for s in followers if s.title]
    if links:
        answer.headers["Link"] = ", ".join(links)
    return answer


def form() -> str:
    """Return the form in which the client of this request takes a problem: html, text or json."""
    headers = request.headers
    return problems.wanted(headers.get("Accept", ""), headers.get("User-Agent", ""))


def _nearest() -> list[Found]:
    """Return the things whose names come nearest to the last word of the address."""
    last = request.path.rstrip("/").rpartition("/")[2]
    words = re.sub(r"[-._]+", " ", _COUNTRY.sub("", last, count=1).removesuffix(".ttl"))
    index, language = site().index(), reader()
    hits = index.find(Asked(words, language=language, limit=_MOST), counted=False).hits
    hits = hits or index.nearest(words, language, _MOST)
    return [found(hit, index.labels, language) for hit in hits] if words.strip() else []


def _told(
    kind: str,
    detail: str,
    methods: str = problems.METHODS,
    members: Mapping[str, object] | None = None,
    **more: object,
) -> Response:
    """Tell a problem in the form that the client takes; ``more`` is for its page."""
    problem = problems.build(kind, detail, site().settings.limits, methods=methods)
    problem = problem.telling(members or {})
    wanted = form()
    if wanted == "html":
        body, media_type = render_template("problem.html", **{**problem.shown(), **more}), "html"
        answer = make_response(body, problem.status)
    elif wanted == "text":
        answer, media_type = make_response(problem.text(), problem.status), "plain"
    else:
        answer, media_type = make_response(problem.json(), problem.status), ""
    answer.headers["Content-Type"] = (
        f"text/{media_type}; charset=utf-8" if media_type else "application/problem+json"
    )
    for name, value in problem.headers:
        answer.headers[name] = value
    answer.headers["Vary"] = _VARY
    return answer
