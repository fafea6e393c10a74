"""A linear scan of a query text for bare words outside strings, IRIs, comments and names.

This is not a parser and no protection depends on it: it gives a clear refusal of SERVICE, tells
which answers must not be cached, and finds the token at an error's position. It cuts a text as the
engine does (SPARQL 1.1, section 19.8), which takes more than the grammar: a word may follow another
without a blank (``trueSERVICE``, ``SERVICE:x``), and a long string that is not closed is an empty
one. No text makes the scan quadratic: what is looked for in vain is looked for once.
"""

import re
from collections.abc import Iterator
from functools import cache

_NAME = (
    r"A-Za-z_0-9\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f"
    r"\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
    r"\U00010000-\U000effff"
)
"""What names are made of, but for hyphens and full stops (PN_CHARS)."""

_ESCAPED = r"\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_NAME}:%]|{_ESCAPED})(?:[{_NAME}:.%-]|{_ESCAPED})*+"
_LONG = {
    "double": r'''"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|(?P<double>\\?\Z))''',
    "single": r"""'''(?:[^'\\]|\\.|'(?!''))*+(?:'''|(?P<single>\\?\Z))""",
}
_OTHERS = (
    r""""(?:[^"\\\n\r]|\\.)*+(?:"|(?=[\n\r])|\\?\Z)"""
    r"""|'(?:[^'\\\n\r]|\\.)*+(?:'|(?=[\n\r])|\\?\Z)"""
    r"""|(?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)"""
    r"|(?P<comment>\#[^\n\r]*+)"
    rf"|[?$][{_NAME}]++|@[A-Za-z0-9-]++"
    r"|[0-9]++(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+"
    rf"|(?P<prefix>(?:[{_NAME}][{_NAME}.-]*+)?+):(?:{_LOCAL})?+"
    rf"|(?P<words>[{_NAME}][{_NAME}.-]*+)"
    r"|\S"
)
_TELLING = re.compile(r"service|load|now|rand|uuid|bnode", re.IGNORECASE)
_PIECE = re.compile(r"[^.-]+|[.-]")
_TOKEN_LENGTH = 80

VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
"""Functions whose value changes from one call to the next."""

_VOLATILE = tuple(VOLATILE)
_CALL = re.compile(rf"({'|'.join(_VOLATILE)})\(", re.IGNORECASE | re.ASCII)
_FETCHING = re.compile(r"(?:TRUE|FALSE)?(SERVICE|LOAD)(?:SILENT)?")
_SERVICE = re.compile(r"(?:\A|[^A-Z]|TRUE|FALSE)SERVICE")
_GROUP = re.compile(r"(?:\s|\#[^\n\r]*+)*+\{")
_PROLOGUE = ("BASE", "PREFIX", "VERSION")
_BEFORE_NAMES = ("GRAPH", "FROM", "NAMED", "DESCRIBE")
"""Words that a name follows, and never SERVICE."""


def bare_words(text: str) -> frozenset[str]:
    """Return the bare words of a text in capitals; nothing if no telling word occurs at all.

    A telling word that stands together with another is among them by itself. A name that may be
    ``SERVICE`` and a name behind it, such as ``service:x {``, is taken for that.
    """
    if not _TELLING.search(text):
        return frozenset()
    found, before = set[str](), ""
    for match in _matches(text):
        kind = match.lastgroup
        if kind == "words":
            pieces = match[0].upper().replace("-", ".").split(".")
            found.update(pieces)
            if _TELLING.search(match[0]):
                found.update(name for piece in pieces for name in _within(piece))
            before = pieces[-1]
            continue
        if kind == "prefix" and _asks(match, before):
            found.add("SERVICE")
        elif kind == "iri":  # or a comparison: ?a<NOW()&&?b>1
            found.update(call.upper() for call in _CALL.findall(match[0]))
        before = before if kind == "comment" else ""
    return frozenset(found - {""})


def tokens(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each token but comments: its place from 0, its text, and a bare word in capitals."""
    for match in _matches(text):
        if match.lastgroup == "words":
            for piece in _PIECE.finditer(match[0]):
                word = piece[0].upper() if piece[0] not in (".", "-") else ""
                yield match.start() + piece.start(), piece[0], word
        elif match.lastgroup != "comment":
            yield match.start(), match[0], ""


def first_word(text: str) -> tuple[int, str]:
    """Return the first bare word behind the prologue of a text, and its place; '' for none."""
    for place, token, word in tokens(text):
        if word and word not in _PROLOGUE:
            return place, token
    return 0, ""


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield each token; a long string that is not closed is left out as an empty one.

    There is no other long string of that kind behind such a one: its end would have been found.
    """
    kinds, place = tuple(_LONG), 0
    while place < len(text):
        for match in _pattern(kinds).finditer(text, place):
            if match.lastgroup in kinds:
                place = match.start() + 2
                kinds = tuple(kind for kind in kinds if kind != match.lastgroup)
                break
            yield match
        else:
            return


@cache
def _pattern(long: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a token, with these kinds of long strings."""
    return re.compile("|".join([*(_LONG[kind] for kind in long), _OTHERS]), re.DOTALL)


def _within(word: str) -> Iterator[str]:
    """Yield the telling word that a word in capitals ends with or holds."""
    yield from (name for name in _VOLATILE if word.endswith(name))
    if fetching := _FETCHING.fullmatch(word):
        yield fetching[1]


def _asks(name: re.Match[str], before: str) -> bool:
    """Tell whether a name may be SERVICE with a name behind it: a group follows."""
    if not _SERVICE.search(name["prefix"].upper()) or before.endswith(_BEFORE_NAMES):
        return False
    return _GROUP.match(name.string, name.end()) is not None


def token_at(text: str, line: int, column: int) -> tuple[str, int]:
    """Return the token that covers or ends before a place, and its column (all from 1)."""
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return "", column
    found, start = "", column
    for match in _pattern(tuple(_LONG)).finditer(lines[line - 1]):
        if match.start() >= column:
            break
        found, start = match[0], match.start() + 1
        if match.end() >= column:
            break
    return found[:_TOKEN_LENGTH], start
