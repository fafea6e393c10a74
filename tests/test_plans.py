"""Queries taken apart: every one of ours is read, and what is taken out or put in is SPARQL."""

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from samgraf import queries
from samgraf.plans import estimating, hints, reading
from samgraf.plans.estimating import Counted, Spread
from samgraf.plans.hints import APART, CONTAINS, EXISTS, OPTIONAL, PATH_TYPE
from samgraf.plans.shape import Pattern, Shape
from samgraf.plans.tokens import Unreadable, tokens
from samgraf.web.sameness import same_rows
from samgraf.web.spreads import frame

NAMES = queries.names()
ASKED = [name for name in NAMES if name.startswith(("cq/", "examples/"))]
PRE = "PREFIX e: <urn:e:>\n"


def patterns(shape: Shape) -> list[Pattern]:
    return [one for group in hints.groups_of(shape.group) for one in group.patterns]


def texts(query: str) -> list[str]:
    return [one.text for one in patterns(reading.read(query))]


def runs(query: str) -> bool:
    """Say whether the engine reads a query; raise SyntaxError if it does not."""
    ox.Store().query(query)
    return True


@pytest.mark.parametrize("name", NAMES)
def test_every_query_of_ours_is_read_and_stays_sparql_without_each_part(name: str) -> None:
    shape = reading.read(queries.text(name))
    found = patterns(shape)
    assert found or name == "plan/spread"
    for one in found:
        assert runs(frame(shape, one, "", one.variables[0] if one.variables else ""))
        if one.cut is not None:
            assert runs(shape.text[: one.cut[0]] + shape.text[one.cut[1] :])
    assert runs(shape.unlimited())
    assert all(runs(hint.rewrite) for hint in hints.hints(shape) if hint.rewrite)


def triples(node: object) -> int:
    """Count the triple patterns of rdflib's algebra."""
    if isinstance(node, CompValue):
        own = len(node.triples) if node.name == "BGP" else 0
        return own + sum(map(triples, node.values()))
    return sum(map(triples, node)) if isinstance(node, list | tuple) else 0


@pytest.mark.parametrize("name", [n for n in ASKED if "LATERAL" not in queries.text(n)])
def test_rdflib_finds_as_many_triple_patterns(name: str) -> None:
    text = queries.text(name)
    shape = reading.read(text)
    tests = [
        (part.start, part.end)
        for group in hints.groups_of(shape.group)
        for part in group.parts
        if part.kind in ("exists", "not exists")
    ]
    found = [one.start for one in patterns(shape) if one.predicate]
    # rdflib leaves some of what EXISTS holds untranslated.
    sure = [start for start in found if not any(a < start < b for a, b in tests)]
    assert len(sure) <= triples(translateQuery(parseQuery(text)).algebra) <= len(found)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("?s a e:C ; e:p ?o , 'x'@da ; ; .", ["?s a e:C .", "?s e:p ?o .", "?s e:p 'x'@da ."]),
        ("?s e:p [ e:q 1.5 ; e:r -2 ]", [
            "?s e:p ?samgraf_node1 .", "?samgraf_node1 e:q 1.5 .", "?samgraf_node1 e:r -2 ."]),
        ("[] e:p _:x.y . _:x.y e:q true", [
            "?samgraf_node1 e:p ?samgraf_x_y .", "?samgraf_x_y e:q true ."]),
        ("$s (^e:p|!(e:q|^e:r))+/e:s? ?o", ["?s (^e:p|!(e:q|^e:r))+/e:s? ?o ."]),
        ("?s <urn:a;b.c> '''it's } . ; \\''''^^e:t . # } ?x ?y ?z\n ?s e:p.q ?o.", [
            "?s <urn:a;b.c> '''it's } . ; \\''''^^e:t .", "?s e:p.q ?o ."]),
        ("VALUES (?a ?b) { (1 UNDEF) ('}' e:x) } ?a ?p ?b", [
            "VALUES (?a ?b) { (1 UNDEF) ('}' e:x) }", "?a ?p ?b ."]),
        ("{ SELECT ?x (COUNT(*) AS ?n) { ?x e:p ?y } GROUP BY ?x HAVING (?n > 1) } ?x e:q ?z", [
            "?x e:q ?z .", "?x e:p ?y ."]),
        ("FILTER(?a < ?b && EXISTS { ?x ?y ?z }) ?a e:p ?b", ["?a e:p ?b ."]),
        ("FILTER e:f(?a) GRAPH ?g { ?a e:p ?b } MINUS { ?a e:q 1 }", ["?a e:p ?b .", "?a e:q 1 ."]),
    ],
)  # fmt: skip
def test_each_pattern_is_told_as_a_sentence_of_its_own(group: str, expected: list[str]) -> None:
    assert texts(f"{PRE}SELECT * {{ {group} }}") == expected


@pytest.mark.parametrize(
    "query",
    ["", "nonsense", "SELECT * {", "SELECT * { ?s ?p }", "SELECT * { (1 2) ?p ?o }", "ASK { ?s '",
     "SELECT * { SERVICE <urn:x> { ?s ?p ?o } }", "SELECT * {" + "{" * 60 + "}" * 61, "PREFIX"],
)  # fmt: skip
def test_what_is_beyond_the_reading_is_said(query: str) -> None:
    with pytest.raises(Unreadable):
        reading.read(query)


