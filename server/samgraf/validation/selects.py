"""``sh:select`` and validators of our own: what SHACL forbids, and how ``$this`` is bound.

SHACL binds ``$this`` before the query runs (section 5.3.1 and appendix A). Here a pattern that
finds all focus nodes is put in front of each group that speaks of ``$this``, so that one query
answers for all of them. OPTIONAL, EXISTS and GRAPH see the binding of the group around them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .terms import fault

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*'
    r"|[?$]\w+|[A-Za-z_][\w.-]*:?[\w.%-]*|[{}()]|\S",
    re.DOTALL,
)
_FORBIDDEN = frozenset(
    ("MINUS", "VALUES", "SERVICE", "FROM", "LOAD", "INSERT", "DELETE", "LIMIT", "OFFSET")
)
_SEES_OUTSIDE = frozenset(("OPTIONAL", "EXISTS", "GRAPH"))


@dataclass(slots=True)
class _Group:
    """A pair of braces."""

    start: int
    kind: str
    speaks: bool = False


@dataclass(slots=True)
class _Scan:
    """The groups of a query, as far as it is read."""

    open: list[_Group] = field(default_factory=list)
    closed: list[_Group] = field(default_factory=list)


def tokens_of(text: str) -> list[re.Match[str]]:
    """Return the tokens of a query without its comments."""
    return [token for token in _TOKEN.finditer(text) if not token[0].startswith("#")]


def replace(text: str, values: Mapping[str, str]) -> str:
    """Put terms in the place of variables; ``BOUND`` of such a variable is true."""
    names = "|".join(map(re.escape, values))
    if not names:
        return text
    text = re.sub(rf"\bbound\s*\(\s*[?$](?:{names})\s*\)", "(true)", text, flags=re.IGNORECASE)

    def term(match: re.Match[str]) -> str:
        token = match[0]
        return values.get(token[1:], token) if token[0] in "?$" else token

    return _TOKEN.sub(term, text)


def check(text: str, where: str, bound: Iterable[str] = ()) -> None:
    """Raise OwnFault for what a query must not hold where variables are bound beforehand."""
    words = [token for token in _TOKEN.findall(text) if not token.startswith("#")]
    upper = [word.upper() for word in words]
    if found := sorted(_FORBIDDEN.intersection(upper)):
        raise fault(where, f"{found[0]} is not supported")
    taken = {"this", "shapesGraph", "currentShape", *bound}
    for before, word in zip(upper, words[1:], strict=False):
        if before == "AS" and word[0] in "?$" and word[1:] in taken:
            raise fault(where, f"AS {word} binds what is bound already")
    for i, word in enumerate(upper[1:], 1):
        if word == "SELECT" and upper[i - 1] == "{" and not _projects_this(words[i:]):
            raise fault(where, "a sub-SELECT must return $this")


def _projects_this(words: list[str]) -> bool:
    """Tell whether a SELECT names ``$this``; ``*`` is not enough (W3C pre-binding-006)."""
    for word in words:
        if word.upper() in ("WHERE", "{"):
            return False
        if word[1:] == "this" and word[0] in "?$":
            return True
    return False


def with_focus(text: str, head: str, where: str) -> str:
    """Put the pattern of the focus nodes in front of each group that needs it."""
    tokens = tokens_of(text)
    scan = _Scan()
    for i, token in enumerate(tokens):
        if token[0] == "{":
            scan.open.append(_Group(token.end(), _kind(tokens, i, bool(scan.open))))
        elif token[0] == "}":
            if not scan.open:
                raise fault(where, "the braces do not match")
            scan.closed.append(scan.open.pop())
        elif token[0] in ("?this", "$this") and scan.open:
            scan.open[-1].speaks = True
    if scan.open or not scan.closed:
        raise fault(where, "the braces do not match")
    starts = [g.start for g in scan.closed if g.kind == "outer" or (g.kind == "" and g.speaks)]
    for start in sorted(starts, reverse=True):
        text = f"{text[:start]} {head} {text[start:]}"
    return text


def with_names(text: str, names: str, where: str) -> str:
    """Let a SELECT return more variables of the group that it is made of."""
    tokens = tokens_of(text)
    words = [token[0].upper() for token in tokens]
    if "GROUP" in words[len(words) - words[::-1].index("}") :]:
        raise fault(where, "GROUP BY in a shape below sh:property is not supported")
    start = words.index("SELECT") + 1
    if words[start] in ("DISTINCT", "REDUCED"):
        start += 1
    if words[start] == "*":
        return text
    return f"{text[: tokens[start].start()]}{names} {text[tokens[start].start() :]}"


def _kind(tokens: list[re.Match[str]], i: int, nested: bool) -> str:
    """Tell what a brace opens: the outer group, one that sees outside, a sub-SELECT, another."""
    if not nested:
        return "outer"
    if i + 1 < len(tokens) and tokens[i + 1][0].upper() == "SELECT":
        return "SELECT"
    near = {tokens[i - 1][0].upper(), tokens[i - 2][0].upper()} & _SEES_OUTSIDE
    if tokens[i - 1][0].upper() not in _SEES_OUTSIDE and "GRAPH" not in near:
        return ""
    return near.pop()
