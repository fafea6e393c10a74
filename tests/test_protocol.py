"""The SPARQL 1.1 Protocol, query and update, as a client meets it over HTTP.

The claims are those of https://www.w3.org/TR/sparql11-protocol/ (section 2) and of our own design.
"""

import http.client
import json
from collections.abc import Callable
from contextlib import closing
from urllib.parse import quote, urlencode

import pytest

from .asking import JSON, Reply
from .writable import (
    DONE,
    FORM,
    QUERY,
    UPDATE,
    Service,
    column,
    graph,
    media_type,
    truth,
)

Ask = Callable[..., Reply]

HERE = "https://example.org/"
DK, NO, SE, NOWHERE = (f"{HERE}graph/{name}" for name in ("dk", "no", "se", "nowhere"))
IN = f"<{HERE}in>"
RESULT = f"{HERE}graph/result"
WHERE = f"SELECT ?country {{ ?town {IN} ?country }}"
WHERE_NAMED = f"SELECT ?country {{ GRAPH ?graph {{ ?town {IN} ?country }} }}"
BOTH = f"SELECT ?country {{ {{ ?t {IN} ?country }} UNION {{ GRAPH ?g {{ ?t {IN} ?country }} }} }}"
COPY = f"INSERT {{ GRAPH <{RESULT}> {{ ?town {IN} ?country }} }}"
COPIED = f"SELECT ?country {{ GRAPH <{RESULT}> {{ ?town {IN} ?country }} }}"
TABLES = {JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
GRAPHS = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}
OF_DATASETS = {"application/trig", "application/n-quads"}


@pytest.fixture
def ask(service: Service, request: pytest.FixtureRequest) -> Ask:
    """One of the three ways to ask."""
    ways = {"get": service.get_query, "form": service.form_query, "direct": service.post_query}
    return ways[request.param]


@pytest.fixture
def change(service: Service, request: pytest.FixtureRequest) -> Ask:
    """One of the two ways to change."""
    return {"form": service.form_update, "direct": service.post_update}[request.param]


@pytest.fixture
def towns(service: Service) -> Service:
    """A store with a town in each of three graphs and one in the default graph."""
    named = ((DK, "aaby", "dk"), (NO, "nes", "no"), (SE, "lund", "se"))
    graphs = "".join(
        f"GRAPH <{graph}> {{ <{HERE}{name}> {IN} '{c}' }} " for graph, name, c in named
    )
    service.replace(f"{graphs} <{HERE}eupen> {IN} 'be'")
    return service


every_way = pytest.mark.parametrize("ask", ["get", "form", "direct"], indirect=True)
every_change = pytest.mark.parametrize("change", ["form", "direct"], indirect=True)


@every_way
def test_a_query_is_answered(ask: Ask) -> None:
    assert truth(ask("ASK {}", Accept=JSON))
    assert not truth(ask("ASK { FILTER(false) }", Accept=JSON))


@every_way
def test_a_query_may_hold_any_letter(ask: Ask) -> None:
    query = "SELECT (CONCAT('Å & + % ', \"Ørsted = 'æ'\", '\U0001f1e9\U0001f1f0') AS ?x) {}"
    assert column(ask(query, Accept=JSON)) == ["Å & + % Ørsted = 'æ'\U0001f1e9\U0001f1f0"]


@every_way
def test_without_a_chosen_graph_the_default_graph_is_asked(towns: Service, ask: Ask) -> None:
    assert column(ask(WHERE, Accept=JSON)) == ["be"]
    assert column(ask(WHERE_NAMED, Accept=JSON)) == ["dk", "no", "se"]


@every_way
def test_one_graph_may_be_chosen_as_the_default_graph(towns: Service, ask: Ask) -> None:
    chosen = ("default-graph-uri", DK)
    assert column(ask(WHERE, chosen, Accept=JSON)) == ["dk"]
    assert column(ask(WHERE_NAMED, chosen, Accept=JSON)) == []


@every_way
def test_several_graphs_may_be_merged_into_the_default_graph(towns: Service, ask: Ask) -> None:
    chosen = [("default-graph-uri", DK), ("default-graph-uri", SE)]
    assert column(ask(WHERE, *chosen, Accept=JSON)) == ["dk", "se"]


