"""What can be reconciled in the served version: its things by identifier, and their types.

An identifier is what stands behind the base of our IRIs, such as ``id/actor/dk-vejle``: the
identifier space and it make the IRI, as version 0.2 wants it. Those of types are the local names of
classes (``Municipality``), so that the schema space and it make the IRI of a class.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from samgraf.linking.entries import KINDS, LANGUAGES, Entry
from samgraf.terms import BASE, ONTOLOGY, SG

from .found import label
from .languages import reader
from .site import Site, site

TYPES = tuple(kind for kind in KINDS if kind not in ("Code", "Term"))
"""The types, the likeliest first; codes and terms of the ontology are not matched."""

DEFAULT = TYPES[:4]
"""What most tables are about."""

ACTORS = TYPES[:5]
"""The type Actor stands for all of these."""

_ALSO = {
    "network": "CooperationBody",
    "body": "CooperationBody",
    "cooperation": "CooperationBody",
    "agency": "StateBody",
    "ministry": "StateBody",
    "county": "RegionalAuthority",
    "plan": "PolicyPlan",
    "territory": "Region",
}
"""Other words for types that people write."""


@dataclass(frozen=True, slots=True)
class Things:
    """What can be reconciled, by identifier."""

    by_id: Mapping[str, Entry]
    schemes: tuple[str, ...]
    """The registers and lists whose codes the things have, sorted."""
    languages: tuple[str, ...]
    """The languages of names, those of the site first."""

    def find(self, text: str) -> Entry | None:
        """Return a thing by its identifier, its IRI, or kind and key (``actor/dk-vejle``)."""
        identifier = unquote(text.strip().removeprefix(BASE)).removeprefix("/")
        return self.by_id.get(identifier) or self.by_id.get(f"id/{identifier}")

    def iri(self, text: str) -> str:
        """Return the IRI of a thing by its identifier; what is no identifier stays as it is."""
        entry = self.find(text)
        return BASE + entry.path if entry else text


def things() -> Things:
    """Return what can be reconciled in the version of this request."""
    here = site()
    return here.once("things", lambda: _read(here))


def identifier_space() -> str:
    """Return the beginning of the IRI of every thing."""
    return BASE


def schema_space() -> str:
    """Return the beginning of the IRI of every class."""
    return str(SG)


def type_of(text: str) -> str:
    """Return the type that a text names: its identifier, its IRI, or a word for it; '' for none."""
    name = text.strip().removeprefix(str(SG)).removeprefix(f"{ONTOLOGY}#")
    exact = {one.lower(): one for one in TYPES}
    return exact.get(name.lower()) or _ALSO.get(name.lower(), "")


def also(name: str) -> tuple[str, ...]:
    """Return the other words for a type that people write."""
    return tuple(word for word, meant in _ALSO.items() if meant == name)


def kinds_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the kinds of entries that have one of some types."""
    found = [kind for name in names for kind in (ACTORS if name == "Actor" else (name,))]
    return tuple(dict.fromkeys(found))


def type_name(name: str, language: str = "") -> str:
    """Name a type in a language, by default that of the reader."""
    return label(site().index().labels, "kind", name, language or reader())


def told_type(name: str) -> dict[str, object]:
    """Return a type as both versions write it."""
    return {"id": name, "name": type_name(name)}


def with_broader(name: str) -> dict[str, object]:
    """Return a type with the broader one, where there is one."""
    broader = [told_type("Actor")] if name in ACTORS and name != "Actor" else []
    return {**told_type(name), "broader": broader} if broader else told_type(name)


def _read(here: Site) -> Things:
    found = {e.path: e for e in here.every_entry() if e.kind in TYPES}
    schemes = {m.scheme for e in found.values() for m in e.marks if e.kind != "Region"}
    languages = {title.language for e in found.values() for title in e.titles} - {""}
    return Things(found, tuple(sorted(schemes - {"wikidata"})), tuple(_in_order(languages)))


def _in_order(languages: set[str]) -> Iterator[str]:
    yield from (one for one in LANGUAGES if one in languages)
    yield from sorted(languages - {*LANGUAGES})
