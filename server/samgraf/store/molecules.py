"""Quads that hang together by blank nodes, each such molecule written in one way alone.

Quads without a blank node are told apart by their text. The others fall into molecules: quads that
share blank nodes, directly or over others (minimum self-contained graphs: Tummarello et al.,
RDFSync, ISWC 2007). Two data sets are isomorphic if they have the same ground quads and the same
molecules, each as often. A molecule is made canonical by RDFC-1.0 (W3C, RDF Dataset
Canonicalization); its worst case takes exponential time, so it runs where a limit ends it.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from samgraf.errors import Misuse

Molecules = Counter[bytes]
"""How often each molecule is there; a molecule is its canonical N-Quads, sorted."""

_FORM = ox.RdfFormat.N_QUADS
_RDFC = ox.CanonicalizationAlgorithm.RDFC_1_0
_NUMBER = re.compile(r"c14n(\d+)")


def apart(quads: Iterable[ox.Quad]) -> tuple[set[bytes], Molecules]:
    """Return the ground quads as lines of N-Quads, and the molecules of the others.

    Raise ``Misuse`` for a triple as a term that has a blank node: RDFC-1.0 does not know it.
    """
    ground: set[bytes] = set()
    others: list[ox.Quad] = []
    for quad in quads:
        if blank_nodes(quad):
            others.append(quad)
        else:
            ground.add(line(quad))
    return ground, molecules(others)


def of_lines(lines: Iterable[bytes]) -> tuple[set[bytes], Molecules]:
    """Take lines of N-Quads apart."""
    return apart(ox.parse(b"".join(lines), format=_FORM))


def line(quad: ox.Quad) -> bytes:
    """Write a quad as a line."""
    return f"{quad} .\n".encode()


def blank_nodes(quad: ox.Quad) -> list[str]:
    """Name the blank nodes of a quad."""
    terms = (quad.subject, quad.object, quad.graph_name)
    if any(isinstance(term, ox.Triple) and "_:" in str(term) for term in terms):
        raise Misuse(f"{quad}: a blank node within a triple as a term cannot be compared")
    return [term.value for term in terms if isinstance(term, ox.BlankNode)]


def molecules(quads: Iterable[ox.Quad]) -> Molecules:
    """Return the molecules of quads that have blank nodes."""
    joined = _Joined()
    known = [(quad, joined.join(blank_nodes(quad))) for quad in quads]
    groups: dict[str, list[ox.Quad]] = {}
    for quad, node in known:
        groups.setdefault(joined.root(node), []).append(quad)
    return Counter(_canonical(group) for group in groups.values())


def labelled(found: Molecules) -> Iterator[bytes]:
    """Write molecules as lines; labels follow from content, and no two molecules share one."""
    for molecule, count in sorted(found.items()):
        mark = hashlib.sha256(molecule).hexdigest()[:16]
        for copy in range(count):
            yield from _named(molecule, f"m{mark}x{copy}n")


def parts(lines: Iterable[bytes]) -> Iterator[tuple[str, str, ox.Quad]]:
    """Read lines of N-Quads; yield subject, predicate and the quad, without those of molecules."""
    for quad in ox.parse(b"".join(lines), format=_FORM):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value, quad.predicate.value, quad


def value(quad: ox.Quad) -> dict[str, str]:
    """Return the object of a quad as results of queries in JSON have it."""
    term = quad.object
    if isinstance(term, ox.Literal):
        found = {"type": "literal", "value": term.value}
        if term.language:
            return {**found, "xml:lang": term.language}
        return found if _is_text(term) else {**found, "datatype": term.datatype.value}
    kind = "bnode" if isinstance(term, ox.BlankNode) else "uri"
    return {"type": kind, "value": getattr(term, "value", str(term))}


def graph(quad: ox.Quad) -> str:
    """Return the name of the graph of a quad, '' for the unnamed one."""
    name = quad.graph_name
    return "" if isinstance(name, ox.DefaultGraph) else name.value


def _is_text(term: ox.Literal) -> bool:
    return term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"


def _canonical(quads: Iterable[ox.Quad]) -> bytes:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(_RDFC)
    return b"".join(sorted(map(line, dataset)))


def _named(molecule: bytes, prefix: str) -> Iterator[bytes]:
    """Yield the lines of a canonical molecule with other labels."""

    def other(term: object) -> object:
        if not isinstance(term, ox.BlankNode):
            return term
        found = _NUMBER.fullmatch(term.value)
        return ox.BlankNode(prefix + (found[1] if found else term.value))

    for quad in ox.parse(molecule, format=_FORM):
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        yield line(ox.Quad(*map(other, terms)))  # type: ignore[arg-type]


class _Joined:
    """Blank nodes that hang together (union and find, halving the ways)."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def join(self, nodes: list[str]) -> str:
        """Let nodes hang together; return one of them."""
        first, *others = nodes
        for other in others:
            self._parents[self.root(other)] = self.root(first)
        return first

    def root(self, node: str) -> str:
        """Return the node that stands for all that hang together with this one."""
        parents = self._parents
        while (parent := parents.setdefault(node, node)) != node:
            parents[node] = node = parents.setdefault(parent, parent)
        return node
