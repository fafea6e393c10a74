"""Each row of the reverse-path table is needed: without it, a change is missed."""

from dataclasses import dataclass, replace
from random import Random

import pytest

from samgraf.namespaces import BASE
from samgraf.store.asking import Iri, Triple, read
from samgraf.validation import impact
from samgraf.validation.paths import Path, sparql
from samgraf.validation.program import Program
from samgraf.validation.terms import SUBCLASS_OF

from .changing import HERE_ARE, Editor, classes, fixtures_of, fixtures_with, published_of
from .trials import BESIDE, MAKERS, compiled, faults, graph_of

Row = tuple[Iri | None, Path]


def rows(program: Program) -> list[Row]:
    """Name the rows; a change of ``rdfs:subClassOf`` means a full run whatever is in the table."""
    found = [(p, way) for p, ways in program.table.items() if p != SUBCLASS_OF for way in ways]
    return sorted(found, key=label)


def label(row: Row) -> str:
    predicate, way = row
    return f"{predicate or 'any'} <- {sparql(way)}"


def without(program: Program, row: Row) -> Program:
    predicate, way = row
    ways = {other: n for other, n in program.table[predicate].items() if other != way}
    return replace(program, table={**program.table, predicate: ways})


def made_for(rnd: Random, name: str, row: Row, turn: int) -> list[Triple]:
    """Make a graph; for our own shapes from their fixtures, or from those that hold the row."""
    if name != "shipped":
        return MAKERS[name](rnd)
    if turn % 2:
        return published_of(rnd, fixtures_with(*row))
    checks = [compiled(name).checks[n] for n in compiled(name).table[row[0]][row[1]]]
    shapes = {check.shape.node.value.rpartition("#")[2] for check in checks}
    return published_of(rnd, fixtures_of(frozenset(shapes)))


