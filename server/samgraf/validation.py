"""Shapes against data: what breaks a shape, which shape, and the sentence to tell it.

pySHACL is the engine, until a compiler of our own replaces it; no other module knows it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from .errors import OwnFault
from .resources import files, name_of

MOST_LINES = 50
"""So many violations are told in full; the rest are counted."""

_SLOW = frozenset({"integrity.ttl", "recommended.ttl"})
"""Shapes that compare many things, or that only advise: too long for every build."""

_DERIVED = frozenset({"derived.ttl"})
"""Shapes of what the rules make; authored.ttl forbids these very statements."""


Place = tuple[Node | None, Node | None, Node | None]
"""Focus node, path and value of a violation."""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that breaks one shape, in words."""

    focus: str
    path: str
    value: str
    shape: str
    severity: str
    message: str

    @property
    def line(self) -> str:
        """Return the violation as one line: where, what, why."""
        place = " ".join(part for part in (self.focus, self.path, self.value) if part)
        return f"{place}: {self.message} ({self.shape.rpartition('#')[2]})"


def core_shapes() -> list[Path]:
    """Name the shape files that every build checks."""
    return [file for file in files("shapes", ".ttl") if file.name not in _SLOW | _DERIVED]


def slow_shapes() -> list[Path]:
    """Name the shape files that are left to ``make test-slow`` and ``samgraf validate``."""
    return [file for file in files("shapes", ".ttl") if file.name in _SLOW]


def derived_shapes() -> list[Path]:
    """Name the shape files for the authored data with bounds and current shortcuts beside them.

    Never check them together with the core shapes, which forbid shortcuts and bounds.
    """
    return [file for file in files("shapes", ".ttl") if file.name in _DERIVED]


def validate(data: Graph, shapes: Sequence[Path], vocabulary: Graph) -> list[Violation]:
    """Return what breaks the shapes, sorted; warnings too.

    No RDFS inference is made except that a thing of a class is a thing of its superclasses
    (ontology.md, principle 9). ``data`` and ``vocabulary`` stay as they are.
    """
    return check(data, read_shapes(shapes), vocabulary)


def read_shapes(shapes: Iterable[Path]) -> Graph:
    """Parse shape files into one graph; raise OwnFault for a file that is not Turtle."""
    graph = Graph()
    for file in shapes:
        try:
            graph.parse(file, format="turtle")
        except SyntaxError as error:
            raise OwnFault(f"{name_of(file)}: not Turtle: {error}; mend the shape file") from error
    return graph


def check(data: Graph, shapes: Graph, vocabulary: Graph) -> list[Violation]:
    """Do the work of ``validate`` for shapes that are parsed already."""
    with _lent(data, vocabulary) as merged:
        try:
            _, report, _ = pyshacl.validate(
                merged, shacl_graph=shapes, inference="none", inplace=True, allow_warnings=True
            )
        except ReportableRuntimeError as error:
            raise OwnFault(f"the shapes cannot be applied: {error}; mend the shapes") from error
        if not isinstance(report, Graph):
            raise OwnFault(f"the shapes cannot be applied: {report}; mend the shapes")
        results = report.objects(None, SH.result)
        return sorted(v for result in results for v in _read(result, report, shapes, merged))


@contextmanager
def _lent(data: Graph, vocabulary: Graph) -> Iterator[Graph]:
    """Lend the vocabulary to the data while the shapes are checked.

    A copy of the whole graph would take about as long as checking it. pySHACL finds the
    subclasses by itself, so nothing has to be written out.
    """
    added = [triple for triple in vocabulary if triple not in data]
    for triple in added:
        data.add(triple)
    try:
        yield data
    finally:
        for triple in added:
            data.remove(triple)


def _read(result: Node, report: Graph, shapes: Graph, data: Graph) -> list[Violation]:
    """Turn one result of the report into violations, one for each place to mend."""
    shape = _name(report.value(result, SH.sourceShape))
    severity = _name(report.value(result, SH.resultSeverity))
    message = _english(report, result, shapes)
    return [
        Violation(_text(focus), _name(path), _text(value), shape, severity, message)
        for focus, path, value in _places(result, report, shapes, data)
    ]


def _places(result: Node, report: Graph, shapes: Graph, data: Graph) -> list[Place]:
    """Tell focus node, path and value as the reader needs them.

    A shape may check each different value once (``sh:targetObjectsOf``), or start from a property,
    a class or a code (``sh:targetNode``). The reader wants to know which thing is to be mended.
    """
    focus, path, value = (report.value(result, p) for p in (SH.focusNode, SH.resultPath, SH.value))
    shape = report.value(result, SH.sourceShape)
    used = list(shapes.objects(shape, SH.targetObjectsOf))
    places: list[Place] = [(user, p, focus) for p in used for user in data.subjects(p, focus)]
    if value is not None and (shape, SH.targetNode, focus) in shapes:
        places = [(user, focus, value) for user in data.subjects(focus, value)]
        return places or [(value, None, None)]
    return places or [(focus, path, value)]


def _english(report: Graph, result: Node, shapes: Graph) -> str:
    """Return the English message; a SPARQL constraint's from its shape.

    pySHACL drops the languages of messages that may hold variables.
    """
    constraint = report.value(result, SH.sourceConstraint)
    messages = [
        *report.objects(result, SH.resultMessage),
        *(shapes.objects(constraint, SH.message) if constraint else ()),
    ]
    english = (str(m) for m in messages if isinstance(m, Literal) and m.language == "en")
    return min(english, default="breaks the shape")


def _name(path: Node | None) -> str:
    """Return a path of one property; one of several steps is left to the message."""
    return str(path) if isinstance(path, URIRef) else ""


def _text(node: Node | None) -> str:
    """Return how a node is told: an IRI as it is, the rest as in Turtle."""
    if node is None or isinstance(node, URIRef):
        return str(node or "")
    return node.n3()
