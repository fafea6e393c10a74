"""The bench of the library names the questions that are too slow, and reads all of them."""

import library
from samgraf import queries


def test_it_asks_every_question_of_the_library() -> None:
    assert len(library.library(())) == len(queries.names("cq/")) + len(queries.names("examples/"))


def test_it_asks_only_the_questions_that_are_named() -> None:
    [query] = library.library(("predecessors",))
    assert query.name == "examples/predecessors"


def test_a_question_above_the_mark_is_named_first() -> None:
    times = {"cq/quick": [20.0] * 20, "cq/slow": [30.0] * 18 + [201.0] * 2}
    text = library.report(times, {"cq/quick": 1000, "cq/slow": 2500}, "2026-11-21-x", 0.5)
    assert "**missed** by cq/slow" in text
    assert text.index("| cq/slow | 30.0 | 201.0 | 201.0 | 2.5 |") < text.index("| cq/quick |")


def test_one_slow_run_of_twenty_is_no_miss_where_the_others_are_quick() -> None:
    times = {"cq/quick": [20.0] * 39 + [900.0]}
    text = library.report(times, {"cq/quick": 1000}, "2026-11-21-x", 0.5)
    assert "reached by all" in text
