"""Paths walked node by node, on the index of the store and without a query."""

from samgraf.store.asking import Facts, Term

from .paths import Back, Choice, Path, Repeat, Sequence, Step


def walk(facts: Facts, path: Path, nodes: set[Term]) -> set[Term]:
    """Return the nodes that a path leads to from some nodes."""
    match path:
        case Step(iri):
            return {o for node in nodes for _, _, o in facts.matching(node, iri, None)}
        case Back(iri):
            return {s for node in nodes for s, _, _ in facts.matching(None, iri, node)}
        case Sequence(parts):
            for part in parts:
                nodes = walk(facts, part, nodes)
            return nodes
        case Choice(parts):
            return set[Term]().union(*(walk(facts, part, nodes) for part in parts))
        case Repeat(inner, mark):
            return _repeated(facts, inner, mark, nodes)


def _repeated(facts: Facts, path: Path, mark: str, nodes: set[Term]) -> set[Term]:
    if mark == "?":
        return nodes | walk(facts, path, nodes)
    found = set(nodes) if mark == "*" else set[Term]()
    edge = nodes
    while edge:
        edge = walk(facts, path, edge) - found
        found |= edge
    return found
