"""Read codes.csv: one row per official code and period; organisation numbers too."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Code

from .cells import Row
from .files import read_rows

COLUMNS = (
    "actor",
    "scheme",
    "code",
    "valid_from",
    "valid_to",
    "source",
)


def read(file: Path) -> Iterator[Code]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Code:
    """Read the cells of one row."""
    return Code(
        row.place,
        actor=row.key("actor"),
        scheme=row.key("scheme"),
        code=row.needed("code"),
        period=row.period("valid_from", "valid_to"),
        sources=row.needed_keys("source"),
    )