@every_way
def test_named_graphs_may_be_chosen(towns: Service, ask: Ask) -> None:
    chosen = [("named-graph-uri", NO), ("named-graph-uri", SE)]
    assert column(ask(WHERE_NAMED, *chosen, Accept=JSON)) == ["no", "se"]
    assert column(ask(WHERE_NAMED, chosen[0], Accept=JSON)) == ["no"]
    assert column(ask(WHERE, *chosen, Accept=JSON)) == []


@every_way
def test_default_and_named_graphs_may_be_chosen_together(towns: Service, ask: Ask) -> None:
    chosen = [("default-graph-uri", SE), ("named-graph-uri", DK), ("named-graph-uri", NO)]
    query = f"ASK {{ ?a {IN} 'se' GRAPH ?g {{ ?b {IN} 'dk' }} GRAPH ?h {{ ?c {IN} 'no' }} }}"
    assert truth(ask(query, *chosen, Accept=JSON))
    assert column(ask(BOTH, *chosen, Accept=JSON)) == ["dk", "no", "se"]


@every_way
def test_the_query_itself_may_choose_graphs(towns: Service, ask: Ask) -> None:
    chosen = f"SELECT ?country FROM <{NO}> FROM NAMED <{SE}>"
    query = BOTH.replace("SELECT ?country", chosen)
    assert column(ask(query, Accept=JSON)) == ["no", "se"]


@every_way
@pytest.mark.parametrize(
    ("name", "expected"), [("default-graph-uri", ["dk"]), ("named-graph-uri", ["dk"])]
)
def test_graphs_of_the_request_go_before_those_of_the_query(
    towns: Service, ask: Ask, name: str, expected: list[str]
) -> None:
    query = BOTH.replace("SELECT ?country", f"SELECT ?country FROM <{NO}> FROM NAMED <{SE}>")
    assert column(ask(query, (name, DK), Accept=JSON)) == expected


@every_way
def test_a_graph_that_is_not_there_is_empty(towns: Service, ask: Ask) -> None:
    chosen = [("default-graph-uri", NOWHERE), ("named-graph-uri", NOWHERE)]
    assert truth(ask("ASK {}", *chosen, Accept=JSON))
    assert column(ask(BOTH, *chosen, Accept=JSON)) == []


def test_a_form_and_its_address_may_share_the_parameters(towns: Service) -> None:
    target = f"{towns.query}?{urlencode({'default-graph-uri': NO})}"
    body = urlencode({"query": WHERE})
    assert column(towns.send("POST", target, body, Content_Type=FORM, Accept=JSON)) == ["no"]


def test_a_media_type_is_read_in_any_case_with_its_charset(service: Service) -> None:
    given = "Application/SPARQL-Query; Charset=UTF-8"
    assert truth(service.send("POST", service.query, "ASK {}", Content_Type=given, Accept=JSON))


@every_way
@pytest.mark.parametrize("query", ["SELECT (1 AS ?one) {}", "ASK {}"])
def test_a_table_has_a_media_type_of_tables(ask: Ask, query: str) -> None:
    reply = ask(query)
    assert reply.status == 200
    assert media_type(reply) in TABLES


@every_way
@pytest.mark.parametrize(
    "query", [f"DESCRIBE <{HERE}>", f"CONSTRUCT {{ <{HERE}s> <{HERE}p> 1 }} WHERE {{}}"]
)
def test_a_graph_has_a_media_type_of_graphs(ask: Ask, query: str) -> None:
    reply = ask(query)
    assert reply.status == 200
    assert media_type(reply) in GRAPHS | OF_DATASETS


@every_way
@pytest.mark.parametrize("accept", sorted(TABLES))
def test_a_table_comes_in_the_wanted_syntax(ask: Ask, accept: str) -> None:
    reply = ask("SELECT ('Åby' AS ?name) {}", Accept=accept)
    assert (reply.status, media_type(reply)) == (200, accept)
    assert "Åby" in reply.body.decode()


