"""The questions in queries/examples/: rows on the fixture, and answers of the real graph."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from samgraf import queries, resources
from samgraf.limits import Limits
from samgraf.store.once import ask_once
from samgraf.store.versions import Versions
from samgraf.store.wire import Query
from samgraf.terms import BASE, ORG, SG, XSD, asof_graph

from . import questioning
from .asking import get
from .serving import Server

FOLDER = Path(__file__).parent / "examples"
EXAMPLES = queries.names("examples/")
WITH_ANSWER = [name for name in EXAMPLES if (resources.ROOT / "queries" / f"{name}.csv").is_file()]
"""Those whose whole answer of the real graph is kept beside them."""
ON_FIXTURE = [name for name in EXAMPLES if (FOLDER / f"{Path(name).name}.csv").is_file()]
PLAIN = [name for name in WITH_ANSWER if not queries.named(name).parameters]
VIEWS = ("table", "map", "timeline", "bar", "line", "network")
TABLE, TRIPLES = "application/sparql-results+json", "application/n-triples"


@pytest.fixture(scope="module")
def server(real_build: Path) -> Iterator[Server]:
    with Server(real_build, Limits()) as running:
        yield running


@pytest.fixture(scope="module")
def fixture() -> pyoxigraph.Store:
    return questioning.examples()


def expected(name: str) -> list[list[str]]:
    file = resources.ROOT / "queries" / f"{name}.csv"
    return list(csv.reader(file.read_text(encoding="utf-8").splitlines()))


def on_fixture(name: str) -> list[tuple[str, ...]]:
    """Read the head and the rows that are expected on the fixture."""
    with (FOLDER / f"{Path(name).name}.csv").open(encoding="utf-8") as file:
        return [tuple(row) for row in csv.reader(file)]


def checked() -> dict[str, list[dict[str, str]]]:
    """Read the cells, looked up in data/ by hand, that some row of the real answer must have."""
    found: dict[str, list[dict[str, str]]] = {}
    with (FOLDER / "checked.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            cells = dict(part.split("=", 1) for part in row["cells"].split("|"))
            found.setdefault(row["question"], []).append(cells)
    return found


def answer(server: Server, text: str) -> list[list[str]]:
    reply = get(server.port, text, Accept="text/csv")
    assert reply.status == 200, reply.body
    return list(csv.reader(io.StringIO(reply.body.decode())))


def members(rows: list[list[str]]) -> list[str]:
    return sorted(row[rows[0].index("member")].rpartition("/")[2] for row in rows[1:])


def test_there_are_thirty_and_more_beside_the_competency_questions() -> None:
    assert len(EXAMPLES) >= 36


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_says_what_it_asks_and_how_it_is_best_shown(name: str) -> None:
    query = queries.named(name)
    assert query.title != name
    assert query.summary.endswith("?")
    assert query.tags
    assert query.view in VIEWS
    assert all(parameter.default for parameter in query.parameters)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_several_examples(view: str) -> None:
    assert sum(queries.named(name).view == view for name in EXAMPLES) >= 4


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_rows_on_the_fixture_or_is_about_one_body_of_the_real_graph(
    name: str,
) -> None:
    assert name in ON_FIXTURE or name in PLAIN


@pytest.mark.parametrize("name", ON_FIXTURE)
def test_an_example_gives_its_expected_rows_on_the_fixture(
    fixture: pyoxigraph.Store, name: str
) -> None:
    query, [head, *rows] = queries.named(name), on_fixture(name)
    assert rows
    assert questioning.head(query, fixture) == head
    given = questioning.given(FOLDER, Path(name).name)
    assert sorted(questioning.asked(fixture, query, given)) == sorted(rows)


PREFIXES = f"""
@prefix a: <{BASE}id/actor/> . @prefix r: <{BASE}id/relation/> . @prefix xsd: <{XSD}> .
@prefix org: <{ORG}> . @prefix sg: <{SG}> . @prefix role: <{BASE}code/role/> .
@prefix c: <{BASE}id/claim/> . @prefix reading: <{BASE}code/reading/> .
"""
# Z is part of X. G, a predecessor of H, is in both; so is A now, and B is in Z alone.
PART = f"""{PREFIXES}
r:m-z-a org:member a:dk-a ; org:organization a:dk-z ; org:role role:member ;
  sg:beginsNotAfter "2018-12-31"^^xsd:date ; sg:endsNotBefore "2018-01-01"^^xsd:date .
