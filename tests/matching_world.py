"""What the tables say of names and codes by themselves: who bears which when, and who else does.

It is what the rows of the matcher's test are made from and held against, without the matcher.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from samgraf.describing.life import lives
from samgraf.matching.candidates import Sought
from samgraf.model import Period, Records

REGISTER = Path(__file__).with_name("matching_register.csv")
TODAY = date(2026, 11, 21)
COUNTRIES = {"NOR": "NO", "DNK": "DK", "SWE": "SE", "FIN": "FI", "ISL": "IS", "FRO": "FO"}
NAMED = {"NO": "Norge", "DK": "Danmark", "SE": "Sverige", "FI": "Suomi", "IS": "Ísland"}
"""How rows name a country behind a comma."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A name or code of an actor for a time; ``end`` is None where it still holds."""

    actor: str
    text: str
    begin: date | None
    end: date | None
    language: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, what it means, and what else it may mean by the tables alone."""

    sought: Sought
    truth: str
    noise: str
    past: bool
    others: frozenset[str] = frozenset()


def within(spell: Spell, on: str) -> bool:
    """Tell whether a spell has a day, or some day of a year."""
    if not on:
        return True
    begin = date.fromisoformat(on if len(on) > 4 else on + "-01-01")
    end = date.fromisoformat(on if len(on) > 4 else on + "-12-31")
    return (spell.begin is None or spell.begin <= end) and (spell.end is None or spell.end >= begin)


class World:
    """What the tables say: who is called how, when, and where it lies."""

    def __init__(self, records: Records) -> None:
        """Read actors, names, codes and regions."""
        self.kind = {actor.key: actor.kind for actor in records.actors}
        self.country = {actor.key: actor.country for actor in records.actors}
        self.life = {key: (life.first, life.last) for key, life in lives(records, TODAY).items()}
        self.names = [self._spell(n.actor, n.name, n.period, n.lang) for n in records.names]
        self.codes = [self._spell(c.actor, c.code, c.period, "", c.scheme) for c in records.codes]
        self.regions = _regions(records)
        self.region_names = {region.key: region.name for region in records.regions}
        self.registered = list(self._registered())
        self.written = [*self.names, *self.registered]
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for spell in self.written:
            for key in alike(spell.text):
                self._bearers[key].add(spell.actor)
        self._holders: dict[str, list[Spell]] = defaultdict(list)
        for spell in self.codes:
            self._holders[digits(spell.text)].append(spell)

    def _spell(self, actor: str, text: str, period: Period, lang: str, scheme: str = "") -> Spell:
        """Return a spell within the life of its actor."""
        first, last = self.life[actor]
        begin = period.start.first_day if period.start else first
        end = period.end.last_day if period.end else last
        return Spell(actor, text, begin, end if end and end < TODAY else None, lang, scheme)

    def _registered(self) -> Iterator[Spell]:
        """Yield the spellings of the registers, by who held the code when."""
        holders = defaultdict(list)
        for code in self.codes:
            holders[code.scheme, code.text].append(code)
        with REGISTER.open(encoding="utf-8") as lines:
            for line in csv.DictReader(lines):
                last = date.fromisoformat(line["last_day"]) if line["last_day"] else None
                held = holders[line["scheme"], line["code"]]
                mine = [code for code in held if code.end == last]
                if len(mine) == 1 and self._is(mine[0].actor, line["name"], len(held)):
                    yield replace(mine[0], text=line["name"], language=line["language"], scheme="")

    def _is(self, actor: str, name: str, holders: int) -> bool:
        """Tell whether a name of a register is of the holder of the code, not of the one before."""
        own = (spell.text for spell in self.names if spell.actor == actor)
        return holders == 1 or any(alike(name) & alike(text) for text in own)

    def alive(self, actor: str, on: str) -> bool:
        """Tell whether an actor was there on a day, or in some of a year."""
        return within(Spell(actor, "", *self.life[actor]), on)

    def others(self, sought: Sought, truth: str) -> frozenset[str]:
        """Return who else may be meant by a row, as the tables tell."""
        found = set(self._by_text(sought))
        within = {key for key, name in self.region_names.items() if _told(sought) == name}
        if within:
            found = {a for a in found if not self.regions[a] or self.regions[a] & within}
        return frozenset(a for a in found - {truth} if self._allowed(a, sought))

    def _by_text(self, sought: Sought) -> Iterator[str]:
        text = sought.text
        if sought.codes or re.fullmatch(r"[A-Z]{0,2}[-_]?[\d -]+", text):
            code = digits(sought.codes[0][1] if sought.codes else text)
            schemes = {sought.codes[0][0]} - {""} if sought.codes else set()
            held = [s for s in self._holders[code] if within(s, sought.on)]
            yield from (s.actor for s in held if not schemes or s.scheme in schemes)
            return
        told = re.match(r"(?:K-)?(\d{2,4}) +\D", text)
        holders = {s.actor for s in self._holders[digits(told[1])]} if told else None
        for key in alike(text):
            yield from (a for a in self._bearers[key] if holders is None or a in holders)

    def _allowed(self, actor: str, sought: Sought) -> bool:
        country = COUNTRIES.get(self.country[actor], "")
        kinds, place = sought.kinds, sought.country or _said(sought.text)
        on = sought.on or _until(sought.text)
        fits = not place or country == place
        return fits and (not kinds or self.kind[actor] in kinds) and self.alive(actor, on)


def _told(sought: Sought) -> str:
    """Return the region that a row tells of, in its column or in brackets."""
    bracket = re.search(r"\(([^)]*)\)", sought.text)
    return sought.region or (bracket[1] if bracket else "")


def _said(text: str) -> str:
    """Return the country that a text names: behind a comma, or before a code."""
    if before := re.match(r"(K-|[A-Z]{2}_)\d", text):
        return "NO" if before[1] == "K-" else before[1][:2]
    return next((code for code, name in NAMED.items() if text.endswith(", " + name)), "")


def _until(text: str) -> str:
    """Return the year in "(-2019)"."""
    found = re.search(r"\(-(\d{4})\)", text)
    return f"{found[1]}-12-31" if found else ""


def _regions(records: Records) -> dict[str, set[str]]:
    """Return the regions of each actor; the Norwegian ones also by the counties in its codes."""
    found: dict[str, set[str]] = defaultdict(set)
    for place in records.situations:
        if place.region:
            found[place.actor].add(place.region)
    for code in records.codes:
        if code.scheme == "no-kommunenummer":
            found[code.actor].add(f"no-{code.code[:2]}")
    return found


def digits(code: str) -> str:
    """Return a code as a careless table has it: no zeros before it, no signs."""
    return re.sub(r"^\D+", "", re.sub(r"[^0-9A-Za-z]", "", code)).lstrip("0")


GENITIVES = {
    "Helsinki": "Helsingin", "Espoo": "Espoon", "Tampere": "Tampereen", "Vantaa": "Vantaan",
    "Oulu": "Oulun", "Turku": "Turun", "Jyväskylä": "Jyväskylän", "Kuopio": "Kuopion",
    "Lahti": "Lahden", "Pori": "Porin", "Kouvola": "Kouvolan", "Joensuu": "Joensuun",
    "Lappeenranta": "Lappeenrannan", "Hämeenlinna": "Hämeenlinnan", "Vaasa": "Vaasan",
    "Seinäjoki": "Seinäjoen", "Rovaniemi": "Rovaniemen", "Mikkeli": "Mikkelin",
    "Kotka": "Kotkan", "Salo": "Salon", "Porvoo": "Porvoon", "Kokkola": "Kokkolan",
    "Hyvinkää": "Hyvinkään", "Lohja": "Lohjan", "Järvenpää": "Järvenpään",
    "Nurmijärvi": "Nurmijärven", "Rauma": "Rauman", "Kirkkonummi": "Kirkkonummen",
    "Tuusula": "Tuusulan", "Kajaani": "Kajaanin", "Savonlinna": "Savonlinnan", "Kemi": "Kemin",
    "Nokia": "Nokian", "Ylöjärvi": "Ylöjärven", "Kangasala": "Kangasalan", "Vihti": "Vihdin",
    "Riihimäki": "Riihimäen", "Imatra": "Imatran", "Raahe": "Raahen", "Raisio": "Raision",
    "Iisalmi": "Iisalmen", "Tornio": "Tornion", "Hollola": "Hollolan", "Sipoo": "Sipoon",
    "Varkaus": "Varkauden", "Kurikka": "Kurikan", "Naantali": "Naantalin",
    "Kauniainen": "Kauniaisten", "Inari": "Inarin", "Sodankylä": "Sodankylän",
}  # fmt: skip
"""Genitives of Finnish municipalities as they are in use, of the grammar and not of our rules."""

_SAME = str.maketrans({"æ": "a", "ø": "o", "œ": "o", "ð": "d", "þ": "th", "đ": "d", "ŧ": "t"})
_WORDS = r"(kommune|kommun|kommuna|kunta|kaupunki|stad|municipality|fylkeskommune|lan)"


def alike(text: str) -> set[str]:
    """Return what a text is told apart by: its letters without marks, kinds and brackets."""
    folded = text.casefold()
    folded = re.sub(r"\(.*?\)|, (norge|danmark|sverige|suomi|ísland)$|^(k-)?\d{2,4} +", "", folded)
    folded = unicodedata.normalize("NFKD", folded).translate(_SAME)
    plain = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    for double, single in (("aa", "a"), ("ae", "a"), ("oe", "o")):
        plain = plain.replace(double, single)
    words = " ".join(plain.split())
    bare = re.sub(rf"^(municipality of|city of|region) |\b {_WORDS}( {_WORDS})?$", "", words)
    found = {words, bare}
    if bare != words:
        found |= {bare.removesuffix("s"), NOMINATIVES.get(bare, bare)}
    return found


NOMINATIVES = {min(alike(one)): min(alike(of)) for of, one in GENITIVES.items()}
"""The same the other way round, as ``alike`` writes them."""
