"""Values of properties of many things, asked of the store by one query (data extension).

The things are those of the index, so that nothing but their IRIs gets into the text of the query.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from samgraf import queries
from samgraf.errors import QueryRefused
from samgraf.linking.entries import Entry
from samgraf.store.rows import Term
from samgraf.terms import BASE

from .listing import iri, with_blocks
from .reconciling_properties import NAME, ORGANISATION, Property
from .reconciling_things import Things
from .site import site
from .views import text

_MOST_ROWS = 50_000  # that one query gives; it says LIMIT 50001


@dataclass(frozen=True, slots=True)
class Wanted:
    """A property whose values are wanted, and how."""

    property: Property
    on: str = ""
    """The day on which they held; '' for the day of the data, or the last of what has ended."""
    limit: int = 0
    """How many values of each thing, 0 for all."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: a thing of ours, a number or a text with its language."""

    text: str = ""
    entry: Entry | None = None
    number: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the query, with the period in which it held."""

    term: Term
    start: str
    end: str
    year: str

    def holds(self, day: str) -> bool:
        """Say whether it held on a day; a year or month counts whole."""
        begun = not self.start or self.start <= day[: len(self.start)]
        return begun and (not self.end or self.end >= day[: len(self.end)])


Facts = Mapping[tuple[str, str], Sequence[Fact]]
"""Rows by the IRI of a thing and the group that the query puts them in."""


def values(
    things: Things, entries: Iterable[Entry], wanted: Sequence[Wanted]
) -> dict[str, list[list[Value]]]:
    """Return for each thing, by identifier, the values of each property in the order asked for."""
    chosen = {entry.path: entry for entry in entries}
    facts = _facts(chosen, {one.property.block for one in wanted} - {""})
    reader = _Reader(things, facts, site().manifest()["data_date"])
    return {path: [reader.of(entry, one) for one in wanted] for path, entry in chosen.items()}


def _facts(entries: Mapping[str, Entry], blocks: set[str]) -> Facts:
    """Ask the store for all rows at once."""
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    if not blocks or not entries:
        return found
    kept = {"things": " ".join(iri(BASE + path) for path in entries), **dict.fromkeys(blocks, "")}
    question = with_blocks(queries.text("pages/extension"), kept)
    rows = site().pool.table(question, site().version())
    if len(rows) > _MOST_ROWS:
        words = f"the things have more than {_MOST_ROWS} values; ask for fewer things at once"
        raise QueryRefused("batch-too-large", words)
    for row in rows:
        fact = Fact(row["value"], text(row, "start"), text(row, "end"), text(row, "year"))
        found[row["thing"].value, row["property"].value].append(fact)
    return found


class _Reader:
    """Makes values of rows."""

    def __init__(self, things: Things, facts: Facts, today: str) -> None:
        self._things, self._facts, self._today = things, facts, today
        self._made: dict[str, Callable[[Entry, Wanted], list[Value]]] = {
            "iri": lambda entry, _: [Value(BASE + entry.path)],
            "type": lambda entry, _: [Value(entry.kind)],
            "valid-from": lambda entry, _: [Value(entry.since)] if entry.since else [],
            "valid-to": lambda entry, _: [Value(entry.until)] if entry.until else [],
            "name": self._names,
            "former-name": self._former,
            "country": self._countries,
            "region": self._held_things("region"),
            "population": self._population,
            "population-year": self._population_year,
            "coordinates": self._point,
            "successor": self._all_things("successors"),
            "predecessor": self._all_things("predecessors"),
            "network": self._ties("memberships"),
            "member": self._ties("members"),
            "same-as": self._texts("links"),
            "homepage": self._texts("homepage"),
        }

    def of(self, entry: Entry, wanted: Wanted) -> list[Value]:
        """Return the values of a property of a thing."""
        name = wanted.property.id
        if name.startswith(NAME):
            language = name.removeprefix(NAME)
            found = [v for v in self._names(entry, wanted) if v.language == language]
        else:
            found = self._made.get(name, self._codes)(entry, wanted)
        unique = [*dict.fromkeys(found)]
        return unique[: wanted.limit] if wanted.limit else unique

    def _rows(self, entry: Entry, group: str) -> Sequence[Fact]:
        return self._facts.get((BASE + entry.path, group), ())

    def _held(self, rows: Sequence[Fact], on: str) -> list[Fact]:
        """Return what held on a day; by default today, or at the end of what has ended."""
        if on:
            return [row for row in rows if row.holds(on)]
        now = [row for row in rows if row.holds(self._today)]
        last = max((row.end for row in rows), default="")
        return now or [row for row in rows if row.end == last]

    def _names(self, entry: Entry, wanted: Wanted) -> list[Value]:
        then = self._rows(entry, "names-then")
        if wanted.on and then:
            rows: Sequence[Fact] = self._held(then, wanted.on)
        else:
            rows = self._rows(entry, "names")
        return sorted((_named(row.term) for row in rows), key=lambda v: (v.language, v.text))

    def _former(self, entry: Entry, wanted: Wanted) -> list[Value]:
        kept = {(value.language, value.text) for value in self._names(entry, wanted)}
        then = [_named(row.term) for row in self._rows(entry, "names-then") if row.end]
        found = [value for value in then if (value.language, value.text) not in kept]
        return sorted(found, key=lambda value: (value.language, value.text))

    def _codes(self, entry: Entry, wanted: Wanted) -> list[Value]:
        """Return official codes of one register, of all of organisations, or of any."""
        by_scheme: dict[str, list[Fact]] = defaultdict(list)
        for row in self._rows(entry, "codes"):
            by_scheme[(row.term.datatype or "").rpartition("/")[2]].append(row)
        name = wanted.property.id
        schemes = {"code": tuple(sorted(by_scheme)), "organisation-number": ORGANISATION}
        found = [
            row.term.value
            for scheme in schemes.get(name, (name,))
            for row in self._held(by_scheme.get(scheme, []), wanted.on)
        ]
        return [Value(code) for code in found]

    def _countries(self, entry: Entry, _: Wanted) -> list[Value]:
        rows = self._rows(entry, "country")
        return [Value(code) for code in sorted(r.term.value.rpartition("/")[2] for r in rows)]

    def _population(self, entry: Entry, wanted: Wanted) -> list[Value]:
        found = self._counted(entry, wanted.on)
        return [Value(number=int(found.term.value))] if found else []

    def _population_year(self, entry: Entry, wanted: Wanted) -> list[Value]:
        found = self._counted(entry, wanted.on)
        return [Value(number=int(found.year))] if found and found.year.isdigit() else []

    def _counted(self, entry: Entry, on: str) -> Fact | None:
        """Return the latest count; for a day that of its time, else the last one of before."""
        rows = self._rows(entry, "population")
        if on:
            before = [row for row in rows if row.end and row.end < on]
            rows = [row for row in rows if row.holds(on)] or before
        return max(rows, key=lambda row: (row.year, row.term.value), default=None)

    def _point(self, entry: Entry, _: Wanted) -> list[Value]:
        """Return points as latitude and longitude; WKT has them the other way round."""
        points = [row.term.value for row in self._rows(entry, "coordinates")]
        inside = [point.rpartition("(")[2].rstrip(")").split() for point in sorted(points)]
        return [Value(f"{pair[1]},{pair[0]}") for pair in inside if len(pair) == 2]

    def _texts(self, group: str) -> Callable[[Entry, Wanted], list[Value]]:
        return lambda entry, _: [
            Value(one) for one in sorted(row.term.value for row in self._rows(entry, group))
        ]

    def _held_things(self, group: str) -> Callable[[Entry, Wanted], list[Value]]:
        return lambda entry, wanted: self._as_things(
            self._held(self._rows(entry, group), wanted.on)
        )

    def _all_things(self, group: str) -> Callable[[Entry, Wanted], list[Value]]:
        return lambda entry, _: self._as_things(self._rows(entry, group))

    def _ties(self, group: str) -> Callable[[Entry, Wanted], list[Value]]:
        """Return what is tied to a thing on a day; there is no last one of what has ended."""
        return lambda entry, wanted: self._as_things(
            [row for row in self._rows(entry, group) if row.holds(wanted.on or self._today)]
        )

    def _as_things(self, rows: Iterable[Fact]) -> list[Value]:
        found = (self._things.find(row.term.value) for row in rows)
        known = {entry.path: entry for entry in found if entry is not None}
        return [Value(entry=known[path]) for path in sorted(known)]


def _named(term: Term) -> Value:
    return Value(term.value, language=term.language or "")
