"""The page of an actor: members, memberships, work, money, names and codes, on a day."""

from collections.abc import Iterable
from typing import Any

from flask import render_template
from flask_babel import gettext

from samgraf.terms import ORG

from . import cooperations as work
from . import disputes, fundings, identifiers, lives, maps, paging, partners, views
from .addresses import local
from .days import EARLIEST, Day, asked_day
from .incoming import incoming
from .memberships import Relation, Sourced, drawn, numbered, relations
from .site import Rows, site

_SHOWN = {str(ORG.member), str(ORG.organization)}
"""What points here and stands in the tables of the page already."""


def actor_page(iri: str, path: str) -> str:
    """Show an actor with its life and memberships."""
    here, term, day = site(), f"<{iri}>", asked_day()
    statements = here.rows("pages/statements", thing=term)
    versions = views.versions(here.rows("pages/versions", thing=term))
    changes = views.changes(here.rows("pages/events", thing=term))
    heading, address = views.heading(statements, iri), local(iri) or ""
    facts = views.values(statements, "property", "value")
    found = here.rows("pages/memberships", thing=term)
    sections = _sections(iri, day, found, heading)
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
        life=lives.life(changes, versions, address, day),
        sources=sources,
        identifiers=identifiers.identifiers(facts, versions, day.iso),
        incoming_groups=incoming(term, _SHOWN),
        **sections,
    )


def _sections(iri: str, day: Day, found: Rows, heading: views.Value) -> dict[str, Any]:
    """Gather what the tables of the page show, and everything in them that sources say."""
    here, term = site(), f"<{iri}>"
    bodies, members = relations(found, "body", day.day), relations(found, "member", day.day)
    shown = {
        "members": paging.part(members, "members", paging.MEMBERS),
        "bodies": paging.part(bodies, "bodies", paging.MEMBERS),
    }
    mine = {one.key for one in bodies if one.holds}
    works = work.cooperations(here.rows("pages/cooperations", thing=term), mine, day.day)
    topics, plans, money = work.topics(works), work.plans(works), fundings.sides(term)
    names = {iri: heading} | _names(bodies, members) | partners.named(works)
    claims = disputes.disputes(here.rows("pages/disputes", thing=term), names)
    rosters = disputes.rosters(here.rows("pages/rosters", thing=term), members, day.data)
    said: list[Sourced] = [one for part in shown.values() for one in part.rows]
    said += [*topics, *plans, *(row for side in money for row in side.part.rows)]
    return {
        "said": [*said, *claims, *rosters],
        "axis": drawn(bodies, members, today=day.data),
        **shown,
        "topics": topics,
        "plans": plans,
        "money": money,
        "claims": claims,
        "rosters": rosters,
        **_meetings(term, day, bodies, members, works, heading.text),
    }


def _meetings(
    term: str,
    day: Day,
    bodies: list[Relation],
    members: list[Relation],
    works: list[work.Cooperation],
    name: str,
) -> dict[str, Any]:
    """Gather whom the actor meets, as map, graph and lists."""
    here, now = site(), [one.key for one in members if one.holds]
    sharing = partners.sharing(here, term, day, members) if now else []
    meets = bool(works) or any(one.holds for one in bodies)
    title = gettext("Map of %(name)s: its members; the table on this page names them", name=name)
    return {
        "map": maps.network(here, now, title) if now else "",
        "member_count": len(set(now)),
        "body_count": len({one.key for one in bodies if one.holds}),
        "body_names": {one.key: one.other for one in bodies},
        "sharing": sharing,
        "graph": partners.graph(here, name, members, sharing) if now else "",
        "companions": partners.companions(here, term, day, bodies, works) if meets else [],
    }


def _names(*sides: Iterable[Relation]) -> dict[str, views.Value]:
    """Name the memberships by their other side."""
    return {
        one.iri: views.Value(one.other.text, local(one.iri), one.other.language)
        for side in sides
        for one in side
    }