@every_way
@pytest.mark.parametrize("accept", sorted(GRAPHS))
def test_a_graph_comes_in_the_wanted_syntax(ask: Ask, accept: str) -> None:
    reply = ask(f"CONSTRUCT {{ <{HERE}s> <{HERE}p> 'Åby' }} WHERE {{}}", Accept=accept)
    assert media_type(reply) == accept
    assert [str(value) for value in graph(reply).objects()] == ["Åby"]


def test_a_table_is_described_by_its_variables_even_without_rows(service: Service) -> None:
    reply = service.get_query("SELECT ?a ?b { FILTER(false) }", Accept=JSON)
    assert json.loads(reply.body) == {"head": {"vars": ["a", "b"]}, "results": {"bindings": []}}


@every_way
def test_a_relative_iri_of_a_query_becomes_absolute(ask: Ask) -> None:
    [found] = column(ask("SELECT (<a/b> AS ?iri) {}", Accept=JSON))
    assert found.startswith("http")
    assert found.endswith("/a/b")


def test_a_relative_iri_of_an_update_is_that_of_a_query(service: Service) -> None:
    service.wipe()
    service.fill(f"GRAPH <{DK}> {{ <{HERE}s> <{HERE}p> <town> }}")
    assert service.holds(f"GRAPH <{DK}> {{ <{HERE}s> <{HERE}p> <town> }}")
    assert not service.holds(f"GRAPH <{DK}> {{ ?s ?p ?o FILTER(STR(?o) = 'town') }}")


def test_a_base_in_the_text_goes_before_the_one_of_the_service(service: Service) -> None:
    service.wipe()
    assert service.post_update(f"BASE <{HERE}> INSERT DATA {{ <s> <p> <town> }}").status in DONE
    assert service.holds(f"<{HERE}s> <{HERE}p> <{HERE}town>")


@every_change
def test_an_update_is_carried_out(service: Service, change: Ask) -> None:
    service.wipe()
    assert change(f"INSERT DATA {{ <{HERE}aaby> {IN} 'Danmark Åland' }}").status in DONE
    assert service.holds(f"<{HERE}aaby> {IN} 'Danmark Åland'")
    assert change("CLEAR ALL").status in DONE
    assert service.count() == 0


@every_change
def test_the_operations_of_an_update_see_those_before_them(service: Service, change: Ask) -> None:
    service.wipe()
    steps = [
        f"INSERT DATA {{ <{HERE}aaby> {IN} 'dk' }}",
        f"DELETE {{ ?s {IN} 'dk' }} INSERT {{ ?s {IN} 'DK' }} WHERE {{ ?s {IN} 'dk' }}",
        f"COPY DEFAULT TO <{DK}>",
    ]
    assert change(" ;\n".join(steps)).status in DONE
    assert column(service.get_query(BOTH, Accept=JSON)) == ["DK", "DK"]


@every_change
@pytest.mark.parametrize(
    ("chosen", "where", "expected"),
    [
        ([("using-graph-uri", DK)], WHERE, ["dk"]),
        ([("using-graph-uri", DK), ("using-graph-uri", NO)], WHERE, ["dk", "no"]),
        ([("using-named-graph-uri", NO), ("using-named-graph-uri", SE)], BOTH, ["no", "se"]),
        ([("using-graph-uri", SE), ("using-named-graph-uri", DK)], BOTH, ["dk", "se"]),
        ([("using-graph-uri", SE), ("using-named-graph-uri", DK)], WHERE_NAMED, ["dk"]),
        ([("using-graph-uri", NOWHERE)], BOTH, []),
        ([], WHERE, ["be"]),
    ],
)
def test_an_update_reads_the_chosen_graphs_alone(
    towns: Service, change: Ask, chosen: list[tuple[str, str]], where: str, expected: list[str]
) -> None:
    pattern = where.removeprefix("SELECT ?country ").replace("?t ", "?town ")
    assert change(f"{COPY} WHERE {pattern}", *chosen).status in DONE
    assert column(towns.get_query(COPIED, Accept=JSON)) == expected


def test_chosen_graphs_do_not_say_where_an_update_writes(towns: Service) -> None:
    update = f"INSERT {{ ?town <{HERE}seen> true }} WHERE {{ ?town {IN} ?country }}"
    assert towns.post_update(update, ("using-graph-uri", DK)).status in DONE
    assert towns.holds(f"<{HERE}aaby> <{HERE}seen> true")
    assert not towns.holds(f"GRAPH <{DK}> {{ <{HERE}aaby> <{HERE}seen> true }}")


