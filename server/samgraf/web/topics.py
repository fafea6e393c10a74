"""The page of a topic: what it means, who cooperates on it, since when, and who pays for it."""

from dataclasses import dataclass

from markupsafe import Markup

from samgraf.store.rows import Term
from samgraf.terms import SG, SKOS

from . import maps
from .addresses import local, shown_iri
from .concepts import around, meaning, ties
from .dates import day
from .items import Parts, all_of, called, items
from .items import named as in_a_row
from .languages import reader
from .shelves import Shelf
from .site import Rows, site
from .texts import gettext
from .thing_facts import Thing, shown, thing_of
from .views import Value, best, text

MOST = 2000
"""So many actors are counted."""
_NEVER = "9999"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who cooperates on a topic."""

    iri: str
    name: Value
    kind: str
    country: str


@dataclass(frozen=True, slots=True)
class Together:
    """One cooperation of a list: who, and the day by which it had begun."""

    name: Value
    begun: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A country, and how many of its actors cooperate on a topic."""

    iri: str
    name: str
    count: int


def topic_page(iri: str) -> str:
    """Show a topic: who cooperates on it, where, since when, and what pays for it."""
    about, here = thing_of(iri, None), site()
    actors = here.once(f"actors on {iri} in {reader()}", lambda: _actors(about.term))
    shelf = Shelf.of([actor.iri for actor in actors])
    relations = here.rows("pages/topic-relations", thing=about.term)
    counted = here.rows("pages/topic-counts", thing=about.term)
    return shown(
        "topic.html",
        about,
        dict.fromkeys(map(str, (SG.cooperatesOn, SG.topic, SKOS.broader))),
        beside=around(about.term),
        meaning=meaning(about),
        ties=ties(about),
        actors=_page(actors, shelf),
        shelf=shelf,
        most_actors=MOST,
        ranking=_ranking(here.rows("pages/topic-countries", thing=about.term)),
        map=_map(about, actors),
        counts={shown_iri(row["class"].value): int(row["count"].value) for row in counted},
        since=_since(counted),
        programmes=_of(relations, SG.Programme) + _of(relations, SG.Call),
        plans=_of(relations, SG.PolicyPlan),
        cooperations=_together(relations),
    )


def _page(actors: list[Actor], shelf: Shelf) -> list[Actor]:
    wanted = set(shelf.shown)
    return [actor for actor in actors if actor.iri in wanted]


def _actors(term: str) -> list[Actor]:
    """Return who cooperates on a topic today, by name."""
    names: dict[str, list[Term]] = {}
    told: dict[str, tuple[str, str]] = {}
    for row in site().rows("pages/topic-actors", thing=term):
        iri = row["item"].value
        names.setdefault(iri, []).extend([row["label"]] if "label" in row else [])
        told.setdefault(iri, (text(row, "class"), text(row, "country")))
    found = [_actor(iri, labels, *told[iri]) for iri, labels in names.items()]
    return sorted(found, key=lambda actor: (actor.name.text.casefold(), actor.iri))


def _actor(iri: str, labels: list[Term], kind: str, country: str) -> Actor:
    label = best(labels, iri)
    name = label.value if label else shown_iri(iri)
    language = label.language if label else None
    return Actor(iri, Value(name, local(iri), language), kind.rpartition("#")[2], country)


def _ranking(rows: Rows) -> list[Ranked]:
    """Return the countries with most actors first."""
    labels: dict[str, list[Term]] = {}
    counts: dict[str, int] = {}
    for row in rows:
        iri = row["country"].value
        counts[iri] = int(row["count"].value)
        labels.setdefault(iri, []).extend([row["label"]] if "label" in row else [])
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [Ranked(iri, _country(iri, labels[iri]), count) for iri, count in ranked]


def _country(iri: str, labels: list[Term]) -> str:
    label = best(labels, iri)
    return label.value if label else iri.rpartition("/")[2]


def _map(about: Thing, actors: list[Actor]) -> Markup:
    members = [actor.iri for actor in actors]
    title = gettext(
        "Map of who cooperates on %(topic)s; the list names them", topic=about.heading.text
    )
    return maps.network(site(), members, title)


def _since(counted: Rows) -> str:
    """Return the day by which the first of the cooperations had begun, in words."""
    days = [text(row, "since") for row in counted if row["class"].value == str(SG.Cooperation)]
    return day(days[0]) if days and days[0] and days[0] != _NEVER else ""


def _of(rows: Rows, kind: str) -> list[Value]:
    every = items([row for row in rows if row["class"].value == str(kind)])
    return sorted(
        (called(iri, parts) for iri, parts in every.items()), key=lambda v: v.text.casefold()
    )


def _together(rows: Rows) -> list[Together]:
    every = items([row for row in rows if row["class"].value == str(SG.Cooperation)])
    found = [Together(_parties(iri, parts), _begun(parts)) for iri, parts in every.items()]
    return sorted(found, key=lambda one: (one.name.text.casefold(), one.name.link or ""))


def _parties(iri: str, parts: Parts) -> Value:
    parties = all_of(parts, SG.collectiveParticipant) or all_of(parts, SG.participant)
    return Value(in_a_row(parties) or shown_iri(iri), local(iri))


def _begun(parts: Parts) -> str:
    found = all_of(parts, SG.beginsNotAfter)
    return day(found[0].written) if found else ""
