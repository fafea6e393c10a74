"""Each query in queries/examples/ gives its expected answer on the real graph, over HTTP."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from samgraf import queries, resources
from samgraf.limits import Limits

from .asking import get
from .serving import Server

EXAMPLES = queries.names("examples/")
PLAIN = [name for name in EXAMPLES if not queries.named(name).parameters]


@pytest.fixture(scope="module")
def server(real_build: Path) -> Iterator[Server]:
    with Server(real_build, Limits()) as running:
        yield running


def expected(name: str) -> list[list[str]]:
    file = resources.ROOT / "queries" / f"{name}.csv"
    return list(csv.reader(file.read_text(encoding="utf-8").splitlines()))


def answer(server: Server, text: str) -> list[list[str]]:
    reply = get(server.port, text, Accept="text/csv")
    assert reply.status == 200, reply.body
    return list(csv.reader(io.StringIO(reply.body.decode())))


def members(rows: list[list[str]]) -> list[str]:
    return sorted(row[rows[0].index("member")].rpartition("/")[2] for row in rows[1:])


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_has_an_expected_answer(name: str) -> None:
    assert len(expected(name)) > 1


@pytest.mark.parametrize("name", PLAIN)
def test_an_example_gives_its_expected_answer(server: Server, name: str) -> None:
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
