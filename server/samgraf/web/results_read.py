"""Answers of the query service as columns and rows of terms, read as far as they are shown.

A table comes as TSV, a graph as N-Triples: one row is one line of either, so that rows are counted
and cut without reading their terms, and a page reads only those that it shows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samgraf.store.rows import Term
from samgraf.terms import XSD

TABLE = "text/tab-separated-values"
GRAPH = "application/n-triples"
TRIPLE = ("subject", "predicate", "object")
"""The columns of a graph."""

Row = tuple[Term | None, ...]

_TERM = re.compile(
    r"<(?P<iri>[^<>]*)>"
    r'|"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<language>[\w-]+)|\^\^<(?P<datatype>[^<>]*)>)?'
    r"|_:(?P<blank>[^\s<>\"]+)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_PLAIN = (
    (re.compile(r"[+-]?\d+"), str(XSD.integer)),
    (re.compile(r"[+-]?\d*\.\d+"), str(XSD.decimal)),
    (re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+"), str(XSD.double)),
    (re.compile("true|false"), str(XSD.boolean)),
)
_HIGHEST = 0x10FFFF
_MOST_SORTED = 20_000


class Unreadable(ValueError):
    """What somebody sent is no answer of SPARQL."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its columns, how many rows of it are here, and how to read them."""

    variables: tuple[str, ...]
    count: int
    """Rows that the answer has, or had before it was cut."""
    rows: Sequence[Row] | None = None
    """The first rows, where they are read already; fewer than ``count`` if others were left out."""
    lines: bytes = b""
    """The rows as they came, a line each, where they are not: a page looks at few of many."""
    cut: bool = False
    """Whether it goes on beyond what was read."""
    truth: bool | None = None
    """Of ASK alone."""
    graph: bool = False

    def part(self, start: int, stop: int) -> list[Row]:
        """Read some rows."""
        if self.rows is not None:
            return list(self.rows[start:stop])
        read = _triple if self.graph else self._row
        lines = self.lines.split(b"\n", min(stop, self.count))[start : min(stop, self.count)]
        return [read(line.decode("utf-8", "replace")) for line in lines]

    def _row(self, line: str) -> Row:
        cells = [_cell(text) for text in line.split("\t")] if self.variables else []
        return (*cells, *[None] * (len(self.variables) - len(cells)))[: len(self.variables)]


def table(body: bytes, cut: bool = False) -> Answer:
    """Read TSV; of an answer that was cut, the last line is not whole."""
    head, _, rest = body.partition(b"\n")
    if head.strip() in (b"true", b"false"):
        return Answer((), 0, (), truth=head.strip() == b"true")
    names = tuple(name.removeprefix("?") for name in head.decode("utf-8", "replace").split("\t"))
    names = tuple(name.strip() for name in names if name.strip())
    return Answer(names, rest.count(b"\n"), lines=rest, cut=cut)


def graph(body: bytes, cut: bool = False) -> Answer:
    """Read N-Triples, in the order of their text: a graph has none of its own.

    A large one stays as it came, since sorting it would take too long.
    """
    count = body.count(b"\n")
    if count <= _MOST_SORTED:
        body = b"\n".join([*sorted(body.split(b"\n")[:-1]), b""])
    return Answer(TRIPLE, count, lines=body, cut=cut, graph=True)


def read(media_type: str, body: bytes, cut: bool = False) -> Answer:
    """Read an answer in either form."""
    return graph(body, cut) if media_type == GRAPH else table(body, cut)


def results(document: Any, count: int | None = None) -> Answer:
    """Read SPARQL JSON results, or the beginning of some; raise ``Unreadable`` for anything else.

    ``count`` tells how many rows there were before some were left out.
    """
    try:
        if "boolean" in document:
            return Answer((), 0, (), truth=bool(document["boolean"]))
        names = tuple(str(name) for name in document["head"]["vars"])
        rows = [_bound(names, row) for row in document["results"]["bindings"]]
    except (AttributeError, KeyError, TypeError) as error:
        raise Unreadable("this is no SPARQL JSON result") from error
    return Answer(names, max(len(rows), count or 0), rows)


def _bound(names: Sequence[str], row: Mapping[str, Mapping[str, Any]]) -> Row:
    return tuple(_json(row[name]) if name in row else None for name in names)


def _json(term: Mapping[str, Any]) -> Term:
    """Read one term; a triple as a term is told by its type alone."""
    value = term["value"]
    text = value if isinstance(value, str) else "<<…>>"
    language, datatype = term.get("xml:lang"), term.get("datatype")
    said = str(language) if language else None
    if said and (direction := term.get("its:dir")):
        said = f"{said}--{direction}"  # as Turtle has it
    return Term(text, str(term["type"]), said, str(datatype) if datatype else None)


def _cell(text: str) -> Term | None:
    if not text:
        return None
    if (found := _TERM.fullmatch(text)) is not None:
        return _term(found)
    for pattern, datatype in _PLAIN:
        if pattern.fullmatch(text):
            return Term(text, "literal", None, datatype)
    return Term(text, "triple")


def _triple(line: str) -> Row:
    """Read a line of N-Triples; a term that is a triple itself is shown as it is written."""
    terms = list(_terms(line))
    if len(terms) != len(TRIPLE):
        return (Term(line.removesuffix(" ."), "triple"), None, None)
    return tuple(terms)


def _terms(line: str) -> Iterator[Term]:
    if "<<" in line:
        return
    place = 0
    while (found := _TERM.search(line, place)) is not None:
        yield _term(found)
        place = found.end()


def _term(found: re.Match[str]) -> Term:
    if found["iri"] is not None:
        return Term(_ESCAPED.sub(_letter, found["iri"]), "uri")
    if found["blank"] is not None:
        return Term(found["blank"], "bnode")
    return Term(
        _ESCAPED.sub(_letter, found["text"]), "literal", found["language"], found["datatype"]
    )


def _letter(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    if code is None:
        return _CONTROL.get(escape[3], escape[3])
    number = int(code, 16)
    lone = 0xD800 <= number <= 0xDFFF or number > _HIGHEST
    return "\N{REPLACEMENT CHARACTER}" if lone else chr(number)
