"""A count of people is told with its year, for the time after it too, until there is another."""

import json
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

import pytest

from samgraf.describing.life import _of_year
from samgraf.describing.periods import Stretch
from samgraf.model import Period

from .asking import send
from .serving import Server
from .small import served

NES = "id/actor/no-nes"


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The five actors, one of which was counted in the first of its two versions."""
    rows = {"places.csv": ["no-nes,,900,2021,,,,,,a-register"]}
    with served(tmp_path_factory.mktemp("counted"), rows) as running:
        yield running


@pytest.mark.parametrize(
    ("day", "values"),
    [
        ("", [{"int": 900}, {"int": 2021}]),
        ("2022", [{"int": 900}, {"int": 2021}]),
        ("2025-06-01", [{"int": 900}, {"int": 2021}]),
        ("2019", [None, None]),
    ],
)
def test_a_count_is_added_to_a_table_with_its_year(
    counted: Server, day: str, values: list[dict[str, int] | None]
) -> None:
    settings = {"on": day} if day else {}
    asked = [{"id": name, "settings": settings} for name in ("population", "population-year")]
    wanted = urlencode({"extend": json.dumps({"ids": [NES], "properties": asked})})
    found = json.loads(send(counted.port, target=f"/reconcile?{wanted}").body)["rows"][NES]
    assert [(found[one["id"]] or [None])[0] for one in asked] == values


@pytest.mark.parametrize("day", ["", "?on=2022", "?on=2025"])
def test_a_page_tells_the_last_count_up_to_its_day(counted: Server, day: str) -> None:
    page = send(counted.port, target=f"/page/actor/no-nes{day}", Accept="text/html").body.decode()
    assert "Population 2021" in page


def test_a_page_tells_no_later_count(counted: Server) -> None:
    page = send(counted.port, target="/page/actor/no-nes?on=2019", Accept="text/html").body.decode()
    assert "Population 2021" not in page


@pytest.mark.parametrize(
    ("year", "first"),
    [(2015, 2018), (2019, 2018), (2022, 2022), (2030, 2022), (None, 2022)],
)
def test_a_count_belongs_to_the_version_of_its_year_else_to_the_nearest(
    year: int | None, first: int
) -> None:
    stretches = [
        Stretch(date(2018, 1, 1), date(2021, 12, 31), Period(None, None)),
        Stretch(date(2022, 1, 1), None, Period(None, None)),
    ]
    found = _of_year(stretches, year)
    assert found.first is not None
    assert found.first.year == first
