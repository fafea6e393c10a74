"""Query workers: what they answer, and what stops them."""

import io
import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from samgraf.errors import QueryRefused, StoreError
from samgraf.store import wellformed
from samgraf.store.answers import AnswerCut
from samgraf.store.once import ask_once
from samgraf.store.pool import Pool
from samgraf.store.wire import Query
from samgraf.store.worker import BINDINGS, GRAPHS

from . import abuse
from .asking import JSON, SMALL
from .serving import BIG, ROWS, TIGHT, ask, make_version, refusal, some_quads, state, zygote

ACTORS = 4000


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_version(tmp_path_factory.mktemp("build"), "v1", some_quads(ACTORS))


@pytest.fixture(scope="module", params=["memory", "disk"])
def pool(
    request: pytest.FixtureRequest, version: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pool]:
    run_dir = tmp_path_factory.mktemp("run")
    with zygote(version, run_dir, TIGHT, request.param), closing(Pool(run_dir, TIGHT)) as made:
        yield made


def test_every_quad_and_the_unnamed_graph_are_there(pool: Pool) -> None:
    rows = pool.table(
        "SELECT (COUNT(*) AS ?n) ?part { { ?s ?p ?o BIND('unnamed' AS ?part) } "
        "UNION { GRAPH ?g { ?s ?p ?o } BIND('named' AS ?part) } } GROUP BY ?part ORDER BY ?part"
    )
    assert [row["n"].value for row in rows] == [str(ACTORS), str(3 * ACTORS)]


def test_a_variable_takes_a_given_value(pool: Pool) -> None:
    rows = pool.table(
        "SELECT ?s ?name { ?s <https://example.org/name> ?name }",
        s="<https://example.org/actor/7>",
    )
    assert [(row["name"].value, row["name"].language) for row in rows] == [("Kommune nr. 7", "da")]


@pytest.mark.parametrize("text", ["<a> . <b:c> <d:e> <f:g>", "nonsense", ""])
def test_a_value_that_is_no_term_is_refused(pool: Pool, text: str) -> None:
    with pytest.raises(QueryRefused):
        pool.table("SELECT ?s { ?s ?p ?o } LIMIT 1", s=text)


def test_a_graph_comes_in_the_format_asked_for(pool: Pool) -> None:
    describe = "DESCRIBE <https://example.org/actor/7>"
    assert pool.graph(describe, "application/n-triples").count(b"\n") == 3
    assert json.loads(pool.graph(describe, "application/ld+json"))


def test_the_form_of_the_result_decides_what_is_acceptable(pool: Pool) -> None:
    with pytest.raises(QueryRefused) as table:
        pool.start(Query(SMALL, None, "text/turtle"))
    with pytest.raises(QueryRefused) as graph:
        pool.start(Query("DESCRIBE <a:b>", JSON, None))
    assert (table.value.kind, graph.value.kind) == ("not-acceptable", "not-acceptable")
    assert "text/csv" in table.value.detail
    assert "text/turtle" in graph.value.detail


def test_a_long_reply_is_whole(pool: Pool) -> None:
    answer = pool.start(Query(BIG, JSON, None))
    assert not answer.complete
    assert len(json.loads(answer.body())["results"]["bindings"]) == ROWS
    answer.close()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * {", "syntax"),
        ("ASK { ?s ?p '\ud800' }", "bad-request"),
        (abuse.deep_groups(), "too-complex"),
        ("SELECT (<https://example.org/f>(1) AS ?x) {}", "bad-request"),
    ],
    ids=["syntax", "surrogate", "nesting", "unknown function"],
)
def test_a_query_that_cannot_be_answered_is_refused_by_kind(
    pool: Pool, text: str, kind: str
) -> None:
    assert refusal(pool, text) == kind
    assert ask(pool, SMALL)


XML = "application/sparql-results+xml"
RDF_XML = "application/rdf+xml"
RESULTS = "http://www.w3.org/2005/sparql-results#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"


def body(pool: Pool, text: str, table: str | None, graph: str | None = None) -> bytes:
    """Return a whole reply."""
    answer = pool.start(Query(text, table, graph))
    try:
        return answer.body()
    finally:
        answer.close()


def test_xml_keeps_every_character_that_it_can(pool: Pool) -> None:
    text = r'SELECT ("a\rb\n\t<é>\U0001F600" AS ?x) {}'
    [value] = ElementTree.fromstring(body(pool, text, XML)).iter(f"{{{RESULTS}}}literal")
    assert value.text == "a\rb\n\t<é>\U0001f600"


