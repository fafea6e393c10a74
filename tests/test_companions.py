"""What two actors have in common, as the page of one reads it from the rows of a query."""

import pytest

from samgraf.web import companions

BODY = "https://w3id.org/samgraf/id/actor/dk-body"


def days(shared: str) -> list[tuple[str, str, str]]:
    """Read begin, last sight and end of each tie."""
    return [(tie.since, tie.seen, tie.ended) for tie in companions._ties(shared, {})]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("2007-01-01|2012-01-01||||", ("2012-01-01", "", "")),
        ("2012-01-01||2020-05-01|||", ("", "", "")),
        ("2007-01-01|2007-01-01|2020-05-01|2016-12-31||", ("2007-01-01", "2016-12-31", "")),
        ("2007-01-01|2007-01-01|||2019-12-31|", ("2007-01-01", "", "2019-12-31")),
        ("2007-01-01|2007-01-01||||2019-12-31", ("2007-01-01", "", "2019-12-31")),
        ("2007-01-01|2007-01-01|||2019-12-31|2018-12-31", ("2007-01-01", "", "2018-12-31")),
    ],
)
def test_a_tie_begins_with_the_later_and_ends_with_the_earlier(
    told: str, wanted: tuple[str, str, str]
) -> None:
    assert days(f"{BODY}|{told}") == [wanted]


def test_two_relations_that_say_the_same_of_two_are_one_tie() -> None:
    one = f"{BODY}|2007-01-01|2012-01-01||||"
    other = f"{BODY}|2009-01-01|2012-01-01||||"
    later = f"{BODY}|2009-01-01|2015-01-01||||"
    assert days(f"{one} {other}") == [("2012-01-01", "", "")]
    assert days(f"{later} {one} {other}") == [("2012-01-01", "", ""), ("2015-01-01", "", "")]
