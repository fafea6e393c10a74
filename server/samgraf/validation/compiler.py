"""Our own engine on graphs of rdflib, and on facts and shape files as they are."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as Word
from rdflib.term import Node

from samgraf.errors import OwnFault
from samgraf.resources import name_of
from samgraf.store.asking import Blank, Facts, Iri, Term, Triple, read

from .paths import Step
from .program import Found, run
from .terms import XSD, Index
from .violations import Result, Violation, told

_NTRIPLES = "application/n-triples"
_STRING = Iri(XSD + "string")


def check(data: Graph, shapes: Graph, vocabulary: Graph) -> list[Violation]:
    """Return what breaks the shapes, sorted; ``data`` and ``vocabulary`` stay as they are."""
    facts = Facts(_text(data) + _text(vocabulary))
    found = run(facts, Index(read(_text(shapes), _NTRIPLES)))
    return in_words(found, data, vocabulary) if found else []


def broken(facts: Facts, shapes: Iterable[Path]) -> list[Found]:
    """Return every result of some shape files, warnings too."""
    return run(facts, Index(triple for file in shapes for triple in _read(file)))


def _read(file: Path) -> list[Triple]:
    try:
        return read(file.read_bytes())
    except OwnFault as error:
        raise OwnFault(f"{name_of(file)}: {error}") from error


def in_words(found: Iterable[Found], *data: Graph) -> list[Violation]:
    """Put results into words, sorted, each literal as one of the graphs writes it."""
    return sorted(told(_spelled(_result(one), data)) for one in found)


def in_lines(found: Iterable[Found]) -> list[str]:
    """Put results into words, sorted, a line each; literals are spelled as the store spells."""
    return [one.line for one in in_words(found)]


def _spelled(result: Result, data: Sequence[Graph]) -> Result:
    """Give a literal back as the data write it: the store makes 0 of 0.0."""
    value = result.value
    if not isinstance(value, Word) or any((None, None, value) in graph for graph in data):
        return result
    for focus in (result.focus, None):
        words = chain.from_iterable(graph.objects(focus) for graph in data)
        same = {word for word in words if isinstance(word, Word) and _equal(word, value)}
        if same:
            return replace(result, value=min(same, key=str))
    return result


def _equal(one: Word, other: Word) -> bool:
    return one.datatype == other.datatype and bool(one.value == other.value)


def _text(graph: Graph) -> str:
    return graph.serialize(format="nt")


def _result(found: Found) -> Result:
    """Turn a result into rdflib's terms, in which the reader is told of it."""
    shape = found.check.shape
    return Result(
        node_of(found.focus),
        node_of(found.path.iri) if isinstance(found.path, Step) else None,
        None if found.value is None else node_of(found.value),
        node_of(shape.node),
        node_of(shape.severity),
        tuple(node_of(message) for message in found.messages),
    )


def node_of(term: Term) -> Node:
    """Return a term of the store as rdflib's."""
    if isinstance(term, Iri):
        return URIRef(term.value)
    if isinstance(term, Blank):
        return BNode(term.value)
    if term.language:
        return Word(term.value, lang=term.language)
    datatype = None if term.datatype == _STRING else URIRef(term.datatype.value)
    return Word(term.value, datatype=datatype)
