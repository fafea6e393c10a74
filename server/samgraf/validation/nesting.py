"""A shape inside another: the expression that a value conforms to it."""

import re

from samgraf.store.asking import Term

from .paths import sparql
from .queries import written_queries
from .sets import nested_counts, patterns
from .shapes import Shape
from .terms import fault
from .values import expressions
from .within import finds_nothing
from .writer import Stack, Writer

_WANTED = re.compile(r"FILTER NOT EXISTS (\{[^{}]*\})")


def conforms(w: Writer, node: Term, value: str, stack: Stack) -> str:
    """Return the expression that a value conforms to a shape, with all its constraints."""
    if node in stack:
        raise fault(node, "a shape that contains itself is not supported")
    shape = w.shapes.shape(node)
    if shape.deactivated:
        return "true"
    stack = (*stack, node)
    found = list(patterns(w, shape, value, w.fresh(), w.fresh()))
    if shape.path is not None:
        found += nested_counts(w, shape, value, stack)
    tests = [_nothing(body) for _, body in found]
    tests += _each(w, shape, value, stack)
    tests += [finds_nothing(w, query, value) for query in written_queries(w, shape)]
    return "(" + (" && ".join(tests) or "true") + ")"


def _nothing(pattern: str) -> str:
    """Return the expression that nothing fits a pattern.

    What is wanted is looked for without a double negation, which Virtuoso does not understand.
    """
    wanted = _WANTED.fullmatch(pattern)
    return f"EXISTS {wanted[1]}" if wanted else f"NOT EXISTS {{ {pattern} }}"


def _each(w: Writer, shape: Shape, focus: str, stack: Stack) -> list[str]:
    """Return what must hold of the focus node itself, or of each of its values."""
    value = focus if shape.path is None else w.fresh()
    tests = [test for _, test in expressions(w, shape, value, stack)]
    tests += [conforms(w, one.node, value, stack) for one in w.shapes.properties(shape)]
    if shape.path is None or not tests:
        return tests
    broken = f"{focus} {sparql(shape.path)} {value} FILTER(!({' && '.join(tests)}))"
    return [f"NOT EXISTS {{ {broken} }}"]
