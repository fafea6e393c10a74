"""From an address or a code elsewhere to the thing here: one, several, none."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pyoxigraph
import pytest

from .asking import Reply, get, send
from .serving import Server
from .small import served

ROWS = {
    "codes.csv": "no-nes,no-orgnr,974760673,,,a-register\n"
    "dk-raadet,fi-ytunnus,0172127-2,,,a-register\n"
    "no-nes-until-2019,no-fylkesnummer,07,2000-01-01,2019-12-31,a-register\n"
    "no-oey-until-2019,no-fylkesnummer,07,,1999-12-31,a-register",
    "links.csv": "dk-aaby,close,https://sws.geonames.org/17/,a-register\n"
    "no-nes,close,https://sws.geonames.org/17/,a-register",
    "regions.csv": "dk-83,DNK,region,83,Syddanmark,da,,DK03,,,,,a-register,,\n"
    "dk-nuts-dk03,DNK,nuts2,DK03,Syddanmark,da,,DK03,http://data.europa.eu/nuts/code/DK03,,,,"
    "a-register,,",
    "ledger.csv": "2020-01-01,0.0.1,id/actor/no-oey,minted,,\n"
    "2020-01-02,0.0.2,id/actor/no-oey,replaced,id/actor/no-nes,",
}


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the five actors, with codes that two have had and links to others' data."""
    more = {name: rows.splitlines() for name, rows in ROWS.items()}
    with served(tmp_path_factory.mktemp("linked"), more) as running:
        yield running


def looked_up(server: Server, accept: str = "*/*", method: str = "GET", **asked: str) -> Reply:
    return send(server.port, method, f"/lookup?{urlencode(asked)}", Accept=accept)


def led_to(server: Server, **asked: str) -> str:
    reply = looked_up(server, **asked)
    assert reply.status == 303, reply.body
    return reply.headers["location"]


@pytest.mark.parametrize(
    "iri",
    [
        "http://www.wikidata.org/entity/Q1",
        "https://wikidata.org/wiki/Q1",
        "http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ1",
        "https://w3id.org/samgraf/id/actor/dk-aaby",
        "http://w3id.org/samgraf/id/actor/dk-aaby#v-first",
        "https://w3id.org/samgraf/data/actor/dk-aaby.ttl",
        "https://api.dataforsyningen.dk/kommuner/0101",
        "http://dawa.aws.dk/kommuner/101",
    ],
)
def test_an_address_leads_to_the_thing_in_any_spelling(linked: Server, iri: str) -> None:
    assert led_to(linked, iri=iri) == "/id/actor/dk-aaby"


def test_an_address_of_this_server_leads_to_its_thing(linked: Server) -> None:
    page = f"http://127.0.0.1:{linked.port}/page/actor/dk-aaby"
    assert led_to(linked, iri=page) == "/id/actor/dk-aaby"


def test_a_retired_thing_leads_to_what_came_in_its_place(linked: Server) -> None:
    assert led_to(linked, iri="https://w3id.org/samgraf/id/actor/no-oey") == "/id/actor/no-nes"


@pytest.mark.parametrize(
    ("scheme", "code", "day", "key"),
    [
        ("dk-kommunekode", "101", "", "dk-aaby"),
        ("no-kommunenummer", "3401", "2021", "no-nes"),
        ("https://w3id.org/samgraf/code/no-kommunenummer", "3501", "", "no-nes"),
        ("no-fylkesnummer", "7", "1999", "no-oey-until-2019"),
        ("no-fylkesnummer", "07", "2000-01-01", "no-nes-until-2019"),
        ("lau", "DK_101", "", "dk-aaby"),
        ("lau", "NO_0401", "2019", "no-nes-until-2019"),
        ("wikidata", "Q1", "", "dk-aaby"),
        ("brreg", "974760673", "", "no-nes"),
        ("NO-ORGNR", "974 760 673", "", "no-nes"),
        ("fi-ytunnus", "172127-2", "", "dk-raadet"),
        ("fi-ytunnus", "1721272", "", "dk-raadet"),
    ],
)
def test_a_code_leads_to_who_held_it(
    linked: Server, scheme: str, code: str, day: str, key: str
) -> None:
    assert led_to(linked, scheme=scheme, code=code, on=day) == f"/id/actor/{key}"


def test_a_concept_of_a_code_list_is_led_to(linked: Server) -> None:
    assert led_to(linked, scheme="topic", code="culture") == "/code/topic/culture"


def test_several_holders_are_listed_each_with_its_period(linked: Server) -> None:
    reply = looked_up(linked, "application/json", scheme="no-fylkesnummer", code="07")
    assert reply.status == 300
    assert reply.headers["content-type"].startswith("application/json")
    found = {r["iri"].rpartition("/")[2]: r["periods"] for r in json.loads(reply.body)["results"]}
    assert found == {
        "no-nes-until-2019": [{"from": "2000-01-01", "to": "2019-12-31"}],
        "no-oey-until-2019": [{"from": None, "to": "1999-12-31"}],
    }


def test_the_same_stands_before_the_nearly_same_and_a_territory_has_no_period(
    linked: Server,
) -> None:
    reply = looked_up(linked, "application/json", scheme="nuts", code="DK03")
    results = json.loads(reply.body)["results"]
    assert [one["match"] for one in results] == ["exactMatch", "closeMatch"]
    assert [one["periods"] for one in results] == [[{"from": None, "to": None}]] * 2


