"""A contribution of +100/-2 triples against a large graph: ``incremental.py SHAPES DATA OUT``.

The same kind of change is made and taken back many times, each time of other organisations. What
the incremental run tells is held against full runs before and after.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from statistics import median

from organisations import ID, NS, ORG, PROV, RDF, day, iri, word
from samgraf.store.asking import Facts, Iri, Term, read
from samgraf.validation.impact import Change, tried
from samgraf.validation.program import Found, Program, classes_of, compile_program
from samgraf.validation.terms import Index

TIMES = 25
MEMBERSHIPS = 14
TYPE, START, CODE = Iri(RDF + "type"), Iri(NS + "start"), Iri(NS + "code")


def change(facts: Facts, towns: list[Term], number: int) -> Change:
    """Return 14 memberships, one of them twice, a code of another, a lost type, a new start."""
    first, second, third, *members = Random(number).sample(towns, 3 + MEMBERSHIPS)
    lines = [line for i, member in enumerate(members) for line in _membership(number, i, member)]
    [(_, _, code)] = facts.matching(first, CODE, None)
    lines += [f"{second} {CODE} {code}", f"{third} {START} {day(1900)}"]
    lines += [f"{first} {iri(NS + 'note')} {word(f'note {i}')}" for i in range(100 - len(lines))]
    removed = (
        (second, TYPE, Iri(NS + "Municipality")),
        *facts.matching(third, START, None),
    )
    added = read("".join(f"{line} .\n" for line in lines), "application/n-triples")
    return Change(tuple(added), removed)  # type: ignore[arg-type]


def _membership(number: int, place: int, member: Term) -> Iterable[str]:
    """Yield six or, for the last one, twelve triples: the same membership once more."""
    for copy in range(2 if place == MEMBERSHIPS - 1 else 1):
        subject = iri(f"{ID}membership/new-{number}-{place}-{copy}")
        yield f"{subject} {TYPE} {iri(ORG + 'Membership')}"
        yield f"{subject} {iri(ORG + 'member')} {member}"
        yield f"{subject} {iri(ORG + 'organization')} {iri(f'{ID}network/{place % 10}')}"
        yield f"{subject} {iri(ORG + 'role')} {iri(ID + 'role/member')}"
        yield f"{subject} {START} {day(1995)}"
        yield f"{subject} {iri(PROV + 'wasDerivedFrom')} {iri(ID + 'source/0')}"


def results(found: Iterable[Found]) -> Counter[tuple[object, ...]]:
    """Return results in a form that can be compared and subtracted."""
    return Counter((str(one.check.shape.node), one.check.component, *one.key) for one in found)


def timed(work: Callable[[], list[Found]]) -> tuple[float, list[Found]]:
    """Return the seconds that some work takes, and what it finds."""
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def trial(program: Program, facts: Facts, made: Change) -> tuple[float, int, list[Found]]:
    """Return the seconds of one change, how many nodes it concerns and what is new; undo it."""
    started = time.perf_counter()
    outcome = tried(program, facts, made)
    seconds = time.perf_counter() - started
    concerned = {node for nodes in outcome.nodes.values() for node in nodes or ()}
    made.undone.apply(facts)
    return seconds, len(concerned), list(outcome.new)


def measured(shapes: Path, data: Path) -> dict[str, object]:
    """Return the measures, and whether the new results are those that full runs tell."""
    facts = Facts.bulk(data)
    program = compile_program(Index(read(shapes.read_bytes())), classes_of(facts))
    towns = sorted((s for s, _, _ in facts.matching(None, TYPE, Iri(NS + "Municipality"))), key=str)
    changes = [change(facts, list(towns), number) for number in range(TIMES)]
    full, before = timed(lambda: program.run(facts))
    trials = [trial(program, facts, made) for made in changes]
    changes[0].apply(facts)
    after = program.run(facts)
    return {
        "same": results(after) - results(before) == results(trials[0][2]),
        "new": len(trials[0][2]),
        "added": len(changes[0].added),
        "removed": len(changes[0].removed),
        "nodes": median(nodes for _, nodes, _ in trials),
        "full": full,
        "median": median(seconds for seconds, _, _ in trials),
        "most": max(seconds for seconds, _, _ in trials),
        "times": len(trials),
    }


def main() -> None:
    """Measure one graph."""
    shapes, data, out = map(Path, sys.argv[1:])
    out.write_text(json.dumps(measured(shapes, data)), encoding="utf-8")


if __name__ == "__main__":
    main()
