"""Which ties hold on a day, of those that a network is narrowed down to."""

from collections import defaultdict
from dataclasses import dataclass

from samgraf.terms import SG

from .asked import ASSOCIATION, Asked
from .days import Day
from .reading import Material
from .rows import Span, Tie, last_part

_KIND, _COUNTRY = str(SG.bodyKind), str(SG.country)
_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """That an actor is a member of a body on a day."""

    member: str
    body: str
    roles: tuple[str, ...]
    relations: tuple[str, ...]
    span: Span
    certain: bool
    topics: tuple[str, ...]


def held(material: Material, asked: Asked, day: Day) -> list[Held]:
    """Return the ties of a day, sorted; several memberships of one actor in one body are one."""
    topics = _topics(material, day)
    together: dict[_Pair, list[Tie]] = defaultdict(list)
    for tie in material.ties:
        if tie.span.holds(day.iso):
            together[tie.member, tie.body].append(tie)
    found = []
    for (member, body), all_ties in sorted(together.items()):
        ties = [tie for tie in all_ties if tie.makes and _seen(tie, asked, day)]
        if ties and _wanted(material, asked, member, body, topics[body]):
            found.append(_one(member, body, ties, all_ties, day, topics[body]))
    return found


def left_out(material: Material, asked: Asked) -> int:
    """Count the ties of the days in associations of authorities, where these are left out."""
    if asked.with_associations:
        return 0
    pairs = {
        (tie.member, tie.body)
        for tie in material.ties
        if tie.makes and _kind(material, tie.body) == ASSOCIATION
        if any(tie.span.holds(day.iso) for day in asked.days)
    }
    return len(pairs)


def _seen(tie: Tie, asked: Asked, day: Day) -> bool:
    return not asked.confirmed or tie.span.ends_not_before >= day.seen_from


def _wanted(material: Material, asked: Asked, member: str, body: str, topics: set[str]) -> bool:
    kind = _kind(material, body)
    return (
        (kind != ASSOCIATION or asked.with_associations)
        and (not asked.kinds or kind in asked.kinds)
        and (not asked.topics or not topics.isdisjoint(asked.topics))
        and (not asked.countries or _country(material, member) in asked.countries)
    )


def _kind(material: Material, iri: str) -> str:
    return last_part(material.actors[iri].value(_KIND)) if iri in material.actors else ""


def _country(material: Material, iri: str) -> str:
    return last_part(material.actors[iri].value(_COUNTRY)) if iri in material.actors else ""


def _topics(material: Material, day: Day) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for subject in material.subjects:
        if subject.span.holds(day.iso):
            found[subject.body].add(subject.topic)
    return found


def _one(
    member: str, body: str, ties: list[Tie], all_ties: list[Tie], day: Day, topics: set[str]
) -> Held:
    """Make one tie of the memberships of an actor in a body; other roles are only told."""
    return Held(
        member,
        body,
        tuple(sorted({tie.role for tie in all_ties})),
        tuple(sorted(tie.relation for tie in ties)),
        _span([tie.span for tie in ties]),
        any(tie.span.certain(day.iso) for tie in ties),
        tuple(sorted(topics)),
    )


def _span(spans: list[Span]) -> Span:
    """Return the widest of several spans; a bound that one of them does not know is not known."""
    begins = [span.begins_not_before for span in spans]
    ends = [span.ends_not_after for span in spans]
    return Span(
        min(begins),  # '' comes first
        min(span.begins_not_after for span in spans),
        max(span.ends_not_before for span in spans),
        max(ends) if all(ends) else "",
    )