@pytest.mark.parametrize(
    ("text", "form", "told"),
    [
        (r'SELECT ("\u0001" AS ?x) {}', XML, "U+0001"),
        (r'SELECT ("\uFFFF" AS ?x) {}', XML, "U+FFFF"),
        (r'CONSTRUCT { <a:a> <http://ex/p> "a\u0008b" } {}', RDF_XML, "U+0008"),
        ('CONSTRUCT { <a:a> <http://ex/1> "x" } {}', RDF_XML, "end in a name"),
        ("CONSTRUCT { <a:a> <http://ex/1> <a:b> } {}", RDF_XML, "end in a name"),
        ("CONSTRUCT { <a:a> a <http://ex/1> } {}", RDF_XML, "end in a name"),
        (f'CONSTRUCT {{ <a:a> <{SKOS}> "x" }} {{}}', RDF_XML, "end in a name"),
        (f"CONSTRUCT {{ <a:a> <{SKOS}> <a:b> }} {{}}", RDF_XML, "end in a name"),
        (f"CONSTRUCT {{ <a:a> a <{SKOS}> }} {{}}", RDF_XML, "end in a name"),
        (f'CONSTRUCT {{ <a:a> <{RDF}Description> "x" }} {{}}', RDF_XML, "a word of RDF/XML"),
        ("CONSTRUCT { <a:a> <a:b> <<( <a:a> <a:b> 1 )>> } {}", "application/ld+json", "a triple"),
    ],
)
def test_what_a_format_cannot_say_is_refused(pool: Pool, text: str, form: str, told: str) -> None:
    table, graph = (form, None) if form == XML else (None, form)
    with pytest.raises(QueryRefused, match=re.escape(told)) as refused:
        body(pool, text, table, graph)
    assert refused.value.kind == "not-acceptable"
    _, _, others = refused.value.detail.rpartition("ask for one of ")
    assert set(others.split(", ")) == {*(BINDINGS if table else GRAPHS)} - {form}


@pytest.mark.parametrize("text", ['a: b="c"', "a:>", "<oxprefix: x", "</a:>"])
def test_a_text_is_not_taken_for_what_xml_cannot_say(pool: Pool, text: str) -> None:
    query = f"CONSTRUCT {{ <a:a> <a:b> '{text}' }} {{}}"
    [node] = ElementTree.fromstring(body(pool, query, None, RDF_XML))
    assert [value.text for value in node] == [text]


def test_a_reply_that_xml_cannot_go_on_with_is_cut(pool: Pool) -> None:
    text = rf'SELECT * {{ {{ {BIG} }} UNION {{ BIND("\u0001" AS ?x) }} }} ORDER BY ?x'
    with closing(pool.start(Query(text, XML, None))) as answer:
        assert not answer.complete
        with pytest.raises(AnswerCut, match=r"U\+0001") as cut:
            answer.body()
    assert cut.value.kind == "not-acceptable"


def passed(whole: bytes, size: int) -> bytes:
    """Write XML in parts of one size; return what was passed on."""
    kept = io.BytesIO()
    with wellformed.sink(kept, RDF_XML, GRAPHS) as sink:
        for place in range(0, len(whole), size):
            sink.write(whole[place : place + size])
    return kept.getvalue()


def test_what_xml_cannot_say_is_found_wherever_parts_of_a_reply_meet() -> None:
    for before in range(40):
        for wrong in (b"\xef\xbf\xbe", b"\x01", b'<oxprefix: xmlns:oxprefix="', b"</rdf:>"):
            for size in (1, 2, 7, 11, 12, 13, 31, 32, 33):
                with pytest.raises(QueryRefused):
                    passed(b"x" * before + wrong + b"y" * 30, size)
    assert passed(b"a\rb\r" * 9, 1) == b"a&#13;b&#13;" * 9


def test_the_time_limit_is_kept(pool: Pool) -> None:
    started = time.monotonic()
    assert refusal(pool, abuse.cross_count()) == "time-limit"
    assert 1.9 < time.monotonic() - started < 3


