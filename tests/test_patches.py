"""What a write changes: as rows, from a store and back, and what is left of a half-written log."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from samgraf.errors import QueryRefused, StoreError
from samgraf.store import changing, patches
from samgraf.store.patches import Patch
from samgraf.store.wire import Deposit, Update
from samgraf.store.writes import Writes, apply

DATA = """
<x:a> <x:p> "one\\nline" <x:g> .
<x:a> <x:p> "b\u00e5t"@da <x:g> .
<x:a> <x:p> <<( <x:s> <x:p> "TC ." )>> .
<x:b> <x:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <x:h> .
_:one <x:p> _:two <x:h> .
"""
UPDATES = [
    "INSERT DATA { <x:new> <x:p> 'a', 'b'@en-GB }",
    "INSERT DATA { GRAPH <x:g> { <x:a> <x:p> 'båt'@da , _:b . _:b <x:p> 1.50 } }",
    "PREFIX x: <x:> INSERT DATA { x:c a x:C } ; INSERT DATA { GRAPH x:new { x:c x:p true } }",
    "DELETE DATA { GRAPH <x:g> { <x:a> <x:p> 'båt'@da } }",
    "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { ?s ?p ?g } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "CLEAR ALL",
    "DROP GRAPH <x:g>",
    "CREATE GRAPH <x:empty>",
    "COPY <x:g> TO <x:h>",
    "MOVE GRAPH <x:g> TO DEFAULT ; INSERT { <x:n> <x:p> ?o } WHERE { <x:b> <x:p> ?o }",
    "INSERT { ?s <x:twice> ?o } WHERE { ?s <x:p> ?o } # INSERT DATA",
]


def filled() -> ox.Store:
    store = ox.Store()
    store.extend(ox.parse(DATA, format=ox.RdfFormat.N_QUADS))
    return store


def state(store: ox.Store) -> tuple[list[str], list[str]]:
    """What a store holds; blank nodes by their places alone."""
    quads = [f"{q.subject}|{q.predicate}|{q.object}|{q.graph_name}" for q in store]
    blank = sorted(
        " ".join(word if not word.startswith("_:") else "_" for word in quad.split("|"))
        for quad in quads
    )
    return blank, sorted(graph.value for graph in store.named_graphs())


@pytest.mark.parametrize("text", UPDATES)
def test_a_patch_does_to_a_store_what_the_update_does(text: str) -> None:
    expected, tried, patched = filled(), filled(), filled()
    expected.update(text)
    patch = changing.updated(tried, Update(text))
    apply(patched, patches.decode(patch.encode()), union=False)
    assert state(patched) == state(expected)


@pytest.mark.parametrize(
    ("method", "graph", "text", "quads", "graphs"),
    [
        ("PUT", "x:g", "<x:n> <x:p> 1 .", 4, 2),
        ("PUT", "x:new", "", 5, 3),
        ("PUT", "", "<x:n> <x:p> 1 .", 5, 2),
        ("POST", "x:g", "<x:a> <x:p> 'båt'@da , 2 .", 6, 2),
        ("POST", "x:h", "_:one <x:p> _:two .", 6, 2),
        ("DELETE", "x:g", "", 3, 1),
        ("DELETE", "", "", 4, 2),
    ],
)
def test_a_graph_is_replaced_added_to_or_dropped(
    method: str, graph: str, text: str, quads: int, graphs: int
) -> None:
    store = filled()
    parts = (("text/turtle", text),) if method != "DELETE" else ()
    patch = changing.deposited(filled(), Deposit(method, graph, parts, None))
    apply(store, patch, union=False)
    assert (len(store), len([*store.named_graphs()])) == (quads, graphs)


def test_a_graph_that_is_not_there_cannot_be_dropped() -> None:
    with pytest.raises(QueryRefused) as refused:
        changing.deposited(filled(), Deposit("DELETE", "x:nothing"))
    assert refused.value.kind == "not-found"


def test_a_write_into_a_union_is_refused() -> None:
    changing.refuse_union(Patch(b"", b'<x:a> <x:p> "x" <x:g> .\n'))
    with pytest.raises(QueryRefused, match="named graph"):
        changing.refuse_union(Patch(b"", b'<x:a> <x:p> "x" .\n'))


def test_a_union_follows_its_graphs() -> None:
    store = ox.Store()
    first = Patch(b"", b'<x:a> <x:p> "x" <x:g> .\n<x:a> <x:p> "x" <x:h> .\n')
    apply(store, first, union=True)
    unnamed = ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.Literal("x"))
    assert unnamed in store
    apply(store, Patch(b'<x:a> <x:p> "x" <x:g> .\n'), union=True)
    assert unnamed in store
    apply(store, Patch(b'<x:a> <x:p> "x" <x:h> .\n'), union=True)
    assert len(store) == 0


def test_what_no_union_graph_holds_stays_out_of_the_union() -> None:
    store = ox.Store()
    yearly = "https://w3id.org/samgraf/graph/asof/2009-12-31"
    apply(store, Patch(b"", f'<x:a> <x:p> "x" <{yearly}> .\n'.encode()), union=True)
    assert len(store) == 1


def test_a_log_is_replayed_and_a_half_written_end_is_dropped(tmp_path: Path) -> None:
    log = tmp_path / "writes" / "v1.log"
    store, writes = ox.Store(), Writes("v1", str(log))
    assert writes.name == "v1"
    for text in ("INSERT DATA { <x:a> <x:p> 1 }", "INSERT DATA { GRAPH <x:g> { <x:a> <x:p> 2 } }"):
        writes.write(store, changing.updated(store, Update(text)).encode(), union=False)
    assert writes.name == "v1~2"
    whole = log.read_bytes()
    with log.open("ab") as file:
        file.write(b"TX .\nA <x:a> <x:p> ")
    again, replayed = ox.Store(), Writes("v1", str(log))
    replayed.replay(again, union=False)
    assert (replayed.name, state(again)) == ("v1~2", state(store))
    assert log.read_bytes() == whole


def test_a_log_that_is_no_log_is_told(tmp_path: Path) -> None:
    log = tmp_path / "v1.log"
    log.write_bytes(b"hello\nTC .\n")
    with pytest.raises(StoreError, match="damaged"):
        Writes("v1", str(log)).replay(ox.Store(), union=False)


def test_a_write_that_cannot_be_kept_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "writes").write_text("a file where a folder is needed")
    store, writes = ox.Store(), Writes("v1", str(tmp_path / "writes" / "v1.log"))
    patch = changing.updated(store, Update("INSERT DATA { <x:a> <x:p> 1 }"))
    with pytest.raises(OSError, match="exists"):
        writes.write(store, patch.encode(), union=False)
    assert (len(store), writes.name) == (0, "v1")


def test_without_a_log_the_states_of_two_processes_have_other_names() -> None:
    assert Writes("v1", None).name != Writes("v1", None).name
