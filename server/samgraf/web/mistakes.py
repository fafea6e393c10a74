"""Syntax errors: where they are, in which words they are told, and what may have been meant."""

import difflib
import re

from samgraf.namespaces import FAMILIAR
from samgraf.store.keywords import KEYWORDS
from samgraf.store.mentions import mentions, unknown_word
from samgraf.store.scan import token_at, tokens

_UNDECLARED = "Prefix not found"
_SURE = (_UNDECLARED, "IRI parsing failed", "unbound")
"""What the engine says where it knows better than that a word is unknown."""
_VARIABLE = re.compile(r'expected one of "\$", "\?"')
"""What the engine says where nothing but a variable may stand."""
_SENTENCE = re.compile(r"[A-Z][^\[\"',]*(?: [^\[\"',]+){2}")
"""An alternative of the engine that is no piece of a query, but tells what is wrong."""

_ALIKE = 0.7
_LONGEST = 1 << 16  # characters of a query whose words are looked at
_SHOWN = 100  # characters of a token
_SAID = 600  # characters of what the engine said


def place(query: str, line: int, column: int, expected: str) -> dict[str, object]:
    """Say where a syntax error is, which token stands there and what may have been meant.

    The engine counts characters and lines that end with a line feed. It names the farthest place
    that it looked at, which is often just behind the token, or behind a misspelt word.

    ``reason`` is for programs that tell it in their own words: prefix, word, variable, ungrouped,
    string, end or token; ``engine`` is what the engine said, which names all that it would read.
    """
    said = expected[:_SAID]
    if not any(reason in expected for reason in _SURE):
        wrong = _word(query, line, column)
        if wrong is not None:
            return {"reason": "word", "engine": said, **wrong}
    over = _over(query, line, column) and _unclosed(query)
    token, column = token_at(query, line, column)
    found: dict[str, object] = {"reason": _reason(expected, token, over), "engine": said}
    found |= {"line": line, "column": column, "token": token}
    where = f"line {line}, column {column}"
    if not any(True for _ in tokens(query)):
        found["detail"] = "the query is empty"
    elif _UNDECLARED in expected and ":" in token:
        prefix, _, local = token.partition(":")
        found["detail"] = f"the prefix {prefix}: is not declared ({where})"
        found |= _prefix(query, prefix, local)
    elif "unbound" in expected:
        unbound = "the SELECT clause uses a variable that is neither grouped nor aggregated"
        found["detail"] = f"{unbound} ({where})"
    elif (told := _told(query, line, column, expected)) is not None:
        found |= told
    else:
        found["detail"] = f"the query cannot be read at {token!r} or just after it ({where})"
    return found


def _told(query: str, line: int, column: int, expected: str) -> dict[str, object] | None:
    """Return what the engine says in a sentence, and its place; None where it says none."""
    every = expected.removeprefix("expected ").removeprefix("one of ").split(", ")
    sentence = next((one for one in every if _SENTENCE.fullmatch(one)), None)
    if sentence is None or "parsing failed" in sentence:
        return None
    found: dict[str, object] = {}
    if "not allowed in" in sentence:
        forbidden = _forbidden(query, _offset(query, line, column), sentence)
        if forbidden is None:  # it says this of literals as subjects too
            return None
        at, token = forbidden
        line, column = query.count("\n", 0, at) + 1, at - query.rfind("\n", 0, at)
        found = {"line": line, "column": column, "token": token[:_SHOWN]}
    words = sentence if sentence[1:2].isupper() else sentence[0].lower() + sentence[1:]
    return {**found, "detail": f"{words} (line {line}, column {column})"}


def _forbidden(query: str, end: int, sentence: str) -> tuple[int, str] | None:
    """Return the first term that may not stand in the last block before a place, and its place."""
    signs: tuple[str, ...] = ("?", "$") if "ariables" in sentence else ()
    signs += ("_:", "[", "(") if "lank nodes" in sentence else ()
    found: tuple[int, str] | None = None
    for at, token, word in tokens(query[:_LONGEST]):
        if at >= end:
            break
        if word in ("DATA", "WHERE"):
            found = None
        elif found is None and token.startswith(signs):
            found = at, token
    return found


def _offset(query: str, line: int, column: int) -> int:
    """Return the place of a line and column, both from 1."""
    before = query.split("\n")[: line - 1]
    return sum(map(len, before)) + len(before) + column - 1


def _over(query: str, line: int, column: int) -> bool:
    """Say whether nothing stands at a place or behind it."""
    first, *others = query.split("\n")[line - 1 :] or [""]
    return not (first[column - 1 :] + "".join(others)).strip()


def _unclosed(query: str) -> bool:
    """Say whether a query has nothing to run, or more brackets that open than that close."""
    signs = "".join(token for _, token, _ in tokens(query[:_LONGEST]) if token in "{}()[]")
    return not query.strip() or any(signs.count(o) > signs.count(c) for o, c in ("{}", "()", "[]"))


def _reason(expected: str, token: str, over: bool) -> str:
    """Name the reason of a syntax error that is not a word."""
    if _UNDECLARED in expected and ":" in token:
        return "prefix"
    if "unbound" in expected:
        return "ungrouped"
    if _VARIABLE.fullmatch(expected.strip()):
        return "variable"
    if token[:1] in ("'", '"') and (len(token) == 1 or token[-1] != token[0]):
        return "string"
    return "end" if over or not token else "token"


def _word(query: str, line: int, column: int) -> dict[str, object] | None:
    """Return the place of a bare word that SPARQL does not have, and the one that is near."""
    found = unknown_word(query, _offset(query, line, column)) if len(query) <= _LONGEST else None
    if found is None:
        return None
    at, word = found
    line, column = query.count("\n", 0, at) + 1, at - query.rfind("\n", 0, at)
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
