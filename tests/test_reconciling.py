"""Real exchanges with the reconciliation service, each answer held to the schema of its version."""

import html
import json
import re
import shlex
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest

from . import reconciling_schemas as schemas
from .asking import Reply, kept, send
from .serving import Server

NEW = "application/reconciliation.v1+json"
FORM = "application/x-www-form-urlencoded"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
AABY, NES, COUNCIL = "id/actor/dk-aaby", "id/actor/no-nes", "id/actor/dk-raadet"


def get(server: Server, path: str, **headers: str) -> Reply:
    return send(server.port, "GET", path, None, **headers)


def sent(server: Server, path: str, body: object, media: str = "application/json") -> Reply:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return send(server.port, "POST", path, data, Content_Type=media)


def form(server: Server, **fields: str) -> Reply:
    return sent(server, "/reconcile", urlencode(fields).encode(), FORM)


def right(reply: Reply, schema: schemas.Schema) -> Any:
    """Return an answer that is as the specification wants it."""
    assert reply.status == 200, reply.body
    assert reply.headers["access-control-allow-origin"] == "*"
    answer = json.loads(reply.body)
    assert schemas.faults(answer, schema) == []
    return answer


def old(server: Server, queries: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Send a batch of version 0.2."""
    answer = right(form(server, queries=json.dumps(queries)), schemas.RESULTS_OLD)
    assert [*answer] == [*queries]
    return {key: told["result"] for key, told in answer.items()}


def new(server: Server, *queries: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Send a batch of version 1.0."""
    reply = sent(server, "/reconcile/match", {"queries": queries})
    answer = right(reply, schemas.RESULTS_NEW)
    assert len(answer["results"]) == len(queries)
    return [told["candidates"] for told in answer["results"]]


def named(text: str, **more: Any) -> dict[str, Any]:
    return {"conditions": [{"matchType": "name", "propertyValue": text}], **more}


def with_property(text: str, name: str, value: object, **more: Any) -> dict[str, Any]:
    condition = {"matchType": "property", "propertyId": name, "propertyValue": value, **more}
    return {"conditions": [{"matchType": "name", "propertyValue": text}, condition]}


def wrong(reply: Reply, status: int, pointer: str | None, *words: str) -> None:
    """Check that a request is refused with its place and words."""
    assert reply.status == status, reply.body
    assert reply.headers["access-control-allow-origin"] == "*"
    problem = json.loads(reply.body)
    assert schemas.faults(problem, schemas.PROBLEM) == []
    assert problem.get("pointer") == pointer, problem
    for word in words:
        assert word in problem["detail"]


# The manifest


def test_openrefine_gets_the_manifest_of_0_2(server: Server) -> None:
    accept = "application/json, text/javascript, */*; q=0.01"
    manifest = right(get(server, "/reconcile", Accept=accept), schemas.MANIFEST_OLD)
    assert manifest["versions"] == ["0.2", "1.0-draft"]
    assert manifest["identifierSpace"] + AABY == "https://w3id.org/samgraf/id/actor/dk-aaby"
    first = manifest["defaultTypes"][0]
    assert manifest["schemaSpace"] + first["id"] == (
        "https://w3id.org/samgraf/ontology#Municipality"
    )
    assert manifest["batchSize"] == 1000


@pytest.mark.parametrize("accept", [NEW, "application/json; version=1.0", f"{NEW}, */*;q=0.1"])
def test_a_client_of_1_0_asks_for_its_manifest_by_accept(server: Server, accept: str) -> None:
    reply = get(server, "/reconcile", Accept=accept)
    right(reply, schemas.MANIFEST_NEW)
    assert reply.headers["content-type"] == (NEW if NEW in accept else "application/json")
    assert "Accept" in reply.headers["vary"]


def test_no_one_manifest_is_right_in_both_versions(server: Server) -> None:
    told = [json.loads(get(server, "/reconcile", Accept=a).body) for a in ("*/*", NEW)]
    assert schemas.faults(told[0], schemas.MANIFEST_NEW) != []
    assert schemas.faults(told[1], schemas.MANIFEST_OLD) != []


def test_addresses_in_the_manifest_lead_on(server: Server) -> None:
    manifest = json.loads(get(server, "/reconcile").body)
    base = f"http://127.0.0.1:{server.port}"
    for template in (manifest["view"]["url"], manifest["preview"]["url"]):
        for written in (AABY, AABY.replace("/", "%2F")):  # OpenRefine before 3.6, and the text
            path = template.replace("{{id}}", written).removeprefix(base)
            assert get(server, path, Accept="text/html").status in (200, 303)
    for told in manifest["suggest"].values():
        assert get(server, told["service_path"].join(("/reconcile", "?prefix=n"))).status == 200
    assert get(server, manifest["logo"].removeprefix(base)).status == 200


def test_a_browser_gets_a_page(server: Server) -> None:
    reply = get(server, "/reconcile", Accept=BROWSER)
    assert reply.headers["content-type"].startswith("text/html")
    page = reply.body.decode()
    assert f"http://127.0.0.1:{server.port}/reconcile</code>" in page
    assert 'id="feature-name_exact"' in page
    assert "dk-kommunekode" in page


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_samples_of_the_page_are_answered_as_it_says(server: Server, language: str) -> None:
    reply = get(server, "/reconcile", Accept=BROWSER, Accept_Language=language)
    page = html.unescape(reply.body.decode())
    blocks = re.findall('<pre tabindex="0"><code>(.*?)</code></pre>', page, re.DOTALL)
    commands = [number for number, text in enumerate(blocks) if "Content-Type" in text]
    assert len(commands) == 2
    answers = [json.loads(blocks[number + 1]) for number in commands]
    for number, answer in zip(commands, answers, strict=True):
        _, address, *_, data = shlex.split(blocks[number])
        path = address.removeprefix(f"http://127.0.0.1:{server.port}")
        assert json.loads(sent(server, path, data.encode()).body) == answer
    match, extend = answers
    [candidate] = match["results"][0]["candidates"]
    [row] = extend["rows"]
    assert row["id"] == candidate["id"]
    assert [one["id"] for one in row["properties"]] == ["code", "region", "network"]


def test_the_manifest_may_be_kept(server: Server) -> None:
    tag = get(server, "/reconcile").headers["etag"]
    assert get(server, "/reconcile", If_None_Match=tag).status == 304
    assert get(server, "/reconcile", Accept=NEW).headers["etag"] != tag


# Matching


def test_a_batch_of_0_2_is_answered_by_its_keys(server: Server) -> None:
    queries = {f"q{n}": {"query": "Åby", "type": "Municipality", "type_strict": "should",
                         "limit": 3} for n in range(10)}  # fmt: skip
    for found in old(server, queries).values():
        assert found[0]["id"] == AABY
        assert found[0]["type"] == [{"id": "Municipality", "name": "municipality"}]


def test_a_batch_by_get_is_the_same(server: Server) -> None:
    queries = json.dumps({"q0": {"query": "Åby"}})
    by_get = get(server, "/reconcile?" + urlencode({"queries": queries}), Accept=BROWSER)
    assert by_get.headers["content-type"] == "application/json"
    assert json.loads(by_get.body) == json.loads(form(server, queries=queries).body)
    assert "etag" in by_get.headers


def test_both_versions_find_the_same(server: Server) -> None:
    for text in ("Aaby", "nes", "0101", "Rådet & venner", "zzzz"):
        assert old(server, {"a": {"query": text}})["a"] == new(server, named(text))[0]


def test_an_identifier_finds_its_thing(server: Server) -> None:
    by_id = {"conditions": [{"matchType": "id", "propertyValue": NES}]}
    iri = "https://w3id.org/samgraf/" + NES
    for found in new(server, by_id, named(iri)):
        assert found[0]["id"] == NES


def test_a_thousand_names_are_one_batch(server: Server) -> None:
    names = ["Åby", "Nes", "Øy", "Rådet", "nowhere at all"]
    queries = [named(names[n % 5].upper() if n % 2 else names[n % 5], limit=2) for n in range(1000)]
    found = new(server, *queries)
    assert sum(map(bool, found)) == 800
    assert all(len(candidates) <= 2 for candidates in found)


@pytest.mark.slow
def test_a_client_with_many_batches_keeps_nobody_waiting(server: Server) -> None:
    body = json.dumps({"queries": [named(f"Nes {n}", limit=2) for n in range(1000)]}).encode()

    def batch(_: int) -> int:
        return sent(server, "/reconcile/match", body).status

    with ThreadPoolExecutor(12) as threads:
        statuses = threads.map(batch, range(36))
        seconds = [get(server, f"/suggest?q=n{n}").seconds for n in range(30)]
        assert {*statuses} <= {200, 429, 503}
    assert sorted(seconds)[15] < 0.5


def test_a_connection_is_kept_after_long_requests(server: Server) -> None:
    body = json.dumps({"queries": [named("Nes")]}).encode() + b" " * 200_000
    assert kept(server.port, "/reconcile/match", "application/json", body, 20) == 200


def test_one_candidate_at_most_is_sure(server: Server) -> None:
    for found in old(server, {t: {"query": t} for t in ("Nes", "Åby", "Øy", "Rådet")}).values():
        assert sum(one["match"] for one in found) <= 1


def test_the_country_narrows_a_name_down(server: Server) -> None:
    for written in ("DK", "DNK", "Denmark", "Tanska", {"id": "DNK", "name": "Danmark"}):
        told = old(
            server, {"a": {"query": "Nes", "properties": [{"pid": "country", "v": written}]}}
        )
        assert all("Norway" not in one["description"] for one in told["a"])
    assert new(server, with_property("Nes", "country", "NO"))[0][0]["id"].startswith(NES)
    no_norway = with_property("Nes", "country", "NO", matchQuantifier="none")
    assert all("Norway" not in one["description"] for one in new(server, no_norway)[0])


def test_a_day_chooses_who_was_there(server: Server) -> None:
    for day, found in (("2015", "no-nes-until-2019"), (2022, "no-nes"), ("2022-05", "no-nes")):
        told = new(server, with_property("Nes", "on", day))[0]
        assert told[0]["id"] == f"id/actor/{found}"


def test_what_is_required_rules_out_what_does_not_fit(server: Server) -> None:
    on = with_property("Nes", "on", "2015")
    assert [one["id"] for one in new(server, on)[0]] == [NES + "-until-2019", NES]
    required = with_property("Nes", "on", "2015", required=True)
    assert [one["id"] for one in new(server, required)[0]] == [NES + "-until-2019"]


def test_a_code_of_a_register_is_enough(server: Server) -> None:
    for value in ("0401", 401):
        properties = [{"pid": "no-kommunenummer", "v": value}]
        told = old(server, {"a": {"properties": properties}})["a"]
        assert told[0]["id"] == "id/actor/no-nes-until-2019"


def test_several_values_are_tried_each(server: Server) -> None:
    told = new(server, {"conditions": [{"matchType": "name", "propertyValue": ["Øy", "Åby"]}]})[0]
    assert {one["id"] for one in told} >= {AABY, "id/actor/no-oey-until-2019"}
    assert not any(one["match"] for one in told)


def test_conditions_may_be_written_as_earlier_drafts_had_them(server: Server) -> None:
    query = {"conditions": [{"matchType": "name", "v": "Øy"},
                            {"matchType": "property", "pid": "country", "v": "NO"}]}  # fmt: skip
    assert new(server, query)[0][0]["id"] == "id/actor/no-oey-until-2019"


@pytest.mark.parametrize("text", ["-", "/", "( )", "\u202e", "🙂"])
def test_what_is_no_name_has_no_candidates(server: Server, text: str) -> None:
    assert new(server, named(text)) == [[]]


def test_a_blank_cell_has_no_candidates(server: Server) -> None:
    assert old(server, {"a": {"query": "  "}, "b": {"query": "", "properties": []}}) == {
        "a": [],
        "b": [],
    }


def test_words_are_in_the_readers_language(server: Server) -> None:
    body = urlencode({"queries": '{"a": {"query": "Åby"}}'}).encode()
    reply = send(server.port, "POST", "/reconcile", body, Content_Type=FORM, Accept_Language="fi")
    found = right(reply, schemas.RESULTS_OLD)["a"]["result"][0]
    assert found["type"][0]["name"] == "kunta"
    assert "Tanska" in found["description"]


# What is wrong


BATCHES = [
    ("{", "", "not JSON", "line 1"),
    ("[]", "", "array", "object"),
    ('{"q0": 7}', "/q0", "a number", "object"),
    ('{"q0": {}}', "/q0", "neither a query nor properties"),
    ('{"q0": {"query": 7}}', "/q0/query", "a text is needed"),
    ('{"q0": {"query": "a", "limit": 0}}', "/q0/limit", "from 1 to 100"),
    ('{"q0": {"query": "a", "limit": "3"}}', "/q0/limit", "whole number"),
    ('{"q0": {"query": "a", "limit": 2.5}}', "/q0/limit", "whole number"),
    ('{"q0": {"query": "a", "limit": 1e400}}', "/q0/limit", "whole number"),
    ('{"q0": {"query": "a", "type": "Town"}}', "/q0/type", "Town", "Municipality"),
    ('{"q0": {"query": "a", "type": ["Municipality", 7]}}', "/q0/type/1", "a text"),
    ('{"q0": {"query": "a", "type_strict": "never"}}', "/q0/type_strict", "never", "should"),
    ('{"q0": {"query": "a", "kind": "b"}}', "/q0/kind", "kind", "type_strict"),
    ('{"q0": {"query": "a", "properties": {}}}', "/q0/properties", "array"),
    ('{"a/b~": {"query": "a", "properties": [{"v": 1}]}}', "/a~1b~0/properties/0", "missing"),
    ('{"q": {"query": "a", "properties": [{"pid": "mayor", "v": 1}]}}', "/q/properties/0/pid",
     "mayor", "country"),
    ('{"q": {"query": "a", "properties": [{"pid": "on", "v": "tomorrow"}]}}', "/q/properties/0/v",
     "tomorrow", "2015-01-31"),
    ('{"q": {"query": "a", "properties": [{"pid": "on", "v": ["2015", "2015-02-30"]}]}}',
     "/q/properties/0/v/1", "2015-02-30"),
    ('{"q": {"query": "a", "properties": [{"pid": "country", "v": "Atlantis"}]}}',
     "/q/properties/0/v", "Atlantis"),
    ('{"q": {"query": "a", "properties": [{"pid": "country", "v": true}]}}',
     "/q/properties/0/v", "true or false"),
    ('{"q": {"query": "a", "properties": [{"pid": "code", "v": {"name": "b"}}]}}',
     "/q/properties/0/v/id", "a text"),
    (json.dumps({"q0": {"query": "a" * 501}}), "/q0/query", "501", "500"),
    ('{"q0": {"query": "\\ud800"}}', "/q0/query", "surrogate"),
    ('{"q0": {"query": NaN}}', "", "not JSON"),
    ("[" * 100_000, "", "deep"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pointer", "words"), [(t, p, w) for t, p, *w in BATCHES])
def test_a_wrong_batch_of_0_2_is_refused_with_the_place(
    server: Server, text: str, pointer: str, words: list[str]
) -> None:
    wrong(form(server, queries=text), 400, pointer, *words)


CONDITIONS: list[tuple[Any, ...]] = [
    ({}, "/queries", "nothing stands where an array"),
    ({"queries": {}}, "/queries", "an object", "array"),
    ({"queries": [{}]}, "/queries/0/conditions", "array"),
    ({"queries": [{"conditions": []}]}, "/queries/0/conditions", "at least one"),
    ({"queries": [named("a", query="b")]}, "/queries/0/query", "query"),
    ({"queries": [named("a", type=["Municipality"])]}, "/queries/0/type", "one type"),
    ({"queries": [{"conditions": [{"propertyValue": "a"}]}]}, "/queries/0/conditions/0/matchType",
     "a text"),
    ({"queries": [{"conditions": [{"matchType": "sound", "propertyValue": "a"}]}]},
     "/queries/0/conditions/0/matchType", "sound", "property"),
    ({"queries": [with_property("a", "on", "2015", matchQualifier="EDTF")]},
     "/queries/0/conditions/1/matchQualifier", "qualifiers"),
    ({"queries": [with_property("a", "country", "NO", matchQuantifier="most")]},
     "/queries/0/conditions/1/matchQuantifier", "most"),
    ({"queries": [with_property("a", "country", "NO", required="yes")]},
     "/queries/0/conditions/1/required", "true or false"),
    ({"queries": [with_property("a", "on", ["2015", "2016"], matchQuantifier="all")]},
     "/queries/0/conditions/1/matchQuantifier", "several on"),
    ({"queries": [with_property("a", "code", [str(n) for n in range(21)])]}, "/queries/0", "20"),
    ({"queries": [with_property("a", "population", 5)]}, "/queries/0/conditions/1/propertyId",
     "cannot be matched by 'population'"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "pointer", "words"), [(b, p, w) for b, p, *w in CONDITIONS])
def test_a_wrong_batch_of_1_0_is_refused_with_the_place(
    server: Server, body: object, pointer: str, words: list[str]
) -> None:
    wrong(sent(server, "/reconcile/match", body), 400, pointer, *words)


def test_too_many_queries_name_the_limit(server: Server) -> None:
    many = {str(n): {"query": "a"} for n in range(1001)}
    wrong(form(server, queries=json.dumps(many)), 413, None, "1001", "1000")
    wrong(sent(server, "/reconcile/match", {"queries": [named("a")] * 1001}), 413, None, "1001")
    wide = [named("a", limit=100)] * 201
    reply = sent(server, "/reconcile/match", {"queries": wide})
    wrong(reply, 413, None, "20100", "20000")
    assert json.loads(reply.body)["limits"] == {"reconcile_candidates": 20000}
    wrong(sent(server, "/reconcile/match", b" " * (2 << 20) + b"{}"), 413, None, "2048 KiB")


def test_what_is_no_request_of_either_version_is_refused(server: Server) -> None:
    wrong(form(server, query="Åby"), 400, "", "queries=")
    wrong(form(server, queries="{}", extend="{}"), 400, "", "once")
    wrong(form(server), 400, "", "queries or extend")
    wrong(sent(server, "/reconcile", b"<a/>", "text/xml"), 415, None, "0.2", "1.0")
    wrong(sent(server, "/reconcile/match", b"queries={}", FORM), 415, None, "application/json")
    wrong(sent(server, "/reconcile/match", b"\xff\xfe"), 400, None, "UTF-8")
    wrong(get(server, "/reconcile", Accept="image/png"), 406, None, "application/json")
    assert get(server, "/reconcile/match").status == 405
    assert get(server, "/reconcile/suggest/mayor").status == 404


# Scripts and other hosts


def test_a_script_gets_a_call_of_its_function(server: Server) -> None:
    for path in (
        "/reconcile?",
        "/reconcile/suggest/type?",
        "/reconcile/extend/propose?type=Actor&",
    ):
        reply = get(server, f"{path}callback=jQuery1_2.done")
        assert reply.headers["content-type"].startswith("text/javascript")
        assert reply.headers["x-content-type-options"] == "nosniff"
        text = reply.body.decode()
        assert text.startswith("/**/jQuery1_2.done({")
        assert text.endswith("});")
        assert text.isascii()
        assert "<" not in text


@pytest.mark.parametrize("name", ["alert(1)//", "a b", "1a", "a..b", "", "<b>", "å", "a" * 101])
def test_what_is_no_name_of_a_function_is_refused(server: Server, name: str) -> None:
    reply = get(server, "/reconcile?" + urlencode({"callback": name}), Accept="*/*")
    wrong(reply, 400, "", "callback")
    assert reply.headers["content-type"] == "application/problem+json"


def test_1_0_has_no_scripts(server: Server) -> None:
    reply = sent(server, "/reconcile/match?callback=f", {"queries": [named("Nes")]})
    right(reply, schemas.RESULTS_NEW)


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/match", "/reconcile/suggest/entity"])
def test_pages_of_other_hosts_may_ask(server: Server, path: str) -> None:
    reply = send(server.port, "OPTIONS", path, Origin="https://elsewhere.example",
                 Access_Control_Request_Headers="content-type")  # fmt: skip
    assert reply.status in (200, 204)
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "Content-Type" in reply.headers["access-control-allow-headers"]
    method = "POST" if path.endswith(("reconcile", "match")) else "GET"
    assert method in reply.headers["access-control-allow-methods"]


# Suggestions


def test_things_are_suggested_by_names_codes_and_identifiers(server: Server) -> None:
    for prefix in ("aab", "0101", AABY, "https://w3id.org/samgraf/" + AABY, "actor/dk-aaby"):
        path = "/reconcile/suggest/entity?" + urlencode({"prefix": prefix})
        found = right(get(server, path), schemas.SUGGEST_ENTITY)["result"]
        assert found[0]["id"] == AABY
        assert found[0]["description"].startswith("municipality, Region Nordjylland, Denmark")
    of_type = "/reconcile/suggest/entity?prefix=n&type=CooperationBody"
    assert right(get(server, of_type), schemas.SUGGEST_ENTITY)["result"] == []


@pytest.mark.parametrize("skip", ["cursor", "offset"])
def test_more_suggestions_follow_the_first(server: Server, skip: str) -> None:
    path = "/reconcile/suggest/entity?prefix=n&limit=1"
    first, second = (
        right(get(server, f"{path}&{skip}={n}"), schemas.SUGGEST_ENTITY)["result"] for n in (0, 1)
    )
    assert len(first) == len(second) == 1
    assert first != second


def test_types_and_properties_are_suggested_ranked(server: Server) -> None:
    for word, name in (("mun", "Municipality"), ("netw", "CooperationBody")):
        path = f"/reconcile/suggest/type?prefix={word}"
        assert right(get(server, path), schemas.SUGGEST_TYPE)["result"][0]["id"] == name
    every = right(get(server, "/reconcile/suggest/type?prefix="), schemas.SUGGEST_TYPE)
    assert len(every["result"]) == 11
    path = "/reconcile/suggest/property?prefix=population"
    found = right(get(server, path), schemas.SUGGEST_PROPERTY)["result"]
    assert [one["id"] for one in found] == ["population", "population-year"]
    for bad in ("cursor=x", "limit=0", "limit=51", "offset=-1"):
        wrong(get(server, f"/reconcile/suggest/type?{bad}"), 400, "", "whole number")
    wrong(get(server, "/reconcile/suggest/entity?prefix=a&type=Town"), 400, "", "Town")


# Data extension


def extension(*names: str, on: str = "") -> dict[str, Any]:
    told = {"settings": {"on": on, "limit": "0"}} if on else {}
    return {
        "ids": [AABY, NES, COUNCIL, "id/actor/no-nes-until-2019", "id/actor/nobody"],
        "properties": [{"id": name, **told} for name in names],
    }


def rows(server: Server, *names: str, on: str = "") -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return the values of the five actors, told alike by both versions."""
    asked = extension(*names, on=on)
    told = right(form(server, extend=json.dumps(asked)), schemas.EXTENSION_OLD)
    later = right(sent(server, "/reconcile/extend", asked), schemas.EXTENSION_NEW)
    assert told["meta"] == later["meta"]
    found: dict[str, dict[str, list[dict[str, Any]]]] = told["rows"]
    assert [*found] == [row["id"] for row in later["rows"]] == asked["ids"]
    for row in later["rows"]:
        assert found[row["id"]] == {one["id"]: one["values"] for one in row["properties"]}
        assert [one["id"] for one in row["properties"]] == [*names]
    assert not any(found["id/actor/nobody"].values())
    return found


def test_codes_names_and_places_are_added(server: Server) -> None:
    found = rows(
        server, "code", "dk-kommunekode", "no-kommunenummer", "name", "name-da", "country",
        "region", "population", "same-as", "homepage", "iri", "type",
    )  # fmt: skip
    aaby = found[AABY]
    assert aaby["code"] == aaby["dk-kommunekode"] == [{"str": "0101"}]
    assert aaby["name-da"] == [{"str": "Åby"}]
    assert aaby["country"] == [{"str": "DNK"}]
    assert aaby["region"] == [{"id": "code/region/dk-1081", "name": "Region Nordjylland"}]
    assert aaby["population"] == [{"int": 1200}]
    assert aaby["same-as"] == [
        {"str": "http://www.wikidata.org/entity/Q1"},
        {"str": "https://api.dataforsyningen.dk/kommuner/0101"},
    ]
    assert aaby["homepage"] == [{"str": "https://aaby.example/"}]
    assert found[NES]["no-kommunenummer"] == [{"str": "3501"}]
    assert found["id/actor/no-nes-until-2019"]["code"] == [{"str": "0401"}]
    assert found[COUNCIL]["type"] == [{"str": "CooperationBody"}]
    assert found[COUNCIL]["iri"] == [{"str": "https://w3id.org/samgraf/id/actor/dk-raadet"}]


def test_coordinates_are_added_as_they_are_written(server: Server) -> None:
    assert rows(server, "coordinates")[AABY]["coordinates"] == [{"str": "57.01300,-9.96325"}]


def test_values_are_those_of_a_day(server: Server) -> None:
    found = rows(server, "no-kommunenummer", on="2022")
    assert found[NES]["no-kommunenummer"] == [{"str": "3401"}]
    assert found["id/actor/no-nes-until-2019"]["no-kommunenummer"] == []


def test_what_came_before_and_after_is_added(server: Server) -> None:
    found = rows(server, "predecessor", "successor", "valid-from", "valid-to")
    before = [one["id"] for one in found[NES]["predecessor"]]
    assert before == ["id/actor/no-nes-until-2019", "id/actor/no-oey-until-2019"]
    gone = found["id/actor/no-nes-until-2019"]
    assert gone["successor"] == [{"id": NES, "name": "Nes"}]
    assert gone["valid-to"] == [{"str": "2019-12-31"}]
    assert found[NES]["valid-from"] == [{"str": "2020-01-01"}]
    assert found[NES]["valid-to"] == []


def test_members_and_networks_are_those_of_a_day(server: Server) -> None:
    now, then = rows(server, "network", "member"), rows(server, "network", "member", on="1900")
    assert [one["id"] for one in now[AABY]["network"]] == [COUNCIL]
    assert AABY in [one["id"] for one in now[COUNCIL]["member"]]
    assert then[AABY]["network"] == then[COUNCIL]["member"] == []


def test_values_of_a_property_may_be_limited(server: Server) -> None:
    asked = {"ids": [NES], "properties": [{"id": "predecessor", "settings": {"limit": 1}}]}
    told = right(sent(server, "/reconcile/extend", asked), schemas.EXTENSION_NEW)
    assert len(told["rows"][0]["properties"][0]["values"]) == 1


EXTENSIONS = [
    ("{", "", "not JSON"),
    ("{}", "/ids", "array"),
    ('{"ids": [1], "properties": []}', "/ids/0", "a text"),
    ('{"ids": [], "properties": [{}]}', "/properties/0/id", "a text"),
    ('{"ids": [], "properties": [{"id": "mayor"}]}', "/properties/0/id", "mayor", "propose"),
    ('{"ids": [], "properties": [{"id": "on"}]}', "/properties/0/id", "'on'"),
    ('{"ids": [], "properties": [{"id": "code"}, {"id": "code"}]}', "/properties/1/id", "twice"),
    ('{"ids": [], "properties": [{"id": "code", "settings": {"on": "x"}}]}',
     "/properties/0/settings/on", "'x' is no day"),
    ('{"ids": [], "properties": [{"id": "code", "settings": {"limit": -1}}]}',
     "/properties/0/settings/limit", "whole number"),
    ('{"ids": [], "properties": [{"id": "code", "settings": {"max": 1}}]}',
     "/properties/0/settings/max", "on, limit"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pointer", "words"), [(t, p, w) for t, p, *w in EXTENSIONS])
def test_a_wrong_extension_is_refused_with_the_place(
    server: Server, text: str, pointer: str, words: list[str]
) -> None:
    wrong(form(server, extend=text), 400, pointer, *words)
    wrong(sent(server, "/reconcile/extend", text.encode()), 400, pointer, *words)


def test_too_many_things_name_the_limit(server: Server) -> None:
    asked = {"ids": [str(n) for n in range(1001)], "properties": []}
    wrong(sent(server, "/reconcile/extend", asked), 413, None, "1001", "1000")


def test_properties_are_proposed_for_a_type(server: Server) -> None:
    told = right(get(server, "/reconcile/extend/propose?type=Municipality"), schemas.PROPOSAL)
    names = [one["id"] for one in told["properties"]]
    assert {"code", "network", "region", "population", "no-kommunenummer"} <= {*names}
    assert "member" not in names
    assert "on" not in names
    short = get(server, "/reconcile/extend/propose?type=CooperationBody&limit=2")
    assert len(right(short, schemas.PROPOSAL)["properties"]) == 2
    wrong(get(server, "/reconcile/extend/propose?type=Town"), 400, "", "Town")


# The preview


def test_a_preview_is_a_small_page_that_may_stand_in_a_frame(server: Server) -> None:
    reply = get(server, f"/reconcile/preview?id={AABY}", Accept=BROWSER)
    assert reply.status == 200
    policy = reply.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    page = reply.body.decode()
    for text in (
        "Åby",
        "municipality, Region Nordjylland, Denmark",
        "0101",
        "Region Nordjylland",
        "/page/actor/dk-aaby",
    ):
        assert text in page
    assert "<script" not in page
    assert (
        "frame-ancestors 'none'"
        in get(server, "/reconcile", Accept=BROWSER).headers["content-security-policy"]
    )


def test_a_name_with_markup_is_text_in_the_preview(server: Server) -> None:
    page = get(server, f"/reconcile/preview?id={COUNCIL}", Accept=BROWSER).body.decode()
    assert "Rådet &lt;b&gt;&amp;&lt;/b&gt; venner" in page


@pytest.mark.parametrize("name", ["", "id/actor/nobody", "<script>", "../../etc", "\x00"])
def test_a_preview_of_nothing_is_not_found(server: Server, name: str) -> None:
    path = "/reconcile/preview?" + urlencode({"id": name})
    assert get(server, path, Accept=BROWSER).status == 404


# The schemas themselves


@pytest.mark.parametrize(
    ("schema", "answer"),
    [
        (schemas.MANIFEST_OLD, {"versions": ["0.2"], "name": "a"}),
        (schemas.MANIFEST_NEW, {"versions": ["1.0-draft"], "name": "a"}),
        (schemas.MANIFEST_NEW, {"versions": ["0.2"], "name": "a", "view": {"url": "{id}"}}),
        (schemas.MANIFEST_NEW, {"versions": ["1.0-draft"], "name": "a", "view": {"url": "{{id}}"}}),
        (schemas.RESULTS_OLD, []),
        (schemas.RESULTS_OLD, {"q0": []}),
        (schemas.RESULTS_OLD, {"q0": {"result": [{"id": "a", "name": "b"}]}}),
        (schemas.RESULTS_NEW, {"results": {}}),
        (schemas.RESULTS_NEW, {"results": [{"candidates": [{"id": "", "name": "b"}]}]}),
        (schemas.EXTENSION_OLD, {"meta": [], "rows": []}),
        (schemas.EXTENSION_NEW, {"meta": [], "rows": {}}),
        (schemas.EXTENSION_OLD, {"meta": [], "rows": {"a": {"b": [{"str": 1}]}}}),
        (schemas.SUGGEST_TYPE, {"result": [{"id": "a"}]}),
        (schemas.PROPOSAL, {"type": "a"}),
    ],
)
def test_a_schema_refuses_what_its_version_does_not_have(
    schema: schemas.Schema, answer: object
) -> None:
    assert schemas.faults(answer, schema) != []
