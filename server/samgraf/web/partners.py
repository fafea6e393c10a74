"""Bodies that share members with another one on a day, as a list and as a drawing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup

from samgraf.drawing.graph import Node, Partner, ego_graph
from samgraf.store.rows import Term
from samgraf.terms import XSD

from . import maps, views
from .addresses import local, shown_iri
from .days import Day
from .memberships import Relation
from .site import Rows, Site
from .views import Value, by_name


@dataclass(slots=True)
class Shared:
    """Another body, and the members that it has in common with the one of the page."""

    other: Value
    number: int
    common: list[Value]
    keys: tuple[str, ...]


MOST = 20
"""So many bodies that share members stand on a page; one more is asked for, to tell of more."""


def sharing(site: Site, term: str, day: Day, members: Iterable[Relation]) -> list[Shared]:
    """Return the bodies that have most members of this one on a day, and which; at most 21."""
    names = {one.key: one.other for one in members}
    return _shared(site.rows("pages/sharing", thing=term, on=_term(day)), names)


def _shared(rows: Rows, names: Mapping[str, Value]) -> list[Shared]:
    labels: dict[str, list[Term]] = {}
    first: dict[str, dict[str, Term]] = {}
    for row in rows:
        iri = row["other"].value
        first.setdefault(iri, row)
        labels.setdefault(iri, []).extend([row["name"]] if "name" in row else [])
    found = []
    for iri, row in first.items():
        keys = tuple(sorted(set(row["shared"].value.split())))
        common = sorted((names.get(k, Value(shown_iri(k), local(k))) for k in keys), key=by_name)
        found.append(Shared(views.named(iri, labels[iri]), int(row["number"].value), common, keys))
    return sorted(found, key=lambda one: (-one.number, one.other.text.casefold()))


def graph(site: Site, name: str, members: Iterable[Relation], partners: Iterable[Shared]) -> Markup:
    """Draw the members of a day and the bodies that share them; '' where there are too many."""
    people = {place.key: place.population for place in maps.places(site)}
    nodes = {
        one.key: Node(one.key, one.other.text, one.other.link or "#", people.get(one.key, 0))
        for one in members
        if one.holds
    }
    around = [Partner(one.other.text, one.other.link or "#", one.keys) for one in partners]
    label = gettext(
        "Graph of %(name)s: its members, and other bodies that share some of them", name=name
    )
    return Markup(ego_graph(name, list(nodes.values()), around, label))


def _term(day: Day) -> str:
    return f'"{day.iso}"^^<{XSD.date}>'
