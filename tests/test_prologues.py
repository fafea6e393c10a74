"""Updates with a prologue before each operation, which the engine alone does not read."""

import time

import pyoxigraph as ox
import pytest

from samgraf.errors import QueryRefused
from samgraf.store import changing, prologues
from samgraf.store.wire import Update

A, B = "PREFIX a: <http://a/>", "PREFIX b: <http://b/> BASE <http://c/>"
WHOLE = [
    "INSERT DATA { <a:a> <a:b> 1 ; <a:c> 2 }",
    f"{A} INSERT DATA {{ a:x a:p '; PREFIX' }} ; CLEAR ALL ;",
    f"{A} {B} INSERT DATA {{ a:x a:p 1 }} ; # ; PREFIX\n",
    "",
    "CLEAR ALL ; CLEAR",
    "INSERT DATA { <a:;PREFIX> <a:b> '''; BASE''' , [ <a:c> 1 ; <a:d> 2 ] } ; INSERT DATA {}",
    "PREFIX base: <http://a/> INSERT DATA { base:\\;PREFIX base:p 1 }",
]


@pytest.mark.parametrize("text", WHOLE)
def test_what_the_engine_reads_is_left_as_it_is(text: str) -> None:
    assert [piece.text for piece in prologues.pieces(text)] == [text]


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
        (
            f"VERSION '1.2' {A} CLEAR ALL; VERSION '1.2' PREFIX:<http://e/>\n"
            "PREFIX clear: <http://f/> INSERT DATA { a:x :p clear:all } ; prefix a: <http://z/> "
            "INSERT DATA { :x a:p 1 }",
            {"<http://a/x> <http://e/p>", "<http://e/x> <http://z/p>"},
        ),
        (
            "BASE <http://a/> PREFIX : <b/> CLEAR ALL; BASE <c/> INSERT DATA { :x <p> 1 } ; "
            "BASE <c/> PREFIX a: <> INSERT DATA { :y <p> a:z } ; BASE <http://a/> "
            "INSERT DATA { <z> <p> a:x } ; BASE <http://a/> INSERT DATA { <u> <p> a:x }",
            {
                "<http://a/b/x> <http://a/c/p>",
                "<http://a/b/y> <http://a/c/c/p>",
                "<http://a/z> <http://a/p>",
                "<http://a/u> <http://a/p>",
            },
        ),
    ],
)
def test_each_operation_has_its_own_prologue(text: str, added: set[str]) -> None:
    patch = changing.updated(ox.Store(), Update(text))
    assert {" ".join(line.split()[:2]) for line in patch.added.decode().splitlines()} == added
    assert len(prologues.pieces(text)) > 1


@pytest.mark.parametrize(
    "marked",
    [
        "CLEAR ALL;\nPREFIX : <http://e/> INSERT DATA { :d :p ¤}",
        "CLEAR ALL; PREFIX : <http://e/> INSERT DATA { :d :p ¤}",
        "INSERT DATA {\n} ; PREFIX : <x:> CLEAR ALL\n;\r\n BASE <y:>\n  CLEAR ¤;",
        "DROP ALL; INSERT DATA { <s:> <p:> ¤} ; PREFIX : <x:> CLEAR ALL",
        "CLEAR ALL ; ¤; PREFIX : <x:> CLEAR ALL",
        "PREFIX a:<a:>PREFIX b:<b:>\nCLEAR ALL;BASE<c:>CLEAR ALL;PREFIX a:<d:>CLEAR ¤;",
    ],
)
def test_a_fault_has_its_own_place(marked: str) -> None:
    place, text = marked.index("¤"), marked.replace("¤", "")
    line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
    with pytest.raises(SyntaxError, match=rf"error at {line}:\d+: ") as fault:
        changing.updated(ox.Store(), Update(text))
    told = int(str(fault.value).split(":")[1])
    assert column <= told <= column + 2  # the engine tells the farthest place that it looked at


def test_a_blank_node_cannot_stand_in_two_operations() -> None:
    one, two = "INSERT DATA { _:a <x:p> 1 }", "INSERT DATA { _:b <x:p> _:a }"
    with pytest.raises(QueryRefused, match="_:a stands in several operations") as refused:
        changing.updated(ox.Store(), Update(f"{one} ; {A} {two}"))
    assert refused.value.kind == "syntax"


def test_many_operations_with_prologues_take_little_time() -> None:
    text = " ; ".join(f"{A} {B} INSERT DATA {{ a:x{n} a:p '{'x' * 99}' }}" for n in range(3000))
    begun = time.process_time()
    assert changing.updated(ox.Store(), Update(text)).added.count(b"\n") == 3000
    assert time.process_time() - begun < 4
