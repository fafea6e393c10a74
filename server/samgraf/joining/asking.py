"""From the cells of a row to what is asked of the matcher."""

from dataclasses import dataclass

from samgraf.matching.candidates import Sought
from samgraf.matching.codes import readings

from . import times
from .countries import Countries
from .reading import Record


@dataclass(frozen=True, slots=True)
class Places:
    """The columns that a row is known by, from 0."""

    text: int
    code: int | None = None
    country: int | None = None
    on: int | None = None


@dataclass(frozen=True, slots=True)
class Common:
    """What is known of every row; a row's own country or day goes before it."""

    country: str = ""
    on: str = ""
    schemes: tuple[str, ...] = ()
    """The registers that codes may be of; where there is no column of codes, the text is one."""
    kinds: tuple[str, ...] = ()
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a row cannot be asked for; no reason where there is nothing in its cells."""

    reason: str = ""


class Asking:
    """Reads rows."""

    def __init__(self, places: Places, common: Common, countries: Countries) -> None:
        """Keep what each row is read by."""
        self._places, self._common, self._countries = places, common, countries

    def text(self, record: Record) -> str:
        """Return what a row is called: its text, or its code where it has none."""
        return _cell(record, self._places.text) or _cell(record, self._places.code)

    def sought(self, record: Record) -> Sought | Unread:
        """Return what a row asks for."""
        text, common = self.text(record), self._common
        country, on = self._country(record), self._on(record)
        if not text:
            return Unread()
        if country is None:
            return Unread(f"the country {_cell(record, self._places.country)!r} is not known")
        if on is None:
            return Unread(f"{_cell(record, self._places.on)!r} is not a day, a month or a year")
        alone = bool(common.schemes) and self._places.code is None
        codes = self._codes(text) if alone else self._beside(record)
        named = "" if alone else text
        return Sought(named, common.kinds, country, on, codes=codes, limit=common.limit)

    def on(self, record: Record) -> str:
        """Return the day, month or year that a row speaks of, '' for none."""
        return self._on(record) or ""

    def _codes(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return a code of the registers that are told, in every way that it may be meant."""
        ways = [way.code for way in readings(text)]
        return tuple((scheme, code) for scheme in self._common.schemes for code in ways)

    def _beside(self, record: Record) -> tuple[tuple[str, str], ...]:
        """Return the code beside a text, without country or century before it."""
        ways = [way.code for way in readings(_cell(record, self._places.code))]
        scheme = self._common.schemes[0] if len(self._common.schemes) == 1 else ""
        return ((scheme, ways[-1]),) if ways else ()

    def _country(self, record: Record) -> str | None:
        told = _cell(record, self._places.country)
        return (self._countries.code(told) or None) if told else self._common.country

    def _on(self, record: Record) -> str | None:
        told = _cell(record, self._places.on)
        if not told:
            return self._common.on
        return times.written(told) or None


def _cell(record: Record, place: int | None) -> str:
    return "" if place is None else record.cells[place].strip()
