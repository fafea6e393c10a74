"""Official codes, organisation numbers and the like in memory, with who held them when."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samgraf.linking.entries import Entry, Mark
from samgraf.linking.wanted import as_code, without_zeros

ZEROS = 4
"""What is lost where zeros before a code are missing: spreadsheets take them off."""

ORGANISATIONS = frozenset({"dk-cvr", "fi-ytunnus", "is-kennitala", "no-orgnr", "se-orgnr"})
"""The schemes of organisation numbers; the others tell of territories or are Wikidata's."""

NO_PLACES = ORGANISATIONS | {"wikidata"}
"""The schemes that do not tell of territories."""

_PREFIXED = re.compile(r"(?P<country>[a-z]{2})(?P<digits>\d{2,14})(mva)?")
_COUNTED = re.compile(r"k(?P<digits>\d{4})")
_CENTURY = re.compile(r"16(?P<digits>\d{10})")
_VAT = re.compile(r"(?P<digits>\d{10})01")


@dataclass(frozen=True, slots=True)
class Held:
    """A code and its holder, by the number of the entry."""

    entry: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Written:
    """One way to read a text as a code."""

    code: str
    country: str = ""
    """"NO", where the text says so."""


class Codes:
    """The codes of all entries; made once, then only read."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Take in the codes of entries, by their places in the list."""
        whole: dict[str, list[Held]] = defaultdict(list)
        short: dict[str, list[Held]] = defaultdict(list)
        for number, entry in enumerate(entries):
            for mark in entry.marks:
                code, held = as_code(mark.code), Held(number, mark)
                whole[code].append(held)
                short[without_zeros(code)].append(held)
        self._whole = {code: tuple(held) for code, held in whole.items()}
        self._short = {code: tuple(held) for code, held in short.items()}
        self.schemes = frozenset(mark.scheme for entry in entries for mark in entry.marks)

    def holders(self, code: str) -> tuple[tuple[Held, int], ...]:
        """Return who holds or held a code, and what is lost where zeros are missing."""
        exact = self._whole.get(code, ())
        loose = self._short.get(without_zeros(code), ()) if code.isdigit() else ()
        return (*((h, 0) for h in exact), *((h, ZEROS) for h in loose if h not in exact))


def readings(text: str) -> Iterator[Written]:
    """Yield how a text may be meant as a code: as it stands, without country or century.

    "DK_101" and "NO_4204" are Eurostat's for municipalities, "K-0301" Statistics Norway's;
    "SE202100290801" and "NO958935420MVA" are numbers for value added tax.
    """
    code = as_code(text)
    if not any(c.isdigit() for c in code):
        return
    yield Written(code)
    if match := _PREFIXED.fullmatch(code):
        country, digits = match["country"].upper(), match["digits"]
        yield Written(digits, country)
        if country == "SE" and (vat := _VAT.fullmatch(digits)):
            yield Written(vat["digits"], country)
    if match := _COUNTED.fullmatch(code):
        yield Written(match["digits"], "NO")
    if match := _CENTURY.fullmatch(code):
        yield Written(match["digits"], "SE")
