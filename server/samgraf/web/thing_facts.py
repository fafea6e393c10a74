"""The thing that a page is about: its statements, what it is called, and what every page shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import render_template

from samgraf.store.rows import Term
from samgraf.terms import RDF, SG

from .items import Parts, all_of, called, first
from .links import MOST, counts, links
from .site import site
from .views import Value, values

_GENERAL = frozenset((str(SG.Claim), "http://www.w3.org/2004/02/skos/core#Concept"))
"""Classes that say less than another one that a thing has too."""


@dataclass(slots=True)
class Line:
    """One fact in words, for a table of facts in a reader's order."""

    name: str
    values: list[Value]
    notes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Thing:
    """A thing with everything that the graph says of it directly."""

    iri: str
    path: str | None
    facts: Parts
    terms: dict[str, Term]
    """The first value of each property."""
    heading: Value

    @property
    def term(self) -> str:
        """The thing as a query reads it."""
        return f"<{self.iri}>"

    @property
    def kind(self) -> Value:
        """Its class in words, the most exact one that it has."""
        types = self.facts.get(str(RDF.type), [])
        exact = [t for t in types if t.title not in _GENERAL] or types
        return exact[0] if exact else Value("")

    def first(self, *properties: str) -> Value | None:
        """Return the first value of the first property that has one."""
        return first(self.facts, *properties)

    def all_of(self, *properties: str) -> list[Value]:
        """Return the values of some properties."""
        return all_of(self.facts, *properties)

    def text(self, prop: str) -> str:
        """Return the first value of a property as it is written, or ''."""
        return self.terms[str(prop)].value if str(prop) in self.terms else ""


def thing_of(iri: str, path: str | None) -> Thing:
    """Read what the graph says of a thing."""
    rows = site().rows("pages/statements", thing=f"<{iri}>")
    facts = values(rows, "property", "value")
    terms: dict[str, Term] = {}
    for row in rows:
        terms.setdefault(row["property"].value, row["value"])
    return Thing(iri, path, facts, terms, called(iri, facts))


def lines(*named: tuple[str, list[Value]]) -> list[Line]:
    """Return the facts that have a value."""
    return [Line(name, list(found)) for name, found in named if found]


def words(text: str) -> list[Value]:
    """Return a text as the one value of a line; none where it is empty."""
    return [Value(text)] if text else []


def shown(
    template: str, about: Thing, elsewhere: Mapping[str, int | None] | None = None, **more: Any
) -> str:
    """Show the page of a thing with what points to it.

    ``elsewhere`` are the properties whose links the page tells anyway: all (None), or so many.
    """
    counted, told = counts(about.term), elsewhere or {}
    pointing = {p: n for p, n in counted.items() if told.get(p, 0) not in (None, n)}
    return render_template(
        template,
        about=about,
        iri=about.iri,
        data=f"/data/{about.path}" if about.path else None,
        heading=about.heading,
        facts=about.facts,
        counted=counted,
        incoming_groups=links(about.term, pointing),
        most=MOST,
        today=str(site().manifest()["data_date"]),
        **more,
    )
