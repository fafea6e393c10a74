"""The home page: one question, one search box, the map, what there is, and the ways in."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Blueprint, render_template

from samgraf import queries
from samgraf.linking.search import Asked
from samgraf.queries import NamedQuery
from samgraf.store.rows import Term
from samgraf.terms import BASE, SG, XSD

from . import maps, views
from .addresses import local, shown_iri
from .found import label
from .languages import reader
from .shown import COUNTRIES
from .site import Rows, Site, site
from .views import Value

blueprint = Blueprint("home", __name__)

NEWCOMERS = "newcomers"
"""The tag of the questions that stand on the home page; their rows are counted at build."""

Table = dict[str, dict[str, tuple[int, int]]]
_TRIES = (
    ("Trekantområdet", "id/actor/dk-trekantomraadet"),
    ("Vestegnssamarbejdet", "id/actor/dk-vestegnssamarbejdet"),
    ("Haderslev", "id/actor/dk-haderslev"),
    ("Kristiansand", "id/actor/no-kristiansand"),
)


@dataclass(slots=True)
class Event:
    """One change of public bodies: what it was, when, and who stood before and after it."""

    link: str
    kind: str
    date: str
    before: list[Value] = field(default_factory=list)
    after: list[Value] = field(default_factory=list)


@blueprint.get("/")
def home() -> str:
    """Show the search, what the graph holds and the ways in."""
    here = site()
    manifest = here.manifest()
    statistics = manifest["statistics"]
    actors = actor_table(statistics["actors"])
    return render_template(
        "home.html",
        manifest=manifest,
        tries=here.once("tries", lambda: _tries(here)),
        now={kind: sum(n for n, _ in rows.values()) for kind, rows in actors.items()},
        relations=_counts(statistics["relations"]),
        evidence=_counts(statistics["evidence"]),
        countries=countries(here, actors),
        questions=here.once("newcomers", lambda: queries.tagged(NEWCOMERS)),
        rows={name: int(rows) for name, rows in statistics.get("questions", [])},
        latest=[_event(rows) for rows in here.once("latest", lambda: _latest(here))],
        north=maps.north(here),
    )


def actor_table(rows: list[list[str]]) -> Table:
    """Turn class, country, actors, current into classes by country; class names without IRIs."""
    table: Table = {}
    for kind, country, actors, current in rows:
        by_country = table.setdefault(kind.removeprefix(SG), {})
        by_country[country.rpartition("/")[2]] = (int(current), int(actors))
    return table


def countries(here: Site, actors: Table) -> list[tuple[str, str, dict[str, tuple[int, int]]]]:
    """Return code, name and counts by class of each country that has actors."""
    found, labels, language = [], here.index().labels, reader()
    for code, name in COUNTRIES.items():
        counts = {kind: rows[code] for kind, rows in actors.items() if code in rows}
        if counts:
            told = label(labels, "country", code, language)
            found.append((code, name if told == code else told, counts))
    return found


def questions_to_begin_with() -> list[NamedQuery]:
    """Return the questions of the home page and the further examples, each once."""
    found = [*queries.tagged(NEWCOMERS), *map(queries.named, queries.names("examples/"))]
    return list({query.name: query for query in found}.values())


def _counts(rows: list[list[str]]) -> dict[str, list[int]]:
    return {kind.removeprefix(SG): [int(n) for n in numbers] for kind, *numbers in rows}


def _tries(here: Site) -> list[tuple[str, str]]:
    """Return names to try, those that this graph has."""
    index, found = here.index(), []
    for name, path in _TRIES:
        hits = index.find(Asked(name, limit=1), counted=False).hits
        if hits and hits[0].entry.path == path:
            found.append((name, local(BASE + path) or ""))
    return found


def _latest(here: Site) -> list[Rows]:
    """Return the rows of each of the last events before the data date."""
    day = here.manifest()["data_date"]
    rows = here.rows("pages/latest-events", on=f'"{day}"^^<{XSD.date}>')
    grouped: dict[str, Rows] = {}
    for row in rows:
        grouped.setdefault(row["event"].value, []).append(row)
    return list(grouped.values())


def _event(rows: Rows) -> Event:
    """Put an event into the words of the reader."""
    first = rows[0]
    kind = views.best(row["kindLabel"] for row in rows if "kindLabel" in row)
    words = kind.value if kind else shown_iri(first["kind"].value)
    event = Event(local(first["event"].value) or "", words, first["date"].value)
    for side, value in _sides(rows):
        (event.before if side == "before" else event.after).append(value)
    return event


def _sides(rows: Rows) -> Iterator[tuple[str, Value]]:
    names: dict[tuple[str, str], list[Term]] = {}
    for row in rows:
        key = (row["side"].value, row["actor"].value)
        names.setdefault(key, []).extend([row["name"]] if "name" in row else [])
    for (side, actor), labels in names.items():
        best = views.best(labels, actor)
        language = best.language if best else None
        yield side, Value(best.value if best else shown_iri(actor), local(actor), language)
