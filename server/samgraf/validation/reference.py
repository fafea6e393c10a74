"""pySHACL, the engine that our own is held against; no other module knows it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH, Graph
from rdflib.term import Node

from samgraf.errors import OwnFault

from .violations import Result, Violation, told


def check(data: Graph, shapes: Graph, vocabulary: Graph) -> list[Violation]:
    """Return what breaks the shapes, sorted; ``data`` and ``vocabulary`` stay as they are."""
    with _lent(data, vocabulary) as merged:
        return sorted(map(told, results(merged, shapes)))


def results(data: Graph, shapes: Graph) -> Iterator[Result]:
    """Yield what pySHACL reports; the data may be changed by it."""
    report = _report(data, shapes)
    return (_read(node, report, shapes) for node in report.objects(None, SH.result))


def _report(data: Graph, shapes: Graph) -> Graph:
    """Run pySHACL; raise OwnFault for shapes that it cannot apply."""
    try:
        _, report, _ = pyshacl.validate(
            data, shacl_graph=shapes, inference="none", inplace=True, allow_warnings=True
        )
    except ReportableRuntimeError as error:
        raise OwnFault(f"the shapes cannot be applied: {error}; mend the shapes") from error
    if not isinstance(report, Graph):
        raise OwnFault(f"the shapes cannot be applied: {report}; mend the shapes")
    return report


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


def _read(result: Node, report: Graph, shapes: Graph) -> Result:
    """Read one result of the report."""
    one = (SH.focusNode, SH.resultPath, SH.value, SH.sourceShape, SH.resultSeverity)
    focus, path, value, shape, severity = (report.value(result, p) for p in one)
    messages = tuple(_messages(report, result, shapes))
    component = report.value(result, SH.sourceConstraintComponent)
    return Result(focus, path, value, shape, severity, messages, component)


def _messages(report: Graph, result: Node, shapes: Graph) -> Iterable[Node]:
    """Yield the messages of a result; a SPARQL constraint's from its shape too.

    pySHACL drops the languages of messages that may hold variables.
    """
    yield from report.objects(result, SH.resultMessage)
    constraint = report.value(result, SH.sourceConstraint)
    if constraint is not None:
        yield from shapes.objects(constraint, SH.message)
