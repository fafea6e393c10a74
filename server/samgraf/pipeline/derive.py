"""Rules over the merged data: bounds first, then the shortcuts on the data date."""

from collections.abc import Iterator, Mapping
from datetime import date

from rdflib import Graph, URIRef

from samgraf import queries
from samgraf.store.loading import Bench
from samgraf.terms import BOUNDS, CONFIRMED, CURRENT, VOCAB

from .statements import Statements, line

Graphs = Mapping[str, list[str]]
"""Named graph IRI to its triples, each as N-Triples without the final point."""

_BOUND_RULES = (
    "rules/10-begins-not-before",
    "rules/11-begins-not-after",
    "rules/12-ends-not-before",
    "rules/13-ends-not-after",
)
_SHORTCUT_RULES = ("rules/20-member-of",)
_EVER = "0001-01-01"
CONFIRMED_YEARS = 2


def derive(said: Statements, vocabulary: Graph, today: date) -> Graphs:
    """Return authored and derived triples by named graph (design: ontology, sections 6, 12)."""
    graphs = _authored(said, vocabulary)
    bench = Bench({triple for triples in graphs.values() for triple in triples})
    graphs[str(BOUNDS)] = sorted(
        triple for name in _BOUND_RULES for triple in bench.construct(name, queries.text(name), {})
    )
    bench.add(graphs[str(BOUNDS)], str(BOUNDS))
    for graph, seen_from in _targets(today):
        days = {"asOf": today.isoformat(), "seenFrom": seen_from}
        graphs[str(graph)] = [
            triple
            for name in _SHORTCUT_RULES
            for triple in bench.construct(name, queries.text(name), days)
        ]
    return graphs


def _authored(said: Statements, vocabulary: Graph) -> dict[str, list[str]]:
    graphs: dict[str, list[str]] = {str(VOCAB): [line(*triple) for triple in vocabulary]}  # type: ignore[arg-type]
    for s, p, o, graph in said.quads:
        graphs.setdefault(str(graph), []).append(line(s, p, o))
    return graphs


def _targets(today: date) -> Iterator[tuple[URIRef, str]]:
    """Yield each graph of shortcuts with the day from which a relation must have been seen."""
    yield CURRENT, _EVER
    yield CONFIRMED, years_before(today, CONFIRMED_YEARS).isoformat()


def years_before(day: date, years: int) -> date:
    """Return the same day some years earlier; 29 February becomes 28."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - years, day.month, last)
