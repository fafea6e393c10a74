"""Each row of the reverse-path table is needed: without it, a change is missed."""

from dataclasses import replace
from random import Random

from samgraf.store.asking import Iri
from samgraf.validation import impact
from samgraf.validation.paths import Path, sparql
from samgraf.validation.program import Program
from samgraf.validation.terms import SUBCLASS_OF

from .changing import Editor, published_with
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


def tries_until_missed(name: str, row: Row, most: int) -> int | None:
    """Count the aimed changes until one is missed without a row; None if none of them is."""
    program, slim = compiled(name), without(compiled(name), row)
    for seed in range(most):
        rnd = Random(seed)
        if seed % 25 == 0:
            made = published_with(rnd, *row) if name == "shipped" else MAKERS[name](rnd)
            held, editor = graph_of(program, made), Editor(made + BESIDE[name]())
            near = sorted({one.target for one in held.results}, key=str)
        change = editor.aimed(rnd, held.facts, *row, near)
        outcome = impact.tried(slim, held.facts, change)
        after = program.run(held.facts)
        change.undone.apply(held.facts)
        if faults(program, outcome, held.results, after):
            return seed + 1
    return None
