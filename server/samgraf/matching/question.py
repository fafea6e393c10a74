"""A row as it is matched: what rules a thing out, what speaks for it, and where to look."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from samgraf.linking.entries import KINDS
from samgraf.linking.wanted import as_code

from . import periods
from .candidates import Sought
from .codes import Codes
from .forms import apart, kinds_of
from .names import Side, asked_sides
from .places import Places
from .readings import LONGEST, Reading, readings
from .written import plain

_CALLED = {"network": "CooperationBody"}
_KINDS = {kind.casefold(): kind for kind in KINDS} | _CALLED
_NOWHERE = "?"
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the thing beside its name."""

    on: str = ""
    """A day, a month or a year."""
    regions: tuple[frozenset[str], ...] = ()
    """Keys of regions: one set for each that is told, with all that are called so."""
    codes: tuple[tuple[str, str], ...] = ()
    """Pairs of scheme, '' where it is not known, and code as codes are compared."""
    numbers: tuple[str, ...] = ()
    """Numbers beside the name in the text that may be codes or years."""


@dataclass(frozen=True, slots=True)
class Meant:
    """One way to mean the text of a row."""

    sides: tuple[Side, ...]
    """The name, whole and without the words that tell of its kind."""
    told: Told
    lost: int = 0
    country: str = ""
    """Where the text names a country: nothing elsewhere is meant."""
    kinds: frozenset[str] = frozenset()
    """Where the text names a kind in brackets."""
    sure: bool = True
    """Whether all of the text is understood."""


@dataclass(frozen=True, slots=True)
class Question:
    """A row, read; ``kinds`` and ``country`` rule out whatever contradicts them."""

    text: str
    meant: tuple[Meant, ...]
    told: Told
    kinds: frozenset[str] = frozenset()
    country: str = ""


def read(sought: Sought, places: Places, codes: Codes) -> Question:
    """Read a row; raise ``QueryRefused`` where ``on`` is no day, month or year.

    A kind or a country that we do not know rules out everything.
    """
    told = Told(
        periods.asked(sought.on.strip()),
        _regions([sought.region], places),
        tuple((_scheme(scheme, codes), as_code(code)) for scheme, code in sought.codes if code),
    )
    country = sought.country.strip()[:LONGEST]
    known = (places.country(country) or _NOWHERE) if country else ""
    kinds = frozenset(_KINDS.get(kind.strip().casefold(), _NOWHERE) for kind in sought.kinds)
    text = sought.text.strip()
    ways = [_meant(way, told, places) for way in readings(text)] if text else []
    return Question(text, tuple(way for way in ways if way is not None), told, kinds, known)


def _regions(texts: Iterable[str], places: Places) -> tuple[frozenset[str], ...]:
    found = (places.regions(text[:LONGEST]) for text in texts if text.strip())
    return tuple(regions for regions in found if regions)


def _scheme(told: str, codes: Codes) -> str:
    """Return the key of a scheme that is named by key or IRI; '' for one that we do not have."""
    key = told.strip().rstrip("/#").rpartition("/")[2].casefold()
    return key if key in codes.schemes else ""


def _meant(way: Reading, told: Told, places: Places) -> Meant | None:
    """Understand what a way to mean a text tells beside the name; None where no name is left."""
    name = asked_sides(way.name)
    if not name[0].written.plain:
        return None
    if way.code:
        told = _numbered(told, way.code)
    meant, lost = Meant(name, told, way.lost, kinds=way.kinds), 0
    for hint in way.hints:
        understood = _hinted(meant, hint, places)
        lost = lost if understood else way.unknown
        meant = understood or meant
    return replace(meant, lost=meant.lost + lost, sure=not lost)


def _hinted(meant: Meant, hint: str, places: Places) -> Meant | None:
    """Take in a span of years, a country, a region or a kind; None where it is none of these."""
    told = meant.told
    if year := periods.of_span(hint):
        return replace(meant, told=replace(told, on=told.on or year))
    if country := places.country(hint):
        return replace(meant, country=country)
    if kinds := kinds_of(plain(hint)):
        word = apart(plain(hint).split())
        sides = tuple(replace(side, apart=side.apart or word) for side in meant.sides)
        return replace(meant, sides=sides, kinds=kinds)
    if regions := places.regions(hint):
        return replace(meant, told=replace(told, regions=(*told.regions, regions)))
    if hint.isdigit():
        return replace(meant, told=_numbered(told, hint))
    return None


def _numbered(told: Told, number: str) -> Told:
    """Take in a number beside the name: a code, or perhaps a year."""
    if _YEAR.fullmatch(number):
        return replace(told, numbers=(*told.numbers, number))
    return replace(told, codes=(*told.codes, ("", as_code(number))))
