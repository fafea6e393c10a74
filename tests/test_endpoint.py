"""The SPARQL protocol at /sparql, without a web server around it."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import brotli
import pytest

from samgraf.store.service import Service
from samgraf.web import negotiation, problems
from samgraf.web.bodies import Bodies
from samgraf.web.endpoint import Endpoint
from samgraf.web.exchange import Exchange
from samgraf.web.gate import Gate
from samgraf.web.refusals import Refusals

from .asgi import Answered, Client
from .asking import JSON, SMALL
from .serving import BIG, ROWS, TIGHT, make_version, some_quads, zygote

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
DESCRIBE = "DESCRIBE <https://example.org/actor/7>"


def endpoint_of(service: Service) -> Endpoint:
    return Endpoint(
        service, TIGHT, "https://samgraf.example/", Bodies(1), Refusals(TIGHT), Gate(None)
    )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("endpoint")
    version = make_version(folder, "v1", some_quads(4000))
    service = Service(folder / "run", TIGHT)
    with zygote(version, folder / "run", TIGHT), closing(Client(endpoint_of(service))) as made:
        yield made
        service.close()


def ask(client: Client, query: str, accept: str = JSON, **headers: str) -> Answered:
    """Send a query by GET."""
    wanted: dict[str, Any] = {"Accept": accept, **headers}
    return client.open("/sparql", parameters={"query": query}, **wanted)


@pytest.mark.parametrize("accept", negotiation.BINDINGS)
def test_a_table_comes_in_every_format(client: Client, accept: str) -> None:
    reply = ask(client, SMALL, accept)
    assert reply.status == 200
    assert reply.media_type == accept
    assert b"Kommune nr. 7" in reply.data


@pytest.mark.parametrize("accept", negotiation.GRAPHS)
def test_a_graph_comes_in_every_format(client: Client, accept: str) -> None:
    reply = ask(client, DESCRIBE, accept)
    assert reply.status == 200
    assert reply.media_type == accept
    assert b"Kommune nr. 7" in reply.data


@pytest.mark.parametrize("name", negotiation.FORMATS)
def test_format_overrides_the_header(client: Client, name: str) -> None:
    table, graph = negotiation.FORMATS[name]
    query = SMALL if table else DESCRIBE
    reply = client.open("/sparql", parameters={"query": query, "format": name})
    assert reply.media_type == (table or graph)


@pytest.mark.parametrize(
    ("query", "accept"),
    [("ASK {}", "image/png"), ("ASK {}", "text/turtle"), (DESCRIBE, "text/csv")],
)
def test_an_unknown_format_is_refused_with_the_list(
    client: Client, query: str, accept: str
) -> None:
    reply = ask(client, query, accept)
    assert (reply.status, reply.kind) == (406, "not-acceptable")
    assert "application/" in json.loads(reply.data)["detail"]


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_a_body_may_be_the_query(client: Client, method: str) -> None:
    reply = client.open("/sparql", method, SMALL.encode(), Content_Type=DIRECT)
    assert b"Kommune nr. 7" in reply.data


def test_a_form_may_hold_the_query(client: Client) -> None:
    body = urlencode({"query": SMALL}).encode()
    assert b"nr. 7" in client.open("/sparql", "POST", body, Content_Type=FORM).data


def test_graphs_are_chosen_by_parameters(client: Client) -> None:
    query = "SELECT ?o { <https://example.org/actor/7> <https://example.org/code> ?o }"
    graph = "https://example.org/graph"
    chosen = {"query": query, "default-graph-uri": graph, "format": "csv"}
    assert b"000007" in client.open("/sparql", parameters=chosen).data
    assert b"000007" not in ask(client, query, "text/csv").data


def test_a_relative_iri_is_read_against_the_public_address(client: Client) -> None:
    reply = ask(client, "SELECT (<x> AS ?iri) {}", "text/csv")
    assert b"https://samgraf.example/x" in reply.data


def test_head_has_the_headers_of_get(client: Client) -> None:
    head = client.open("/sparql", "HEAD", parameters={"query": SMALL})
    full = client.open("/sparql", parameters={"query": SMALL})
    assert head.data == b""
    assert head.headers == full.headers


def test_options_name_the_methods_and_allow_other_origins(client: Client) -> None:
    reply = client.open("/sparql", "OPTIONS")
    assert (reply.status, reply.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert "QUERY" in reply.headers["Allow"]


def test_every_answer_names_version_and_time_limit(client: Client) -> None:
    reply = ask(client, SMALL)
    assert reply.headers["Samgraf-Version"] == "v1"
    assert reply.headers["Samgraf-Time-Limit"] == "2"


def test_a_known_validator_needs_no_body(client: Client) -> None:
    tag = ask(client, SMALL).headers["ETag"]
    reply = ask(client, SMALL, If_None_Match=f'"other", {tag}')
    assert (reply.status, reply.data) == (304, b"")
    assert ask(client, SMALL, "text/csv", If_None_Match=tag).status == 200


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_changes_is_never_kept(client: Client, call: str) -> None:
    reply = ask(client, f"SELECT ({call} AS ?x) {{}}")
    assert reply.status == 200
    assert "ETag" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_long_reply_is_streamed_whole(client: Client) -> None:
    reply = ask(client, BIG)
    assert "Content-Length" not in reply.headers
    assert len(json.loads(reply.data)["results"]["bindings"]) == ROWS


def test_a_long_reply_is_refused_where_a_cut_could_not_be_seen(client: Client) -> None:
    reply = client.open("/sparql", parameters={"query": BIG}, version="1.0")
    assert (reply.status, reply.kind) == (503, "reply-too-large")


def test_a_cut_reply_breaks_the_connection(client: Client) -> None:
    with pytest.raises(ConnectionResetError):
        ask(client, "SELECT * { ?a ?b ?c . ?d ?e ?f }")


@pytest.mark.parametrize("query", [BIG, f"{BIG} OFFSET 1"])
def test_an_answer_is_packed_where_the_client_takes_it(client: Client, query: str) -> None:
    plain = ask(client, query)
    reply = ask(client, query, Accept_Encoding="gzip, deflate")
    assert reply.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in reply.headers["Vary"]
    assert gzip.decompress(reply.data) == plain.data


def test_a_short_answer_is_packed_with_brotli_if_that_is_liked(client: Client) -> None:
    query = "SELECT ?s { ?s a ?c } LIMIT 200"
    reply = ask(client, query, Accept_Encoding="gzip, br")
    assert reply.headers["Content-Encoding"] == "br"
    assert brotli.decompress(reply.data) == ask(client, query).data
    refused = ask(client, query, Accept_Encoding="br;q=0, gzip;q=0, identity")
    assert "Content-Encoding" not in refused.headers


def test_a_syntax_error_names_its_place(client: Client) -> None:
    reply = ask(client, "SELECT ?s WHERE {\n ?s ?p }")
    problem = json.loads(reply.data)
    assert (reply.status, reply.kind) == (400, "syntax")
    assert (problem["line"], problem["column"], problem["token"]) == (2, 8, "}")


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "the query is empty"),
        (" \n# SELECT\n", "the query is empty"),
        (
            "SELECT (1 AS ?x) (2 AS ?x) {}",
            "duplicated variable name in SELECT (line 1, column 29)",
        ),
        (
            "SELECT * { ?s ?p ?o } GROUP BY ?s",
            "SELECT * is not authorized with GROUP BY (line 1, column 32)",
        ),
        (
            "ASK { VALUES (?x ?y) { (1) } }",
            "the VALUES clause rows should have exactly the same number of values as there are "
            "variables. To set a value to undefined use UNDEF. (line 1, column 28)",
        ),
    ],
)
def test_the_reason_that_the_engine_knows_is_told(client: Client, query: str, detail: str) -> None:
    problem = json.loads(ask(client, query).data)
    assert problem["detail"].startswith(detail)


def test_an_undeclared_prefix_gets_a_suggestion(client: Client) -> None:
    problem = json.loads(ask(client, "SELECT * {\n  ?s skoss:notation ?o }").data)
    assert (problem["line"], problem["token"]) == (2, "skoss:notation")
    assert problem["didYouMean"] == "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"


@pytest.mark.parametrize(
    ("address", "status", "problem"),
    [
        ("query=ASK%20%7B%FF%7D", 400, "bad-request"),
        ("query=ASK%7B%7D&query=ASK%7B%7D", 400, "bad-request"),
        ("query=ASK%7B%7D&default-graph-uri=" + quote("<x y>"), 400, "bad-request"),
        ("query=ASK%7B%7D&format=word", 406, "not-acceptable"),
        ("update=CLEAR%20ALL", 403, "read-only"),
        ("query=" + quote("SELECT*{SERVICE<http://127.0.0.1/>{?a ?b ?c}}"), 403, "service-refused"),
        ("query=" + quote("SELECT*{\\u0053ERVICE<http://127.0.0.1/>{?a ?b ?c}}"), 400, "syntax"),
        ("&".join(["a=b"] * 300), 400, "bad-request"),
    ],
)
def test_a_wrong_address_is_refused(
    client: Client, address: str, status: int, problem: str
) -> None:
    reply = client.open("/sparql", parameters=address)
    assert (reply.status, reply.kind) == (status, problem)


@pytest.mark.parametrize(
    ("body", "media_type", "status", "problem"),
    [
        (b"ASK { \xff }", DIRECT, 400, "bad-request"),
        ("ASK { ?s ?p '\ud800' }".encode("utf-8", "surrogatepass"), DIRECT, 400, "bad-request"),
        (b"CLEAR ALL", "application/sparql-update", 403, "read-only"),
        (b"update=CLEAR+ALL", FORM, 403, "read-only"),
        (b"ASK {}", "text/plain", 415, "media-type"),
        (b"ASK {}", "", 415, "media-type"),
        (b"ASK {}", f"{DIRECT}; charset=latin-1", 415, "media-type"),
        (b"", DIRECT, 400, "syntax"),
        (b"", FORM, 400, "bad-request"),
        (b"ASK {} #" + b"x" * (TIGHT.query_kib << 10), DIRECT, 413, "too-long"),
        (b"query=" + b"x" * (TIGHT.query_kib << 10) + b"y", FORM, 413, "too-long"),
    ],
    ids=range(11),
)
def test_a_wrong_body_is_refused(
    client: Client, body: bytes, media_type: str, status: int, problem: str
) -> None:
    reply = client.open("/sparql", "POST", body, Content_Type=media_type)
    assert (reply.status, reply.kind) == (status, problem)


def test_a_body_of_unknown_length_is_read_to_a_bound(client: Client) -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1 << 20
            yield b"x" * (1 << 20)

    chunked = {"Transfer_Encoding": "chunked", "Content_Type": DIRECT}
    reply = client.open("/sparql", "POST", endless(), **chunked)
    assert (reply.status, reply.kind) == (413, "too-long")
    assert taken < 100 << 20


def test_a_body_that_ends_early_is_refused(client: Client) -> None:
    short = {"Content_Length": "100", "Content_Type": DIRECT}
    reply = client.open("/sparql", "POST", b"ASK {}", **short)
    assert (reply.status, reply.kind) == (400, "bad-request")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_told_which_there_are(client: Client, method: str) -> None:
    reply = client.open("/sparql", method)
    assert (reply.status, reply.kind) == (405, "method")
    assert "QUERY" in reply.headers["Allow"]


def test_without_a_query_the_service_describes_itself(client: Client) -> None:
    reply = client.open("/sparql")
    assert reply.media_type == "text/turtle"
    for part in (b"sd:Service", b'sg:timeLimit "PT2S"', b'sg:dataVersion "v1"'):
        assert part in reply.data
    assert b"<https://samgraf.example/sparql>" in reply.data


@pytest.mark.parametrize(
    ("address", "accept", "page"),
    [
        ("/sparql", "text/html,*/*;q=0.8", True),
        ("/sparql", "*/*", False),
        ("/sparql", "text/turtle, text/html;q=0.5", False),
        ("/sparql?query=ASK%7B%7D", "text/html", False),
    ],
)
def test_a_person_without_a_query_gets_a_page(
    tmp_path: Path, address: str, accept: str, page: bool
) -> None:
    path, _, parameters = address.partition("?")
    scope = {
        "method": "GET",
        "path": path,
        "query_string": parameters.encode(),
        "headers": [(b"accept", accept.encode())],
    }
    endpoint = endpoint_of(Service(tmp_path, TIGHT))
    assert endpoint.wants_page(Exchange(scope, None, None)) is page  # type: ignore[arg-type]


def test_without_a_version_the_service_says_so(tmp_path: Path) -> None:
    with closing(Client(endpoint_of(Service(tmp_path, TIGHT)))) as client:
        reply = ask(client, SMALL)
    assert (reply.status, reply.kind) == (503, "unavailable")
    assert reply.headers["Retry-After"] == "2"


@pytest.mark.parametrize(
    ("accept", "agent", "media_type"),
    [
        ("*/*", "curl/7.88", "text/plain"),
        ("*/*", "python-requests/2", "application/problem+json"),
        ("text/html,*/*;q=0.8", "Mozilla/5.0", "application/problem+json"),
        (JSON, "curl/7.88", "application/problem+json"),
        ("text/plain", "x", "text/plain"),
    ],
)
def test_a_problem_is_told_as_its_reader_likes(
    client: Client, accept: str, agent: str, media_type: str
) -> None:
    reply = ask(client, "SELECT ?s WHERE {\n ?s ?p }", accept, User_Agent=agent)
    assert (reply.status, reply.media_type) == (400, media_type)


def test_a_terminal_sees_the_place_of_a_syntax_error(client: Client) -> None:
    reply = ask(client, "SELECT ?s WHERE {\n ?s ?p }", "*/*", User_Agent="curl/8")
    assert b"2 |  ?s ?p }\n           ^\n" in reply.data


@pytest.mark.slow
def test_a_web_process_has_no_query_engine() -> None:
    code = "import sys, samgraf.web; sys.exit('pyoxigraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_kind_of_problem_has_advice() -> None:
    assert problems.ADVICE.keys() == problems.STATUS.keys()
