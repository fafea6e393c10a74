"""Read funding.csv: one row per grant."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Funding

from .cells import Row
from .files import read_rows

COLUMNS = (
    "key",
    "funder",
    "applicant",
    "recipient",
    "beneficiaries",
    "collective",
    "programme",
    "project",
    "topics",
    "status",
    "amount_granted",
    "amount_paid",
    "currency",
    "start",
    "end",
    "claims",
    "source",
    "attested",
    "reading",
    "note",
)
MOST_MONEY = 10**12


def read(file: Path) -> Iterator[Funding]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Funding:
    """Read the cells of one row."""
    return Funding(
        row.place,
        key=row.key("key"),
        funder=row.key("funder"),
        applicant=row.keys("applicant"),
        recipient=row.keys("recipient"),
        beneficiaries=row.keys("beneficiaries"),
        collective=row.keys("collective"),
        programme=row.maybe_key("programme"),
        project=row.maybe_key("project"),
        topics=row.keys("topics"),
        status=row.key("status"),
        granted=row.number("amount_granted", 0, MOST_MONEY),
        paid=row.number("amount_paid", 0, MOST_MONEY),
        currency=row.currency("currency"),
        period=row.period("start", "end"),
        claims=row.keys("claims"),
        sources=row.keys("source"),
        attested=row.dates("attested"),
        reading=row.maybe_key("reading"),
        note=row.text("note"),
    )
