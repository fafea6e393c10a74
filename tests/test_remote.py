"""A remote store behind the workers: what it answers, and what becomes of what it does wrong."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from samgraf import config
from samgraf.cli import answering
from samgraf.errors import Misuse, QueryRefused, SamgrafError
from samgraf.limits import Limits
from samgraf.store.answers import AnswerCut
from samgraf.store.pool import Pool
from samgraf.store.remote.place import Place
from samgraf.store.wire import Query

from .asking import JSON
from .endpoints import Endpoint, endpoint
from .serving import ask, make_version, point_to, refusal, some_quads, zygote

TIGHT = Limits(query_seconds=1, cpu_seconds=5, transfer_seconds=8)
NAMES = "SELECT ?s ?name { ?s <https://example.org/name> ?name }"
EVERY = "SELECT ?s ?p ?o { ?s ?p ?o }"


@pytest.fixture(scope="module")
def far() -> Iterator[Endpoint]:
    with endpoint() as known:
        known.store.bulk_load(some_quads(1500).encode(), format=ox.RdfFormat.N_QUADS)
        yield known


@pytest.fixture(autouse=True)
def _well(far: Endpoint) -> Iterator[None]:
    far.hold("v1")
    far.go.clear()
    yield
    far.ways.clear()
    far.asked.clear()
    far.go.set()


@pytest.fixture(scope="module")
def pool(far: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    folder = tmp_path_factory.mktemp("remote")
    version = make_version(folder, "v1", "")
    place = replace(far.place, user="reader", password="hush")
    run = folder / "run"
    with zygote(version, run, TIGHT, "remote", place), closing(Pool(run, TIGHT)) as made:
        yield made


def recovered(pool: Pool, far: Endpoint) -> bool:
    """Say whether an ordinary query is answered within five seconds of the store being well."""
    far.ways[:] = []
    far.hold("v1")
    until = time.monotonic() + 5
    while refusal(pool, "ASK { ?s ?p ?o }"):
        if time.monotonic() > until:
            return False
    return True


def test_it_answers_as_our_own_engine_does(pool: Pool) -> None:
    rows = pool.table(NAMES, s="<https://example.org/actor/7>")
    assert [(row["name"].value, row["name"].language) for row in rows] == [("Kommune nr. 7", "da")]


def test_every_format_is_written_here(pool: Pool) -> None:
    text = "SELECT ?s { ?s <https://example.org/name> 'Kommune nr. 7'@da } ORDER BY ?s"
    wanted = [f"https://example.org/actor/{number}" for number in (1407, 7, 707)]
    answer = pool.start(Query(text, "text/csv", None))
    assert answer.body().decode().splitlines() == ["s", *wanted]
    answer.close()
    one = "CONSTRUCT WHERE { ?s <https://example.org/name> 'Kommune nr. 7'@da }"
    graph = pool.graph(one, "text/turtle").decode()
    assert sorted(graph.split("actor/")[number].split(">")[0] for number in (1, 2, 3)) == [
        "1407",
        "7",
        "707",
    ]


def test_only_the_credentials_of_the_settings_go_out(pool: Pool, far: Endpoint) -> None:
    ask(pool, "ASK {}")
    pair = base64.b64encode(b"reader:hush").decode()
    assert far.headers[-1]["Authorization"] == f"Basic {pair}"
    assert "hush" not in str(far.asked)


def test_graphs_of_a_request_are_named_as_the_protocol_does(pool: Pool, far: Endpoint) -> None:
    held = ("https://example.org/graph",)
    answer = pool.start(Query(EVERY, JSON, None, held, (*held, "https://example.org/b")))
    assert len(answer.body()) > 1000
    answer.close()
    assert far.asked[-1]["default-graph-uri"] == [*held]
    assert far.asked[-1]["named-graph-uri"] == [*held]


THEIRS = "urn:x:theirs"


@pytest.fixture
def theirs(far: Endpoint) -> Iterator[str]:
    """A graph of other people in the same store."""
    node = ox.NamedNode(THEIRS)
    far.store.add(ox.Quad(node, node, node, node))
    yield THEIRS
    far.store.remove_graph(node)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { GRAPH <urn:x:theirs> { ?s ?p ?o } }",
        "PREFIX x: <urn:x:> SELECT ?s { GRAPH x:theirs { ?s ?p ?o } }",
        "PREFIX x: <urn:x:> SELECT ?s { { SELECT ?s { GRAPH x:theirs { ?s ?p ?o } } } }",
        "SELECT ?s { VALUES ?g { <urn:x:theirs> } GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?s FROM <urn:x:theirs> { ?s ?p ?o }",
        "PREFIX x: <urn:x:> SELECT ?s FROM x:theirs { ?s ?p ?o }",
        "PREFIX x: <urn:x> SELECT ?s FROM x::theirs { ?s ?p ?o }",
        "PREFIX:<urn:x:> SELECT ?s FROM :theirs { ?s ?p ?o }",
        "SELECT ?s FROM NAMED <urn:x:theirs> { GRAPH ?g { ?s ?p ?o } }",
        "BASE <urn:x:y> SELECT ?s FROM <https://example.org/graph> FROM <urn:x:theirs> "
        "{ ?s <urn:x:theirs> ?o }",
    ],
)
def test_graphs_of_other_people_are_not_answered_from(pool: Pool, theirs: str, text: str) -> None:
    assert pool.table(text) == []


@pytest.mark.parametrize(("default", "named"), [((THEIRS,), ()), ((), (THEIRS,))])
def test_graphs_of_other_people_are_not_there_by_a_request(
    pool: Pool, theirs: str, default: tuple[str, ...], named: tuple[str, ...]
) -> None:
    text = "SELECT ?s { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    answer = pool.start(Query(text, JSON, None, default, named))
    assert json.loads(answer.body())["results"]["bindings"] == []
    answer.close()
    with pytest.raises(QueryRefused, match="there is no graph"):
        pool.start(Query("CONSTRUCT WHERE { ?s ?p ?o }", None, "text/turtle", needs=theirs))


def test_graphs_of_the_version_are_answered_from_by_any_name(pool: Pool) -> None:
    for text in (
        "SELECT ?s { GRAPH <https://example.org/graph> { ?s ?p ?o } }",
        "PREFIX e: <https://example.org/> SELECT ?s FROM e:graph { ?s ?p ?o }",
        "BASE <https://example.org/x/y> SELECT ?s FROM <../graph> { ?s ?p ?o }",
        "PREFIX e: <https://example.org/> SELECT ?s FROM NAMED e:graph { GRAPH ?g { ?s ?p ?o } }",
    ):
        assert len(pool.table(f"{text} LIMIT 3")) == 3


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        ("html", "engine-failure"),
        ("nonsense", "engine-failure"),
        ("half", "engine-failure"),
        ("moved", "engine-failure"),
        ("unauthorised", "engine-failure"),
        ("hangs_up", "unavailable"),
        ("busy", "unavailable"),
        ("timed_out", "time-limit"),
        ("no_memory", "memory-limit"),
        ("part", "reply-too-large"),
    ],
)
def test_what_it_does_wrong_is_a_problem_and_passes(
    pool: Pool, far: Endpoint, way: str, kind: str
) -> None:
    far.ways[:] = [way]
    assert refusal(pool, f"{NAMES} LIMIT 3") == kind
    assert recovered(pool, far)


def test_a_store_that_hangs_meets_the_time_limit(pool: Pool, far: Endpoint) -> None:
    far.ways[:] = ["hang"]
    started = time.monotonic()
    assert refusal(pool, NAMES) == "time-limit"
    assert time.monotonic() - started < TIGHT.query_seconds + 1
    assert recovered(pool, far)


@pytest.mark.parametrize("text", [EVERY, "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_a_reply_that_is_cut_never_looks_whole(pool: Pool, far: Endpoint, text: str) -> None:
    far.ways[:] = ["cut"]
    with pytest.raises(AnswerCut):
        ask(pool, text)
    assert recovered(pool, far)


def test_a_graph_whose_end_is_not_told_is_refused(pool: Pool, far: Endpoint) -> None:
    far.ways[:] = ["unframed"]
    assert refusal(pool, "CONSTRUCT WHERE { ?s ?p ?o }") == "engine-failure"
    far.ways[:] = ["unframed"]
    assert refusal(pool, f"{NAMES} LIMIT 3") == ""


@pytest.mark.parametrize("version", ["", "v2"])
def test_an_empty_store_and_one_of_another_version_answer_nothing(
    pool: Pool, far: Endpoint, version: str
) -> None:
    pool.close()  # the worker that is kept has just seen the version
    far.hold(version)
    assert refusal(pool, NAMES) == "unavailable"
    assert recovered(pool, far)


def test_an_answer_is_cut_if_the_version_goes_meanwhile(pool: Pool, far: Endpoint) -> None:
    far.ways[:] = ["slow", ""]
    answer = pool.start(Query(EVERY, JSON, None))
    far.hold("")
    time.sleep(1.1)
    far.go.set()
    with pytest.raises(AnswerCut):
        answer.body()
    answer.close()


@pytest.mark.slow
def test_a_store_that_is_away_is_unavailable_until_it_is_back(tmp_path: Path) -> None:
    with endpoint() as first:
        place, port = first.place, first.port
    version = make_version(tmp_path, "v1", "")
    run = tmp_path / "run"
    with zygote(version, run, TIGHT, "remote", place), closing(Pool(run, TIGHT)) as pool:
        assert refusal(pool, "ASK {}") == "unavailable"
        with endpoint(port) as back:
            back.hold("v1")
            assert refusal(pool, "ASK {}") == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "service-refused"),
        ("SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }", "service-refused"),
        ("SELECT * { FILTER(trueSERVICE <http://127.0.0.1:1/> { ?s ?p ?o }) }", "service-refused"),
        ("SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "service-refused"),
        ("PREFIX x: <urn:x> SELECT * { SERVICE:x { ?s ?p ?o } }", "service-refused"),
        ("ASK { BIND(<bif:system>('ls') AS ?x) }", "bad-request"),
        ("PREFIX b: <sql:> ASK { BIND(b:x('ls') AS ?x) }", "bad-request"),
        ("PREFIX b: <sq> ASK { BIND(b:l:x('ls') AS ?x) }", "bad-request"),
        ("PREFIX:<sq> ASK { BIND(:l:x('ls') AS ?x) }", "bad-request"),
        ("ASK { ?s ?p ?o FILTER(IF(true, true, <LONG::bif:sys_stat>(?s))) }", "bad-request"),
        ("ASK { ?s ?p ?o FILTER(IF(true, true, <of:others>(?s))) }", "bad-request"),
        (r"ASK { ?s ?p '\u0027 . SERVICE <http://127.0.0.1:1/> {} #' }", "bad-request"),
        (r"ASK { ?s ?p '\U00000027' }", "bad-request"),
        ("ASK { ?s ?p }", "syntax"),
        ("DEFINE get:soft 'replace' SELECT * { ?s ?p ?o }", "syntax"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "syntax"),
        (f"ASK {{ FILTER({'(' * 50_000}1{')' * 50_000}) }}", "too-complex"),
    ],
)
def test_what_must_not_go_out_does_not(pool: Pool, far: Endpoint, text: str, kind: str) -> None:
    assert refusal(pool, text) == kind
    assert far.asked == []


def test_no_value_leaves_its_place(pool: Pool, far: Endpoint) -> None:
    evil = r'"\" } SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } #"'
    assert pool.table("SELECT ?s ?o { ?s ?p ?o }", o=evil) == []
    with pytest.raises(QueryRefused):
        pool.table("SELECT ?s { ?s ?p ?o }", s="<x:a> } # ")


def test_a_password_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="password_file"):
        Place.read({"endpoint": "http://127.0.0.1:1/"}, tmp_path / "none")


def test_a_query_of_the_command_line_asks_the_remote_store(
    far: Endpoint, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    make_version(tmp_path, "v1", "")
    point_to(tmp_path, "v1")
    (tmp_path / "names.rq").write_text(f"{NAMES} ORDER BY ?s LIMIT 2")
    (tmp_path / "password").write_text("hush")
    store = config.Store(far.place.endpoint, user="reader", password_file=tmp_path / "password")
    settings = replace(config.Settings(), build=config.Build(tmp_path), store=store)
    answering.answer(settings, str(tmp_path / "names.rq"), "csv", ())
    assert len(capsysbinary.readouterr().out.splitlines()) == 3
    pair = base64.b64encode(b"reader:hush").decode()
    assert far.headers[-1]["Authorization"] == f"Basic {pair}"
    far.hold("v2")
    with pytest.raises(SamgrafError, match="does not hold version v1"):
        answering.answer(settings, str(tmp_path / "names.rq"), "csv", ())
