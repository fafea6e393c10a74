"""Hold the tables to each other: every key that a row names must exist, and only once."""

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NoReturn, Protocol, TypeVar

from samgraf.errors import SourceError
from samgraf.model import Code, Name, Place, Records, Situation

Schemes = Mapping[str, Collection[str]]


class Placed(Protocol):
    """A record that knows its row."""

    @property
    def place(self) -> Place:
        """Where it stands."""


class Sourced(Placed, Protocol):
    """A record that names its sources."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Their keys."""


R = TypeVar("R", bound=Placed)


def check(records: Records, schemes: Schemes) -> None:
    """Raise ``SourceError`` at the first key that is unknown or defined twice.

    ``schemes`` holds the slugs of each code scheme, without those of ``region``, which are
    the keys of regions.csv.
    """
    sources = _defined("source", records.sources, lambda r: r.key, "data/sources.csv")
    actors = _defined("actor", records.actors, lambda r: r.key, "data/actors.csv")
    regions = _defined("region", records.regions, lambda r: r.key, "data/regions.csv")
    claims = _defined("claim", records.claims, lambda r: r.key, "data/claims.csv")
    _defined("event", records.events, lambda r: r.key, "data/events.csv")
    _check_sources(records, sources)
    _check_actors(records, actors, schemes)
    _check_regions(records, regions, schemes)
    _check_relations(records, actors, claims, schemes)


class Known:
    """The keys of one kind of thing, and how to mend a reference to one that is not there."""

    def __init__(self, kind: str, keys: Collection[str], remedy: str) -> None:
        """Take the keys as they are defined."""
        self.kind, self.keys, self.remedy = kind, keys, remedy

    def must_hold(self, record: Placed, column: str, *wanted: str | None) -> None:
        """Refuse a key that is not defined; name the nearest one."""
        for key in wanted:
            if key is not None and key not in self.keys:
                near = difflib.get_close_matches(key, self.keys, 1, 0.6)
                hint = f"did you mean {near[0]!r}, or " if near else ""
                _refuse(record, column, f"no {self.kind} has the key {key!r}", hint + self.remedy)


def _refuse(record: Placed, column: str, problem: str, remedy: str) -> NoReturn:
    raise SourceError(record.place.file, record.place.line, column, problem, remedy)


def _defined(kind: str, records: Iterable[R], key: Callable[[R], str], file: str) -> Known:
    """Collect the keys of a table; refuse one that is defined twice."""
    first: dict[str, Place] = {}
    for record in records:
        other = first.setdefault(key(record), record.place)
        if other is not record.place:
            where = f"{other.file}:{other.line}"
            problem = f"{key(record)!r} is defined in {where} already"
            _refuse(record, "key", problem, "give each its own key, or merge the rows")
    return Known(kind, first, f"add it to {file}")


def _coded(schemes: Schemes, scheme: str) -> Known:
    """The slugs of a code scheme."""
    known = ", ".join(sorted(schemes[scheme])[:15])
    return Known(f"concept of the scheme {scheme!r}", schemes[scheme], f"use one of {known}")


def _check_sources(records: Records, sources: Known) -> None:
    dated: list[Sourced] = [*records.names, *records.codes, *records.situations, *records.regions]
    dated += [*records.actors, *records.events, *records.memberships]
    for row in dated:
        sources.must_hold(row, "source", *row.sources)
    for claim in records.claims:
        sources.must_hold(claim, "source", claim.source)


def _check_actors(records: Records, actors: Known, schemes: Schemes) -> None:
    coded = {s: _coded(schemes, s) for s in ("body-kind", "form", "governance", "obligation")}
    legal = _coded(schemes, "legal-basis")
    registers = Known("register", schemes[""], "use a register scheme of ontology/codes.ttl")
    for actor in records.actors:
        actors.must_hold(actor, "parent", actor.parent)
        coded["body-kind"].must_hold(actor, "body_kind", actor.body_kind)
        coded["form"].must_hold(actor, "form", actor.form)
        coded["governance"].must_hold(actor, "governance", actor.governance)
        coded["obligation"].must_hold(actor, "obligation", actor.obligation)
        legal.must_hold(actor, "legal_basis", *actor.legal_basis)
    facts: list[Name | Code | Situation] = [*records.names, *records.codes, *records.situations]
    for fact in facts:
        actors.must_hold(fact, "actor", fact.actor)
    for code in records.codes:
        registers.must_hold(code, "scheme", code.scheme)


def _check_regions(records: Records, regions: Known, schemes: Schemes) -> None:
    levels = _coded(schemes, "region-level")
    for region in records.regions:
        regions.must_hold(region, "parent", region.parent)
        levels.must_hold(region, "level", region.level)
    for situation in records.situations:
        regions.must_hold(situation, "region", situation.region)


def _check_relations(records: Records, actors: Known, claims: Known, schemes: Schemes) -> None:
    coded = {s: _coded(schemes, s) for s in ("role", "reading", "rank", "change-kind")}
    obligations = _coded(schemes, "obligation")
    for row in records.memberships:
        actors.must_hold(row, "member", row.member)
        actors.must_hold(row, "organisation", row.organisation)
        coded["role"].must_hold(row, "role", row.role)
        obligations.must_hold(row, "obligation", row.obligation)
        coded["reading"].must_hold(row, "reading", row.reading)
        claims.must_hold(row, "claims", *row.claims)
        if not row.claims and not (row.sources and row.reading):
            column = "reading" if row.sources else "source"
            _refuse(row, column, "the cell is empty", "name source and reading, or claims")
    for event in records.events:
        actors.must_hold(event, "from", *event.before)
        actors.must_hold(event, "to", *event.after)
        coded["change-kind"].must_hold(event, "change_kind", event.change_kind)
        claims.must_hold(event, "claims", *event.claims)
    for claim in records.claims:
        coded["reading"].must_hold(claim, "reading", claim.reading)
        coded["rank"].must_hold(claim, "rank", claim.rank)
        claims.must_hold(claim, "conflicts_with", *claim.conflicts_with)
