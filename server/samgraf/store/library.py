"""What the questions of the library answer over a finished store: counted whole, kept in part."""

import io
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from samgraf.errors import OwnFault
from samgraf.terms import PREFIXES

from .values import term

_PREFIXES = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Answered:
    """What one question answered: so many rows or triples, and the first of them."""

    rows: int
    milliseconds: int
    media_type: str
    text: str


class Library:
    """A finished store that is asked the questions of the library, one after the other."""

    def __init__(self, folder: Path, most: int) -> None:
        """Open a store for reading; keep so many rows of each answer."""
        self._store, self._most = ox.Store.read_only(str(folder)), most

    def answer(self, name: str, text: str, substitutions: Mapping[str, str]) -> Answered:
        """Ask one question of ours; raise ``OwnFault`` if it cannot be answered."""
        bound = {ox.Variable(variable): term(value) for variable, value in substitutions.items()}
        began = time.perf_counter()
        try:
            found = self._store.query(text, substitutions=bound or None)
            rows, media_type, body = self._read(found)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise OwnFault(f"{name}: {error}") from error
        milliseconds = round((time.perf_counter() - began) * 1000)
        return Answered(rows, milliseconds, media_type, body)

    def _read(
        self, found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
    ) -> tuple[int, str, str]:
        """Return how much there is, the media type, and the first part as text."""
        table = "application/sparql-results+json"
        if isinstance(found, ox.QueryTriples):
            first = [*islice(found, self._most)]
            sink = io.BytesIO()
            ox.serialize(first, sink, format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES)
            return len(first) + _rest(found), "text/turtle", sink.getvalue().decode()
        if isinstance(found, ox.QueryBoolean):
            return 1, table, json.dumps({"head": {}, "boolean": bool(found)})
        names = [variable.value for variable in found.variables]
        rows = [_row(names, row) for row in islice(found, self._most)]
        told = {"head": {"vars": names}, "results": {"bindings": rows}}
        return len(rows) + _rest(found), table, json.dumps(told, ensure_ascii=False)


def _rest(found: Iterator[object]) -> int:
    return sum(1 for _ in found)


def _row(names: list[str], row: ox.QuerySolution) -> dict[str, dict[str, str]]:
    """Write a row in the SPARQL 1.1 JSON results format."""
    values = ((name, row[name]) for name in names)
    return {name: _value(value) for name, value in values if value is not None}


def _value(value: object) -> dict[str, str]:
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, ox.Literal):
        return {"type": "literal", "value": value.value, **_of_kind(value)}
    return {"type": "bnode", "value": str(getattr(value, "value", value))}


def _of_kind(literal: ox.Literal) -> dict[str, str]:
    if literal.language:
        return {"xml:lang": literal.language}
    datatype = literal.datatype.value
    return {} if datatype == _STRING else {"datatype": datatype}
