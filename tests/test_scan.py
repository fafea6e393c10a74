"""The token scan of query texts."""

import time

import pytest

from samgraf.store import scan

from .abuse import scanner_bombs


def test_a_bare_word_is_found_whatever_its_case() -> None:
    assert "SERVICE" in scan.bare_words("SELECT * { sErViCe <x:y> { ?s ?p ?o } }")


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?s ?p "service" }',
        "ASK { ?s ?p '''a 'service' b''' }",
        "ASK { ?s <https://example.org/service> ?o }",
        "ASK { ?service ?p ?o } # service",
        "ASK { ?s ex:service ?o }",
        "ASK { ?s service:x ?o }",
    ],
)
def test_a_word_elsewhere_is_none(text: str) -> None:
    assert "SERVICE" not in scan.bare_words(text)


def test_volatile_functions_are_found() -> None:
    assert scan.bare_words("SELECT (NOW() AS ?t) {}") & scan.VOLATILE == {"NOW"}


@pytest.mark.parametrize("text", scanner_bombs(), ids=range(len(scanner_bombs())))
def test_texts_against_the_scan_take_linear_time(text: str) -> None:
    started = time.process_time()
    scan.bare_words(text)
    assert time.process_time() - started < 1.5


def test_the_token_at_a_place_is_found() -> None:
    text = "SELECT * {\n  ?s skoss:notation ?o }"
    assert scan.token_at(text, 2, 6) == ("skoss:notation", 6)
    assert scan.token_at(text, 2, 20) == ("skoss:notation", 6)
    assert scan.token_at(text, 3, 1) == ("", 1)
