"""What the public server does with an attempt to write to it: nothing."""

import json
from itertools import product
from urllib.parse import urlencode

import pytest
from rdflib import Graph

from samgraf.terms import CORE

from .asking import JSON, send
from .serving import Server
from .writable import DONE, FORM, QUERY, TURTLE, UPDATE, Service, column, graph, media_type

TRIPLE = "<https://example.org/s> <https://example.org/p> 1 ."
INSERT = f"INSERT DATA {{ {TRIPLE} }}"
FILE = (
    "--x\r\n"
    'Content-Disposition: form-data; name="file"; filename="a.ttl"\r\n'
    f"Content-Type: {TURTLE}\r\n\r\n{TRIPLE}\r\n--x--\r\n"
)
MULTIPART = "multipart/form-data; boundary=x"

NAMED = f"/store?{urlencode({'graph': CORE})}"
PLACES = [NAMED, "/store?default", "/store?graph=https://example.org/new", "/store/new", "/store"]
GIVEN = [("PUT", TURTLE, TRIPLE), ("POST", TURTLE, TRIPLE), ("POST", MULTIPART, FILE)]
GIVEN += [("PATCH", UPDATE, INSERT), ("DELETE", "", "")]
FAULTY = [
    ("PUT", NAMED, TURTLE, "this is no Turtle"),
    ("PUT", NAMED, "text/csv", TRIPLE),
    ("POST", "/store?graph=relative", TURTLE, TRIPLE),
    ("DELETE", "/store?graph=https://example.org/new&default", "", ""),
    ("POST", "/sparql", UPDATE, "DROP EVERYTHING"),
    ("POST", "/sparql", FORM, urlencode({"update": "DROP EVERYTHING"})),
]
UPDATES = [
    ("POST", "/sparql", UPDATE, "DROP ALL"),
    ("POST", "/sparql", UPDATE, INSERT),
    ("POST", "/sparql", f"{UPDATE}; charset=utf-8", "CLEAR SILENT ALL"),
    ("POST", "/sparql", FORM, urlencode({"update": "DROP ALL"})),
    ("POST", "/sparql?using-graph-uri=https://example.org/g", UPDATE, "DROP ALL"),
    ("POST", "/sparql", FORM, urlencode({"query": "ASK {}", "update": "DROP ALL"})),
    ("POST", "/sparql?update=DROP+ALL", FORM, ""),
    ("POST", "/sparql?update=DROP+ALL", QUERY, "ASK {}"),
    ("GET", "/sparql?update=DROP+ALL", "", ""),
    ("GET", "/sparql?query=ASK%7B%7D&update=DROP+ALL", "", ""),
]
WRITES = [(method, place, kind, body) for place, (method, kind, body) in product(PLACES, GIVEN)]
AUTHORIZATIONS = ["", "Bearer", "Bearer a-token", "Basic YWRtaW46YWRtaW4=", "Digest x", "\tæ"]


@pytest.fixture
def public(server: Server) -> Service:
    return Service(server.port)


@pytest.mark.parametrize(("method", "place", "kind", "body"), WRITES + FAULTY + UPDATES)
def test_nothing_can_be_written(
    public: Service, method: str, place: str, kind: str, body: str
) -> None:
    before = public.count()
    typed = {"Content_Type": kind} if kind else {}
    reply = public.send(method, place, body or None, **typed, Accept=JSON)
    assert (reply.status, reply.kind) == (403, "read-only")
    assert public.count() == before > 0


@pytest.mark.parametrize("authorization", AUTHORIZATIONS)
@pytest.mark.parametrize(
    ("method", "place", "kind", "body"),
    [
        ("PUT", NAMED, TURTLE, TRIPLE),
        ("DELETE", "/store?default", "", ""),
        ("POST", "/store", TURTLE, TRIPLE),
        ("POST", "/sparql", UPDATE, "DROP ALL"),
        ("POST", "/sparql", FORM, "update=DROP+ALL"),
    ],
)
def test_no_token_opens_it(
    public: Service, authorization: str, method: str, place: str, kind: str, body: str
) -> None:
    given = {"Authorization": authorization.encode().decode("latin-1"), "Content_Type": kind}
    reply = public.send(method, place, body or None, **given, Accept=JSON)
    assert (reply.status, reply.kind) == (403, "read-only")
    assert "www-authenticate" not in reply.headers


@pytest.mark.parametrize("authorization", AUTHORIZATIONS)
def test_no_token_hinders_reading(public: Service, authorization: str) -> None:
    given = {"Authorization": authorization.encode().decode("latin-1")}
    assert public.get_query("ASK {}", **given).status == 200
    assert public.send("GET", NAMED, **given).status == 200


@pytest.mark.parametrize("place", ["/store?default", NAMED])
def test_a_graph_can_be_read(public: Service, place: str) -> None:
    reply = public.send("GET", place, Accept="application/n-triples")
    assert (reply.status, media_type(reply)) == (200, "application/n-triples")
    head = public.send("HEAD", place, Accept="application/n-triples")
    assert (head.status, head.body, media_type(head)) == (200, b"", "application/n-triples")


@pytest.mark.parametrize(
    ("place", "pattern"),
    [("/store?default", "{ ?s ?p ?o }"), (NAMED, f"{{ GRAPH <{CORE}> {{ ?s ?p ?o }} }}")],
)
def test_a_graph_of_the_store_is_that_of_the_endpoint(
    public: Service, place: str, pattern: str
) -> None:
    [said] = column(public.get_query(f"SELECT (COUNT(*) AS ?n) {pattern}", Accept=JSON))
    found = graph(public.send("GET", place, Accept=TURTLE))
    assert len(found) == int(said) > 0


def test_every_named_graph_can_be_read_without_a_wish(public: Service) -> None:
    names = column(public.get_query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", Accept=JSON))
    assert str(CORE) in names
    for name in names:
        reply = public.send("GET", public.named(name))
        assert len(Graph().parse(data=reply.body, format=media_type(reply))) > 0


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("place", ["/store?graph=https://example.org/new", "/store/new"])
def test_a_graph_that_is_not_there_is_not_found(public: Service, method: str, place: str) -> None:
    assert public.send(method, place).status == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_method_that_no_protocol_gives_the_endpoint_is_told_which_there_are(
    public: Service, method: str
) -> None:
    reply = public.send(method, "/sparql?query=ASK%7B%7D", "", Accept=JSON)
    assert (reply.status, reply.kind) == (405, "method")
    assert "GET" in reply.headers["allow"]


def test_another_origin_may_read_but_is_offered_no_way_to_write(public: Service) -> None:
    for place in ("/store?default", "/sparql"):
        asked = {"Origin": "https://example.org", "Access_Control_Request_Method": "PUT"}
        reply = public.send("OPTIONS", place, **asked)
        assert reply.status in DONE
        offered = reply.headers["access-control-allow-methods"].replace(" ", "").split(",")
        assert "GET" in offered
        assert not {"PUT", "PATCH", "DELETE"} & {*offered}


def test_a_refused_write_tells_what_to_do_instead(public: Service) -> None:
    reply = send(public.port, "PUT", NAMED, TRIPLE.encode(), Content_Type=TURTLE, Accept=JSON)
    problem = json.loads(reply.body)
    assert (problem["status"], problem["type"]) == (403, "/problem/read-only")
    assert send(public.port, "GET", problem["type"]).status == 200
