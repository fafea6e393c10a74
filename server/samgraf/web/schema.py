"""What there is to ask for: classes with counts, their properties with counts and examples.

The numbers are those of the version's statistics, made when it was built; a version that was made
of a file as it stands has none, and the page says so.
"""

from dataclasses import dataclass, field

from flask import Blueprint, render_template
from markupsafe import Markup

from samgraf.terms import SG

from .addresses import local, shown_iri
from .languages import alphabetical, reader
from .schema_terms import definitions, statistics, written
from .seen import seen
from .site import Site, site
from .words import words

blueprint = Blueprint("schema", __name__)

_EXAMPLE = 60
"""Characters of a value that is shown as an example."""

_PANEL = 14
"""Classes that the panel beside the editor names; the page of the schema has all."""

_ORDER = tuple(
    str(SG[name])
    for name in (
        *("Municipality", "RegionalAuthority", "StateBody", "CooperationBody", "Actor"),
        *("Membership", "Cooperation", "Funding", "Programme", "Project", "PolicyPlan"),
        *("ChangeEvent", "Claim", "Source"),
    )
)
"""What most people ask for, in the order of the story: who, with whom, on what, who says so."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property of the things of a class."""

    iri: str
    name: str
    label: str
    statements: int
    example: str
    link: str | None
    """Where the example leads to, if it is a thing or an address."""
    about: str | None
    """Where the property is told of."""


@dataclass(slots=True)
class Class:
    """One class: how many things it has, and what is said of them."""

    iri: str
    name: str
    label: str
    things: int
    definition: str = ""
    language: str | None = None
    """The language of the definition."""
    properties: list[Property] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Name its section on the page."""
        return self.name.replace(":", "-").strip("<>")

    @property
    def own(self) -> bool:
        """Say whether it is a term of our ontology."""
        return self.iri.startswith(SG)

    @property
    def about(self) -> str | None:
        """Return where it is told of."""
        return local(self.iri)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The sections of all classes in one language."""

    sections: Markup
    own: int
    others: int


@blueprint.get("/sparql/schema")
def schema() -> str:
    """Show every class with its properties."""
    here = site()
    drawn = here.once(f"schema in {reader()}", lambda: _drawn(here))
    return render_template("schema.html", drawn=drawn, manifest=here.manifest())


def panel(here: Site) -> list[Class]:
    """Return our classes that have things, without their properties."""
    found = here.once(f"classes in {reader()}", lambda: _classes(here))
    return [one for one in found if one.own][:_PANEL]


def _drawn(here: Site) -> _Drawn:
    """Draw the sections once for each version and language."""
    found = _classes(here)
    properties = _properties(here)
    for one in found:
        one.properties = properties.get(one.iri, [])
    own, others = [c for c in found if c.own], [c for c in found if not c.own]
    sections = render_template("_schema.html", own=own, others=others)
    return _Drawn(Markup(sections), len(own), len(others))


def _classes(here: Site) -> list[Class]:
    """Return every class that has things: the best known, then those of most things."""
    meanings, found = definitions(here), []
    for iri, things in statistics(here, "classes"):
        meaning = meanings.get(iri)
        found.append(Class(iri, written(iri), words(iri), int(things)))
        if meaning is not None:
            found[-1].definition, found[-1].language = meaning.value, meaning.language
    known = {iri: place for place, iri in enumerate(_ORDER)}
    return sorted(found, key=lambda one: (known.get(one.iri, len(known)), -one.things, one.name))


def _properties(here: Site) -> dict[str, list[Property]]:
    """Return the properties of each class, most used first."""
    found: dict[str, list[Property]] = {}
    for kind, iri, statements, example in statistics(here, "properties-of-classes"):
        web = example.startswith(("http://", "https://"))
        said = Property(
            iri,
            written(iri),
            words(iri),
            int(statements),
            _brief(shown_iri(example) if web else example),
            local(example) if web else None,
            local(iri),
        )
        found.setdefault(kind, []).append(said)
    for properties in found.values():
        properties.sort(key=lambda one: (-one.statements, alphabetical(one.label), one.iri))
    return found


def _brief(text: str) -> str:
    """Return the beginning of an example, in one line."""
    line = seen(" ".join(text.split()))
    return line if len(line) <= _EXAMPLE else f"{line[:_EXAMPLE]}…"
