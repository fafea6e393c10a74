"""Read links.csv: one row per actor and what it is the same or nearly the same as elsewhere."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Link

from .cells import Row
from .files import read_rows

COLUMNS = ("actor", "match", "target", "source")
MATCHES = ("exact", "close")


def read(file: Path) -> Iterator[Link]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Link:
    """Read the cells of one row."""
    return Link(
        row.place,
        actor=row.key("actor"),
        exact=row.choice("match", MATCHES) == "exact",
        targets=row.addresses("target") if row.needed("target") else (),
        sources=row.needed_keys("source"),
    )
