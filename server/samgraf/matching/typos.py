"""Names that are a few typing errors away (rapidfuzz: distances of strings in C++)."""

from collections.abc import Collection, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

_MOST = ((2, 0), (4, 1), (15, 2), (25, 3))
_MOST_OF_LONG = 4
_FEW = 40
"""Names that are looked at of those that come near."""


class Typos:
    """Spellings in the order of their lengths, since few errors change a length by little."""

    def __init__(self, spellings: Mapping[str, tuple[int, ...]]) -> None:
        """Take in spellings with the places of the names that they are of."""
        self._known: Sequence[str] = sorted(spellings, key=lambda text: (len(text), text))
        self._places = [spellings[text] for text in self._known]
        longest = len(self._known[-1]) if self._known else 0
        self._starts = [0] * (longest + 2)
        for text in self._known:
            self._starts[len(text) + 1] += 1
        for length in range(1, longest + 2):
            self._starts[length] += self._starts[length - 1]

    def near(self, text: str) -> list[tuple[str, int, tuple[int, ...]]]:
        """Return spellings with the number of errors and the places of their names.

        An error is a letter too many, too few, another one, or two in each other's place
        (optimal string alignment distance).
        """
        most = allowed(len(text))
        if not most:
            return []
        begin, end = self._start(len(text) - most), self._start(len(text) + most + 1)
        found = process.extract(
            text, self._known[begin:end], scorer=OSA.distance, score_cutoff=most, limit=_FEW
        )
        return [(known, int(far), self._places[begin + place]) for known, far, place in found]

    def _start(self, length: int) -> int:
        return self._starts[min(max(length, 0), len(self._starts) - 1)]


def nearest(word: str, words: Collection[str], most: int) -> str:
    """Return the word that is the fewest errors away, '' where none is near enough."""
    found = process.extractOne(word, words, scorer=OSA.distance, score_cutoff=most)
    return found[0] if found else ""


def allowed(length: int) -> int:
    """Return how many errors a text of so many letters may have."""
    return next((most for longest, most in _MOST if length <= longest), _MOST_OF_LONG)
