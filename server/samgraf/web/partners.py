"""Whom an actor meets: bodies that share its members, and actors that share its bodies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext
from markupsafe import Markup

from samgraf.drawing.graph import Node, Partner, ego_graph
from samgraf.store.pool import Term
from samgraf.terms import XSD

from . import maps, views
from .addresses import local, shown_iri
from .cooperations import Cooperation
from .days import Day
from .memberships import CURRENT, Relation
from .site import Rows, Site
from .views import Value, by_name

_FEW = 8
"""So many companions are shown although they share but one body; of more, only the closest."""


@dataclass(slots=True)
class Shared:
    """Another actor, and what it has in common with the one of the page."""

    other: Value
    number: int
    common: list[Value]
    keys: tuple[str, ...]
    begun: tuple[str, ...] = ()
    """By which day each in common had begun for both; the order is that of ``common``."""
    topics: list[Value] = field(default_factory=list)

    @property
    def since(self) -> str:
        """The day by which the two had anything in common."""
        return min(self.begun)


def sharing(site: Site, term: str, day: Day, members: Iterable[Relation]) -> list[Shared]:
    """Return the bodies that have most members of this one on a day, and which."""
    names = {one.key: one.other for one in members}
    return _shared(site.rows("pages/sharing", thing=term, on=_term(day)), "other", names)


def companions(
    site: Site, term: str, day: Day, bodies: Iterable[Relation], works: Sequence[Cooperation]
) -> list[Shared]:
    """Return the actors that share most bodies and cooperations with one on a day, and topics."""
    names = {one.key: one.other for one in bodies} | named(works)
    found = _shared(site.rows("pages/companions", thing=term, on=_term(day)), "partner", names)
    closest = [one for one in found if one.number > 1]
    shown = closest if len(closest) >= _FEW else found[:_FEW]
    for one in shown:
        one.topics = _topics(one.keys, works)
    return shown


def named(works: Iterable[Cooperation]) -> dict[str, Value]:
    """Name cooperations by their topics."""
    return {
        work.iri: Value(
            ", ".join(topic.text for topic in work.topics) or shown_iri(work.iri), local(work.iri)
        )
        for work in works
    }


def _topics(keys: Iterable[str], works: Iterable[Cooperation]) -> list[Value]:
    """Return the topics of the day of some bodies and cooperations."""
    known = set(keys)
    found = {
        topic.link: topic
        for work in works
        if (work.body or work.iri) in known and work.certainty in CURRENT
        for topic in work.topics
    }
    return sorted(found.values(), key=by_name)


def _shared(rows: Rows, column: str, names: Mapping[str, Value]) -> list[Shared]:
    labels: dict[str, list[Term]] = {}
    first: dict[str, dict[str, Term]] = {}
    for row in rows:
        iri = row[column].value
        first.setdefault(iri, row)
        labels.setdefault(iri, []).extend([row["name"]] if "name" in row else [])
    found = []
    for iri, row in first.items():
        begun = _begun(row["shared"].value)
        both = [(names.get(key, Value(shown_iri(key), local(key))), key) for key in begun]
        both.sort(key=lambda pair: by_name(pair[0]))
        found.append(
            Shared(
                views.named(iri, labels[iri]),
                int(row["number"].value),
                [value for value, _ in both],
                tuple(begun),
                tuple(begun[key] for _, key in both),
            )
        )
    return sorted(found, key=lambda one: (-one.number, one.other.text.casefold()))


def _begun(shared: str) -> dict[str, str]:
    """Read what two have in common: IRIs and, behind a bar, the first day by which it had begun."""
    found: dict[str, str] = {}
    for key, _, day in (token.partition("|") for token in sorted(shared.split())):
        found.setdefault(key, day)
    return found


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