<{asof_graph(2019)}> {{ a:dk-a sg:memberOf a:dk-z }}
"""


def test_a_part_is_counted_only_where_its_whole_is_not_shared() -> None:
    query, fixture = queries.named("examples/shared-with-predecessors"), questioning.examples()
    fixture.load(PART, pyoxigraph.RdfFormat.TRIG)
    given = questioning.given(FOLDER, "shared-with-predecessors") | {"year": "2019"}
    told = {row[1]: row[2:6] for row in questioning.asked(fixture, query, given)}
    assert told["Aby"] == ("2", "X-regionen; Y-forsyning", "presumed; presumed", "Z-netværk")
    assert told["Bby"] == ("1", "Z-netværk", "presumed", "")


# H began with 2020, and G was over by then; when H joined X, and whether D was in it, is not dated.
LATE = f"""{PREFIXES}
r:m-x-h org:member a:dk-h ; org:organization a:dk-x ; org:role role:member ;
  sg:beginsNotBefore "2020-01-01"^^xsd:date ; sg:supportedBy c:new .
r:m-x-d sg:supportedBy c:new .
c:new sg:readingMode reading:enumerated .
"""


@pytest.mark.parametrize(
    ("name", "parameter", "start", "column"),
    [
        ("examples/partners-of-actor", "actor", "actor/", 0),
        ("pages/companions", "thing", f"{BASE}id/actor/", 1),
    ],
)
def test_those_who_cannot_have_met_are_no_partners(
    name: str, parameter: str, start: str, column: int
) -> None:
    fixture, query = questioning.examples(), queries.named(name)
    fixture.load(LATE, pyoxigraph.RdfFormat.TURTLE)

    def partners(actor: str) -> set[str]:
        rows = questioning.asked(fixture, query, {parameter: start + actor})
        return {row[column].rpartition("/")[2] for row in rows}

    assert "dk-d" in partners("dk-h")
    assert "dk-h" in partners("dk-d")
    assert "dk-g-until-2019" not in partners("dk-h")
    assert "dk-h" not in partners("dk-g-until-2019")


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_parameter_is_a_column_so_that_an_answer_tells_what_was_asked(
    fixture: pyoxigraph.Store, name: str
) -> None:
    query = queries.named(name)
    if "\nSELECT" in query.text:
        head = questioning.head(query, fixture)
        assert {parameter.name for parameter in query.parameters} <= set(head)


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_real_graph_answers_as_looked_up_by_hand(name: str, real_build: Path) -> None:
    query = queries.named(name)
    asked = Query(query.text, TABLE, TRIPLES, substitutions=query.substitutions({}))
    versions = Versions(real_build)
    reply = ask_once(versions.path(versions.needed()) / "store", asked, Limits())
    body = b"".join(reply.body)
    if reply.media_type.startswith(TRIPLES):
        assert body.count(b"\n") > 10
        return
    document = json.loads(body)
    if "boolean" in document:
        assert document["boolean"] is True
        return
    rows = [
        {key: value["value"] for key, value in row.items()}
        for row in document["results"]["bindings"]
    ]
    assert rows
    for cells in checked().get(Path(name).name, []):
        assert any(cells.items() <= _short(row, cells).items() for row in rows), cells


def _short(row: dict[str, str], cells: dict[str, str]) -> dict[str, str]:
    """Write things by their keys, as the cells do."""
    return {key: row.get(key, "").removeprefix("https://w3id.org/samgraf/id/") for key in cells}


@pytest.mark.parametrize("name", WITH_ANSWER)
def test_an_answer_that_is_kept_has_rows(name: str) -> None:
    assert len(expected(name)) > 1


@pytest.mark.parametrize("name", PLAIN)
def test_an_example_gives_its_kept_answer(server: Server, name: str) -> None:
    assert answer(server, queries.text(name)) == expected(name)


def test_there_are_as_many_current_municipalities_as_the_countries_have(server: Server) -> None:
    rows = answer(server, queries.text("examples/municipalities-per-country"))
    counts = {country.rpartition("/")[2]: int(number) for country, number in rows[1:]}
    assert counts == {
        "DNK": 98, "NOR": 357, "SWE": 290, "FIN": 308, "ISL": 62, "FRO": 29, "GRL": 5,
    }  # fmt: skip


def test_trekantomraadet_had_the_six_of_its_source_in_2009(server: Server) -> None:
    rows = answer(server, queries.text("examples/trekantomraadet-2009"))
    names = ["billund", "fredericia", "kolding", "middelfart", "vejen", "vejle"]
    assert members(rows) == [f"dk-{name}" for name in names]
    assert {row[rows[0].index("certainty")] for row in rows[1:]} == {"certain"}


def test_trekantomraadet_has_seven_on_the_data_date(server: Server) -> None:
    rows = answer(server, queries.text("examples/trekantomraadet-today"))
    assert len(members(rows)) == 7
    assert "dk-haderslev" in members(rows)
    assert {row[rows[0].index("certainty")] for row in rows[1:]} <= {"certain", "presumed"}


def test_vestegnssamarbejdet_had_its_eight_in_2009(server: Server) -> None:
    rows = answer(server, queries.text("examples/vestegnssamarbejdet-2009"))
    assert members(rows) == [
        "dk-albertslund", "dk-broendby", "dk-glostrup", "dk-hoeje-taastrup",
        "dk-hvidovre", "dk-ishoej", "dk-roedovre", "dk-vallensbaek",
    ]  # fmt: skip
