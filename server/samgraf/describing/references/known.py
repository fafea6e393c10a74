"""The keys of one kind of thing, and how to mend a reference to one that is not there."""

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Protocol, TypeVar

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


Tell = Callable[[SourceError], None]


def stop(fault: SourceError) -> None:
    """Let a fault end the check, as the build wants it."""
    raise fault


def closest(_kind: str, key: str, known: Iterable[str]) -> str:
    """Return the key that is spelled most alike, or nothing."""
    return next(iter(difflib.get_close_matches(key, sorted({*known}), 1, 0.6)), "")


def nothing(_kind: str) -> Collection[str]:
    """Know of nothing beside the rows."""
    return ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What may be named besides what the rows define, and what becomes of a fault."""

    schemes: Schemes
    keys: Callable[[str], Collection[str]] = nothing
    """The keys of a kind of thing, such as ``actor``, that stand elsewhere."""
    tell: Tell = stop
    closest: Callable[[str, str, Iterable[str]], str] = closest
    """Finds for a kind and a key the one that is spelled most alike, or ''."""

    def defined(self, kind: str, records: Iterable[Keyed], table: str) -> "Known":
        """Collect the keys of a table; tell one that is defined twice."""
        first: dict[str, Place] = {}
        for record in records:
            other = first.setdefault(record.key, record.place)
            if other is not record.place:
                where = f"{other.file}:{other.line}"
                problem = f"{record.key!r} is defined in {where} already"
                remedy = "give each its own key, or merge the rows"
                words = {"value": record.key, "where": where}
                self.tell(fault(record, "key", problem, remedy, "defined-twice", **words))
        return self.known(kind, first, f"add it to data/{table}.csv")

    def coded(self, scheme: str) -> "Known":
        """Return the slugs of a code scheme."""
        slugs = self.schemes.get(scheme, frozenset())
        known = ", ".join(sorted(slugs)[:15])
        return self.known(f"concept of the scheme {scheme!r}", slugs, f"use one of {known}")

    def known(self, kind: str, keys: Collection[str], remedy: str) -> "Known":
        """Return these keys and those of the kind that stand elsewhere."""
        return Known(kind, keys, self.keys(kind), remedy, self)


@dataclass(frozen=True, slots=True)
class Known:
    """The keys of one kind of thing."""

    kind: str
    keys: Collection[str]
    elsewhere: Collection[str]
    remedy: str
    beside: Beside

    def must_hold(self, record: Placed, column: str, *wanted: str | None) -> None:
        """Tell a key that is not defined; name the nearest one."""
        for key in wanted:
            if key is not None and key not in self.keys and key not in self.elsewhere:
                near = self.beside.closest(self.kind, key, chain(self.keys, self.elsewhere))
                hint = f"did you mean {near!r}, or " if near else ""
                problem, words = f"no {self.kind} has the key {key!r}", {"value": key, "near": near}
                remedy = hint + self.remedy
                self.beside.tell(fault(record, column, problem, remedy, "unknown-key", **words))

    def of(self, rows: Iterable[R], column: str, keys: Callable[[R], Iterable[str | None]]) -> None:
        """Hold one column of a table to these keys."""
        for row in rows:
            self.must_hold(row, column, *keys(row))


def fault(
    record: Placed, column: str, problem: str, remedy: str, kind: str, **words: str
) -> SourceError:
    """Return what is wrong with a cell of a record's row."""
    place = record.place
    return SourceError(place.file, place.line, column, problem, remedy, kind, **words)
