"""What a query of ours reads, from its algebra, as paths from ``$this``.

A triple pattern is linked to ``$this`` through patterns that must match whenever it matches: those
of its own group and of the groups around it, not those of an OPTIONAL or UNION beside it. Where
one cannot be linked, ``Unknown`` is raised.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Node, URIRef, Variable

from samgraf.store.asking import Iri

from .paths import Choice, Path, Repeat, Step, inverse, then
from .reads import Read, Unknown, of_path

_THIS = Variable("this")
_WRAPPERS = frozenset(
    (
        "Filter",
        "Extend",
        "Distinct",
        "Reduced",
        "OrderBy",
        "SelectQuery",
        "Group",
        "AggregateJoin",
        "ToMultiSet",
    )
)
Pattern = tuple[Node, Any, Node]


@lru_cache(maxsize=512)  # rdflib takes its time, and the same shapes are compiled again
def reads(query: str, way: Path) -> frozenset[Read]:
    """Return what a query reads, ``$this`` being at the end of a way."""
    try:
        algebra = translateQuery(parseQuery(query)).algebra
    except Exception as error:
        # rdflib raises this very class, and others, for what its parser cannot read.
        raise Unknown(str(error)) from error
    reader = _Reader(way)
    reader.visit(algebra, [])
    return frozenset(reader.found)


class _Reader:
    """Walks an algebra and keeps what it reads."""

    def __init__(self, way: Path) -> None:
        self.found: set[Read] = set()
        self._way = way

    def visit(self, node: CompValue, around: list[Pattern]) -> None:
        """Read a part of the query, with the patterns that hold wherever it matches."""
        if node.name == "BGP":
            self._patterns(node.triples, around + node.triples)
        elif node.name == "Join":
            self.visit(node.p1, around + _required(node.p2))
            self.visit(node.p2, around + _required(node.p1))
        elif node.name == "LeftJoin":
            left = around + _required(node.p1)
            self.visit(node.p1, around)
            self.visit(node.p2, left)
            self._expressions(node.expr, left + _required(node.p2))
        elif node.name == "Union":
            self.visit(node.p1, around)
            self.visit(node.p2, around)
        elif node.name == "Project":
            self._project(node, around)
        elif node.name in _WRAPPERS:
            self._wrapper(node, around)
        else:
            raise Unknown(node.name)

    def _project(self, node: CompValue, around: list[Pattern]) -> None:
        """Read a SELECT; a variable that it does not return is another than one around it."""
        if _THIS not in node.PV:
            raise Unknown("a SELECT without $this")
        self.visit(node.p, _beyond(around, {*node.PV}))

    def _wrapper(self, node: CompValue, around: list[Pattern]) -> None:
        self.visit(node.p, around)
        for key in ("expr", "A"):
            if key in node:
                self._expressions(node[key], around + _required(node.p))

    def _expressions(self, part: object, around: list[Pattern]) -> None:
        """Read the patterns inside EXISTS."""
        if isinstance(part, CompValue) and part.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            self.visit(part.graph, around)
        elif isinstance(part, CompValue):
            for value in part.values():
                self._expressions(value, around)
        elif isinstance(part, list | tuple):
            for value in part:
                self._expressions(value, around)

    def _patterns(self, patterns: Iterable[Pattern], around: list[Pattern]) -> None:
        ways = self._ways(around)
        for subject, predicate, _ in patterns:
            if subject not in ways:
                raise Unknown("a pattern that is not linked to $this")
            if isinstance(predicate, Variable):
                self.found.add(Read(ways[subject], None))
            else:
                self.found.update(of_path(_path(predicate), ways[subject]))

    def _ways(self, around: list[Pattern]) -> dict[Node, Path]:
        """Return the shortest way to each node; a constant is reached, but never crossed."""
        ways: dict[Node, Path] = {_THIS: self._way}
        queue: list[Node] = [_THIS]
        links = [(s, _path(p), o) for s, p, o in around if not isinstance(p, Variable)]
        while queue:
            node = queue.pop(0)
            for s, path, o in links:
                for here, there, step in ((s, o, path), (o, s, inverse(path))):
                    if here == node and there not in ways:
                        ways[there] = then(ways[node], step)
                        if isinstance(there, Variable | BNode):
                            queue.append(there)
        return ways


def _required(node: CompValue) -> list[Pattern]:
    """Return the patterns that take part in every solution."""
    if node.name == "BGP":
        return list(node.triples)
    if node.name == "Join":
        return _required(node.p1) + _required(node.p2)
    if node.name == "LeftJoin":
        return _required(node.p1)
    if node.name == "Project":
        return _beyond(_required(node.p), {*node.PV})
    return _required(node.p) if node.name in _WRAPPERS else []


def _beyond(patterns: Iterable[Pattern], shown: set[Node]) -> list[Pattern]:
    """Return patterns as they look from the other side of a SELECT that returns some variables."""
    fresh: dict[Node, Node] = {}

    def seen(term: Node) -> Node:
        if term in shown or not isinstance(term, Variable | BNode):
            return term
        return fresh.setdefault(term, BNode())

    return [(seen(s), p, seen(o)) for s, p, o in patterns]


def _path(predicate: object) -> Path:
    match predicate:
        case URIRef():
            return Step(Iri(str(predicate)))
        case InvPath():
            return inverse(_path(predicate.arg))
        case SequencePath():
            return then(*map(_path, predicate.args))
        case AlternativePath():
            return Choice(tuple(map(_path, predicate.args)))
        case MulPath():
            return Repeat(_path(predicate.path), str(predicate.mod))
    raise Unknown("a predicate that is not a path")
