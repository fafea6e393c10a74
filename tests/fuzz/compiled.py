"""A compiled shape finds what pySHACL finds, or is refused with its place.

The first byte chooses: the rest is Turtle as it stands, or a list of choices from which shapes and
data are made, both of the kinds that a shape can be made of.
"""

from collections.abc import Callable, Iterator, Sequence

import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError, ValidationFailure
from tests import oracles
from tests.differences import Row, facts_of, unexplained
from tests.oracles import Rows, ours, rows
from tests.trials import text_of

from samgraf.errors import OwnFault
from samgraf.store.asking import Facts, read
from samgraf.validation.program import run
from samgraf.validation.terms import Index

from .target import Target

_HEAD = """@prefix : <urn:> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
_PLACES = ("the shapes cannot be applied: ", "shape ", "not text/turtle: ")
_NO_TERM = ": a triple as a term is not supported"
_DEEPEST = 3
_NODES = (":a", ":b", ":c", "_:d")
_WORDS = (
    *("1", "2", "-1", "0", "1.5", "1.50", "1e0", "true", '"a"', '"b"', '""', '"a"@en', '"a"@EN-gb'),
    *('"b"@da', '"2020-01-01"^^xsd:date', '"2019-12-31"^^xsd:date', '"2020-02-30"^^xsd:date'),
    *('"x"^^xsd:integer', '"300"^^xsd:byte', '"1"^^xsd:byte', '"+1"^^xsd:integer', '"Æ\\n"'),
    *('"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020"^^xsd:gYear', '"NaN"^^xsd:double'),
    *('"1"^^:own', '"aaaa"'),
)
_PROPERTIES = (":p", ":q", ":r")
_DATATYPES = (
    *(
        "xsd:integer",
        "xsd:string",
        "xsd:date",
        "xsd:byte",
        "xsd:boolean",
        "xsd:decimal",
        "xsd:double",
    ),
    *("rdf:langString", "xsd:dateTime", "xsd:gYear", ":own", "xsd:nonNegativeInteger"),
)
_PATTERNS = ('"a"', '"^a*$"', '"^.$"', '"[0-9]+"', '"B" ; sh:flags "i"', '"\\\\."', '"^$"')
_TARGETS = (
    *("sh:targetClass :C", "sh:targetNode :a", "sh:targetSubjectsOf :p", "sh:targetObjectsOf :p"),
    *(
        "sh:targetNode 1",
        'sh:targetNode "a"@en',
        "sh:targetClass :C , :D",
        "sh:targetObjectsOf :q , :r",
    ),
)


class Choices:
    """Choices by the bytes of an input, the first of each when they are used up."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    def number(self, below: int) -> int:
        if self._place >= len(self._data):
            return 0
        self._place += 1
        return self._data[self._place - 1] % below

    def of(self, some: Sequence[str]) -> str:
        return some[self.number(len(some))]

    def many(self, most: int, make: Callable[[], str], least: int = 0) -> list[str]:
        return [make() for _ in range(least + self.number(most + 1 - least))]


