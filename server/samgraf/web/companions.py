"""Whom an actor has worked with: in which bodies and cooperations, from when to when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from samgraf.store.rows import Term

from . import views
from .addresses import local, shown_iri
from .cooperations import Cooperation
from .memberships import CURRENT
from .site import Site
from .views import Value, by_name

MOST = 500
"""So many companions are read, those with most in common first."""

PART = 30
"""So many of them stand on one page of the list over all time."""

FIRST = 10
"""So many of those of a day stand on a page that lists all of them below."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A body or a cooperation that two actors both took part in, and how long, as far as known."""

    what: Value
    key: str
    """Its IRI."""
    since: str
    """The day by which both had begun, '' where that is not known."""
    seen: str
    """The last day that shows both, '' where none does."""
    ended: str
    """The day by which it was over for one of them, '' where no end is known."""

    def holds(self, day: str) -> bool:
        """Say whether it holds on a day, certainly or presumably."""
        return bool(self.since) and self.since <= day and not (self.ended and self.ended < day)

    def over(self, day: str) -> bool:
        """Say whether it was over before a day."""
        return bool(self.ended) and self.ended < day

    @property
    def last(self) -> str:
        """The last day that both are known to have taken part; '' where no source dates it."""
        return max(self.since, min(self.seen, self.ended or self.seen)) if self.seen else self.since


@dataclass(slots=True)
class Companion:
    """Another actor, and what it has or had in common with the one of the page."""

    other: Value
    ties: Sequence[Tie]
    topics: list[Value] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many bodies and cooperations the two have in common."""
        return len({tie.key for tie in self.ties})

    @property
    def first(self) -> str:
        """The day by which the first of them had begun; '' where no source dates any."""
        return min((tie.since for tie in self.ties if tie.since), default="")

    @property
    def last(self) -> str:
        """The last day that any of them is known to have lasted."""
        return max((tie.last for tie in self.ties), default="")

    def state(self, day: str) -> str:
        """Say how certain it is that they share something on a day; ended where all is over."""
        if self.over(day):
            return "ended"
        holding = [tie for tie in self.ties if tie.holds(day)]
        seen = any(tie.seen >= day for tie in holding)
        return "certain" if seen else "presumed" if holding else "possible"

    def over(self, day: str) -> bool:
        """Say whether all of them were over before a day."""
        return all(tie.over(day) for tie in self.ties)


def companions(site: Site, term: str, names: Mapping[str, Value]) -> list[Companion]:
    """Return whom an actor shares bodies and cooperations with, at any time, by name."""
    rows = site.rows("pages/companions", thing=term)
    labels: dict[str, list[Term]] = {}
    shared: dict[str, str] = {}
    for row in rows:
        iri = row["partner"].value
        shared[iri] = row["shared"].value
        labels.setdefault(iri, []).extend([row["name"]] if "name" in row else [])
    found = [Companion(views.named(iri, labels[iri]), _ties(shared[iri], names)) for iri in shared]
    return sorted(found, key=lambda one: by_name(one.other))


def _ties(shared: str, names: Mapping[str, Value]) -> list[Tie]:
    """Read what two have in common: an IRI and begin, last sight and end of each, behind bars."""
    found = {_tie(*token.split("|"), names=names) for token in shared.split()}
    return sorted(found, key=lambda tie: (tie.since or "9", tie.key, tie.seen, tie.ended))


def _tie(key: str, *days: str, names: Mapping[str, Value]) -> Tie:
    """Take the later begin, the earlier sight and the earlier end; an end that one has alone."""
    begins, sights, ends = days[:2], days[2:4], days[4:]
    since, seen = max(begins) if all(begins) else "", min(sights) if all(sights) else ""
    ended = min(filter(None, ends), default="")
    return Tie(names.get(key, Value(shown_iri(key), local(key))), key, since, seen, ended)


def on_day(
    every: Iterable[Companion], day: str, works: Sequence[Cooperation]
) -> tuple[list[Companion], int]:
    """Return the first of those who share something on a day, with what it is, and their number.

    Those who share most stand first, of equals those with the oldest tie.
    """
    found = []
    for one in every:
        ties = [tie for tie in one.ties if tie.holds(day)]
        if ties:
            found.append(replace(one, ties=ties))
    found.sort(key=lambda one: (-one.number, one.first))  # stable: they come by name
    first = found[:FIRST]
    for one in first:
        one.topics = topics_of({tie.key for tie in one.ties}, works)
    return first, len(found)


def topics_of(keys: set[str], works: Iterable[Cooperation]) -> list[Value]:
    """Return the topics of the day of some bodies and cooperations."""
    found = {
        topic.link: topic
        for work in works
        if (work.body or work.iri) in keys and work.certainty in CURRENT
        for topic in work.topics
    }
    return sorted(found.values(), key=by_name)


def named(works: Iterable[Cooperation]) -> dict[str, Value]:
    """Name cooperations by their projects, or else by their topics."""
    return {work.iri: work.name for work in works}


def closest(every: Iterable[Companion]) -> list[Companion]:
    """Return the same, those who share most first; of equals as they come, by name."""
    return sorted(every, key=lambda one: -one.number)


def in_common(every: Iterable[Companion]) -> int:
    """Count the bodies and cooperations that an actor shares with some others."""
    return len({tie.key for one in every for tie in one.ties})


def parties(every: Iterable[Companion]) -> dict[str, list[Value]]:
    """Return who took part in each body and cooperation beside the actor of the page."""
    found: dict[str, list[Value]] = {}
    for one in every:
        for key in dict.fromkeys(tie.key for tie in one.ties):
            found.setdefault(key, []).append(one.other)
    return found
