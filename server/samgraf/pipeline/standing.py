"""How much is known of each thing: members, mentions, topics, regions and parties by its key."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from samgraf.model import Funding, Programme, Records


def _sets() -> dict[str, set[str]]:
    return defaultdict(set)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tables say about things by the key of each."""

    countries: Mapping[str, str]
    mentions: Counter[str] = field(default_factory=Counter)
    members: dict[str, set[str]] = field(default_factory=_sets)
    present_members: dict[str, set[str]] = field(default_factory=_sets)
    topics: dict[str, set[str]] = field(default_factory=_sets)
    regions: dict[str, set[str]] = field(default_factory=_sets)
    parties: dict[str, set[str]] = field(default_factory=_sets)
    funded: set[str] = field(default_factory=set)
    """Who was granted or paid money, or gained by it."""
    funded_projects: set[str] = field(default_factory=set)

    def members_of(self, key: str, living: bool) -> int:
        """Count the present members of a body, or all that one had which has ended."""
        return len((self.present_members if living else self.members)[key])

    def regions_of(self, key: str) -> tuple[str, ...]:
        """Return the regions of an actor, or of its members or parties where it has none."""
        beside = self.present_members[key] or self.members[key] or self.parties[key]
        own = self.regions[key] or {r for other in beside for r in self.regions[other]}
        return tuple(sorted(own))

    def countries_of(self, row: Programme) -> tuple[str, ...]:
        """Return the countries of who runs a programme, or else of those who take part."""
        actors = row.run_by or self.parties[row.key]
        return tuple(sorted({self.countries[actor] for actor in actors if actor in self.countries}))


def of(records: Records) -> Standing:
    """Read through the tables once."""
    known = Standing({actor.key: actor.country for actor in records.actors})
    for place in records.situations:
        if place.region:
            known.mentions[place.region] += 1
            if place.period.end is None or not known.regions[place.actor]:
                known.regions[place.actor] = {place.region}
    _memberships(known, records)
    for row in records.cooperations:
        actors = {*row.participants, *([row.body] if row.body else [])}
        _mention(known, actors, row.topics)
    for funding in records.fundings:
        _funding(known, funding)
    for event in records.events:
        known.mentions.update({*event.before, *event.after})
    return known


def _memberships(known: Standing, records: Records) -> None:
    for row in records.memberships:
        known.members[row.organisation].add(row.member)
        if row.period.end is None:
            known.present_members[row.organisation].add(row.member)
        known.mentions.update((row.organisation, row.member))


def _funding(known: Standing, row: Funding) -> None:
    parties = {*row.applicant, *row.recipient, *row.beneficiaries, *row.collective}
    _mention(known, parties, row.topics)
    known.mentions[row.funder] += 1
    if row.status in ("granted", "paid"):
        known.funded.update(row.recipient, row.beneficiaries, row.collective)
        known.funded_projects.update([row.project] if row.project else [])
    for plan in (row.programme, row.project):
        if plan:
            known.parties[plan] |= parties
            known.mentions[plan] += 1
            known.topics[plan].update(row.topics)


def _mention(known: Standing, actors: Iterable[str], topics: Iterable[str]) -> None:
    for actor in actors:
        known.mentions[actor] += 1
        known.topics[actor].update(topics)
