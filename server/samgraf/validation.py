"""Shapes against data: what breaks a shape, which shape, and the sentence to tell it.

pySHACL is the engine, until a compiler of our own replaces it; no other module knows it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyshacl
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from .errors import OwnFault, ShapesViolated
from .resources import files, name_of

MOST_LINES = 50
"""So many violations are told in full; the rest are counted."""


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
    """Name the shape files that every build checks: SHACL Core only."""
    return [file for file in files("shapes", ".ttl") if not _has_sparql(file)]


def slow_shapes() -> list[Path]:
    """Name the shape files that need SPARQL, too slow for every build."""
    return [file for file in files("shapes", ".ttl") if _has_sparql(file)]


def _has_sparql(file: Path) -> bool:
    return "sh:sparql" in file.read_text(encoding="utf-8")


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
    merged = _with_superclasses(data, vocabulary)
    _, report, _ = pyshacl.validate(
        merged, shacl_graph=shapes, inference="none", inplace=True, allow_warnings=True
    )
    if not isinstance(report, Graph):
        raise OwnFault(f"the shapes cannot be applied: {report}; mend the shapes")
    return sorted(
        violation
        for result in report.objects(None, SH.result)
        for violation in _read(result, report, shapes, merged)
    )


def _with_superclasses(data: Graph, vocabulary: Graph) -> Graph:
    """Merge data and vocabulary, and give each thing the superclasses of its classes.

    Said outright, they need no search: pySHACL looks for superclasses at each value otherwise.
    """
    merged = Graph()
    merged += vocabulary
    merged += data
    for kind in set(vocabulary.subjects(RDFS.subClassOf)):
        above = [c for c in vocabulary.transitive_objects(kind, RDFS.subClassOf) if c != kind]
        for thing in list(merged.subjects(RDF.type, kind)):
            for superclass in above:
                merged.add((thing, RDF.type, superclass))
    return merged


def _read(result: Node, report: Graph, shapes: Graph, data: Graph) -> list[Violation]:
    """Turn one result of the report into violations.

    A shape may look at values by ``sh:targetObjectsOf``, each different value once. The reader
    wants to know where a bad value is used, so such a result becomes one violation for each use.
    """
    focus, shape = report.value(result, SH.focusNode), report.value(result, SH.sourceShape)
    severity, message = report.value(result, SH.resultSeverity), _english(report, result)
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    users = [
        (user, used)
        for used in shapes.objects(shape, SH.targetObjectsOf)
        for user in data.subjects(used, focus)
    ]
    places = [(user, used, focus) for user, used in users] or [(focus, path, value)]
    return [
        Violation(_text(a), _text(b), _text(c), _text(shape), _text(severity), message)
        for a, b, c in places
    ]


def _english(report: Graph, result: Node) -> str:
    messages = [m for m in report.objects(result, SH.resultMessage) if isinstance(m, Literal)]
    return min((str(m) for m in messages if m.language == "en"), default="breaks the shape")


def _text(node: Node | None) -> str:
    """Return how a node is told: IRIs and literals as they are, a path of several steps not."""
    if isinstance(node, Literal):
        return node.n3()
    return str(node) if isinstance(node, URIRef) else ""


def refuse(violations: Iterable[Violation]) -> None:
    """Raise ShapesViolated if there is a violation, one line each; warnings do not count."""
    grave = [v for v in violations if v.severity == str(SH.Violation)]
    if not grave:
        return
    lines = [violation.line for violation in grave[:MOST_LINES]]
    if len(grave) > MOST_LINES:
        lines.append(f"and {len(grave) - MOST_LINES} more")
    head = f"{len(grave)} violations of the shapes; mend the rows that these come from:"
    raise ShapesViolated("\n".join([head, *lines]))
