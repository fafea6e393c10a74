"""Where sources disagree about an actor, which claim is believed and why; and lists of members."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask_babel import ngettext

from samgraf.store.rows import Term

from .addresses import local, shown_iri
from .days import last_day
from .memberships import Relation, Sourced, add_sources
from .site import Rows, Site
from .views import Value, text
from .words import words

_RANKS = ("preferred", "normal", "deprecated")


@dataclass(slots=True)
class Claim(Sourced):
    """One claim that conflicts with another or was ranked."""

    iri: str
    about: Value
    what: str
    says: str
    counts: bool
    """Whether it says how many members there are."""
    attested: str
    rank: str
    reason: str
    against: list[Value] = field(default_factory=list)

    @property
    def said(self) -> str:
        """What it says, in short."""
        return _in_short(self.what, "" if self.counts else self.says, self.says)


@dataclass(slots=True)
class Roster(Sourced):
    """One list or count of the members of a body."""

    iri: str
    attested: str
    completeness: str
    stated: str
    listed: int
    known: int | None
    """How many members the graph has on that day; None where the list is not dated."""
    rank: str


def disputed(site: Site) -> frozenset[str]:
    """Return what sources disagree about: few things, so that most pages need not ask."""
    return site.once(
        "disputed", lambda: frozenset(row["thing"].value for row in site.rows("pages/disputed"))
    )


def disputes(rows: Rows, names: Mapping[str, Value]) -> list[Claim]:
    """Gather the claims about an actor and its relations that disagree with others."""
    grouped: dict[str, Rows] = {}
    for row in rows:
        grouped.setdefault(row["claim"].value, []).append(row)
    found = [_claim(iri, of_one, names) for iri, of_one in sorted(grouped.items())]
    return sorted(found, key=lambda one: (one.about.text, _RANKS.index(one.rank), one.iri))


def _claim(iri: str, rows: Rows, names: Mapping[str, Value]) -> Claim:
    first = rows[0]
    about, count = first["about"].value, text(first, "count")
    against = {row["against"].value: _other(row) for row in rows if "against" in row}
    property_ = text(first, "property")
    found = Claim(
        iri,
        names.get(about, Value(shown_iri(about), local(about))),
        words(property_) if property_ else "",
        text(first, "value") or count,
        bool(count) and "value" not in first,
        text(first, "attested"),
        first["rank"].value.rpartition("/")[2],
        text(first, "reason"),
        [Value(told, local(other)) for other, told in sorted(against.items())],
    )
    add_sources(found, [first])
    return found


def _other(row: dict[str, Term]) -> str:
    """Return what a claim says that another one conflicts with, else its key."""
    property_ = text(row, "otherProperty")
    what = words(property_) if property_ else ""
    said = _in_short(what, text(row, "otherValue"), text(row, "otherCount"))
    return said or shown_iri(row["against"].value).removeprefix("claim/")


def _in_short(what: str, value: str, count: str) -> str:
    """Say what a claim says: how many members there are, or a property and its value."""
    if count and not value:
        return str(ngettext("%(num)s member", "%(num)s members", int(count)))
    return ": ".join(filter(None, (what, value)))


def rosters(rows: Rows, members: Iterable[Relation], data: date) -> list[Roster]:
    """Gather what sources list and count, beside what the graph has on their days."""
    relations, found = list(members), dict[tuple[str, str], Roster]()
    for row in sorted(rows, key=lambda row: text(row, "attested")):
        iri, attested = row["roster"].value, text(row, "attested")
        found[iri, attested] = Roster(
            iri,
            attested,
            text(row, "completeness").rpartition("/")[2],
            text(row, "stated"),
            int(row["listed"].value),
            _members(relations, last_day(attested, data)) if attested else None,
            row["rank"].value.rpartition("/")[2],
        )
        add_sources(found[iri, attested], [row])
    return list(found.values())


def _members(relations: Iterable[Relation], day: date) -> int:
    now = ("certain", "presumed")
    return len({one.key for one in relations if one.role == "member" and one.on(day) in now})
