"""Read actors.csv: one row per identity."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Actor

from .cells import Row
from .files import read_rows

COLUMNS = (
    "key",
    "class",
    "country",
    "body_kind",
    "form",
    "governance",
    "obligation",
    "legal_basis",
    "parent",
    "homepage",
    "wikidata",
    "exact_match",
    "close_match",
    "source",
    "note",
)
CLASSES = ("Actor", "Municipality", "RegionalAuthority", "StateBody", "CooperationBody")


def read(file: Path) -> Iterator[Actor]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Actor:
    """Read the cells of one row."""
    return Actor(
        row.place,
        key=row.key("key"),
        kind=row.choice("class", CLASSES),
        country=row.country("country"),
        body_kind=row.maybe_key("body_kind"),
        form=row.maybe_key("form"),
        governance=row.maybe_key("governance"),
        obligation=row.maybe_key("obligation"),
        legal_basis=row.keys("legal_basis"),
        parent=row.maybe_key("parent"),
        homepage=row.address("homepage"),
        wikidata=row.wikidata("wikidata"),
        exact_match=row.addresses("exact_match"),
        close_match=row.addresses("close_match"),
        sources=row.needed_keys("source"),
        note=row.text("note"),
    )
