"""Answers to questions of the library: those kept since the build, and those just given."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, overload

from samgraf.queries import NamedQuery
from samgraf.store.rows import Term
from samgraf.store.versions import LIBRARY, MOST_ROWS, TIMES

TABLE, TURTLE = "application/sparql-results+json", "text/turtle"
_DECODER = json.JSONDecoder()
_ROW = 1000  # characters of a row, roughly; fewer rows are read where they are longer
_TURTLE = 1 << 16  # characters of a graph that a page shows
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Rows(Sequence[Row]):
    """Rows as JSON has them; a page makes terms of those alone that it shows."""

    raw: Sequence[Mapping[str, Mapping[str, str]]] = ()

    def __len__(self) -> int:
        """Count them."""
        return len(self.raw)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> "Rows": ...

    def __getitem__(self, place: int | slice) -> "Row | Rows":
        """Return one row, or some of them."""
        return Rows(self.raw[place]) if isinstance(place, slice) else _row(self.raw[place])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question answered, or the first part of it."""

    variables: tuple[str, ...] = ()
    rows: Rows = field(default_factory=Rows)
    count: int | None = None
    """How many rows or triples there are, where that is known."""
    cut: bool = False
    """Whether only the first part of the answer is here."""
    turtle: str = ""
    """The graph of a CONSTRUCT or DESCRIBE."""
    boolean: bool | None = None
    """The answer of an ASK."""
    milliseconds: int | None = None


def kept(folder: Path, query: NamedQuery, most: int = MOST_ROWS) -> Answer | None:
    """Return the answer that the build kept in a version's folder, if it is of this very text.

    No more than so many of its rows are read.
    """
    told = told_of(folder, query)
    if told is None:
        return None
    with (folder / LIBRARY / f"{query.slug}.answer").open(encoding="utf-8") as file:
        text = file.read(-1 if most >= MOST_ROWS else most * _ROW)
    found, count = read(told["type"], text, most=most), int(told["rows"])
    took = times(folder).get(query.slug)
    return replace(found, count=count, cut=bool(told["cut"]), milliseconds=took)


def told_of(folder: Path, query: NamedQuery) -> Mapping[str, Any] | None:
    """Return what the build noted of an answer, None where it has none of this very text."""
    try:
        text = (folder / LIBRARY / f"{query.slug}.json").read_text(encoding="utf-8")
    except OSError:
        return None
    told: Mapping[str, Any] = json.loads(text)
    same = told["query"] == hashlib.sha256(query.text.encode()).hexdigest()
    return told if same else None


def times(folder: Path) -> dict[str, int]:
    """Return how many milliseconds each question took when a version was built."""
    try:
        text = (folder / LIBRARY / TIMES).read_text(encoding="utf-8")
    except OSError:
        return {}
    return {name: int(milliseconds) for name, milliseconds in json.loads(text).items()}


def read(
    media_type: str,
    text: str,
    whole: bool = True,
    milliseconds: int | None = None,
    most: int = MOST_ROWS,
) -> Answer:
    """Read an answer, or its beginning: a table or boolean as JSON, or a graph as Turtle."""
    if media_type != TABLE:
        shown = text if len(text) <= _TURTLE else text[: text.rfind("\n", 0, _TURTLE) + 1]
        cut = not whole or len(shown) < len(text)
        return Answer(turtle=shown, cut=cut, milliseconds=milliseconds)
    variables, boolean, at = _head(text)
    if boolean is not None:
        return Answer(boolean=boolean, count=1, milliseconds=milliseconds)
    rows = [*islice(_rows(text, at), most + 1)]
    ended = whole and len(rows) <= most
    count, first = len(rows) if ended else None, Rows(rows[:most])
    return Answer(variables, first, count, not ended, milliseconds=milliseconds)


def _head(text: str) -> tuple[tuple[str, ...], bool | None, int]:
    """Return the variables, or the boolean, and where the rows begin."""
    place = text.find('"bindings"')
    if place < 0:
        return (), bool(json.loads(text)["boolean"]), 0
    head = _DECODER.raw_decode(text, text.index("{", 1))[0]
    return tuple(head["vars"]), None, text.index("[", place) + 1


def _rows(text: str, at: int) -> Iterator[Mapping[str, Mapping[str, str]]]:
    """Yield each whole row from a place on; a row that is cut ends it as the bracket does."""
    while (at := text.find("{", at)) >= 0:
        try:
            row, at = _DECODER.raw_decode(text, at)
        except ValueError:
            return
        yield row


def _row(row: Mapping[str, Mapping[str, str]]) -> Row:
    return {
        name: Term(v["value"], v["type"], v.get("xml:lang"), v.get("datatype"))
        for name, v in row.items()
    }
