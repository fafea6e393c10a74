"""Networks as GEXF (https://gexf.net), the format of Gephi.

Version 1.2 is what every reader knows. A panel is a dynamic graph: nodes and edges have spells of
years, and what changes of an edge from year to year has them too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from . import about as abouts
from . import panels
from .asked import Asked
from .columns import Column, edge_columns, node_columns
from .columns import Value as Told
from .markup import escaped
from .projecting import Attributes, Edge, Network

_TYPES = {"text": "string", "whole": "integer", "number": "double"}
_SPACE = "http://www.gexf.net/1.2draft"
Years = dict[int, Edge]


def written(asked: Asked, networks: Sequence[Network], about: Mapping[str, str]) -> Iterator[str]:
    """Yield the file in parts."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="{_SPACE}" version="1.2">\n'
    yield f'<meta lastmodifieddate="{escaped(about["data_date"])}"><creator>Samgraf</creator>'
    yield f"<description>{escaped(abouts.sentence([*about.items()]))}</description></meta>\n"
    mode = 'mode="dynamic" timeformat="double"' if asked.panel else 'mode="static"'
    yield f'<graph {mode} defaultedgetype="undirected">\n'
    node, tie = _Keys("n", node_columns(asked)), _Keys("e", edge_columns(asked))
    yield from node.declared("node", "static", {"label"})
    # A weight that changes is an attribute like others, called weight: so Gephi has it.
    changing = "dynamic" if asked.panel else "static"
    yield from tie.declared("edge", changing, {"year"} if asked.panel else {"weight"})
    yield "<nodes>\n"
    yield from _nodes(asked, networks, node)
    yield "</nodes>\n<edges>\n"
    yield from _changing(networks, tie) if asked.panel else _edges(networks, tie)
    yield "</edges>\n</graph>\n</gexf>\n"


class _Keys:
    """The attributes of nodes or edges by short ids, of which there are very many."""

    def __init__(self, letter: str, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._ids = {column.name: f"{letter}{n}" for n, column in enumerate(columns)}

    def declared(self, domain: str, mode: str, without: Collection[str]) -> Iterator[str]:
        yield f'<attributes class="{domain}" mode="{mode}">\n'
        for column in self._columns:
            if column.name not in without:
                name = f'id="{self._ids[column.name]}" title="{column.name}"'
                yield f'<attribute {name} type="{_TYPES[column.kind]}"/>\n'
        yield "</attributes>\n"

    def values(self, values: Attributes, without: str) -> str:
        told = (self.value(name, value) for name, value in values.items() if name != without)
        return f"<attvalues>{''.join(told)}</attvalues>"

    def value(self, name: str, value: Told, years: str = "") -> str:
        return f'<attvalue for="{self._ids[name]}" value="{escaped(value)}"{years}/>'


def _nodes(asked: Asked, networks: Sequence[Network], keys: _Keys) -> Iterator[str]:
    years: dict[str, list[int]] = defaultdict(list)
    if asked.panel:
        for network in networks:
            for name in network.nodes:
                years[name].append(int(network.day.name))
    for name, values in panels.nodes(networks).items():
        label = f'id="{escaped(name)}" label="{escaped(values["label"])}"'
        spells = _spells(panels.spells(years[name])) if asked.panel else ""
        yield f"<node {label}>{keys.values(values, 'label')}{spells}</node>\n"


def _edges(networks: Sequence[Network], keys: _Keys) -> Iterator[str]:
    for number, edge in enumerate(panels.edges(networks, False)):
        weight = f' weight="{edge.values["weight"]}"' if "weight" in edge.values else ""
        told = keys.values(edge.values, "weight")
        yield f"<edge {_ends(number, edge)}{weight}>{told}</edge>\n"


def _changing(networks: Sequence[Network], keys: _Keys) -> Iterator[str]:
    """Yield each edge of a panel once, with its spells and what changes of it."""
    found: dict[tuple[str, str], Years] = defaultdict(dict)
    for network in networks:
        for edge in network.edges:
            found[edge.source, edge.target][int(network.day.name)] = edge
    for number, (_, years) in enumerate(sorted(found.items())):
        last = years[max(years)]
        stretches = "".join(
            keys.value(name, value, f' start="{first}.0" end="{end}.0"')
            for name, value, first, end in _stretches(years)
        )
        spells = _spells(panels.spells(sorted(years)))
        yield f"<edge {_ends(number, last)}><attvalues>{stretches}</attvalues>{spells}</edge>\n"


def _stretches(years: Years) -> Iterator[tuple[str, Told, int, int]]:
    """Yield each value of an edge with the years that it holds in."""
    by_value: dict[tuple[str, Told], list[int]] = defaultdict(list)
    for year, edge in sorted(years.items()):
        for name, value in edge.values.items():
            by_value[name, value].append(year)
    for (name, value), held in by_value.items():
        for first, end in panels.spells(held):
            yield name, value, first, end


def _ends(number: int, edge: Edge) -> str:
    return f'id="{number}" source="{escaped(edge.source)}" target="{escaped(edge.target)}"'


def _spells(spells: Sequence[tuple[int, int]]) -> str:
    told = "".join(f'<spell start="{first}.0" end="{last}.0"/>' for first, last in spells)
    return f"<spells>{told}</spells>"
