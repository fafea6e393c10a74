"""Read regions.csv: one row per territory."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Region

from .cells import Row
from .files import read_rows

COLUMNS = (
    "key",
    "country",
    "level",
    "code",
    "name",
    "lang",
    "parent",
    "nuts",
    "exact_match",
    "close_match",
    "valid_from",
    "valid_to",
    "source",
    "note",
    "alt_names",
)


def read(file: Path) -> Iterator[Region]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Region:
    """Read the cells of one row."""
    return Region(
        row.place,
        key=row.key("key"),
        country=row.country("country"),
        level=row.key("level"),
        code=row.text("code"),
        name=row.needed("name"),
        lang=row.language("lang"),
        parent=row.maybe_key("parent"),
        nuts=row.nuts("nuts"),
        exact_match=row.addresses("exact_match"),
        close_match=row.addresses("close_match"),
        period=row.period("valid_from", "valid_to"),
        sources=row.needed_keys("source"),
        note=row.text("note"),
        other_names=row.tagged_names("alt_names"),
    )
