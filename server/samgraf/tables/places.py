"""Read places.csv: one row per municipality and period."""

from collections.abc import Iterator
from pathlib import Path

from samgraf.model import Situation

from .cells import Row
from .files import read_rows

COLUMNS = (
    "actor",
    "region",
    "population",
    "population_year",
    "lat",
    "lon",
    "area_km2",
    "valid_from",
    "valid_to",
    "source",
)


def read(file: Path) -> Iterator[Situation]:
    """Yield one record per row."""
    return map(record, read_rows(file, COLUMNS))


def record(row: Row) -> Situation:
    """Read the cells of one row."""
    return Situation(
        row.place,
        actor=row.key("actor"),
        region=row.maybe_key("region"),
        population=row.integer("population", 0, 50_000_000),
        population_year=row.integer("population_year", 1700, 2100),
        latitude=row.number("lat", -90, 90),
        longitude=row.number("lon", -180, 180),
        area=row.number("area_km2", 0, 1_000_000),
        period=row.period("valid_from", "valid_to"),
        sources=row.needed_keys("source"),
    )
