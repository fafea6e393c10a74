"""What the values of a question's parameters are chosen from: things, codes and years of the data.

Read once for each version. Where the head of a query does not say it (``queries``), it follows from
the default: things of its class, addresses that are used where it is used, the yearly graphs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from samgraf import queries
from samgraf.linking.entries import KINDS, Entry
from samgraf.linking.search import Asked
from samgraf.queries import Parameter
from samgraf.store.rows import Term
from samgraf.terms import ID, RDF, SG

from . import views
from .languages import alphabetical
from .site import site

YEARS = "years"
MOST_THINGS = 100
"""Things that a form offers; any other may be written."""

_QUERY = "pages/choices"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value, as an address has it, and what it is called."""

    value: str
    labels: tuple[Term, ...] = ()

    @property
    def short(self) -> str:
        """The last part of an address, by which it may be named too."""
        return self.value.rstrip("/").rpartition("/")[2].rpartition("#")[2]

    @property
    def label(self) -> str:
        """What the reader calls it."""
        iri = self.value if ":" in self.value else ID + self.value
        best = views.best(self.labels, iri)
        return best.value if best else self.short


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that are offered, and whether there are others."""

    list: tuple[Choice, ...] = ()
    open: bool = True
    """Whether a value beside these is right too."""
    kinds: tuple[str, ...] = ()
    """The classes of the things that are offered."""


def of(parameter: Parameter) -> Choices:
    """Return what a parameter's values are chosen from."""
    said = parameter.choices
    make = partial(_found, parameter)
    key = f"choices {parameter.kind} {said} {parameter.default} {parameter.name == 'year'}"
    return site().once(key, make)


def in_order(choices: Iterable[Choice]) -> list[Choice]:
    """Sort choices by name in the reader's alphabet; years stay, the newest first."""
    return sorted(choices, key=lambda choice: alphabetical(choice.label))


def _found(parameter: Parameter) -> Choices:
    said = parameter.choices
    if said == YEARS or (not said and parameter.name == "year" and parameter.kind == "integer"):
        return _years()
    if parameter.kind == "thing":
        return _things(parameter, said)
    if said or parameter.kind == "iri":
        return _asked(parameter, said or _QUERY)
    return Choices()


def _years() -> Choices:
    """Return the years that have a graph, as the statistics of the version count them."""
    rows = site().manifest()["statistics"].get("coverage", [])
    years = sorted({row[1] for row in rows}, reverse=True)
    return Choices(tuple(map(Choice, years)), open=not years)


def _things(parameter: Parameter, said: str) -> Choices:
    """Return the best known things of some classes: those named, or that of the default."""
    kinds = tuple(said.split()) or kinds_of(parameter.default or "")
    index = site().index()
    asked = (Asked("", {"kind": kind}, limit=MOST_THINGS) for kind in kinds)
    hits = [hit for one in asked for hit in index.find(one, counted=False).hits]
    hits.sort(key=lambda hit: -hit.entry.prominence)
    found = tuple(map(named, (hit.entry for hit in hits[:MOST_THINGS])))
    return Choices(found, True, kinds if said else ())


def kinds_of(path: str) -> tuple[str, ...]:
    """Return the classes of a thing by its path, none where the graph does not have it."""
    rows = site().rows("pages/statements", thing=f"<{ID}{path}>") if path else []
    found = {row["value"].value for row in rows if row["property"].value == str(RDF.type)}
    return tuple(kind for kind in KINDS if SG + kind in found)


def named(entry: Entry) -> Choice:
    """Return a thing as a choice."""
    labels = (
        Term(title.name, "literal", title.language)
        for title in entry.titles
        if title.role == "preferred"
    )
    return Choice(entry.path.removeprefix("id/"), tuple(labels))


def _asked(parameter: Parameter, name: str) -> Choices:
    """Return the values that a query gives."""
    bound = {"given": parameter.term(parameter.default)} if parameter.default else {}
    known = {p.name for p in queries.named(name).parameters}
    rows = site().rows(name, **{key: term for key, term in bound.items() if key in known})
    labels: dict[str, list[Term]] = {}
    for row in rows:
        value = row["value"].value.removeprefix(ID if parameter.kind == "thing" else "\0")
        labels.setdefault(value, []).extend([row["label"]] if "label" in row else _facet(value))
    found = tuple(Choice(value, tuple(of_it)) for value, of_it in sorted(labels.items()))
    return Choices(found, open=not found)


def _facet(value: str) -> list[Term]:
    """Return the names of a country, which the index has and the graph does not."""
    names = site().index().labels.get("country", {}).get(value.rpartition("/")[2], {})
    return [Term(name, "literal", language) for language, name in names.items()]
