"""Strict reading of a CSV file: every cell is what its column says, or the build stops there.

CSV: UTF-8, comma, header row, LF, no BOM; ``|`` separates several values in a cell; empty means
unknown (design: ontology, section 11). A refusal names file, line, column and remedy.
"""

import csv
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from samgraf import resources
from samgraf.errors import SourceError
from samgraf.model import PartialDate, Period, Place

FILE_MIB = 64
CELL_CHARACTERS = 4_000
_KEY = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+|--[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; each method reads a cell as one kind of value."""

    place: Place
    cells: Mapping[str, str]

    def refuse(self, column: str, problem: str, remedy: str) -> NoReturn:
        """Stop the build at a cell."""
        raise SourceError(self.place.file, self.place.line, column, problem, remedy)

    def _shown(self, column: str) -> str:
        """Return a cell as messages show it: quoted, and short."""
        text = self.cells[column]
        return repr(text if len(text) <= 60 else text[:57] + "…")

    def text(self, column: str) -> str | None:
        """Read free text; one that a spreadsheet would take for a formula is refused."""
        value = self.cells[column]
        if value[:1] in tuple("=+-@"):
            self.refuse(
                column,
                f"{self._shown(column)} begins like a formula",
                "write the text without the leading sign",
            )
        return value or None

    def needed(self, column: str) -> str:
        """Read free text that may not be missing."""
        value = self.text(column)
        if value is None:
            self.refuse(column, "the cell is empty", f"write the {column.replace('_', ' ')}")
        return value

    def key(self, column: str) -> str:
        """Read a key that may not be missing."""
        value = self.needed(column)
        if not _KEY.fullmatch(value):
            self.refuse(
                column,
                f"{self._shown(column)} is not a key",
                "use lower-case letters a to z, digits and single hyphens",
            )
        return value

    def maybe_key(self, column: str) -> str | None:
        """Read a key that may be missing."""
        return self.key(column) if self.cells[column] else None

    def keys(self, column: str) -> tuple[str, ...]:
        """Read several keys, separated by ``|``."""
        return tuple(row.key(column) for row in self._split(column))

    def needed_keys(self, column: str) -> tuple[str, ...]:
        """Read several keys, at least one."""
        self.needed(column)
        return self.keys(column)

    def _split(self, column: str) -> Iterator["Row"]:
        """Yield the row once for each value of a cell; a value given twice is refused."""
        parts = self.cells[column].split("|") if self.cells[column] else []
        if len(set(parts)) != len(parts):
            self.refuse(column, f"{self._shown(column)} names a value twice", "name it once")
        for part in parts:
            yield Row(self.place, {**self.cells, column: part})

    def choice(self, column: str, choices: Sequence[str]) -> str:
        """Read one of a few words."""
        value = self.needed(column)
        if value not in choices:
            self.refuse(
                column, f"{self._shown(column)} is not known", f"use one of {', '.join(choices)}"
            )
        return value

    def date(self, column: str) -> PartialDate | None:
        """Read a date as precise as the source gives it."""
        value = self.cells[column]
        if not value:
            return None
        partial = PartialDate(value)
        try:
            if not _DATE.fullmatch(value):
                raise ValueError
            partial.first_day  # noqa: B018 - computing it is the check
        except ValueError:
            self.refuse(
                column,
                f"{self._shown(column)} is not a date",
                "write YYYY, YYYY-MM or YYYY-MM-DD",
            )
        return partial

    def day(self, column: str) -> datetime.date:
        """Read a whole day that may not be missing."""
        self.needed(column)
        value = self.date(column)
        if value is None or len(value.text) != 10:
            self.refuse(column, f"{self._shown(column)} is not a day", "write YYYY-MM-DD")
        return value.first_day

    def needed_date(self, column: str) -> PartialDate:
        """Read a date that may not be missing."""
        self.needed(column)
        value = self.date(column)
        assert value is not None
        return value

    def dates(self, column: str) -> tuple[PartialDate, ...]:
        """Read one date, or the first and last of a span as ``a|b``."""
        found = [row.date(column) for row in self._split(column)]
        dates = tuple(value for value in found if value is not None)
        if len(dates) > 2 or (len(dates) == 2 and dates[0].first_day > dates[1].last_day):
            self.refuse(
                column,
                f"{self._shown(column)} is not one date or a span",
                "write one date, or first|last",
            )
        return dates

    def period(self, start: str, end: str) -> Period:
        """Read the two ends of a period, both inclusive, and hold them to their order."""
        period = Period(self.date(start), self.date(end))
        if period.start and period.end and period.start.first_day > period.end.last_day:
            self.refuse(
                end,
                f"{self._shown(end)} lies before {start} {self._shown(start)}",
                "put the dates in order",
            )
        return period

    def number(self, column: str, lowest: int, highest: int) -> Decimal | None:
        """Read a decimal number within bounds."""
        value = self.cells[column]
        if not value:
            return None
        if not _NUMBER.fullmatch(value) or not lowest <= Decimal(value) <= highest:
            self.refuse(
                column,
                f"{self._shown(column)} is not a number from {lowest} to {highest}",
                "write digits with a point, without spaces",
            )
        return Decimal(value)

    def integer(self, column: str, lowest: int, highest: int) -> int | None:
        """Read a whole number within bounds."""
        value = self.number(column, lowest, highest)
        if value is not None and value != int(value):
            self.refuse(column, f"{self._shown(column)} is not whole", "write a whole number")
        return None if value is None else int(value)

    def language(self, column: str) -> str:
        """Read a BCP 47 language tag."""
        value = self.needed(column)
        if not _LANGUAGE.fullmatch(value):
            self.refuse(
                column, f"{self._shown(column)} is not a language tag", "write da, nb, sv …"
            )
        return value

    def maybe_language(self, column: str) -> str | None:
        """Read a language tag that may be missing."""
        return self.language(column) if self.cells[column] else None

    def country(self, column: str) -> str:
        """Read a country as its ISO 3166-1 alpha-3 code."""
        value = self.needed(column)
        if not re.fullmatch("[A-Z]{3}", value):
            self.refuse(column, f"{self._shown(column)} is not a country", "write DNK, NOR, SWE …")
        return value

    def wikidata(self, column: str) -> str | None:
        """Read a Wikidata item, such as ``Q28150``."""
        value = self.text(column)
        if value is not None and not re.fullmatch(r"Q[1-9]\d*", value):
            self.refuse(
                column, f"{self._shown(column)} is not a Wikidata item", "write Q and digits"
            )
        return value

    def tagged_names(self, column: str) -> tuple[tuple[str, str], ...]:
        """Read names with their language, as ``name@lang``, separated by ``|``."""
        found = []
        for row in self._split(column):
            name, at, lang = row.needed(column).rpartition("@")
            if not at or not name or not _LANGUAGE.fullmatch(lang):
                row.refuse(column, f"{row._shown(column)} has no language", "write name@lang")
            found.append((name, lang))
        return tuple(found)

    def addresses(self, column: str) -> tuple[str, ...]:
        """Read web addresses, separated by ``|``."""
        found = []
        for row in self._split(column):
            value = row.cells[column]
            if not _ADDRESS.fullmatch(value):
                row.refuse(
                    column,
                    f"{row._shown(column)} is not a web address",
                    "write it whole, beginning with https:// or http://",
                )
            found.append(value)
        return tuple(found)

    def address(self, column: str) -> str | None:
        """Read one web address that may be missing."""
        return next(iter(self.addresses(column)), None)


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
                f"{row._shown(column)} has blanks at an end, a line break or a control character",
                "remove it",
            )
    return row
