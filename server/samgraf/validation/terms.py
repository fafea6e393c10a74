"""The terms of SHACL, and an index over a parsed shapes graph."""

from collections.abc import Iterable

from samgraf.errors import OwnFault
from samgraf.store.asking import Blank, Iri, Literal, Term, Triple

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"

RDF_TYPE, FIRST, REST, NIL = (Iri(RDF + name) for name in ("type", "first", "rest", "nil"))
SUBCLASS_OF, CLASS = Iri(RDFS + "subClassOf"), Iri(RDFS + "Class")
TRUE = Literal("true", datatype=Iri(XSD + "boolean"))


def sh(name: str) -> Iri:
    """Return a term of SHACL."""
    return Iri(SH + name)


def fault(node: Term | str, problem: str) -> OwnFault:
    """Return the error for a shape that is wrong or asks for what we do not support."""
    return OwnFault(f"the shapes cannot be applied: {node}: {problem}; mend the shapes")


class Index:
    """Subject to predicate to objects, in the order of the file, literals as written."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Index triples; a repeated one counts once."""
        self.triples = list(dict.fromkeys(triples))
        self._found: dict[Term, dict[Iri, list[Term]]] = {}
        for subject, predicate, value in self.triples:
            self._found.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def subjects(self) -> list[Term]:
        """Return every subject."""
        return list(self._found)

    def predicates(self, subject: Term) -> Iterable[Iri]:
        """Return the predicates of a subject."""
        return self._found.get(subject, {}).keys()

    def objects(self, subject: Term, predicate: Iri) -> list[Term]:
        """Return the values of a predicate."""
        return self._found.get(subject, {}).get(predicate, [])

    def value(self, subject: Term, predicate: Iri) -> Term | None:
        """Return the first value of a predicate, if any."""
        return next(iter(self.objects(subject, predicate)), None)

    def members(self, head: Term) -> list[Term]:
        """Return the members of an RDF list; a list without an end is an error."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            first, rest = self.objects(head, FIRST), self.objects(head, REST)
            if head in seen or len(first) != 1 or len(rest) != 1:
                raise fault(head, "this is not a list")
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return found

    def below(self, root: Iri) -> set[Term]:
        """Return a class and all its subclasses in this graph."""
        found: set[Term] = {root}
        while more := {
            s
            for s in self.subjects()
            if s not in found and not found.isdisjoint(self.objects(s, SUBCLASS_OF))
        }:
            found |= more
        return found


def iri(term: Term, problem: str) -> Iri:
    """Return an IRI as such; raise OwnFault for any other term."""
    if not isinstance(term, Iri):
        raise fault(term, problem)
    return term


def quoted(text: str) -> str:
    """Return a string as SPARQL writes it."""
    return str(Literal(text))


def written(term: Term, problem: str) -> str:
    """Return a term as SPARQL writes it; a blank node has no such form."""
    if isinstance(term, Blank):
        raise fault(term, problem)
    return str(term)
