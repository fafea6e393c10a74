"""Read sources.csv: one row per source."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Source

from .cells import Row
from .files import read_rows

COLUMNS = (
    "key",
    "title",
    "title_lang",
    "publisher",
    "url",
    "issued",
    "retrieved",
    "language",
    "licence",
    "note",
)


def read(file: Path) -> Iterator[Source]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Source:
    """Read the cells of one row."""
    return Source(
        row.place,
        key=row.key("key"),
        title=row.needed("title"),
        title_lang=row.maybe_language("title_lang"),
        publisher=row.text("publisher"),
        url=row.address("url"),
        issued=row.date("issued"),
        retrieved=row.day("retrieved"),
        language=row.maybe_language("language"),
        licence=row.text("licence"),
        note=row.text("note"),
    )
