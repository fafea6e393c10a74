"""Ties as networks: actors and bodies (two-mode), or actors that share bodies (one-mode)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from math import fsum

from .asked import Asked
from .columns import Value
from .days import Day
from .describing import Describer
from .holding import Held, held
from .reading import Material
from .rows import key

Attributes = Mapping[str, Value]

_BODY = "body:"
"""Before the id of a body in a two-mode network: some bodies are members of others, and so are in
both modes."""

_DIGITS = 9  # of a weight that is no whole number


@dataclass(frozen=True, slots=True)
class Edge:
    """An undirected tie."""

    source: str
    target: str
    values: Attributes


@dataclass(frozen=True, slots=True)
class Network:
    """The nodes and edges of a day, sorted by their ids."""

    day: Day
    nodes: Mapping[str, Attributes]
    edges: tuple[Edge, ...]


def networks(material: Material, asked: Asked) -> list[Network]:
    """Return the network of each day that is asked for."""
    describer = Describer(material.actors, material.choices.by["region"])
    return [_network(held(material, asked, day), asked, day, describer) for day in asked.days]


def _network(ties: list[Held], asked: Asked, day: Day, describer: Describer) -> Network:
    told = partial(describer.described, day=day.iso)
    nodes: dict[str, Attributes] = {key(iri): told(iri) for iri in {tie.member for tie in ties}}
    if asked.mode == "two":
        nodes = {name: {**values, "bipartite": 0} for name, values in nodes.items()}
        bodies = {tie.body for tie in ties}
        nodes |= {_BODY + key(iri): {**told(iri), "bipartite": 1} for iri in bodies}
        edges = [_membership(tie) for tie in ties]
    else:
        edges = _shared(ties, asked.weight)
    ordered = sorted(edges, key=lambda edge: (edge.source, edge.target))
    return Network(day, dict(sorted(nodes.items())), tuple(ordered))


def _membership(tie: Held) -> Edge:
    """Return the edge from a member to a body."""
    values = {
        "roles": "|".join(tie.roles),
        "certainty": _word(tie.certain),
        "begins_not_before": tie.span.begins_not_before,
        "begins_not_after": tie.span.begins_not_after,
        "ends_not_before": tie.span.ends_not_before,
        "ends_not_after": tie.span.ends_not_after,
        "topics": "|".join(tie.topics),
        "relations": "|".join(tie.relations),
    }
    known = {name: value for name, value in values.items() if value}
    return Edge(key(tie.member), _BODY + key(tie.body), known)


def _shared(ties: Iterable[Held], weight: str) -> list[Edge]:
    """Return an edge for each two actors that are in the same body."""
    bodies: dict[str, list[Held]] = defaultdict(list)
    for tie in ties:
        bodies[tie.body].append(tie)
    pairs: dict[tuple[str, str], list[tuple[str, bool, int]]] = defaultdict(list)
    for body, members in sorted(bodies.items()):
        named = sorted((key(tie.member), tie.certain) for tie in members)
        for (one, sure), (other, also) in combinations(named, 2):
            pairs[one, other].append((key(body), sure and also, len(named)))
    return [_pair(one, other, shared, weight) for (one, other), shared in pairs.items()]


def _pair(one: str, other: str, shared: list[tuple[str, bool, int]], weight: str) -> Edge:
    certain = sum(sure for _, sure, _ in shared)
    values = {
        "weight": _newman(shared) if weight == "newman" else len(shared),
        "shared": len(shared),
        "shared_certain": certain,
        "certainty": _word(certain > 0),
        "bodies": "|".join(body for body, _, _ in shared),
    }
    return Edge(one, other, values)


def _newman(shared: list[tuple[str, bool, int]]) -> float:
    """Return the sum over bodies of one unit shared among the other members (Newman, 2001)."""
    return round(fsum(1 / (members - 1) for _, _, members in shared), _DIGITS)


def _word(certain: bool) -> str:
    return "certain" if certain else "presumed"
