"""Names that share words with a text, for those that nothing else is found for."""

from collections import defaultdict
from collections.abc import Sequence
from math import log

from .forms import FORMS
from .names import Named
from .written import written

MOST = 60
"""Points of a name that shares all words with a text."""

_LEAST = 3  # letters of a word that counts
_COMMON = 400  # names that share a word which tells next to nothing
_FEW = 20


class Words:
    """The words of all names; made once, then only read."""

    def __init__(self, names: Sequence[Named]) -> None:
        """Take in names, by their places in the list."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, named in enumerate(names):
            for word in set(named.sides[0].written.fold.split()):
                if _counts(word):
                    found[word].append(place)
        self._found = {w: tuple(places) for w, places in found.items() if len(places) <= _COMMON}
        self._count = max(1, len(names))

    def near(self, text: str) -> list[tuple[int, float]]:
        """Return the places of names that share words, each with points from 0 to ``MOST``.

        A rare word counts more than a common one.
        """
        words = {word for word in written(text).fold.split() if _counts(word)}
        weights = {word: self._weight(word) for word in words}
        shared: dict[int, float] = defaultdict(float)
        for word in sorted(words):
            for place in self._found.get(word, ()):
                shared[place] += weights[word]
        whole = sum(weights.values()) or 1.0
        best = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_FEW]
        return [(place, MOST * weight / whole) for place, weight in best]

    def _weight(self, word: str) -> float:
        return log(1 + self._count / (1 + len(self._found.get(word, ()))))


def _counts(word: str) -> bool:
    return len(word) >= _LEAST and word not in FORMS
