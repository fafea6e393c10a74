"""One engine, one run, in a process of its own: ``engines.py ENGINE SHAPES DATA SINCE OUT``.

SINCE is the time at which the process was started (``time.monotonic``). OUT gets the measures and
then the results, which are written after the clock has stopped.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

Report = Callable[[], list[list[str]]]
"""Gives the results of a run, each as focus node, path, value, component, severity and shape."""

TOLD = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity")


def samgraf(shapes: Path, data: Path) -> Report:
    """Run our own engine."""
    from samgraf.store.asking import Facts, read
    from samgraf.validation.program import run
    from samgraf.validation.report import report
    from samgraf.validation.terms import Index

    found = run(Facts.bulk(data), Index(read(shapes.read_bytes())))
    return lambda: _rows("".join(f"{s} {p} {o} .\n" for s, p, o in report(found)))


def pyshacl(shapes: Path, data: Path) -> Report:
    """Run pySHACL on rdflib's graph in memory, with literals as they are written."""
    import pyshacl as engine
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    facts = rdflib.Graph().parse(data, format="nt")
    rules = rdflib.Graph().parse(shapes, format="turtle")
    _, graph, _ = engine.validate(facts, shacl_graph=rules, inference="none")
    return lambda: _rows(graph.serialize(format="nt"))


def pyshifty(shapes: Path, data: Path) -> Report:
    """Run pyshifty; its report as it writes it, since the one it parses has other literals."""
    import shifty

    validator = shifty.PreparedValidator(shapes.read_text(encoding="utf-8"))
    found = validator._inner.validate_w3c(
        data.read_bytes(), None, "ntriples", "data", None, False, "info", True, "ignore", False
    )
    return lambda: _rows(found._report_ntriples)


def pyshacl_turbo(shapes: Path, data: Path) -> Report:
    """Run pyshacl-turbo; its report as it writes it."""
    engine = import_module("pyshacl_turbo")
    rules = engine.compile_shapes(shapes.read_bytes(), shacl_graph_format="turtle", advanced=True)
    text = data.read_text(encoding="utf-8")
    _, report, *_ = rules._native.validate(
        text, "nt", None, False, 100, 15, False, False, False, False, [], [], []
    )
    return lambda: _rows(report)


ENGINES = {
    "samgraf": samgraf,
    "pyshacl": pyshacl,
    "pyshifty": pyshifty,
    "pyshacl-turbo": pyshacl_turbo,
}


def _rows(report: str | bytes) -> list[list[str]]:
    """Read a report in N-Triples; only results of the report itself, blank nodes folded."""
    from samgraf.store.asking import Blank, read
    from samgraf.validation.terms import Index, sh

    graph = Index(read(report, "application/n-triples"))
    results = {one for node in graph.subjects() for one in graph.objects(node, sh("result"))}
    rows = []
    for result in results:
        terms = [graph.value(result, sh(name)) for name in (*TOLD, "sourceShape")]
        rows.append(["_:" if isinstance(term, Blank) else str(term or "") for term in terms])
    return sorted(rows)


def peak_mib() -> float:
    """Return the most memory that this program held; that of ``getrusage`` survives ``exec``."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [kib] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(kib) / 1024


def main() -> None:
    """Run one engine once."""
    name, shapes, data, since, out = sys.argv[1:]
    report = ENGINES[name](Path(shapes), Path(data))
    wall = time.monotonic() - float(since)
    used = resource.getrusage(resource.RUSAGE_SELF)
    measures = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "mib": peak_mib()}
    Path(out).write_text(json.dumps({**measures, "rows": report()}), encoding="utf-8")


if __name__ == "__main__":
    main()
