"""Each row of the reverse-path table is needed: without it, a change is missed."""

from dataclasses import replace
from random import Random

from samgraf.store.asking import Iri, Triple
from samgraf.validation import impact
from samgraf.validation.paths import Path, sparql
from samgraf.validation.program import Program
from samgraf.validation.terms import SUBCLASS_OF

from .changing import Editor, fixtures_of, fixtures_with, published_of
from .trials import BESIDE, MAKERS, compiled, faults, graph_of

Row = tuple[Iri | None, Path]


def rows(program: Program) -> list[Row]:
    """Name the rows; a change of ``rdfs:subClassOf`` means a full run whatever is in the table."""
    found = [(p, way) for p, ways in program.table.items() if p != SUBCLASS_OF for way in ways]
    return sorted(found, key=label)


def label(row: Row) -> str:
    predicate, way = row
    return f"{predicate or 'any'} <- {sparql(way)}"


def without(program: Program, row: Row) -> Program:
    predicate, way = row
    ways = {other: n for other, n in program.table[predicate].items() if other != way}
    return replace(program, table={**program.table, predicate: ways})


def made_for(rnd: Random, name: str, row: Row, turn: int) -> list[Triple]:
    """Make a graph; for our own shapes from their fixtures, or from those that hold the row."""
    if name != "shipped":
        return MAKERS[name](rnd)
    if turn % 2:
        return published_of(rnd, fixtures_with(*row))
    checks = [compiled(name).checks[n] for n in compiled(name).table[row[0]][row[1]]]
    shapes = {check.shape.node.value.rpartition("#")[2] for check in checks}
    return published_of(rnd, fixtures_of(frozenset(shapes)))


def tries_until_missed(name: str, row: Row, most: int) -> int | None:
    """Count the aimed changes until one is missed without a row; None if none of them is."""
    program, slim = compiled(name), without(compiled(name), row)
    for seed in range(most):
        rnd = Random(seed)
        if seed % 25 == 0:
            made = made_for(rnd, name, row, seed // 25)
            held, editor = graph_of(program, made), Editor(made + BESIDE[name]())
            near = sorted({one.target for one in held.results}, key=str)
        change = editor.aimed(rnd, held.facts, *row, near)
        outcome = impact.tried(slim, held.facts, change)
        after = program.run(held.facts)
        change.undone.apply(held.facts)
        if faults(program, outcome, held.results, after):
            return seed + 1
    return None


P, Q, R = (str(Iri(f"urn:{name}")) for name in "pqr")
COVERED = {
    f"{Q} <- ({P}/({Q})+)": "the row for p/q* has its nodes, and one step more",
    f"{R} <- {R}": "it comes from a property shape without constraints, for sh:closed",
}
"""Rows that no change can miss, and why."""
