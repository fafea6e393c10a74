"""Dated facts are cut into versions where one of them begins or ends."""

from dataclasses import dataclass
from datetime import date

import pytest

from samgraf.describing.periods import cut
from samgraf.model import PartialDate, Period
from samgraf.pipeline.derive import years_before


@dataclass(frozen=True)
class Fact:
    period: Period


def fact(start: str | None, end: str | None) -> Fact:
    return Fact(Period(PartialDate(start) if start else None, PartialDate(end) if end else None))


def stretches(*facts: Fact) -> list[tuple[str | None, str | None]]:
    return [
        (
            s.period.start.text if s.period.start else None,
            s.period.end.text if s.period.end else None,
        )
        for s in cut(facts)
    ]


def test_facts_without_dates_are_one_version() -> None:
    assert stretches(fact(None, None), fact(None, None)) == [(None, None)]


def test_a_recoding_cuts_two_versions_that_touch() -> None:
    codes = fact(None, "2019-12-31"), fact("2020-01-01", None)
    assert stretches(*codes) == [(None, "2019-12-31"), ("2020-01-01", None)]


def test_a_name_without_dates_makes_nobody_older_than_the_first_code() -> None:
    assert stretches(fact(None, None), fact("2007-01-01", None)) == [("2007-01-01", None)]


def test_a_name_without_dates_keeps_nobody_alive_after_the_last_code() -> None:
    assert stretches(fact(None, None), fact(None, "2019-12-31")) == [(None, "2019-12-31")]


def test_a_gap_between_two_codes_is_no_version() -> None:
    codes = fact("1990", "1991"), fact("1993", None)
    assert stretches(*codes) == [("1990", "1991"), ("1993", None)]


def test_a_name_that_changes_within_a_code_cuts_it() -> None:
    facts = fact("1990", None), fact("1990", "1999-06"), fact("1999-07-01", None)
    assert stretches(*facts) == [("1990", "1999-06"), ("1999-07-01", None)]


def test_an_area_cuts_a_life_and_neither_begins_nor_ends_it() -> None:
    whole = [fact(None, None)]
    area = [fact("2013", "2020-06")]
    found = [(s.period.start, s.period.end) for s in cut(whole, area)]
    assert [(a and a.text, b and b.text) for a, b in found] == [
        (None, "2012-12-31"), ("2013", "2020-06"), ("2020-07-01", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2023-02-03", date(2023, 2, 3), date(2023, 2, 3)),
    ],
)
def test_a_date_means_all_days_that_it_can_mean(text: str, first: date, last: date) -> None:
    assert (PartialDate(text).first_day, PartialDate(text).last_day) == (first, last)


def test_two_years_before_a_leap_day_is_a_day() -> None:
    assert years_before(date(2024, 2, 29), 2) == date(2022, 2, 28)
