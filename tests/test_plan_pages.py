"""What a query costs, by web: counted, told in words, proven on the data, and bounded."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from samgraf.limits import Limits
from samgraf.web.kinds import STATUS

from .asking import Reply, answers, send
from .harmless import harm
from .poison import NAMES
from .serving import HEAVY, Server, make_version, point_to, some_quads

FORM = "application/x-www-form-urlencoded"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
E = "https://example.org/"
ACTORS = 1200
THIRD = "'Kommune nr. 3'@da"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over many actors, each a member of one other; plans have three seconds."""
    build = tmp_path_factory.mktemp("plans")
    make_version(build, "v1", some_quads(ACTORS))
    point_to(build, "v1")
    with Server(build, replace(Limits(), plan_seconds=3.0)) as running:
        yield running


def plan(server: Server, query: str, accept: str = "application/json", lang: str = "") -> Reply:
    body = urlencode({"query": query}).encode()
    target = f"/sparql/plan{lang}"
    return send(server.port, "POST", target, body, Accept=accept, Content_Type=FORM)


def told(server: Server, query: str) -> dict[str, Any]:
    reply = plan(server, query)
    assert reply.status == 200, reply.body
    found: dict[str, Any] = json.loads(reply.body)
    return found


NAMED = f"SELECT * {{ ?a a <{E}A> ; <http://www.w3.org/ns/org#member> ?b . ?b <{E}name> ?n }}"


def test_patterns_are_counted_by_themselves_and_joined_in_words(many: Server) -> None:
    found = told(many, f"{NAMED} LIMIT 7")
    assert (found["rows"], found["exact"], found["version"]) == (7, True, "v1")
    rows = {one["pattern"]: one["rows"] for one in found["patterns"]}
    assert rows == {
        f"?a a <{E}A> .": ACTORS,
        "?a <http://www.w3.org/ns/org#member> ?b .": ACTORS,
        f"?b <{E}name> ?n .": ACTORS,
    }
    [block] = found["blocks"]
    words = [line["words"] for line in block["lines"]]
    assert words[0] == "1,200 \u00d7 “example.org/A”"
    assert words[1:] == [
        "\u00d7 “member”: one for each of 1,200 ?a",
        "\u00d7 “example.org/name”: one for each of 1,200 ?b",
    ]
    assert block["lines"][-1]["estimate"] == "≈ 1,200"
    assert str(found["whole"]).startswith("The whole: 7 rows, in ")


def test_what_one_thing_has_many_of_is_told_as_such(many: Server) -> None:
    member = "<http://www.w3.org/ns/org#member>"
    found = told(many, f"SELECT * {{ ?a {member} ?b . ?b <{E}name> {THIRD} }}")
    lines = found["blocks"][0]["lines"]
    assert [line["rows"] for line in lines] == ["2", "1,200"]
    assert lines[1]["words"] == "\u00d7 “member”: up to 2 for each of 600 ?b"
    assert lines[1]["estimate"] == "≈ 4"


def test_a_faster_form_is_offered_that_gives_the_same_rows(many: Server) -> None:
    start = f"<{E}actor/1199> <http://www.w3.org/ns/org#member>+ ?b ."
    found = told(many, f"SELECT ?b {{ {start} ?b a <{E}A> }} LIMIT 3")
    [hint] = found["hints"]
    assert (hint["kind"], hint["proof"]) == ("path-type", "equal")
    assert "FILTER EXISTS" in str(hint["rewrite"])
    assert "LIMIT 3" in str(hint["rewrite"])
    assert "give the same rows" in found["advice"][0]["proof"]


def test_a_form_that_gives_other_rows_is_not_offered(many: Server) -> None:
    # ?b is bound nowhere inside, so MINUS shares nothing and takes nothing away.
    inside = f"{{ ?x a <{E}A> . ?x <{E}name> ?y }}"
    found = told(many, f"SELECT * {{ ?b <{E}name> {THIRD} FILTER NOT EXISTS {inside} }}")
    [hint] = found["hints"]
    assert (hint["kind"], hint["proof"], hint["rewrite"]) == ("exists", "different", None)


@pytest.mark.slow
def test_what_a_bound_cut_is_told_and_nothing_is_proven_then(many: Server) -> None:
    heavy = HEAVY.replace("?a ?b ?c", "?a ?b ?c . OPTIONAL { ?a a ?x }")
    reply = plan(many, heavy)
    assert reply.status == 200
    assert reply.seconds < 5
    found = json.loads(reply.body)
    assert (found["rows"], found["limit"]) == (None, "time-limit")
    assert "was not answered within the time of a plan" in found["whole"]
    assert [hint["proof"] for hint in found["hints"] if hint["kind"] == "optional"] == ["unknown"]
    assert answers(many.port)


