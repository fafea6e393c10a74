"""Read memberships.csv: one row per member, body, role and unbroken period."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Membership

from .cells import Row
from .files import read_rows

COLUMNS = (
    "key",
    "member",
    "organisation",
    "role",
    "start",
    "end",
    "obligation",
    "claims",
    "source",
    "attested",
    "reading",
    "note",
)


def read(file: Path) -> Iterator[Membership]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Membership:
    """Read the cells of one row."""
    return Membership(
        row.place,
        key=row.maybe_key("key") or "",
        member=row.key("member"),
        organisation=row.key("organisation"),
        role=row.key("role"),
        period=row.period("start", "end"),
        obligation=row.maybe_key("obligation"),
        claims=row.keys("claims"),
        sources=row.keys("source"),
        attested=row.dates("attested"),
        reading=row.maybe_key("reading"),
        note=row.text("note"),
    )
