"""Read ledger.csv: one row per thing that happened to a published IRI."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import LedgerEntry

from .cells import Row
from .files import read_rows

COLUMNS = ("date", "release", "iri", "action", "replaced_by", "note")
ACTIONS = ("minted", "retired", "replaced")


def read(file: Path) -> Iterator[LedgerEntry]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> LedgerEntry:
    """Read the cells of one row."""
    return LedgerEntry(
        row.place,
        date=row.day("date"),
        release=row.needed("release"),
        iri=row.path("iri"),
        action=row.choice("action", ACTIONS),
        replaced_by=row.text("replaced_by"),
        note=row.text("note"),
    )
