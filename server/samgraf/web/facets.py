"""The facets of a list: their values with counts, each a link that chooses it or takes it off."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from samgraf.linking.entries import KINDS, Labels
from samgraf.linking.indexing import FACETS
from samgraf.linking.search import Asked, Result

from .asked import listed
from .dates import day
from .found import label

ORDER = ("kind", "country", "status", "funded", "topic", "form", "region")
"""In which order a page shows them."""

_FEW = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, with what it is called and how much there is of it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as a page shows it; the link chooses it, or takes it off where it is chosen."""

    label: str
    count: int
    link: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as a page shows it."""

    name: str
    heading: str
    values: Sequence[Shown]
    more: int
    """How many values are not shown."""
    all: str
    """The address of the page that shows them."""


@dataclass(frozen=True, slots=True)
class TakenOff:
    """Something that narrows a list, and the address of the list without it."""

    label: str
    link: str


def choices(
    result: Result, facet: str, asked: Asked, labels: Labels, language: str
) -> list[Choice]:
    """Return the values of a facet, the most frequent first; a chosen one is always there.

    Kinds stand in an order of their own: municipalities and networks before grants.
    """
    counts = dict(result.counts.get(facet, {}))
    if facet in asked.chosen:
        counts.setdefault(asked.chosen[facet], 0)
    found = [Choice(v, label(labels, facet, v, language), n) for v, n in counts.items()]
    if facet == "kind":
        return sorted(found, key=lambda choice: (_place(choice.value), choice.value))
    return sorted(found, key=lambda choice: (-choice.count, choice.label, choice.value))


def shown(result: Result, asked: Asked, labels: Labels, language: str, whole: str) -> list[Facet]:
    """Return the facets of a page; ``whole`` names one of which every value is shown."""
    assert set(ORDER) == set(FACETS)
    found = []
    for facet in ORDER:
        values = choices(result, facet, asked, labels, language)
        few = values if facet == whole or len(values) <= _FEW + 1 else _few(values, facet, asked)
        links = [_shown(choice, facet, asked) for choice in few]
        rest, every = len(values) - len(few), listed(asked, all=facet)
        if links:
            found.append(Facet(facet, heading(facet), links, rest, every))
    return found


def taken_off(asked: Asked, labels: Labels, language: str) -> list[TakenOff]:
    """Return what narrows the list, each with the address of the list without it."""
    found = [
        TakenOff(label(labels, facet, asked.chosen[facet], language), listed(asked, **{facet: ""}))
        for facet in ORDER
        if facet in asked.chosen
    ]
    if asked.on:
        found.append(TakenOff(gettext("there on %(day)s", day=day(asked.on)), listed(asked, on="")))
    return found


def heading(facet: str) -> str:
    """Name a facet."""
    words: dict[str, str] = {
        "kind": gettext("Kind"),
        "country": gettext("Country"),
        "status": gettext("Today"),
        "funded": gettext("Funding"),
        "topic": gettext("Topic"),
        "form": gettext("Form"),
        "region": gettext("Region"),
    }
    return words[facet]


def _place(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _few(values: Sequence[Choice], facet: str, asked: Asked) -> list[Choice]:
    mine = asked.chosen.get(facet)
    return [c for n, c in enumerate(values) if n < _FEW or c.value == mine]


def _shown(choice: Choice, facet: str, asked: Asked) -> Shown:
    chosen = asked.chosen.get(facet) == choice.value
    link = listed(asked, **{facet: "" if chosen else choice.value})
    return Shown(choice.label, choice.count, link, chosen)
