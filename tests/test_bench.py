"""The benchmark of the endpoint: its graph, its queries, and how it compares answers."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest

import answers
import graphs
import questions
import rounds
from answers import Bag
from questions import FAST, GRAPH, TABLE, Question, plain_of
from rounds import Ratios

PLAIN, IN_FAST_FORM = questions.read(), questions.read(FAST)
OF_THE_FILE = "62ca20d1021902a127766647ddf94fa46be3776eb84a89c28be1f26e4d0915dc"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The graph at the smallest scale."""
    store = ox.Store()
    text = "".join(graphs.Graph(1).lines())
    store.bulk_load(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    return store


def said(store: ox.Store, question: Question) -> Bag:
    found = store.query(question.text)
    if isinstance(found, ox.QueryTriples):
        written = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES)
        return answers.read(written or b"", "application/n-triples")
    return answers.read(found.serialize(format=ox.QueryResultsFormat.JSON) or b"", TABLE)


def test_a_scale_gives_the_same_file_each_time(tmp_path: Path) -> None:
    graphs.write(1, tmp_path / "x1.nt")
    content = (tmp_path / "x1.nt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == OF_THE_FILE
    assert len(set(content.splitlines())) == graphs.TRIPLES[1]


def test_there_are_22_queries_and_six_fast_forms_of_them() -> None:
    assert len(PLAIN) == 22
    assert len(IN_FAST_FORM) == 7, "one of them a second time, as a whole list"
    assert len({plain_of(short, PLAIN).name for short in IN_FAST_FORM}) == 6


@pytest.mark.parametrize("short", PLAIN)
def test_every_query_runs_and_asks_for_what_it_gives(short: str, store: ox.Store) -> None:
    gives_a_graph = isinstance(store.query(PLAIN[short].text), ox.QueryTriples)
    assert PLAIN[short].accept() == (GRAPH if gives_a_graph else TABLE)
    assert PLAIN[short].fresh("7").endswith("\n# 7\n")


@pytest.mark.parametrize("short", IN_FAST_FORM)
def test_a_fast_form_says_the_same(short: str, store: ox.Store) -> None:
    fast = IN_FAST_FORM[short]
    plain = plain_of(short, PLAIN).limited(fast.limit())
    assert answers.verdict(plain, said(store, plain), said(store, fast)).startswith("equal")
    whole, fast_whole = plain.without_limits(), fast.without_limits()
    assert answers.verdict(whole, said(store, whole), said(store, fast_whole)) == "equal"
    assert said(store, whole).total() > 0


def test_a_window_on_a_list_is_its_beginning(store: ox.Store) -> None:
    some, window = (each["q07"].limited(5) for each in (PLAIN, IN_FAST_FORM))
    assert said(store, some) == said(store, window)
    assert said(store, window).total() == 5


QUESTION = Question("q", "SELECT * { ?s ?p ?o }")
TOP = Question("q", "SELECT ?n ?k {} ORDER BY DESC(?k) LIMIT 3\n")


def table(*rows: Mapping[str, str | int]) -> Bag:
    return Counter(
        tuple(
            (name, ("literal", str(value), "integer") if isinstance(value, int) else _term(value))
            for name, value in sorted(row.items())
        )
        for row in rows
    )


def _term(text: str) -> answers.Value:
    return ("bnode", text[2:], "") if text.startswith("_:") else ("uri", text, "")


def test_order_of_rows_does_not_count_but_number_of_rows_does() -> None:
    one, two = {"s": "urn:a"}, {"s": "urn:b"}
    assert answers.verdict(QUESTION, table(one, two), table(two, one)) == "equal"
    assert answers.verdict(QUESTION, table(one, two), table(one, one)) == "DIFFER"
    found = answers.verdict(QUESTION, table(one, one), table(one))
    assert found == "DIFFER: 2 and 1 rows"


def test_labels_of_blank_nodes_do_not_count_but_what_is_said_of_them_does() -> None:
    one = table({"s": "_:x", "o": "_:y"}, {"s": "_:y", "o": "urn:a"})
    renamed = table({"s": "_:b", "o": "_:a"}, {"s": "_:a", "o": "urn:a"})
    turned = table({"s": "_:b", "o": "_:a"}, {"s": "_:b", "o": "urn:a"})
    assert answers.same(one, renamed)
    assert not answers.same(one, turned)
    assert not answers.same(one, table({"s": "urn:x", "o": "_:y"}, {"s": "_:y", "o": "urn:a"}))


def test_what_a_limit_cuts_among_ties_is_left_open() -> None:
    rows: list[dict[str, str | int]] = [{"n": "urn:a", "k": 9}, {"n": "urn:b", "k": 5}]
    one, other = table(*rows, {"n": "urn:c", "k": 4}), table(*rows, {"n": "urn:d", "k": 4})
    assert answers.verdict(TOP, one, other) == "equal but for ties"
    higher = table({"n": "urn:x", "k": 9}, *rows[1:], {"n": "urn:c", "k": 4})
    assert answers.verdict(TOP, one, higher) == "DIFFER"
    lower = table(*rows, {"n": "urn:c", "k": 3})
    assert answers.verdict(TOP, one, lower) == "DIFFER"
    assert answers.verdict(TOP, table(rows[0]), table(rows[1])) == "DIFFER"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('"7"^^<{x}int>', '"07"^^<{x}integer>', True),
        ('"1.50"^^<{x}decimal>', '"1.5"^^<{x}decimal>', True),
        ('"1.5"^^<{x}decimal>', '"1.51"^^<{x}decimal>', False),
        ('"1"^^<{x}integer>', '"1"', False),
        ('"a"^^<{x}string>', '"a"', True),
        ('"a"@nb', '"a"@NB', True),
        ('"a"@nb', '"a"@da', False),
        ('"\\u00E5"', '"å"', True),
        ("<urn:a>", '"urn:a"', False),
    ],
)
def test_values_are_compared_and_not_their_spelling(one: str, other: str, same: bool) -> None:
    bags = [
        answers.read(f"<urn:s> <urn:p> {value.format(x=answers.XSD)} .".encode(), "text/plain")
        for value in (one, other)
    ]
    assert answers.same(*bags) is same


