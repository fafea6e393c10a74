"""The map of what was found: which municipalities and networks of a result are drawn."""

from dataclasses import dataclass
from itertools import islice

from flask_babel import gettext
from markupsafe import Markup

from samgraf.drawing import outlines
from samgraf.drawing.found import Ground, Network, found_map
from samgraf.drawing.north import ground, spots
from samgraf.linking.search import Asked
from samgraf.terms import BASE

from .addresses import local
from .maps import framed, networks, places
from .site import Site

MOST_LINKS = 160
"""Municipalities that are links on one map, the largest first; more are dots without a name."""

MOST_NETWORKS = 90
"""Networks that are drawn on one map; of both kinds together fewer, or the page grows too big."""

_TOGETHER = (100, 50)

_MOST_FOUND = 5000


@dataclass(frozen=True, slots=True)
class FoundMap:
    """A drawing, and how much of a result it shows."""

    svg: Markup
    municipalities: int
    drawn: int
    linked: int
    networks: int
    stars: int


def of(site: Site, asked: Asked) -> FoundMap:
    """Draw the municipalities and networks of a result."""
    base = site.once("ground", lambda: _ground(site))
    index = site.index()
    towns, town_count = index.paths(asked, "Municipality", _MOST_FOUND)
    bodies, body_count = index.paths(asked, "CooperationBody", _MOST_FOUND)
    here = [base.places[BASE + path] for path in towns if BASE + path in base.places]
    here.sort(key=lambda place: (-place.population, place.key))
    links, stars = MOST_LINKS, _stars(site, base, bodies)
    if here and stars:
        links, stars = _TOGETHER[0], stars[: _TOGETHER[1]]
    linked = [(place, local(place.key) or "#") for place in here[:links]]
    title = gettext("Map of what was found; the list names everything")
    svg = found_map(base, linked, (place.key for place in here[links:]), stars, title)
    return FoundMap(framed(Markup(svg)), town_count, len(here), len(linked), body_count, len(stars))


def _ground(site: Site) -> Ground:
    every = places(site)
    return Ground(ground(outlines.built()), {p.key: p for p in every}, spots(every))


def _stars(site: Site, base: Ground, paths: list[str]) -> list[Network]:
    """Return the networks that have members on the map."""
    members, names = networks(site), site.once("names of networks", lambda: _names(site))
    iris = (BASE + path for path in paths)
    found = (
        Network(names[iri], local(iri) or "#", members[iri])
        for iri in iris
        if iri in names and any(key in base.places for key in members.get(iri, ()))
    )
    return list(islice(found, MOST_NETWORKS))


def _names(site: Site) -> dict[str, str]:
    return {BASE + entry.path: entry.shown().name for entry in site.entries("CooperationBody")}
