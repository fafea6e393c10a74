"""Trials: a graph is changed again and again, and each time held against full runs."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from random import Random

from samgraf.store.asking import Facts, Triple
from samgraf.validation import impact
from samgraf.validation.impact import Change, Outcome
from samgraf.validation.program import Found, Program, classes_of, compile_program

from . import oracles
from .changing import (
    BELOW,
    NAMED,
    Editor,
    classes,
    fixtures,
    index_of,
    nested_pool,
    organisations,
    published,
    shapes_of,
    small,
    vocabulary,
)
from .differences import unexplained

Told = Counter[tuple[object, ...]]


@dataclass(slots=True)
class Graph:
    """A graph that is changed, with the results of its last full run."""

    program: Program
    facts: Facts
    results: list[Found] = field(init=False)

    def __post_init__(self) -> None:
        self.results = self.program.run(self.facts)

    def change(self, change: Change) -> list[str]:
        """Make a change; tell what the incremental run has otherwise than two full runs."""
        before = self.results
        outcome = impact.tried(self.program, self.facts, change)
        self.results = self.program.run(self.facts)
        return faults(self.program, outcome, before, self.results)


def graph_of(program: Program, triples: Iterable[Triple]) -> Graph:
    facts = Facts("")
    facts.add(triples)
    return Graph(program, facts)


def faults(
    program: Program, outcome: Outcome, before: list[Found], after: list[Found]
) -> list[str]:
    number = {id(check): n for n, check in enumerate(program.checks)}

    def told(found: Iterable[Found], inside: bool) -> Told:
        return Counter(
            (number[id(one.check)], one.key)
            for one in found
            if concerned(outcome, number[id(one.check)], one) == inside
        )

    had, has = told(before, True), told(after, True)
    tests = {
        "the results of other nodes changed": told(before, False) == told(after, False),
        "other results than the full run": told(outcome.after, True) == has,
        "a result of a node that is not concerned": not told(outcome.after, False),
        "new is not what is new": told(outcome.new, True)
        == Counter({k: has[k] for k in has.keys() - had.keys()}),
    }
    return [fault for fault, holds in tests.items() if not holds]


def concerned(outcome: Outcome, number: int, found: Found) -> bool:
    nodes = outcome.nodes.get(number, frozenset())
    return nodes is None or found.target in nodes


def text_of(facts: Facts) -> str:
    return "".join(f"{s} {p} {o} .\n" for s, p, o in facts.matching(None, None, None))


def differing(graph: Graph, shapes: str, engine: str) -> oracles.Rows:
    """Return what only one of two engines finds in a graph."""
    theirs = oracles.ENGINES[engine](shapes, text_of(graph.facts))
    mine = oracles.ours(graph.results, whole=engine != "pyshifty")
    return (mine - theirs) + (theirs - mine)


MAKERS: dict[str, Callable[[Random], list[Triple]]] = {
    "organisations": lambda rnd: organisations(rnd, rnd.choice((60, 90, 120, 150, 200, 500))),
    "nested": small,
    "nested" + NAMED: lambda rnd: small(rnd, 6),
    "within": lambda rnd: small(rnd, 6),
    "shipped": lambda rnd: published(rnd, rnd.choice((150, 200, 400))),
}
BESIDE: dict[str, Callable[[], list[Triple]]] = {
    "organisations": lambda: organisations(Random(1), 500),
    "nested": nested_pool,
    "nested" + NAMED: lambda: nested_pool(6),
    "within": lambda: nested_pool(6),
    "shipped": lambda: [*vocabulary(), *(t for graph in fixtures() for t in graph)],
}
"""What changes bring besides what the graph holds."""
MOST = {"organisations": 12, "shipped": 12}
IN_PROCESS = ("pyshifty", "pyshacl-turbo")


@cache
def compiled(name: str) -> Program:
    orders: dict[str, list[Triple]] = {"organisations": BELOW, "shipped": classes()}
    facts = Facts("")
    facts.add(orders.get(name, []))
    return compile_program(index_of(shapes_of(name)), classes_of(facts))


def trials(
    program: Program, name: str, seeds: range, engines: tuple[str, ...] = IN_PROCESS
) -> list[tuple[int, str]]:
    """Tell what fails of changes of graphs; a new graph comes with every twentieth seed."""
    failed: list[tuple[int, str]] = []
    for seed in seeds:
        rnd = Random(seed)
        if seed % 20 == 0:
            made = MAKERS[name](rnd)
            graph, editor = (
                graph_of(program, made),
                Editor(
                    made + BESIDE[name](), blanks=name in ("organisations", "nested", "shipped")
                ),
            )
        told = graph.change(editor.any(rnd, graph.facts, MOST.get(name, 4)))
        told += [row for engine in engines for row in unlike(graph, name, engine)]
        failed += [(seed, one) for one in told]
    return failed


def unlike(graph: Graph, name: str, engine: str) -> list[str]:
    rows = unexplained(engine, differing(graph, shapes_of(name), engine), graph.facts)
    return [f"{engine}: {row}" for row in rows]
