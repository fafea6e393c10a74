"""The file of a table: UTF-8, a header that is exactly the table's, rows of the same width."""

import csv
from collections.abc import Iterator, Sequence
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
    lines = csv.reader(_lines(file, name), strict=True)
    before = 0
    while True:
        try:
            cells = next(lines, None)
        except csv.Error as error:
            remedy = f"write at most {CELL_CHARACTERS} characters, quotes in pairs"
            raise SourceError(name, before + 1, "", f"this is not CSV: {error}", remedy) from error
        if cells is None:
            break
        place, before = Place(name, before + 1), lines.line_num
        if place.line == 1:
            _check_header(name, cells, columns)
        else:
            yield _row(place, cells, columns)
    if before == 0:
        raise SourceError(name, 1, "", "the file is empty", f"begin with {','.join(columns)}")


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


def _check_header(name: str, header: list[str], columns: Sequence[str]) -> None:
    """Refuse a header that is not exactly the table's."""
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    expected = f"the header must be {','.join(columns)}"
    if missing:
        raise SourceError(name, 1, missing[0], "the column is missing", expected)
    if unknown:
        raise SourceError(name, 1, unknown[0] or "(empty)", "the column is not known", expected)
    if header != list(columns):
        raise SourceError(name, 1, header[0], "the columns are not in their order", expected)


def _row(place: Place, cells: list[str], columns: Sequence[str]) -> Row:
    """Make a row, or refuse its shape, a cell that is too long, or blanks at the ends of one."""
    if len(cells) != len(columns):
        problem = f"the row has {len(cells)} cells, the table {len(columns)} columns"
        remedy = "quote cells that hold a comma, and count the commas"
        raise SourceError(place.file, place.line, "", problem, remedy)
    row = Row(place, dict(zip(columns, cells, strict=True)))
    for column, value in row.cells.items():
        if len(value) > CELL_CHARACTERS:
            problem = f"the cell has {len(value)} characters"
            row.refuse(column, problem, f"write at most {CELL_CHARACTERS}")
        if value != value.strip() or not value.isprintable():
            row.refuse(
                column,
                f"{row.shown(column)} has blanks at an end, a line break or a control character",
                "remove it",
            )
    return row
