"""Rows of page queries, from the JSON of a reply; and queries that are asked ahead."""

import json
from concurrent.futures import Future
from pathlib import Path

import pytest
from flask import Flask, g

from samgraf.config import Settings
from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.pool import Pool
from samgraf.store.rows import Term, rows
from samgraf.web.bridge import VERSION
from samgraf.web.site import Site

LABEL = {"type": "literal", "value": "Åby", "xml:lang": "da"}
TRIPLE = {"type": "triple", "value": {"subject": LABEL, "predicate": LABEL, "object": LABEL}}


def reply(*found: dict[str, object]) -> bytes:
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": found}}).encode()


def test_terms_are_read_with_language_and_datatype() -> None:
    year = {"type": "literal", "value": "2007", "datatype": "urn:year"}
    assert rows(reply({"x": LABEL}, {}, {"x": year})) == [
        {"x": Term("Åby", "literal", "da")},
        {},
        {"x": Term("2007", "literal", None, "urn:year")},
    ]


def test_a_triple_as_a_term_spoils_no_other_row() -> None:
    assert rows(reply({"x": TRIPLE}, {"x": LABEL})) == [
        {"x": Term("<<…>>", "triple")},
        {"x": Term("Åby", "literal", "da")},
    ]


class Told(Pool):
    """A pool that counts what it is asked, and refuses what nobody may ask."""

    asked = 0

    def table(self, text: str, version: str | None = None, **terms: str) -> list[dict[str, Term]]:
        self.asked += 1
        if terms.get("thing") == "<urn:refused>":
            raise QueryRefused("busy", "no")
        return [{"x": Term(terms["thing"], "uri")}]


def test_what_was_asked_ahead_is_asked_once_and_fails_where_it_is_wanted(tmp_path: Path) -> None:
    pool = Told(tmp_path, Limits())
    site = Site(pool, Settings())
    with Flask("made").test_request_context(environ_overrides={VERSION: "v"}):
        for name in ("a", "refused"):
            site.ahead("pages/statements", thing=f"<urn:{name}>")
        assert all(isinstance(one, Future) for one in g.asked.values())
        for _ in range(2):
            assert site.rows("pages/statements", thing="<urn:a>") == [{"x": Term("<urn:a>", "uri")}]
        assert pool.asked <= 2
        with pytest.raises(QueryRefused, match="no"):
            site.rows("pages/statements", thing="<urn:refused>")
