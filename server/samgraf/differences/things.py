"""The changed quads of what people state, gathered by the things that they are about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from samgraf.store import molecules
from samgraf.terms import DCT, META, OWL, is_authored_graph

from .seen import ACTORS, CHANGED, GONE, LABELS, NEW, RETIRED, Parties, Seen, thing_of

MOST_STATEMENTS = 400_000
"""Changed statements that are told by things; where there are more, all are counted alone."""

MOST_THINGS = 20_000
"""Changed things that are told one by one; the others are counted."""

_RETIRED = (str(OWL.deprecated), str(DCT.isReplacedBy))
_TIMES = ("startDate", "endDate")
Value = dict[str, str]
Names = dict[str, dict[str, str]]


@dataclass(slots=True)
class Change:
    """The values that a property of a thing, or of a part of it, had and has now."""

    property: str
    part: str
    before: list[Value] = field(default_factory=list)
    after: list[Value] = field(default_factory=list)

    def settled(self) -> bool:
        """Tell whether the values are the same, stated by other sources."""
        return sorted(map(_key, self.before)) == sorted(map(_key, self.after))


@dataclass(slots=True)
class Thing:
    """One thing that is not as it was."""

    iri: str
    what: str = CHANGED
    kind: str = ""
    """Its class."""
    parties: Parties = field(default_factory=dict)
    concerns: list[str] = field(default_factory=list)
    """The actors that it is about, where it is a relation, a claim or an event."""
    changes: list[Change] = field(default_factory=list)
    removed: int = 0
    added: int = 0


@dataclass(slots=True)
class Gathered:
    """What changed, as things."""

    things: list[Thing]
    names: Names
    counts: dict[str, int]


class Collector:
    """Takes the changed lines in, and makes things of them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.derived = {b"D": 0, b"A": 0}
        self.ledger = {b"D": 0, b"A": 0}
        self.told = 0
        self._lines: dict[bytes, list[bytes]] = {b"D": [], b"A": []}

    def take(self, row: bytes, line: bytes) -> None:
        """Take a changed line in; what rules made is only counted."""
        graph = _graph(line)
        if not is_authored_graph(graph):
            self.derived[row] += 1
            return
        if graph == str(META) and not any(name.encode() in line for name in _RETIRED):
            self.ledger[row] += 1
            return
        self.told += 1
        if self.told <= MOST_STATEMENTS:
            self._lines[row].append(line)

    def gather(self, old: Seen, new: Seen) -> Gathered:
        """Return the things, by their addresses, with the names of all that they mention."""
        if self.told > MOST_STATEMENTS:
            return Gathered([], {}, {"unlisted_statements": self.told})
        found: dict[str, _Draft] = {}
        for row, lines in self._lines.items():
            for subject, prop, quad in molecules.parts(lines):
                iri, part = thing_of(subject)
                found.setdefault(iri, _Draft()).take(row, part, prop, molecules.value(quad))
        things = [draft.thing(iri, old, new) for iri, draft in sorted(found.items())]
        things = [thing for thing in things if thing.changes or thing.what != CHANGED]
        counts = {what: sum(t.what == what for t in things) for what in (NEW, GONE, RETIRED)}
        counts |= {CHANGED: sum(t.what == CHANGED for t in things), "things": len(things)}
        listed = things[:MOST_THINGS]
        return Gathered(listed, _names(listed, old, new), counts)


class _Draft:
    """What changed of one thing so far."""

    def __init__(self) -> None:
        self._changes: dict[tuple[str, str], Change] = {}
        self._taken: set[tuple[object, ...]] = set()
        self._count = {b"D": 0, b"A": 0}

    def take(self, row: bytes, part: str, prop: str, value: Value) -> None:
        self._count[row] += 1
        change = self._changes.setdefault((part, prop), Change(prop, part))
        mark = (row, part, prop, *_key(value))
        if mark not in self._taken:  # each value once, whoever states it
            self._taken.add(mark)
            (change.before if row == b"D" else change.after).append(value)

    def thing(self, iri: str, old: Seen, new: Seen) -> Thing:
        what = self._what(old.knows(iri), new.knows(iri))
        side = old if what in (GONE, RETIRED) else new
        thing = Thing(iri, what, side.kind(iri), side.about(iri))
        thing.concerns = list(_concerned(thing.parties, side))
        thing.removed, thing.added = self._count[b"D"], self._count[b"A"]
        for _, change in sorted(self._changes.items()):
            whole = what == CHANGED or change.property.endswith(_TIMES)
            if whole and not change.settled():
                thing.changes.append(change)
        return thing

    def _what(self, before: bool, after: bool) -> str:
        said = {prop for (_, prop), change in self._changes.items() if change.after}
        if said.intersection(_RETIRED):
            return RETIRED
        if before != after:
            return NEW if after else GONE
        return CHANGED


def _concerned(parties: Parties, side: Seen) -> Iterator[str]:
    """Yield the actors that a thing is about: of a claim those of what it is a claim about."""
    found = [iri for prop in ACTORS for iri in parties.get(prop, ())]
    for prop, subjects in parties.items():
        if prop.endswith("claimSubject"):
            for subject in subjects:
                about = side.about(subject)
                found += [iri for actor in ACTORS for iri in about.get(actor, ())] or [subject]
    yield from dict.fromkeys(found)


def _names(things: Iterable[Thing], old: Seen, new: Seen) -> Names:
    """Return the names of things and of all that they mention, by language."""
    wanted: dict[str, None] = {}
    for thing in things:
        wanted[thing.iri] = None
        wanted.update(dict.fromkeys(iri for party in thing.parties.values() for iri in party))
        values = (v for c in thing.changes for v in (*c.before, *c.after) if v["type"] == "uri")
        wanted.update(dict.fromkeys(value["value"] for value in values))
        wanted.update(dict.fromkeys(thing.concerns))
    return {iri: found for iri in sorted(wanted) if (found := _named(iri, old, new))}


def _named(iri: str, old: Seen, new: Seen) -> dict[str, str]:
    """Return the names of one thing: the present ones, or else the last."""
    lines = new.named(iri) or old.named(iri)
    found: dict[str, str] = {}
    rank = {name: place for place, name in enumerate(LABELS)}
    said = sorted(molecules.parts(lines), key=lambda part: rank[part[1]])
    for _, _, quad in said:
        value = molecules.value(quad)
        found.setdefault(value.get("xml:lang", ""), value["value"])
    return found


def _graph(line: bytes) -> str:
    """Return the name of the graph of a line of N-Quads; '' where it has none."""
    name = line.rsplit(b" ", 2)[1]
    return name[1:-1].decode() if name[:1] == b"<" and b"/graph/" in name else ""


def _key(value: Value) -> list[tuple[str, str]]:
    return sorted(value.items())


def told(thing: Thing) -> Mapping[str, Any]:
    """Write a thing for JSON."""
    return {
        "iri": thing.iri,
        "what": thing.what,
        "class": thing.kind,
        "parties": thing.parties,
        "concerns": thing.concerns,
        "changes": [
            {"property": c.property, "part": c.part, "before": c.before, "after": c.after}
            for c in thing.changes
        ],
        "removed": thing.removed,
        "added": thing.added,
    }
