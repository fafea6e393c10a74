"""Which target nodes of which checks a change can concern, and what is wrong with those.

A result that a change makes or unmakes has a changed triple in its pattern, and the whole way from
its target node to that triple's subject is there before the change or after it. So the way is
walked back from the subject on both graphs, for each statement that a check reads.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from samgraf.errors import OwnFault
from samgraf.store.asking import Facts, Iri, Term, Triple

from .paths import inverse
from .program import Found, Program, asked, asked_at
from .targets import Held, Targets
from .terms import SUBCLASS_OF
from .walking import walk

SHARE = 5
"""A check is asked in full where more than one in so many of its target nodes is concerned."""

FEW = 200
"""So many nodes are always given by name: to count the others would take longer."""

Nodes = Mapping[int, frozenset[Term] | None]
"""The target nodes that are concerned, by number of the check; None for all of them."""

Again = Callable[[], Program]
"""Compiles the shapes once more, for the classes as they are after a change."""

Results = Mapping[int, list[Found]]
"""Results by number of the check, which has some."""


@dataclass(frozen=True, slots=True)
class Change:
    """Triples that come and triples that go."""

    added: tuple[Triple, ...] = ()
    removed: tuple[Triple, ...] = ()

    @property
    def triples(self) -> tuple[Triple, ...]:
        """Return all of them."""
        return self.added + self.removed

    @property
    def undone(self) -> "Change":
        """Return the change back."""
        return Change(self.removed, self.added)

    def narrowed(self, facts: Facts) -> "Change":
        """Leave out what the facts hold already, and what they do not hold."""
        gone = dict.fromkeys(self.removed)
        added = (t for t in dict.fromkeys(self.added) if t not in gone and not facts.holds(t))
        return Change(tuple(added), tuple(triple for triple in gone if facts.holds(triple)))

    def apply(self, facts: Facts) -> None:
        """Make the change."""
        facts.remove(self.removed)
        facts.add(self.added)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change does."""

    nodes: Nodes
    """A check that is not there is not concerned at all."""
    after: tuple[Found, ...]
    """The results of the nodes that are concerned, in the order of the checks."""
    before: tuple[Found, ...]
    """Those that the same target nodes had before, where they have results of the check now."""
    new: tuple[Found, ...]
    """Those after the change that were not there before."""


def tried(program: Program, facts: Facts, change: Change, again: Again | None = None) -> Outcome:
    """Make a change in facts, which stay changed, and tell what it does.

    ``again`` compiles the shapes once more, for a change of ``rdfs:subClassOf``.
    """
    change = change.narrowed(facts)
    anew = _orders_classes(change, again)
    first = reached(program, facts, change.triples)
    change.apply(facts)
    later = again() if again and anew else program
    nodes = bounded(program, facts, _joined(first, reached(program, facts, change.triples)))
    after = _asked(later, facts, nodes)
    if not after:
        return _outcome(nodes, after, {})
    change.undone.apply(facts)
    before = _asked(program, facts, _with_results(nodes, after))
    change.apply(facts)
    return _outcome(nodes, after, before)


def concerned(program: Program, facts: Facts, change: Change) -> Nodes:
    """Return the nodes that a change concerns, on facts that stay as they are."""
    first = reached(program, facts, change.triples)
    change.apply(facts)
    last = reached(program, facts, change.triples)
    change.undone.apply(facts)
    return _joined(first, last)


def changed(
    program: Program,
    before: Facts,
    after: Facts,
    change: Change,
    again: Again | None = None,
) -> Outcome:
    """Tell what a change does that leads from one store to another; both stay as they are.

    ``again`` compiles the shapes once more, for a change of ``rdfs:subClassOf``.
    """
    change = change.narrowed(before)
    anew = _orders_classes(change, again)
    later = again() if again and anew else program
    first, last = (reached(program, facts, change.triples) for facts in (before, after))
    nodes = bounded(program, after, _joined(first, last))
    results = _asked(later, after, nodes)
    return _outcome(nodes, results, _asked(program, before, _with_results(nodes, results)))


def _orders_classes(change: Change, again: Again | None) -> bool:
    """Tell whether the shapes are to be compiled once more; it must be known how."""
    found = any(predicate == SUBCLASS_OF for _, predicate, _ in change.triples)
    if found and again is None:
        raise OwnFault("a change of rdfs:subClassOf; compile the shapes once more for it")
    return found


def reached(program: Program, facts: Facts, triples: Iterable[Triple]) -> Nodes:
    """Return the nodes from which a check reads one of some triples, on these facts."""
    subjects: dict[Iri | None, set[Term]] = {}
    for subject, predicate, _ in triples:
        subjects.setdefault(predicate, set()).add(subject)
        subjects.setdefault(None, set()).add(subject)
    if SUBCLASS_OF in subjects:
        return dict.fromkeys(range(len(program.checks)))
    found: dict[int, set[Term]] = {}
    for key, starts in subjects.items():
        for way, numbers in program.table.get(key, {}).items():
            ends = walk(facts, inverse(way), starts)
            for number in numbers:
                found.setdefault(number, set()).update(ends)
    full = [n for n, check in enumerate(program.checks) if check.reads is None and subjects]
    return {n: frozenset(nodes) for n, nodes in found.items()} | dict.fromkeys(full)


def _joined(first: Nodes, last: Nodes) -> Nodes:
    found = dict(first)
    for number, nodes in last.items():
        others = found.get(number, frozenset())
        found[number] = None if nodes is None or others is None else nodes | others
    return found


def bounded(program: Program, facts: Facts, nodes: Nodes) -> Nodes:
    """Put all target nodes in the place of too many."""
    many = {n: given for n, given in nodes.items() if given is not None and len(given) > FEW}
    held = looked_at(program, facts, many)
    found = dict(nodes)
    known: dict[tuple[Targets, int], bool] = {}
    for number, given in many.items():
        targets = program.checks[number].targets
        enough = SHARE * max(len(held.among(targets, given)), 1)
        if (targets, enough) not in known:
            known[targets, enough] = targets.at_least(facts, enough)
        found[number] = given if known[targets, enough] else None
    return found


def looked_at(program: Program, facts: Facts, nodes: Nodes) -> Held:
    """Look at all nodes that are concerned once, whatever the number of checks."""
    asked_for: dict[Targets, set[Term]] = {}
    for number, given in nodes.items():
        asked_for.setdefault(program.checks[number].targets, set()).update(given or ())
    return Held(facts, asked_for)


def _asked(program: Program, facts: Facts, nodes: Nodes) -> Results:
    """Return the results of checks at some nodes; no query for none of them."""
    program.lend(facts)
    held = looked_at(program, facts, nodes)
    found: dict[int, list[Found]] = {}
    for number in sorted(nodes):
        check, given = program.checks[number], nodes[number]
        if given is None:
            results = list(asked(facts, check))
        else:
            results = list(asked_at(facts, check, held.among(check.targets, given)))
        if results:
            found[number] = results
    return found


def _with_results(nodes: Nodes, after: Results) -> Nodes:
    """Leave out checks and nodes without results: nothing can be new there."""
    return {
        number: None if nodes[number] is None else frozenset(one.target for one in results)
        for number, results in after.items()
    }


def _outcome(nodes: Nodes, after: Results, before: Results) -> Outcome:
    old = {(number, one.key) for number, found in before.items() for one in found}
    return Outcome(
        nodes,
        tuple(one for found in after.values() for one in found),
        tuple(one for found in before.values() for one in found),
        tuple(one for n, found in after.items() for one in found if (n, one.key) not in old),
    )
