"""On what an actor works: topics and joint plans, since when, through which body, who says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from samgraf.store.rows import Term

from .addresses import local, shown_iri
from .memberships import CURRENT, Relation, Sourced, add_sources, as_attested, certainty
from .projects import project_of
from .site import Rows, Site
from .views import Value, by_name, named, span, text

_ORDER = (*CURRENT, "possible", "later", "ended")
_YEAR = 4  # characters of a year


@dataclass(slots=True)
class Cooperation(Sourced):
    """One cooperation that an actor takes part in, itself or as a member of a body."""

    iri: str
    body: str
    """The IRI of the body that it takes part through; '' where it does so itself."""
    period: str
    since: str
    """When it began, or the day by which it had."""
    dated: bool
    """Whether a source dates its beginning."""
    certainty: str
    last_seen: str
    ended: str = ""
    """The day by which it was over; '' where no end is known."""
    seen_as: str = ""
    """When it was last seen, as its sources write it: a year may be all that they tell."""
    body_seen_as: str = ""
    """The same of the body that it is taken part through."""
    joined_seen_as: str = ""
    """The same of the membership in that body."""
    inferred: bool = False
    """Whether no source shows the body's work and the membership at one time."""
    project: Value | None = None
    """The project that it is the cooperation of."""
    topics: list[Value] = field(default_factory=list)
    plans: list[Value] = field(default_factory=list)

    @property
    def name(self) -> Value:
        """What it is called, with a link to it: its project, or its topics."""
        topics = ", ".join(topic.text for topic in self.topics)
        called = self.project or Value(topics or shown_iri(self.iri))
        return replace(called, link=local(self.iri))

    @property
    def state(self) -> str:
        """How certain it is; ``inferred`` of what presumably holds, but was never seen together."""
        return "inferred" if self.inferred and self.certainty in CURRENT else self.certainty

    @property
    def spell(self) -> str:
        """Its period as its sources write it; '' of what a member does for part of it alone."""
        return "" if self.body else self.period


@dataclass(slots=True)
class Work(Sourced):
    """One topic or plan, with the cooperations on it."""

    what: Value
    cooperations: list[Cooperation] = field(default_factory=list)

    @property
    def best(self) -> Cooperation:
        """The cooperation that answers best for the day, of several the one last seen."""
        return max(self.cooperations, key=_worth)

    @property
    def spells(self) -> list[Cooperation]:
        """The cooperations in the order of time; what is undated last, once for each body."""
        ordered = sorted(self.cooperations, key=lambda one: (one.since or "9", one.iri))
        dated = [one for one in ordered if one.since or one.period or not one.body]
        known = {one.body for one in dated}
        undated = {one.body: one for one in ordered if one.body not in known}
        return [*dated, *undated.values()]


Names = Mapping[str, list[Term]]


def topic_names(site: Site) -> Names:
    """Return what each topic is called."""
    return site.once("topic names", lambda: _topic_names(site.rows("pages/topic-names")))


def _topic_names(rows: Rows) -> dict[str, list[Term]]:
    found: dict[str, list[Term]] = {}
    for row in rows:
        found.setdefault(row["topic"].value, []).append(row["label"])
    return found


def cooperations(
    rows: Rows, bodies: Mapping[str, Relation], day: date, names: Names
) -> list[Cooperation]:
    """Gather the cooperations of an actor for a day; through bodies, those of its memberships.

    What a body works on is said of a member for the time of its membership alone.
    """
    grouped: dict[tuple[str, str], Rows] = {}
    for row in rows:
        body = text(row, "body")
        if not body or body in bodies:
            grouped.setdefault((row["relation"].value, body), []).append(row)
    found = []
    for (iri, body), of_one in sorted(grouped.items()):
        one = _cooperation(iri, body, of_one, day, names)
        if one is not None:
            found.append(_within(one, bodies[body]) if body else one)
    return sorted(found, key=_order)


def _within(one: Cooperation, membership: Relation) -> Cooperation:
    """Say of a member what its body works on: since both have begun, as long as both were seen.

    Where the work was last seen before the actor joined, or the membership before the work began,
    no source shows both: the page says that it is inferred. A year is compared as a year.
    """
    joined = text(membership.bounds, "start") or text(membership.bounds, "beginsNotAfter")
    later = bool(one.since) and joined > one.since
    since = joined if later else one.since
    seen = min(one.last_seen, membership.last_seen)
    ends = [end for end in (one.ended, text(membership.bounds, "endsNotAfter")) if end]
    return replace(
        one,
        since=since,
        dated="start" in membership.bounds if later else one.dated,
        certainty=max(one.certainty, membership.certainty, key=_ORDER.index),
        last_seen=seen if seen >= since else "",
        ended=min(ends, default=""),
        seen_as=one.seen_as if one.last_seen <= membership.last_seen else membership.seen_as,
        body_seen_as=one.seen_as,
        joined_seen_as=membership.seen_as,
        inferred=bool(seen and since) and seen[:_YEAR] < since[:_YEAR],
        sources=[*one.sources, *(s for s in membership.sources if s not in one.sources)],
        assumed=one.assumed or membership.assumed,
    )


def _order(one: Cooperation) -> tuple[int, bool, bool, str, str]:
    return _ORDER.index(one.certainty), one.inferred, not one.since, one.since, one.iri


def _worth(one: Cooperation) -> tuple[int, bool, str, str]:
    return -_ORDER.index(one.certainty), not one.inferred, one.last_seen, one.iri


def _cooperation(iri: str, body: str, rows: Rows, day: date, names: Names) -> Cooperation | None:
    """Make one cooperation of its topics, plans, claims and period."""
    about = next((row for row in rows if text(row, "what") == "period"), None)
    if about is None:
        return None
    found = Cooperation(
        iri,
        body,
        span(text(about, "start"), text(about, "end")),
        text(about, "start") or text(about, "beginsNotAfter"),
        "start" in about,
        certainty(about, day),
        text(about, "endsNotBefore"),
        text(about, "endsNotAfter"),
        as_attested(text(about, "endsNotBefore"), rows),
        project=_project(iri),
        topics=_named(rows, "topic", names),
        plans=_named(rows, "plan", {}),
    )
    add_sources(found, rows)
    return found


def _project(iri: str) -> Value | None:
    """Return the name of the project that a cooperation is in."""
    found = project_of(iri)
    return Value(found[1].value, None, found[1].language) if found else None


def _named(rows: Rows, what: str, names: Names) -> list[Value]:
    labels: dict[str, list[Term]] = {}
    for row in rows:
        if text(row, "what") == what:
            iri = row["value"].value
            known = labels.setdefault(iri, list(names.get(iri, ())))
            known += [row["label"]] if "label" in row else []
    return sorted((named(iri, known) for iri, known in labels.items()), key=by_name)


def topics(found: Iterable[Cooperation]) -> list[Work]:
    """Return what the cooperations are about, the topics of the day first."""
    return _works((topic, one) for one in found for topic in one.topics)


def plans(found: Iterable[Cooperation]) -> list[Work]:
    """Return the joint plans of the cooperations."""
    return _works((plan, one) for one in found for plan in one.plans)


def _works(pairs: Iterable[tuple[Value, Cooperation]]) -> list[Work]:
    works: dict[str, Work] = {}
    for what, one in pairs:
        work = works.setdefault(what.link or what.text, Work(what))
        work.cooperations.append(one)
        work.sources += [source for source in one.sources if source not in work.sources]
        work.assumed = work.assumed and one.assumed
    return sorted(
        works.values(),
        key=lambda work: (_ORDER.index(work.best.certainty), work.what.text.casefold()),
    )
