"""Results as a W3C ``sh:ValidationReport`` (SHACL, section 3.6)."""

from collections.abc import Iterable, Iterator

from samgraf.store.asking import Blank, Iri, Literal, Term, Triple

from .paths import Back, Choice, Path, Repeat, Sequence, Step
from .program import Found
from .terms import FIRST, NIL, RDF_TYPE, REST, TRUE, XSD, sh

_MARKS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
_FALSE = Literal("false", datatype=Iri(XSD + "boolean"))


def report(results: Iterable[Found]) -> list[Triple]:
    """Return the report as triples; it conforms if there is no result."""
    head, found = Blank("report"), list(results)
    triples: list[Triple] = [
        (head, RDF_TYPE, sh("ValidationReport")),
        (head, sh("conforms"), _FALSE if found else TRUE),
    ]
    for number, result in enumerate(found, 1):
        node = Blank(f"r{number}")
        triples += [(head, sh("result"), node), (node, RDF_TYPE, sh("ValidationResult"))]
        triples += [(node, sh(name), term) for name, term in _terms(result)]
        if result.path is not None:
            place = _Places(f"r{number}p")
            triples.append((node, sh("resultPath"), place.write(result.path)))
            triples += place.triples
    return triples


def _terms(result: Found) -> Iterator[tuple[str, Term]]:
    check = result.check
    yield "focusNode", result.focus
    yield "resultSeverity", check.shape.severity
    yield "sourceConstraintComponent", check.component
    yield "sourceShape", check.shape.node
    if result.value is not None:
        yield "value", result.value
    if check.constraint is not None:
        yield "sourceConstraint", check.constraint
    for message in result.messages:
        yield "resultMessage", message


class _Places:
    """Writes a path with its whole structure, on blank nodes of its own."""

    def __init__(self, stem: str) -> None:
        self.triples: list[Triple] = []
        self._stem, self._used = stem, 0

    def write(self, path: Path) -> Iri | Blank:
        """Return the node of a path."""
        match path:
            case Step(iri):
                return iri
            case Back(iri):
                return self._new("inversePath", iri)
            case Repeat(inner, mark):
                return self._new(_MARKS[mark], self.write(inner))
            case Choice(parts):
                return self._new("alternativePath", self._list(parts))
            case Sequence(parts):
                return self._list(parts)

    def _new(self, name: str, value: Term) -> Blank:
        node = self._blank()
        self.triples.append((node, sh(name), value))
        return node

    def _list(self, parts: Iterable[Path]) -> Iri | Blank:
        head: Iri | Blank = NIL
        for part in reversed(list(parts)):
            node = self._blank()
            self.triples += [(node, FIRST, self.write(part)), (node, REST, head)]
            head = node
        return head

    def _blank(self) -> Blank:
        self._used += 1
        return Blank(f"{self._stem}{self._used}")
