"""A table as it stands: its rows with their cells, and the very text that they are written in."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from samgraf.errors import Misuse, SourceError

from . import delimiters, encodings
from .encodings import Encoding

LONGEST_LINE = 1_000_000
"""Characters of one line; a longer one is no row of a table."""

_SAMPLE = 400  # lines that the delimiter is looked for in


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a table; what is not said is found out."""

    encoding: str = ""
    delimiter: str = ""
    header: int = 1
    """The line with the names of the columns, 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: as spreadsheets count it, the line it begins on, its text, and its cells."""

    number: int
    line: int
    text: str
    cells: Sequence[str]


def _beginning(lines: io.TextIOBase, number: int) -> list[str]:
    """Read so many lines, or those that there are."""
    return [*islice(iter(lambda: lines.readline(LONGEST_LINE), ""), number)]


class Table:
    """A table that is read row by row; ``head`` is what stands before the first one, as it is."""

    def __init__(self, file: BinaryIO, name: str, told: Told) -> None:
        """Find out how a file is written and read its header.

        Raise ``Misuse`` for what is no table, ``SourceError`` for a header that is broken.
        """
        self.name = name
        self.encoding: Encoding = encodings.found(file, name, told.encoding)
        before = max(told.header - 1, 0)
        self.delimiter = told.delimiter or self._delimiter(file, before)
        lines = self._open(file)
        self.before = "".join(_beginning(lines, before))
        self._lines = _Lines(lines, name, before)
        self._records = self._read(before)
        first = next(self._records, None)
        if first is None or not first.cells:
            raise Misuse(f"{name}: line {before + 1} is empty; name the header with --header-line")
        self._first = first
        self.header: Record | None = first if told.header else None
        self.width = len(first.cells)

    def _open(self, file: BinaryIO) -> io.TextIOWrapper:
        """Read from the beginning, behind the mark; ends of lines stay as they are."""
        file.seek(len(self.encoding.mark))
        return io.TextIOWrapper(file, self.encoding.codec, newline="")

    def _delimiter(self, file: BinaryIO, before: int) -> str:
        lines = self._open(file)
        some = _beginning(lines, before + _SAMPLE)
        lines.detach()  # else it would close the file
        return delimiters.found([line for line in some[before:] if line])

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns; their numbers where they have no names."""
        if self.header:
            return tuple(self.header.cells)
        return tuple(str(number) for number in range(1, self.width + 1))

    def rows(self) -> Iterator[Record]:
        """Yield every row once; one of an empty line has no cells.

        Raise ``SourceError`` for a row that has not as many cells as the table has columns.
        """
        if not self.header:
            yield self._first
        for record in self._records:
            if record.cells and len(record.cells) != self.width:
                problem = f"the row has {len(record.cells)} cells, the table {self.width} columns"
                raise self._wrong(record.line, problem, self._remedy(record))
            yield record

    def _remedy(self, record: Record) -> str:
        sign = delimiters.NAMES.get(self.delimiter, repr(self.delimiter))
        if record.number <= 3 and len(record.cells) > self.width:
            return f"a title above the header? --header-line {record.line} names the right line"
        return f'put cells with a {sign} into quotation marks "…", or tell --delimiter'

    def _read(self, number: int) -> Iterator[Record]:
        cells_of = csv.reader(self._lines, delimiter=self.delimiter, strict=True)
        while True:
            line = self._lines.number + 1
            try:
                cells = next(cells_of, None)
            except csv.Error as error:
                remedy = "close each quotation mark, and write one within a cell twice"
                raise self._wrong(line, f"this is not CSV: {error}", remedy) from error
            if cells is None:
                return
            number += 1
            yield Record(number, line, self._lines.taken(), cells)

    def _wrong(self, line: int, problem: str, remedy: str) -> SourceError:
        return SourceError(self.name, line, "", problem, remedy)


class _Lines:
    """Lines, of which those since the last row are remembered as they are."""

    def __init__(self, lines: io.TextIOWrapper, name: str, before: int) -> None:
        self._lines, self._name, self._taken = lines, name, [""]
        self.number = before

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._lines.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == LONGEST_LINE:
            problem = f"the line has more than {LONGEST_LINE} characters"
            remedy = "is this a table, and is --encoding right?"
            raise SourceError(self._name, self.number, "", problem, remedy)
        self._taken.append(line)
        return line

    def taken(self) -> str:
        """Return the text since the last call."""
        text = "".join(self._taken)
        self._taken.clear()
        return text
