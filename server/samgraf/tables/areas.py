"""Read areas.csv: one row per municipality, territory and period."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Area

from .cells import Row
from .files import read_rows

COLUMNS = ("actor", "region", "valid_from", "valid_to", "source")


def read(file: Path) -> Iterator[Area]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Area:
    """Read the cells of one row."""
    return Area(
        row.place,
        actor=row.key("actor"),
        region=row.key("region"),
        period=row.period("valid_from", "valid_to"),
        sources=row.needed_keys("source"),
    )
