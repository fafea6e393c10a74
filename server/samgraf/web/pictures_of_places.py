"""An answer as a map: its points, or its things whose coordinates are known."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from samgraf.drawing import outlines
from samgraf.drawing.plane import Place
from samgraf.drawing.spots import MOST_LINKS, Spot, spots_map

from . import maps
from .pictures_told import Drawn, Told, address, plain
from .results_read import Row
from .results_views import Column, point
from .site import Site, site
from .texts import ngettext


def known(here: Site) -> Mapping[str, Place]:
    """Return the municipalities that have coordinates, of today and of old, by their IRIs."""
    try:
        return here.once("every place", lambda: maps.every_place(here))
    except FileNotFoundError:  # a store in memory alone has no index
        return {}


def drawn(told: Told) -> Drawn:
    """Draw the rows that have a place."""
    spots = list(_spots(told))
    gathered = list(_together(spots))
    if not gathered:
        return Drawn("", 0)
    made = spots_map(outlines.built(), gathered, told.title, told.text)
    said = []
    if lost := len(told.rows) - len(spots):
        said.append(ngettext("%(num)s row has no place.", "%(num)s rows have no place.", lost))
    if made.outside:
        said.append(
            ngettext(
                "%(num)s point lies outside of the map.",
                "%(num)s points lie outside of the map.",
                made.outside,
            )
        )
    if made.linked == MOST_LINKS:
        said.append(
            ngettext("%(num)s of them is a link.", "%(num)s of them are links.", MOST_LINKS)
        )
    return Drawn(made.svg if made.outside < len(gathered) else "", len(told.rows), tuple(said))


def _spots(told: Told) -> Iterator[Spot]:
    """Yield a point for each row that has one."""
    places, numbers = known(site()), told.choice.of("number")
    for row in told.rows:
        found = _point(told, row, places)
        if found is None:
            continue
        name, link, (lon, lat) = found
        weight = (told.value(row, numbers[0]) if numbers else None) or 0.0
        yield Spot(name, link, lat, lon, weight, _people(row, told.choice.of("place"), places))


def _people(row: Row, columns: list[Column], places: Mapping[str, Place]) -> int:
    """Return how many people live in the place of a row, where that is known."""
    terms = (row[column.place] for column in columns)
    known_ones = (places[term.value] for term in terms if term and term.value in places)
    return max((place.population for place in known_ones), default=0)


def _point(
    told: Told, row: Row, places: Mapping[str, Place]
) -> tuple[str, str, tuple[float, float]] | None:
    """Return name, address and place of a row: by its point, its degrees or its thing."""
    for column in told.choice.of("point"):
        if (at := point(row[column.place])) is not None and _on_earth(at):
            return told.name(row), told.href(row), at
    north, east = told.choice.of("latitude")[:1], told.choice.of("longitude")[:1]
    if north and east:
        lat, lon = told.value(row, north[0]), told.value(row, east[0])
        if lat is not None and lon is not None and _on_earth((lon, lat)):
            return told.name(row), told.href(row), (lon, lat)
    return _thing(row, told.choice.of("place"), places)


def _thing(
    row: Row, columns: list[Column], places: Mapping[str, Place]
) -> tuple[str, str, tuple[float, float]] | None:
    for column in columns:
        term = row[column.place]
        place = places.get(term.value) if term is not None else None
        if place is not None:
            return plain(place.name), address(term), (place.lon, place.lat)
    return None


def _on_earth(at: tuple[float, float]) -> bool:
    return -180 <= at[0] <= 180 and -90 <= at[1] <= 90


def _together(spots: list[Spot]) -> Iterator[Spot]:
    """Make one of the points of a name in one place; their weights add up."""
    same: dict[tuple[str, str, float, float, float], list[float]] = defaultdict(list)
    for spot in spots:
        same[spot.name, spot.href, spot.lat, spot.lon, spot.rank].append(spot.weight)
    for (name, href, lat, lon, rank), weights in same.items():
        yield Spot(name, href, lat, lon, sum(weights), rank)
