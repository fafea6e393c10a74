"""Problem documents (RFC 9457), with the place of a syntax error."""

import difflib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from samgraf.limits import HELP, Limits, public
from samgraf.namespaces import FAMILIAR
from samgraf.store.keywords import KEYWORDS
from samgraf.store.mentions import mentions, unknown_word
from samgraf.store.scan import token_at

from .kinds import ADVICE, LIMITED, STATUS
from .negotiation import best

__all__ = ["ADVICE", "STATUS"]
METHODS = "GET, HEAD, POST, QUERY, OPTIONS"
_RETRY = frozenset({"busy", "unavailable", "too-many-queries"})
_RETRY_AFTER = "2"
QUOTA = "client"
"""The name of the quota that each client has (draft-ietf-httpapi-ratelimit-headers, section 3)."""
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UNDECLARED = "Prefix not found"
_SURE = (_UNDECLARED, "IRI parsing failed", "unbound")
"""What the engine says where it knows better than that a word is unknown."""
_ALIKE = 0.7
_LONGEST = 1 << 16  # characters of a query whose words are looked at
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
        document |= _place(query, int(match[1]), int(match[2]), match[3])
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
        headers.append(("Retry-After", _RETRY_AFTER))
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


def _place(query: str, line: int, column: int, expected: str) -> dict[str, object]:
    """Say where a syntax error is, which token stands there and what may have been meant.

    The engine counts characters and lines that end with a line feed. It names the farthest place
    that it looked at, which is often just behind the token, or behind a misspelt word.
    """
    if not any(reason in expected for reason in _SURE):
        wrong = _word(query, line, column)
        if wrong is not None:
            return wrong
    token, column = token_at(query, line, column)
    found: dict[str, object] = {"line": line, "column": column, "token": token}
    where = f"line {line}, column {column}"
    if _UNDECLARED in expected and ":" in token:
        prefix, _, local = token.partition(":")
        found["detail"] = f"the prefix {prefix}: is not declared ({where})"
        found |= _prefix(query, prefix, local)
    elif "unbound" in expected:
        unbound = "the SELECT clause uses a variable that is neither grouped nor aggregated"
        found["detail"] = f"{unbound} ({where})"
    else:
        found["detail"] = f"the query cannot be read at {token!r} or just after it ({where})"
    return found


def _word(query: str, line: int, column: int) -> dict[str, object] | None:
    """Return the place of a bare word that SPARQL does not have, and the one that is near."""
    before = query.split("\n")[: line - 1]
    end = sum(map(len, before)) + len(before) + column - 1
    found = unknown_word(query, end) if len(query) <= _LONGEST else None
    if found is None:
        return None
    place, word = found
    line = query.count("\n", 0, place) + 1
    column = place - query.rfind("\n", 0, place)
    told: dict[str, object] = {"line": line, "column": column, "token": word[:_SHOWN]}
    told["detail"] = f"the word {word[:_SHOWN]} is not known (line {line}, column {column})"
    near = difflib.get_close_matches(word[:_SHOWN].upper(), KEYWORDS, 1, _ALIKE)
    return told | ({"didYouMean": near[0]} if near else {})


def _prefix(query: str, prefix: str, local: str) -> dict[str, object]:
    """Return the prefix that was meant: one that the query declares, or the declaration."""
    declared = mentions(query).prefixes if len(query) <= _LONGEST else {}
    names = {name.lower(): name for name in (*FAMILIAR, *declared)}
    low = prefix.lower()
    near = [low] if low in names else difflib.get_close_matches(low, names, 1, 0.5)
    if not near:
        return {}
    name = names[near[0]]
    if name in declared:
        return {"didYouMean": f"{name}:{local}"}
    return {"didYouMean": f"PREFIX {name}: <{FAMILIAR[name]}>"}
