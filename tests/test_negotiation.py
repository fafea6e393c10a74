"""Which format a client gets."""

import pytest

from samgraf.web.negotiation import best, choose


@pytest.mark.parametrize(
    ("accept", "table", "graph"),
    [
        ("", "application/sparql-results+json", "text/turtle"),
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("text/csv", "text/csv", None),
        ("application/ld+json", None, "application/ld+json"),
        ("application/json", "application/sparql-results+json", "application/ld+json"),
        (
            "application/sparql-results+json;q=0.3, text/csv;q=0.8, */*;q=0.1",
            "text/csv",
            "text/turtle",
        ),
        ("text/*, text/turtle;q=0", "text/csv", None),
        ("TEXT/CSV ; Q=1", "text/csv", None),
        ("image/png", None, None),
        ("text/csv;q=nonsense", None, None),
    ],
)
def test_the_nearest_range_decides_then_q(
    accept: str, table: str | None, graph: str | None
) -> None:
    assert choose(accept) == (table, graph)


def test_the_parameter_beats_the_header() -> None:
    assert choose("text/csv", "xml") == ("application/sparql-results+xml", "application/rdf+xml")
    assert choose("text/csv", "turtle") == (None, "text/turtle")


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("rdf+xml", (None, "application/rdf+xml")),
        ("JSON-LD", (None, "application/ld+json")),
        ("n3", (None, "text/turtle")),
        ("text/tab-separated-values", ("text/tab-separated-values", None)),
        ("application/ld+json,application/x-json+ld", (None, "application/ld+json")),
        ("image/png", (None, None)),
    ],
)
def test_the_parameter_may_be_what_other_programs_write_there(
    parameter: str, expected: tuple[str | None, str | None]
) -> None:
    assert choose("*/*", parameter) == expected


def test_an_unknown_parameter_fits_nothing() -> None:
    assert choose("*/*", "word") == (None, None)


def test_a_browser_is_told_from_a_program() -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert best(browser, ("text/turtle", "text/html")) == "text/html"
    assert best("*/*", ("text/turtle", "text/html")) == "text/turtle"
