"""The graphs that a request names for an update, written into its text."""

import pyoxigraph as ox
import pytest

from samgraf.errors import QueryRefused
from samgraf.store.using import with_using

DATA = """
<x:a> <x:p> "1" <x:g> .
<x:b> <x:p> "2" <x:h> .
<x:c> <x:p> "3" .
"""


def after(text: str, using: tuple[str, ...], named: tuple[str, ...] = ()) -> set[str]:
    store = ox.Store()
    store.extend(ox.parse(DATA, format=ox.RdfFormat.N_QUADS))
    store.update(with_using(text, using, named))
    return {f"{quad.subject.value} {quad.predicate.value}" for quad in store}


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { ?s <x:q> 1 } WHERE { ?s ?p ?o }",
        "INSERT { ?s <x:q> 1 } where { ?s ?p ?o FILTER NOT EXISTS { ?s <x:where> ?w } } # WHERE",
        "INSERT DATA { <x:w> <x:q> 'WHERE {' } ; INSERT { ?s <x:q> 1 } WHERE { ?s ?p ?o }",
    ],
)
def test_the_pattern_sees_the_named_graphs_alone(text: str) -> None:
    assert {"x:a x:q", "x:b x:q"} <= after(text, ("x:g", "x:h"))
    assert "x:c x:q" not in after(text, ("x:g",))


def test_a_short_delete_sees_them_too_and_deletes_from_the_default_graph() -> None:
    assert "x:c x:p" in after("DELETE WHERE { ?s ?p ?o }", ("x:g",))
    both = "INSERT DATA { <x:n> <x:p> '1' } ; DELETE WHERE { ?s ?p ?o }"
    assert after(both, ("x:g",)) == {"x:n x:p", "x:a x:p", "x:b x:p", "x:c x:p"}


def test_graph_patterns_see_the_graphs_named_for_them() -> None:
    text = "INSERT { ?s <x:q> 1 } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert after(text, (), ("x:h",)) == {"x:a x:p", "x:b x:p", "x:c x:p", "x:b x:q"}


@pytest.mark.parametrize("clause", ["USING <x:g>", "USING NAMED <x:g>"])
def test_graphs_in_text_and_request_are_refused(clause: str) -> None:
    text = f"INSERT {{ ?s <x:q> 1 }} {clause} WHERE {{ ?s ?p ?o }}"
    with pytest.raises(QueryRefused, match="USING"):
        with_using(text, ("x:g",), ())
    with pytest.raises(QueryRefused, match="WITH"):
        with_using("WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ("x:g",), ())


@pytest.mark.parametrize("graph", ["x", "", "x:> } ; DROP ALL #", "x:a b"])
def test_what_is_no_iri_is_refused(graph: str) -> None:
    with pytest.raises(QueryRefused, match="IRI"):
        with_using("DELETE WHERE { ?s ?p ?o }", (graph,), ())
