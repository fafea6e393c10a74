"""Problem documents (RFC 9457), with the place of a syntax error."""

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from samgraf.limits import Limits
from samgraf.terms import PREFIXES

from .scan import token_at

STATUS: Mapping[str, tuple[int, str]] = {
    "syntax": (400, "The query is not valid SPARQL"),
    "bad-request": (400, "The request is not valid"),
    "too-complex": (400, "The query is too complex"),
    "service-refused": (403, "SERVICE is not available here"),
    "network-refused": (403, "The query may not use the network"),
    "read-only": (403, "This endpoint is read-only"),
    "method": (405, "Method not allowed"),
    "not-acceptable": (406, "No acceptable format"),
    "too-long": (413, "The query text is too long"),
    "input-refused": (400, "What was sent was not checked"),
    "language": (400, "No report in that language"),
    "input-too-large": (413, "What was sent is too large"),
    "media-type": (415, "Unsupported media type"),
    "too-many-queries": (429, "Too many queries at once"),
    "engine-failure": (500, "The query engine failed"),
    "check-failed": (500, "The check failed"),
    "busy": (503, "All query workers are busy"),
    "unavailable": (503, "The query service is not available"),
    "time-limit": (503, "The query took too long"),
    "memory-limit": (503, "The query needs too much memory"),
    "reply-too-large": (503, "The reply is too large"),
}
"""Status and title of each kind of problem."""

ADVICE: Mapping[str, str] = {
    "syntax": "Look at the line and column that the answer names. A word that is unknown there, a "
    "prefix that was not declared or a missing bracket before it are the usual reasons.",
    "bad-request": "Send exactly one query, as UTF-8, with full addresses for graphs.",
    "too-complex": "Split the query, or replace long chains of alternatives by VALUES.",
    "service-refused": "Ask the other endpoint yourself and put its values into VALUES, or name "
    "our address in a query that you send elsewhere.",
    "network-refused": "Leave out whatever makes the query fetch something from elsewhere.",
    "read-only": "Data is changed through the project's own files, not through this endpoint.",
    "method": "Use GET, POST or QUERY.",
    "not-acceptable": "Ask for one of the formats that the answer lists, by Accept or format=. "
    "A table cannot be written as Turtle, nor a graph as CSV.",
    "too-long": "Shorten the query, or send it in parts.",
    "input-refused": "Do what the answer says, and send it again.",
    "language": "Ask for one of the languages that the answer lists, by lang= or Accept-Language.",
    "input-too-large": "Send it in parts. The limits are on the page of the limits.",
    "media-type": "Send the query as application/sparql-query, or as a form with a field query; "
    "facts in the media type of their syntax, such as text/turtle or text/csv.",
    "too-many-queries": "Wait for your earlier queries and send fewer at the same time.",
    "check-failed": "Try once more. If it fails again, the fault is ours: please report it, with "
    "the facts that you sent.",
    "engine-failure": "Try once more. If it fails again, the fault is ours: please report it.",
    "busy": "Wait a few seconds and try again.",
    "unavailable": "The service is starting. Wait a few seconds and try again.",
    "time-limit": "Repeating will not help. Name things as exactly as you can, put the rarest "
    "condition first, and make sure that all parts of the pattern share a variable. A FILTER "
    "EXISTS with several patterns is slow: use MINUS, or OPTIONAL with FILTER(!BOUND(…)).",
    "memory-limit": "Repeating will not help. Sort, group or compare fewer rows, and make sure "
    "that all parts of the pattern share a variable.",
    "reply-too-large": "Ask for less with LIMIT or fewer columns, or take the dump. Use HTTP/1.1, "
    "since HTTP/1.0 cannot show that a reply was cut.",
}
"""What to do about each kind of problem, in plain words."""

METHODS = "GET, HEAD, POST, QUERY, OPTIONS"
_RETRY = frozenset({"busy", "unavailable", "too-many-queries"})
_RETRY_AFTER = "2"
_LIMITED = frozenset(
    {"time-limit", "memory-limit", "reply-too-large", "too-long", "too-many-queries", "busy"}
)
_PUBLIC = (
    "query_seconds",
    "cpu_seconds",
    "transfer_seconds",
    "memory_mib",
    "reply_mib",
    "query_kib",
    "slots_per_client",
    "queue_seconds",
)
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_DETAIL = 600


@dataclass(frozen=True, slots=True)
class Problem:
    """Status line, headers and body of one problem."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def build(kind: str, detail: str, limits: Limits, query: str = "") -> Problem:
    """Make the document of a kind of problem; ``query`` is the text that an error speaks of."""
    known = kind if kind in STATUS else "engine-failure"
    status, title = STATUS[known]
    document: dict[str, object] = {
        "type": f"/problem/{known}",
        "title": title,
        "status": status,
        "detail": detail[:_DETAIL],
    }
    if known == "syntax" and (match := _POSITION.search(detail)):
        document |= _place(query, int(match[1]), int(match[2]), match[3])
    if known in _LIMITED:
        document["limits"] = public(limits)
    headers = [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")]
    if known in _RETRY:
        headers.append(("Retry-After", _RETRY_AFTER))
    if known == "method":
        headers.append(("Allow", METHODS))
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    return Problem(f"{status} {HTTPStatus(status).phrase}", tuple(headers), body)


def public(limits: Limits) -> dict[str, float]:
    """Return the limits that a client should know."""
    return {name: getattr(limits, name) for name in _PUBLIC}


def _place(query: str, line: int, column: int, expected: str) -> dict[str, object]:
    """Say where a syntax error is, which token stands there and what may have been meant.

    The engine names the farthest place that it looked at, which is often just behind the token.
    """
    token, column = token_at(query, line, column)
    found: dict[str, object] = {"line": line, "column": column, "token": token}
    where = f"line {line}, column {column}"
    if "Prefix not found" in expected and ":" in token:
        prefix = token.split(":")[0]
        found["detail"] = f"the prefix {prefix}: is not declared ({where})"
        near = difflib.get_close_matches(prefix, PREFIXES, 1, 0.5)
        if near:
            found["didYouMean"] = f"PREFIX {near[0]}: <{PREFIXES[near[0]]}>"
    elif "unbound" in expected:
        unbound = "the SELECT clause uses a variable that is neither grouped nor aggregated"
        found["detail"] = f"{unbound} ({where})"
    else:
        found["detail"] = f"the query cannot be read at {token!r} or just after it ({where})"
    return found
