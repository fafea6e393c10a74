"""The query service at ``/sparql`` as a thin WSGI application."""

import errno
import logging
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.answers import Answer, AnswerCut, ClientGone
from samgraf.store.pool import Pool
from samgraf.store.wire import Query

from . import caching, description, negotiation, problems, requests, scan
from .requests import Environ

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Headers = list[tuple[str, str]]

_LOG = logging.getLogger(__name__)
_EXPOSED = "ETag, Retry-After, Link, Allow, Samgraf-Version, Samgraf-Time-Limit"
_PREFLIGHT = [
    ("Access-Control-Allow-Methods", problems.METHODS),
    ("Access-Control-Allow-Headers", "Content-Type, Accept, If-None-Match"),
    ("Access-Control-Max-Age", "86400"),
    ("Allow", problems.METHODS),
]
_CACHED = ("Cache-Control", "public, max-age=60, stale-while-revalidate=600")
_DESCRIPTION_CACHED = ("Cache-Control", "public, max-age=300")
_UNCACHED = ("Cache-Control", "no-store")
_VARY = ("Vary", "Accept")
_PAGE_OR_GRAPH = ("text/turtle", "text/html")
_FEDERATED = (
    "this endpoint does not ask other endpoints; ask the other one yourself and put its values "
    "into VALUES, or ask us from there"
)
_NO_CUT = "over HTTP/1.0 a cut reply cannot be told from a whole one: use HTTP/1.1"


class Endpoint:
    """Answers the requests for ``/sparql`` of one web process."""

    def __init__(self, pool: Pool, limits: Limits, public_url: str | None) -> None:
        """Ask queries of a pool; without ``public_url`` the site is where a request was sent."""
        self._pool, self._limits, self._public_url = pool, limits, public_url
        self._replies = caching.Replies(limits.cache_mib)

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        text = ""
        try:
            if environ["REQUEST_METHOD"] == "OPTIONS":
                start("204 No Content", self._common() + _PREFLIGHT)
                return []
            endpoint = requests.endpoint_url(environ, self._public_url)
            query = requests.read(environ, self._limits, endpoint)
            if query is None:
                return self._describe(endpoint, environ, start)
            text = query.text
            return self._answer(query, environ, start)
        except QueryRefused as refusal:
            problem = problems.build(refusal.kind, refusal.detail, self._limits, text)
            headers = [*self._common(), *problem.headers, _length(problem.body)]
            start(problem.status, headers)
            return _unless_head(environ, problem.body)
        except ClientGone:
            start("499 Client Closed Request", [("Content-Length", "0")])
            return []

    def wants_page(self, environ: Environ) -> bool:
        """Say whether a request without a query is a person's, who gets a form instead of RDF."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return False
        named = str(environ.get("QUERY_STRING", "")).split("&")
        if any(part.split("=")[0] in ("query", "update") for part in named):
            return False
        return negotiation.best(str(environ.get("HTTP_ACCEPT", "")), _PAGE_OR_GRAPH) == "text/html"

    def _common(self) -> Headers:
        """Return the headers of every answer."""
        return [
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Expose-Headers", _EXPOSED),
            ("Samgraf-Time-Limit", f"{self._limits.query_seconds:g}"),
        ]

    def _describe(self, endpoint: str, environ: Environ, start: StartResponse) -> list[bytes]:
        """Answer with the service description."""
        version = self._pool.version()
        body = description.turtle(endpoint, self._limits, version)
        headers = [("Samgraf-Version", version), _DESCRIPTION_CACHED, _VARY]
        start("200 OK", self._common() + headers + _entity("text/turtle", body))
        return _unless_head(environ, body)

    def _answer(self, query: Query, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer with a validator alone, from memory, or by a worker."""
        words = scan.bare_words(query.text)
        if "SERVICE" in words:
            raise QueryRefused("service-refused", _FEDERATED)
        if words & scan.VOLATILE:
            return self._ask(query, None, "", environ, start)
        version = self._pool.version()
        tag = caching.etag(version, query)
        headers = self._validated(tag, version)
        if caching.is_known(tag, str(environ.get("HTTP_IF_NONE_MATCH", ""))):
            start("304 Not Modified", headers)
            return []
        if (kept := self._replies.get(tag)) is not None:
            start("200 OK", headers + _entity(*kept))
            return _unless_head(environ, kept[1])
        return self._ask(query, tag, version, environ, start)

    def _validated(self, tag: str, version: str) -> Headers:
        """Return the headers of an answer that may be kept."""
        return [*self._common(), ("Samgraf-Version", version), ("ETag", tag), _CACHED, _VARY]

    def _ask(
        self, query: Query, tag: str | None, version: str, environ: Environ, start: StartResponse
    ) -> Iterable[bytes]:
        """Have a worker answer; what is not whole yet is streamed."""
        client_socket = environ.get("gunicorn.socket")
        answer = self._pool.start(query, _client(environ), client_socket)
        try:
            if tag is not None and answer.version == version:
                headers = self._validated(tag, version)
                if answer.complete:
                    self._replies.put(tag, answer.media_type, answer.head)
            else:  # volatile, or the version was changed after the validator was made
                headers = [*self._common(), ("Samgraf-Version", answer.version), _UNCACHED, _VARY]
            if not answer.complete and environ["REQUEST_METHOD"] != "HEAD":
                return self._stream(answer, headers, environ, start)
        except BaseException:
            answer.close()
            raise
        answer.close()
        whole = _entity(answer.media_type, answer.head)
        start("200 OK", headers + (whole if answer.complete else whole[:1]))
        return _unless_head(environ, answer.head)

    def _stream(
        self, answer: Answer, headers: Headers, environ: Environ, start: StartResponse
    ) -> "Stream":
        """Begin a reply whose end is not known yet."""
        if environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
            raise QueryRefused("reply-too-large", _NO_CUT)
        client_socket: socket.socket | None = environ.get("gunicorn.socket")
        if client_socket is not None:
            # A client that stops reading must not hold a worker for ever.
            client_socket.settimeout(self._limits.stall_seconds)
        start("200 OK", headers + _entity(answer.media_type, answer.head)[:1])
        return Stream(answer)


class Stream:
    """The body of a long reply.

    Where it is cut, the iterator raises ``ConnectionResetError``: the server drops the connection
    without the last chunk, which every HTTP/1.1 client reports as an incomplete reply.
    """

    def __init__(self, answer: Answer) -> None:
        """Stream an answer whose head is here."""
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body."""
        yield self._answer.head
        try:
            yield from self._answer.rest()
        except AnswerCut as cut:
            _LOG.warning("a reply was cut: %s: %s", cut.kind, cut.detail)
            raise ConnectionResetError(errno.ECONNRESET, cut.detail) from cut

    def close(self) -> None:
        """Free the worker and its place (WSGI)."""
        self._answer.close()


def _entity(media_type: str, body: bytes) -> Headers:
    """Return the headers of a body: its type first, then its length."""
    text = media_type.startswith("text/")
    return [
        ("Content-Type", f"{media_type}; charset=utf-8" if text else media_type),
        _length(body),
    ]


def _length(body: bytes) -> tuple[str, str]:
    """Return the header that tells a body's length."""
    return ("Content-Length", str(len(body)))


def _unless_head(environ: Environ, body: bytes) -> list[bytes]:
    """Return the body, or nothing for HEAD."""
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _client(environ: Environ) -> str:
    """Name the client by its address."""
    return str(environ.get("REMOTE_ADDR") or "local")
