"""The properties that a table can be matched by, and those whose values can be added to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from .languages import named, reader
from .reconciling_things import ACTORS, Things
from .site import site
from .texts import gettext
from .views import best

ORGANISATION = ("dk-cvr", "fi-ytunnus", "is-kennitala", "no-orgnr", "se-orgnr")
"""The registers of companies and bodies."""

NAME = "name-"
"""What the identifier of a name in one language begins with."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property in the words of the reader."""

    id: str
    name: str
    description: str = ""
    block: str = ""
    """The block of ``pages/extension`` that has its values; '' where none is needed or had."""
    matches: bool = False
    """Whether rows can be matched by it."""
    extends: bool = True
    """Whether its values can be added to a table."""
    types: tuple[str, ...] = ACTORS
    """The types whose things have such values."""
    value_type: str = ""
    """The type of its values, where those are things that can be reconciled."""

    def told(self) -> dict[str, object]:
        """Return it as both versions write it."""
        told: dict[str, object] = {"id": self.id, "name": self.name}
        return {**told, "description": self.description} if self.description else told


def properties(things: Things) -> dict[str, Property]:
    """Return every property by its identifier, the likeliest first."""
    found = [*_conditions(), *_codes(things), *_life(), *_ties(), *_names(things)]
    return {one.id: one for one in found}


def _conditions() -> Iterator[Property]:
    yield Property(
        "on", gettext("day"), gettext("the day on which names and codes are meant"),
        matches=True, extends=False,
    )  # fmt: skip
    yield Property(
        "country", gettext("country"), "NO, NOR, Norway", "country", True, types=(*ACTORS, "Region")
    )
    yield Property(
        "region", gettext("region"), "", "region", True, types=("Municipality", "Region"),
        value_type="Region",
    )  # fmt: skip


def _codes(things: Things) -> Iterator[Property]:
    words = ", ".join(things.schemes)
    yield Property(
        "code", gettext("official code"), words, "codes", True, types=(*ACTORS, "Region")
    )
    words = ", ".join(scheme for scheme in things.schemes if scheme in ORGANISATION)
    yield Property("organisation-number", gettext("organisation number"), words, "codes", True)
    names = _registers()
    for scheme in things.schemes:
        yield Property(scheme, names.get(scheme, scheme), "", "codes", True)


def _life() -> Iterator[Property]:
    yield Property("type", gettext("kind"), types=())
    yield Property("valid-from", gettext("valid from"), types=())
    yield Property("valid-to", gettext("valid to"), types=())
    yield Property("successor", gettext("successor"), "", "successors", value_type="Actor")
    yield Property("predecessor", gettext("predecessor"), "", "predecessors", value_type="Actor")
    town = ("Municipality",)
    yield Property("population", gettext("population"), "", "population", types=town)
    words = gettext("population year")
    yield Property("population-year", words, "", "population", types=town)
    yield Property("coordinates", gettext("latitude and longitude"), "", "coordinates", types=town)


def _ties() -> Iterator[Property]:
    network = "CooperationBody"
    yield Property("network", gettext("network"), "", "memberships", value_type=network)
    yield Property("member", gettext("member"), "", "members", types=(network,), value_type="Actor")
    yield Property(
        "same-as", gettext("the same in other data"), "Wikidata, GeoNames, NUTS", "links",
        types=(*ACTORS, "Region"),
    )  # fmt: skip
    yield Property("homepage", gettext("web site"), "", "homepage")


def _names(things: Things) -> Iterator[Property]:
    yield Property("iri", "IRI", types=())
    yield Property("name", gettext("name"), "", "names", types=())
    yield Property("former-name", gettext("former name"), "", "names")
    for language in things.languages:
        words = f"{gettext('name')} ({named(language)})"
        yield Property(NAME + language, words, "", "names", types=())


def _registers() -> dict[str, str]:
    """Return the names of registers in the reader's language."""
    key = f"registers-{reader()}"
    return site().once(key, _read_registers)


def _read_registers() -> dict[str, str]:
    labels: dict[str, list[object]] = {}
    for row in site().rows("pages/schemes"):
        scheme = row["scheme"].value.rpartition("/")[2]
        labels.setdefault(scheme, []).append(row["label"])
    chosen = {scheme: best(found) for scheme, found in labels.items()}  # type: ignore[arg-type]
    return {scheme: label.value for scheme, label in chosen.items() if label is not None}