def tries_until_missed(name: str, row: Row, most: int) -> int | None:
    """Count the aimed changes until one is missed without a row; None if none of them is."""
    program, slim = compiled(name), without(compiled(name), row)
    for seed in range(most):
        rnd = Random(seed)
        if seed % 25 == 0:
            made = made_for(rnd, name, row, seed // 25)
            held, editor = graph_of(program, made), Editor(made + BESIDE[name]())
            near = sorted({one.target for one in held.results}, key=str)
        change = editor.aimed(rnd, held.facts, *row, near)
        outcome = impact.tried(slim, held.facts, change)
        after = program.run(held.facts)
        change.undone.apply(held.facts)
        if faults(program, outcome, held.results, after):
            return seed + 1
    return None


@dataclass(frozen=True, slots=True)
class Rare:
    """A fixture, what is beside it and what is left out of it, and the change."""

    fixture: str
    beside: str
    without: str
    added: str


SG, ORG, DCAT = f"<{BASE}ontology#", "<http://www.w3.org/ns/org#", "<http://www.w3.org/ns/dcat#"
CLOSE = "<http://www.w3.org/2004/02/skos/core#closeMatch>"
EXACT = "<http://www.w3.org/2004/02/skos/core#exactMatch>"
SCHEME = "<http://www.w3.org/2004/02/skos/core#inScheme>"
SAME, TYPE = "<http://schema.org/sameAs>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
ANY = f"{EXACT}|{CLOSE}|{SAME}"
ITEM, NUTS = "<http://www.wikidata.org/entity/Q1>", "<http://data.europa.eu/nuts/code/DK01>"
SPOT, DAWA = "<https://sws.geonames.org/1/>", "<https://api.dataforsyningen.dk/kommuner/0101>"
TOWN = f"<urn:n> {TYPE} {SG}Municipality> ."
REGION = f"<urn:n> {SCHEME} <{BASE}code/region> ."
FIXTURES = HERE_ARE.parent / "shapes"
ROSTER = "RosterOmits/invalid.a-member-before-and-after.ttl"
X, CLAIM = f"<{BASE}id/relation/x>", f"<{BASE}id/claim/page--1>"
Y2009, Y2016 = (f'"{year}"^^<http://www.w3.org/2001/XMLSchema#gYear>' for year in (2009, 2016))
SEEN, STILL = (f"{CLAIM} {SG}attestedOn> {year} ." for year in (Y2009, Y2016))
P, Q, R = (str(Iri(f"urn:{name}")) for name in "pqr")
COVERED = {
    f"{Q} <- ({P}/({Q})+)": "the row for p/q* has its nodes, and one step more",
    f"{R} <- {R}": "it comes from a property shape without constraints, for sh:closed",
}
"""Rows that no change can miss, and why."""
WAY = f"{SG}claimSubject>/^{ORG}organization>"
COVERED |= {
    f"{SAME} <- ()": "the rows by way of sameAs/^sameAs lead back to the node itself",
    f"{CLOSE} <- ()": "the row by way of closeMatch/^closeMatch leads back to the node itself",
    f"{ORG}originalOrganization> <- (({ORG}member>|{ORG}organization>)/^"
    f"{ORG}resultingOrganization>)": "only a statement whose value is the party matters, and from "
    "there the row by way of ^originalOrganization leads to the same membership",
}
RARE = {
    f"{SAME} <- (({EXACT}|{SAME})/^{SAME})": Rare(
        "", f"{TOWN} <urn:n> {EXACT} {ITEM} .", "", f"<urn:m> {SAME} {ITEM} ."
    ),
    f"{SAME} <- ({CLOSE}/^{SAME})": Rare(
        "", f"{TOWN} <urn:n> {CLOSE} {ITEM} .", "", f"<urn:m> {SAME} {ITEM} ."
    ),
    f"{TYPE} <- (({ANY})/^{SAME})": Rare("", f"<urn:n> {SAME} {DAWA} .", "", TOWN),
    f"{TYPE} <- (({ANY})/^{CLOSE})": Rare("", f"<urn:n> {CLOSE} {SPOT} .", "", TOWN),
    f"{TYPE} <- ({CLOSE}/^{CLOSE})": Rare("", f"<urn:n> {CLOSE} {ITEM} .", "", TOWN),
    f"{CLOSE} <- (({ANY})/^{CLOSE})": Rare(
        "", f"{TOWN} <urn:n> {CLOSE} {SPOT} .", "", f"<urn:m> {CLOSE} {SPOT} ."
    ),
    f"{SCHEME} <- (({EXACT}|{SAME})/^{EXACT})": Rare("", f"<urn:n> {EXACT} {ITEM} .", "", REGION),
    f"{SCHEME} <- (({ANY})/^{CLOSE})": Rare("", f"<urn:n> {CLOSE} {SPOT} .", "", REGION),
    f"{SCHEME} <- ({CLOSE}/^{CLOSE})": Rare("", f"<urn:n> {CLOSE} {NUTS} .", "", REGION),
    f"{CLOSE} <- ({CLOSE}/^{CLOSE})": Rare(
        "", f"{SG}Actor> {CLOSE} <urn:odd> .", "", f"<urn:town> {CLOSE} <urn:odd> ."
    ),
    f"{DCAT}startDate> <- ({WAY}/{SG}during>)": Rare(
        ROSTER, f"{X} {SG}during> <urn:d> .", SEEN, f"<urn:d> {DCAT}startDate> {Y2009} ."
    ),
    f"{DCAT}endDate> <- ({WAY}/{SG}during>)": Rare(
        ROSTER, f"{X} {SG}during> <urn:d> .", STILL, f"<urn:d> {DCAT}endDate> {Y2016} ."
    ),
    f"{SG}during> <- ({WAY})": Rare(
        ROSTER, f"<urn:d> {DCAT}startDate> {Y2009} .", SEEN, f"{X} {SG}during> <urn:d> ."
    ),
    f"{SG}rank> <- ({WAY}/{SG}supportedBy>)": Rare(
        ROSTER, "", "", f"{CLAIM} {SG}rank> <{BASE}code/rank/deprecated> ."
    ),
    f"{SG}readingMode> <- ({WAY}/{SG}supportedBy>)": Rare(
        ROSTER, "", "", f"{CLAIM} {SG}readingMode> <{BASE}code/reading/assumed> ."
    ),
}
"""Rows that chance does not meet, each with a change that needs it."""
ONE_STATEMENT = [
    "<http://www.w3.org/ns/oa#exact> <- ()",
    f"{SG}rankReason> <- ()",
    f"{ORG}organization> <- ({WAY})",
    f"{ORG}role> <- ({WAY})",
    f"{SG}supportedBy> <- ({WAY})",
    f"{SG}attestedOn> <- ({WAY}/{SG}supportedBy>)",
]
"""Rows that chance does not meet, but one statement of a fixture does."""


def row_of(text: str) -> Row:
    return next(row for row in rows(compiled("shipped")) if label(row) == text)


def is_missed(row: Row, triples: list[Triple], change: impact.Change) -> bool:
    """Tell whether a change is missed without a row."""
    program = compiled("shipped")
    held = graph_of(program, dict.fromkeys([*classes(), *triples]))
    outcome = impact.tried(without(program, row), held.facts, change)
    return bool(faults(program, outcome, held.results, program.run(held.facts)))


@pytest.mark.parametrize("text", RARE)
def test_a_rare_row_that_is_left_out_is_missed(text: str) -> None:
    rare, row = RARE[text], row_of(text)
    made = read((FIXTURES / rare.fixture).read_bytes()) if rare.fixture else []
    gone = read(rare.without)
    triples = [t for t in [*made, *read(rare.beside)] if t not in gone]
    assert len(triples) == len(made) + len(read(rare.beside)) - len(gone)
    assert is_missed(row, triples, impact.Change(added=tuple(read(rare.added))))


@pytest.mark.parametrize("text", ONE_STATEMENT)
def test_a_row_that_is_left_out_is_missed_by_one_statement(text: str) -> None:
    row = row_of(text)
    numbers = compiled("shipped").table[row[0]][row[1]]
    shapes = {compiled("shipped").checks[n].shape.node.value.rpartition("#")[2] for n in numbers}
    assert any(
        is_missed(row, [t for t in triples if t != one], impact.Change(added=(one,)))
        for triples in fixtures_of(frozenset(shapes))
        for one in triples
        if one[1] == row[0]
    )


def needed(name: str) -> list[Row]:
    return [
        row for row in rows(compiled(name)) if label(row) not in {*COVERED, *RARE, *ONE_STATEMENT}
    ]


@pytest.mark.parametrize("name", ["organisations", "within"])
def test_a_row_that_is_left_out_is_missed(name: str) -> None:
    some = needed(name)[::4]
    assert [label(row) for row in some if tries_until_missed(name, row, 300) is None] == []
    assert len(some) > 1


@pytest.mark.parametrize(
    ("name", "step"),
    [
        pytest.param("organisations", 1, marks=pytest.mark.slow),
        pytest.param("nested", 1, marks=pytest.mark.slow),
        pytest.param("within", 1, marks=pytest.mark.slow),
        # All rows of our own shapes take a minute and more.
        pytest.param("shipped", 8, marks=pytest.mark.slow),
        pytest.param("shipped", 1, marks=pytest.mark.trials),
    ],
)
def test_every_row_that_is_left_out_is_missed(name: str, step: int) -> None:
    tried = [*needed(name)][::step]
    missed = [row for row in tried if tries_until_missed(name, row, 1000) is None]
    assert tried
    assert [label(row) for row in missed] == []


def test_a_row_of_a_list_here_is_in_the_table() -> None:
    labels = {label(row) for name in ("nested", "shipped") for row in rows(compiled(name))}
    assert {*COVERED, *RARE, *ONE_STATEMENT} <= labels
    assert len(COVERED) == 5
