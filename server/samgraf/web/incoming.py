"""What points to a thing, by property: counted, fifty of each, and further pages of one."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from flask import abort, request

from . import paging, views
from .addresses import shown_iri
from .projects import project_of
from .site import Rows, site


@dataclass(frozen=True, slots=True)
class Incoming:
    """The things that point to this one by one property."""

    iri: str
    things: list[views.Value]
    count: int
    page: int = 1

    @property
    def opened(self) -> bool:
        """Whether a reader asked for a page of it."""
        return bool(request.args.get("in") == self.name)

    @property
    def name(self) -> str:
        """The property as addresses name it."""
        return shown_iri(self.iri)

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return max(1, -(-self.count // paging.ROWS))

    def link(self, page: int) -> str:
        """Return the address of a page of it."""
        return paging.changed(**{"in": self.name, "page": str(page)}) + "#incoming"


def incoming(term: str, shown: Collection[str]) -> list[Incoming]:
    """Return what points to a thing, but for the properties that the page shows elsewhere."""
    return [group for group in everything(term) if group.iri not in shown]


def everything(term: str) -> list[Incoming]:
    """Return what points to a thing by each property."""
    rows = site().rows("pages/incoming", thing=term)
    counts = {row["property"].value: int(row["count"].value) for row in rows}
    things = views.values(_subjects(rows), "property", "value")
    groups = [Incoming(name, _sorted(things[name]), counts[name]) for name in sorted(counts)]
    if "in" in request.args:
        groups = [_opened(term, group) for group in groups]
    return groups


def _opened(term: str, group: Incoming) -> Incoming:
    """Turn to the page of a group that the request asks for."""
    page = paging.number("page") if group.opened else 1
    if page == 1:
        return group
    if page > group.pages:
        abort(404)
    offset, name = (page - 1) * paging.ROWS, f"<{group.iri}>"
    rows = site().rows_from(offset, "pages/incoming-part", thing=term, property=name)
    things = views.values(_subjects(rows), "property", "value").get(group.iri, [])
    return Incoming(group.iri, _sorted(things), group.count, page)


def _sorted(things: list[views.Value]) -> list[views.Value]:
    return sorted(map(_called, things), key=views.by_name)


def _called(thing: views.Value) -> views.Value:
    """Call the cooperation in a project by the project."""
    found = project_of(thing.title or "")
    if found is None:
        return thing
    return replace(thing, text=found[1].value, language=found[1].language)


def _subjects(rows: Rows) -> Rows:
    return [{**row, "value": row["subject"]} for row in rows]