def test_a_table_and_a_graph_are_read_alike() -> None:
    row = (
        b'{"s": {"type": "uri", "value": "urn:s"}, "p": {"type": "uri", "value": "urn:p"}, "o": '
        b'{"type": "typed-literal", "value": "1", "datatype": "%sinteger"}}' % answers.XSD.encode()
    )
    document = b'{"results": {"bindings": [%s]}}' % row
    graph = f'<urn:s> <urn:p> "1"^^<{answers.XSD}integer> .'.encode()
    assert answers.read(document, TABLE) == answers.read(graph, "application/n-triples")


def test_rows_are_looked_up_in_the_data(store: ox.Store) -> None:
    some = said(store, Question("q", "SELECT * { ?s ?p ?o } LIMIT 500"))
    assert answers.all_hold(some, store.__contains__)
    some[
        (("o", ("uri", "urn:o", "")), ("p", ("uri", "urn:p", "")), ("s", ("uri", "urn:s", "")))
    ] = 1
    assert not answers.all_hold(some, store.__contains__)


def test_a_limit_is_left_away_and_the_order_is_known() -> None:
    assert (PLAIN["q11"].limit(), PLAIN["q11"].order()) == (20, ("p", True))
    assert (PLAIN["q07"].limit(), PLAIN["q07"].order()) == (200, ("code", False))
    assert (PLAIN["q20"].limit(), PLAIN["q20"].order()) == (45000, None)
    assert IN_FAST_FORM["q15"].without_limits().limit() is None
    assert PLAIN["q15"].joined() == "codes"


def test_ratios_are_told_with_their_range() -> None:
    ratios = Ratios((0.5, 4.0, 1.0))
    assert str(ratios) == "1.00 (0.50\N{EN DASH}4.00)"
    assert rounds.geometric([ratios, Ratios((2.0, 1.0, 4.0))]).each == pytest.approx((1, 2, 2))
    assert [rounds.figure(x) for x in (0.01234, 1.234, 12.34, 1234.5)] == [
        "0.012",
        "1.23",
        "12.3",
        "1,234",
    ]
