"""Read programmes.csv: one row per programme, call, project or plan."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Programme

from .cells import Row
from .files import read_rows

COLUMNS = (
    "kind",
    "key",
    "label",
    "lang",
    "part_of",
    "run_by",
    "programme",
    "ceiling",
    "currency",
    "topics",
    "legal_basis",
    "issued",
    "start",
    "end",
    "claims",
    "note",
)
KINDS = ("Programme", "Call", "Project", "PolicyPlan")
MOST_MONEY = 10**12


def read(file: Path) -> Iterator[Programme]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Programme:
    """Read the cells of one row."""
    return Programme(
        row.place,
        kind=row.choice("kind", KINDS),
        key=row.key("key"),
        label=row.needed("label"),
        lang=row.language("lang"),
        part_of=row.maybe_key("part_of"),
        run_by=row.keys("run_by"),
        programme=row.maybe_key("programme"),
        ceiling=row.number("ceiling", 0, MOST_MONEY),
        currency=row.currency("currency"),
        topics=row.keys("topics"),
        legal_basis=row.keys("legal_basis"),
        issued=row.date("issued"),
        period=row.period("start", "end"),
        claims=row.keys("claims"),
        note=row.text("note"),
    )
