"""The keys of one kind of thing, and how to mend a reference to one that is not there."""

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NoReturn, Protocol, TypeVar

from samgraf.errors import SourceError
from samgraf.model import Place

Schemes = Mapping[str, Collection[str]]
"""The slugs of each code scheme; under '' the register schemes themselves."""


class Placed(Protocol):
    """A record that knows its row."""

    @property
    def place(self) -> Place:
        """Where it stands."""


class Keyed(Placed, Protocol):
    """A record with a key of its own."""

    @property
    def key(self) -> str:
        """The key."""


R = TypeVar("R", bound=Placed)
K = TypeVar("K", bound=Keyed)


class Known:
    """The keys of one kind of thing."""

    def __init__(self, kind: str, keys: Collection[str], remedy: str) -> None:
        """Take the keys as they are defined."""
        self.kind, self.keys, self.remedy = kind, keys, remedy

    def must_hold(self, record: Placed, column: str, *wanted: str | None) -> None:
        """Refuse a key that is not defined; name the nearest one."""
        for key in wanted:
            if key is not None and key not in self.keys:
                near = difflib.get_close_matches(key, self.keys, 1, 0.6)
                hint = f"did you mean {near[0]!r}, or " if near else ""
                refuse(record, column, f"no {self.kind} has the key {key!r}", hint + self.remedy)

    def of(self, rows: Iterable[R], column: str, keys: Callable[[R], Iterable[str | None]]) -> None:
        """Hold one column of a table to these keys."""
        for row in rows:
            self.must_hold(row, column, *keys(row))


def refuse(record: Placed, column: str, problem: str, remedy: str) -> NoReturn:
    """Stop the build at a cell of a record's row."""
    raise SourceError(record.place.file, record.place.line, column, problem, remedy)


def defined(kind: str, records: Iterable[K], table: str) -> Known:
    """Collect the keys of a table; refuse one that is defined twice."""
    first: dict[str, Place] = {}
    for record in records:
        other = first.setdefault(record.key, record.place)
        if other is not record.place:
            where = f"{other.file}:{other.line}"
            problem = f"{record.key!r} is defined in {where} already"
            refuse(record, "key", problem, "give each its own key, or merge the rows")
    return Known(kind, first, f"add it to data/{table}.csv")


def coded(schemes: Schemes, scheme: str) -> Known:
    """Return the slugs of a code scheme."""
    slugs = schemes.get(scheme, frozenset())
    known = ", ".join(sorted(slugs)[:15])
    return Known(f"concept of the scheme {scheme!r}", slugs, f"use one of {known}")
