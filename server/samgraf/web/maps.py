"""Maps of the served version: drawn once for each, from the coordinates and memberships in it."""

from collections import defaultdict

from markupsafe import Markup

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


def places(site: Site) -> tuple[Place, ...]:
    """Return the municipalities of today that have coordinates."""
    return site.once("places", lambda: _places(site))


def networks(site: Site) -> dict[str, tuple[str, ...]]:
    """Return the municipalities in each cooperation body, by their IRIs."""
    return site.once("networks", lambda: _networks(site))


def north(site: Site) -> Markup:
    """Return the map of the whole north."""
    return site.once("north", lambda: _north(site))


def network(site: Site, iri: str, name: str) -> Markup:
    """Return the map of a cooperation body; '' where no member of it has coordinates."""
    return site.once(f"network {iri}", lambda: _network(site, iri, name))


def _places(site: Site) -> tuple[Place, ...]:
    found = dict[str, Place]()
    current = {BASE + e.path: e for e in site.entries("Municipality") if e.current and e.countries}
    for row in site.rows("pages/map"):
        iri = row["actor"].value
        point, entry = _degrees(row["point"].value), current.get(iri)
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


def _network(site: Site, iri: str, name: str) -> Markup:
    members = networks(site).get(str(iri), ())
    title = f"Map of {seen(name)}: its members; the table on this page names them"
    drawn = network_map(
        outlines.built(), places(site), members, title, lambda place: local(place.key) or "#"
    )
    return Markup(drawn)
