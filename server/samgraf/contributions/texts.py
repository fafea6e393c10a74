"""The text of a file that is brought, and where in a line a value stands."""

import re
from collections.abc import Iterator
from functools import cached_property

from samgraf.namespaces import PREFIXES
from samgraf.store.asking import Blank, Iri, Term

_TYPE = PREFIXES["rdf"] + "type"
_PREFIX = re.compile(r"@?\bprefix\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_TOKEN = re.compile(
    r'<(?P<iri>[^<>"{}|^`\s]*)>'
    r'|"(?P<text>(?:[^"\\]|\\.)*)"'
    r"|'(?P<other>(?:[^'\\]|\\.)*)'"
    r"|(?<![\w.-])(?P<prefix>[\w.-]*+):(?P<local>(?:\\.|[\w.:%-])*)"
    r"|(?P<number>[+-]?\.?\d[\d.]*(?:[eE][+-]?\d+)?)"
    r"|(?P<word>\b(?:a|true|false)\b)"
    r"|\#.*"
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
MOST_LINES = 100
"""So many lines back a property is looked for."""
_LIKE_TURTLE = ("turtle", "n-triples", "trig", "n-quads")


class Text:
    """A file by its lines."""

    def __init__(self, content: str, syntax: str) -> None:
        """Take the whole text; lines are cut when a place is asked for."""
        self._content, self._syntax = content, syntax

    @property
    def like_turtle(self) -> bool:
        """Tell whether terms are written as in Turtle."""
        return self._syntax in _LIKE_TURTLE

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; the first has the index 0."""
        return [line.removesuffix("\r") for line in self._content.split("\n")]

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the text declares."""
        return dict(_PREFIX.findall(self._content))

    def place(self, line: int, predicate: Iri | None, value: Term | None) -> tuple[int, int]:
        """Return line and column of a value, or else of its predicate; column 0 if not found.

        JSON-LD is handed out by whole things: the line of a value is looked for before ``line``
        and is 0 if the value does not stand there in its own words.
        """
        if self._syntax == "json-ld":
            return self._before(line, value)
        if not 0 < line <= len(self.lines):
            return line, 0
        text = self.lines[line - 1]
        if self._syntax in _LIKE_TURTLE:
            return line, self._column(text, predicate, value)
        words = value.value if value is not None and not isinstance(value, Blank) else ""
        return line, text.find(words) + 1 if words else 0

    def place_of_property(self, line: int, predicate: Iri) -> tuple[int, int]:
        """Return line and column of a property whose value ends on a line; column 0 if not found.

        The property may stand some lines before its value.
        """
        if self._syntax not in _LIKE_TURTLE:
            return line, 0
        for number in range(min(line, len(self.lines)), max(line - MOST_LINES, 0), -1):
            column = self._column(self.lines[number - 1], predicate, None)
            if column:
                return number, column
        return line, 0

    def _before(self, line: int, value: Term | None) -> tuple[int, int]:
        words = value.value if value is not None and not isinstance(value, Blank) else ""
        for number in range(min(line, len(self.lines)), 0, -1):
            column = self.lines[number - 1].find(words) if words else -1
            if column >= 0:
                return number, column + 1
        return 0, 0

    def _column(self, text: str, predicate: Iri | None, value: Term | None) -> int:
        tokens = list(self._tokens(text))
        wanted = None if value is None or isinstance(value, Blank) else _key(value)
        start = next((n for n, (_, key) in enumerate(tokens) if key == _key(predicate)), -1)
        after = [column for column, key in tokens[start + 1 :] if key == wanted]
        before = [column for column, key in tokens[: start + 1] if key == wanted]
        property_ = [tokens[start][0]] if start >= 0 else []
        return next(iter([*after, *before, *property_]), 0)

    def _tokens(self, text: str) -> Iterator[tuple[int, tuple[bool, str]]]:
        """Yield each token with its column and what it stands for: whether an IRI, and its text."""
        for found in _TOKEN.finditer(text):
            kind = found.lastgroup
            if kind == "iri":
                yield found.start() + 1, (True, _plain(found["iri"]))
            elif kind == "local":
                known = self.prefixes.get(found["prefix"], "")
                yield found.start() + 1, (True, known + _plain(found["local"].rstrip(".")))
            elif kind == "word" and found["word"] == "a":
                yield found.start() + 1, (True, _TYPE)
            elif kind == "number":
                yield found.start() + 1, (False, found["number"].rstrip("."))
            elif kind:
                yield found.start() + 1, (False, _plain(found[kind]))


def _key(term: Term | None) -> tuple[bool, str] | None:
    if term is None or isinstance(term, Blank):
        return None
    return isinstance(term, Iri), term.value


def _plain(text: str) -> str:
    """Undo the escapes of Turtle (RDF 1.1 Turtle, section 6.4)."""
    return _ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if not code:
        return _SHORT.get(found[3], found[3])
    return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
