"""LATERAL written in another way gives the same rows, or is refused."""

import pyoxigraph as ox
import pytest

from samgraf.store.remote import binding, plain, tree

DATA = """
PREFIX : <x:> :a :n 1, 5 ; :p :b . :b :n 2, 4 ; :p :c . :c :n 3 ; :l "c" . :d :p :a, :b .
"""
SAME = {
    "a pattern": "SELECT * { ?s <x:p> ?o LATERAL { ?o <x:n> ?n } }",
    "alternatives": "SELECT * { ?s <x:p> ?o LATERAL { { ?s <x:n> ?n } UNION { ?o <x:l> ?l } } }",
    "an OPTIONAL": "SELECT * { ?s <x:p> ?o LATERAL { OPTIONAL { ?o <x:l> ?l } } }",
    "a cut SELECT": (
        "SELECT * { ?s <x:p> ?o LATERAL { SELECT ?s ?n { ?s <x:n> ?n } ORDER BY ?n LIMIT 1 } }"
    ),
    "a cut SELECT in OPTIONAL": (
        "SELECT * { ?s <x:p> ?o LATERAL { OPTIONAL { SELECT ?s ?n { ?s <x:n> ?n } "
        "ORDER BY ?n LIMIT 1 } } }"
    ),
    "a cut SELECT in OPTIONAL of an alternative": (
        "SELECT * { ?s <x:p> ?o LATERAL { { ?o <x:l> ?l } UNION { FILTER(?o != <x:c>) OPTIONAL { "
        "SELECT ?o ?n { ?o <x:n> ?n } ORDER BY DESC(?n) LIMIT 1 } } } }"
    ),
}
REFUSED = {
    "a cut SELECT in LATERAL of a group": (
        "SELECT * { { ?s <x:p> ?o LATERAL { SELECT ?s ?n { ?s <x:n> ?n } LIMIT 1 } } }"
    ),
    "one in OPTIONAL there": (
        "SELECT * { { ?s <x:p> ?o LATERAL { OPTIONAL { SELECT ?s ?n { ?s <x:n> ?n } LIMIT 1 } } } }"
    ),
}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    found = ox.Store()
    found.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    return found


def solutions(store: ox.Store, text: str) -> ox.QuerySolutions:
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return found


def rows(store: ox.Store, text: str) -> list[list[str]]:
    found = solutions(store, text)
    names = sorted(variable.value for variable in found.variables)
    return sorted([f"{name}={row[name]}" for name in names] for row in found)


def rewritten(store: ox.Store, text: str) -> str:
    """Write a query without LATERAL, asking the store for what stands before a cut one."""
    read = tree.read(text)
    while (first := plain.before_cut(read)) is not None:
        found = solutions(store, tree.write(first))
        names = [variable.value for variable in found.variables]
        told = [[binding.written(t) if t is not None else None for t in row] for row in found]
        plain.with_rows(read, names, told)
    plain.without_lateral(read)
    return tree.write(read)


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_lateral_gives_the_same_rows_in_another_form(store: ox.Store, text: str) -> None:
    told = rewritten(store, text)
    assert "LATERAL" not in told
    assert rows(store, told) == rows(store, text) != []


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_told_otherwise_is_refused(store: ox.Store, text: str) -> None:
    with pytest.raises(tree.Unreadable):
        rewritten(store, text)
