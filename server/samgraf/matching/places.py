"""Countries and regions in memory: what they are called, and what lies in which."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from samgraf.linking.entries import Entry, Labels
from samgraf.linking.names import fold
from samgraf.linking.wanted import as_code, without_zeros

from .names import keys, sides
from .written import plain

ISO = {
    "NOR": "NO", "DNK": "DK", "SWE": "SE", "FIN": "FI", "ISL": "IS", "FRO": "FO", "GRL": "GL",
    "ALA": "AX", "DEU": "DE", "EUR": "EU",
}  # fmt: skip
"""Our codes of countries, those of the EU's list, and the two letters that tables have."""

_WITHIN = {"ALA": "FIN"}
_COUNTY = "no-kommunenummer"


class Places:
    """Countries by code and name; regions by name and code; made once, then only read."""

    def __init__(self, entries: Sequence[Entry], labels: Labels) -> None:
        """Take in the regions among the entries, and the names of countries."""
        self._countries = _countries(labels)
        self._regions: dict[str, set[str]] = defaultdict(set)
        known: dict[str, str] = {}
        for entry in entries:
            if entry.kind == "Region":
                key = entry.path.rpartition("/")[2]
                known[key] = entry.countries[0] if entry.countries else ""
                for name in _called(entry, key):
                    self._regions[name].add(key)
        self._named = _place_names(entries)
        self._lies = [_regions(entry, known) for entry in entries]
        self._of = _by_country(entries, self._lies)

    def is_place(self, name: str) -> bool:
        """Tell whether a municipality or a territory is called so."""
        return plain(name) in self._named

    def country(self, text: str) -> str:
        """Return our code of a country that is called so or has that code; '' for none."""
        return self._countries.get(fold(text), "")

    def regions(self, text: str) -> frozenset[str]:
        """Return the keys of the regions that are called so or have that code."""
        found: set[str] = set()
        for side in sides(text):
            for key in keys(side):
                found |= self._regions.get(key, set())
        if not found:
            found |= self._regions.get(without_zeros(as_code(text)), set())
        return frozenset(found)

    def lies(self, entry: int, country: str, regions: frozenset[str]) -> bool | None:
        """Tell whether an entry lies in one of the regions; None where that is not known.

        It is known where one of them is of the kind that the entry has: a municipality has a
        county, but may lie in any labour region.
        """
        own = self._lies[entry]
        if own & regions:
            return True
        comparable = regions & self._of.get(country, frozenset())
        return False if own and comparable else None


def _countries(labels: Labels) -> Mapping[str, str]:
    """Return our code of a country by its codes and its names in every language."""
    found = {fold(short): code for code, short in ISO.items()} | {fold(code): code for code in ISO}
    for code, names in labels.get("country", {}).items():
        found |= {fold(name): code for name in names.values()}
    return {name: _WITHIN.get(code, code) for name, code in found.items()}


def _place_names(entries: Sequence[Entry]) -> frozenset[str]:
    places = (entry for entry in entries if entry.kind in ("Municipality", "Region"))
    return frozenset(plain(title.name) for entry in places for title in entry.titles)


def _called(entry: Entry, key: str) -> set[str]:
    """Return under what a region is found."""
    names = {k for t in entry.titles for side in sides(t.name, t.language) for k in keys(side)}
    codes = {as_code(mark.code) for mark in entry.marks}
    return {*names, *codes, *map(without_zeros, codes), as_code(key)}


def _regions(entry: Entry, known: Mapping[str, str]) -> frozenset[str]:
    """Return the regions of an entry, and those that its Norwegian codes tell of.

    The first two digits of a Norwegian municipality's code are those of its county at the time.
    """
    told = {f"no-{mark.code[:2]}" for mark in entry.marks if mark.scheme == _COUNTY}
    return frozenset({*entry.regions, *(key for key in told if key in known)})


def _by_country(
    entries: Sequence[Entry], lies: Sequence[frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    """Return the regions that anything of a country lies in."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry, regions in zip(entries, lies, strict=True):
        if entry.kind == "Municipality":
            for country in entry.countries:
                found[country] |= regions
    return {country: frozenset(regions) for country, regions in found.items()}
