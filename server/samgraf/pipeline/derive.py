"""Rules over the merged data: bounds first, then the shortcuts on the data date."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rdflib import Graph, URIRef

from samgraf import queries
from samgraf.describing.statements import Statements, line
from samgraf.queries import NamedQuery
from samgraf.store.loading import Bench
from samgraf.terms import BOUNDS, CONFIRMED, CURRENT, VOCAB, asof_graph

Graphs = Mapping[str, list[str]]
"""Named graph IRI to its triples, each as N-Triples without the final point."""

_EVER = "0001-01-01"
CONFIRMED_YEARS = 2
FIRST_YEAR = 1970


def authored(said: Statements, vocabulary: Graph) -> Graphs:
    """Return what is said, and the vocabulary, by named graph."""
    graphs: dict[str, list[str]] = {str(VOCAB): [line(*triple) for triple in vocabulary]}  # type: ignore[arg-type]
    for s, p, o, graph in said.quads:
        graphs.setdefault(str(graph), []).append(line(s, p, o))
    return graphs


def derive(authored: Graphs, today: date) -> Graphs:
    """Return authored and derived triples by named graph (design: ontology, sections 6, 12)."""
    graphs = dict(authored)
    bench = Bench({triple for triples in graphs.values() for triple in triples})
    rules = [queries.named(name) for name in queries.names("rules/")]
    bounds = [rule for rule in rules if not rule.parameters]
    graphs[str(BOUNDS)] = sorted(
        triple for rule in bounds for triple in bench.construct(rule.name, rule.text, {})
    )
    bench.add(graphs[str(BOUNDS)], str(BOUNDS))
    shortcuts = [rule for rule in rules if rule.parameters]
    for graph, day, seen_from in _targets(today):
        graphs[str(graph)] = _shortcuts(bench, shortcuts, str(graph), day, seen_from)
    return {graph: triples for graph, triples in graphs.items() if triples}


def _shortcuts(
    bench: Bench, rules: Sequence[NamedQuery], graph: str, day: date, seen_from: str
) -> list[str]:
    """Run the rules for one day in the order of their numbers; a later one reads the earlier."""
    made: list[str] = []
    values = {"asOf": day.isoformat(), "seenFrom": seen_from, "into": graph}
    for rule in rules:
        given = {p.name: values[p.name] for p in rule.parameters}
        triples = bench.construct(rule.name, rule.text, rule.substitutions(given))
        bench.add(triples, graph)
        made += triples
    return sorted(made)


def _targets(today: date) -> Iterator[tuple[URIRef, date, str]]:
    """Yield each graph of shortcuts, its day, and from when a relation must have been seen."""
    yield CURRENT, today, _EVER
    yield CONFIRMED, today, years_before(today, CONFIRMED_YEARS).isoformat()
    for year in range(FIRST_YEAR, today.year + 1):
        yield asof_graph(year), date(year, 12, 31), _EVER


def years_before(day: date, years: int) -> date:
    """Return the same day some years earlier; 29 February becomes 28."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - years, day.month, last)
