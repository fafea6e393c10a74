"""Days, months and years as people write them, and the day that each of them speaks of."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from samgraf.errors import Misuse

CONFIRMED_YEARS = 2
"""A tie counts as confirmed on a day if a source shows it within so many years before."""

_WRITTEN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_SHOWN = 40  # characters of a wrong date that are repeated


class NoDay(Misuse):
    """What stands for a day cannot be read as one."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and how it is called: as itself, or by its year in a panel."""

    iso: str
    name: str

    @property
    def seen_from(self) -> str:
        """The first day on which a tie must have been seen, so that it counts as confirmed."""
        return years_before(date.fromisoformat(self.iso), CONFIRMED_YEARS).isoformat()


def last_day(text: str, data: date) -> date:
    """Return the last day of a year or month, as far as the data go, or the day itself.

    Raise ``ValueError`` for what is none of them.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month = int(found[1]), int(found[2] or 12)
    first = date(year, int(found[2] or 1), int(found[3] or 1))
    last = date(year, month, int(found[3] or monthrange(year, month)[1]))
    return data if first <= data < last else last


def years_before(day: date, years: int) -> date:
    """Return the same day some years earlier, in the first year at the earliest."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(max(1, day.year - years), day.month, last)


def on(text: str, data: date) -> tuple[Day, ...]:
    """Return the one day that a text names, by default that of the data, which is the last."""
    try:
        day = last_day(text, data) if text else data
    except ValueError as error:
        raise NoDay(f"{_told(text)} is not a day, a month or a year; {_WRITE}") from error
    if day > data:
        raise _later(text, data)
    return (Day(day.isoformat(), day.isoformat()),)


def _later(text: str, data: date) -> Misuse:
    return Misuse(f"{text} is later than the data, which speak for {data.isoformat()}")


def panel(first: str, last: str, data: date) -> tuple[Day, ...]:
    """Return the ends of the years from one to another; that of the data ends with them."""
    for year in (first, last):
        if not _YEAR.fullmatch(year) or year == "0000":
            raise Misuse(f"{_told(year)} is not a year; write a year such as 2015")
    if int(first) > int(last):
        raise Misuse(f"{first} is later than {last}; name the earlier year first")
    if int(last) > data.year:
        raise _later(last, data)
    if int(last) - int(first) >= MOST_YEARS:
        raise Misuse(f"a panel has {MOST_YEARS} years at most; ask for {first} to a nearer year")
    years = range(int(first), int(last) + 1)
    return tuple(Day(last_day(f"{year:04}", data).isoformat(), f"{year:04}") for year in years)


MOST_YEARS = 60
"""Years of one panel."""

_WRITE = "write a day such as 2015-01-31, a month such as 2015-01 or a year such as 2015"


def _told(text: str) -> str:
    return repr(text[:_SHOWN])