@every_change
@pytest.mark.parametrize("name", ["using-graph-uri", "using-named-graph-uri"])
@pytest.mark.parametrize(
    "update",
    [
        f"WITH <{DK}> DELETE {{ ?s {IN} 'dk' }} WHERE {{ ?s {IN} 'dk' }}",
        f"DELETE {{ GRAPH <{DK}> {{ ?s {IN} ?o }} }} USING <{DK}> WHERE {{ ?s {IN} ?o }}",
        f"DELETE {{ GRAPH <{DK}> {{ ?s {IN} ?o }} }} USING NAMED <{DK}> "
        f"WHERE {{ GRAPH ?g {{ ?s {IN} ?o }} }}",
        f"CREATE SILENT GRAPH <{RESULT}> ; WITH <{DK}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    ],
    ids=["with", "using", "using-named", "in-a-later-operation"],
)
def test_graphs_are_not_chosen_by_request_and_update_both(
    towns: Service, change: Ask, name: str, update: str
) -> None:
    assert change(update, (name, DK)).status == 400
    assert towns.count() == 4


def test_an_update_that_fails_half_way_changes_nothing(towns: Service) -> None:
    update = f"INSERT DATA {{ <{HERE}s> <{HERE}p> 1 }} ; DROP GRAPH <{DK}> ; LOAD <http://[::1]:9/>"
    assert towns.post_update(update).status >= 400
    assert towns.count() == 4


def test_a_later_operation_may_have_a_prologue_and_may_fail_with_all_others(
    towns: Service,
) -> None:
    first = f"DROP GRAPH <{DK}> ;\nPREFIX : <{HERE}> BASE <{HERE}> INSERT DATA {{ :s :in <o> }}"
    assert towns.post_update(f"{first} ; PREFIX : <x:> DROP GRAPH :none").status == 404
    assert towns.post_update(f"{first} ; PREFIX : <x:> INSERT DATA {{ :s }}").status == 400
    assert towns.holds(f"GRAPH <{DK}> {{ ?town {IN} 'dk' }}")
    assert towns.count() == 4
    assert towns.post_update(first).status in DONE
    assert towns.holds(f"<{HERE}s> {IN} <{HERE}o>")
    assert not towns.holds(f"GRAPH <{DK}> {{ ?s ?p ?o }}")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_query_by_another_method_is_refused(service: Service, method: str) -> None:
    reply = service.send(method, f"{service.query}?query=ASK%20%7B%7D", "", Content_Type=FORM)
    assert 400 <= reply.status < 500


TWO = {"query": ["ASK {}", "SELECT * {}"]}
BAD_QUERIES = {
    "two-in-an-address": ("GET", urlencode(TWO, doseq=True), "", "", 400),
    "two-in-a-form": ("POST", "", FORM, urlencode(TWO, doseq=True), 400),
    "one-in-the-address-one-in-the-form": ("POST", "query=ASK%7B%7D", FORM, "query=ASK%7B%7D", 400),
    "one-in-the-address-one-in-the-body": ("POST", "query=ASK%7B%7D", QUERY, "ASK {}", 400),
    "none-in-a-form": ("POST", "", FORM, "other=ASK%7B%7D", 400),
    "plain-text": ("POST", "", "text/plain", "ASK {}", 415),
    "unfinished": ("GET", "query=" + quote("ASK {"), "", "", 400),
    "unfinished-body": ("POST", "", QUERY, "ASK {", 400),
    "an-update-as-a-query": ("POST", "", QUERY, "CLEAR ALL", 400),
    "an-undeclared-prefix": ("GET", "query=" + quote("ASK { ?s ex:p ?o }"), "", "", 400),
    "not-utf-8-in-an-address": ("GET", "query=ASK%7B%7D%23%E5", "", "", 400),
    "no-graph-name": ("GET", "query=ASK%7B%7D&default-graph-uri=" + quote("<no iri>"), "", "", 400),
}


@pytest.mark.parametrize(
    ("method", "parameters", "content_type", "body", "status"),
    BAD_QUERIES.values(),
    ids=BAD_QUERIES.keys(),
)
def test_a_faulty_query_is_refused(
    service: Service, method: str, parameters: str, content_type: str, body: str, status: int
) -> None:
    typed = {"Content_Type": content_type} if content_type else {}
    target = f"{service.query}?{parameters}" if parameters else service.query
    assert service.send(method, target, body or None, **typed).status == status


@pytest.mark.parametrize("body", ["query=ASK%20%7B%7D", "ASK {}", "update=CLEAR%20ALL", "DROP ALL"])
def test_a_body_of_no_media_type_is_refused(towns: Service, body: str) -> None:
    assert 400 <= towns.send("POST", towns.query, body).status < 500
    assert 400 <= towns.send("POST", towns.update, body).status < 500
    assert towns.count() == 4


@pytest.mark.parametrize("kind", [QUERY, UPDATE])
@pytest.mark.parametrize("charset", ["UTF-16", "ISO-8859-1"])
def test_a_body_in_another_charset_is_refused(towns: Service, kind: str, charset: str) -> None:
    text = "ASK {} # Å" if kind == QUERY else "DROP ALL # Å"
    target = towns.query if kind == QUERY else towns.update
    typed = f"{kind}; charset={charset}"
    assert 400 <= towns.send("POST", target, text.encode(charset), Content_Type=typed).status < 500
    assert towns.count() == 4


@pytest.mark.parametrize(("kind", "text"), [(QUERY, b"ASK {} # \xe5"), (UPDATE, b"DROP ALL #\xe5")])
def test_a_body_that_is_not_utf_8_is_refused(towns: Service, kind: str, text: bytes) -> None:
    target = towns.query if kind == QUERY else towns.update
    assert towns.send("POST", target, text, Content_Type=kind).status == 400
    assert towns.count() == 4


BAD_UPDATES = {
    "two-in-a-form": (FORM, "update=CLEAR%20NAMED&update=DROP%20ALL"),
    "none-in-a-form": (FORM, "other=DROP%20ALL"),
    "plain-text": ("text/plain", "DROP ALL"),
    "unknown-word": (FORM, "update=CLEAR%20EVERYTHING"),
    "faulty-after-a-good-one": (UPDATE, "DROP ALL ; INSERT DATA { <s> <p> }"),
    "a-query-as-an-update": (UPDATE, "ASK {}"),
    "a-variable-among-data": (UPDATE, "DROP ALL ; INSERT DATA { ?s ?p ?o }"),
    "an-undeclared-prefix": (UPDATE, "DROP ALL ; INSERT DATA { <s> ex:p 1 }"),
}


@pytest.mark.parametrize(("content_type", "body"), BAD_UPDATES.values(), ids=BAD_UPDATES.keys())
def test_a_faulty_update_is_refused_and_changes_nothing(
    towns: Service, content_type: str, body: str
) -> None:
    reply = towns.send("POST", towns.update, body, Content_Type=content_type)
    assert 400 <= reply.status < 500
    assert towns.count() == 4


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nothing_is_changed_by_a_method_that_only_reads(towns: Service, method: str) -> None:
    reply = towns.send(method, f"{towns.update}?update=DROP%20ALL")
    assert 400 <= reply.status < 500
    assert towns.count() == 4


# What follows is ours: the specifications leave it open.


def test_another_method_is_told_which_there_are(service: Service) -> None:
    reply = service.send("PUT", f"{service.query}?query=ASK%20%7B%7D", "", Accept=JSON)
    assert (reply.status, reply.kind) == (405, "method")
    assert {"GET", "POST"} <= set(reply.headers["allow"].replace(" ", "").split(","))


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer wrong", "Bearer {token}x", "Basic {token}", "{token}"],
)
def test_an_update_needs_the_token(towns: Service, authorization: str | None) -> None:
    stranger, given = towns.without_token(), {}
    if authorization is not None:
        given = {"Authorization": authorization.format(token=towns.token)}
    for change in (stranger.post_update, stranger.form_update):
        reply = change("DROP ALL", **given, Accept=JSON)
        assert (reply.status, reply.kind) == (401, "unauthorised")
        assert reply.headers["www-authenticate"].startswith("Bearer")
    assert towns.count() == 4


