"""SERVICE: off by default, to listed endpoints alone, and no partial answer looks whole."""

import json
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from samgraf.config import Federation
from samgraf.federation.addresses import networks
from samgraf.federation.broker import Broker
from samgraf.federation.failures import SourceFailed
from samgraf.federation.outgoing import Fetcher
from samgraf.limits import Limits
from samgraf.terms import SD, SG

from .asking import Reply, get, post, send
from .partner import FAILURES, Partner, partner
from .serving import (
    TIGHT,
    Server,
    alive,
    children,
    command,
    kill,
    make_version,
    point_to,
    some_quads,
    wait_for,
)  # fmt: skip

pytestmark = pytest.mark.slow

LIMITS = replace(
    TIGHT, query_seconds=8, cpu_seconds=8, federation_seconds=1, federation_mib=1,
    federation_calls=3, federation_slots=2, slots_per_client=2,
)  # fmt: skip
CODES = "?item <http://www.wikidata.org/prop/direct/P1168> ?code"
_ELSEWHERE = {entry[4][0] for entry in socket.getaddrinfo("localhost", 1)} - {"127.0.0.1"}
LOCALHOST = "its name leads to a loopback address" if _ELSEWHERE else "it could not be reached"
"""Why port 1 of localhost is no endpoint: it may have ::1 beside the address that is permitted."""
OURS = "GRAPH ?g { ?actor <https://example.org/code> ?code }"


@pytest.fixture(scope="module")
def wikidata() -> Iterator[Partner]:
    """Another endpoint."""
    with partner() as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, wikidata: Partner) -> Iterator[Server]:
    """A server that may ask it, at some of its addresses."""
    build = tmp_path_factory.mktemp("federation") / "build"
    make_version(build, "v1", some_quads(100))
    point_to(build, "v1")
    listed = [*map(wikidata.at, ("/sparql", "/xml", "/often", *FAILURES)), "http://127.0.0.2:1/"]
    listed += ["http://2130706434:1/", "http://localhost:1/", "http://no-such-host.invalid/sparql"]
    federation = Federation(tuple(listed), ("127.0.0.1/32",))
    with Server(build, LIMITS, federation=federation) as running:
        wait_for(lambda: any("SERVICE asks" in line for line in running.lines), 15)
        if any("asks nobody" in line for line in running.lines):
            pytest.skip("the kernel permits no fence here")
        yield running


def rows(reply: Reply) -> list[dict[str, str]]:
    assert reply.status == 200, reply.body
    found = json.loads(reply.body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def asked(wikidata: Partner, path: str) -> int:
    return sum(known == path for known, _, _ in wikidata.asked)


def joined(address: str, silent: str = "") -> str:
    return f"SELECT * {{ {OURS} SERVICE {silent} <{address}> {{ {CODES} }} }} ORDER BY ?code"


def test_our_data_are_joined_with_those_of_another_and_the_answer_names_it(
    server: Server, wikidata: Partner
) -> None:
    reply = get(server.port, joined(wikidata.at("/sparql")))
    assert [row["item"][-2:] for row in rows(reply)] == ["Q1", "Q2", "Q3"]
    address = wikidata.at("/sparql")
    assert reply.headers["samgraf-sources"] == f"<{address}>"
    assert reply.headers["link"] == f'<{address}>; rel="via"'
    assert "samgraf-sources-failed" not in reply.headers
    assert (reply.headers["cache-control"], "etag" in reply.headers) == ("no-store", False)
    assert {"Samgraf-Sources", "Samgraf-Sources-Failed"} <= {
        name.strip() for name in reply.headers["access-control-expose-headers"].split(",")
    }


def test_the_other_one_learns_nothing_but_its_part_and_is_not_asked_again_for_an_hour(
    server: Server, wikidata: Partner
) -> None:
    query = joined(wikidata.at("/often"))
    assert rows(get(server.port, query)) == rows(post(server.port, query))
    assert asked(wikidata, "/often") == 1
    [(_, text, headers)] = [known for known in wikidata.asked if known[0] == "/often"]
    assert "P1168" in text
    assert "example.org" not in text
    assert {name.lower() for name in headers} == {
        *("host", "accept", "accept-encoding", "content-type", "content-length"),
        *("connection", "user-agent"),
    }


def test_a_table_may_come_as_xml(server: Server, wikidata: Partner) -> None:
    assert len(rows(get(server.port, joined(wikidata.at("/xml"))))) == 3


@pytest.mark.parametrize("path", FAILURES)
def test_an_endpoint_that_fails_is_named_with_the_reason(
    server: Server, wikidata: Partner, path: str
) -> None:
    address = wikidata.at(path)
    reply = get(server.port, joined(address))
    assert (reply.status, reply.kind) == (502, "source-failed")
    assert json.loads(reply.body)["detail"].startswith(f"<{address}>: {FAILURES[path]}")
    silent = get(server.port, joined(address, "SILENT"))
    assert len(rows(silent)) == 100
    assert silent.headers["samgraf-sources-failed"].startswith(f'<{address}>; reason="')
    assert FAILURES[path] in silent.headers["samgraf-sources-failed"]
    assert silent.headers["cache-control"] == "no-store"
    assert asked(wikidata, "/other") == 0


def test_a_failure_that_the_engine_takes_for_a_yes_is_no_answer(
    server: Server, wikidata: Partner
) -> None:
    inside = f"SERVICE <{wikidata.at('/fault')}> {{ {CODES} }}"
    reply = get(server.port, f"SELECT * {{ {OURS} FILTER EXISTS {{ {inside} }} }}")
    assert (reply.status, reply.kind) == (502, "source-failed")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (
            "http://127.0.0.2:1/",
            "its name leads to a loopback address, which the operator has not listed",
        ),
        (
            "http://2130706434:1/",
            "its name leads to a loopback address, which the operator has not listed",
        ),
        ("http://localhost:1/", LOCALHOST),
        ("http://no-such-host.invalid/sparql", "its name could not be resolved"),
    ],
)
def test_a_listed_name_may_not_lead_to_a_private_address(
    server: Server, address: str, why: str
) -> None:
    reply = get(server.port, joined(address))
    assert (reply.status, reply.kind) == (502, "source-failed")
    assert json.loads(reply.body)["detail"].startswith(f"<{address}>: {why}")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("SERVICE ?where { ?s ?p ?o }", "a variable cannot say whom to ask"),
        ("SERVICE SILENT $where { ?s ?p ?o }", "a variable cannot say whom to ask"),
        ("SERVICE wd:sparql { ?s ?p ?o }", "a name with a prefix cannot say whom to ask"),
        ("SERVICE <sparql> { ?s ?p ?o }", "<sparql> is not listed here"),
        ("SERVICE <http://127.0.0.1:8080/a/0/0> { ?s ?p ?o }", "is not listed here"),
        ("SERVICE SILENT <LISTED/> { ?s ?p ?o }", "is not listed here; listed"),
        ("SERVICE <LISTED> { SERVICE <LISTED> { ?s ?p ?o } }", "a SERVICE within a SERVICE"),
        ("SERVICE <LISTED> { ?s ?p ?o } SERVICE <http://a.example/> { ?s ?p ?o }", "not listed"),
    ],
)
def test_what_is_not_listed_word_for_word_is_refused(
    server: Server, wikidata: Partner, call: str, told: str
) -> None:
    address, before = wikidata.at("/sparql"), len(wikidata.asked)
    query = f"PREFIX wd: <http://127.0.0.1/> SELECT * {{ {call} }}"
    reply = get(server.port, query.replace("LISTED", address))
    assert (reply.status, reply.kind) == (403, "service-refused")
    assert told in json.loads(reply.body)["detail"]
    assert len(wikidata.asked) == before


