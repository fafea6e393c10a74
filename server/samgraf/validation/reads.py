"""What a check reads of the graph, so that a change is known to concern it or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from samgraf.store.asking import Iri, Term

from .paths import HERE, Back, Choice, Path, Repeat, Sequence, Step, then
from .queries import written_queries
from .shapes import Shape
from .terms import RDF_TYPE, fault, iri
from .writer import Stack, Writer

_OF_ONE_VALUE = ("node", "not", "and", "or", "xone")
_QUALIFIED = ("qualifiedMinCount", "qualifiedMaxCount")
_BESIDE = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_NESTED = ("class", "closed", *_BESIDE, *_OF_ONE_VALUE, *_QUALIFIED)


@dataclass(frozen=True, slots=True)
class Read:
    """Statements with one predicate, of the nodes that a path leads to from a target node."""

    way: Path
    predicate: Iri | None
    """None for any predicate."""


class Unknown(Exception):
    """What a query reads cannot be told: it is asked in full after every change."""


def of_path(path: Path, way: Path = HERE) -> Iterator[Read]:
    """Yield what is read to find the values of a path from the end of a way."""
    match path:
        case Step(predicate):
            yield Read(way, predicate)
        case Back(predicate):
            yield Read(then(way, path), predicate)
        case Sequence(parts):
            for number, part in enumerate(parts):
                yield from of_path(part, then(way, *parts[:number]))
        case Choice(parts):
            yield from (read for part in parts for read in of_path(part, way))
        case Repeat(inner, mark):
            yield from of_path(inner, way if mark == "?" else then(way, Repeat(inner, "*")))


def of_target(w: Writer, shape: Shape) -> frozenset[Read]:
    """Return what makes a node a target node of a shape."""
    found = {Read(HERE, RDF_TYPE)} if w.shapes.target_classes(shape) else set()
    for p in w.shapes.objects(shape, "targetSubjectsOf"):
        found.add(Read(HERE, iri(p, "sh:targetSubjectsOf takes a property")))
    for p in w.shapes.objects(shape, "targetObjectsOf"):
        used = iri(p, "sh:targetObjectsOf takes a property")
        found.add(Read(Back(used), used))
    return frozenset(found)


def of_constraint(
    w: Writer, shape: Shape, name: str, way: Path, above: Stack = ()
) -> Iterator[Read]:
    """Yield what one constraint of SHACL Core reads; the way leads to its focus node."""
    if shape.path is not None:
        yield from of_path(shape.path, way)
    to = way if shape.path is None else then(way, shape.path)
    if name == "class":
        yield Read(to, RDF_TYPE)
    elif name == "closed":
        yield Read(to, None)
    elif name in _BESIDE:
        for q in w.shapes.objects(shape, name):
            yield Read(way, iri(q, f"sh:{name} takes a property"))
    for node in _within(w, shape, name):
        yield from _of_nested(w, node, to, (*above, shape.node))


def _within(w: Writer, shape: Shape, name: str) -> list[Term]:
    """Return the shapes that a constraint applies to its values."""
    if name in ("node", "not"):
        return w.shapes.objects(shape, name)
    if name in ("and", "or", "xone"):
        return [node for members in w.shapes.lists(shape, name) for node in members]
    if name not in _QUALIFIED:
        return []
    apart = w.shapes.says(shape.node, "qualifiedValueShapesDisjoint")
    siblings = w.shapes.siblings(shape) if apart else []
    return [*w.shapes.objects(shape, "qualifiedValueShape"), *siblings]


def _of_nested(w: Writer, node: Term, way: Path, above: Stack) -> Iterator[Read]:
    """Yield what all constraints of a shape read for a value at the end of a way."""
    if node in above:
        raise fault(node, "a shape that contains itself is not supported")
    shape = w.shapes.shape(node)
    if shape.deactivated:
        return
    if shape.path is not None:
        yield from of_path(shape.path, way)
    for name in _NESTED:
        if w.shapes.objects(shape, name):
            yield from of_constraint(w, shape, name, way, above)
    for query in written_queries(w, shape):
        yield from of_query(w, query.text, way)
    to = way if shape.path is None else then(way, shape.path)
    for child in w.shapes.properties(shape):
        yield from _of_nested(w, child.node, to, (*above, node))


def of_query(w: Writer, text: str, way: Path) -> frozenset[Read]:
    """Return what a query in the shapes reads; raise ``Unknown`` where that cannot be told.

    rdflib's parser is loaded for it: this is done when shapes are compiled, never when they run.
    """
    if not w.analysed:
        raise Unknown("not asked for")
    from .algebra import reads

    return reads(text, way)
