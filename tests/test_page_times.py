"""The bench of pages names what is too slow, what comes again whole, and what is no page."""

import pytest

import page_times
from page_times import Times

QUICK = Times(cold=[(9.0, "/a")], known=[(0.4, "/a")], sizes=[1000])


@pytest.mark.parametrize(
    ("times", "word"),
    [
        (Times(cold=[(9.0, "/a")] * 9 + [(51.0, "/b")], known=[(0.4, "/a")]), "p95 51.0 ms"),
        (Times(cold=[(9.0, "/a")], known=[(2.1, "/a")]), "304 in 2.1 ms"),
        (Times(cold=[(9.0, "/a")], untold=1), "1 pages were sent again"),
        (Times(cold=[(9.0, "/a")], known=[(0.4, "/a")], failed=["500 /a"]), "500 /a"),
    ],
)
def test_a_mark_that_is_missed_is_named(times: Times, word: str) -> None:
    assert word in "\n".join(page_times.missed({"Municipality": QUICK, "Source": times}))


def test_a_typical_municipality_has_a_mark_of_its_own() -> None:
    times = Times(cold=[(16.0, "/a")] * 3, known=[(0.4, "/a")])
    assert list(page_times.missed({"Municipality": times})) == [
        "a typical municipality: 16.0 ms, wanted 15"
    ]


def test_the_report_has_a_row_for_each_kind_of_page() -> None:
    text = page_times.report({"Municipality": QUICK}, "2026-11-21-x", 0.5)
    assert "every mark is reached" in text
    assert "| Municipality | 1 | 9.0 | 9.0 | 9.0 | 0.4 | 0.4 | 1.0 | 1.0 |" in text
