"""Search by name over the label index of a version, without regard to diacritics.

The index is ``index/names.tsv``: thing (``kind/key``), class, country, current or ended, name,
lang, kind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .names import forms

MOST_HITS = 100
Rank = tuple[int, int, int, int, str]
_KINDS = {"preferred": 0, "alternative": 1, "former": 2}
_LANGUAGES = ("da", "nb", "nn", "no", "fi", "sv", "is", "fo", "kl", "en")
_CLASSES = {
    "Municipality": 0,
    "RegionalAuthority": 1,
    "CooperationBody": 2,
    "StateBody": 3,
    "Actor": 4,
    "Programme": 5,
    "Call": 6,
    "PolicyPlan": 7,
    "Project": 8,
}


@dataclass(frozen=True, slots=True)
class Label:
    """One name of one actor, with the forms under which it is found."""

    thing: str
    kind: str
    country: str
    current: bool
    name: str
    language: str
    role: str
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """One actor that was found, by the label that fits best."""

    label: Label
    preferred: str


@dataclass(frozen=True, slots=True)
class Index:
    """All labels, and the preferred name of each actor."""

    labels: tuple[Label, ...]
    preferred: dict[str, str]

    @classmethod
    def read(cls, file: Path) -> "Index":
        """Read the index that the build wrote."""
        lines = file.read_text(encoding="utf-8").splitlines()[1:]
        labels = tuple(_label(line.split("\t")) for line in lines)
        best = sorted(labels, key=_for_show, reverse=True)
        return cls(labels, {label.thing: label.name for label in best})

    def find(self, text: str) -> list[Hit]:
        """Return the actors whose names hold the text, best first, each once."""
        wanted = forms(text) - {""}
        best: dict[str, tuple[Rank, Label]] = {}
        for label in self.labels if wanted else ():
            fit = _fit(label, wanted)
            if fit is not None:
                rank = _rank(label, fit)
                if label.thing not in best or rank < best[label.thing][0]:
                    best[label.thing] = (rank, label)
        found = sorted(best.values(), key=lambda pair: (pair[0], pair[1].thing))
        return [Hit(label, self.preferred[label.thing]) for _, label in found]


def _for_show(label: Label) -> tuple[int, int, str]:
    """Sort the names of an actor: preferred ones in its own languages first."""
    known = label.language in _LANGUAGES
    language = _LANGUAGES.index(label.language) if known else len(_LANGUAGES)
    return (_KINDS[label.role], language, label.name)


def _label(cells: list[str]) -> Label:
    thing, kind, country, state, name, language, role = cells
    return Label(thing, kind, country, state == "current", name, language, role, forms(name))


def _fit(label: Label, wanted: Iterable[str]) -> int | None:
    """Tell how well a label fits: 0 the same, 1 begins so, 2 a word begins so, 3 holds it."""
    fits = [
        0 if form == text else 1 if form.startswith(text) else 2 if f" {text}" in form else 3
        for text in wanted
        for form in label.forms
        if text in form
    ]
    return min(fits, default=None)


def _rank(label: Label, fit: int) -> Rank:
    return (fit, not label.current, _KINDS[label.role], _CLASSES[label.kind], label.name)