def test_the_name_of_the_scheme_is_read_in_any_case(service: Service) -> None:
    given = f"bearer {service.token}"
    assert service.without_token().post_update("DROP ALL", Authorization=given).status in DONE


def test_a_query_needs_no_token(towns: Service) -> None:
    stranger = towns.without_token()
    assert column(stranger.get_query(WHERE, Accept=JSON)) == ["be"]
    assert column(stranger.post_query(WHERE, Accept=JSON, Authorization="Bearer no")) == ["be"]


def test_an_answer_that_was_kept_is_not_given_after_a_change(service: Service) -> None:
    service.wipe()
    service.fill(f"<{HERE}aaby> {IN} 'dk'")
    before = service.get_query(WHERE, Accept=JSON)
    assert service.get_query(WHERE, Accept=JSON).headers["etag"] == before.headers["etag"]
    service.fill(f"<{HERE}nes> {IN} 'no'")
    after = service.get_query(WHERE, Accept=JSON, If_None_Match=before.headers["etag"])
    assert column(after) == ["dk", "no"]


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1:{port}/sparql>",
        "LOAD SILENT <http://127.0.0.1:{port}/sparql> INTO GRAPH <" + RESULT + ">",
        "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <http://127.0.0.1:{port}/sparql> {{ ?s ?p ?o }} }}",
        "INSERT {{ <a:b> <a:c> 1 }} WHERE {{ SERVICE SILENT <http://127.0.0.1:{port}/x> {{}} }}",
        "LOAD <file:///etc/hostname>",
    ],
)
def test_an_update_fetches_nothing_from_elsewhere(towns: Service, update: str) -> None:
    text = f"INSERT DATA {{ <a:a> <a:b> 1 }} ; {update.format(port=towns.port)}"
    reply = towns.post_update(text, Accept=JSON)
    assert reply.status == 403
    assert reply.kind in ("service-refused", "network-refused")
    assert towns.count() == 4


