"""The other engines, in this process, and results in a form in which all can be compared.

A row is focus node, path, value, component, severity and source shape; blank nodes are folded.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pyshacl
import pyshacl_turbo
import rdflib
import shifty

from samgraf.store.asking import Blank, Term, read
from samgraf.validation.paths import Path, Step, read_path, sparql
from samgraf.validation.program import Found
from samgraf.validation.terms import Index, sh

Rows = Counter[tuple[str, ...]]
FOLDED = "_:"


def named(term: Term | None) -> str:
    return FOLDED if isinstance(term, Blank) else str(term or "")


def route(path: Path | None, whole: bool = True) -> str:
    """Write a path; where the structure is not told, one of several steps is folded."""
    if path is None:
        return ""
    return sparql(path) if whole or isinstance(path, Step) else FOLDED


def ours(found: Iterable[Found], whole: bool = True) -> Rows:
    return Counter(
        (
            named(one.focus),
            route(one.path, whole),
            named(one.value),
            named(one.check.component),
            named(one.check.shape.severity),
            named(one.check.shape.node),
        )
        for one in found
    )


def rows(report: str | bytes, whole: bool = True) -> Rows:
    """Read the results of a report in N-Triples."""
    graph = Index(read(report, "application/n-triples"))
    found: Rows = Counter()
    for head in graph.subjects():
        for result in graph.objects(head, sh("result")):
            path = graph.value(result, sh("resultPath"))
            told = [
                named(graph.value(result, sh(name)))
                for name in (
                    "focusNode",
                    "value",
                    "sourceConstraintComponent",
                    "resultSeverity",
                    "sourceShape",
                )
            ]
            way = read_path(graph, path) if path is not None and whole else None
            told.insert(1, route(way) if whole else named(path))
            found[tuple(told)] += 1
    return found


@cache
def _shifty(shapes: str) -> shifty.PreparedValidator:
    return shifty.PreparedValidator(shapes)


def by_shifty(shapes: str, data: str) -> Rows:
    """Ask pyshifty for the report as it writes it: its own graph of it rewrites literals."""
    result = _shifty(shapes)._inner.validate_w3c(
        data.encode(), None, "ntriples", "data", None, False, "info", True, "ignore", False
    )
    return rows(result._report_ntriples, whole=False)


@cache
def _turbo(shapes: str) -> Any:
    text = shapes.encode()
    return pyshacl_turbo.compile_shapes(text, shacl_graph_format="turtle", advanced=True)  # type: ignore[no-untyped-call]


def by_turbo(shapes: str, data: str) -> Rows:
    _, report, *_ = _turbo(shapes)._native.validate(
        data, "nt", None, False, 100, 15, False, False, False, False, [], [], []
    )
    return rows(report)


def by_pyshacl(shapes: str, data: str) -> Rows:
    literal = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        _, report, _ = pyshacl.validate(
            rdflib.Graph().parse(data=data, format="nt"),
            shacl_graph=_graph(shapes),
            inference="none",
        )
        return rows(report.serialize(format="nt"))
    finally:
        rdflib.NORMALIZE_LITERALS = literal


@cache
def _graph(shapes: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=shapes, format="turtle")


ENGINES: dict[str, Callable[[str, str], Rows]] = {
    "pyshifty": by_shifty,
    "pyshacl-turbo": by_turbo,
    "pyshacl": by_pyshacl,
}
