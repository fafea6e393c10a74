"""Read evidence.csv: one row per passage."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Evidence

from .cells import Row
from .files import read_rows

COLUMNS = ("claim", "snapshot", "start", "end", "passage_sha256", "fragment", "paraphrase")


def read(file: Path) -> Iterator[Evidence]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Evidence:
    """Read the cells of one row."""
    start = row.needed_integer("start", 0, 99_999_999)
    return Evidence(
        row.place,
        claim=row.key("claim"),
        snapshot=row.digest("snapshot"),
        start=start,
        end=row.needed_integer("end", start + 1, 100_000_000),
        passage_sha256=row.digest("passage_sha256"),
        fragment=row.text("fragment"),
        paraphrase=row.needed("paraphrase"),
    )