def test_several_things_tied_to_one_address_are_listed_as_a_page(linked: Server) -> None:
    reply = looked_up(linked, "text/html", iri="https://www.geonames.org/17")
    page = reply.body.decode()
    assert reply.status == 300
    assert 'href="/page/actor/dk-aaby"' in page
    assert 'href="/page/actor/no-nes"' in page
    assert "nearly the same as" in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"scheme": "no-fylkesnummer", "code": "07"}, b'"07"^^'),
        ({"iri": "https://sws.geonames.org/17"}, b"https://sws.geonames.org/17/"),
    ],
)
def test_the_list_is_given_as_turtle(linked: Server, asked: dict[str, str], said: bytes) -> None:
    reply = looked_up(linked, "text/turtle", **asked)
    assert reply.status == 300
    assert len(list(pyoxigraph.parse(reply.body, format=pyoxigraph.RdfFormat.TURTLE))) >= 4
    assert said in reply.body


def test_a_list_has_a_validator_and_may_be_read_by_other_sites(linked: Server) -> None:
    reply = looked_up(linked, "application/json", scheme="no-fylkesnummer", code="07")
    assert reply.headers["etag"]
    assert "Accept" in reply.headers["vary"]
    assert reply.headers["access-control-allow-origin"] == "*"


def test_head_has_the_headers_of_get(linked: Server) -> None:
    for asked in (
        {"scheme": "no-fylkesnummer", "code": "07"},
        {"scheme": "topic", "code": "culture"},
    ):
        got, head = (looked_up(linked, method=method, **asked) for method in ("GET", "HEAD"))
        assert (head.status, head.body) == (got.status, b"")
        assert head.headers.get("location") == got.headers.get("location")
        assert head.headers.get("etag") == got.headers.get("etag")


def test_a_list_in_no_form_that_is_offered_is_not_acceptable(linked: Server) -> None:
    reply = looked_up(linked, "image/png", scheme="no-fylkesnummer", code="07")
    assert reply.status == 406
    assert b"text/turtle" in reply.body


def missed(server: Server, status: int, **asked: str) -> dict[str, object]:
    reply = looked_up(server, "application/json", **asked)
    assert reply.status == status, reply.body
    found: dict[str, object] = json.loads(reply.body)
    return found


def test_a_code_on_a_day_without_a_holder_tells_when_it_was_in_use(linked: Server) -> None:
    told = missed(linked, 404, scheme="no-kommunenummer", code="3401", on="2024-06-01")
    assert "Nes from 2020-01-01 to 2023-12-31" in str(told["detail"])
    assert told["periods"] == [
        {
            "iri": "https://w3id.org/samgraf/id/actor/no-nes",
            "from": "2020-01-01",
            "to": "2023-12-31",
        }
    ]


def test_a_code_that_nobody_had_is_told_with_the_nearest(linked: Server) -> None:
    told = missed(linked, 404, scheme="no-kommunenummer", code="3402")
    assert "3401" in str(told["detail"])
    assert "3401" in told["nearest"]  # type: ignore[operator]


def test_an_unknown_scheme_is_told_with_those_that_there_are(linked: Server) -> None:
    told = missed(linked, 400, scheme="no-kommune", code="3401")
    assert {"no-kommunenummer", "lau", "wikidata", "topic"} <= set(told["schemes"])  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("iri", "words"),
    [
        ("http://www.wikidata.org/entity/Q999", "although others of that data set are"),
        ("https://example.org/x", "begin with"),
        ("https://w3id.org/samgraf/id/actor/dk-nowhere", "nothing"),
        ("javascript:alert(1)", "nothing"),
        ('<>"{}|\\^`\x00', "nothing"),
    ],
)
def test_an_address_that_nothing_is_tied_to_is_not_found(
    linked: Server, iri: str, words: str
) -> None:
    assert words in str(missed(linked, 404, iri=iri)["detail"])


@pytest.mark.parametrize(
    "asked",
    [
        {"scheme": "no-kommunenummer"},
        {"code": "3401"},
        {"iri": "http://www.wikidata.org/entity/Q1", "code": "3401"},
        {"scheme": "no-kommunenummer", "code": "3401", "on": "yesterday"},
    ],
)
def test_half_a_question_is_a_bad_request(linked: Server, asked: dict[str, str]) -> None:
    missed(linked, 400, **asked)


def test_without_a_question_there_is_a_form_and_the_list_of_link_sets(linked: Server) -> None:
    reply = send(linked.port, "GET", "/lookup", Accept="text/html")
    assert reply.status == 200
    assert b'name="iri"' in reply.body
    assert b'href="/code/link-set/brreg"' in reply.body


def test_only_get_and_head_are_answered(linked: Server) -> None:
    reply = send(linked.port, "POST", "/lookup")
    assert reply.status == 405
    assert "GET" in reply.headers["allow"]


def test_a_page_names_the_link_sets_of_its_thing(linked: Server) -> None:
    page = send(linked.port, "GET", "/page/actor/no-nes", Accept="text/html").body.decode()
    section = page.partition('<section id="identifiers">')[2].partition("</section>")[0]
    assert "Register of legal entities of Norway" in section
    assert 'href="https://data.brreg.no/enhetsregisteret/api/enheter/974760673"' in section
    data = send(linked.port, "GET", "/data/actor/no-nes.ttl").body.decode()
    assert "https://data.brreg.no/enhetsregisteret/api/enheter/974760673" in data


def test_a_link_of_the_table_is_in_the_graph_of_its_source(linked: Server) -> None:
    query = """ASK { GRAPH <https://w3id.org/samgraf/graph/source/a-register> {
      <https://w3id.org/samgraf/id/actor/dk-aaby>
        <http://www.w3.org/2004/02/skos/core#closeMatch> <https://sws.geonames.org/17/> } }"""
    assert json.loads(get(linked.port, query).body)["boolean"] is True
