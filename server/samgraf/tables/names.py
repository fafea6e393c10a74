"""Read names.csv: one row per name and period."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Name

from .cells import Row
from .files import read_rows

COLUMNS = (
    "actor",
    "name",
    "lang",
    "kind",
    "valid_from",
    "valid_to",
    "source",
)


def read(file: Path) -> Iterator[Name]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Name:
    """Read the cells of one row."""
    return Name(
        row.place,
        actor=row.key("actor"),
        name=row.needed("name"),
        lang=row.language("lang"),
        preferred=row.choice("kind", ("pref", "alt")) == "pref",
        period=row.period("valid_from", "valid_to"),
        sources=row.needed_keys("source"),
    )
