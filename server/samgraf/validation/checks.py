"""From shapes to checks: each is one query, and each of its rows one result."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from samgraf.store.asking import Iri, Literal, Term

from . import frames
from .components import Component, components
from .nesting import conforms
from .paths import Path, sparql
from .queries import Query, written_queries
from .sets import Count, counted, counts, patterns
from .shapes import Shape, Shapes
from .terms import fault, iri, sh, written
from .values import expressions
from .writer import Stack, Writer

_BESIDE = {
    "uniqueLang": "?lang",
    "closed": "?value ?path",
    "hasValue": "",
    "lessThan": "?value ?other",
    "lessThanOrEquals": "?value ?other",
}
"""What a row tells besides the focus node; ``?value`` where nothing is said."""


@dataclass(frozen=True, slots=True)
class Check:
    """One query of one constraint."""

    shape: Shape
    component: Iri
    query: str
    value_is_focus: bool = False
    constraint: Term | None = None
    messages: tuple[Literal, ...] = ()


def compiled(shapes: Shapes, classes: Callable[[Iri], list[Iri]]) -> list[Check]:
    """Return every check; raise OwnFault for a construct that is not supported."""
    writer = Writer(shapes, classes, conforms)
    known = components(shapes)
    return [
        check
        for root in shapes.roots()
        if not root.deactivated
        for check in _of_shape(writer, known, root, _targets(writer, root, "?this"), "?this", ())
    ]


def _targets(w: Writer, shape: Shape, focus: str) -> str:
    """Return the pattern that finds the target nodes of a shape, each once."""
    nodes = [written(n, "a target cannot be a blank node") for n in _all(w, shape, "targetNode")]
    found = [f"VALUES {focus} {{ {' '.join(nodes)} }}"] if nodes else []
    for cls in w.shapes.target_classes(shape):
        kinds = w.classes(iri(cls, "a target class must be an IRI"))
        found += [f"{focus} a {kind} ." for kind in kinds]
    alone = len(found) == 1
    for p in _all(w, shape, "targetSubjectsOf"):
        found.append(f"{focus} {iri(p, 'sh:targetSubjectsOf takes a property')} {w.fresh()} .")
        alone = False
    for p in _all(w, shape, "targetObjectsOf"):
        found.append(f"{w.fresh()} {iri(p, 'sh:targetObjectsOf takes a property')} {focus} .")
        alone = False
    if alone:
        return found[0]
    return frames.TARGETS.format(
        focus=focus, either=" UNION ".join(f"{{ {pattern} }}" for pattern in found)
    )


def _all(w: Writer, shape: Shape, name: str) -> list[Term]:
    return w.shapes.objects(shape, name)


def _of_shape(
    w: Writer, known: list[Component], shape: Shape, head: str, who: str, above: Stack
) -> Iterator[Check]:
    """Yield the checks of a shape for the focus nodes that a pattern finds.

    A property shape inside another starts from its values: its focus nodes are found by going
    the way down from the targets.
    """
    if shape.deactivated:
        return
    if shape.node in above:
        raise fault(shape.node, "a shape that contains itself is not supported")
    yield from _own(w, shape, head, who)
    for query in written_queries(w, known, shape):
        yield _asked(shape, query, head)
    inner = head if shape.path is None else _down(w, shape.path, head, who)
    who = who if shape.path is None else "?target ?this"
    for child in w.shapes.properties(shape):
        yield from _of_shape(w, known, child, inner, who, (*above, shape.node))


def _down(w: Writer, path: Path, head: str, who: str) -> str:
    """Return the pattern that finds the values of a property shape, for the shapes inside it.

    ``?target`` stays: two targets with one value between them make two results.
    """
    node = "?target" if who == "?this" else w.fresh()
    step = f"{head.replace('?this', node)} {node} {sparql(path)} ?this ."
    return frames.TARGETS.format(focus="?target ?this", either=step)


def _own(w: Writer, shape: Shape, head: str, who: str) -> Iterator[Check]:
    """Yield the checks of the constraints of SHACL Core."""
    stack = (shape.node,)
    value = "?this" if shape.path is None else "?value"
    step = "" if shape.path is None else f"?this {sparql(shape.path)} ?value "
    for name, test in expressions(w, shape, value, stack):
        names = who if shape.path is None else f"{who} ?value"
        body = f"{step}FILTER(!{test})"
        yield _check(shape, name, _frame(names, head, body), shape.path is None)
    if shape.path is not None:
        for count in counts(w, shape, stack):
            query = _count(w, shape, head, who, count)
            if query is not None:
                yield _check(shape, count.name, query)
    for name, body in patterns(w, shape, "?this", "?value", "?other"):
        names = f"{who} {_BESIDE.get(name, '?value')}"
        yield _check(shape, name, _frame(names, head, body))


def _check(shape: Shape, name: str, query: str, value_is_focus: bool = False) -> Check:
    component = sh(f"{name[0].upper()}{name[1:]}ConstraintComponent")
    return Check(shape, component, query, value_is_focus, messages=shape.messages)


def _frame(names: str, head: str, body: str) -> str:
    return frames.CHECK.format(names=names, head=head, body=body)


def _count(w: Writer, shape: Shape, head: str, who: str, count: Count) -> str | None:
    """Return the query of a count: a pattern for a small one, an aggregate for others."""
    if shape.path is None:
        return None
    if count.limit <= 1:
        body = counted(w, shape, "?this", count)
        return None if body is None else _frame(who, head, body)
    values = f"?this {sparql(shape.path)} ?v"
    values += f" FILTER({count.condition('?v')})" if count.condition else ""
    if count.lower:
        values = f"OPTIONAL {{ {values} }}"
    sign = "<" if count.lower else ">"
    return frames.COUNTED.format(names=who, head=head, values=values, sign=sign, limit=count.limit)


def _asked(shape: Shape, query: Query, head: str) -> Check:
    """Return the check of a query that is written in the shapes."""
    return Check(
        shape,
        query.component,
        query.bound_to(head),
        shape.path is None,
        query.constraint,
        query.messages or shape.messages,
    )
