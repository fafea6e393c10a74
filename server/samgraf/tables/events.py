"""Read events.csv: one row per change event."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Event

from .cells import Row
from .files import read_rows

COLUMNS = (
    "key",
    "change_kind",
    "date",
    "from",
    "to",
    "claims",
    "source",
    "note",
)


def read(file: Path) -> Iterator[Event]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Event:
    """Read the cells of one row."""
    return Event(
        row.place,
        key=row.key("key"),
        change_kind=row.key("change_kind"),
        date=row.needed_date("date"),
        before=row.keys("from"),
        after=row.keys("to"),
        claims=row.keys("claims"),
        sources=row.keys("source"),
        note=row.text("note"),
    )
