"""Read rosters.csv: one row per list or count of members."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Roster

from .cells import Row
from .files import read_rows

COLUMNS = (
    "key",
    "subject",
    "attested",
    "completeness",
    "stated_count",
    "members",
    "reading",
    "rank",
    "rank_reason",
    "conflicts_with",
    "source",
    "note",
)


def read(file: Path) -> Iterator[Roster]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Roster:
    """Read the cells of one row."""
    return Roster(
        row.place,
        key=row.key("key"),
        subject=row.needed("subject"),
        attested=row.dates("attested"),
        completeness=row.key("completeness"),
        stated_count=row.integer("stated_count", 0, 100_000),
        members=row.keys("members"),
        reading=row.key("reading"),
        rank=row.key("rank"),
        rank_reason=row.text("rank_reason"),
        conflicts_with=row.keys("conflicts_with"),
        source=row.key("source"),
        note=row.text("note"),
    )
