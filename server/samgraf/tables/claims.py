"""Read claims.csv: one row per claim that is more than what the build makes by itself."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Claim

from .cells import Row
from .files import read_rows

COLUMNS = (
    "key",
    "subject",
    "property",
    "value",
    "value_type",
    "attested",
    "reading",
    "rank",
    "rank_reason",
    "conflicts_with",
    "source",
    "note",
)


def read(file: Path) -> Iterator[Claim]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Claim:
    """Read the cells of one row."""
    return Claim(
        row.place,
        key=row.key("key"),
        subject=row.needed("subject"),
        property=row.text("property"),
        value=row.cells["value"] or None,
        value_type=row.text("value_type"),
        attested=row.dates("attested"),
        reading=row.key("reading"),
        rank=row.key("rank"),
        rank_reason=row.text("rank_reason"),
        conflicts_with=row.keys("conflicts_with"),
        source=row.key("source"),
        note=row.text("note"),
    )
