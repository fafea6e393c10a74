"""The target nodes of a shape: as a pattern with a place for given nodes, and node by node."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from samgraf.store.asking import Blank, Facts, Iri, Literal, Term

from . import frames
from .terms import RDF_TYPE

_SLOT = re.compile(r"%FOCUS (\?\w+)% ")


@dataclass(frozen=True, slots=True)
class Targets:
    """What makes a node a target node; classes with all their subclasses."""

    nodes: tuple[Term, ...] = ()
    classes: tuple[Iri, ...] = ()
    subjects_of: tuple[Iri, ...] = ()
    objects_of: tuple[Iri, ...] = ()

    def hold(self, facts: Facts, node: Term, kinds: Callable[[Iri | Blank], set[Term]]) -> bool:
        """Tell whether a node is a target."""
        if node in self.nodes:
            return True
        if not isinstance(node, Literal):
            if self.classes and not kinds(node).isdisjoint(self.classes):
                return True
            if any(_some(facts.matching(node, p, None)) for p in self.subjects_of):
                return True
        return any(_some(facts.matching(None, p, node)) for p in self.objects_of)

    def at_least(self, facts: Facts, number: int) -> bool:
        """Tell whether there are so many, a node that is found in several ways counted again."""
        return len(list(islice(self._all(facts), number))) == number

    def _all(self, facts: Facts) -> Iterator[object]:
        yield from self.nodes
        for cls in self.classes:
            yield from facts.matching(None, RDF_TYPE, cls)
        for p in (*self.subjects_of, *self.objects_of):
            yield from facts.matching(None, p, None)

    def pattern(self, focus: str, fresh: str) -> str:
        """Return the pattern that finds each target node once, with a place for given nodes.

        The place is in each branch of a UNION, so that given nodes are never looked for among all.
        """
        slot = f"%FOCUS {focus}% "
        given = " ".join(map(str, self.nodes))
        found = [f"{slot}VALUES {focus} {{ {given} }}"] if given else []
        found += [f"{slot}{focus} a {cls} ." for cls in self.classes]
        if len(found) == 1 and not self.subjects_of and not self.objects_of:
            return found[0]
        found += [f"{slot}{focus} {p} {fresh} ." for p in self.subjects_of]
        found += [f"{slot}{fresh} {p} {focus} ." for p in self.objects_of]
        either = " UNION ".join(f"{{ {pattern} }}" for pattern in found)
        return frames.TARGETS.format(focus=focus, either=either)


class Held:
    """Tells which of some nodes are targets, each node looked at once for each kind of target."""

    def __init__(self, facts: Facts, nodes: Mapping[Targets, Iterable[Term]]) -> None:
        """Look at the nodes that may be asked for."""
        kinds: dict[Term, set[Term]] = {}

        def kinds_of(node: Iri | Blank) -> set[Term]:
            if node not in kinds:
                kinds[node] = facts.kinds(node)
            return kinds[node]

        self._held = {
            targets: frozenset(node for node in given if targets.hold(facts, node, kinds_of))
            for targets, given in nodes.items()
        }

    def among(self, targets: Targets, nodes: frozenset[Term]) -> list[Term]:
        """Return those of some nodes that are targets, sorted."""
        return sorted(nodes & self._held[targets], key=str)


def _some(found: Iterable[object]) -> bool:
    return any(True for _ in found)


def everywhere(template: str) -> str:
    """Return the query for all target nodes."""
    return _SLOT.sub("", template)


def only(template: str, nodes: Iterable[Term]) -> str:
    """Return the query for some target nodes; a blank node has no name in a query."""
    names = " ".join(str(node) for node in nodes if not isinstance(node, Blank))
    return _SLOT.sub(lambda place: frames.ONLY.format(focus=place[1], nodes=names) + " ", template)
