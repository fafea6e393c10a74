"""Our own engine: shapes compiled to queries, and the queries asked of the data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as Word
from rdflib.term import Node

from samgraf.errors import OwnFault
from samgraf.store.asking import Blank, Facts, Iri, Row, Term, read

from . import frames
from .checks import Check, compiled
from .paths import Path, Step
from .queries import SHAPES_GRAPH
from .shapes import Shapes
from .terms import SUBCLASS_OF, XSD, Index
from .violations import Result, Violation, told

_NTRIPLES = "application/n-triples"
_STRING = Iri(XSD + "string")


@dataclass(frozen=True, slots=True)
class Found:
    """One validation result, in the terms of the store."""

    check: Check
    focus: Term
    path: Path | None
    value: Term | None


def check(data: Graph, shapes: Graph, vocabulary: Graph) -> list[Violation]:
    """Return what breaks the shapes, sorted; ``data`` and ``vocabulary`` stay as they are."""
    facts = Facts(_text(data) + _text(vocabulary))
    found = run(facts, Index(read(_text(shapes), _NTRIPLES)))
    if not found:
        return []
    merged = data + vocabulary
    results = (_spelled(_result(one), merged) for one in found)
    return sorted(v for result in results for v in told(result, shapes, merged))


def _spelled(result: Result, data: Graph) -> Result:
    """Give a literal back as the data write it: the store makes 0 of 0.0."""
    value = result.value
    if not isinstance(value, Word) or (None, None, value) in data:
        return result
    for words in (data.objects(result.focus), data.objects()):
        same = {word for word in words if isinstance(word, Word) and _equal(word, value)}
        if same:
            return replace(result, value=min(same, key=str))
    return result


def _equal(one: Word, other: Word) -> bool:
    return one.datatype == other.datatype and bool(one.value == other.value)


def _text(graph: Graph) -> str:
    return graph.serialize(format="nt")


def run(facts: Facts, shapes: Index) -> list[Found]:
    """Compile shapes and return every result, in the order of the checks."""
    checks = compiled(Shapes(shapes), _classes(facts))
    if any(str(SHAPES_GRAPH) in check.query for check in checks):
        facts.add(shapes.triples, SHAPES_GRAPH)
    return [found for check in checks for found in _asked(facts, check)]


def _classes(facts: Facts) -> Callable[[Iri], list[Iri]]:
    """Return a function from a class to itself and all its subclasses, in a stable order."""
    known: dict[Iri, list[Iri]] = {}

    def classes(cls: Iri) -> list[Iri]:
        if cls not in known:
            query = frames.SUBCLASSES.format(subclass=SUBCLASS_OF, cls=cls)
            rows = (row.get("class") for row in facts.rows("subclasses", query))
            below = {term for term in rows if isinstance(term, Iri) and term != cls}
            known[cls] = [cls, *sorted(below, key=str)]
        return known[cls]

    return classes


def _asked(facts: Facts, check: Check) -> Iterator[Found]:
    for row in facts.rows(f"shape {check.shape.node}", check.query):
        yield _found(check, row)


def _found(check: Check, row: Row) -> Found:
    focus, value, path = row.get("this"), row.get("value"), row.get("path")
    if focus is None:
        raise OwnFault(f"shape {check.shape.node}: a row without $this; return it")
    if value is None and check.value_is_focus:
        value = focus
    return Found(check, focus, Step(path) if isinstance(path, Iri) else check.shape.path, value)


def _result(found: Found) -> Result:
    """Turn a result into rdflib's terms, in which the reader is told of it."""
    shape = found.check.shape
    return Result(
        _node(found.focus),
        _node(found.path.iri) if isinstance(found.path, Step) else None,
        None if found.value is None else _node(found.value),
        _node(shape.node),
        _node(shape.severity),
        tuple(_node(message) for message in found.check.messages),
    )


def _node(term: Term) -> Node:
    if isinstance(term, Iri):
        return URIRef(term.value)
    if isinstance(term, Blank):
        return BNode(term.value)
    if term.language:
        return Word(term.value, lang=term.language)
    datatype = None if term.datatype == _STRING else URIRef(term.datatype.value)
    return Word(term.value, datatype=datatype)
