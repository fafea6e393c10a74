"""Read snapshots.csv: one row per captured text."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Snapshot

from .cells import Row
from .files import read_rows

COLUMNS = ("source", "sha256", "captured", "characters")


def read(file: Path) -> Iterator[Snapshot]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Snapshot:
    """Read the cells of one row."""
    return Snapshot(
        row.place,
        source=row.key("source"),
        sha256=row.digest("sha256"),
        captured=row.date("captured"),
        characters=row.needed_integer("characters", 1, 100_000_000),
    )
