"""Suggestions and the list of what was found: as JSON, as CSV and as a page."""

import csv
import io
import json
import re
from typing import Any
from urllib.parse import quote

import pytest

from .asking import Reply, send
from .serving import Server

HOSTILE = [
    '*:"()~^',
    "\x00\x01",
    "a" * 5000,
    "'; DROP",
    "<script>alert(1)</script>",
    "\u202e",
    "(a+)+$",
]


def get(server: Server, path: str) -> Reply:
    return send(server.port, "GET", path)


def told(server: Server, path: str) -> dict[str, Any]:
    reply = get(server, path)
    assert reply.status == 200, reply.body
    assert reply.headers["content-type"] == "application/json"
    answer: dict[str, Any] = json.loads(reply.body)
    return answer


def names(server: Server, query: str) -> list[str]:
    return [one["id"] for one in told(server, f"/suggest?{query}")["suggestions"]]


def test_a_suggestion_tells_what_a_search_box_shows(server: Server) -> None:
    answer = told(server, "/suggest?q=aab")
    assert answer["q"] == "aab"
    assert answer["suggestions"][0] == {
        "id": "actor/dk-aaby",
        "iri": "https://w3id.org/samgraf/id/actor/dk-aaby",
        "page": "/page/actor/dk-aaby",
        "name": "Åby",
        "lang": "da",
        "kind": "Municipality",
        "kindLabel": "municipality",
        "country": "Denmark",
        "status": "current",
        "years": "",
        "note": "",
    }


def test_a_suggestion_of_what_is_over_tells_its_years(server: Server) -> None:
    found = told(server, "/suggest?q=oey")["suggestions"]
    years = {one["id"]: one["years"] for one in found}
    assert years["actor/no-oey-until-2019"].endswith("\u20132019"), found


def test_suggestions_are_in_the_readers_language(server: Server) -> None:
    one = told(server, "/suggest?q=north+jutland&lang=fi")["suggestions"][0]
    assert (one["kindLabel"], one["country"]) == ("alue", "Tanska")
    assert one["note"] == "myös North Jutland"


def test_a_code_is_suggested_with_its_register(server: Server) -> None:
    one = told(server, "/suggest?q=0402")["suggestions"][0]
    assert one["id"] == "actor/no-oey-until-2019"
    assert one["note"] == "no-kommunenummer 0402 (\u20132019)"


def test_suggestions_are_as_many_as_asked_for(server: Server) -> None:
    assert len(names(server, "q=me&limit=3")) == 3
    assert len(names(server, "q=e&limit=900")) <= 20
    assert names(server, "q=") == []
    assert get(server, "/suggest?q=aaby&limit=x").kind == "parameter"


def test_suggestions_may_be_kept_and_read_elsewhere(server: Server) -> None:
    reply = get(server, "/suggest?q=aaby")
    assert "max-age" in reply.headers["cache-control"]
    assert reply.headers["access-control-allow-origin"] == "*"
    again = send(server.port, "GET", "/suggest?q=aaby", If_None_Match=reply.headers["etag"])
    assert again.status == 304


def test_a_territory_a_topic_and_a_term_are_found(server: Server) -> None:
    assert "/code/region/dk-1081" in str(told(server, "/suggest?q=north+jutland"))
    assert "/code/topic/health" in str(told(server, "/suggest?q=health"))
    assert "/ontology#Membership" in str(told(server, "/suggest?q=membership&limit=20"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(server: Server, text: str) -> None:
    for path in ("/suggest", "/search", "/search.json", "/search.csv", "/search.ttl"):
        reply = get(server, f"{path}?q={quote(text)}")
        assert reply.status == 200
        assert b"<script>" not in reply.body or path != "/search"


def test_a_list_is_narrowed_down_and_keeps_what_was_asked(server: Server) -> None:
    page = get(server, "/search?kind=Municipality&country=NOR&lang=da&sort=name").body.decode()
    assert re.search(r"<p>3 \w+\.</p>", page)
    chosen = re.search(r'href="([^"]*)"[^>]*aria-current="true">Norge <span>3<', page)
    assert chosen is not None
    assert chosen[1] == "/search?kind=Municipality&amp;lang=da&amp;sort=name"
    assert re.search(r'country=DNK[^"]*"[^>]*>Danmark <span>1<', page)
    assert "/search.csv?kind=Municipality&amp;country=NOR&amp;lang=da&amp;sort=name" in page


def test_a_list_has_pages(server: Server) -> None:
    one = get(server, "/search?kind=Term").body.decode()
    assert '<a rel="next" href="/search?kind=Term&amp;page=2">' in one
    assert 'rel="prev"' not in one
    two = get(server, "/search?kind=Term&page=2").body.decode()
    assert '<a rel="prev" href="/search?kind=Term">' in two
    assert get(server, "/search?page=0").kind == "parameter"
    behind = get(server, "/search?page=900")
    assert (behind.status, "page=900" in behind.headers["location"]) == (303, False)
    assert get(server, behind.headers["location"]).status == 200


def test_json_and_csv_give_the_same_list(server: Server) -> None:
    answer = told(server, "/search.json?country=NOR&limit=2")
    assert (answer["count"], answer["next"]) == (3, "/search.json?country=NOR&limit=2&page=2")
    assert {"value": "Municipality", "label": "municipality", "count": 3} in answer["facets"][
        "kind"
    ]
    reply = get(server, "/search.csv?country=NOR&limit=2")
    assert reply.headers["link"] == '</search.csv?country=NOR&limit=2&page=2>; rel="next"'
    rows = list(csv.DictReader(io.StringIO(reply.body.decode())))
    assert [row["iri"] for row in rows] == [one["iri"] for one in answer["results"]]
    assert told(server, answer["next"])["next"] is None


def test_where_nothing_fits_the_nearest_names_are_told(server: Server) -> None:
    answer = told(server, "/search.json?q=raadet+zzzzqqqq")
    assert answer["count"] == 0
    assert answer["nearest"][0]["id"] == "actor/dk-raadet"
    assert "The nearest names" in get(server, "/search?q=raadet+zzzzqqqq").body.decode()


@pytest.mark.parametrize(
    ("asked", "meant", "said"),
    [
        ("kind=Municipalty", "Municipality", "there is no such value"),
        ("country=nor", "NOR", "there is no such value; known are"),
        ("knd=Municipality", "kind", "no parameter 'knd'"),
        ("sort=nmae", "name", "known are"),
        ("limit=foo", None, "write a whole number"),
        ("limit=0", None, "write a whole number"),
    ],
)
@pytest.mark.parametrize("ending", ["json", "csv", "ttl"])
def test_a_mistyped_choice_of_a_program_is_no_empty_list(
    server: Server, ending: str, asked: str, meant: str | None, said: str
) -> None:
    reply = get(server, f"/search.{ending}?{asked}")
    assert (reply.status, reply.kind) == (400, "parameter")
    told = json.loads(reply.body)
    assert said in told["detail"]
    assert told.get("didYouMean") == meant


def test_a_part_that_is_far_behind_the_last_is_told_of(server: Server) -> None:
    reply = get(server, "/search.json?page=99999")
    assert reply.kind == "not-found"
    assert "this list ends with page=" in json.loads(reply.body)["detail"]


def test_what_there_is_and_nothing_has_is_an_empty_list(server: Server) -> None:
    assert json.loads(get(server, "/search.json?topic=health").body)["count"] == 0