@pytest.mark.parametrize(
    ("update", "line", "column"), [("DROP ALL ;\nINSERT DATA { <s> <p> }", 2, 23)]
)
def test_a_faulty_update_is_told_its_place(
    service: Service, update: str, line: int, column: int
) -> None:
    for change in (service.post_update, service.form_update):
        reply = change(update, Accept=JSON)
        problem = json.loads(reply.body)
        assert (reply.status, reply.kind) == (400, "syntax")
        assert (problem["line"], problem["column"]) == (line, column)


@pytest.mark.parametrize(
    ("update", "status", "kind", "told"),
    [
        (f"DROP GRAPH <{NOWHERE}>", 404, "not-found", NOWHERE),
        (f"CLEAR GRAPH <{NOWHERE}>", 404, "not-found", NOWHERE),
        (f"MOVE <{NOWHERE}> TO <{DK}>", 404, "not-found", NOWHERE),
        (f"CREATE GRAPH <{DK}>", 409, "exists", DK),
        (f"INSERT {{ ?s {IN} ?x }} WHERE {{ BIND(<{HERE}f>(1) AS ?x) }}", 400, "bad-request", "/f"),
    ],
)
def test_an_update_that_cannot_be_done_says_what_is_wrong(
    towns: Service, update: str, status: int, kind: str, told: str
) -> None:
    reply = towns.post_update(update, Accept=JSON)
    assert (reply.status, reply.kind) == (status, kind)
    detail = json.loads(reply.body)["detail"]
    assert told in detail
    assert ("SILENT" in detail) == (kind != "bad-request")
    assert towns.count() == 4


