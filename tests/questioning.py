"""Library queries asked of small graphs in memory, with values in place of their defaults.

``python -m tests.questioning NAME`` prints the rows of a query of ``queries/examples/`` on the
fixture, as a CSV to look through and keep in ``tests/examples/``.
"""

import csv
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
from rdflib.util import from_n3

from samgraf.queries import NamedQuery, named

HERE = Path(__file__).parent
GRAPH = "https://w3id.org/samgraf/graph/"
NUMBERS = ("integer", "decimal", "double")
# Columns that hold words in no order.
WORDS = ("bodies", "sources", "topics")

Rows = list[tuple[str, ...]]


def in_default_graph(graph: str) -> bool:
    """Tell whether a graph is one of those that the endpoint's default graph unites."""
    return not graph.startswith(GRAPH + "asof/") and graph != GRAPH + "derived/confirmed"


def store(*files: Path) -> ox.Store:
    """Load TriG files with the default graph that the endpoint has."""
    loaded = ox.Store()
    for file in files:
        loaded.load(path=file)
    loaded.extend(
        [
            ox.Quad(quad.subject, quad.predicate, quad.object)
            for quad in loaded
            if in_default_graph(getattr(quad.graph_name, "value", ""))
        ]
    )
    return loaded


def examples() -> ox.Store:
    """Load the fixture of the examples."""
    return store(HERE / "cq" / "fixture.trig", HERE / "examples" / "fixture.trig")


def given(folder: Path, question: str) -> dict[str, str]:
    """Read the values that a question gets on the fixture instead of its defaults."""
    with (folder / "parameters.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["parameter"]: row["value"] for row in rows if row["question"] == question}


def cell(column: str, value: str | None, datatype: str | None) -> str:
    """Write a value so that equal ones are equal texts; engines write 0.50 and 0.5."""
    if value is None:
        return ""
    if (datatype or "").rpartition("#")[2] in NUMBERS:
        return f"{Decimal(value).normalize():f}"
    return " ".join(sorted(value.split())) if column in WORDS else value


def term(text: str) -> ox.NamedNode | ox.Literal:
    """Read an N-Triples term."""
    value = from_n3(text)
    datatype = getattr(value, "datatype", None)
    if text.startswith("<"):
        return ox.NamedNode(str(value))
    return ox.Literal(str(value), datatype=ox.NamedNode(datatype) if datatype else None)


def asked(loaded: ox.Store, query: NamedQuery, values: Mapping[str, str]) -> Rows:
    """Return the rows of a SELECT without the head, the triples of a CONSTRUCT, or yes or no."""
    terms = query.substitutions(dict(values))
    found = loaded.query(
        query.text, substitutions={ox.Variable(key): term(text) for key, text in terms.items()}
    )
    if isinstance(found, ox.QueryBoolean):
        return [("true" if found else "false",)]
    if isinstance(found, ox.QueryTriples):
        return [tuple(getattr(part, "value", "") for part in triple) for triple in found]
    names = [variable.value for variable in found.variables]
    return [tuple(_cell(name, row[name]) for name in names) for row in found]


def head(query: NamedQuery, loaded: ox.Store) -> tuple[str, ...]:
    """Name the columns of a query."""
    found = loaded.query(query.text)
    if isinstance(found, ox.QueryBoolean):
        return ("answer",)
    if isinstance(found, ox.QueryTriples):
        return ("subject", "predicate", "object")
    return tuple(variable.value for variable in found.variables)


def _cell(column: str, value: object) -> str:
    datatype = value.datatype.value if isinstance(value, ox.Literal) else None
    return cell(column, getattr(value, "value", None), datatype)


def main(name: str) -> None:
    """Print the rows of an example on the fixture."""
    query, loaded = named(f"examples/{name}"), examples()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(head(query, loaded))
    writer.writerows(asked(loaded, query, given(HERE / "examples", name)))


if __name__ == "__main__":
    main(sys.argv[1])