def test_an_error_is_where_it_is_in_the_query_as_it_was_sent(
    server: Server, wikidata: Partner
) -> None:
    query = f"SELECT * {{ SERVICE <{wikidata.at('/sparql')}> {{ ?s ?p ?o }} FILTRE(true) }}"
    found = json.loads(get(server.port, query).body)
    assert (found["type"], found["token"]) == ("/problem/syntax", "FILTRE")
    assert found["column"] == query.index("FILTRE") + 1


def test_one_query_asks_no_more_often_than_it_may(server: Server, wikidata: Partner) -> None:
    parts = [f"{{ SERVICE <{wikidata.at('/sparql')}> {{ ?s ?p {n} }} }}" for n in range(4)]
    reply = get(server.port, f"SELECT * {{ {' UNION '.join(parts)} }}")
    assert (reply.status, reply.kind) == (502, "source-failed")
    assert "one query may ask others 3 times" in json.loads(reply.body)["detail"]


def test_the_description_of_the_service_lists_whom_it_asks(
    server: Server, wikidata: Partner
) -> None:
    reply = send(server.port, Accept="application/n-triples")
    graph = Graph().parse(data=reply.body, format="nt")
    assert (None, SD.feature, SD.BasicFederatedQuery) in graph
    assert (None, SG.federation, SG.FederationListed) in graph
    assert URIRef(wikidata.at("/sparql")) in set(graph.objects(None, SG.federatedEndpoint))


def test_a_page_of_results_says_what_is_missing(server: Server, wikidata: Partner) -> None:
    address = wikidata.at("/fault")
    reply = get(server.port, joined(address, "SILENT"), Accept="text/html")
    page = reply.body.decode()
    assert f"{address} gave nothing (it answered with the status 500)" in page
    assert reply.headers["cache-control"] == "no-store"
    whole = get(server.port, joined(wikidata.at("/sparql")), Accept="text/html").body.decode()
    assert f"Made with answers of {wikidata.at('/sparql')}." in whole


def test_local_queries_have_places_of_their_own(server: Server, wikidata: Partner) -> None:
    slow = joined(wikidata.at("/slow"), "SILENT")
    waiting = [threading.Thread(target=get, args=(server.port, slow)) for _ in range(2)]
    for one in waiting:
        one.start()
    assert get(server.port, "ASK {}").status == 200
    assert any(one.is_alive() for one in waiting)
    for one in waiting:
        one.join()


