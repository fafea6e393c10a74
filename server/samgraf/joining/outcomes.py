"""What became of a row, and why, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from samgraf.matching.candidates import Candidate, Feature
from samgraf.matching.deciding import AHEAD, CERTAIN

MATCHED, AMBIGUOUS, UNCERTAIN = "matched", "ambiguous", "uncertain"
NOT_FOUND, UNREADABLE, EMPTY = "not found", "unreadable", "empty"

KINDS = (MATCHED, AMBIGUOUS, UNCERTAIN, NOT_FOUND, UNREADABLE, EMPTY)
"""Everything that can become of a row, in the order in which it is told."""

FINDINGS = (AMBIGUOUS, UNCERTAIN, NOT_FOUND, UNREADABLE)
"""What somebody has to look at; an empty cell is none of it."""

WORDS = {
    "iri": ("IRI", ""),
    "code": ("code {}", "has the code {}"),
    "organisation_number": ("organisation number {}", "has the number {}"),
    "name_exact": ("name {}", ""),
    "name_folded": ("name {}", ""),
    "name_without_form": ("name {}", ""),
    "name_heard": ("sounds like {}", ""),
    "name_typo": ("a typo away from {}", ""),
    "name_words": ("some words of {}", ""),
    "name_old": ("former name {}", ""),
    "form": ("", "of another form"),
    "kind": ("is a {}", ""),
    "country": ("", "in another country"),
    "region": ("in the region", "in another region"),
    "on": ("", "not there then"),
    "ended": ("ended {}", ""),
}
"""What each feature of the matcher says where it speaks for a candidate, and where against it."""

_ALWAYS = " (…/…)"  # a span of which neither end is known
_MOST_NAMED = 3
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
    best, found = candidates[0], tuple(candidates)
    equal = [one for one in found if best.score - one.score < _SAME]
    if len(equal) > 1 and best.score >= CERTAIN:
        return Outcome(AMBIGUOUS, found, f"{len(equal)} fit equally well: {_keys(equal)}")
    near = [one for one in found[1:] if best.score - one.score < AHEAD]
    beside = f"; nearly as well {_keys(near)}" if near else ""
    return Outcome(UNCERTAIN, found, f"not certain: {why(best)}{beside}")


def _keys(candidates: Sequence[Candidate]) -> str:
    """Name some candidates by the last parts of their IRIs, which are short and differ."""
    named = [candidate.path.rpartition("/")[2] for candidate in candidates]
    return ", ".join(named[:_MOST_NAMED]) + (", …" if len(named) > _MOST_NAMED else "")


def why(candidate: Candidate) -> str:
    """Tell by what a candidate fits: the features that count for it, the best first."""
    told = [_words(feature) for feature in candidate.features]
    return ", ".join(dict.fromkeys(filter(None, told))) or "the score alone"


def _words(feature: Feature) -> str:
    """Tell a reason in words; '' for what goes without saying."""
    for_it, against_it = WORDS.get(feature.key, (f"{feature.key} {{}}", f"not {feature.key} {{}}"))
    words = for_it if feature.value > 0 else against_it
    return words.format(feature.text.replace(_ALWAYS, "")).strip()
