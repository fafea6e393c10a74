"""Networks are those of the graph: SPARQL counts the same nodes, ties and weights."""

import io
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from samgraf import queries
from samgraf.networks import days, writing
from samgraf.networks.about import Origin
from samgraf.networks.asked import Asked
from samgraf.networks.reading import Material, questions
from samgraf.store.values import term
from samgraf.store.versions import Versions
from samgraf.terms import CONFIRMED, ID, asof_graph

FIXTURE = Path(__file__).parent / "cq" / "fixture.trig"
DATA = date(2026, 11, 21)
ORIGIN = Origin("none", DATA.isoformat())
UNNAMED = ("/graph/asof/", "/graph/derived/confirmed")

Rows = list[dict[str, str]]


def rows(store: ox.Store, text: str, **terms: str) -> Rows:
    """Run a SELECT; return its rows as text."""
    bound = {ox.Variable(name): term(value) for name, value in terms.items()}
    found = store.query(text, substitutions=bound or None)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: getattr(row[name], "value", "") for name in names} for row in found]


def material(store: ox.Store, asked: Asked) -> Material:
    """Read what a network is made of, as a worker answers it."""
    answers = {}
    for query, terms in questions(asked):
        bound = {ox.Variable(name): term(value) for name, value in terms.items()}
        found = store.query(query.text, substitutions=bound or None)
        assert isinstance(found, ox.QuerySolutions)
        answers[query.name] = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
    return Material.of(answers)


def graph(store: ox.Store, asked: Asked) -> nx.Graph:
    parts = writing.file(material(store, asked), asked, "graphml", ORIGIN).parts
    return nx.read_graphml(io.BytesIO("".join(parts).encode()))


def ties(found: nx.Graph) -> set[tuple[str, str]]:
    """Return the ties of a two-mode network as the graph has them: member and body."""
    iri = dict(found.nodes(data="iri"))
    side = dict(found.nodes(data="bipartite"))
    pairs = (sorted(ends, key=lambda node: side[node]) for ends in found.edges)
    return {(iri[member], iri[body]) for member, body in pairs}


def weights(found: nx.Graph) -> dict[tuple[str, str], int]:
    iri = dict(found.nodes(data="iri"))
    return {
        (min(iri[a], iri[b]), max(iri[a], iri[b])): int(weight)
        for a, b, weight in found.edges(data="weight")
    }


def members_of(store: ox.Store, name: object) -> set[tuple[str, str]]:
    """Return the memberships that the rules made for a graph."""
    pattern = (None, ox.NamedNode("https://w3id.org/samgraf/ontology#memberOf"), None)
    quads = store.quads_for_pattern(*pattern, ox.NamedNode(str(name)))
    return {(quad.subject.value, quad.object.value) for quad in quads}  # type: ignore[union-attr]


def co_membership(store: ox.Store, year: int) -> dict[tuple[str, str], int]:
    """Ask the competency question of co-membership for all pairs of a year."""
    query = queries.named("cq/cq10-co-membership")
    terms = query.substitutions({"year": str(year), "least": "1"})
    found = rows(store, query.text, **terms)
    return {(row["actor"], row["partner"]): int(row["weight"]) for row in found}


@pytest.fixture(scope="module")
def fixture() -> ox.Store:
    """The graph of the competency questions, its default graph as the server has it."""
    store = ox.Store()
    store.load(path=FIXTURE)
    quads = [q for q in store if not any(part in str(q.graph_name) for part in UNNAMED)]
    store.extend([ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads])
    return store


@pytest.fixture(scope="module")
def real(real_build: Path) -> ox.Store:
    versions = Versions(real_build)
    return ox.Store.read_only(str(versions.path(versions.needed()) / "store"))


def on(text: str, **more: object) -> Asked:
    return Asked(days.on(text, DATA), **more)  # type: ignore[arg-type]


YEARS = (2012, 2016, 2019)
"""The years of which the fixture has the memberships that the rules made."""


@pytest.mark.parametrize("year", YEARS)
def test_the_ties_of_a_year_are_the_memberships_that_the_rules_made(
    fixture: ox.Store, year: int
) -> None:
    found = graph(fixture, on(str(year), mode="two", associations=True))
    assert ties(found) == members_of(fixture, asof_graph(year))


@pytest.mark.parametrize("year", YEARS)
def test_weights_are_those_of_the_competency_question(fixture: ox.Store, year: int) -> None:
    assert weights(graph(fixture, on(str(year)))) == co_membership(fixture, year)


def test_the_fixture_has_such_ties(fixture: ox.Store) -> None:
    assert any(members_of(fixture, asof_graph(year)) for year in YEARS)
    assert any(co_membership(fixture, year) for year in YEARS)


@pytest.mark.slow
@pytest.mark.parametrize("year", [1975, 2000, 2009, 2016, 2025])
def test_the_real_graph_says_the_same_of_a_year(real: ox.Store, year: int) -> None:
    two = graph(real, on(str(year), mode="two", associations=True))
    assert ties(two) == members_of(real, asof_graph(year))
    assert weights(graph(real, on(str(year)))) == co_membership(real, year)


@pytest.mark.slow
def test_the_real_graph_says_the_same_of_what_is_confirmed(real: ox.Store) -> None:
    found = graph(real, on("", mode="two", associations=True, confirmed=True))
    assert ties(found) == members_of(real, CONFIRMED)
    assert ties(found)


@pytest.mark.slow
def test_the_counts_of_the_page_are_those_of_the_files(real: ox.Store, real_build: Path) -> None:
    versions = Versions(real_build)
    told = versions.manifest(versions.needed())["statistics"]
    pairs = {year: int(number) for year, number in told["network-pairs"]}
    for year in ("2005", "2015", "2025"):
        counts = next(row[1:] for row in told["networks"] if row[0] == year)
        two, one = (graph(real, on(year, mode=mode)) for mode in ("two", "one"))
        sides = Counter(side for _, side in two.nodes(data="bipartite"))
        found = (sides[0], sides[1], two.number_of_edges())
        assert found == tuple(map(int, counts))
        assert one.number_of_edges() == pairs[year]
        assert one.number_of_nodes() == sides[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("weight", "project"),
    [
        ("count", nx.bipartite.weighted_projected_graph),
        ("newman", nx.bipartite.collaboration_weighted_projected_graph),
    ],
)
def test_one_mode_of_the_real_graph_is_the_projection_of_two(
    real: ox.Store, weight: str, project: Callable[[nx.Graph, list[str]], nx.Graph]
) -> None:
    two, one = graph(real, on("2019", mode="two")), graph(real, on("2019", weight=weight))
    projected = project(two, [node for node, side in two.nodes(data="bipartite") if side == 0])
    assert set(one) == set(projected)
    assert one.number_of_edges() == projected.number_of_edges()
    for a, b, value in projected.edges(data="weight"):
        assert one.edges[a, b]["weight"] == pytest.approx(value)


@pytest.mark.slow
def test_every_actor_of_the_real_graph_is_described(real: ox.Store) -> None:
    found = graph(real, on("2019"))
    for name, values in found.nodes(data=True):
        assert values["iri"] == f"{ID}actor/{name}"
        assert {"label", "kind", "country"} <= values.keys()
    coded = [values for _, values in found.nodes(data=True) if values["kind"] == "Municipality"]
    assert sum("code" in values and "latitude" in values for values in coded) > 0.9 * len(coded)
