"""A contribution may name passages of texts that the graph knows already."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from samgraf.contributions.reading import read
from samgraf.limits import Caps
from samgraf.tables.catalogue import TABLES

from .asking import send
from .serving import Server
from .small import served

DIGEST = "a" * 64
ROWS = {
    "claims.csv": "a-page--late,actor/dk-raadet,sg:form,,,,explicit,normal,,,a-page,\n"
    "a-page--other,actor/dk-raadet,sg:governance,,,,explicit,normal,,,a-page,",
    "snapshots.csv": f"a-page,{DIGEST},,900",
    "evidence.csv": f'a-page--late,{DIGEST},10,20,{"b" * 64},,"It is said to have joined."',
}
HEADER = ",".join(TABLES["evidence"].columns) + "\n"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose graph has the text of a page."""
    more = {name: rows.splitlines() for name, rows in ROWS.items()}
    with served(tmp_path_factory.mktemp("passages"), more) as running:
        yield running


def report(server: Server, row: str) -> dict[str, Any]:
    body = (HEADER + row).encode()
    reply = send(
        server.port, "POST", "/validate", body, Content_Type="text/csv", Accept="application/json"
    )
    assert reply.status == 200, reply.body
    told: dict[str, Any] = json.loads(reply.body)
    return told


def test_a_passage_of_a_known_text_needs_no_row_of_the_text(known: Server) -> None:
    told = report(known, f"a-page--other,{DIGEST},30,40,{'c' * 64},,It says more.\n")
    assert told["conforms"] is True
    assert told["triples"] == 9


def test_a_passage_of_a_text_that_nobody_knows_is_told(known: Server) -> None:
    told = report(known, f"a-page--other,{'d' * 64},30,40,{'c' * 64},,It says more.\n")
    assert [(one["line"], one["field"]) for one in told["results"]] == [(2, "snapshot")]


@pytest.mark.parametrize(("end", "number"), [(900, 0), (901, 1)])
def test_a_passage_ends_within_its_text(end: int, number: int) -> None:
    text = ",".join(TABLES["snapshots"].columns) + f"\na-page,{'e' * 64},,900\n"
    passage = f"{HEADER}a-claim,{'e' * 64},30,{end},{'c' * 64},,It says more.\n"
    files = [("snapshots.csv", text.encode(), None), ("evidence.csv", passage.encode(), None)]
    found = read(files, Caps()).findings
    assert len(found) == number
    for one in found:
        assert (one.spot.file, one.spot.line, one.spot.field) == ("evidence.csv", 2, "end")
        assert one.messages["en"] == '"901" in end is not a number from 31 to 900.'
