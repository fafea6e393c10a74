"""Updates with a prologue before each operation, which the engine alone does not read."""

import pyoxigraph as ox
import pytest

from samgraf.store import changing, prologues
from samgraf.store.wire import Update

A, B = "PREFIX a: <http://a/>", "PREFIX b: <http://b/> BASE <http://c/>"
WHOLE = [
    "INSERT DATA { <a:a> <a:b> 1 ; <a:c> 2 }",
    f"{A} INSERT DATA {{ a:x a:p '; PREFIX' }} ; CLEAR ALL ;",
    f"{A} {B} INSERT DATA {{ a:x a:p 1 }} ; # ; PREFIX\n",
    "",
    "CLEAR ALL ; CLEAR",
]


@pytest.mark.parametrize("text", WHOLE)
def test_what_the_engine_reads_is_left_as_it_is(text: str) -> None:
    assert [*prologues.pieces(text)] == [text]


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("CLEAR ALL; PREFIX : <http://e/> INSERT DATA { :d :p 1 }", {"<http://e/d> <http://e/p>"}),
        (
            f"{A} INSERT DATA {{ a:x a:p '; PREFIX b: <x>' }};\n{B}\nINSERT DATA {{ b:x a:p <y> }}",
            {"<http://a/x> <http://a/p>", "<http://b/x> <http://a/p>"},
        ),
        (
            f"{A} INSERT DATA {{ a:x a:p 1 }}; PREFIX a: <http://z/> INSERT DATA {{ a:x a:p 1 }} ;",
            {"<http://a/x> <http://a/p>", "<http://z/x> <http://z/p>"},
        ),
        (
            f"{A} INSERT DATA {{ a:x a:p 1 }}; base <http://z/> DELETE {{ a:x a:p ?o }} "
            "INSERT { <x> a:p ?o } WHERE { a:x a:p ?o } ; PREFIX q: <http://q/>",
            {"<http://z/x> <http://a/p>"},
        ),
    ],
)
def test_each_operation_has_its_own_prologue(text: str, added: set[str]) -> None:
    patch = changing.updated(ox.Store(), Update(text))
    assert {" ".join(line.split()[:2]) for line in patch.added.decode().splitlines()} == added
    assert len([*prologues.pieces(text)]) > 1


def test_a_fault_has_its_own_place_and_nothing_stays() -> None:
    store = ox.Store()
    store.update("INSERT DATA { <a:a> <a:b> 1 . GRAPH <a:g> { <a:a> <a:b> 1 } }")
    before, graphs = {*store}, {*store.named_graphs()}
    for text, place in (
        ("CLEAR ALL;\nPREFIX : <http://e/> INSERT DATA { :d :p }", "2:"),
        ("CREATE GRAPH <a:h>; CLEAR ALL;\nPREFIX : <http://e/> INSERT DATA { :d :p 1 . ?x }", "2:"),
    ):
        with pytest.raises(SyntaxError, match=f"error at {place}"):
            changing.updated(store, Update(text))
        assert ({*store}, {*store.named_graphs()}) == (before, graphs)
    text = f"DROP GRAPH <a:g> ; {A} INSERT DATA {{ a:x a:p 1 }} ; {B} DROP GRAPH <a:none>"
    with pytest.raises(RuntimeError, match="does not exist"):
        changing.updated(store, Update(text))
    assert ({*store}, {*store.named_graphs()}) == (before, graphs)
