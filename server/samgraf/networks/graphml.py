"""Networks as GraphML (http://graphml.graphdrawing.org), read by igraph, NetworkX, Gephi and yEd.

A panel is one graph with an edge for each year, told by its attribute ``year``: readers of GraphML
take one graph of a file, and all of them can choose edges by an attribute.
"""

from collections.abc import Iterator, Mapping, Sequence

from . import panels
from .asked import Asked
from .columns import Column, edge_columns, node_columns
from .markup import escaped
from .projecting import Attributes, Network

_TYPES = {"text": "string", "whole": "int", "number": "double"}
_SPACE = "http://graphml.graphdrawing.org/xmlns"


def written(asked: Asked, networks: Sequence[Network], about: Mapping[str, str]) -> Iterator[str]:
    """Yield the file in parts."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_SPACE}">\n'
    graph = _Keys("graph", [Column(name, "text", "") for name in about])
    node, tie = _Keys("node", node_columns(asked)), _Keys("edge", edge_columns(asked))
    yield from (*graph.declared(), *node.declared(), *tie.declared())
    yield '<graph edgedefault="undirected">\n'
    yield graph.data(about) + "\n"
    for name, values in panels.nodes(networks).items():
        yield f'<node id="{escaped(name)}">{node.data(values)}</node>\n'
    for edge in panels.edges(networks, asked.panel):
        ends = f'source="{escaped(edge.source)}" target="{escaped(edge.target)}"'
        yield f"<edge {ends}>{tie.data(edge.values)}</edge>\n"
    yield "</graph>\n</graphml>\n"


class _Keys:
    """The attributes of graph, nodes or edges by short ids, of which there are very many."""

    def __init__(self, domain: str, columns: Sequence[Column]) -> None:
        self._domain, self._columns = domain, columns
        self._ids = {column.name: f"{domain[0]}{n}" for n, column in enumerate(columns)}

    def declared(self) -> Iterator[str]:
        for column in self._columns:
            name = f'id="{self._ids[column.name]}" for="{self._domain}" attr.name="{column.name}"'
            yield f'<key {name} attr.type="{_TYPES[column.kind]}"/>\n'

    def data(self, values: Attributes) -> str:
        return "".join(
            f'<data key="{self._ids[name]}">{escaped(value)}</data>'
            for name, value in values.items()
        )
