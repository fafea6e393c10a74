"""What became of a row, and why, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from samgraf.matching.candidates import Candidate

MATCHED, AMBIGUOUS, UNCERTAIN = "matched", "ambiguous", "uncertain"
NOT_FOUND, UNREADABLE, EMPTY = "not found", "unreadable", "empty"

KINDS = (MATCHED, AMBIGUOUS, UNCERTAIN, NOT_FOUND, UNREADABLE, EMPTY)
"""Everything that can become of a row, in the order in which it is told."""

FINDINGS = (AMBIGUOUS, UNCERTAIN, NOT_FOUND, UNREADABLE)
"""What somebody has to look at; an empty cell is none of it."""

_SAME = 1.0  # points between scores that tell nothing apart


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: matched, or why not; the candidates, the best first."""

    kind: str
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""

    @property
    def match(self) -> Candidate | None:
        """The one thing that is meant, where that is certain."""
        return self.candidates[0] if self.kind == MATCHED else None


def of(candidates: Sequence[Candidate]) -> Outcome:
    """Tell what a matcher's answer means."""
    matches = [candidate for candidate in candidates if candidate.match]
    if matches:
        rest = [candidate for candidate in candidates if candidate is not matches[0]]
        return Outcome(MATCHED, (matches[0], *rest), why(matches[0]))
    if not candidates:
        return Outcome(NOT_FOUND, (), "nothing fits")
    best = candidates[0].score
    equal = [candidate for candidate in candidates if best - candidate.score < _SAME]
    if len(equal) > 1:
        return Outcome(AMBIGUOUS, tuple(candidates), f"{len(equal)} fit equally well")
    return Outcome(UNCERTAIN, tuple(candidates), f"not certain: {why(candidates[0])}")


def why(candidate: Candidate) -> str:
    """Tell by what a candidate fits: the features that count for it, the best first."""
    told = [
        f"{_words(feature.key)} {feature.text}".strip()
        for feature in candidate.features
        if feature.value > 0
    ]
    return ", ".join(dict.fromkeys(told)) or "the score alone"


def _words(key: str) -> str:
    return key.replace("_", " ").replace("-", " ")
