"""Problem documents (RFC 9457)."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from samgraf.limits import HELP, Limits, public

from . import mistakes
from .kinds import ADVICE, LIMITED, STATUS
from .negotiation import best

__all__ = ["ADVICE", "STATUS"]
METHODS = "GET, HEAD, POST, QUERY, OPTIONS"
_RETRY = {"busy": "2", "unavailable": "2", "too-many-queries": "2", "too-many-links": "60"}
QUOTA = "client"
"""The name of the quota that each client has (draft-ietf-httpapi-ratelimit-headers, section 3)."""
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

    def telling(self, more: Mapping[str, object]) -> "Problem":
        """Return it with further members of its document."""
        return replace(self, document={**self.document, **more}) if more else self

    def suggesting(self, meant: str | None) -> "Problem":
        """Return it with what may have been meant, where that is known."""
        if meant is None:
            return self
        return replace(self, document={**self.document, "didYouMean": meant})

    def shown(self) -> dict[str, object]:
        """Return what the template of a problem's page needs."""
        found = self.document
        limits = found.get("limits")
        limits = limits if isinstance(limits, dict) else {}
        kind = str(found["type"]).rpartition("/")[2]
        detail = str(found["detail"])
        return {
            "title": str(found["title"]),
            "detail": detail,
            "meant": str(found.get("didYouMean", "")),
            "advice": ADVICE.get(kind, ""),
            "place": self.place(),
            "status": self.status,
            "kind": kind,
            "limits": [(name, value, HELP[name]) for name, value in limits.items()],
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
        return (
            f"{number}{shown}\n{' ' * (len(number) + _width(self.line[begin : column - 1]))}{mark}"
        )

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
        document |= mistakes.place(query, int(match[1]), int(match[2]), match[3])
        line = (
            dict(enumerate(query.split("\n"), 1)).get(int(str(document["line"])), "").rstrip("\r")
        )
    if known in LIMITED:
        document["limits"] = public(limits)
    return Problem(status, document, _headers(known, methods), line)


def _headers(kind: str, methods: str) -> tuple[tuple[str, str], ...]:
    """Return the headers that a kind of problem has beside its media type."""
    headers = [("Cache-Control", "no-store")]
    if kind in _RETRY:
        headers.append(("Retry-After", _RETRY[kind]))
    if kind == "too-many-queries":
        headers.append(("RateLimit", f'"{QUOTA}";r=0'))
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


def _width(text: str) -> int:
    """Return how many places of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)
