"""Constraints on all values together, each as a pattern with one solution for a violation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from samgraf.store.asking import Iri

from .paths import sparql
from .shapes import Shape
from .terms import fault, iri, quoted, written
from .writer import Stack, Writer

MOST_NESTED = 6
"""A count in a nested shape becomes that many different variables: no aggregate can do it."""

_LOWER = ("minCount", "qualifiedMinCount")
Patterns = Iterator[tuple[str, str]]
"""Name of the parameter, and the pattern that finds what breaks it."""


@dataclass(frozen=True, slots=True)
class Count:
    """A limit to how many values there may be, of those that keep a condition."""

    name: str
    limit: int
    condition: Callable[[str], str] | None

    @property
    def lower(self) -> bool:
        """Tell whether there must be at least so many."""
        return self.name in _LOWER


def counts(w: Writer, shape: Shape, stack: Stack) -> Iterator[Count]:
    """Yield the limits of a property shape."""
    for name in ("minCount", "maxCount"):
        for limit in w.shapes.integers(shape, name):
            yield Count(name, limit, None)
    apart = w.shapes.says(shape.node, "qualifiedValueShapesDisjoint")
    siblings = w.shapes.siblings(shape) if apart else []
    for wanted in w.shapes.objects(shape, "qualifiedValueShape"):

        def condition(value: str, node: object = wanted) -> str:
            tests = [f"!{w.conforms(other, value, stack)}" for other in siblings]
            return " && ".join([w.conforms(node, value, stack), *tests])  # type: ignore[arg-type]

        for name in ("qualifiedMinCount", "qualifiedMaxCount"):
            for limit in w.shapes.integers(shape, name):
                yield Count(name, limit, condition)


def counted(w: Writer, shape: Shape, focus: str, count: Count) -> str | None:
    """Return the pattern of a small count, or None if it holds of everything."""
    if count.lower and count.limit <= 0:
        return None
    if count.lower:
        return f"FILTER NOT EXISTS {{ {_at_least(w, shape, focus, count, count.limit)} }}"
    return _at_least(w, shape, focus, count, count.limit + 1)


def _at_least(w: Writer, shape: Shape, focus: str, count: Count, number: int) -> str:
    if shape.path is None:
        raise fault(shape.node, f"sh:{count.name} needs a sh:path")
    values = [w.fresh() for _ in range(number)]
    steps = " ".join(f"{focus} {sparql(shape.path)} {value} ." for value in values)
    tests = [count.condition(value) for value in values] if count.condition else []
    tests += [f"!sameTerm({a}, {b})" for i, a in enumerate(values) for b in values[:i]]
    return steps + (f" FILTER({' && '.join(tests)})" if tests else "")


def nested_counts(w: Writer, shape: Shape, focus: str, stack: Stack) -> Patterns:
    """Yield the counts of a nested shape, which must stay correlated inside ``EXISTS``."""
    for count in counts(w, shape, stack):
        if count.limit > MOST_NESTED:
            raise fault(shape.node, f"sh:{count.name} above {MOST_NESTED} in a nested shape")
        pattern = counted(w, shape, focus, count)
        if pattern is not None:
            yield count.name, pattern


def patterns(w: Writer, shape: Shape, focus: str, value: str, other: str) -> Patterns:
    """Yield the constraints of a shape that are neither counts nor about one value."""
    yield from _has_value(w, shape, focus)
    yield from _languages(w, shape, focus)
    yield from _equals(w, shape, focus, value)
    yield from _disjoint(w, shape, focus, value)
    yield from _less(w, shape, focus, value, other)
    yield from _closed(w, shape, focus, value)


def _has_value(w: Writer, shape: Shape, focus: str) -> Patterns:
    for term in w.shapes.objects(shape, "hasValue"):
        name = written(term, "sh:hasValue cannot be a blank node")
        if shape.path is None:
            yield "hasValue", f"FILTER(!sameTerm({focus}, {name}))"
        else:
            yield "hasValue", f"FILTER NOT EXISTS {{ {focus} {sparql(shape.path)} {name} }}"


def _languages(w: Writer, shape: Shape, focus: str) -> Patterns:
    if shape.path is None or not w.shapes.says(shape.node, "uniqueLang"):
        return
    a, b, path = w.fresh(), w.fresh(), sparql(shape.path)
    tests = (
        f"isLiteral({a}) && isLiteral({b}) && !sameTerm({a}, {b})",
        f"LCASE(LANG({a})) = LCASE(LANG({b})) && LANG({a}) != {quoted('')}",
    )
    both = f"{focus} {path} {a} . {focus} {path} {b} ."
    yield "uniqueLang", f"{both} FILTER({' && '.join(tests)}) BIND(LCASE(LANG({a})) AS ?lang)"


def _equals(w: Writer, shape: Shape, focus: str, value: str) -> Patterns:
    for term in w.shapes.objects(shape, "equals"):
        q = iri(term, "sh:equals takes a property")
        if shape.path is None:
            yield "equals", f"FILTER NOT EXISTS {{ {focus} {q} {focus} }} BIND({focus} AS {value})"
            yield "equals", f"{focus} {q} {value} FILTER(!sameTerm({focus}, {value}))"
        else:
            p = sparql(shape.path)
            yield "equals", f"{focus} {p} {value} FILTER NOT EXISTS {{ {focus} {q} {value} }}"
            yield "equals", f"{focus} {q} {value} FILTER NOT EXISTS {{ {focus} {p} {value} }}"


def _disjoint(w: Writer, shape: Shape, focus: str, value: str) -> Patterns:
    for term in w.shapes.objects(shape, "disjoint"):
        q = iri(term, "sh:disjoint takes a property")
        if shape.path is None:
            yield "disjoint", f"{focus} {q} {value} FILTER(sameTerm({focus}, {value}))"
        else:
            yield "disjoint", f"{focus} {sparql(shape.path)} {value} . {focus} {q} {value} ."


def _less(w: Writer, shape: Shape, focus: str, value: str, other: str) -> Patterns:
    """Compare literals alone: SPARQL does not order IRIs, but Oxigraph has ``<x> <= <x>``."""
    for name, sign in (("lessThan", "<"), ("lessThanOrEquals", "<=")):
        for term in w.shapes.objects(shape, name):
            q = iri(term, f"sh:{name} takes a property")
            if shape.path is None:
                raise fault(shape.node, f"sh:{name} needs a sh:path")
            test = f"isLiteral({value}) && isLiteral({other}) && {value} {sign} {other}"
            pair = f"{focus} {sparql(shape.path)} {value} . {focus} {q} {other}"
            yield name, f"{pair} FILTER(!COALESCE({test}, false))"


def _closed(w: Writer, shape: Shape, focus: str, value: str) -> Patterns:
    if not w.shapes.says(shape.node, "closed"):
        return
    # Only paths that are written as an IRI (SHACL, section 4.8.1): not a double inverse, say.
    paths = [path for one in w.shapes.properties(shape) for path in w.shapes.objects(one, "path")]
    allowed = [str(path) for path in paths if isinstance(path, Iri)]
    for ignored in w.shapes.lists(shape, "ignoredProperties"):
        allowed += map(str, ignored)
    test = f"?path NOT IN ({', '.join(dict.fromkeys(allowed))})"
    if shape.path is None:
        yield "closed", f"{focus} ?path {value} FILTER({test})"
    else:
        node = w.fresh()
        yield "closed", f"{focus} {sparql(shape.path)} {node} . {node} ?path {value} FILTER({test})"
