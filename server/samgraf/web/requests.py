"""Requests to the query service as queries and updates (SPARQL 1.1 Protocol, section 2)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.scan import first_word
from samgraf.store.using import absolute
from samgraf.store.wire import Query, Update

from . import negotiation
from .bodies import Bodies, TooLarge
from .exchange import Exchange

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")
_MOST_PARAMETERS = 200
_ENCODED = 3  # form encoding makes a text three times as long at most
_OTHER_PARAMETERS = 1 << 16
_OF_QUERIES = ("default-graph-uri", "named-graph-uri")
_OF_UPDATES = ("using-graph-uri", "using-named-graph-uri")
_FORMS = re.compile(r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:INSERT|DELETE|WITH|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)\b", re.IGNORECASE
)
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
    if media_type != FORM:
        return Sent(pairs(exchange.parameters), media_type, body)
    return Sent([*pairs(exchange.parameters), *pairs(body)], media_type)


def query(sent: Sent, accept: str, limits: Limits, endpoint: str) -> Query | None:
    """Return the query of a request, None where there is none at all."""
    direct = sent.media_type == QUERY
    texts = [*sent.values("query"), *([sent.text] if direct else [])]
    if not texts and not sent.media_type:
        return None
    text = _only(texts, "query", limits)
    _refuse_other(text, _CHANGES, f"this is an update: send it as update= or {_UPDATE}, by POST")
    default, named = _graphs(sent, *_OF_QUERIES, others=_OF_UPDATES)
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
        default,
        named,
        endpoint,
    )


def update(sent: Sent, method: str, limits: Limits, endpoint: str) -> Update:
    """Return the update of a request; it comes by POST alone (section 2.2)."""
    if method != "POST":
        raise QueryRefused("method", f"{method} changes nothing: send an update by POST")
    if sent.values("query"):
        raise QueryRefused("bad-request", "a request is either a query or an update, not both")
    direct = sent.media_type == _UPDATE
    if not direct and sent.media_type != FORM:
        detail, read = f"send an update as {_UPDATE}, or in a form", f"{_UPDATE}, {FORM}"
        raise QueryRefused("media-type", detail, headers={"Accept": read})
    texts = [*sent.values("update"), *([sent.text] if direct else [])]
    text = _only(texts, "update", limits)
    _refuse_other(text, _FORMS, f"this is a query: send it as query= or {QUERY}")
    return Update(text, *_graphs(sent, *_OF_UPDATES, others=_OF_QUERIES), endpoint)


def _graphs(
    sent: Sent, default: str, named: str, others: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the graphs that two parameters choose; refuse those of the other operation."""
    for other, meant in zip(others, (default, named), strict=True):
        if sent.values(other):
            raise QueryRefused("bad-request", f"{other} is not for this operation; use {meant}")
    for name in (default, named):
        for graph in sent.values(name):
            if not absolute(graph):
                raise QueryRefused("bad-request", f"{name}: {graph[:80]!r} is not an absolute IRI")
    return tuple(sent.values(default)), tuple(sent.values(named))


def _refuse_other(text: str, words: re.Pattern[str], detail: str) -> None:
    """Refuse a text that begins with a word of the other operation, behind its prologue."""
    if not words.search(text):
        return
    place, token = first_word(text)
    if words.fullmatch(token):
        line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
        raise QueryRefused("syntax", detail, {"line": line, "column": column, "token": token})


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
    if chosen not in (QUERY, _UPDATE, FORM):
        given = chosen or "no media type"
        raise QueryRefused(
            "media-type",
            f"send {QUERY}, {_UPDATE} or {FORM}, not {given}",
            headers={"Accept": f"{QUERY}, {_UPDATE}, {FORM}"},
        )
    return chosen


async def _body(exchange: Exchange, bodies: Bodies, limits: Limits, media_type: str) -> str:
    """Read a body as text."""
    most = limits.query_kib << 10
    if media_type == FORM:
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
