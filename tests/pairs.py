"""Pairs of edited data sets with blank nodes, and an opinion of rdflib's whether two are alike."""

import random
from collections.abc import Iterable

from rdflib import BNode, Dataset, Graph, URIRef
from rdflib.compare import isomorphic

NS = "https://example.org/"
Quads = set[str]


def data(rng: random.Random) -> Quads:
    """Make some quads: ground ones, lone blank nodes, twins, chains, rings, across two graphs."""
    found: Quads = set()
    for number in range(rng.randint(3, 5)):
        found.add(quad(f"<{NS}s{number}>", "p", rng.choice(('"a"', '"b"@da', f"<{NS}o>")), rng))
    for number in range(rng.randint(2, 3)):  # twins: nobody can tell them apart
        found.add(quad(f"_:twin{number}", "like", f"<{NS}s1>", None))
    for number in range(rng.randint(2, 4)):  # a chain, said in two graphs
        found.add(quad(f"_:link{number}", "next", f"_:link{number + 1}", rng))
        found.add(quad(f"_:link{number}", "name", f'"{rng.randint(0, 2)}"', rng))
    size = rng.randint(2, 3)
    for number in range(size):  # a ring, all of whose nodes are alike
        found.add(quad(f"_:ring{number}", "next", f"_:ring{(number + 1) % size}", None))
    found.add(quad("_:inside", "p", '"c"', None, "_:graph"))
    return found


def quad(s: str, p: str, o: str, rng: random.Random | None, graph: str = "") -> str:
    named = graph or (rng.choice(("", f"<{NS}g1>", f"<{NS}g2>")) if rng else "")
    return f"{s} <{NS}{p}> {o} {named} .".replace("  ", " ")


def edited(quads: Quads, rng: random.Random) -> Quads:
    """Take some quads away, add some, and give the blank nodes other labels."""
    kept = {quad for quad in sorted(quads) if rng.random() > 0.2}
    more = {quad for quad in sorted(data(rng)) if rng.random() < 0.3}
    mark = rng.randint(10, 99)
    return {quad.replace("_:", f"_:x{mark}") for quad in kept | more}


def written(quads: Iterable[str], rng: random.Random) -> str:
    """Write quads as N-Quads in any order."""
    lines = sorted(quads)
    rng.shuffle(lines)
    return "\n".join(lines) + "\n"


def alike(one: str, other: str) -> bool:
    """Tell whether two texts of N-Quads are isomorphic, by rdflib alone."""
    return isomorphic(_told(one), _told(other))


def _told(text: str) -> Graph:
    """Return a graph that is isomorphic where the data sets are: a node for each quad."""
    dataset = Dataset()
    dataset.parse(data=text, format="nquads")
    graph, place = Graph(), URIRef(NS)
    for s, p, o, name in dataset.quads():
        node = BNode()
        for role, term in (("s", s), ("p", p), ("o", o), ("g", name or place)):
            graph.add((node, URIRef(NS + role), term))
    return graph
