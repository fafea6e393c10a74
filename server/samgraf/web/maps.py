"""Maps of the served version: drawn once for each, from the coordinates and memberships in it."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache, partial

from flask_babel import gettext
from markupsafe import Markup, escape

from samgraf.drawing import outlines
from samgraf.drawing.members import network_map
from samgraf.drawing.north import Lit, whole_north
from samgraf.drawing.plane import Place
from samgraf.terms import BASE, ID

from .addresses import local
from .seen import seen
from .site import Site

_LIT = ("actor/dk-trekantomraadet", "Trekantområdet")
"""The network that is lit on the home page, where the graph has it."""

_TITLE = "\N{REPLACEMENT CHARACTER}title"
"""What stands in a drawn map for its title, which is in the reader's language."""

_KEPT = 512
"""Maps of networks that are kept; strangers can ask for one of each day."""


def places(site: Site) -> tuple[Place, ...]:
    """Return the municipalities of today that have coordinates."""
    return site.once("places", lambda: _places(site))


def networks(site: Site) -> dict[str, tuple[str, ...]]:
    """Return the municipalities in each cooperation body, by their IRIs."""
    return site.once("networks", lambda: _networks(site))


def north(site: Site) -> Markup:
    """Return the map of the whole north, its frames named as the reader does."""
    return framed(site.once("north", lambda: _north(site)))


def framed(drawn: Markup) -> Markup:
    """Name the frames of islands that lie far off as the reader does."""
    names = (
        ("Iceland", gettext("Iceland")),
        ("Greenland", gettext("Greenland")),
        ("Faroes", gettext("Faroes")),
    )
    for name, told in names:
        drawn = drawn.replace(f">{name}<", Markup(">{}<").format(told))
    return drawn


def network(site: Site, members: Iterable[str], title: str) -> Markup:
    """Return the map of some members, by their IRIs; '' where none of them has coordinates."""
    drawn = site.once("network maps", lambda: lru_cache(_KEPT)(partial(_network, site)))
    return drawn(tuple(sorted(members))).replace(_TITLE, escape(seen(title)))


def _ended(site: Site) -> dict[str, Place]:
    """Return the municipalities of old that have coordinates, by their IRIs."""
    return site.once("ended places", lambda: {p.key: p for p in _places(site, current=False)})


def every_place(site: Site) -> dict[str, Place]:
    """Return the municipalities of today and of old that have coordinates, by their IRIs."""
    return _ended(site) | {place.key: place for place in places(site)}


def unplaced(site: Site, members: Iterable[str]) -> int:
    """Count the members that have no place on a map."""
    known = {place.key for place in places(site)} | _ended(site).keys()
    return len(set(members) - known)


def _places(site: Site, *, current: bool = True) -> tuple[Place, ...]:
    found = dict[str, Place]()
    entries = (e for e in site.entries("Municipality") if e.countries and e.current == current)
    wanted = {BASE + e.path: e for e in entries}
    for row in site.rows("pages/map"):
        iri = row["actor"].value
        point, entry = _degrees(row["point"].value), wanted.get(iri)
        if entry is not None and point is not None:
            people = _number(row["population"].value) if "population" in row else 0
            name, country = seen(entry.shown().name), entry.countries[0]
            found[iri] = Place(iri, name, country, point[1], point[0], people)
    return tuple(found.values())


def _number(text: str) -> int:
    """Read a number of people; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _degrees(text: str) -> tuple[float, float] | None:
    """Read a point of GeoSPARQL, longitude before latitude; None for anything else."""
    head, _, rest = text.partition("(")
    try:
        lon, lat = map(float, rest.rstrip(") ").split())
    except ValueError:
        return None
    inside = -180 <= lon <= 180 and -90 <= lat <= 90
    return (lon, lat) if head.strip().upper() == "POINT" and inside else None


def _networks(site: Site) -> dict[str, tuple[str, ...]]:
    members: dict[str, list[str]] = defaultdict(list)
    for row in site.rows("pages/networks"):
        members[row["body"].value].append(row["member"].value)
    return {body: tuple(found) for body, found in members.items()}


def _north(site: Site) -> Markup:
    every = networks(site)
    thing, name = _LIT
    lit = every.get(f"{ID}{thing}", ())
    others = [members for body, members in every.items() if body != f"{ID}{thing}"]
    svg = whole_north(outlines.built(), places(site), others, Lit(name, lit) if lit else None)
    return Markup(svg)


def _network(site: Site, members: tuple[str, ...]) -> Markup:
    """Draw a map once for all languages: they differ in its title alone."""
    known = places(site)
    ended = tuple(p for key, p in _ended(site).items() if key in members)
    drawn = network_map(
        outlines.built(), (*known, *ended), members, _TITLE, lambda place: local(place.key) or "#"
    )
    return Markup(drawn)
