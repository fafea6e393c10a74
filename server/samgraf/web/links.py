"""What points to a thing: counted within a bound, and the first of each property by name."""

from .items import Parts, called, items
from .site import Rows, site
from .views import Value

Links = list[tuple[str, int, list[Value]]]
"""Property, how many, and the first of them."""

MOST = 20_000
"""So many links are counted; a page says so where there are more."""


def counts(term: str) -> dict[str, int]:
    """Return how many things point to a thing, by property, within the bound."""
    rows = site().rows("pages/link-counts", thing=term)
    return {row["property"].value: int(row["count"].value) for row in rows}


def links(term: str, counted: dict[str, int]) -> Links:
    """Return what points to a thing by the properties that were counted."""
    if not counted:
        return []
    rows = site().rows("pages/links", thing=term)
    every = items(rows, "whose")
    return [(name, count, _named(rows, name, every)) for name, count in counted.items()]


def _named(rows: Rows, name: str, every: dict[str, Parts]) -> list[Value]:
    found = dict.fromkeys(row["item"].value for row in rows if row["property"].value == name)
    return [called(iri, every.get(iri, {}), every) for iri in sorted(found)]
