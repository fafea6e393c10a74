"""Where another engine finds something else, and why; each has its graph in ``differences/``."""

from collections.abc import Callable
from pathlib import Path

from samgraf.store.asking import Facts, Literal, Term, read
from samgraf.validation.terms import XSD

from .changing import NS, ORG
from .oracles import Rows

FOLDER = Path(__file__).parent / "differences"
Row = tuple[str, ...]


def of_iris(row: Row, facts: Facts) -> bool:
    """Tell whether two IRIs are compared."""
    return "#LessThan" in row[3] and row[2].startswith("<")


def with_itself(row: Row, facts: Facts) -> bool:
    """Tell whether an IRI is compared that may stand on both sides."""
    return "#LessThanOrEquals" in row[3] and row[2].startswith("<")


def of_texts(row: Row, facts: Facts) -> bool:
    """Tell whether the focus node, or a member that it names, has a day that is only a text."""
    if not row[3].endswith("#SPARQLConstraintComponent>"):
        return False
    nodes = [node for node in subjects(facts) if str(node) == row[0]]
    nodes += [
        o
        for node in nodes
        for _, p, o in facts.matching(node, None, None)
        if p.value == ORG + "member"
    ]
    return any(
        p.value in (NS + "start", NS + "end")
        and isinstance(o, Literal)
        and o.datatype.value == XSD + "string"
        for node in nodes
        for _, p, o in facts.matching(node, None, None)
    )


def of_equal_rows(row: Row, facts: Facts) -> bool:
    """Tell whether a result is of the one shape whose query returns a row twice."""
    return row[5] == "<urn:Shape>" and row[3].endswith("#SPARQLConstraintComponent>")


def subjects(facts: Facts) -> set[Term]:
    return {s for s, _, _ in facts.matching(None, None, None)}


def of_blank_nodes(row: Row, facts: Facts) -> bool:
    """Tell whether a query in a nested shape is asked about a blank node."""
    return row[5] == "<urn:Nesting>" and "_:" in (row[0], row[2])


def of_a_count(row: Row, facts: Facts) -> bool:
    """Tell whether a sub-SELECT counts what a blank node has."""
    return row[0] == "_:" and row[5] in ("<urn:Counting>", "<https://x.example/shapes#Network>")


KNOWN: dict[str, Callable[[Row, Facts], bool]] = {
    "pyshacl-turbo.equal-rows": of_equal_rows,
    "pyshacl-turbo.same-iri-on-both-sides": with_itself,
    "pyshifty.blank-node-in-a-query": of_blank_nodes,
    "pyshifty.blank-node-in-a-sub-select": of_a_count,
    "pyshacl.iris-in-order": of_iris,
    "pyshacl.string-before-date": of_texts,
}


def unexplained(engine: str, rows: Rows, facts: Facts) -> Rows:
    """Leave out the differences that are known of an engine."""
    tests = [test for name, test in KNOWN.items() if name.partition(".")[0] == engine]
    return Rows({row: n for row, n in rows.items() if not any(test(row, facts) for test in tests)})


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.ttl").read_text(encoding="utf-8")


def facts_of(text: str) -> Facts:
    facts = Facts("")
    facts.add(read(text))
    return facts
