"""Requests to the query service as queries and updates (SPARQL 1.1 Protocol, section 2)."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.wire import Query, Update

from . import negotiation
from .bodies import Bodies, TooLarge
from .exchange import Exchange

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")
_MOST_PARAMETERS = 200
_ENCODED = 3  # form encoding makes a text three times as long at most
_OTHER_PARAMETERS = 1 << 16
UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")
"""The names of what is read as UTF-8."""

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request to the query service holds: its parameters, and a text sent by itself."""

    pairs: Pairs
    media_type: str = ""
    """Of the body; '' where there is none."""
    text: str = ""

    def values(self, name: str) -> list[str]:
        """Return every value of one parameter."""
        return [value for key, value in self.pairs if key == name]

    def updates(self) -> bool:
        """Say whether somebody wants to change data with it."""
        return self.media_type == _UPDATE or any(name == "update" for name, _ in self.pairs)


def site_url(exchange: Exchange, public_url: str | None) -> str:
    """Return the site's own address; the Host header is believed only if it looks like one."""
    if public_url is not None:
        return public_url.rstrip("/")
    host = exchange.header(b"host")
    return f"{exchange.scheme}://{host if _HOST.fullmatch(host) else 'localhost'}"


def is_update(exchange: Exchange) -> bool:
    """Say whether a request is seen to be an update before its body is read."""
    named = exchange.parameters.split("&")
    return exchange.header(b"content-type").lower().startswith(_UPDATE) or any(
        part.split("=")[0] == "update" for part in named
    )


async def read(exchange: Exchange, bodies: Bodies, limits: Limits) -> Sent:
    """Read a request; raise ``QueryRefused`` where its method, type or length cannot be."""
    method = exchange.method
    if method not in ("GET", "HEAD", "POST", "QUERY"):
        raise QueryRefused("method", f"{method} is not possible here")
    if method in ("GET", "HEAD"):
        return Sent(pairs(exchange.parameters))
    media_type = _content_type(exchange)
    if method == "QUERY" and media_type == _UPDATE:
        raise QueryRefused("method", "QUERY changes nothing: send an update by POST")
    body = await _body(exchange, bodies, limits, media_type)
    if media_type != _FORM:
        return Sent(pairs(exchange.parameters), media_type, body)
    return Sent([*pairs(exchange.parameters), *pairs(body)], media_type)


def query(sent: Sent, accept: str, limits: Limits, endpoint: str) -> Query | None:
    """Return the query of a request, None where there is none at all."""
    direct = sent.media_type == _QUERY
    texts = [*sent.values("query"), *([sent.text] if direct else [])]
    if not texts and not sent.media_type:
        return None
    text = _only(texts, "query", limits)
    formats = sent.values("format")
    bindings, graph = negotiation.choose(accept, formats[-1] if formats else None)
    if bindings is None and graph is None:
        raise QueryRefused(
            "not-acceptable",
            f"tables: {', '.join(negotiation.BINDINGS)}; graphs: {', '.join(negotiation.GRAPHS)}; "
            f"or format={'|'.join(negotiation.FORMATS)}",
        )
    return Query(
        text,
        bindings,
        graph,
        tuple(sent.values("default-graph-uri")),
        tuple(sent.values("named-graph-uri")),
        endpoint,
    )


def update(sent: Sent, method: str, limits: Limits, endpoint: str) -> Update:
    """Return the update of a request; it comes by POST alone (section 2.2)."""
    if method != "POST":
        raise QueryRefused("method", f"{method} changes nothing: send an update by POST")
    if sent.values("query"):
        raise QueryRefused("bad-request", "a request is either a query or an update, not both")
    direct = sent.media_type == _UPDATE
    if not direct and sent.media_type != _FORM:
        detail, read = f"send an update as {_UPDATE}, or in a form", f"{_UPDATE}, {_FORM}"
        raise QueryRefused("media-type", detail, headers={"Accept": read})
    texts = [*sent.values("update"), *([sent.text] if direct else [])]
    return Update(
        _only(texts, "update", limits),
        tuple(sent.values("using-graph-uri")),
        tuple(sent.values("using-named-graph-uri")),
        endpoint,
    )


def _only(texts: list[str], kind: str, limits: Limits) -> str:
    """Return the one text of a request, of bounded length."""
    if len(texts) != 1:
        raise QueryRefused("bad-request", f"exactly one {kind} is needed, {len(texts)} given")
    if len(texts[0].encode("utf-8", "surrogatepass")) > limits.query_kib << 10:
        raise _too_long(limits)
    return texts[0]


def content_type(exchange: Exchange) -> str:
    """Return the media type of a body, without parameters; only UTF-8 is read."""
    sent = exchange.header(b"content-type")
    if (declared := charset(sent)) not in ("", *UTF_8):
        raise QueryRefused("media-type", f"only UTF-8 can be read, not {declared[:40]}")
    return sent.partition(";")[0].strip().lower()


def charset(sent: str) -> str:
    """Return the encoding that a Content-Type declares, in small letters; '' for none."""
    for parameter in negotiation.split(sent.lower(), ";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            return value.strip().strip("\"'")
    return ""


def _content_type(exchange: Exchange) -> str:
    chosen = content_type(exchange)
    if chosen not in (_QUERY, _UPDATE, _FORM):
        given = chosen or "no media type"
        raise QueryRefused(
            "media-type",
            f"send {_QUERY}, {_UPDATE} or {_FORM}, not {given}",
            headers={"Accept": f"{_QUERY}, {_UPDATE}, {_FORM}"},
        )
    return chosen


async def _body(exchange: Exchange, bodies: Bodies, limits: Limits, media_type: str) -> str:
    """Read a body as text."""
    most = limits.query_kib << 10
    if media_type == _FORM:
        most = most * _ENCODED + _OTHER_PARAMETERS
    try:
        return str(await bodies.read(exchange, most), "utf-8-sig")
    except TooLarge as error:
        raise _too_long(limits) from error
    except UnicodeDecodeError as error:
        raise QueryRefused("bad-request", "the body is not UTF-8") from error


def pairs(parameters: str) -> Pairs:
    """Read the parameters of an address or form."""
    try:
        return parse_qsl(
            parameters, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except ValueError as error:
        raise QueryRefused("bad-request", f"the parameters cannot be read: {error}") from error


def _too_long(limits: Limits) -> QueryRefused:
    """Say how long a query may be."""
    return QueryRefused("too-long", f"a query may be {limits.query_kib} KiB long")
