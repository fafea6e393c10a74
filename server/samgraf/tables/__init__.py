"""One module per table of data/; each offers ``COLUMNS`` and ``read(file) -> Iterator[record]``."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from samgraf import resources
from samgraf.errors import SourceError
from samgraf.model import Records

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

Record = TypeVar("Record")


def read_all(folder: Path) -> Records:
    """Read every table of a folder; raise ``SourceError`` at the first wrong cell."""
    return Records(
        sources=_table(folder, "sources", sources.read),
        actors=_table(folder, "actors", actors.read),
        names=_table(folder, "names", names.read),
        codes=_table(folder, "codes", codes.read),
        situations=_table(folder, "places", places.read),
        regions=_table(folder, "regions", regions.read),
        events=_table(folder, "events", events.read),
        memberships=_table(folder, "memberships", memberships.read),
        claims=_table(folder, "claims", claims.read),
        areas=_table(folder, "areas", areas.read),
        links=_table(folder, "links", links.read),
        cooperations=_table(folder, "topics", topics.read),
        fundings=_table(folder, "funding", funding.read),
        programmes=_table(folder, "programmes", programmes.read),
        rosters=_table(folder, "rosters", rosters.read),
        evidence=_table(folder, "evidence", evidence.read),
        snapshots=_table(folder, "snapshots", snapshots.read),
        ledger=_table(folder, "ledger", ledger.read),
        coverage=_table(folder, "coverage", coverage.read),
    )


def _table(folder: Path, name: str, read: Callable[[Path], Iterable[Record]]) -> tuple[Record, ...]:
    """Read a table, which is one file or a folder of files with the same header."""
    return tuple(record for file in _files(folder, name) for record in read(file))


def _files(folder: Path, name: str) -> Iterator[Path]:
    """Yield the files of a table in a stable order; a table that is missing stops the build."""
    single, several = folder / f"{name}.csv", folder / name
    if single.is_file():
        yield single
    if several.is_dir():
        yield from sorted(several.glob("*.csv"))
    elif not single.is_file():
        shown = resources.name_of(single)
        raise SourceError(shown, 1, "", "the table is missing", "put the file back")
