"""What may not be brought since it changes the rules, misleads or runs (validation, 10.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from samgraf.namespaces import CODES, ONTOLOGY, PREFIXES, REGIONS, SHACL, SHAPES
from samgraf.store.asking import Blank, Iri, Literal, Term, Triple

from .faults import Said

_IMPORTS = PREFIXES["owl"] + "imports"
_CLASS_CHANGES = (PREFIXES["rdfs"] + "subClassOf", PREFIXES["rdfs"] + "subPropertyOf")
_OURS = (ONTOLOGY + "#", ONTOLOGY + "/", SHAPES, CODES)
_RUNS = re.compile(r"(javascript|vbscript|data|file|blob|about):", re.IGNORECASE)
_UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a triple may not be brought, and the term that is the reason."""

    term: Term
    said: Said


@dataclass(slots=True)
class Policy:
    """Looks at each triple; an IRI that has passed is not looked at again."""

    passed: set[Term] = field(default_factory=set)
    _subjects: set[Term] = field(default_factory=set)

    def objections(self, triple: Triple) -> Iterator[Objection]:
        """Yield what speaks against a triple."""
        subject, predicate, _ = triple
        for term in triple:
            if isinstance(term, Iri):
                if term not in self.passed:
                    yield from self._iri(term)
            elif isinstance(term, Literal):
                yield from _literal(term)
        if predicate.value == _IMPORTS:
            yield Objection(predicate, Said("imports", {"term": "owl:imports"}))
        elif predicate.value in _CLASS_CHANGES:
            yield Objection(predicate, Said("classes"))
        if subject not in self._subjects:
            yield from self._about(subject)

    def _about(self, subject: Term) -> Iterator[Objection]:
        """Look at what the statements of a subject are about."""
        if isinstance(subject, Blank) or not _is_vocabulary(subject.value):
            self._subjects.add(subject)
            return
        yield Objection(subject, Said("ours", {"iri": subject.value}))

    def _iri(self, iri: Iri) -> Iterator[Objection]:
        unseen, runs = _UNSEEN.search(iri.value), _RUNS.match(iri.value)
        if iri.value.startswith(SHACL):
            yield Objection(iri, Said("shape", {"term": f"sh:{iri.value.removeprefix(SHACL)}"}))
        elif runs:
            yield Objection(iri, Said("scheme", {"scheme": runs[0]}))
        elif unseen:
            yield Objection(iri, Said("unseen", {"sign": f"U+{ord(unseen[0]):04X}"}))
        else:
            self.passed.add(iri)


def _is_vocabulary(iri: str) -> bool:
    ours = iri == ONTOLOGY or iri.startswith(_OURS)
    return ours and not iri.startswith(REGIONS)


def _literal(literal: Literal) -> Iterator[Objection]:
    control = _CONTROL.search(literal.value)
    if control:
        yield Objection(literal, Said("control", {"sign": f"U+{ord(control[0]):04X}"}))
