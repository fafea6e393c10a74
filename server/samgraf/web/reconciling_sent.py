"""Requests to the reconciliation service and its answers over HTTP: forms, JSON, JSONP, CORS."""

import json
import re
from dataclasses import dataclass

from flask import Response, make_response, request

from samgraf.errors import QueryRefused

from . import compression, negotiation, requests
from .reconciling_asked import too_large
from .reconciling_read import At, parse
from .site import site

JSON = "application/json"
NEW = "application/reconciliation.v1+json"
"""What a client asks for that speaks version 1.0."""

SCRIPT = "text/javascript; charset=utf-8"
FORM = "application/x-www-form-urlencoded"
_HTML = "text/html"
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]{0,99}(?:\.[A-Za-z_$][\w$]{0,99}){0,4}", re.ASCII)
_VERSION_1 = re.compile(r"application/json\s*;[^,]*\bversion\s*=\s*\"?1\b")
_LARGE = 1 << 16  # bytes of an answer that is packed here and not on the event loop
PATH = "/reconcile"


@dataclass(frozen=True, slots=True)
class Forms:
    """What version 0.2 sends: one of two texts of JSON."""

    queries: str = ""
    extend: str = ""

    @property
    def given(self) -> bool:
        """Whether anything was sent."""
        return bool(self.queries or self.extend)


def by_address() -> Forms:
    """Read what an address asks in version 0.2."""
    return _forms(requests.pairs(request.query_string.decode("latin-1")), "the address")


def by_form() -> Forms:
    """Read what a form asks in version 0.2."""
    if media_type() != FORM:
        given = media_type() or "no media type"
        words = f"version 0.2 sends {FORM}, 1.0 sends {JSON}; this is {given}"
        raise QueryRefused("media-type", words)
    return _forms(requests.pairs(_body()), "the form")


def body() -> At:
    """Read what version 1.0 sends."""
    if media_type() not in (JSON, NEW):
        raise QueryRefused("media-type", f"send {JSON}, not {media_type() or 'no media type'}")
    return parse(_body(), "the body")


def media_type() -> str:
    """Return the media type of what was sent."""
    return request.mimetype


def manifest_form() -> str:
    """Return which manifest is wanted: 0.2 or 1.0, or html for a page."""
    accept = request.headers.get("Accept", "")
    if "callback" in request.args:
        return "0.2"
    liked = negotiation.best(accept, (JSON, NEW, _HTML))
    if liked is None:
        raise QueryRefused("not-acceptable", f"offered: {JSON}, {NEW}, {_HTML}")
    if liked == NEW or (liked == JSON and _VERSION_1.search(accept.lower())):
        return "1.0"
    return "html" if liked == _HTML else "0.2"


def told(document: object, old: bool = True) -> Response:
    """Answer with JSON, or in version 0.2 with a call of the function that a GET names (JSONP)."""
    # ASCII alone: half surrogates of a client's own keys, and U+2028 in scripts, do no harm so.
    text = json.dumps(document, separators=(",", ":"))
    callback = request.args.get("callback") if old and request.method == "GET" else None
    if callback is not None:
        return _called(callback, text)
    accept = request.headers.get("Accept", "")
    liked = negotiation.best(accept, (JSON, NEW))
    if liked is None:
        raise QueryRefused("not-acceptable", f"offered: {JSON}, {NEW}")
    return _packed(make_response(text), liked)


def number(name: str, otherwise: int, least: int, most: int) -> int:
    """Read a whole number of the address; refuse anything else."""
    given = request.args.get(name, "")
    if not given:
        return otherwise
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise At(None, "", name).wrong(f"a whole number from {least} to {most} is needed")
    return At(int(given), "", name).count(most, least)


def opened(answer: Response) -> Response:
    """Let pages of other hosts read every answer of the service, errors too (CORS)."""
    if request.path != PATH and not request.path.startswith(PATH + "/"):
        return answer
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(answer.allow))
        answer.headers["Access-Control-Allow-Headers"] = _SENT
        answer.headers["Access-Control-Max-Age"] = "86400"
    return answer


_SENT = "Accept, Accept-Language, Content-Type, If-None-Match"


def _forms(pairs: requests.Pairs, whole: str) -> Forms:
    here = At(None, "", whole)
    found = {name: [v for key, v in pairs if key == name] for name in ("queries", "extend")}
    if sum(map(len, found.values())) > 1:
        raise here.wrong("send either queries or extend, once")
    if any(key == "query" for key, _ in pairs):
        raise here.wrong('version 0.2 sends queries={"q0": {"query": "…"}}, not query')
    if any(values and not values[0].strip() for values in found.values()):
        raise here.wrong("queries or extend is empty; send JSON")
    return Forms(*("".join(values) for values in found.values()))


def _body() -> str:
    """Return the body as text, if it is not longer than it may be."""
    limits, length = site().settings.limits, request.content_length or 0
    data = request.get_data(cache=False) if length <= limits.reconcile_kib << 10 else b""
    if len(data) < length:
        words = f"the request is longer than {limits.reconcile_kib} KiB"
        raise too_large(limits, "reconcile_kib", words)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise QueryRefused("bad-request", "the body is not UTF-8") from error


def _called(callback: str, text: str) -> Response:
    """Wrap JSON in a call; the name is that of a function, and nothing else."""
    if not _CALLBACK.fullmatch(callback):
        words = "this is no name of a function; write letters, digits, _, $ and dots"
        raise At(None, "", "callback").wrong(words)
    safe = text.replace("<", "\\u003c")
    return _packed(make_response(f"/**/{callback}({safe});"), SCRIPT)


def _packed(answer: Response, media: str) -> Response:
    """Pack a large answer in this thread, so that the event loop does not."""
    answer.headers["Content-Type"] = media
    coding = negotiation.best_coding(request.headers.get("Accept-Encoding", ""))
    data = answer.get_data()
    if coding is not None and len(data) > _LARGE:
        answer.set_data(compression.packed(coding, data))
        answer.headers["Content-Encoding"] = coding
        answer.headers["Vary"] = "Accept-Encoding"
    return answer
