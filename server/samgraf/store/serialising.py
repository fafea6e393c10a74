"""The dump of a version, graph by graph, in the syntaxes that people ask for."""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from samgraf.namespaces import FAMILIAR

Graphs = Mapping[str, Sequence[ox.Quad]]
"""The quads of each named graph by its IRI, sorted."""


def by_graph(dump: bytes) -> Graphs:
    """Take N-Quads apart by their graphs; each keeps the order that its lines have."""
    lines: dict[bytes, list[bytes]] = defaultdict(list)
    for line in dump.splitlines(keepends=True):
        lines[line.rsplit(b" ", 2)[1]].append(line)
    return {name[1:-1].decode(): _parsed(lines.pop(name)) for name in sorted(lines)}


def _parsed(lines: Sequence[bytes]) -> Sequence[ox.Quad]:
    return [*ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS)]


def trig(graphs: Graphs) -> bytes:
    """Write every graph as TriG."""
    return _written(_all(graphs), ox.RdfFormat.TRIG)


def jsonld(graphs: Graphs) -> bytes:
    """Write every graph as JSON-LD."""
    return _written(_all(graphs), ox.RdfFormat.JSON_LD)


def turtle(quads: Iterable[ox.Quad]) -> bytes:
    """Write one graph as Turtle."""
    return _written((quad.triple for quad in quads), ox.RdfFormat.TURTLE)


def _all(graphs: Graphs) -> Iterator[ox.Quad]:
    for quads in graphs.values():
        yield from quads


def _written(content: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    sink = io.BytesIO()
    ox.serialize(content, sink, form, prefixes=dict(sorted(FAMILIAR.items())))
    return sink.getvalue()
