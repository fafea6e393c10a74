"""The rows of the queries in ``queries/networks/``, as records."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from samgraf.namespaces import CODES
from samgraf.terms import ID, SKOS

Values = dict[str, set[str]]
"""Several values by property, language or scheme."""

_ACTOR = f"{ID}actor/"
_NAME = str(SKOS.prefLabel)


class Cell(NamedTuple):
    """One value of a row: its text, and its language or the scheme that it is a code of."""

    text: str
    tag: str = ""


Row = Mapping[str, Cell]
"""The values of a row; variables without one are absent."""


@dataclass(frozen=True, slots=True)
class Span:
    """When something held, certainly or presumably; '' for a bound that is not known."""

    begins_not_before: str
    begins_not_after: str
    ends_not_before: str
    ends_not_after: str

    def holds(self, day: str) -> bool:
        """Say whether it had begun by a day and is not known to have ended before it."""
        over = self.ends_not_after and self.ends_not_after < day
        return self.begins_not_after <= day and not over

    def certain(self, day: str) -> bool:
        """Say whether a source shows it on a day, or both before and after it."""
        return self.begins_not_after <= day <= self.ends_not_before


@dataclass(frozen=True, slots=True)
class Tie:
    """One membership; ``makes`` tells whether its role makes the actor a member."""

    relation: str
    member: str
    body: str
    role: str
    makes: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic that a body cooperated on."""

    body: str
    topic: str
    span: Span


@dataclass(slots=True)
class Version:
    """The state of an actor in a period, whose ends are as precise as they are written."""

    start: str = ""
    end: str = ""
    names: Values = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    codes: Values = field(default_factory=dict)

    def holds(self, day: str) -> bool:
        """Say whether it is the state of a day; a year or month counts whole."""
        begun = not self.start or self.start <= day[: len(self.start)]
        return begun and (not self.end or self.end >= day[: len(self.end)])


@dataclass(slots=True)
class Actor:
    """A member or a body, and its versions by their IRI."""

    names: Values = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return a value of a property, the first of several, '' for none."""
        return min(self.values.get(name, ()), default="")


def read(body: bytes) -> Iterator[Row]:
    """Yield the rows of a table in the SPARQL 1.1 JSON results format."""
    for found in json.loads(body)["results"]["bindings"]:
        yield {name: _cell(term) for name, term in found.items()}


def _cell(term: Mapping[str, str]) -> Cell:
    datatype = term.get("datatype", "")
    scheme = datatype.removeprefix(CODES) if datatype.startswith(CODES) else ""
    return Cell(term["value"], term.get("xml:lang", scheme))


def ties(rows: Iterable[Row]) -> list[Tie]:
    """Read the rows of ``ties.rq``."""
    return [
        Tie(
            row["relation"].text,
            row["member"].text,
            row["body"].text,
            last_part(row["role"].text),
            "makes" in row,
            _span(row),
        )
        for row in rows
    ]


def subjects(rows: Iterable[Row]) -> list[Subject]:
    """Read the rows of ``topics.rq``."""
    return [Subject(row["body"].text, last_part(row["topic"].text), _span(row)) for row in rows]


def actors(rows: Iterable[Row]) -> dict[str, Actor]:
    """Read the rows of ``actors.rq``, by the IRI of the actor."""
    found: dict[str, Actor] = {}
    for row in rows:
        actor = found.setdefault(row["actor"].text, Actor())
        version = _version(actor, row)
        if "property" in row:
            _note(version or actor, row["property"].text, row["value"])
    return found


def _version(actor: Actor, row: Row) -> Version | None:
    if "version" not in row:
        return None
    version = actor.versions.setdefault(row["version"].text, Version())
    version.start, version.end = (
        row[name].text if name in row else "" for name in ("start", "end")
    )
    return version


def _note(about: Actor | Version, name: str, value: Cell) -> None:
    """Add one value to what is known of an actor or a version."""
    if name == _NAME:
        about.names.setdefault(value.tag, set()).add(value.text)
    elif value.tag and isinstance(about, Version):
        about.codes.setdefault(value.tag, set()).add(value.text)
    else:
        about.values.setdefault(name, set()).add(value.text)


def _span(row: Row) -> Span:
    names = ("beginsNotBefore", "beginsNotAfter", "endsNotBefore", "endsNotAfter")
    return Span(*(row[name].text if name in row else "" for name in names))


def key(iri: str) -> str:
    """Return the key of an actor of ours, any other address as it is."""
    return iri.removeprefix(_ACTOR)


def last_part(iri: str) -> str:
    """Return what stands behind the last slash: the slug of a code, the code of a country."""
    return iri.rpartition("/")[2]
