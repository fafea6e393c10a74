"""The page of an actor: its memberships or members, names and codes over time, changes, sources."""

from datetime import date

from flask import render_template

from samgraf.terms import ORG

from . import maps, views
from .memberships import drawn, numbered, relations
from .plain import incoming
from .site import site


def _today() -> date:
    return date.fromisoformat(site().manifest()["data_date"])


def actor_page(iri: str, path: str) -> str:
    """Show an actor with its life and memberships."""
    here, term = site(), f"<{iri}>"
    statements = here.rows("pages/statements", thing=term)
    found = here.rows("pages/memberships", thing=term)
    versions = views.versions(here.rows("pages/versions", thing=term))
    today = _today()
    bodies, members = relations(found, "body", today), relations(found, "member", today)
    heading = views.heading(statements, iri)
    return render_template(
        "actor.html",
        iri=iri,
        data=f"/data/{path}",
        heading=heading,
        facts=views.values(statements, "property", "value"),
        versions=versions,
        ended=views.ended(versions),
        bodies=bodies,
        members=members,
        sources=numbered([*members, *bodies, *(f for v in versions for f in v.facts)]),
        axis=drawn(bodies, members, today=today),
        map=maps.network(here, iri, heading.text) if members else "",
        changes=views.changes(here.rows("pages/events", thing=term)),
        incoming_groups=incoming(term, {str(ORG.member), str(ORG.organization)}),
        today=today.isoformat(),
    )
