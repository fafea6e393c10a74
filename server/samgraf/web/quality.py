"""How well the facts are supported: sources, age and coverage, in plain words and numbers.

The numbers are rows of the version's statistics; ``/quality.ttl`` has the same ones as data.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext

from samgraf.terms import SG

from .about import Grid, by_country, country_name, grid
from .shown import spaced
from .site import Site, site
from .words import words

blueprint = Blueprint("quality", __name__)

Rows = Sequence[Sequence[str]]
_AGES = (1, 4, 9)
"""The most years since the last attestation in each group but the last two."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts: its columns in words, and rows with a name."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Uneven:
    """The country where most of a kind are known, and one where few are."""

    kind: str
    most: str
    many: str
    least: str
    few: str


@dataclass(frozen=True, slots=True)
class Known:
    """How much is known of a country: memberships that a source names, and bare municipalities."""

    country: str
    memberships: int
    bare: int
    municipalities: int


def known_of(here: Site, country: str) -> Known:
    """Count what is known of a country by its IRI, from the statistics of the version."""
    statistics = here.manifest()["statistics"]
    counted = (
        int(number)
        for kind, place, sources, number in statistics.get("relations-by-sources", [])
        if kind == str(SG.Membership) and place == country and int(sources)
    )
    gaps = {
        gap: (int(missing), int(every))
        for gap, place, missing, every in statistics.get("gaps-by-country", [])
        if place == country
    }
    name = country_name(here, country.rpartition("/")[2])
    return Known(name, sum(counted), *gaps.get("municipality of today in no known body", (0, 0)))


@blueprint.get("/about/quality")
def quality() -> str:
    """Tell how many sources support the facts, how old they are, and how uneven coverage is."""
    here = site()
    manifest = here.manifest()
    statistics = manifest["statistics"]
    return render_template(
        "quality.html",
        manifest=manifest,
        sources=by_sources(statistics),
        ages=by_age(statistics, int(manifest["data_date"][:4])),
        countries=_memberships(here, statistics),
        actors=actors_of_today(here, statistics),
        uneven=_uneven(here, statistics),
        gaps=by_country(here, statistics),
    )


def actors_of_today(here: Site, statistics: Mapping[str, Any]) -> Grid:
    """Count the actors of today by class and country."""
    cells = {
        (words(kind), country): spaced(int(current))
        for kind, country, _all, current in statistics.get("actors", [])
    }
    return grid(here, cells)


def by_sources(statistics: Mapping[str, Any]) -> Table:
    """Count relations of each class by the number of their sources."""
    columns = (gettext("no source"), gettext("one source"), gettext("two and more"))
    rows = statistics.get("relations-by-sources", [])
    return _table(columns, rows, lambda row: min(int(row[2]), 2))


def by_age(statistics: Mapping[str, Any], year: int) -> Table:
    """Count relations of each class by the years from their last attestation to the data date."""
    columns = (
        gettext("0 to 1 years"),
        gettext("2 to 4 years"),
        gettext("5 to 9 years"),
        gettext("10 years and more"),
        gettext("undated"),
    )

    def group(row: Sequence[str]) -> int:
        if not row[2]:
            return len(_AGES) + 1
        age = year - int(row[2])
        return next((n for n, most in enumerate(_AGES) if age <= most), len(_AGES))

    return _table(columns, statistics.get("relations-by-last-seen", []), group)


def _table(columns: tuple[str, ...], rows: Rows, group: Callable[[Sequence[str]], int]) -> Table:
    """Add up the last column of rows by their first, in the groups of the columns."""
    found: dict[str, Counter[int]] = {}
    for row in rows:
        found.setdefault(row[0], Counter())[group(row)] += int(row[-1])
    cells = {
        kind: tuple(spaced(counts[n]) for n in range(len(columns)))
        for kind, counts in found.items()
    }
    named = sorted((words(kind), told) for kind, told in cells.items())
    return Table(columns, tuple(named))


def _memberships(here: Site, statistics: Mapping[str, Any]) -> Grid:
    """Count the memberships of each country by the number of their sources."""
    names = (gettext("no source"), gettext("one source"), gettext("two and more"))
    cells: Counter[tuple[str, str]] = Counter()
    for kind, country, sources, number in statistics.get("relations-by-sources", []):
        if kind == str(SG.Membership) and country:
            cells[names[min(int(sources), 2)], country] += int(number)
    ordered = sorted(cells, key=lambda cell: names.index(cell[0]))
    return grid(here, {cell: spaced(cells[cell]) for cell in ordered})


def _uneven(here: Site, statistics: Mapping[str, Any]) -> Uneven | None:
    """Find the kind of actors of today whose number differs most between two countries."""
    counts = {
        row[1]: int(row[3])
        for row in statistics.get("actors", [])
        if row[0] == str(SG.StateBody) and int(row[3])
    }
    if len(counts) < 2:
        return None
    most, least = max(sorted(counts), key=counts.get), min(sorted(counts), key=counts.get)  # type: ignore[arg-type]
    named = (country_name(here, iri.rpartition("/")[2]) for iri in (most, least))
    first, last = named
    return Uneven(
        words(str(SG.StateBody)), first, spaced(counts[most]), last, spaced(counts[least])
    )
