"""Read topics.csv: one row per cooperation."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Cooperation

from .cells import Row
from .files import read_rows

COLUMNS = (
    "key",
    "body",
    "participants",
    "topics",
    "plan",
    "start",
    "end",
    "obligation",
    "legal_basis",
    "claims",
    "source",
    "attested",
    "reading",
    "note",
)


def read(file: Path) -> Iterator[Cooperation]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Cooperation:
    """Read the cells of one row."""
    return Cooperation(
        row.place,
        key=row.key("key"),
        body=row.maybe_key("body"),
        participants=row.keys("participants"),
        topics=row.needed_keys("topics"),
        plan=row.maybe_key("plan"),
        period=row.period("start", "end"),
        obligation=row.maybe_key("obligation"),
        legal_basis=row.keys("legal_basis"),
        claims=row.keys("claims"),
        sources=row.keys("source"),
        attested=row.dates("attested"),
        reading=row.maybe_key("reading"),
        note=row.text("note"),
    )
