"""What a candidate loses of 100 points, and why: the score and its features.

A score is 100 less what is lost, so that it means the same for every question: 100 is the very name
or code of a thing that was there on the day, 84 and more can be certain, 60 and less shares words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samgraf.linking.entries import Entry, Mark, Title
from samgraf.linking.wanted import as_code, without_zeros

from . import periods
from .candidates import Feature
from .codes import NO_PLACES
from .forms import TERRITORY
from .holding import Holding
from .places import Places
from .question import Told

KEYS = (
    "iri", "code", "organisation_number", "name_exact", "name_folded", "name_heard",
    "name_without_form", "name_typo", "name_words", "name_old", "form", "country", "on", "ended",
    "region", "kind",
)  # fmt: skip
"""Every key of a feature."""

ENDED = 8
"""What is lost by what is no more, where no day is asked for: today's is meant rather."""

ELSEWHEN = 30
"""What is lost by what was not there on the day."""

OLD_NAME = 4
NOT_THEN = 5
"""What is lost by a name that is former, and by one that was not in use on the day."""

OTHER_REGION = 30
OTHER_CODE = 30
OTHER_CODE_PERHAPS = 15
"""What is lost by a code that contradicts: it is of a register that is told, or there is the code
of another thing; or nobody bears it, and it may be a number of the table's own."""

MINOR = 12
"""What is lost by territories, calls, plans and projects where no kind is asked for: a row means a
body that acts. "Kalmar län" and "Fyns Amt" say that they mean a territory."""

REGION_UNKNOWN = 6
"""What is lost where a region is told and it is not known in which region a thing lies."""

WORD = 20
"""What is lost by topics, codes and terms where no kind is asked for: "kommune" is a word first."""

_LOST_BY_KIND = {
    **dict.fromkeys(("Region", "Call", "PolicyPlan", "Project"), MINOR),
    **dict.fromkeys(("Topic", "Code", "Term"), WORD),
}
_REGION_LOST = {True: 0, False: OTHER_REGION, None: REGION_UNKNOWN}
_FILLED, _FILLED_ELSEWHEN = 0.6, 0.3
_MOST_ELSEWHEN = 80
"""By how much a code that fits makes up for what a name lost, and by how much where the thing was
not there on the day; that is never certain then, since the code was not its own on the day."""

_DRAWN = frozenset(
    {"nuts", "nuts0", "nuts1", "nuts2", "nuts3", "constituency", "health-area", "labour-region",
     "major-region", "state-area", "sub-region"}
)  # fmt: skip
"""Levels of territories that are drawn for statistics, elections and the like: of two that are
called "Skåne län", the county is meant rather than the NUTS region."""

_NAMED = 60  # points from which on a name fits so well that a code makes it better
_AFTER = 4
_OUT_OF_TIME = 15


@dataclass(frozen=True, slots=True)
class Weight:
    """The points of a candidate, and the reasons for them."""

    score: float
    features: tuple[Feature, ...]
    sure: bool = True
    """Whether all of the text was understood."""
    rival: float = 0
    """The points that it would have if it were meant that nothing is told of the time."""


@dataclass(frozen=True, slots=True)
class First:
    """By what a candidate was found: its name or its code, and how well that fits."""

    key: str
    points: float
    text: str
    title: Title | None = None
    kinds: frozenset[str] = frozenset()
    """The kinds that the text tells of."""
    others: tuple[Feature, ...] = ()


def of_mark(mark: Mark, on: str) -> float:
    """Return what is lost by a code that was not held on the day, or is no more."""
    if on:
        return 0 if periods.holds(mark.since, mark.until, on) else _OUT_OF_TIME
    return _AFTER if mark.until else 0


def weigh(number: int, held: Holding, first: First, told: Told, asked_kinds: bool) -> Weight:
    """Return the points of an entry by everything that is told of what is looked for."""
    entry, places = held.entries[number], held.places
    country = entry.countries[0] if entry.countries else ""
    features = [Feature(first.key, round(first.points, 1), first.text), *first.others]
    points = first.points
    kinds = _kind(entry, first, places, asked_kinds)
    for lost, feature in (*kinds, *_life(entry, told), *_name(entry, first, told)):
        points -= lost
        features.append(feature)
    for regions in told.regions:
        lost = _REGION_LOST[places.lies(number, country, regions)]
        points -= lost
        if lost != REGION_UNKNOWN:
            features.append(Feature("region", 0 if lost else 100, ", ".join(sorted(regions))))
    points, codes = _coded(number, held, points, told, first.title is not None)
    ended = 0 if told.on or entry.current else ENDED
    return Weight(max(0.0, points), (*features, *codes), rival=points + ended)


