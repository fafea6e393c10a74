"""A linear scan of a query text for bare words outside strings, IRIs, comments and names.

This is not a parser and no protection depends on it: it gives a clear refusal of SERVICE, tells
which answers must not be cached, and finds the token at an error's position. A string that is not
closed runs to the end of its line or of the text, so that no text makes the scan quadratic.
"""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\\?\Z)'''
    r"""|'''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\\?\Z)"""
    r"""|"(?:[^"\\\n]|\\.)*+(?:"|(?=\n)|\\?\Z)"""
    r"""|'(?:[^'\\\n]|\\.)*+(?:'|(?=\n)|\\?\Z)"""
    r"""|<[^<>"{}|^`\\\s]*+>"""
    r"|\#[^\n]*+"
    r"|[?$]\w++|@[\w-]++"
    r"|\w[\w.-]*+:[\w.:%-]*+|:[\w.:%-]*+"
    r"|(\w++)"
    r"|[^\s\w]",
    re.DOTALL,
)
_TELLING = re.compile(r"service|load|now|rand|uuid|bnode", re.IGNORECASE)
_TOKEN_LENGTH = 80

VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
"""Functions whose value changes from one call to the next."""


def bare_words(text: str) -> frozenset[str]:
    """Return the bare words of a text in capitals; nothing if no telling word occurs at all."""
    if not _TELLING.search(text):
        return frozenset()
    return frozenset(match[1].upper() for match in _TOKEN.finditer(text) if match[1])


def tokens(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each token but comments: its place from 0, its text, and a bare word in capitals."""
    for match in _TOKEN.finditer(text):
        if not match[0].startswith("#"):
            yield match.start(), match[0], (match[1] or "").upper()


def token_at(text: str, line: int, column: int) -> tuple[str, int]:
    """Return the token that covers or ends before a place, and its column (all from 1)."""
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return "", column
    found, start = "", column
    for match in _TOKEN.finditer(lines[line - 1]):
        if match.start() >= column:
            break
        found, start = match[0], match.start() + 1
        if match.end() >= column:
            break
    return found[:_TOKEN_LENGTH], start