class Shapes:
    """Shapes as Turtle."""

    def __init__(self, choices: Choices) -> None:
        self._c = choices

    def text(self) -> str:
        """Write one or two shapes with targets."""
        made = []
        for name in (":S", ":T")[: 1 + self._c.number(2)]:
            parts = [self._c.of(_TARGETS), *self._parts(0)]
            made.append(f"{name} a sh:NodeShape ; {' ; '.join(parts)} .")
        return "\n".join(made)

    def _parts(self, depth: int) -> list[str]:
        """Write the constraints of a node shape."""
        parts = self._c.many(2, lambda: self._value(depth))
        parts += self._c.many(
            2, lambda: f"sh:property {self._property(depth + 1)}", int(depth == 0)
        )
        if self._c.number(8) == 1:
            parts.append("sh:closed true ; sh:ignoredProperties ( rdf:type )")
        return parts or ["sh:nodeKind sh:IRI"]

    def _property(self, depth: int) -> str:
        parts = [f"sh:path {self._path(0)}"]
        parts += self._c.many(2, lambda: self._value(depth))
        parts += self._c.many(2, lambda: self._of_all(depth))
        if depth < _DEEPEST and self._c.number(6) == 1:
            parts.append(f"sh:property {self._property(depth + 1)}")
        return f"[ {' ; '.join(parts)} ]"

    def _path(self, depth: int) -> str:
        kind = self._c.number(8) if depth < 2 else 0
        marks = ("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", "inversePath")
        if kind in (1, 2, 3, 4):
            return f"[ sh:{marks[kind - 1]} {self._path(depth + 1)} ]"
        if kind in (5, 6):
            two = f"( {self._path(depth + 1)} {self._path(depth + 1)} )"
            return two if kind == 5 else f"[ sh:alternativePath {two} ]"
        return self._c.of(_PROPERTIES)

    def _value(self, depth: int) -> str:
        """Write a constraint that looks at one value at a time."""
        c = self._c
        kind = c.number(12)
        if kind >= 8 and depth < _DEEPEST:
            return self._joined(kind, depth)
        plain: Sequence[Callable[[], str]] = (
            lambda: f"sh:nodeKind sh:{c.of(('IRI', 'Literal', 'BlankNode', 'IRIOrLiteral'))}",
            lambda: f"sh:datatype {c.of(_DATATYPES)}",
            lambda: f"sh:class {c.of((':C', ':D', ':E'))}",
            lambda: f"sh:{c.of(('min', 'max'))}{c.of(('Inclusive', 'Exclusive'))} {c.of(_WORDS)}",
            lambda: f"sh:{c.of(('min', 'max'))}Length {c.number(4)}",
            lambda: f"sh:pattern {c.of(_PATTERNS)}",
            lambda: f"sh:in ( {' '.join(c.many(3, self._any))} )",
            lambda: f"sh:languageIn ( {' '.join(c.many(2, lambda: c.of(_TAGS)))} )",
        )
        return plain[kind % 8]()

    def _joined(self, kind: int, depth: int) -> str:
        """Write a constraint that holds other shapes."""
        inside = self._c.many(3, lambda: f"[ {' ; '.join(self._parts(depth + 1))} ]", 1)
        if kind in (8, 9):
            return f"sh:{('not', 'node')[kind - 8]} {inside[0]}"
        return f"sh:{self._c.of(('and', 'or', 'xone'))} ( {' '.join(inside)} )"

    def _of_all(self, depth: int) -> str:
        """Write a constraint that looks at all values together."""
        c = self._c
        kind = c.number(7)
        if kind == 0:
            return f"sh:minCount {c.number(4)}"
        if kind == 1:
            return f"sh:maxCount {c.number(4)}"
        if kind == 2:
            return "sh:uniqueLang true"
        if kind == 3:
            name = c.of(("equals", "disjoint", "lessThan", "lessThanOrEquals"))
            return f"sh:{name} {c.of(_PROPERTIES)}"
        if kind == 4 and depth < _DEEPEST:
            shape = f"[ {' ; '.join(self._parts(depth + 1))} ]"
            most = c.of(("Min", "Max"))
            return f"sh:qualifiedValueShape {shape} ; sh:qualified{most}Count {c.number(3)}"
        return f"sh:hasValue {self._any()}"

    def _any(self) -> str:
        return self._c.of((*_NODES[:3], *_WORDS))


_TAGS = ('"en"', '"EN"', '"da"', '"en-GB"')


def data_of(choices: Choices) -> str:
    """Write data as Turtle."""
    lines = [f"{node} a {choices.of((':C', ':D'))} ." for node in _NODES if choices.number(3)]
    lines += [":D rdfs:subClassOf :C ."] if choices.number(4) == 1 else []
    for _ in range(choices.number(10)):
        node, property = choices.of(_NODES), choices.of(_PROPERTIES)
        lines.append(f"{node} {property} {choices.of((*_NODES, *_WORDS))} .")
    return "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n" + "\n".join(lines)


