"""The W3C SHACL tests in a folder, run on our own engine: ``make shacl-suite SUITE=DIR``.

The comparison is strict: focus node, path with its structure, value, component, severity, and the
shape where it is an IRI, each result as often as it is expected; blank nodes are folded. A test
that expects a failure passes if the shapes are refused for the reason that it aims at.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from samgraf.errors import OwnFault
from samgraf.store.asking import Blank, Facts, Iri, Literal, Term, read
from samgraf.validation.paths import read_path, sparql
from samgraf.validation.program import run
from samgraf.validation.report import report
from samgraf.validation.terms import RDF_TYPE, Index, sh

MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TEST = "http://www.w3.org/ns/shacl-test#"
BASE = "https://tests.example/"
TERMS = ("focusNode", "value", "sourceConstraintComponent", "resultSeverity", "sourceShape")
PARTS = {"core": "core", "sparql": "SPARQL"}
REFUSED = {
    "pre-binding-006": "a sub-SELECT must return $this",
    "unsupported-sparql-001": "MINUS is not supported",
    "unsupported-sparql-002": "VALUES is not supported",
    "unsupported-sparql-003": "SERVICE is not supported",
    "unsupported-sparql-004": "a sub-SELECT must return $this",
    "unsupported-sparql-005": "AS $this binds what is bound already",
    "unsupported-sparql-006": "AS ?value binds what is bound already",
}
"""The reason that each test of a failure aims at."""

Results = Counter[tuple[str, ...]]


def of_file(root: Path, file: Path) -> Index:
    base = BASE + file.relative_to(root).as_posix()
    return Index(read(file.read_bytes(), base=base))


def results(graph: Index, node: Term, facts: Facts) -> Results:
    found: Results = Counter()
    for result in graph.objects(node, sh("result")):
        path = graph.value(result, sh("resultPath"))
        terms = [name(graph.value(result, sh(term)), facts) for term in TERMS]
        found[(sparql(read_path(graph, path)) if path else "", *terms)] += 1
    return found


def name(term: Term | None, facts: Facts) -> str:
    """Name a term; a literal as the store spells it, since that is how it comes back."""
    if isinstance(term, Literal):
        return str(facts.spelling(term))
    return "_:" if isinstance(term, Blank) else str(term or "")


def tests_of(root: Path, file: Path) -> Iterator[bool]:
    """Tell of each test in a file whether it passes."""
    graph = of_file(root, file)
    for test in graph.subjects():
        if Iri(TEST + "Validate") not in graph.objects(test, RDF_TYPE):
            continue
        [action] = graph.objects(test, Iri(MANIFEST + "action"))
        [wanted] = graph.objects(test, Iri(MANIFEST + "result"))
        data, shapes = (
            of_file(root, root / str(graph.value(action, Iri(TEST + part)))[1:-1][len(BASE) :])
            for part in ("dataGraph", "shapesGraph")
        )
        facts = Facts("")
        facts.add(data.triples)
        try:
            made = report(run(facts, shapes))
        except OwnFault as error:
            yield wanted == Iri(TEST + "Failure") and REFUSED.get(file.stem, "?") in str(error)
            continue
        [head] = (s for s, p, _ in made if p == sh("conforms"))
        expected = results(graph, wanted, facts)
        yield wanted != Iri(TEST + "Failure") and results(Index(made), head, facts) == expected


def outcome(root: Path, part: str) -> dict[str, bool]:
    """Tell of each test of a part of the suite whether it passes."""
    return {
        f"{file.relative_to(root).as_posix()} {number}": passes
        for file in sorted((root / part).rglob("*.ttl"))
        for number, passes in enumerate(tests_of(root, file))
    }


def main(root: Path) -> int:
    missed: list[str] = []
    for part, title in PARTS.items():
        passed = outcome(root, part)
        sys.stdout.write(f"{title} {sum(passed.values())}/{len(passed)}\n")
        missed += [test for test, passes in passed.items() if not passes]
    sys.stdout.writelines(f"missed: {test}\n" for test in missed)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
