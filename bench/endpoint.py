"""Our endpoint beside others, side by side: ``endpoint.py [SCALE ...]`` (1, 10, 100).

Every figure is a ratio within a round in which all that is compared was running. Writes RESULTS.md
beside this file; ends with 1 where our answers differ from Oxigraph's.
"""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack

import hop
import latency
import limit
import pages
import peers
import questions
import report
import sections
import throughput
from graphs import TRIPLES
from peers import Graph
from results import Results, Scale

RESULTS = sections.RESULTS
LOADED = 10
"""The scale at which requests per second are measured, where it is among those chosen."""


def run(graphs: Sequence[Graph], save: Callable[[Results], None]) -> Results:
    """Measure at each scale, then what needs servers of its own; save what is there so far."""
    results = Results()
    loaded = next((graph for graph in graphs if graph.scale == LOADED), graphs[-1])
    for graph in graphs:
        _at(graph, results, loads=graph == loaded, inside=graph == graphs[0])
        save(results)
    plain, fast = questions.read(), questions.read(questions.FAST)
    if len(graphs) > 1:
        results.pages = pages.measure(graphs[0], graphs[-1], plain, fast)
    results.stopped = limit.measure(graphs[0])
    save(results)
    return results


def _at(graph: Graph, results: Results, loads: bool, inside: bool) -> None:
    """Start every endpoint over one graph and measure."""
    chosen = [name for name in peers.PEERS if name != "rdflib-endpoint" or graph.scale == 1]
    plain = questions.read()
    with ExitStack() as stack:
        servers = [stack.enter_context(peers.PEERS[name](graph)) for name in chosen]
        started = {server.endpoint.name: server.seconds for server in servers}
        sys.stderr.write(f"{graph.name()}: {started}\n")
        endpoints = [server.endpoint for server in servers]
        rows = latency.measure(endpoints, plain, graph.store())
        results.scales.append(Scale(graph, hop.mode(graph.folder()), started, rows))
        if inside:
            results.hop = hop.measure(graph.folder(), plain["q01"])
            results.worker = hop.new_worker(graph.folder(), plain["q01"])
            results.private = hop.private_mib(graph.folder(), plain)
        if loads:
            mixed = [server for server in servers if server.endpoint.name != "rdflib-endpoint"]
            results.loaded, results.rates = graph, throughput.measure(mixed, plain)


def main(names: Sequence[str]) -> None:
    """Run the scales that are named, or all of them."""
    known = {str(scale) for scale in TRIPLES}
    if unknown := set(names) - known:
        sys.exit(f"no such scale: {', '.join(sorted(unknown))}; there are 1, 10 and 100")
    scales = sorted(int(name) for name in set(names) or known)
    peers.install()
    load = os.getloadavg()[0]

    def save(results: Results) -> None:
        lines = [*report.head(scales, load), *report.tables(results)]
        text = "\n".join(lines).rstrip() + "\n" + sections.kept(RESULTS)
        RESULTS.write_text(text, encoding="utf-8")

    results = run([Graph(scale) for scale in scales], save)
    sys.stdout.write(RESULTS.read_text(encoding="utf-8"))
    if wrong := report.wrong(results):
        sys.exit(f"other answers than Oxigraph's: {', '.join(wrong)}")


if __name__ == "__main__":
    main(sys.argv[1:])