def by_pyshacl(shapes: str, data: str) -> Rows | None:
    """Ask pySHACL; None where it cannot apply the shapes."""
    normal = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        graph = rdflib.Graph().parse(data=data, format="nt")
        _, report, _ = pyshacl.validate(
            graph,
            shacl_graph=rdflib.Graph().parse(data=shapes, format="turtle"),
            inference="none",
        )
        return (
            None if isinstance(report, ValidationFailure) else rows(report.serialize(format="nt"))
        )
    except (
        ReportableRuntimeError,
        TypeError,
        ValueError,
        ArithmeticError,
    ):  # it compares a date and a text, or a number and one that is none
        return None
    finally:
        rdflib.NORMALIZE_LITERALS = normal


def disagreements(shapes: str, data: str) -> Iterator[str]:
    """Tell where pySHACL finds otherwise, but for what is known of it."""
    facts, asked = facts_of(_HEAD + data), text_of(facts_of(_HEAD + shapes))
    try:
        found = ours(run(facts, Index(read(asked, "application/n-triples"))))
    except OwnFault as fault:
        _has_place(fault)
        return
    data = text_of(facts)
    theirs = by_pyshacl(asked, data)
    if theirs is None:
        return
    third = by_shifty(asked, data)
    for one, other, words in ((found, theirs, "ours alone"), (theirs, found, "theirs alone")):
        for row in unexplained("pyshacl", one - other, facts):
            known = of_a_stranger(row, facts, shapes) or of_languages(row)
            known = known or of_repeated(row, other, shapes)
            if not known and _agreed(row, theirs, third):
                yield f"{words}: {row}"


def _has_place(fault: OwnFault) -> None:
    told = str(fault)
    assert told.startswith(_PLACES) or _NO_TERM in told, f"without a place: {told}"


def of_a_stranger(row: Row, facts: Facts, shapes: str) -> bool:
    """Tell whether a path of no step may start from a node that the data do not have, or a literal.

    The store finds no such path unless the node is fixed; no shape of ours asks for one.
    """
    there = {str(term) for s, _, o in facts.matching(None, None, None) for term in (s, o)}
    return "sh:zeroOr" in shapes and (row[0] not in {*there, "_:"} or row[0].startswith('"'))


def of_languages(row: Row) -> bool:
    """Tell whether a text in a language is compared, for which SPARQL has no order."""
    compared = ("#LessThan", "#MinIn", "#MinEx", "#MaxIn", "#MaxEx")
    return any(name in row[3] for name in compared) and '"@' in row[2]


def by_shifty(shapes: str, data: str) -> Rows | None:
    """Ask pyshifty; None where it cannot apply the shapes."""
    try:
        return oracles.by_shifty(shapes, data)
    except (ValueError, RuntimeError):
        return None
    finally:
        oracles._shifty.cache_clear()


def of_repeated(row: Row, other: Rows, shapes: str) -> bool:
    """Tell whether a parameter may be given twice, of which a shape has one at most (section 4).

    We hold a node to each of them, others to one; the other engine has a result for one then, too.
    """
    name = row[3].rpartition("#")[2].removesuffix("ConstraintComponent>")
    return _folded(other, row) > 0 and shapes.count(f"sh:{name[0].lower()}{name[1:]} ") > 1


def _agreed(row: Row, theirs: Rows, third: Rows | None) -> bool:
    """Tell whether the third engine says what pySHACL does: one alone may be at fault."""
    return third is None or _folded(theirs, row) == _folded(third, row)


def _folded(some: Rows, row: Row) -> int:
    """Count the results that are this one, but for its path, which pyshifty does not tell."""
    return sum(number for one, number in some.items() if (one[0], *one[2:]) == (row[0], *row[2:]))


def check_turtle(text: str) -> None:
    """Compile shapes as they stand, and hold a little graph against them."""
    facts = Facts("")
    facts.add(read(f"{_HEAD} :a a :C ; :p 1 , :b . :b :q 'a'@en , 2.5 ."))
    try:
        run(facts, Index(read(text)))
    except OwnFault as fault:
        _has_place(fault)


def check(data: bytes) -> None:
    if data[:1] >= b"\xc0":
        check_turtle(_HEAD + data[1:].decode("utf-8", "replace"))
        return
    choices = Choices(data[1:])
    shapes = Shapes(choices).text()
    found = list(disagreements(shapes, data_of(choices)))
    assert not found, "\n".join(found[:3])


TARGET = Target("shapes", check, longest=1024, seconds=2.0, per_kib=4.0, few=3)
