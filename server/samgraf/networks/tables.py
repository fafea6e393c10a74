"""Networks as tables (CSV, RFC 4180): one of edges, one of nodes."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from . import panels
from .asked import Asked
from .columns import Value, node_columns, table_columns
from .markup import readable
from .projecting import Network


def edges(asked: Asked, networks: Sequence[Network], _: Mapping[str, str]) -> Iterator[str]:
    """Yield the table of edges in parts, with the names of both ends."""
    nodes = panels.nodes(networks)
    columns = [column.name for column in table_columns(asked)]
    yield _row(["source", "target", *columns])
    for edge in panels.edges(networks, asked.panel):
        names = {
            "source_label": nodes[edge.source]["label"],
            "target_label": nodes[edge.target]["label"],
        }
        values = {**names, **edge.values}
        yield _row([edge.source, edge.target, *(values.get(column, "") for column in columns)])


def nodes(asked: Asked, networks: Sequence[Network], _: Mapping[str, str]) -> Iterator[str]:
    """Yield the table of nodes in parts."""
    columns = [column.name for column in node_columns(asked)]
    yield _row(["id", *columns])
    for name, values in panels.nodes(networks).items():
        yield _row([name, *(values.get(column, "") for column in columns)])


def _row(cells: Sequence[Value]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([readable(cell) for cell in cells])
    return line.getvalue()
