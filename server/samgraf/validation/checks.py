"""From shapes to checks: each is one query, and each of its rows one result."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from samgraf.store.asking import Iri, Literal, Term

from . import frames
from .components import components
from .nesting import conforms
from .paths import HERE, Path, sparql, then
from .queries import Query, written_queries
from .reads import Read, Unknown, of_constraint, of_path, of_query, of_target
from .sets import Count, counted, counts, patterns
from .shapes import Shape, Shapes
from .targets import Targets, everywhere
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
    template: str
    """The query, with places for given target nodes (``targets``)."""
    targets: Targets
    target: str
    """The variable of the target node: below ``sh:property`` it is not the focus node."""
    reads: frozenset[Read] | None
    """None where it cannot be told: the check is asked in full after every change."""
    local: bool
    """It reads statements of the target node alone, so it holds or not of a file by itself."""
    value_is_focus: bool = False
    constraint: Term | None = None
    messages: tuple[Literal, ...] = ()

    @property
    def query(self) -> str:
        """Return the query for all target nodes."""
        return everywhere(self.template)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a shape is met: its focus nodes, and the way to them from the target nodes."""

    targets: Targets
    head: str
    """The pattern that finds the focus nodes."""
    names: str
    """The variables of the nodes on the way from target node to focus node."""
    way: Path
    reads: frozenset[Read]
    """What the targets themselves read."""

    def check(
        self,
        shape: Shape,
        component: Iri,
        template: str,
        reads: Iterable[Read] | None,
        **others: Any,
    ) -> Check:
        """Return a check of a shape in this place."""
        known = None if reads is None else self.reads | frozenset(reads)
        target = self.names.split()[0].removeprefix("?")
        local = known is not None and self.way == HERE and _local(known, self.reads)
        return Check(shape, component, template, self.targets, target, known, local, **others)


def _local(reads: frozenset[Read], targets: frozenset[Read]) -> bool:
    """Tell whether all that is read is of the target node, or is what makes it one."""
    return reads == targets or all(read.way == HERE for read in reads)


def compiled(
    shapes: Shapes, classes: Callable[[Iri], list[Iri]], analysed: bool = True
) -> list[Check]:
    """Return every check; raise OwnFault for a construct that is not supported.

    What the queries in the shapes read is told only if they are ``analysed``.
    """
    w = Writer(shapes, classes, conforms, components(shapes), analysed)
    return [
        check
        for root in shapes.roots()
        if not root.deactivated
        for check in _of_shape(w, root, _root(w, root), ())
    ]


def _root(w: Writer, shape: Shape) -> _Place:
    """Return the place of a shape with targets of its own."""
    for node in w.shapes.objects(shape, "targetNode"):
        written(node, "a target cannot be a blank node")
    kinds = [
        kind
        for cls in w.shapes.target_classes(shape)
        for kind in w.classes(iri(cls, "a target class must be an IRI"))
    ]
    used = [
        tuple(iri(p, f"sh:{name} takes a property") for p in w.shapes.objects(shape, name))
        for name in ("targetSubjectsOf", "targetObjectsOf")
    ]
    nodes = tuple(w.shapes.objects(shape, "targetNode"))
    targets = Targets(nodes, tuple(dict.fromkeys(kinds)), *used)
    head = targets.pattern("?this", w.fresh())
    return _Place(targets, head, "?this", HERE, of_target(w, shape))


def _of_shape(w: Writer, shape: Shape, at: _Place, above: Stack) -> Iterator[Check]:
    """Yield the checks of a shape for the focus nodes of a place.

    A property shape inside another starts from its values: its focus nodes are found by going
    the way down from the targets.
    """
    if shape.deactivated:
        return
    if shape.node in above:
        raise fault(shape.node, "a shape that contains itself is not supported")
    yield from _own(w, shape, at)
    for query in written_queries(w, shape):
        yield _asked(w, shape, query, at)
    inner = at if shape.path is None else _down(w, shape.path, at)
    for child in w.shapes.properties(shape):
        yield from _of_shape(w, child, inner, (*above, shape.node))


def _down(w: Writer, path: Path, at: _Place) -> _Place:
    """Return the place of the values of a property shape, for the shapes inside it.

    The nodes on the way stay: two ways to one value make two results.
    """
    node = "?target" if at.names == "?this" else w.fresh()
    step = f"{at.head.replace('?this', node)} {node} {sparql(path)} ?this ."
    names = f"{at.names.replace('?this', node)} ?this"
    head = frames.TARGETS.format(focus=names, either=step)
    reads = at.reads | frozenset(of_path(path, at.way))
    return _Place(at.targets, head, names, then(at.way, path), reads)


def _own(w: Writer, shape: Shape, at: _Place) -> Iterator[Check]:
    """Yield the checks of the constraints of SHACL Core."""
    stack = (shape.node,)
    value = "?this" if shape.path is None else "?value"
    step = "" if shape.path is None else f"?this {sparql(shape.path)} ?value "
    names = at.names if shape.path is None else f"{at.names} ?value"
    for name, test in expressions(w, shape, value, stack):
        body = f"{step}FILTER(!{test})"
        yield _check(w, shape, at, name, _frame(names, at.head, body), shape.path is None)
    if shape.path is not None:
        for count in counts(w, shape, stack):
            query = _count(w, shape, at, count)
            if query is not None:
                yield _check(w, shape, at, count.name, query)
    for name, body in patterns(w, shape, "?this", "?value", "?other"):
        names = f"{at.names} {_BESIDE.get(name, '?value')}"
        yield _check(w, shape, at, name, _frame(names, at.head, body))


def _check(
    w: Writer, shape: Shape, at: _Place, name: str, query: str, value_is_focus: bool = False
) -> Check:
    component = sh(f"{name[0].upper()}{name[1:]}ConstraintComponent")
    try:
        reads: frozenset[Read] | None = frozenset(of_constraint(w, shape, name, at.way))
    except Unknown:
        reads = None
    return at.check(
        shape,
        component,
        w.prologue() + query,
        reads,
        value_is_focus=value_is_focus,
        messages=shape.messages,
    )


def _frame(names: str, head: str, body: str) -> str:
    """Return a query that is DISTINCT as a whole, so that its targets need not be."""
    return frames.CHECK.format(names=names, head=head.replace(*frames.LOOSENED), body=body)


def _count(w: Writer, shape: Shape, at: _Place, count: Count) -> str | None:
    """Return the query of a count: a pattern for a small one, an aggregate for others."""
    if shape.path is None:
        return None
    if count.limit <= 1:
        body = counted(w, shape, "?this", count)
        return None if body is None else _frame(at.names, at.head, body)
    values = f"?this {sparql(shape.path)} ?v"
    values += f" FILTER({count.condition('?v')})" if count.condition else ""
    if count.lower:
        values = f"OPTIONAL {{ {values} }}"
    sign = "<" if count.lower else ">"
    return frames.COUNTED.format(
        names=at.names, head=at.head, values=values, sign=sign, limit=count.limit
    )


def _asked(w: Writer, shape: Shape, query: Query, at: _Place) -> Check:
    """Return the check of a query that is written in the shapes."""
    try:
        reads: frozenset[Read] | None = of_query(w, query.text, at.way)
    except Unknown:
        reads = None
    return at.check(
        shape,
        query.component,
        query.bound_to(at.head, at.names.removesuffix("?this")),
        reads,
        value_is_focus=shape.path is None,
        constraint=query.constraint,
        messages=query.messages or shape.messages,
    )
