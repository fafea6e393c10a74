"""The page of an actor: members, memberships, work, money, names and codes, on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template
from flask_babel import gettext

from samgraf.terms import ORG, SG

from . import (
    companions,
    cooperations,
    disputes,
    fundings,
    identifiers,
    lives,
    maps,
    paging,
    partners,
    views,
)
from .addresses import local
from .cooperations import Cooperation
from .days import EARLIEST, Day, asked_day
from .incoming import everything
from .languages import reader
from .memberships import Relation, Sourced, drawn, numbered, relations
from .quality import Known, known_of
from .site import Rows, site

_MEMBERSHIPS = (str(ORG.member), str(ORG.organization))
_EVENTS = (str(ORG.originalOrganization), str(ORG.resultingOrganization))
_COOPERATIONS = (str(ORG.member), str(SG.participant), str(SG.collectiveParticipant))
_CLAIMS = str(SG.claimSubject)
_ASKED = {
    "events": _EVENTS,
    "memberships": _MEMBERSHIPS,
    "cooperations": _COOPERATIONS,
    "companions": _COOPERATIONS,
    "rosters": (_CLAIMS,),
}
"""What the page asks of the graph, and the properties without which it would find nothing."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The actor of a page, on its day."""

    iri: str
    heading: views.Value
    day: Day
    named_by: frozenset[str]
    """The properties by which anything points to it; without them many a query finds nothing."""

    def rows(self, name: str, needs: Iterable[str], **terms: str) -> Rows:
        """Run a query about it, unless nothing points to it by what the query needs."""
        if self.named_by.isdisjoint(needs):
            return []
        return site().rows(f"pages/{name}", thing=self.term, **terms)

    @property
    def term(self) -> str:
        """Its IRI as queries take it."""
        return f"<{self.iri}>"


def actor_page(iri: str, path: str) -> str:
    """Show an actor with its life and memberships."""
    iri = str(iri)  # an IRI of rdflib is not equal to its text
    here, term, day = site(), f"<{iri}>", asked_day()
    for name in ("pages/incoming", "pages/versions"):
        here.ahead(name, thing=term)
    statements = here.rows("pages/statements", thing=term)
    facts, links = views.values(statements, "property", "value"), everything(term)
    heading = views.heading(statements, iri)
    subject = Subject(iri, heading, day, frozenset(group.iri for group in links))
    _ahead(subject)
    versions = views.versions(here.rows("pages/versions", thing=term))
    changes = views.changes(subject.rows("events", _EVENTS))
    sections = _sections(subject, changes)
    said = [*sections.pop("said"), *(fact for version in versions for fact in version.facts)]
    sources = numbered(said)
    return render_template(
        "actor.html",
        iri=iri,
        data=f"/data/{path}",
        heading=heading,
        day=day,
        earliest=EARLIEST,
        changed=paging.changed,
        facts=facts,
        versions=versions,
        ended=views.ended(versions),
        changes=changes,
        life=lives.life(changes, versions, local(iri) or "", day),
        sources=sources,
        identifiers=identifiers.identifiers(facts, versions, day.iso),
        known=_known(facts),
        incoming_groups=[group for group in links if group.iri not in _MEMBERSHIPS],
        **sections,
    )


def _ahead(subject: Subject) -> None:
    """Begin what the sections of the page will ask, in their order."""
    for name, needs in _ASKED.items():
        if not subject.named_by.isdisjoint(needs):
            site().ahead(f"pages/{name}", thing=subject.term)
    fundings.ahead(subject.term, subject.named_by)


def _known(facts: dict[str, list[views.Value]]) -> Known | None:
    """Return how much is known of the country of an actor; None of one that is in none or many."""
    countries = facts.get(str(SG.country), [])
    if len(countries) != 1 or not countries[0].title:
        return None
    here, country = site(), countries[0].title
    return here.once(f"known of {country} in {reader()}", lambda: known_of(here, country))


