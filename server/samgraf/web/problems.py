"""Problem documents (RFC 9457), with the place of a syntax error."""

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from samgraf.limits import Limits, public
from samgraf.store.scan import token_at
from samgraf.terms import PREFIXES

from .negotiation import best

STATUS: Mapping[str, tuple[int, str]] = {
    "syntax": (400, "The query is not valid SPARQL"),
    "bad-request": (400, "The request is not valid"),
    "too-complex": (400, "The query is too complex"),
    "service-refused": (403, "SERVICE is not available here"),
    "network-refused": (403, "The query may not use the network"),
    "read-only": (403, "This endpoint is read-only"),
    "unauthorised": (401, "A token is needed"),
    "not-found": (404, "There is no such thing here"),
    "gone": (410, "This is no longer here"),
    "invalid-data": (400, "The data cannot be read"),
    "conflict": (409, "Others write at the same time"),
    "write-failed": (507, "The change could not be kept"),
    "method": (405, "Method not allowed"),
    "not-acceptable": (406, "No acceptable format"),
    "too-long": (413, "The query text is too long"),
    "write-too-large": (413, "The write is too large"),
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
    "unauthorised": "Send the header Authorization: Bearer TOKEN, with the token that the operator "
    "of this server has given you.",
    "not-found": "Look whether the address is written right; a graph without triples is not there.",
    "gone": "The answer names what came in its place, where there is something.",
    "invalid-data": "Look at the line and column that the answer names, and send the whole again; "
    "nothing was changed.",
    "conflict": "Try once more; nothing was changed.",
    "write-failed": "Nothing was changed. The operator should look for space on the disk.",
    "method": "Use GET, POST or QUERY.",
    "not-acceptable": "Ask for one of the formats that the answer lists, by Accept or format=. "
    "A table cannot be written as Turtle, nor a graph as CSV.",
    "too-long": "Shorten the query, or send it in parts.",
    "write-too-large": "Send it in parts, each by POST to the same graph.",
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
) | {"write-too-large"}
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_DETAIL = 600
_SHOWN = 100  # characters of the line that a place is shown in


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: what its document says, and the headers beside it, but for its media type."""

    status: int
    document: Mapping[str, object]
    headers: tuple[tuple[str, str], ...]
    line: str = ""
    """The line of the query that the problem is in."""

    def json(self) -> bytes:
        """Write it as application/problem+json (RFC 9457, section 3)."""
        return json.dumps(self.document, ensure_ascii=False).encode("utf-8", "replace")

    def shown(self) -> dict[str, str]:
        """Return what the template of a problem's page needs."""
        found = self.document
        kind = str(found["type"]).rpartition("/")[2]
        detail = str(found["detail"])
        if "didYouMean" in found:
            detail = f"{detail}; did you mean {found['didYouMean']}?"
        return {
            "title": str(found["title"]),
            "detail": detail,
            "advice": ADVICE.get(kind, ""),
            "place": self.place(),
        }

    def place(self) -> str:
        """Return the line of the query and, below it, a mark under the token; '' where unknown."""
        column = self.document.get("column")
        if not self.line or not isinstance(column, int):
            return ""
        begin = max(0, column - _SHOWN // 2)
        number = f"{self.document['line']} | "
        shown = self.line[begin : begin + _SHOWN].replace("\t", " ")
        mark = "^" * max(1, len(str(self.document.get("token", ""))))
        return f"{number}{shown}\n{' ' * (len(number) + column - 1 - begin)}{mark}"

    def text(self) -> bytes:
        """Write it for a terminal, the place marked and the advice below."""
        found = self.document
        lines = [f"{self.status} {found['title']}", str(found["detail"])]
        if place := self.place():
            lines.append(place)
        if "didYouMean" in found:
            lines.append(f"did you mean: {found['didYouMean']}")
        advice = ADVICE.get(str(found["type"]).rpartition("/")[2])
        if advice:
            lines.append(advice)
        if isinstance(limits := found.get("limits"), dict):
            lines.append("limits: " + ", ".join(f"{k} {v:g}" for k, v in limits.items()))
        return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def build(
    kind: str, detail: str, limits: Limits, query: str = "", methods: str = METHODS
) -> Problem:
    """Make a problem of its kind; ``query`` is the text that an error speaks of."""
    known = kind if kind in STATUS else "engine-failure"
    status, title = STATUS[known]
    document: dict[str, object] = {
        "type": f"/problem/{known}",
        "title": title,
        "status": status,
        "detail": detail[:_DETAIL],
    }
    line = ""
    if known == "syntax" and (match := _POSITION.search(detail)):
        document |= _place(query, int(match[1]), int(match[2]), match[3])
        line = dict(enumerate(query.split("\n"), 1)).get(int(match[1]), "")
    if known in _LIMITED:
        document["limits"] = public(limits)
    return Problem(status, document, _headers(known, methods), line)


def _headers(kind: str, methods: str) -> tuple[tuple[str, str], ...]:
    """Return the headers that a kind of problem has beside its media type."""
    headers = [("Cache-Control", "no-store")]
    if kind in _RETRY:
        headers.append(("Retry-After", _RETRY_AFTER))
    if kind == "method":
        headers.append(("Allow", methods))
    if kind == "unauthorised":
        headers.append(("WWW-Authenticate", 'Bearer realm="samgraf"'))
    return tuple(headers)


def wanted(accept: str, agent: str) -> str:
    """Choose how a problem is told: html to browsers, text to terminals, else json."""
    offers = ("application/problem+json", "text/html", "text/plain")
    if accept in ("", "*/*"):
        return "text" if agent.lower().startswith(("curl/", "wget/")) else "json"
    liked = best(accept, ("application/json", *offers))
    return {"text/html": "html", "text/plain": "text"}.get(liked or "", "json")


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
