"""The shapes against a store as it stands: in full, or only what a change concerns.

A store that is asked alone has one state, that after the change. This is enough: the way from a
target node to a changed triple is there after the change, or leads over another triple that went,
which is then walked back from itself.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from samgraf.errors import StoreError
from samgraf.store.asking import Facts, Term, Triple

from .checks import Check
from .impact import Nodes, bounded, looked_at, reached
from .program import THREADS, Found, Program, asked, asked_at
from .targets import Held


@dataclass(frozen=True, slots=True)
class Standing:
    """What is wrong with a store, and which checks it did not answer."""

    found: tuple[Found, ...]
    """The results, in the order of the checks."""
    unanswered: tuple[str, ...]
    """Why, for each check that has no answer."""
    checks: int
    """How many checks were asked, those included."""


def standing(program: Program, facts: Facts, changed: Sequence[Triple] | None = None) -> Standing:
    """Hold a store to its shapes: all of it, or what the triples that came and went concern.

    Raise ``OwnFault`` for shapes whose queries ask the shapes themselves: they would lie beside the
    data, and a store that is asked alone takes nothing in.
    """
    program.lend(facts)
    if changed is None:
        nodes: Nodes = dict.fromkeys(range(len(program.checks)))
    else:
        nodes = bounded(program, facts, reached(program, facts, changed))
    held = looked_at(program, facts, {n: some for n, some in nodes.items() if some is not None})
    work = [_work(program.checks[n], facts, nodes[n], held) for n in sorted(nodes)]
    with ThreadPoolExecutor(THREADS) as threads:
        answers = [*threads.map(_answer, work)]
    found = tuple(one for results, _ in answers for one in results)
    return Standing(found, tuple(why for _, why in answers if why), len(work))


def _work(
    check: Check, facts: Facts, nodes: frozenset[Term] | None, held: Held
) -> Callable[[], Iterable[Found]]:
    if nodes is None:
        return lambda: asked(facts, check)
    return lambda: asked_at(facts, check, held.among(check.targets, nodes))


def _answer(work: Callable[[], Iterable[Found]]) -> tuple[list[Found], str]:
    """Return results, or why there are none."""
    try:
        return list(work()), ""
    except StoreError as error:
        return [], str(error)
