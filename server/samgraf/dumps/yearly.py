"""The networks of each year as files: who was in which body, and who shared bodies with whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from samgraf.networks import days, writing
from samgraf.networks.about import Origin as Told
from samgraf.networks.asked import Asked
from samgraf.networks.days import Day
from samgraf.networks.reading import Material, questions
from samgraf.store.loading import Bench

from .listing import Content
from .origin import Origin
from .shelf import Shelf

FIRST_YEAR = 1970
"""The first year that has files; that of the first graph of shortcuts too."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One projection of the ties of a year.

    Members of bodies are told with the associations of all authorities, as the yearly graphs of the
    store have them; these link everybody to everybody, and so are left out of who shares a body.
    """

    stem: str
    holds: str
    mode: str
    associations: bool


KINDS = (
    Kind("members", "network-of-members", "two", True),
    Kind("shared", "network-of-shared-bodies", "one", False),
)

_FORMS = {"graphml": (".graphml", "application/graphml+xml"), "edges": (".csv", "text/csv")}


def write(shelf: Shelf, bench: Bench, origin: Origin) -> None:
    """Put the networks of each year that has any on a shelf."""
    material = _material(bench, origin)
    for day in _years(origin):
        for kind in KINDS:
            _put(shelf, material, day, kind, origin)


def _put(shelf: Shelf, material: Material, day: Day, kind: Kind, origin: Origin) -> None:
    asked = Asked((day,), mode=kind.mode, associations=kind.associations)
    told = Told(origin.version, origin.data_date)
    for form, file in writing.files(material, asked, [*_FORMS], told).items():
        ending, media_type = _FORMS[form]
        stem, year = f"{kind.stem}-{day.name}{ending}", int(day.name)
        what = Content(stem, "networks", kind.holds, media_type, rows=file.edges, year=year)
        if file.edges:
            shelf.put(what, "".join(file.parts).encode(), ".gz")


def _material(bench: Bench, origin: Origin) -> Material:
    """Read everything that held on some day since the first year."""
    first = Day(f"{FIRST_YEAR}-01-01", "")
    asked = Asked((first, Day(origin.data_date, "")))
    answers: Mapping[str, bytes] = {
        query.name: bench.answer(query.name, query.text, terms) for query, terms in questions(asked)
    }
    return Material.of(answers)


def _years(origin: Origin) -> Iterator[Day]:
    data = date.fromisoformat(origin.data_date)
    for year in range(FIRST_YEAR, data.year + 1):
        yield from _year(year, data)


def _year(year: int, data: date) -> Sequence[Day]:
    return days.panel(str(year), str(year), data)