def test_where_the_faster_form_alone_is_answered_nothing_is_proven(many: Server) -> None:
    # Taken as a whole, these are all triples of descendants of anybody; of one actor there are 8.
    member = "<http://www.w3.org/ns/org#member>+"
    below = f"?x {member} ?b . ?y {member} ?b . ?z {member} ?b"
    found = told(many, f"SELECT * {{ ?b <{E}name> 'Kommune nr. 499'@da OPTIONAL {{ {below} }} }}")
    assert found["limit"] == "time-limit"
    [hint] = found["hints"]
    assert (hint["kind"], hint["proof"], bool(hint["rewrite"])) == ("optional", "unknown", True)
    assert "Not proven" in found["advice"][0]["proof"]
    assert "This form was answered in " in found["advice"][0]["proof"]


def test_a_part_of_the_rows_proves_nothing(many: Server) -> None:
    every = "?a ?p ?b . ?c ?q ?d . ?e ?r ?f OPTIONAL { ?a a ?x }"
    found = told(many, f"SELECT * {{ {every} }} LIMIT 5")
    assert found["rows"] == 5
    proofs = {hint["kind"]: (hint["proof"], bool(hint["rewrite"])) for hint in found["hints"]}
    assert proofs["optional"] == ("unknown", True)
    assert "Not proven" in found["advice"][0]["proof"]


def test_rows_that_differ_each_time_are_never_called_proven(many: Server) -> None:
    query = f"SELECT (RAND() AS ?r) {{ ?a a <{E}A> OPTIONAL {{ ?a <{E}name> ?n }} }}"
    [hint] = told(many, query)["hints"]
    assert hint["proof"] == "unknown"


def test_more_patterns_than_are_counted_are_told(many: Server) -> None:
    sentence = f"<{E}actor/1> <{E}name> ?n . "
    found = told(many, f"SELECT * {{ {sentence * 33} }}")
    assert len(found["patterns"]) == 30
    assert "3 more patterns were not counted" in " ".join(found["notes"])


def test_truths_graphs_and_what_is_not_read_are_told_too(many: Server) -> None:
    assert str(told(many, "ASK { ?s ?p ?o }")["whole"]).startswith("The whole: yes, in ")
    graph = told(many, f"CONSTRUCT {{ ?a a <urn:x> }} {{ ?a a <{E}A> }}")
    assert graph["rows"] == ACTORS
    listed = told(many, f"SELECT * {{ ?a a <{E}A> . OPTIONAL {{ ?a <{E}list> (1 2) }} }}")
    assert "was not taken apart" in " ".join(listed["notes"])
    assert listed["rows"] == ACTORS


def test_patterns_in_a_graph_are_counted_there(many: Server) -> None:
    found = told(many, f"SELECT * {{ GRAPH <{E}graph> {{ ?a <{E}code> ?c }} }}")
    assert [one["rows"] for one in found["patterns"]] == [ACTORS]
    chosen = f"SELECT * FROM <{E}graph> {{ ?a <{E}code> ?c }}"
    assert [one["rows"] for one in told(many, chosen)["patterns"]] == [ACTORS]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("", "bad-request"),
        ("SELECT * {\n ?s ?p }", "syntax"),
        ("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", "service-refused"),
        ("#" * (17 << 10), "too-long"),
    ],
)
def test_what_is_no_query_is_refused_as_the_endpoint_does(
    many: Server, query: str, kind: str
) -> None:
    reply = plan(many, query)
    assert (reply.kind, reply.status) == (kind, STATUS[kind][0])
    if kind == "syntax":
        assert (json.loads(reply.body)["line"], json.loads(reply.body)["column"]) == (2, 8)
        assert b"2 |  ?s ?p }" in plan(many, query, "text/html").body


def test_the_page_without_script_says_the_same_in_the_readers_language(many: Server) -> None:
    page = plan(many, NAMED, "text/html").body.decode()
    assert "<caption>What must hold</caption>" in page
    assert "The whole: 1,200 rows, in " in page
    reply = send(many.port, "GET", f"/sparql/plan?{urlencode({'query': NAMED})}", None)
    assert json.loads(reply.body)["rows"] == ACTORS
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("text", NAMES.values())
def test_the_page_of_a_hostile_query_runs_nothing(many: Server, text: str) -> None:
    query = f"SELECT * {{ ?s ?p {json.dumps(text, ensure_ascii=False)} OPTIONAL {{ ?s ?q ?r }} }}"
    reply = plan(many, query, "text/html")
    assert harm(reply.body) == []


def test_many_plans_at_once_are_refused_politely(many: Server) -> None:
    replies: list[Reply] = []
    heavy = f"{HEAVY} # {{}}"
    threads = [
        threading.Thread(target=lambda n=n: replies.append(plan(many, heavy.replace("{}", str(n)))))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert {reply.status for reply in replies} <= {200, 429, 503}
    assert any(reply.status == 429 for reply in replies)
    assert answers(many.port)