def test_a_program_is_told_of_an_error_in_json_and_a_person_in_html(service: Service) -> None:
    program = service.get_query("ASK {", Accept=JSON)
    assert (program.status, program.kind) == (400, "syntax")
    person = service.get_query("ASK {", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (person.status, media_type(person)) == (400, "text/html")
    assert "line 1" in person.body.decode()


def test_query_and_update_do_not_come_in_one_form(towns: Service) -> None:
    body = urlencode({"query": "ASK {}", "update": "DROP ALL"})
    assert towns.send("POST", towns.update, body, Content_Type=FORM).status == 400
    assert towns.count() == 4


@every_way
@pytest.mark.parametrize("name", ["using-graph-uri", "using-named-graph-uri"])
def test_a_query_with_the_graphs_of_an_update_is_refused(
    towns: Service, ask: Ask, name: str
) -> None:
    reply = ask(WHERE, (name, DK), Accept=JSON)
    assert (reply.status, reply.kind) == (400, "bad-request")
    assert name.replace("using-graph", "default-graph").replace("using", "") in reply.body.decode()


@every_change
@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_an_update_with_the_graphs_of_a_query_is_refused(
    towns: Service, change: Ask, name: str
) -> None:
    reply = change(f"{COPY} WHERE {{ ?town {IN} ?country }}", (name, DK), Accept=JSON)
    assert (reply.status, reply.kind) == (400, "bad-request")
    meant = {"default-graph-uri": "using-graph-uri", "named-graph-uri": "using-named-graph-uri"}
    assert meant[name] in reply.body.decode()
    assert towns.count() == 4


@pytest.mark.parametrize("graph", ["foo", "/store/1", "", "<a:b>"])
def test_a_graph_that_is_no_iri_is_told_with_its_parameter(towns: Service, graph: str) -> None:
    query = towns.get_query(WHERE, ("named-graph-uri", graph), Accept=JSON)
    update = towns.post_update(f"{COPY} WHERE {{}}", ("using-named-graph-uri", graph), Accept=JSON)
    assert (query.status, update.status) == (400, 400)
    assert "named-graph-uri: " in json.loads(query.body)["detail"]
    assert "using-named-graph-uri: " in json.loads(update.body)["detail"]


@pytest.mark.parametrize("charset", ["utf8", "US-ASCII", '"utf-8"', "ascii"])
def test_a_charset_that_is_utf_8_is_read(towns: Service, charset: str) -> None:
    typed = {"Content_Type": f"{QUERY}; charset={charset}"}
    assert truth(towns.send("POST", towns.query, "ASK {}", **typed, Accept=JSON))


def test_another_parameter_does_not_stand_for_the_charset(towns: Service) -> None:
    typed = {"Content_Type": f"{QUERY}; charset=iso-8859-1; x=utf-8"}
    assert towns.send("POST", towns.query, "ASK {}", **typed).status == 415


@pytest.mark.parametrize("kind", [QUERY, FORM])
def test_a_byte_order_mark_is_no_part_of_a_query(service: Service, kind: str) -> None:
    text = b"\xef\xbb\xbf" + (b"ASK {}" if kind == QUERY else b"query=ASK%20%7B%7D")
    assert truth(service.send("POST", service.query, text, Content_Type=kind, Accept=JSON))


def test_a_validator_saves_the_body_of_safe_methods_alone(towns: Service) -> None:
    tag = towns.post_query(WHERE, Accept=JSON).headers["etag"]
    known = {"If_None_Match": tag, "Accept": JSON}
    assert towns.get_query(WHERE, **known).status == 304
    assert column(towns.post_query(WHERE, **known)) == ["be"]
    assert column(towns.form_query(WHERE, **known)) == ["be"]
    safe = towns.send("QUERY", towns.query, WHERE, Content_Type=QUERY, **known)
    assert safe.status == 304


def test_a_slash_behind_the_address_leads_to_it(service: Service) -> None:
    asked = f"?{urlencode({'query': 'ASK {}'})}"
    for method in ("GET", "POST"):
        reply = service.send(method, f"{service.query}/{asked}", Origin="https://other.example")
        assert (reply.status, reply.headers["location"]) == (308, f"{service.query}{asked}")
        assert reply.headers["access-control-allow-origin"] == "*"
    assert service.send("OPTIONS", f"{service.query}/").status == 204


def test_the_service_tells_that_a_query_may_be_a_body(service: Service) -> None:
    for method in ("GET", "OPTIONS"):
        told = service.send(method, service.query).headers["accept-query"].split(", ")
        assert {QUERY, FORM} == set(told)


def test_a_body_of_another_type_is_told_those_that_are_read(service: Service) -> None:
    refused = service.send("POST", service.query, "ASK {}", Content_Type="text/plain")
    assert {QUERY, UPDATE, FORM} == set(refused.headers["accept"].split(", "))
    packed = service.post_query("ASK {}", Content_Encoding="gzip")
    assert (packed.status, packed.headers["accept-encoding"]) == (415, "identity")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/sparql?query=ASK%7B%7D&format=word", "Not Acceptable"),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "Bad Request"),
    ],
)
def test_the_status_line_has_the_words_of_http(service: Service, target: str, reason: str) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)) as connection:
        connection.request("GET", target)
        assert connection.getresponse().reason == reason


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA {}",
        "PREFIX a: <a:select>\n# ask\nBASE <a:b> delete where { ?s ?p ?o }",
        "CLEAR ALL",
    ],
)
def test_an_update_that_is_sent_as_a_query_is_told_so(towns: Service, text: str) -> None:
    for ask in (towns.get_query, towns.form_query, towns.post_query):
        reply = ask(text, Accept=JSON)
        assert (reply.status, reply.kind) == (400, "syntax")
        assert "this is an update" in json.loads(reply.body)["detail"]
    assert towns.count() == 4


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("ASK {}", 1, 1), ("PREFIX insert: <a:delete>\n select * { ?s ?p ?o }", 2, 2)],
)
def test_a_query_that_is_sent_as_an_update_is_told_so(
    service: Service, text: str, line: int, column: int
) -> None:
    for change in (service.form_update, service.post_update):
        reply = change(text, Accept=JSON)
        told = json.loads(reply.body)
        assert (reply.status, reply.kind) == (400, "syntax")
        assert "this is a query" in told["detail"]
        assert (told["line"], told["column"]) == (line, column)