def _sections(subject: Subject, changes: list[views.Change]) -> dict[str, Any]:
    """Gather what the tables of the page show, and everything in them that sources say."""
    day, found = subject.day, subject.rows("memberships", _MEMBERSHIPS)
    bodies, members = relations(found, "body", day.day), relations(found, "member", day.day)
    mine = {one.key: one for one in reversed(bodies) if one.holds}
    rows = subject.rows("cooperations", _COOPERATIONS)
    topic_names = cooperations.topic_names(site())
    works = cooperations.cooperations(rows, mine, day.day, topic_names)
    shown = {
        "members": paging.part(members, "members", paging.MEMBERS),
        "bodies": paging.part(bodies, "bodies", paging.MEMBERS),
    }
    topics, plans = cooperations.topics(works), cooperations.plans(works)
    said: list[Sourced] = [one for part in shown.values() for one in part.rows]
    names = _names(subject, [*bodies, *members], works, changes)
    told = _claims(subject, members, names)
    money = fundings.sides(subject.term) if subject.named_by & fundings.LINKS else []
    said += [*topics, *plans, *(row for side in money for row in side.part.rows)]
    return {
        "said": [*said, *told["rosters"], *told["claims"]],
        "axis": drawn(bodies, members, today=day.data),
        **shown,
        "topics": topics,
        "plans": plans,
        "money": money,
        **told,
        **_meetings(subject, bodies, members, works),
    }


def _names(
    subject: Subject,
    relations: Iterable[Relation],
    works: Iterable[Cooperation],
    changes: Iterable[views.Change],
) -> dict[str, views.Value]:
    """Name what claims can be about: the actor, its relations and its events."""
    return {
        subject.iri: subject.heading,
        **companions.named(works),
        **{one.iri: replace(one.other, link=local(one.iri)) for one in relations},
        **{one.iri: views.Value(f"{one.kind}, {one.date}", local(one.iri)) for one in changes},
    }


def _claims(
    subject: Subject, members: list[Relation], names: dict[str, views.Value]
) -> dict[str, Any]:
    """Gather what sources list, and where they disagree."""
    listed, here = subject.rows("rosters", (_CLAIMS,)), site()
    known = subject.iri in disputes.disputed(here)
    rows = here.rows("pages/disputes", thing=subject.term) if known else []
    return {
        "claims": disputes.disputes(rows, names),
        "rosters": disputes.rosters(listed, members, subject.day.data),
    }


def _meetings(
    subject: Subject,
    bodies: list[Relation],
    members: list[Relation],
    works: list[Cooperation],
) -> dict[str, Any]:
    """Gather whom the actor meets, as map, graph and lists."""
    here, name, term = site(), subject.heading.text, subject.term
    now = [one.key for one in members if one.holds]
    sharing = partners.sharing(here, term, subject.day, members) if now else []
    title = gettext("Map of %(name)s: its members; the table on this page names them", name=name)
    return {
        "map": maps.network(here, now, title) if now else "",
        "unplaced": maps.unplaced(here, now) if now else 0,
        "member_count": len(set(now)),
        "body_count": len({one.key for one in bodies if one.holds}),
        "body_names": {one.key: one.other for one in bodies},
        "sharing": sharing[: partners.MOST],
        "more_sharing": len(sharing) > partners.MOST,
        "graph": partners.graph(here, name, members, sharing[: partners.MOST]) if now else "",
        **_companions(subject, bodies, works),
    }


def _companions(
    subject: Subject, bodies: list[Relation], works: list[Cooperation]
) -> dict[str, Any]:
    """Gather whom the actor works with on the day and ever, and in which projects of its own."""
    names = {one.key: one.other for one in bodies} | companions.named(works)
    every = companions.companions(site(), subject.term, names) if bodies or works else []
    first, count = companions.on_day(every, subject.day.iso, works)
    return {
        "companions": first,
        "companion_count": count,
        "ever": paging.part(companions.closest(every), "ever", companions.PART),
        "most_companions": companions.MOST,
        "in_common": companions.in_common(every),
        "parties": companions.parties(every),
        "periods": defaultdict(str, {work.iri: work.spell for work in works}),
    }
