"""The 32 competency questions: two engines agree on the fixture, and the real graph answers."""

import csv
import json
import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.util import from_n3

from samgraf import queries
from samgraf.limits import Limits
from samgraf.store.once import ask_once
from samgraf.store.versions import Versions
from samgraf.store.wire import Query

from . import questioning
from .questioning import Rows, cell, in_default_graph

FOLDER = Path(__file__).parent / "cq"
NAMES = queries.names("cq/")

# rdflib's own reader of TriG still uses what rdflib is giving up.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


def number(name: str) -> str:
    return name.removeprefix("cq/")[:4]


def given(name: str) -> dict[str, str]:
    return questioning.given(FOLDER, number(name))


@pytest.fixture(scope="module")
def ours() -> pyoxigraph.Store:
    return questioning.store(FOLDER / "fixture.trig")


@pytest.fixture(scope="module")
def other() -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    dataset.parse(FOLDER / "fixture.trig", format="trig")
    for subject, predicate, value, graph in list(dataset.quads()):
        if in_default_graph(str(graph)):
            dataset.default_graph.add((subject, predicate, value))
    return dataset


def _identifier(text: str) -> rdflib.term.Identifier:
    value = from_n3(text)
    assert isinstance(value, rdflib.term.Identifier)
    return value


def ask_rdflib(dataset: rdflib.Dataset, name: str) -> Rows:
    query = queries.named(name)
    terms = query.substitutions(given(name))
    bound = {key: _identifier(text) for key, text in terms.items()}
    found = dataset.query(query.text, initBindings=bound)
    columns = [str(variable) for variable in found.vars or []]
    rows = [[row[column] for column in columns] for row in found]  # type: ignore[index, call-overload]
    return [
        tuple(
            cell(column, None if term is None else str(term), getattr(term, "datatype", None))
            for column, term in zip(columns, row, strict=True)
        )
        for row in rows
    ]


def expected(name: str) -> Rows:
    """Read the expected rows without the head."""
    with (FOLDER / f"{number(name)}.csv").open(encoding="utf-8") as file:
        return [tuple(row) for row in list(csv.reader(file))[1:]]


def head(name: str, key: str) -> list[str]:
    return re.findall(rf"^# {key}: (.+)$", queries.text(name), re.MULTILINE)


def test_all_32_questions_are_there() -> None:
    assert [number(name) for name in NAMES] == [f"cq{n:02}" for n in range(1, 33)]


@pytest.mark.parametrize("name", NAMES)
def test_a_question_says_what_it_asks(name: str) -> None:
    assert len(head(name, "title")) == len(head(name, "summary")) == len(head(name, "tags")) == 1
    assert head(name, "summary")[0].endswith("?")
    assert head(name, "view")[0].partition(" ")[0] in (
        "table",
        "timeline",
        "map",
        "network",
        "bar",
        "line",
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_read_by_both_engines(name: str, ours: pyoxigraph.Store) -> None:
    text = queries.text(name)
    prepareQuery(text)
    assert ours.query(text)


@pytest.mark.parametrize("name", NAMES)
def test_oxigraph_gives_the_expected_rows(name: str, ours: pyoxigraph.Store) -> None:
    assert expected(name)
    found = questioning.asked(ours, queries.named(name), given(name))
    assert sorted(found) == sorted(expected(name))


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_gives_the_expected_rows(name: str, other: rdflib.Dataset) -> None:
    assert sorted(ask_rdflib(other, name)) == sorted(expected(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_real_graph_answers(name: str, real_build: Path) -> None:
    query = queries.named(name)
    asked = Query(
        query.text, "application/sparql-results+json", None, substitutions=query.substitutions({})
    )
    versions = Versions(real_build)
    reply = ask_once(versions.path(versions.needed()) / "store", asked, Limits())
    assert json.loads(b"".join(reply.body))["results"]["bindings"]
