"""The abuse list: queries that any stranger may send, and how each may end.

An outcome is a status and a kind of problem; ``cut`` is a reply that began and was visibly broken
off, ``whole`` one that was not.
"""

from collections.abc import Callable
from itertools import pairwise

Outcome = tuple[int, str]
Make = Callable[[], str]

TIME, MEMORY, COMPLEX = (503, "time-limit"), (503, "memory-limit"), (400, "too-complex")
SYNTAX, CUT, WHOLE = (400, "syntax"), (200, "cut"), (200, "whole")
_ORG = "http://www.w3.org/ns/org#"


def cross_count() -> str:
    return "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def cross_order() -> str:
    return "SELECT * { ?a a ?b . ?d a ?e } ORDER BY ?e ?a"


def cross_distinct() -> str:
    return "SELECT DISTINCT ?a ?d { ?a a ?b . ?d a ?e }"


def cross_group_concat() -> str:
    return "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a a ?b . ?d a ?e }"


def concat_chain() -> str:
    """Multiply 64 bytes by eight, ten times: 64 GiB."""
    steps = [f"BIND(CONCAT({','.join([f'?{a}'] * 8)}) AS ?{b})" for a, b in pairwise("abcdefghijk")]
    return f'SELECT (STRLEN(?k) AS ?n) {{ BIND("{"a" * 64}" AS ?a) {" ".join(steps)} }}'


def path_closure() -> str:
    member, organization = f"<{_ORG}member>", f"<{_ORG}organization>"
    path = f"({member}|^{member}|{organization}|^{organization})*"
    return f"SELECT (COUNT(*) AS ?n) {{ ?a {path} ?b }}"


def regex_repetition() -> str:
    return 'ASK { ?s ?p ?o FILTER(REGEX(STR(?o), "(a{1,1000}){1,1000}")) }'


def order_join() -> str:
    return "SELECT * { ?s ?p ?o . ?t ?q ?o } ORDER BY ?s ?t LIMIT 5"


def deep_parentheses() -> str:
    return "ASK { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }"


def deep_groups() -> str:
    return "SELECT * {" + "{" * 100_000 + "?s ?p ?o" + "}" * 100_000 + "}"


def many_unions() -> str:
    return "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 20_000) + " } LIMIT 1"


def long_negation() -> str:
    return "ASK { FILTER(" + "!" * 200_000 + "true) }"


def endless_stream() -> str:
    return "SELECT * { ?a ?b ?c . ?d ?e ?f }"


ALWAYS: list[tuple[Make, set[Outcome]]] = [
    (cross_count, {TIME, MEMORY}),
    (cross_order, {TIME, MEMORY}),
    (deep_groups, {COMPLEX}),
    (deep_parentheses, {COMPLEX}),
    (many_unions, {COMPLEX}),
    (long_negation, {COMPLEX, SYNTAX, WHOLE}),
    (concat_chain, {TIME, MEMORY}),
    (endless_stream, {CUT}),
]
"""What is tried in every run."""

RARELY: list[tuple[Make, set[Outcome]]] = [
    (cross_distinct, {TIME, MEMORY, CUT}),
    (cross_group_concat, {TIME, MEMORY}),
    (path_closure, {TIME, MEMORY}),
    (regex_repetition, {TIME, MEMORY, WHOLE}),
    (order_join, {TIME, MEMORY}),
]
"""What takes longer."""


def scanner_bombs() -> list[str]:
    """Return texts of 900 kB that make a careless token scan quadratic."""
    pieces = ("a-", "a.", '"\\"', "'''\\'", "<a", "a:", '"""\\"', "?", "((", "\\")
    return ["service " + piece * (900_000 // len(piece)) for piece in pieces]
