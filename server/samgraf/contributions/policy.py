"""What may not be brought since it changes the rules, misleads or runs (validation, 10.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from samgraf.namespaces import CODES, ONTOLOGY, PREFIXES, REGIONS, SHACL, SHAPES
from samgraf.store.asking import Blank, Iri, Literal, Term, Triple

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
    problem: str
    remedy: str


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
            remedy = "remove the statement; nothing is fetched"
            yield Objection(predicate, "owl:imports may not be brought", remedy)
        elif predicate.value in _CLASS_CHANGES:
            problem = "a statement about classes or properties changes the ontology"
            yield Objection(predicate, problem, "remove it; the ontology changes by review only")
        if subject not in self._subjects:
            yield from self._about(subject)

    def _about(self, subject: Term) -> Iterator[Objection]:
        """Look at what the statements of a subject are about."""
        if isinstance(subject, Blank) or not _is_vocabulary(subject.value):
            self._subjects.add(subject)
            return
        problem = f"<{subject.value}> belongs to our ontology, shapes or code lists"
        remedy = "bring facts about other things; these lists change by review only"
        yield Objection(subject, problem, remedy)

    def _iri(self, iri: Iri) -> Iterator[Objection]:
        unseen, runs = _UNSEEN.search(iri.value), _RUNS.match(iri.value)
        if iri.value.startswith(SHACL):
            problem = f"sh:{iri.value.removeprefix(SHACL)} belongs to shapes, not to facts"
            yield Objection(iri, problem, "remove the statement; only our own shapes are applied")
        elif runs:
            problem = f"an IRI may not begin with {runs[0]}"
            yield Objection(iri, problem, "write an address that begins with https://")
        elif unseen:
            problem = f"the IRI holds the invisible character U+{ord(unseen[0]):04X}"
            yield Objection(iri, problem, "type the IRI again without it")
        else:
            self.passed.add(iri)


def _is_vocabulary(iri: str) -> bool:
    ours = iri == ONTOLOGY or iri.startswith(_OURS)
    return ours and not iri.startswith(REGIONS)


def _literal(literal: Literal) -> Iterator[Objection]:
    control = _CONTROL.search(literal.value)
    if control:
        problem = f"the text holds the control character U+{ord(control[0]):04X}"
        yield Objection(literal, problem, "remove it")
