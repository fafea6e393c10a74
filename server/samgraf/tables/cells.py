"""Strict reading of cells: each is what its column says, or the build stops there.

CSV: UTF-8, comma, header row, LF, no BOM; ``|`` separates several values in a cell; empty means
unknown (design: ontology, section 11). A refusal names file, line, column and remedy.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from samgraf.errors import SourceError
from samgraf.model import YEARS, PartialDate, Period, Place
from samgraf.spellings import ADDRESS, LANGUAGE

_KEY = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+|--[a-z0-9]+)*")
_PATH = re.compile("[a-z]+(?:/[A-Za-z0-9._-]+)*(?:#[A-Za-z0-9._-]+)?")
_NO_YEARS = ("0001", "9999")
"""Years that registers write where they know no beginning or no end."""
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; each method reads a cell as one kind of value."""

    place: Place
    cells: Mapping[str, str]

    def refuse(
        self, column: str, problem: str, remedy: str, kind: str = "", **words: str
    ) -> NoReturn:
        """Stop the build at a cell; ``kind`` and ``words`` serve to say it in other languages."""
        place, value = self.place, self.cells.get(column, "")
        words = {"value": value, **words}
        raise SourceError(place.file, place.line, column, problem, remedy, kind, **words)

    def shown(self, column: str) -> str:
        """Return a cell as messages show it: quoted, and short."""
        text = self.cells[column]
        return repr(text if len(text) <= 60 else text[:57] + "…")

    def text(self, column: str) -> str | None:
        """Read free text; one that a spreadsheet would take for a formula is refused."""
        value = self.cells[column]
        if value[:1] in tuple("=+-@"):
            self.refuse(
                column,
                f"{self.shown(column)} begins like a formula",
                "write the text without the leading sign",
                "formula",
            )
        return value or None

    def needed(self, column: str) -> str:
        """Read free text that may not be missing."""
        value = self.text(column)
        if value is None:
            self.refuse(
                column, "the cell is empty", f"write the {column.replace('_', ' ')}", "empty"
            )
        return value

    def key(self, column: str) -> str:
        """Read a key that may not be missing."""
        value = self.needed(column)
        if not _KEY.fullmatch(value):
            self.refuse(
                column,
                f"{self.shown(column)} is not a key",
                "use lower-case letters a to z, digits and single hyphens",
                "key",
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
            self.refuse(
                column, f"{self.shown(column)} names a value twice", "name it once", "twice"
            )
        for part in parts:
            yield Row(self.place, {**self.cells, column: part})

    def choice(self, column: str, choices: Sequence[str]) -> str:
        """Read one of a few words."""
        value = self.needed(column)
        if value not in choices:
            self.refuse(
                column,
                f"{self.shown(column)} is not known",
                f"use one of {', '.join(choices)}",
                "choice",
                choices=", ".join(choices),
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
                f"{self.shown(column)} is not a date",
                "write YYYY, YYYY-MM or YYYY-MM-DD",
                "date",
            )
        if value.startswith(_NO_YEARS):
            problem = f"{self.shown(column)} stands for no day"
            self.refuse(column, problem, "leave the cell empty where no day is known", "no-day")
        return partial

    def day(self, column: str) -> datetime.date:
        """Read a whole day that may not be missing."""
        self.needed(column)
        value = self.date(column)
        if value is None or len(value.text) != 10:
            self.refuse(column, f"{self.shown(column)} is not a day", "write YYYY-MM-DD", "day")
        if value.first_day.year not in YEARS:
            span = f"{YEARS.start}-{YEARS.stop - 1}"
            problem = f"{self.shown(column)} is not in the years {span}"
            self.refuse(column, problem, "write the day on which it was done", "far-day", span=span)
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
        turned = len(dates) == 2 and dates[0].first_day > dates[1].last_day
        if len(dates) > 2 or len(dates) < len(found) or turned:
            self.refuse(
                column,
                f"{self.shown(column)} is not one date or a span",
                "write one date, or first|last",
                "span",
            )
        return dates

    def period(self, start: str, end: str) -> Period:
        """Read the two ends of a period, both inclusive, and hold them to their order."""
        period = Period(self.date(start), self.date(end))
        if period.start and period.end and period.start.first_day > period.end.last_day:
            self.refuse(
                end,
                f"{self.shown(end)} lies before {start} {self.shown(start)}",
                "put the dates in order",
                "order",
                start=start,
                first=self.cells[start],
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
                f"{self.shown(column)} is not a number from {lowest} to {highest}",
                "write digits with a point, without spaces",
                "number",
                lowest=str(lowest),
                highest=str(highest),
            )
        return Decimal(value)

    def integer(self, column: str, lowest: int, highest: int) -> int | None:
        """Read a whole number within bounds."""
        value = self.number(column, lowest, highest)
        if value is not None and value != int(value):
            self.refuse(
                column, f"{self.shown(column)} is not whole", "write a whole number", "whole"
            )
        return None if value is None else int(value)

    def needed_integer(self, column: str, lowest: int, highest: int) -> int:
        """Read a whole number that may not be missing."""
        self.needed(column)
        return self.integer(column, lowest, highest) or 0

    def digest(self, column: str) -> str:
        """Read a SHA-256 in lower-case hexadecimal."""
        value = self.needed(column)
        if not re.fullmatch("[0-9a-f]{64}", value):
            self.refuse(
                column, f"{self.shown(column)} is no SHA-256", "write 64 hex digits", "digest"
            )
        return value

    def currency(self, column: str) -> str | None:
        """Read an ISO 4217 currency that may be missing."""
        value = self.text(column)
        if value is not None and not re.fullmatch("[A-Z]{3}", value):
            self.refuse(
                column, f"{self.shown(column)} is no currency", "write NOK, DKK, EUR …", "currency"
            )
        return value

    def language(self, column: str) -> str:
        """Read a BCP 47 language tag."""
        value = self.needed(column)
        if not LANGUAGE.fullmatch(value):
            self.refuse(
                column,
                f"{self.shown(column)} is not a language tag",
                "write da, nb, sv …",
                "language",
            )
        return value

    def maybe_language(self, column: str) -> str | None:
        """Read a language tag that may be missing."""
        return self.language(column) if self.cells[column] else None

    def country(self, column: str) -> str:
        """Read a country as its ISO 3166-1 alpha-3 code."""
        value = self.needed(column)
        if not re.fullmatch("[A-Z]{3}", value):
            self.refuse(
                column, f"{self.shown(column)} is not a country", "write DNK, NOR, SWE …", "country"
            )
        return value

    def wikidata(self, column: str) -> str | None:
        """Read a Wikidata item, such as ``Q28150``."""
        value = self.text(column)
        if value is not None and not re.fullmatch("Q[1-9][0-9]*", value):
            self.refuse(
                column,
                f"{self.shown(column)} is not a Wikidata item",
                "write Q and digits",
                "wikidata",
            )
        return value

    def nuts(self, column: str) -> str | None:
        """Read a NUTS code, such as ``DK05``, that may be missing."""
        value = self.text(column)
        if value is not None and not re.fullmatch("[A-Z]{2}[0-9A-Z]{0,3}", value):
            self.refuse(column, f"{self.shown(column)} is no NUTS code", "write DK05 …", "nuts")
        return value

    def tagged_names(self, column: str) -> tuple[tuple[str, str], ...]:
        """Read names with their language, as ``name@lang``, separated by ``|``."""
        found = []
        for row in self._split(column):
            name, at, lang = row.needed(column).rpartition("@")
            if not at or not name or not LANGUAGE.fullmatch(lang):
                row.refuse(
                    column, f"{row.shown(column)} has no language", "write name@lang", "tagged"
                )
            found.append((name, lang))
        return tuple(found)

    def addresses(self, column: str) -> tuple[str, ...]:
        """Read web addresses, separated by ``|``."""
        found = []
        for row in self._split(column):
            value = row.cells[column]
            if not ADDRESS.fullmatch(value):
                row.refuse(
                    column,
                    f"{row.shown(column)} is not a web address",
                    "write it whole, beginning with https:// or http://",
                    "address",
                )
            found.append(value)
        return tuple(found)

    def path(self, column: str) -> str:
        """Read what is behind our base in the IRI of a thing, a term or a code."""
        value = self.needed(column)
        if not _PATH.fullmatch(value):
            self.refuse(
                column,
                f"{self.shown(column)} is not the address of a thing",
                "write actor/dk-vejle …",
                "term",
            )
        return value

    def address(self, column: str) -> str | None:
        """Read one web address that may be missing."""
        return next(iter(self.addresses(column)), None)
