"""Constraints that look at one value at a time, each as an expression that never fails."""

from collections.abc import Callable, Iterator

from samgraf.store.asking import Iri, Term

from .datatypes import well_formed
from .shapes import Shape
from .terms import fault, iri, quoted, written
from .writer import Stack, Writer

_KINDS = {
    "IRI": "isIRI({v})",
    "Literal": "isLiteral({v})",
    "BlankNode": "isBlank({v})",
    "BlankNodeOrIRI": "!isLiteral({v})",
    "BlankNodeOrLiteral": "!isIRI({v})",
    "IRIOrLiteral": "!isBlank({v})",
}
_LIMITS = {"minExclusive": ">", "minInclusive": ">=", "maxExclusive": "<", "maxInclusive": "<="}
_LENGTHS = {"minLength": ">=", "maxLength": "<="}

Expressions = Iterator[tuple[str, str]]
"""Name of the parameter, and the expression that a value keeps it."""


def expressions(w: Writer, shape: Shape, value: str, stack: Stack) -> Expressions:
    """Yield every constraint of a shape that looks at one value at a time."""
    for part in (_types, _limits, _texts, _members):
        yield from part(w, shape, value)
    yield from _shapes(w, shape, value, stack)


def _types(w: Writer, shape: Shape, value: str) -> Expressions:
    for cls in w.shapes.objects(shape, "class"):
        kinds = w.classes(iri(cls, "a value of sh:class must be an IRI"))
        yield "class", _of_class(w, value, kinds)
    for datatype in w.shapes.objects(shape, "datatype"):
        known = iri(datatype, "a value of sh:datatype must be an IRI")
        yield "datatype", well_formed(value, known)
    for kind in w.shapes.objects(shape, "nodeKind"):
        name = kind.value.rpartition("#")[2]
        if name not in _KINDS:
            raise fault(shape.node, f"sh:nodeKind {kind} is not known")
        yield "nodeKind", _KINDS[name].format(v=value)


def _of_class(w: Writer, value: str, kinds: list[Iri]) -> str:
    if len(kinds) == 1:
        return f"EXISTS {{ {value} a {kinds[0]} }}"
    kind = w.fresh()
    return f"EXISTS {{ {value} a {kind} FILTER({kind} IN ({', '.join(map(str, kinds))})) }}"


def _limits(w: Writer, shape: Shape, value: str) -> Expressions:
    for name, sign in _LIMITS.items():
        for limit in w.shapes.objects(shape, name):
            yield name, f"COALESCE({value} {sign} {limit}, false)"
    for name, sign in _LENGTHS.items():
        for length in w.shapes.integers(shape, name):
            yield name, f"(!isBlank({value}) && STRLEN(STR({value})) {sign} {length})"


def _texts(w: Writer, shape: Shape, value: str) -> Expressions:
    flags = [f", {quoted(flag.value)}" for flag in w.shapes.objects(shape, "flags")]
    for pattern in w.shapes.objects(shape, "pattern"):
        test = f"REGEX(STR({value}), {quoted(pattern.value)}{''.join(flags[:1])})"
        yield "pattern", f"(!isBlank({value}) && COALESCE({test}, false))"
    for tags in w.shapes.lists(shape, "languageIn"):
        tests = [f"LANGMATCHES(LANG({value}), {quoted(tag.value)})" for tag in tags]
        yield "languageIn", f"COALESCE(isLiteral({value}) && {_any(tests)}, false)"


def _members(w: Writer, shape: Shape, value: str) -> Expressions:
    """Compare terms, not values: ``=`` would take 1 for 01."""
    for members in w.shapes.lists(shape, "in"):
        names = [written(m, "sh:in cannot hold a blank node") for m in members]
        if members and all(isinstance(member, Iri) for member in members):
            yield "in", f"({value} IN ({', '.join(names)}))"
        else:
            yield "in", _any([f"sameTerm({value}, {name})" for name in names])


def _shapes(w: Writer, shape: Shape, value: str, stack: Stack) -> Expressions:
    def conforms(node: Term) -> str:
        return w.conforms(node, value, stack)

    for node in w.shapes.objects(shape, "node"):
        yield "node", conforms(node)
    for node in w.shapes.objects(shape, "not"):
        yield "not", f"(!{conforms(node)})"
    joined: dict[str, Callable[[list[str]], str]] = {"and": _all, "or": _any, "xone": _one}
    for name, join in joined.items():
        for members in w.shapes.lists(shape, name):
            yield name, join([conforms(member) for member in members])


def _all(tests: list[str]) -> str:
    return "(" + (" && ".join(tests) or "true") + ")"


def _any(tests: list[str]) -> str:
    return "(" + (" || ".join(tests) or "false") + ")"


def _one(tests: list[str]) -> str:
    """Count a shape that is listed twice as two."""
    return "(" + (" + ".join(f"IF({test}, 1, 0)" for test in tests) or "0") + " = 1)"
