"""2,000 rows of other people's tables, half of them of things, names and codes that are no more.

The truth of each row comes from the tables in data/ and from the registers' own spellings
(``matching_register.csv``), never from the matcher. The noise is that of real tables
(``matching_noise``), and so is what stands beside a name: a kind, a country, a year, or nothing.
A row that the tables themselves do not tell apart from another thing (two municipalities of one
name and no day, a typing error that makes another real name) is put aside: it has no right answer,
but a certain one would be wrong.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from samgraf import tables
from samgraf.linking import indexing
from samgraf.matching.candidates import Candidate, Sought
from samgraf.matching.matcher import NameMatcher
from samgraf.pipeline import index, naming, vocabulary

from . import matching_noise as noise
from .matching_world import COUNTRIES, TODAY, Row, Spell, World
from .small import ROOT

SEED = 8
_EARLIEST = date(1971, 1, 1)
_NOW = "2026-06-01"
_TRIES = 200  # for one row that the tables tell apart

PLAN: Sequence[tuple[str, noise.Noise, int, int]] = (
    ("as the register writes it", noise.as_written, 100, 0),
    ("an old name", noise.as_written, 0, 150),
    ("another language", noise.other_language, 150, 50),
    ("without marks", noise.without_marks, 100, 100),
    ("aa for å, ö for ø", noise.spelt_out, 50, 50),
    ("a typing error", noise.typo, 125, 125),
    ("two typing errors", noise.two_typos, 25, 25),
    ("a word for the kind", noise.with_form, 125, 125),
    ("several at once", noise.several, 50, 50),
    ("a code", noise.code, 100, 0),
    ("a code of former years", noise.code, 0, 200),
    ("an organisation number", noise.organisation_number, 50, 0),
    ("a code and a name", noise.code_and_name, 75, 75),
    ("a place or year behind it", noise.qualified, 50, 50),
)
"""Each kind of noise, with how many rows are of today and of the past."""


@cache
def world() -> World:
    """Read the tables."""
    return World(tables.read_all(ROOT / "data"))


@cache
def rows(seed: int = SEED) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows that have a right answer, and those that were put aside; always the same."""
    chance, told, aside = random.Random(seed), world(), dict[Sought, Row]()
    found: dict[Sought, Row] = {}
    for name, make, present, past in PLAN:
        for wanted, gone in ((present, False), (past, True)):
            pool = _pool(told, make, gone)
            before = len(found)
            for _ in range(wanted * _TRIES):
                if len(found) - before == wanted:
                    break
                row = _row(chance, told, pool, make, name, gone)
                if row is not None and row.sought not in found:
                    (aside if row.others else found)[row.sought] = row
    return tuple(found.values()), tuple(aside.values())


def _pool(told: World, make: noise.Noise, gone: bool) -> tuple[list[Spell], list[Spell]]:
    """Return what rows are made of: municipalities, and everything else."""
    coded = make in (noise.code, noise.organisation_number, noise.code_and_name)
    gone_ones = [s for s in told.registered if told.life[s.actor][1] == s.end]
    spells = told.codes if coded else [*told.names, *gone_ones] if gone else told.written
    mine = [s for s in spells if (s.end is not None) == gone and (s.end or _EARLIEST) >= _EARLIEST]
    is_one = [told.kind[spell.actor] == "Municipality" for spell in mine]
    ones = [spell for spell, one in zip(mine, is_one, strict=True) if one]
    return ones, [spell for spell, one in zip(mine, is_one, strict=True) if not one] or ones


def _row(
    chance: random.Random,
    told: World,
    pool: tuple[list[Spell], list[Spell]],
    make: noise.Noise,
    name: str,
    gone: bool,
) -> Row | None:
    """Make a row of any spell; None where the noise does not apply to it."""
    spell = chance.choice(pool[0] if chance.random() < 0.8 else pool[1])
    noisy = make(chance, told, spell)
    if noisy is None:
        return None
    kinds = (told.kind[spell.actor],) if chance.random() < 0.7 else ()
    country = COUNTRIES.get(told.country[spell.actor], "") if chance.random() < 0.7 else ""
    on = _day(chance, told, spell) if chance.random() < (0.75 if gone else 0.25) else ""
    sought = Sought(noisy.text, kinds, country, on, limit=5, **noisy.more)  # type: ignore[arg-type]
    others = told.others(sought, spell.actor)
    if make in (noise.typo, noise.two_typos):  # what is not told apart without it is not with it
        others |= told.others(replace(sought, text=spell.text), spell.actor)
    return Row(sought, f"id/actor/{spell.actor}", name, gone, others)


def _day(chance: random.Random, told: World, spell: Spell) -> str:
    """Return a day or a year in which a spell held, '' where none is known."""
    if spell.end is None:
        return _NOW
    first = told.life[spell.actor][0]
    begin = max(day for day in (spell.begin, first, _EARLIEST) if day)
    years = [y for y in range(begin.year, spell.end.year + 1) if date(y, 1, 1) >= begin]
    whole = [y for y in years if date(y, 12, 31) <= spell.end]
    if not whole:
        return spell.end.isoformat()
    year = chance.choice(whole)
    return str(year) if chance.random() < 0.5 else f"{year}-01-01"


def homonyms() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each name that two things of one kind bear, with the paths of all of them."""
    told = world()
    by_name: dict[tuple[str, str], set[str]] = {}
    for spell in told.names:
        key = (told.kind[spell.actor], spell.text)
        by_name.setdefault(key, set()).add(f"id/actor/{spell.actor}")
    for (_, text), actors in sorted(by_name.items()):
        if len(actors) > 1:
            yield text, frozenset(actors)


@cache
def matcher() -> NameMatcher:
    """Make the matcher of the tables as they are, without a build."""
    records, terms = tables.read_all(ROOT / "data"), vocabulary.read()
    found = index.entries(records, terms, TODAY)
    return NameMatcher(sorted(found, key=indexing.order), naming.labels(records, terms))


@dataclass(frozen=True, slots=True)
class Marks:
    """How well rows were matched: numbers of rows."""

    rows: int
    first: int
    """Rows whose best candidate is right."""
    among_five: int
    certain: int
    wrong: int
    """Rows that were certain of another thing."""

    @property
    def precision(self) -> float:
        """The share of the certain ones that is right."""
        return 1 - self.wrong / self.certain if self.certain else 1.0


def marked(these: Sequence[Row], answers: Sequence[Sequence[Candidate]]) -> Marks:
    """Count how well rows were matched."""
    paths = [[candidate.path for candidate in answer] for answer in answers]
    certain = [bool(answer) and answer[0].match for answer in answers]
    right = [found[:1] == [row.truth] for row, found in zip(these, paths, strict=True)]
    return Marks(
        len(these),
        sum(right),
        sum(row.truth in found[:5] for row, found in zip(these, paths, strict=True)),
        sum(certain),
        sum(sure and not good for sure, good in zip(certain, right, strict=True)),
    )
