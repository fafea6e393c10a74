"""Trials: a graph is changed again and again, and each time held against full runs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from samgraf.store.asking import Facts, Triple
from samgraf.validation import impact
from samgraf.validation.impact import Change, Outcome
from samgraf.validation.program import Found, Program

from . import oracles

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
