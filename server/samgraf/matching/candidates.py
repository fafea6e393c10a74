"""What is asked of the matcher, and what it answers.

The words are those of the Reconciliation API (W3C community group, versions 0.2 and 1.0-draft):
a candidate has a score, features that explain it, and at most one of them is a match.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sought:
    """One row to match: a name or a code, and what else is known of the thing."""

    text: str
    """A name in any language and form, an official code, an organisation number, or an IRI."""
    kinds: tuple[str, ...] = ()
    """Keys of kinds that are allowed ("municipality", "network" …, as in facets); empty: all."""
    country: str = ""
    """"NO", "DK" …; empty: any."""
    on: str = ""
    """The ISO day on which names and codes are meant; empty: any time, today's names first."""
    codes: tuple[tuple[str, str], ...] = ()
    """Pairs of (scheme, code) that are known beside the text; scheme "" where it is not known."""
    region: str = ""
    """The name or code of the region that it lies in; empty: any."""
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Feature:
    """One reason for a score: its key (words are the caller's), and how well it fits, 0 to 100."""

    key: str
    value: float
    text: str = ""
    """What it fitted: the name or code of ours that was compared."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant."""

    path: str
    """Behind the base of our IRIs, as in the index: "id/municipality/no-4204"."""
    name: str
    kinds: tuple[str, ...]
    score: float
    """0 to 100, with the same meaning for all questions."""
    match: bool
    """True for at most one candidate of an answer, and never where two are equally good."""
    features: tuple[Feature, ...]
    country: str = ""
    began: str = ""
    ended: str = ""


class Matcher(Protocol):
    """Finds candidates; made once for a version, used by many threads."""

    def match(self, sought: Sought, language: str = "") -> tuple[Candidate, ...]:
        """Return the candidates for one row, best first."""
        ...

    def match_all(self, rows: Sequence[Sought], language: str = "") -> list[tuple[Candidate, ...]]:
        """Return the candidates for each row, in the order of the rows."""
        ...
