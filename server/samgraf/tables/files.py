"""The file of a table: UTF-8, a header that is exactly the table's, rows of the same width."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from samgraf import resources
from samgraf.errors import SourceError
from samgraf.model import Place

from .cells import Row

FILE_MIB = 64
CELL_CHARACTERS = 4_000


def read_rows(file: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Yield every row of a CSV file; raise ``SourceError`` at the first thing that is wrong."""
    name = resources.name_of(file)
    for row in rows(name, _lines(file, name), columns):
        if isinstance(row, SourceError):
            raise row
        for fault in unfit_cells(row):
            raise fault
        yield row


def rows(name: str, lines: Iterable[str], columns: Sequence[str]) -> Iterator[Row | SourceError]:
    """Yield every row of a table, or what is wrong with it."""
    cells_of = csv.reader(lines, strict=True)
    before = 0
    while True:
        try:
            cells = next(cells_of, None)
        except csv.Error as error:
            yield _not_csv(name, before + 1, error)
            return
        if cells is None:
            break
        place, before = Place(name, before + 1), cells_of.line_num
        if place.line == 1:
            wrong = header_fault(name, cells, columns)
            if wrong:
                yield wrong
                return
        else:
            yield _row(place, cells, columns)
    if before == 0:
        remedy = f"begin with {','.join(columns)}"
        yield SourceError(name, 1, "", "the file is empty", remedy, "no-rows")


def _not_csv(name: str, line: int, error: csv.Error) -> SourceError:
    remedy = f"write at most {CELL_CHARACTERS} characters, quotes in pairs"
    kind = "long-cell" if "field limit" in str(error) else "csv"
    return SourceError(name, line, "", f"this is not CSV: {error}", remedy, kind)


def _lines(file: Path, name: str) -> Iterator[str]:
    """Yield the lines of a file, which must be UTF-8 without a byte order mark."""
    if file.stat().st_size > FILE_MIB << 20:
        problem = f"the file is larger than {FILE_MIB} MiB"
        raise SourceError(name, 1, "", problem, "split it into a folder of files")
    with file.open("rb") as raw:
        for number, line in enumerate(raw, 1):
            if number == 1 and line.startswith(b"\xef\xbb\xbf"):
                remedy = "save the file as UTF-8 without BOM"
                raise SourceError(name, 1, "", "the file begins with a byte order mark", remedy)
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError as error:
                problem = f"byte {error.start + 1} of the line is not UTF-8"
                remedy = "save the file as UTF-8"
                raise SourceError(name, number, "", problem, remedy) from error


def header_fault(name: str, header: list[str], columns: Sequence[str]) -> SourceError | None:
    """Return why a header is not exactly the table's."""
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    expected = f"the header must be {','.join(columns)}"
    if missing:
        words = {"columns": ", ".join(missing), "unknown": ", ".join(unknown)}
        problem = "the column is missing"
        return SourceError(name, 1, missing[0], problem, expected, "missing-column", **words)
    if unknown:
        shown = unknown[0] or "(empty)"
        words = {"columns": ", ".join(unknown)}
        problem = "the column is not known"
        return SourceError(name, 1, shown, problem, expected, "unknown-column", **words)
    if header != list(columns):
        problem = "the columns are not in their order"
        words = {"columns": ",".join(columns)}
        return SourceError(name, 1, header[0], problem, expected, "column-order", **words)
    return None


def _row(place: Place, cells: list[str], columns: Sequence[str]) -> Row | SourceError:
    """Make a row, unless it has the wrong shape."""
    if len(cells) != len(columns):
        problem = f"the row has {len(cells)} cells, the table {len(columns)} columns"
        remedy = "quote cells that hold a comma, and count the commas"
        words = {"cells": str(len(cells)), "columns": str(len(columns))}
        surplus = cells[len(columns) :]
        if surplus:
            words |= {"value": surplus[0], "surplus": ", ".join(f'"{cell}"' for cell in surplus)}
        kind = "surplus" if surplus else "width"
        return SourceError(place.file, place.line, "", problem, remedy, kind, **words)
    return Row(place, dict(zip(columns, cells, strict=True)))


def unfit_cells(row: Row) -> Iterator[SourceError]:
    """Yield what is wrong with cells that no column may hold."""
    for column in row.cells:
        try:
            _fits(row, column)
        except SourceError as error:
            yield error


def _fits(row: Row, column: str) -> None:
    """Refuse a cell that is too long, or blanks at its ends."""
    value = row.cells[column]
    if len(value) > CELL_CHARACTERS:
        problem = f"the cell has {len(value)} characters"
        row.refuse(column, problem, f"write at most {CELL_CHARACTERS}", "long")
    if value != value.strip() or not value.isprintable():
        problem = f"{row.shown(column)} has blanks at an end, a line break or a control character"
        row.refuse(column, problem, "remove it", "blanks")
