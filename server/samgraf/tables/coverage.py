"""Read coverage.csv: one row per statement of the source documents."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Covered

from .cells import Row
from .files import read_rows

COLUMNS = ("statement", "document", "kind", "iri", "query", "note")


def read(file: Path) -> Iterator[Covered]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Covered:
    """Read the cells of one row."""
    return Covered(
        row.place,
        statement=row.key("statement"),
        document=row.key("document"),
        kind=row.needed("kind"),
        iri=row.text("iri"),
        query=row.maybe_key("query"),
        note=row.text("note"),
    )