def test_what_died_is_started_again_and_another_version_is_followed(
    server: Server, wikidata: Partner
) -> None:
    [outside] = [p for p in children(server.process.pid) if "federation.outside" in command(p)]
    [inside] = children(outside)
    kill(outside)
    wait_for(lambda: not alive(inside))
    query = joined(wikidata.at("/sparql"))
    wait_for(lambda: get(server.port, query).status == 200, 20)
    make_version(server.build, "v2", some_quads(50))
    point_to(server.build, "v2")
    wait_for(lambda: get(server.port, query).headers["samgraf-version"] == "v2", 30)
    assert len(rows(get(server.port, query))) == 3


def test_without_a_list_nobody_is_asked_and_the_refusal_says_what_to_do(
    tmp_path: Path, wikidata: Partner
) -> None:
    make_version(tmp_path, "v1", some_quads(10))
    point_to(tmp_path, "v1")
    before = len(wikidata.asked)
    with Server(tmp_path, TIGHT) as alone:
        reply = get(alone.port, joined(wikidata.at("/sparql")))
        described = send(alone.port, Accept="application/n-triples").body.decode()
    assert (reply.status, reply.kind) == (403, "service-refused")
    assert "VALUES" in json.loads(reply.body)["detail"]
    assert "FederationRefused" in described
    assert "BasicFederatedQuery" not in described
    assert len(wikidata.asked) == before


def test_by_https_the_certificate_must_be_trusted_and_for_the_name(
    tmp_path: Path, wikidata: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-days", "2"]
    made += ["-pkeyopt", "ec_paramgen_curve:prime256v1", "-keyout", str(key)]
    made += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*made, "-out", str(certificate)], check=True, capture_output=True)
    private = networks(["127.0.0.0/8", "::1/128"])
    with partner() as secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        secure.socket = context.wrap_socket(secure.socket, server_side=True)
        name = f"https://localhost:{secure.server_port}/sparql"
        number = f"https://127.0.0.1:{secure.server_port}/sparql"
        query = f"SELECT * {{ {CODES} }}".encode()
        with pytest.raises(SourceFailed, match="its certificate is not trusted"):
            Fetcher(private, Limits()).ask(name, query)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert b"Q3" in Fetcher(private, Limits()).ask(name, query).body
        with pytest.raises(SourceFailed, match="its certificate is not trusted"):
            Fetcher(private, Limits()).ask(number, query)


def test_one_endpoint_is_asked_no_more_often_in_a_minute_than_it_may(wikidata: Partner) -> None:
    limits = replace(Limits(), federation_per_minute=2, federation_calls=9)
    fetcher = Fetcher(networks(["127.0.0.1"]), limits)
    broker = Broker([wikidata.at("/sparql"), wikidata.at("/xml")], fetcher, limits)
    for number in range(2):
        broker.ask("a", str(number), 0, f"SELECT ({number} AS ?n) {{}}".encode())
    broker.ask("a", "2", 0, b"SELECT (1 AS ?n) {}")  # kept, so that nobody is asked
    with pytest.raises(SourceFailed, match="asked 2 times within a minute"):
        broker.ask("b", "0", 0, b"SELECT (3 AS ?n) {}")
    assert list(broker.failures("b")) == ["0"]
    assert broker.failures("a") == {}
    broker.ask("b", "1", 1, b"SELECT (3 AS ?n) {}")


def test_where_the_kernel_permits_no_fence_nobody_is_asked() -> None:
    # A user namespace whose owner has forbidden any network namespace within it.
    made = 'echo 0 > /proc/sys/user/max_net_namespaces && exec "$@"'
    fenced = [sys.executable, "-m", "samgraf.federation.inside"]
    order = json.dumps({"order": {}, "fd": 0}).encode() + b"\n"
    ended = subprocess.run(
        ["unshare", "--user", "--map-root-user", "sh", "-c", made, "sh", *fenced],
        input=order, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    if b"unshare:" in ended.stderr:
        pytest.skip("the kernel permits no user namespace here")
    report = json.loads(ended.stdout)
    assert report["unfenced"] is True
    assert "does not permit a network namespace" in report["failed"]
    assert ended.returncode == 1


def test_a_server_without_a_fence_says_why_it_asks_nobody(
    tmp_path: Path, wikidata: Partner
) -> None:
    make_version(tmp_path, "v1", some_quads(10))
    point_to(tmp_path, "v1")
    listed = Federation((wikidata.at("/sparql"),), ("127.0.0.1/32",))
    # A server that takes writes asks nobody: another reason, told in the same way.
    with Server(tmp_path, TIGHT, token="a-token-of-sixteen", federation=listed) as writable:
        reply = get(writable.port, joined(wikidata.at("/sparql")))
        described = send(writable.port, Accept="application/n-triples").body.decode()
    assert (reply.status, reply.kind) == (403, "service-refused")
    assert "takes writes asks no other" in json.loads(reply.body)["detail"]
    assert any("SERVICE asks nobody" in line for line in writable.lines)
    assert "FederationRefused" in described