@pytest.mark.parametrize(
    "part", ["a-", "a.", "'", '"""\\"', "<a", "_:a.", "a:", "(", "{", "1.", "?"]
)
def test_no_text_takes_long_to_read(part: str) -> None:
    text = f"SELECT * {{ {part * (16_000 // len(part))}"
    with pytest.raises(Unreadable):
        reading.read(text)


def test_tokens_lose_nothing_but_blanks_and_comments() -> None:
    text = queries.text("cq/cq13-bridges-and-borders")
    kept = "".join(token.text for token in tokens(text))
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    assert kept == "".join("".join(lines).split())


def test_limit_and_offset_of_the_whole_alone_are_taken_away() -> None:
    text = "SELECT * { { SELECT ?x { ?x ?p ?o } LIMIT 3 } ?x ?q ?y } ORDER BY ?y LIMIT 5 OFFSET 2"
    kept = "SELECT * { { SELECT ?x { ?x ?p ?o } LIMIT 3 } ?x ?q ?y } ORDER BY ?y"
    assert reading.read(text).unlimited().rstrip() == kept


def only(query: str, kind: str) -> str:
    """Return the faster form of the one hint that a query gets."""
    [hint] = hints.hints(reading.read(PRE + query))
    assert hint.kind == kind
    return " ".join(hint.rewrite.removeprefix(PRE).split())


def test_optional_becomes_a_look_up() -> None:
    assert only(
        "SELECT * { ?s a e:C OPTIONAL { ?s e:p ?o OPTIONAL { ?o e:q ?r } } }", OPTIONAL
    ) == ("SELECT * { ?s a e:C OPTIONAL { ?s e:p ?o LATERAL { OPTIONAL { ?o e:q ?r } } } }")
    for inner in ("{ SELECT ?s { ?s e:p ?o } LIMIT 1 }", "?s e:p ?o BIND(?s AS ?t)"):
        query = f"{PRE}SELECT * {{ ?s a e:C OPTIONAL {{ {inner} }} }}"
        assert hints.hints(reading.read(query)) == [], "it sees other variables from within"


@pytest.mark.parametrize(
    ("group", "left"),
    [
        ("?m a e:C . ?m e:p+ e:x .", "?m e:p+ e:x ."),
        ("?m a e:C ; e:p+ e:x .", "?m e:p+ e:x ."),
        ("?m e:p+ e:x ; a e:C ; e:q 1", "?m e:p+ e:x ; e:q 1"),
        ("?m (e:p/e:q)* e:x . ?m a e:C", "?m (e:p/e:q)* e:x ."),
    ],
)
def test_a_type_beside_a_path_is_looked_up(group: str, left: str) -> None:
    found = only(f"SELECT * {{ {group} }}", PATH_TYPE)
    assert found == f"SELECT * {{ {left} FILTER EXISTS {{ ?m a e:C . }} }}"


def test_other_slow_forms_are_named() -> None:
    assert only('SELECT * { ?s e:p ?o FILTER(CONTAINS(LCASE(?o), "x")) }', CONTAINS) == ""
    assert hints.hints(reading.read(PRE + 'SELECT * { ?s e:p ?o FILTER(REGEX(?o, "^x")) }')) == []
    assert only("SELECT * { ?s e:p ?o . ?t e:q ?r }", APART) == ""
    assert hints.hints(reading.read(PRE + "SELECT * { ?s e:p ?o . ?t e:q ?r . ?s e:r ?t }")) == []
    query = "SELECT * { ?s e:p ?o FILTER NOT EXISTS { ?s e:q ?t . ?t e:r 1 } }"
    assert only(query, EXISTS) == "SELECT * { ?s e:p ?o MINUS { ?s e:q ?t . ?t e:r 1 } }"


def counted(text: str, rows: int | None, **spreads: tuple[int, int]) -> Counted:
    [pattern] = patterns(reading.read(f"{PRE}SELECT * {{ {text} }}"))
    told = {f"?{name}": Spread(*numbers) for name, numbers in spreads.items()}
    return Counted(pattern, rows, True, told)


def test_patterns_are_joined_from_the_rarest_and_estimated_by_what_they_share() -> None:
    names = counted("?m e:name ?name", 12_000, m=(10_000, 12))
    towns = counted("?m a e:Town", 1_149, m=(1_149, 1))
    loose = counted("?x e:loose ?y", 10, x=(10, 1))
    found = estimating.steps([names, towns])
    assert [step.counted for step in found] == [towns, names]
    assert [step.shared for step in found] == ["", "?m"]
    assert [step.estimate for step in found] == [1_149, pytest.approx(1_378.8)]
    assert [s.estimate for s in estimating.steps([towns, loose])] == [10, 11_490]
    assert estimating.steps([towns, counted("?m e:slow ?z", None)])[1].estimate is None


def test_answers_are_the_same_whatever_the_order_of_rows_and_columns() -> None:
    one = b"?a\t?b\n1\t2\n1\t2\n3\t\n"
    assert same_rows(one, b"?b\t?a\n\t3\n2\t1\n2\t1\n")
    assert not same_rows(one, b"?a\t?b\n1\t2\n3\t\n3\t\n"), "as often"
    assert not same_rows(one, b"?a\t?c\n1\t2\n1\t2\n3\t\n")
    assert same_rows(b"<a> <b> <c> .\n<d> <e> <f> .\n", b"<d> <e> <f> .\n<a> <b> <c> .\n")
    assert same_rows(b"?a\n\t\n", b"?a\n\t\n")
    assert not same_rows(b"true", b"false")