def test_service_past_the_scanner_opens_no_connection(pool: Pool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        target = f"<http://127.0.0.1:{listener.getsockname()[1]}/x>"
        assert refusal(pool, f"SELECT * {{ SERVICE {target} {{ ?a ?b ?c }} }}") == "network-refused"
        ask(pool, f"SELECT * {{ SERVICE SILENT {target} {{ ?a ?b ?c }} }}")
        refusal(pool, f"SELECT * {{ BIND({target} AS ?g) SERVICE ?g {{ ?a ?b ?c }} }}")
        ask(pool, f"SELECT * FROM {target} {{ ?a ?b ?c }}")
        with pytest.raises(TimeoutError):
            listener.accept()


def test_the_listener_of_that_test_would_see_a_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        socket.create_connection(listener.getsockname()).close()
        listener.accept()[0].close()


def test_a_worker_is_replaced_after_its_queries(version: Path, tmp_path: Path) -> None:
    few = replace(TIGHT, worker_queries=3)
    run_dir = tmp_path / "run"
    with zygote(version, run_dir, few), closing(Pool(run_dir, few)) as pool:
        for _ in range(3):
            ask(pool, SMALL)
        assert pool.busy()["idle"] == 0
        assert refusal(pool, "nonsense") == "syntax"
        assert state(pool.run_dir, "v1")["started"] == 2


def test_a_small_query_copies_next_to_no_memory_of_the_shared_store(
    version: Path, tmp_path: Path
) -> None:
    run_dir = tmp_path / "run"
    with zygote(version, run_dir, TIGHT), closing(Pool(run_dir, TIGHT)) as pool:
        names = "SELECT ?name { ?s <https://example.org/name> ?name } LIMIT 3"
        ask(pool, names)
        [worker] = workers(run_dir)
        before = faults(worker)
        for number in range(10):
            ask(pool, f"{names} # {number}")
        # 4 where the store has a heap of its own, 109 where queries take from the same one.
        assert faults(worker) - before < 40


def workers(run_dir: Path) -> list[int]:
    found = state(run_dir, "v1")["workers"]
    assert isinstance(found, list)
    return found


def faults(pid: int) -> int:
    """Count the pages that a process had made or copied for it."""
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    return int(stat.rpartition(")")[2].split()[7])


@pytest.mark.slow
@pytest.mark.parametrize("pages", ["0", "1"], ids=["small pages", "huge pages"])
def test_a_worker_is_replaced_when_it_has_taken_much_memory(
    version: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: str
) -> None:
    monkeypatch.setenv("GLIBC_TUNABLES", f"glibc.malloc.hugetlb={pages}")
    little = replace(TIGHT, worker_touched_mib=48, query_seconds=20, cpu_seconds=20)
    run_dir = tmp_path / "run"
    pairs = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?t { ?s ?p ?o . ?t ?q ?o } LIMIT 400000 }"
    with zygote(version, run_dir, little), closing(Pool(run_dir, little)) as pool:
        ask(pool, SMALL)
        assert pool.busy()["idle"] == 1
        ask(pool, pairs)
        assert pool.busy()["idle"] == 0


def test_the_memory_limit_is_kept(version: Path, tmp_path: Path) -> None:
    little = replace(TIGHT, memory_mib=64, query_seconds=8, cpu_seconds=8)
    run_dir = tmp_path / "run"
    with zygote(version, run_dir, little), closing(Pool(run_dir, little)) as pool:
        assert refusal(pool, abuse.concat_chain()) == "memory-limit"
        assert ask(pool, SMALL)


def test_one_query_without_a_server_is_answered(version: Path) -> None:
    reply = ask_once(version / "store", Query(SMALL, "text/csv", None), TIGHT)
    assert reply.media_type == "text/csv"
    assert b"".join(reply.body) == b"o\r\nKommune nr. 7\r\n"


@pytest.mark.parametrize(
    ("text", "kind"), [("SELECT * {", "syntax"), (abuse.deep_groups(), "too-complex")]
)
def test_one_query_without_a_server_is_refused(version: Path, text: str, kind: str) -> None:
    with pytest.raises(QueryRefused) as refused:
        ask_once(version / "store", Query(text, JSON, None), TIGHT)
    assert refused.value.kind == kind


def test_a_cut_reply_without_a_server_raises(version: Path) -> None:
    short = replace(TIGHT, reply_mib=1)
    reply = ask_once(version / "store", Query(BIG, JSON, None), short)
    with pytest.raises(QueryRefused) as refused:
        b"".join(reply.body)
    assert refused.value.kind == "reply-too-large"


def test_a_store_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        ask_once(tmp_path / "nowhere", Query(SMALL, JSON, None), TIGHT)
