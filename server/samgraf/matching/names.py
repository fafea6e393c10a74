"""The names of a version in memory, found by every form that somebody may write them in."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from samgraf.linking.entries import Entry, Title

from .endings import finnish, norse, unfused, without_s
from .forms import mended, stripped
from .written import Written, written

GENITIVE = 1
"""What is lost where a genitive had to be undone."""

PART = 14
"""What is lost where only a part of our name is told: KL of "KL - Kommunernes Landsforening"."""

_FUSED = 3
_PARTS = re.compile(r"\s[-\u2013/]\s|\s?\(.*")
_MENDED = 4
_MOST_WORDS = 12
_LONGEST_GENITIVE = 24  # letters: names of municipalities, not titles of projects
_PLAIN: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Side:
    """One way to look at a name: whole, or without the words that tell of its kind."""

    written: Written
    bared: bool = False
    """Whether such a word was taken off."""
    lost: int = 0
    """What is lost by looking at it so."""
    kinds: frozenset[str] = _PLAIN
    """The kinds that the words tell of that were taken off."""
    apart: str = ""
    """The one of them that may tell of another municipality (``forms.apart``)."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a thing: the numbers of both, and the ways to look at it."""

    entry: int
    title: int
    sides: tuple[Side, ...]


def sides(name: str, language: str = "") -> tuple[Side, ...]:
    """Return the ways to look at a name, the whole first."""
    whole = written(name)
    found = [Side(whole)]
    taken = stripped(whole.plain)
    if taken is not None:
        core = written(taken.core)
        bared = Side(core, True, 0, taken.kinds, taken.apart)
        found.append(bared)
        endings = norse if language in ("fo", "is") else without_s
        bases = dict.fromkeys(endings(core.plain))
        found += [replace(bared, written=written(base), lost=GENITIVE) for base in bases]
    elif language == "is" and (before := unfused(whole.plain)):
        found += [Side(written(b), True, _FUSED) for b in dict.fromkeys(norse(before))]
    if language == "fi" and len(whole.plain) <= _LONGEST_GENITIVE:
        found += [Side(written(g), True, GENITIVE) for g in dict.fromkeys(finnish(whole.plain))]
    parts = {part for part in _PARTS.split(name) if part and part != name}
    found += [Side(written(part), lost=PART) for part in sorted(parts)]
    return tuple(found)


def asked_sides(text: str) -> tuple[Side, ...]:
    """Return the ways to look at a text; a misspelt word for a kind is taken off too.

    Not its parts: ``readings`` takes a text apart, so that no part of it goes unread.
    """
    found = _whole(sides(text))
    if right := mended(found[0].written.plain):
        more = _whole(sides(right)[1:])
        found += tuple(replace(side, lost=side.lost + _MENDED) for side in more)
    return found


def _whole(found: tuple[Side, ...]) -> tuple[Side, ...]:
    return tuple(side for side in found if side.lost != PART)


def keys(side: Side) -> Iterator[str]:
    """Yield under what a way to look at a name is found; some with a sign that no name has."""
    yield side.written.fold
    yield side.written.bare
    yield "~" + side.written.heard
    words = side.written.fold.split()
    if 1 < len(words) <= _MOST_WORDS:
        yield shuffled(words)


def shuffled(words: Sequence[str]) -> str:
    """Return the key of words in any order."""
    return "=" + " ".join(sorted(words))


class Names:
    """All names of all entries; made once, then only read."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Take in the names of entries, by their places in the list."""
        made: dict[tuple[str, str], tuple[Side, ...]] = {}
        self.all: list[Named] = []
        found: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            for place, title in enumerate(entry.titles):
                own = _sides(made, title)
                at = len(self.all)
                self.all.append(Named(number, place, own))
                for key in {key for side in own for key in keys(side)}:
                    found[key].append(at)
        self._found = {key: tuple(places) for key, places in found.items()}

    def under(self, wanted: Iterable[str]) -> set[int]:
        """Return the places in ``all`` of the names that stand under any of the keys."""
        found = self._found
        return {place for key in wanted for place in found.get(key, ())}

    def spellings(self) -> dict[str, tuple[int, ...]]:
        """Return names as they are typed, folded and bare, with their places in ``all``."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, named in enumerate(self.all):
            for side in named.sides:
                if side.lost in (0, _FUSED):
                    for key in {side.written.fold, side.written.bare}:
                        found[key].append(place)
        return {key: tuple(places) for key, places in found.items()}


def _sides(made: dict[tuple[str, str], tuple[Side, ...]], title: Title) -> tuple[Side, ...]:
    key = (title.name, title.language)
    if key not in made:
        made[key] = sides(title.name, title.language)
    return made[key]
