"""Our own engine: shapes compiled once to a program, and the program run over facts."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from samgraf.errors import OwnFault
from samgraf.store.asking import Blank, Facts, Iri, Literal, Row, Term, Triple

from . import frames
from .checks import Check, compiled
from .paths import Path, Step
from .queries import SHAPES_GRAPH
from .shapes import Shapes
from .table import Table, table_of
from .targets import Held, everywhere, only
from .terms import SUBCLASS_OF, Index

_VARIABLE = re.compile(r"\{[?$](\w+)\}")
THREADS = min(os.cpu_count() or 1, 4)
"""The store lets go of Python's lock while it looks for an answer."""

_OWN = frozenset(("this", "target", "path", "value"))


@dataclass(frozen=True, slots=True)
class Found:
    """One validation result, in the terms of the store."""

    check: Check
    focus: Term
    path: Path | None
    value: Term | None
    target: Term
    """The target node; another than the focus node below ``sh:property``."""
    others: Mapping[str, Term]
    """The further variables of the row, in the order of their names."""

    @property
    def messages(self) -> tuple[Literal, ...]:
        """Return the messages, variables filled in, each in its language (SHACL, section 5.3.2)."""
        return tuple(_filled(message, self._bound()) for message in self.check.messages)

    def _bound(self) -> Mapping[str, Term]:
        own = {"this": self.focus, "value": self.value}
        if isinstance(self.path, Step):
            own |= {"path": self.path.iri, "PATH": self.path.iri}
        return {**self.others, **{name: term for name, term in own.items() if term is not None}}

    @property
    def key(self) -> tuple[str, ...]:
        """Return what makes this result another than all others of its check."""
        others = (f"{name}={term}" for name, term in self.others.items())
        return (str(self.target), str(self.focus), repr(self.path), str(self.value), *others)


def _filled(message: Literal, bound: Mapping[str, Term]) -> Literal:
    def text(place: re.Match[str]) -> str:
        term = bound.get(place[1])
        return place[0] if term is None else term.value

    value = _VARIABLE.sub(text, message.value)
    if message.language:
        return Literal(value, language=message.language)
    return Literal(value, datatype=message.datatype)


@dataclass(frozen=True, slots=True)
class Program:
    """All checks of some shapes, for data with a known order of classes."""

    checks: tuple[Check, ...]
    table: Table
    shapes: tuple[Triple, ...] = ()
    """The shapes themselves, where a query asks ``$shapesGraph``."""
    key: str = ""
    """What it was compiled from (``saved.key_of``)."""

    def run(self, facts: Facts) -> list[Found]:
        """Return every result, in the order of the checks; several are asked at a time."""
        self.lend(facts)
        with ThreadPoolExecutor(THREADS) as threads:
            results = threads.map(lambda check: list(asked(facts, check)), self.checks)
            return [found for one in results for found in one]

    def run_at(self, facts: Facts, nodes: Iterable[Term]) -> list[Found]:
        """Return the results of some target nodes; none for no nodes."""
        self.lend(facts)
        given = frozenset(nodes)
        held = Held(facts, {check.targets: given for check in self.checks})
        return [
            found
            for check in self.checks
            for found in asked_at(facts, check, held.among(check.targets, given))
        ]

    def run_alone(self, facts: Facts) -> list[Found]:
        """Return what is wrong with facts by themselves: the results of the local checks."""
        self.lend(facts)
        return [found for check in self.checks if check.local for found in asked(facts, check)]

    def lend(self, facts: Facts) -> None:
        """Put the shapes beside the data, where a query asks them."""
        if self.shapes:
            facts.add(self.shapes, SHAPES_GRAPH)


def compile_program(
    shapes: Index, classes: Callable[[Iri], list[Iri]], key: str = "", analysed: bool = True
) -> Program:
    """Compile shapes; ``classes`` gives a class with all its subclasses.

    A program that is run once, in full, need not be ``analysed``: that takes rdflib and seconds.

    Raise ``OwnFault`` for a construct that is not supported.
    """
    checks = tuple(compiled(Shapes(shapes), classes, analysed))
    asks_shapes = any(str(SHAPES_GRAPH) in check.template for check in checks)
    return Program(checks, table_of(checks), tuple(shapes.triples) if asks_shapes else (), key)


def run(facts: Facts, shapes: Index) -> list[Found]:
    """Compile shapes and return every result, in the order of the checks."""
    return compile_program(shapes, classes_of(facts), analysed=False).run(facts)


def classes_of(facts: Facts) -> Callable[[Iri], list[Iri]]:
    """Return a function from a class to itself and all its subclasses, in a stable order."""
    known: dict[Iri, list[Iri]] = {}

    def classes(cls: Iri) -> list[Iri]:
        if cls not in known:
            query = frames.SUBCLASSES.format(subclass=SUBCLASS_OF, cls=cls)
            rows = (row.get("class") for row in facts.rows("subclasses", query))
            below = {term for term in rows if isinstance(term, Iri) and term != cls}
            known[cls] = [cls, *sorted(below, key=str)]
        return known[cls]

    return classes


def asked(facts: Facts, check: Check) -> Iterator[Found]:
    """Yield the results of a check for all its target nodes."""
    for row in facts.rows(_place(check), everywhere(check.template)):
        yield _found(check, row)


def asked_at(facts: Facts, check: Check, nodes: Iterable[Term]) -> Iterator[Found]:
    """Yield the results of a check for those of some nodes that are its targets."""
    targets = list(nodes)
    named = [node for node in targets if not isinstance(node, Blank)]
    if named:
        for row in facts.rows(_place(check), only(check.template, named)):
            yield _found(check, row)
    for node in targets:
        if isinstance(node, Blank):
            fixed = {check.target: node}
            for row in facts.rows(_place(check), everywhere(check.template), fixed):
                yield _found(check, fixed | row)


def _place(check: Check) -> str:
    return f"shape {check.shape.node}"


def _found(check: Check, row: Row) -> Found:
    focus, value, path = row.get("this"), row.get("value"), row.get("path")
    if focus is None:
        raise OwnFault(f"{_place(check)}: a row without $this; return it")
    if value is None and check.value_is_focus:
        value = focus
    way = Step(path) if isinstance(path, Iri) else check.shape.path
    others = {name: row[name] for name in sorted(row) if name not in _OWN and name[0] != "_"}
    return Found(check, focus, way, value, row.get("target", focus), others)
