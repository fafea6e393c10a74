"""Pages about the graph: how it is made and what it lacks, its addresses, accessibility."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template
from flask_babel import gettext

from .addresses_told import told
from .found import label
from .languages import reader
from .shown import spaced
from .site import Site, site

blueprint = Blueprint("about", __name__)

Rows = Iterable[list[str]]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many memberships are known to hold at the end of each year, by country."""

    countries: tuple[str, ...]
    years: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    """Each year with memberships and bodies of each country."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a column for each country; a cell is '' where there is nothing to count."""

    countries: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@blueprint.get("/about")
def about() -> str:
    """Tell how facts are read, dated and weighed, and what is not known."""
    here = site()
    statistics = here.manifest()["statistics"]
    return render_template(
        "about.html",
        manifest=here.manifest(),
        coverage=coverage(here, statistics),
        by_country=by_country(here, statistics),
        gaps=[(words(gap), int(count)) for gap, count in statistics["gaps"]],
    )


@blueprint.get("/about/api")
def api() -> str:
    """Tell every public address, each with an example to run."""
    groups = told(site(), set(current_app.view_functions))
    return render_template("api.html", groups=groups)


@blueprint.get("/about/accessibility")
def accessibility() -> str:
    """Tell how accessible the pages are, what was tested and what is not known."""
    return render_template("accessibility.html", manifest=site().manifest())


def coverage(here: Site, statistics: Mapping[str, Any]) -> Coverage:
    """Arrange the counts of memberships by year and country."""
    rows: Rows = statistics.get("coverage", [])
    found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for country, year, bodies, memberships in rows:
        found[year][country.rpartition("/")[2]] = (int(memberships), int(bodies))
    codes = sorted({code for counts in found.values() for code in counts})
    years = ((year, tuple(found[year].get(c, (0, 0)) for c in codes)) for year in sorted(found))
    return Coverage(tuple(country_name(here, code) for code in codes), tuple(years))


def by_country(here: Site, statistics: Mapping[str, Any]) -> Grid:
    """Return how many things of each country have a gap, of how many."""
    rows: Rows = statistics.get("gaps-by-country", [])
    told = gettext("%(missing)s of %(all)s", missing="{}", all="{}")
    cells = {
        (words(gap), country): told.format(spaced(int(missing)), spaced(int(every)))
        for gap, country, missing, every in rows
    }
    return grid(here, cells)


def grid(here: Site, cells: Mapping[tuple[str, str], str]) -> Grid:
    """Arrange cells by row and IRI of a country."""
    countries = sorted({country for _, country in cells})
    rows = dict.fromkeys(row for row, _ in cells)
    return Grid(
        tuple(country_name(here, country.rpartition("/")[2]) for country in countries),
        tuple((row, tuple(cells.get((row, c), "") for c in countries)) for row in rows),
    )


def country_name(here: Site, code: str) -> str:
    """Name a country in the reader's language."""
    return label(here.index().labels, "country", code, reader())


def words(gap: str) -> str:
    """Name a gap as the statistics do, in the reader's language."""
    known: dict[str, str] = {
        "cooperation body without a known form": gettext("cooperation body without a known form"),
        "cooperation body without a known member": gettext(
            "cooperation body without a known member"
        ),
        "membership without a known start": gettext("membership without a known start"),
        "municipality of today in no known body": gettext("municipality of today in no known body"),
        "municipality without a link to the same thing elsewhere": gettext(
            "municipality without a link to the same thing elsewhere"
        ),
        "municipality without an official code": gettext("municipality without an official code"),
        "source without a stated licence": gettext("source without a stated licence"),
    }
    return known.get(gap, gap)
