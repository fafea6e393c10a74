"""The terms of a version, and the nearest of them to a term that it does not have."""

import difflib
import re
from collections.abc import Iterable

from samgraf.namespaces import BASE, CODES, FAMILIAR, ONTOLOGY, PREFIXES

_PARTS = re.compile(r"(.*[#/])([^#/]+)")
_ALIKE = 0.75
_ALIKE_NAMESPACES = 0.9
_LONGEST = 80  # characters of a local name
_MOST_FAR = 10_000  # terms that are remembered as near to nothing
_DATATYPES = """
anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double
duration float gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer language long
negativeInteger nonNegativeInteger nonPositiveInteger normalizedString positiveInteger short
string time token unsignedByte unsignedInt unsignedLong unsignedShort yearMonthDuration
"""
"""The datatypes that RDF takes from XML Schema: a query may cast to each of them."""


class Vocabulary:
    """The terms of one version by their namespaces."""

    def __init__(self, terms: Iterable[str]) -> None:
        """Take in IRIs."""
        found = {*terms}
        self.empty = not found
        """Whether nothing is known, so that nothing can be missed."""
        self._terms = {*found, *(PREFIXES["xsd"] + name for name in _DATATYPES.split())}
        self._far: set[str] = set()
        self._locals: dict[str, dict[str, str]] = {}
        for term in sorted(self._terms):
            if match := _PARTS.fullmatch(term):
                self._locals.setdefault(match[1], {}).setdefault(match[2].lower(), match[2])

    def settled(self, iri: str) -> bool:
        """Say whether a term is here, or is known to have nothing near it."""
        return iri in self._terms or iri in self._far

    def near(self, iri: str) -> str | None:
        """Return how the term is written that was meant by one that is not here.

        None where it is here, where its namespace is nobody's that is known, or nothing is near.
        """
        found = self._near(iri)
        if found is None and len(self._far) < _MOST_FAR:
            self._far.add(iri)
        return found

    def _near(self, iri: str) -> str | None:
        match = _PARTS.fullmatch(iri)
        if iri in self._terms or match is None or len(match[2]) > _LONGEST:
            return None
        namespace, local = match[1], match[2].lower()
        known = self._locals.get(namespace, {})
        if local in known:
            return shown(namespace + known[local])
        if namespace in PREFIXES.values():
            if (elsewhere := self.named(match[2])) is not None:
                return elsewhere
        elif not known:
            return _declaration(namespace)
        close = difflib.get_close_matches(local, known, 1, _ALIKE)
        return shown(namespace + known[close[0]]) if close else None

    def named(self, name: str) -> str | None:
        """Return how a class or property is written that has a local name."""
        for namespace in (PREFIXES["sg"], *PREFIXES.values()):
            if namespace + name in self._terms:
                return shown(namespace + name)
        return None


def shown(iri: str) -> str:
    """Write an IRI with its usual prefix, or in full."""
    match = _PARTS.fullmatch(iri)
    for prefix, namespace in FAMILIAR.items():
        if match is not None and match[1] == namespace:
            return f"{prefix}:{match[2]}"
    return f"<{iri}>"


def _declaration(namespace: str) -> str | None:
    """Return the declaration that was meant by one of a namespace that nothing has."""
    if namespace in FAMILIAR.values():
        return None
    candidates = {iri: name for name, iri in PREFIXES.items()}
    if namespace.startswith(BASE):  # our things and graphs are no words
        if not namespace.endswith("#") or namespace.startswith((BASE + "id/", CODES)):
            return None
        candidates = {ONTOLOGY + "#": "sg"}
    close = difflib.get_close_matches(namespace, candidates, 1, _ALIKE_NAMESPACES)
    return f"PREFIX {candidates[close[0]]}: <{close[0]}>" if close else None
