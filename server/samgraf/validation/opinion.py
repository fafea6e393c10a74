"""A second opinion on a change: pySHACL, on everything that our checks would read for it.

pySHACL takes minutes over the whole graph. What a check reads of the nodes that a change concerns
is known (``reads``), so those statements alone are given to it; it judges them by itself.
"""

from collections.abc import Iterable, Iterator

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as Word
from rdflib.term import Node

from samgraf.store.asking import Blank, Facts, Iri, Literal, Term, Triple

from . import reference
from .checks import Check
from .compiler import node_of
from .impact import Change, Nodes, concerned
from .paths import Step
from .program import Found, Program
from .terms import RDF_TYPE, SUBCLASS_OF
from .violations import Result
from .walking import walk


def opinion(program: Program, facts: Facts, change: Change, shapes: Graph) -> tuple[Found, ...]:
    """Make a change in facts, which stay changed; return what pySHACL finds that is new."""
    change = change.narrowed(facts)
    nodes = concerned(program, facts, change)
    before = {one.key for one in _found(program, facts, nodes, shapes)}
    change.apply(facts)
    after = _found(program, facts, nodes, shapes)
    return tuple(one for one in after if one.key not in before)


def prepare(shapes: Graph) -> None:
    """Have pySHACL load all that it loads late, while files can be opened."""
    list(reference.results(Graph(), shapes))


def _found(program: Program, facts: Facts, nodes: Nodes, shapes: Graph) -> list[Found]:
    data = Graph()
    for triple in _read(program, facts, nodes):
        data.add(tuple(map(node_of, triple)))  # type: ignore[arg-type]
    checks = {
        (check.shape.node, check.component): (check, nodes[number])
        for number, check in enumerate(program.checks)
        if number in nodes
    }
    return sorted(_ours(checks, reference.results(data, shapes)), key=lambda one: one.key)


def _read(program: Program, facts: Facts, nodes: Nodes) -> Iterator[Triple]:
    """Yield the statements that the checks read at their nodes, and the order of classes."""
    yield from facts.matching(None, SUBCLASS_OF, None)
    for number, given in nodes.items():
        starts = set(given or ())
        for node in starts:
            yield from facts.matching(node, RDF_TYPE, None)
        for read in program.checks[number].reads or ():
            for subject in walk(facts, read.way, starts):
                yield from facts.matching(subject, read.predicate, None)


def _ours(
    checks: dict[tuple[Term, Iri], tuple[Check, frozenset[Term] | None]], results: Iterable[Result]
) -> Iterator[Found]:
    """Yield the results of nodes that were given whole, in our terms."""
    for result in results:
        shape, component, focus = map(_term, (result.shape, result.component, result.focus))
        if not isinstance(component, Iri) or shape is None or focus is None:
            continue
        check, nodes = checks.get((shape, component), (None, None))
        if check is not None and focus in (nodes or ()):
            path = Step(Iri(str(result.path))) if isinstance(result.path, URIRef) else None
            value = _term(result.value)
            yield Found(check, focus, check.shape.path or path, value, focus, {})


def _term(node: Node | None) -> Term | None:
    if isinstance(node, URIRef):
        return Iri(str(node))
    if isinstance(node, BNode):
        return Blank(str(node))
    if isinstance(node, Word):
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=Iri(str(node.datatype)) if node.datatype else None)
    return None
