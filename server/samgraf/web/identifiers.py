"""Other data about the same thing: official codes, entries elsewhere, the web site."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from samgraf.terms import FOAF, SCHEMA, SG, SKOS

from .addresses import local
from .link_sets import of_address
from .views import Value, Version

_LINKS = (str(SKOS.exactMatch), str(SKOS.closeMatch), str(SCHEMA.sameAs), str(FOAF.homepage))


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier: what gives it, and the identifier itself."""

    kind: str
    """``code``, or the IRI of the property that links."""
    giver: str
    value: Value
    notes: tuple[int, ...] = ()


def identifiers(
    facts: Mapping[str, list[Value]], versions: Iterable[Version], day: str
) -> list[Identifier]:
    """Return the codes of a day and the links to other data."""
    codes = {
        (fact.property, fact.text): Identifier(
            "code",
            fact.property,
            Value(fact.text),
            tuple(fact.notes),
        )
        for version in versions
        if version.holds(day)
        for fact in version.facts
        if fact.kind == str(SG.officialCode)
    }
    links = [
        Identifier(kind, *_elsewhere(value, kind))
        for kind in _LINKS
        for value in facts.get(kind, [])
    ]
    return [*codes.values(), *links]


def _elsewhere(value: Value, kind: str) -> tuple[str, Value]:
    """Return who keeps an entry, by its link set, and the entry by the end of its address."""
    address = value.title or value.text
    links = of_address(address, kind)
    ending = address.rstrip("/").rpartition("/")[2] if links else address
    shown = ending.removeprefix("https://").removeprefix("http://").rstrip("/")
    giver = links.named().text if links else urlsplit(address).hostname or ""
    return giver, Value(shown, local(address))
