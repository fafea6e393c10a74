"""Values that rows are matched by, as the matcher takes them: days, countries, regions, codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from samgraf.linking.entries import Labels
from samgraf.linking.names import fold
from samgraf.matching.places import ISO
from samgraf.networks.days import last_day

from .reconciling_properties import Property
from .reconciling_read import At, listed, plain
from .reconciling_things import TYPES, Things, type_of

Value = tuple[str, str]
"""A property's identifier and a value of it."""

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Values:
    """Reads the values of one request against a version."""

    things: Things
    known: Mapping[str, Property]
    longest: int
    """Characters of a text."""
    data_date: date
    countries: Mapping[str, str]
    """Codes of two letters by folded names and codes (``countries_of``)."""

    def property_of(self, at: At) -> Property:
        """Find the property that is named; rows must be matchable by it."""
        name = at.text()
        found = self.known.get(name)
        if found is None or not found.matches:
            usable = {one.id: one for one in self.known.values() if one.matches}
            words = f"rows cannot be matched by {name[:_SHOWN]!r}"
            raise at.wrong(f"{words}; known are {listed(usable)} (/reconcile/suggest/property)")
        return found

    def value(self, name: str, at: At) -> Value:
        """Return a value of a property as the matcher takes it; '' of a blank one."""
        text = self.text(at)
        if not text:
            return name, ""
        if name == "on":
            return name, self._day(at, text)
        if name == "country":
            return name, self._country(at, text)
        thing = self.things.find(text) if name == "region" else None
        return name, thing.shown().name if thing else text

    def text(self, at: At) -> str:
        """Return a value as text: of a thing its identifier, of a number its digits."""
        if isinstance(at.value, dict):
            at = at.member("id")
            return plain(at, at.text(), self.longest)
        value = at.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise at.wrong(f"{at.kind()} stands where a text or a number is needed")
        return plain(at, str(value), self.longest)

    def types(self, query: At) -> Iterator[str]:
        """Yield the types that a query names."""
        for at in query.member("type").one_or_many() if query.has("type") else ():
            named = at.member("id") if isinstance(at.value, dict) else at
            text = named.text()
            found = type_of(text)
            if text.strip() and not found:
                known = ", ".join(TYPES)
                raise named.wrong(f"there is no type {text[:_SHOWN]!r}; known are {known}")
            if found:
                yield found

    def _day(self, at: At, text: str) -> str:
        """Return the last day of a year or month, or the day itself."""
        try:
            return last_day(text, self.data_date).isoformat()
        except ValueError as error:
            shown = text[:_SHOWN]
            raise at.wrong(f"{shown!r} is no day; write 2015-01-31, 2015-01 or 2015") from error

    def _country(self, at: At, text: str) -> str:
        found = self.countries.get(fold(text.rpartition("/")[2]))
        if found is None:
            shown = text[:_SHOWN]
            raise at.wrong(f"{shown!r} is no country here; write a code such as NO, or a name")
        return found


def countries_of(labels: Labels) -> dict[str, str]:
    """Return the codes of two letters by all names and codes of countries, folded."""
    found: dict[str, str] = {}
    for code, names in labels.get("country", {}).items():
        two = ISO.get(code, code)
        found |= {fold(name): two for name in (code, two, *names.values())}
    return found