@pytest.mark.parametrize(
    ("update", "detail"),
    [
        (
            "INSERT DATA { ?s <a:b> <a:c> }",
            "variables are not allowed in INSERT DATA (line 1, column 15)",
        ),
        (
            "DELETE { ?s ?p 1 } WHERE { ?s ?p 1 } ;\nINSERT DATA { <a:a> <a:b> 1, $o }",
            "variables are not allowed in INSERT DATA (line 2, column 30)",
        ),
        (
            "DELETE DATA { _:a <a:b> <a:c> }",
            "variables and blank nodes are not allowed in DELETE DATA (line 1, column 15)",
        ),
        (
            "DELETE WHERE { [] <a:b> 1 }",
            "blank nodes are not allowed in DELETE WHERE (line 1, column 16)",
        ),
    ],
)
def test_what_an_update_may_not_hold_is_told_with_its_place(
    service: Service, update: str, detail: str
) -> None:
    reply = service.post_update(update, Accept=JSON)
    assert (reply.status, reply.kind) == (400, "syntax")
    assert json.loads(reply.body)["detail"] == detail


def test_a_literal_as_a_subject_is_not_called_a_variable(service: Service) -> None:
    told = json.loads(service.post_update('INSERT DATA { "x" <a:b> <a:c> }', Accept=JSON).body)
    assert "ariables" not in told["detail"]


@every_change
def test_an_update_of_another_state_than_was_meant_is_not_carried_out(
    towns: Service, change: Ask
) -> None:
    version = towns.get_query("ASK {}").headers["samgraf-version"]
    add = "INSERT DATA { GRAPH <a:new> { <a:a> <a:b> 1 } }"
    assert change(add, If_Match=f'"{version}"').status in DONE
    for condition in ({"If_Match": f'"{version}"'}, {"If_Match": '"x"'}, {"If_None_Match": "*"}):
        reply = change("DROP ALL", **condition, Accept=JSON)
        assert (reply.status, reply.kind) == (412, "precondition")
    assert towns.count() == 5
    assert change("DROP ALL", If_Match="*").status in DONE


def test_a_refused_state_has_the_words_of_http(towns: Service) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", towns.port, timeout=30)) as connection:
        headers = {"Authorization": f"Bearer {towns.token}", "Content-Type": UPDATE}
        connection.request("POST", "/sparql", "DROP ALL", {**headers, "If-Match": '"x"'})
        assert connection.getresponse().reason == "Precondition Failed"
