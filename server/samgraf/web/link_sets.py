"""The link sets of the served version: to which data of others things are tied, and how."""

from dataclasses import dataclass

from samgraf.store.rows import Term
from samgraf.terms import CODE

from . import views
from .site import Rows, site


@dataclass(frozen=True, slots=True)
class LinkSet:
    """One link set; an address of it is ``start``, an identifier and ``end``."""

    slug: str
    iri: str
    predicate: str
    start: str
    end: str
    others: tuple[str, ...]
    """What stands before the same identifier where others write the address."""
    register: str
    """The slug of the register whose codes are its identifiers, '' for none."""
    count: int
    day: str
    labels: tuple[Term, ...]

    def address(self, identifier: str) -> str:
        """Return the address of an identifier."""
        return f"{self.start}{identifier}{self.end}"

    def named(self) -> views.Value:
        """Return its name in the reader's language."""
        return views.named(self.iri, self.labels)


def link_sets() -> tuple[LinkSet, ...]:
    """Return the link sets of the served version, in the order of their IRIs."""
    return site().once("link sets", _read)


def of_address(address: str, predicate: str) -> LinkSet | None:
    """Return the link set that a tie of a thing belongs to."""
    sets = [one for one in link_sets() if address.startswith(one.start)]
    return next((one for one in sets if one.predicate == predicate), next(iter(sets), None))


def _read() -> tuple[LinkSet, ...]:
    found: dict[str, Rows] = {}
    for row in site().rows("pages/link-sets"):
        found.setdefault(row["set"].value, []).append(row)
    return tuple(_set(iri, rows) for iri, rows in found.items())


def _set(iri: str, rows: Rows) -> LinkSet:
    first = rows[0]
    return LinkSet(
        slug=iri.rpartition("/")[2],
        iri=iri,
        predicate=first["predicate"].value,
        start=first["start"].value,
        end=views.text(first, "end"),
        others=tuple(dict.fromkeys(row["other"].value for row in rows if "other" in row)),
        register=views.text(first, "register").removeprefix(CODE),
        count=int(views.text(first, "count", "0")),
        day=views.text(first, "day"),
        labels=tuple(dict.fromkeys(row["label"] for row in rows)),
    )
