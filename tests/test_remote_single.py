"""What VALUES tells alone is bound for other engines, and never so that it means another thing."""

import pyoxigraph as ox
import pytest

from samgraf.store.remote import tree
from samgraf.store.remote.single import bind_singles

DATA = """
PREFIX : <x:> :a :p :b ; :n 1 ; :in :g . :b :p :c ; :n 2 ; :in :g . :c :p :a ; :n 3 ; :l "a" .
:d :q :a .
"""
A = "VALUES ?x { <x:a> }"
BOUND = {
    "the beginning of a path": f"SELECT * {{ {A} ?x <x:p>* ?y }}",
    "a number in a filter": "SELECT * { VALUES ?x { 2 } ?s <x:n> ?n FILTER(?n >= ?x) }",
    "a typed value": (
        'SELECT * { VALUES ?x { "2"^^<http://www.w3.org/2001/XMLSchema#integer> } '
        "?s <x:n> ?n FILTER(?n >= ?x) }"
    ),
    "a pair of brackets": "SELECT * { VALUES (?x) { (<x:a>) } ?s ?p ?x }",
    "a filter of OPTIONAL": (
        f"SELECT * {{ {A} ?s <x:p> ?y OPTIONAL {{ ?y <x:q> ?z FILTER(?z = ?x) }} }}"
    ),
    "EXISTS": f"SELECT * {{ {A} ?s <x:n> ?n FILTER NOT EXISTS {{ {A} ?s <x:p> ?x }} }}",
    "alternatives": f"SELECT * {{ {A} {{ ?x <x:p> ?y }} UNION {{ ?y <x:q> ?x }} }}",
    "a SELECT with the same": (
        f"SELECT ?x ?y ?n {{ {A} ?x <x:p> ?y {{ SELECT ?x (COUNT(*) AS ?n) {{ {A} ?o ?p ?x }} "
        "GROUP BY ?x } }"
    ),
    "LATERAL": f"SELECT * {{ {A} ?x <x:p> ?y LATERAL {{ ?x <x:n> ?z FILTER(?x != ?y) }} }}",
    "a SELECT alone": f"SELECT ?s ?n {{ ?s <x:n> ?n {{ SELECT ?s {{ {A} ?s <x:p> ?x }} }} }}",
    "the head and the order": f"SELECT (STR(?x) AS ?t) {{ {A} ?x <x:p> ?y }} ORDER BY ?x",
}
LEFT = {
    "two terms": "SELECT * { VALUES ?x { <x:a> <x:b> } ?x <x:p> ?y }",
    "nothing": "SELECT * { VALUES ?x { UNDEF } ?x <x:p> ?y }",
    "OPTIONAL before it": f"SELECT * {{ ?s <x:n> ?n OPTIONAL {{ ?s <x:in> ?x }} {A} }}",
    "MINUS that names it": f"SELECT * {{ {A} ?s <x:n> ?n MINUS {{ ?x <x:p> ?y }} }}",
    "a SELECT that is cut": (
        f"SELECT * {{ {A} {{ SELECT ?x ?y {{ ?y <x:p> ?x }} ORDER BY ?y LIMIT 1 }} }}"
    ),
    "a group that does not know it": f"SELECT * {{ {A} {{ ?s <x:p> ?o FILTER(?o = ?x) }} }}",
    "an alternative that does not know it": (
        f"SELECT * {{ {A} {{ ?s <x:p> ?x }} UNION {{ ?s <x:q> ?o FILTER(?o = ?x) }} }}"
    ),
    "BIND in OPTIONAL": f"SELECT * {{ {A} ?s <x:n> ?n OPTIONAL {{ ?s <x:p> ?o BIND(?x AS ?z) }} }}",
    "a text that a triple is about": 'SELECT * { VALUES ?x { "a" } ?x ?p ?o }',
    "other values for it": f"SELECT * {{ {A} VALUES ?x {{ <x:b> }} ?s <x:p> ?x }}",
}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    found = ox.Store()
    found.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    return found


def rewritten(text: str) -> str:
    query = tree.read(text)
    bind_singles(query, lateral=True)
    return tree.write(query)


def rows(store: ox.Store, text: str) -> list[list[str]]:
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    names = sorted(variable.value for variable in found.variables)
    return sorted([f"{name}={row[name]}" for name in names] for row in found)


@pytest.mark.parametrize("text", BOUND.values(), ids=BOUND)
def test_one_term_stands_in_the_places_of_its_variable(store: ox.Store, text: str) -> None:
    told = rewritten(text)
    assert "VALUES" not in told
    assert rows(store, told) == rows(store, text) != []


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_values_stay_where_a_term_would_mean_another_thing(store: ox.Store, text: str) -> None:
    told = rewritten(text)
    assert told.count("VALUES") == text.count("VALUES")
    assert rows(store, told) == rows(store, text)