def _kind(entry: Entry, first: First, places: Places, asked: bool) -> Iterable[tuple[int, Feature]]:
    """Yield what is lost by what is rarely meant.

    Also by a body that is called like a place, as employment areas are: "Satakunta".
    """
    lost = 0 if first.kinds == TERRITORY else _LOST_BY_KIND.get(entry.kind, 0)
    if entry.kind == "CooperationBody" and first.title is not None:
        lost = MINOR if places.is_place(first.title.name) else 0
    if lost and not asked:
        yield lost, Feature("kind", 100 - lost, entry.kind)
    if entry.kind == "Region" and first.title is not None:
        level = next((mark.scheme for mark in entry.marks), "")
        if level in _DRAWN:
            yield MINOR, Feature("kind", 100 - MINOR, level)


def _life(entry: Entry, told: Told) -> Iterable[tuple[int, Feature]]:
    """Yield what is lost by when a thing was there."""
    if told.on:
        there = periods.holds(entry.since, entry.until, told.on)
        span = f"{entry.since or '…'}/{entry.until or '…'}"
        yield 0 if there else ELSEWHEN, Feature("on", 100 if there else 0, span)
    elif not entry.current:
        yield ENDED, Feature("ended", 100 - ENDED, entry.until)


def _name(entry: Entry, first: First, told: Told) -> Iterable[tuple[int, Feature]]:
    """Yield what is lost by when a name was in use."""
    title = first.title
    if title is None:
        return
    if told.on and not _in_use(title, entry, told.on):
        if periods.holds(entry.since, entry.until, told.on):
            yield NOT_THEN, Feature("name_old", 100 - NOT_THEN, _span(title))
    elif not told.on and title.role == "former":
        yield OLD_NAME, Feature("name_old", 100 - OLD_NAME, _span(title))


def _in_use(title: Title, entry: Entry, on: str) -> bool:
    """Tell whether a name was in use on a day.

    Of a name that came back the index has the last time alone; so one that came later counts as in
    use where no other of the language is known for the day.
    """
    if periods.holds(title.since, title.until, on):
        return True
    others = (t for t in entry.titles if t.language == title.language)
    return title.since > on and not any(periods.holds(t.since, t.until, on) for t in others)


def _span(title: Title) -> str:
    return f"{title.name} ({title.since or '…'}/{title.until or '…'})"


def _coded(
    number: int, held: Holding, points: float, told: Told, named: bool
) -> tuple[float, list[Feature]]:
    """Take in codes that are told beside a name: they make it surer, or contradict it.

    What contradicts counts last, so that no other code makes up for it.
    """
    entry, features, against = held.entries[number], list[Feature](), 0
    for scheme, code in (*told.codes, *(("", one) for one in told.numbers)):
        marks = [m for m in entry.marks if m.scheme == scheme] if scheme else entry.marks
        own = _fitting(marks, code, told.on)
        other = _of_another(number, held, (scheme, code), told, own)
        if own is not None and not other:
            points = _surer(points, entry, told.on) if named else points
            features.append(_fits(own, entry, told.on))
        elif marks:
            strong = bool(scheme or other)
            points -= 0 if strong else OTHER_CODE_PERHAPS
            against += OTHER_CODE if strong else 0
            features.append(Feature("code", 0, _shown(marks, other or scheme, told.on)))
    return points - against, features


def _fitting(marks: Sequence[Mark], code: str, on: str) -> Mark | None:
    """Return a code of a thing that is the one told, one that was held on the day before others."""
    loose = without_zeros(code)
    same = [mark for mark in marks if without_zeros(as_code(mark.code)) == loose]
    return next((mark for mark in same if _held(mark, on)), same[0] if same else None)


def _of_another(
    number: int, held: Holding, coded: tuple[str, str], told: Told, own: Mark | None
) -> str:
    """Return the register in which a code is that of another thing, '' for none.

    A number in the text that may be a year is not taken for another's code: "Bergen 2012".
    """
    scheme, code = coded
    if (own is not None and _held(own, told.on)) or code in told.numbers:
        return ""
    return held.of_another(number, code, told.on, scheme)


def _held(mark: Mark, on: str) -> bool:
    return periods.held(mark.since, mark.until, on)


def _surer(points: float, entry: Entry, on: str) -> float:
    """Return the points of a name with a code that fits."""
    if points < _NAMED:
        return points
    if not periods.held(entry.since, entry.until, on):
        return min(points + (100 - points) * _FILLED_ELSEWHEN, _MOST_ELSEWHEN)
    return points + (100 - points) * _FILLED


def _fits(mark: Mark, entry: Entry, on: str) -> Feature:
    """Tell that a code fits, and when it was held where that was not on the day."""
    told = f"{mark.scheme} {mark.code}"
    if _held(mark, on):
        return Feature("code", 100, told)
    span = f"{told} ({mark.since or '…'}/{mark.until or '…'})"
    there = periods.holds(entry.since, entry.until, on)
    return Feature("code", 100 if there else 100 - _OUT_OF_TIME, span)


def _shown(marks: Sequence[Mark], register: str, on: str) -> str:
    """Return the code that a thing has instead: of the register, of the day, an official one."""
    mark = min(
        marks,
        key=lambda m: (m.scheme != register, m.scheme in NO_PLACES, not _held(m, on)),
    )
    return f"{mark.scheme} {mark.code}"
