"""The home page: one question, one search box, the map, what there is, and the ways in."""

from flask import Blueprint, render_template

from samgraf import queries
from samgraf.terms import SG

from . import maps
from .languages import told
from .shown import COUNTRIES
from .site import site

blueprint = Blueprint("home", __name__)

Table = dict[str, dict[str, tuple[int, int]]]
EXAMPLES = "examples/"
"""Where the questions lie that a reader may begin with."""

_MOST = 6


@blueprint.get("/")
def home() -> str:
    """Show the search, what the graph holds and the ways in."""
    here = site()
    manifest = here.manifest()
    statistics = manifest["statistics"]
    actors = actor_table(statistics["actors"])
    examples = [queries.named(name) for name in queries.names(EXAMPLES)]
    return render_template(
        "home.html",
        manifest=manifest,
        actors=actors,
        now={kind: sum(n for n, _ in rows.values()) for kind, rows in actors.items()},
        relations=_counts(statistics["relations"]),
        evidence=_counts(statistics["evidence"]),
        countries=countries(actors),
        examples=examples[:_MOST],
        north=maps.north(here),
    )


def actor_table(rows: list[list[str]]) -> Table:
    """Turn class, country, actors, current into classes by country; class names without IRIs."""
    table: Table = {}
    for kind, country, actors, current in rows:
        by_country = table.setdefault(kind.removeprefix(SG), {})
        by_country[country.rpartition("/")[2]] = (int(current), int(actors))
    return table


def countries(actors: Table) -> list[tuple[str, str, dict[str, tuple[int, int]]]]:
    """Return code, name and counts by class of each country that has actors."""
    found = []
    for code, name in COUNTRIES.items():
        counts = {kind: rows[code] for kind, rows in actors.items() if code in rows}
        if counts:
            found.append((code, told(name), counts))
    return found


def _counts(rows: list[list[str]]) -> dict[str, list[int]]:
    return {kind.removeprefix(SG): [int(n) for n in numbers] for kind, *numbers in rows}
