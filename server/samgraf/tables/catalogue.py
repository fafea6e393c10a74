"""Every table by its name: its columns, and how one of its rows is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from samgraf.errors import SourceError
from samgraf.model import Period

from . import (
    actors,
    areas,
    claims,
    codes,
    coverage,
    events,
    evidence,
    funding,
    ledger,
    links,
    memberships,
    names,
    places,
    programmes,
    regions,
    rosters,
    snapshots,
    sources,
    topics,
)
from .cells import Row
from .files import unfit_cells


@dataclass(frozen=True, slots=True)
class Table:
    """One table of data/."""

    name: str
    columns: tuple[str, ...]
    record: Callable[[Row], object]
    field: str
    """Where its records stand in ``Records``."""


TABLES = {
    table.name: table
    for table in (
        Table("sources", sources.COLUMNS, sources.record, "sources"),
        Table("actors", actors.COLUMNS, actors.record, "actors"),
        Table("names", names.COLUMNS, names.record, "names"),
        Table("codes", codes.COLUMNS, codes.record, "codes"),
        Table("places", places.COLUMNS, places.record, "situations"),
        Table("regions", regions.COLUMNS, regions.record, "regions"),
        Table("events", events.COLUMNS, events.record, "events"),
        Table("memberships", memberships.COLUMNS, memberships.record, "memberships"),
        Table("claims", claims.COLUMNS, claims.record, "claims"),
        Table("areas", areas.COLUMNS, areas.record, "areas"),
        Table("links", links.COLUMNS, links.record, "links"),
        Table("topics", topics.COLUMNS, topics.record, "cooperations"),
        Table("funding", funding.COLUMNS, funding.record, "fundings"),
        Table("programmes", programmes.COLUMNS, programmes.record, "programmes"),
        Table("rosters", rosters.COLUMNS, rosters.record, "rosters"),
        Table("evidence", evidence.COLUMNS, evidence.record, "evidence"),
        Table("snapshots", snapshots.COLUMNS, snapshots.record, "snapshots"),
        Table("ledger", ledger.COLUMNS, ledger.record, "ledger"),
        Table("coverage", coverage.COLUMNS, coverage.record, "coverage"),
    )
}


def read_row(table: Table, row: Row) -> tuple[object, list[SourceError]]:
    """Read a row with every wrong cell it has; the record lacks what could not be read."""
    faults = list(unfit_cells(row))
    unfit = {fault.column for fault in faults}
    telling = _Telling(row)
    record = table.record(cast(Row, telling))
    return record, [*faults, *(fault for fault in telling.faults if fault.column not in unfit)]


_SEVERAL = ("keys", "needed_keys", "addresses", "tagged_names", "dates")
_LACKING: Mapping[str, object] = dict.fromkeys(_SEVERAL, ())
"""What a reader of cells gives where it cannot read; every other one gives None."""


class _Telling:
    """Stands for a row; a cell that cannot be read is noted and lacks."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self.faults: list[SourceError] = []

    def __getattr__(self, name: str) -> object:
        """Return what the row has under that name, a reader with its faults noted."""
        found = getattr(self._row, name)
        return self._noting(found, _LACKING.get(name)) if callable(found) else found

    def period(self, start: str, end: str) -> object:
        """Read both ends, so that both are told, before their order."""
        before, date = len(self.faults), self._noting(self._row.date, None)
        date(start), date(end)
        if len(self.faults) > before:
            return Period()
        return self._noting(self._row.period, Period())(start, end)

    def _noting(self, read: Callable[..., object], lacking: object) -> Callable[..., object]:
        def noting(*asked: object) -> object:
            try:
                return read(*asked)
            except SourceError as fault:
                self.faults.append(fault)
                return lacking

        return noting
