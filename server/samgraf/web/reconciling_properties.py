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
    description: str
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
        return {"id": self.id, "name": self.name, "description": self.description}


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
        "country", gettext("country"), gettext("the country; NO, NOR and Norway are understood"),
        "country", matches=True, types=(*ACTORS, "Region"),
    )  # fmt: skip
    yield Property(
        "region", gettext("region"), gettext("the region, county or province that it lies in"),
        "region", matches=True, types=("Municipality", "Region"), value_type="Region",
    )  # fmt: skip


def _codes(things: Things) -> Iterator[Property]:
    codes = ("codes",)
    yield Property(
        "code", gettext("official code"), gettext("a code of any register"),
        *codes, matches=True, types=(*ACTORS, "Region"),
    )  # fmt: skip
    words = gettext("a number in a register of companies and bodies")
    yield Property(
        "organisation-number", gettext("organisation number"), words, *codes, matches=True
    )
    names = _registers()
    for scheme in things.schemes:
        name = names.get(scheme, scheme)
        words = gettext("a code of the register %(register)s", register=scheme)
        yield Property(scheme, name, words, *codes, matches=True)


def _life() -> Iterator[Property]:
    yield Property("type", gettext("kind"), gettext("what kind of thing it is"), types=())
    yield Property("valid-from", gettext("valid from"),
                   gettext("the first day on which it is known"), types=())  # fmt: skip
    yield Property("valid-to", gettext("valid to"),
                   gettext("the last day, where it has ended"), types=())  # fmt: skip
    yield Property("successor", gettext("successor"), gettext("what came after it"),
                   "successors", value_type="Actor")  # fmt: skip
    yield Property("predecessor", gettext("predecessor"), gettext("what came before it"),
                   "predecessors", value_type="Actor")  # fmt: skip
    yield Property("population", gettext("population"), gettext("the latest number of inhabitants"),
                   "population", types=("Municipality",))  # fmt: skip
    yield Property("coordinates", gettext("coordinates"),
                   gettext("latitude and longitude, with a comma between"), "coordinates",
                   types=("Municipality",))  # fmt: skip


def _ties() -> Iterator[Property]:
    yield Property("network", gettext("network"), gettext("the bodies that it is a member of"),
                   "memberships", value_type="CooperationBody")  # fmt: skip
    yield Property("member", gettext("member"), gettext("the members of a body"),
                   "members", types=("CooperationBody",), value_type="Actor")  # fmt: skip
    yield Property("same-as", gettext("the same elsewhere"),
                   gettext("addresses of it in other data, such as Wikidata"),
                   "links", types=(*ACTORS, "Region"))  # fmt: skip
    yield Property("homepage", gettext("web site"), gettext("its own web site"), "homepage")


def _names(things: Things) -> Iterator[Property]:
    yield Property("iri", "IRI", gettext("its permanent address"), types=())
    yield Property("name", gettext("name"), gettext("its names in all languages"), "names",
                   types=())  # fmt: skip
    yield Property("former-name", gettext("former name"),
                   gettext("names that it no longer has"), "names")  # fmt: skip
    for language in things.languages:
        name = gettext("name (%(language)s)", language=named(language))
        words = gettext("its name in that language, where it has one")
        yield Property(NAME + language, name, words, "names", types=())


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
