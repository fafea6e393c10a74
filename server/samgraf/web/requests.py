"""Requests to the query service as queries (SPARQL 1.1 Protocol, section 2.1)."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.wire import Query

from . import negotiation

Environ = dict[str, Any]

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")
_MOST_PARAMETERS = 200
_ENCODED = 3  # form encoding makes a text three times as long at most
_OTHER_PARAMETERS = 1 << 16
_READ_ONLY = "data cannot be changed here"


def read(environ: Environ, limits: Limits, endpoint: str) -> Query | None:
    """Return the query of a request, None for a GET without one; raise ``QueryRefused``."""
    method = environ["REQUEST_METHOD"]
    parameters, direct = str(environ.get("QUERY_STRING", "")), None
    if method in ("POST", "QUERY"):
        media_type = _content_type(environ)
        body = _body(environ, limits, media_type)
        if media_type == _DIRECT:
            direct = body
        else:
            parameters = f"{parameters}&{body}" if parameters else body
    elif method not in ("GET", "HEAD"):
        raise QueryRefused("method", f"{method} is not possible here")
    pairs = _pairs(parameters)
    if any(name == "update" for name, _ in pairs):
        raise QueryRefused("read-only", _READ_ONLY)
    texts = [*_values(pairs, "query"), *([] if direct is None else [direct])]
    if not texts and method in ("GET", "HEAD"):
        return None
    return _query(texts, pairs, environ, limits, endpoint)


def endpoint_url(environ: Environ, public_url: str | None) -> str:
    """Return the endpoint's own address; the Host header is believed only if it looks like one."""
    if public_url is not None:
        return f"{public_url.rstrip('/')}/sparql"
    host = str(environ.get("HTTP_HOST", ""))
    scheme = environ.get("wsgi.url_scheme", "http")
    return f"{scheme}://{host if _HOST.fullmatch(host) else 'localhost'}/sparql"


def _query(
    texts: list[str],
    pairs: list[tuple[str, str]],
    environ: Environ,
    limits: Limits,
    endpoint: str,
) -> Query:
    """Make the query of its text and parameters."""
    if len(texts) != 1:
        raise QueryRefused("bad-request", f"exactly one query is needed, {len(texts)} given")
    if len(texts[0].encode("utf-8", "surrogatepass")) > limits.query_kib << 10:
        raise _too_long(limits)
    formats = _values(pairs, "format")
    bindings, graph = negotiation.choose(
        str(environ.get("HTTP_ACCEPT", "")), formats[-1] if formats else None
    )
    if bindings is None and graph is None:
        raise QueryRefused(
            "not-acceptable",
            f"tables: {', '.join(negotiation.BINDINGS)}; graphs: {', '.join(negotiation.GRAPHS)}; "
            f"or format={'|'.join(negotiation.FORMATS)}",
        )
    return Query(
        texts[0],
        bindings,
        graph,
        tuple(_values(pairs, "default-graph-uri")),
        tuple(_values(pairs, "named-graph-uri")),
        endpoint,
    )


def _content_type(environ: Environ) -> str:
    """Return the media type of a body that may be read."""
    media_type, _, parameters = str(environ.get("CONTENT_TYPE", "")).lower().partition(";")
    if "charset" in parameters and "utf-8" not in parameters:
        raise QueryRefused("media-type", "only UTF-8 can be read")
    chosen = media_type.strip()
    if chosen == "application/sparql-update":
        raise QueryRefused("read-only", _READ_ONLY)
    if chosen not in (_DIRECT, _FORM):
        given = chosen or "no media type"
        raise QueryRefused("media-type", f"send {_DIRECT} or {_FORM}, not {given}")
    return chosen


def _body(environ: Environ, limits: Limits, media_type: str) -> str:
    """Read a body of bounded length in bounded time; raise ``QueryRefused``."""
    most = limits.query_kib << 10
    if media_type == _FORM:
        most = most * _ENCODED + _OTHER_PARAMETERS
    declared = _declared(environ)
    if declared is not None and declared > most:
        raise _too_long(limits)
    data = _read(environ, most + 1 if declared is None else declared, limits.stall_seconds)
    if len(data) > most:
        raise _too_long(limits)
    if declared is not None and len(data) < declared:
        raise QueryRefused("bad-request", "the body ended before its declared length")
    try:
        return str(data, "utf-8")
    except UnicodeDecodeError as error:
        raise QueryRefused("bad-request", "the body is not UTF-8") from error


def _declared(environ: Environ) -> int | None:
    """Return the declared length of a body, None for a chunked one; without either it is empty."""
    length = str(environ.get("CONTENT_LENGTH") or "")
    if not length:
        return None if "HTTP_TRANSFER_ENCODING" in environ else 0
    if not length.isascii() or not length.isdigit():
        raise QueryRefused("bad-request", "Content-Length is not a number")
    return int(length)


def _read(environ: Environ, size: int, seconds: float) -> bytes:
    """Read that many bytes, or fewer where the client stops sending."""
    try:
        with _deadline(environ.get("gunicorn.socket"), seconds):
            return bytes(environ["wsgi.input"].read(size))
    except OSError as error:
        raise QueryRefused("bad-request", "the body did not arrive whole") from error


@contextmanager
def _deadline(client: socket.socket | None, seconds: float) -> Iterator[None]:
    """Stop reading from a client after a while, however slowly it drips."""
    if client is None:
        yield
        return
    timer = threading.Timer(seconds, _stop_reading, [client])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _stop_reading(client: socket.socket) -> None:
    """Make every further read from a client find its end."""
    try:
        client.shutdown(socket.SHUT_RD)
    except OSError:
        return  # it is gone already


def _pairs(parameters: str) -> list[tuple[str, str]]:
    """Read the parameters of an address or form."""
    try:
        return parse_qsl(
            parameters, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except ValueError as error:
        raise QueryRefused("bad-request", f"the parameters cannot be read: {error}") from error


def _values(pairs: list[tuple[str, str]], name: str) -> list[str]:
    """Return every value of one parameter."""
    return [value for key, value in pairs if key == name]


def _too_long(limits: Limits) -> QueryRefused:
    """Say how long a query may be."""
    return QueryRefused("too-long", f"a query may be {limits.query_kib} KiB long")
