"""The day that a page speaks of: that of the data, or one that a reader asks for by ``?on=``."""

from dataclasses import dataclass
from datetime import date

from flask import request

from samgraf.errors import QueryRefused
from samgraf.networks import days as written_days

from .dates import day as written
from .site import site

EARLIEST = "1800-01-01"
"""The first day that the date control offers; an address may ask for an earlier one."""

_LONGEST = 40  # characters of a wrong date that are repeated


@dataclass(frozen=True, slots=True)
class Day:
    """One day, and the day that the data speak for."""

    day: date
    data: date

    @property
    def iso(self) -> str:
        """The day as it stands in the data."""
        return self.day.isoformat()

    @property
    def asked(self) -> bool:
        """Whether it is another day than that of the data."""
        return self.day != self.data

    @property
    def beyond(self) -> bool:
        """Whether the data are older than the day."""
        return self.day > self.data

    @property
    def written(self) -> str:
        """The day in the reader's language."""
        return written(self.iso)

    @property
    def data_written(self) -> str:
        """The day of the data in the reader's language."""
        return written(self.data.isoformat())


def asked_day() -> Day:
    """Return the day of this request; raise ``QueryRefused`` where it cannot be read."""
    data = date.fromisoformat(site().manifest()["data_date"])
    text = request.args.get("on", "").strip()
    return Day(last_day(text, data) if text else data, data)


def last_day(text: str, data: date) -> date:
    """Return the last day of a year or month, as far as the data go, or the day itself."""
    try:
        return written_days.last_day(text, data)
    except ValueError as error:
        shown = text[:_LONGEST]
        raise QueryRefused("date", f"on={shown}: this is not a day, a month or a year") from error
