"""The real graph in another engine: thirty pages, the library, and a check of a contribution."""

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from samgraf import config, queries
from samgraf.limits import Limits
from samgraf.store.asking import Facts
from samgraf.store.remote import loading
from samgraf.store.remote.asking import Remote
from samgraf.store.remote.facts import RemoteFacts, graphs_of
from samgraf.store.remote.place import Place
from samgraf.store.values import term
from samgraf.store.versions import AUTHORED, PROGRAM, Versions
from samgraf.store.wire import Query
from samgraf.terms import BASE, CODE, GRAPH, is_authored_graph
from samgraf.validation import programs
from samgraf.validation.program import Found
from samgraf.validation.standing import standing
from samgraf.web.library_text import with_values

from . import virtuoso
from .asking import get, send
from .serving import Server, make_version, some_quads
from .storing import (
    DIFFERS_REAL,
    REFUSED,
    SELDOM,
    UNANSWERED,
    UNANSWERED_REAL,
    real_table,
)

pytestmark = pytest.mark.fire
ROOT = Path(__file__).parents[1]

ACTORS = (
    "dk-trekantomraadet dk-vestegnssamarbejdet no-knutepunkt-soerlandet-1996 dk-kl "
    "se-tillvaxtverket dk-haderslev no-kristiansand dk-greater-copenhagen-committee "
    "eu-european-union dk-roskilde se-region-halland fi-keski-suomen-ely-keskus-until-2025"
)
ADDRESSES = (
    "/ /search /search?country=DNK /search?q=kristiansand /code /ontology /shapes /queries "
    "/about/limits /download /validate /sparql /page/programme/eu-fi-esf-2007-2013 "
    "/code/topic/transport-infrastructure /code/dk-kommunekode /code/role/member "
    "/search?kind=network&country=NOR /page/actor/dk-haderslev?on=2010 /code/link-set/suomi-fi"
)
OTHERWISE = {
    "/ontology": "shows three things of each term, whichever come first",
    "/page/actor/dk-trekantomraadet": "its map is drawn of coordinates with other digits",
}
WRONG = """
@prefix org: <http://www.w3.org/ns/org#> .
<https://w3id.org/samgraf/id/relation/m-x--dk-haderslev> a org:Membership ;
  org:member <https://w3id.org/samgraf/id/actor/dk-haderslev> .
"""


SOME = tuple(
    f"{BASE}id/{key}"
    for key in (
        "event/no-hamaroey-renaming-2012",
        "call/no-byregion-2-2015",
        "relation/k-se-klimatkommunerna--topics",
        "relation/m-dk-trekantomraadet--dk-vejle",
    )
)
GIVEN = {
    parameter.default
    for query in queries.library()
    for parameter in query.parameters
    if parameter.kind == "iri" and parameter.default
}


@dataclass(frozen=True, slots=True)
class Both:
    """The real graph over our own engine, and over Virtuoso."""

    ours: Server
    theirs: Server
    place: Place
    directory: Path
    """Of the version."""
    early: tuple[int, ...]
    """How many rows of claims each of ``SOME`` had when the store was loaded for the first time."""


@pytest.fixture(scope="module")
def both(real_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("elsewhere")
    secret = folder / "password"
    secret.write_text("dba", encoding="utf-8")
    with virtuoso.loaded(folder / "virtuoso") as running:
        base = f"http://127.0.0.1:{running.http}"
        graphs, union = f"{base}/sparql-graph-crud-auth", str(GRAPH["union"])
        versions = Versions(real_build)
        place = Place(f"{base}/sparql", graphs, "", union, "dba", "dba")
        real = versions.path(versions.needed())
        # Virtuoso plans some queries badly only after the first load, and loses rows of some only
        # where a store was loaded anew.
        loading.load(place, real, lambda _: None)
        early = tuple(len(told(place, real, "pages/claims", thing=iri)) for iri in SOME)
        for each in (make_version(folder / "few", "v1", some_quads(100)), real):
            loading.load(place, each, lambda _: None)
        store = config.Store(place.endpoint, graphs, "", union, "dba", secret)
        limits = Limits(query_seconds=60, cpu_seconds=60)
        with Server(real_build, limits) as ours:
            other = folder / "build"
            other.mkdir()
            for name in ("versions", "current"):
                (other / name).symlink_to((real_build / name).resolve())
            with Server(other, limits, store=store) as theirs:
                yield Both(ours, theirs, place, real, early)


def told(place: Place, version: Path, name: str, **values: str) -> list[str]:
    """Ask a query of ours for addresses, within five seconds; return its rows."""
    bound = {key: f"<{iri}>" for key, iri in values.items()}
    with closing(Remote(place, version.name, patience=5)) as store, store.reading():
        found = store.ask(Query(queries.text(name), "", "", substitutions=bound))
        assert isinstance(found, ox.QuerySolutions)
        return sorted(str([str(value) for value in row]) for row in found)


def ours(version: Path, name: str, **values: str) -> list[str]:
    store = ox.Store.read_only(str(version / "store"))
    bound = {ox.Variable(key): term(f"<{iri}>") for key, iri in values.items()}
    found = store.query(queries.text(name), substitutions=bound)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(str([str(value) for value in row]) for row in found)


def shown(server: Server, address: str) -> tuple[int, list[str]]:
    """Read a page without what differs between two servers: ports, digests and times.

    Of what points to a thing the first fifty stand there, in the order of each engine.
    """
    reply = send(server.port, "GET", address, Accept="text/html")
    text = reply.body.decode().replace(str(server.port), "PORT")
    text = re.sub(r"(?s)<section id=.incoming.*?</section>", "", text)
    return reply.status, re.sub(r"[A-Za-z0-9]{16,}|\d+ ms", "", text).splitlines()


def test_claims_come_in_time_when_a_store_was_first_loaded(both: Both) -> None:
    assert both.early == tuple(len(ours(both.directory, "pages/claims", thing=iri)) for iri in SOME)


@pytest.mark.parametrize("given", sorted(GIVEN))
def test_the_values_that_a_question_may_be_given_are_the_same(both: Both, given: str) -> None:
    wanted = ours(both.directory, "pages/choices", given=given)
    assert told(both.place, both.directory, "pages/choices", given=given) == wanted
    assert wanted or given.startswith(str(CODE))


PAGES = [*ADDRESSES.split(), *(f"/page/actor/{actor}" for actor in ACTORS.split())]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_the_same_over_virtuoso(both: Both, address: str) -> None:
    ours, theirs = shown(both.ours, address), shown(both.theirs, address)
    assert (ours[0], theirs[0]) == (200, 200)
    if address not in OTHERWISE:
        assert theirs[1] == ours[1]


def rows(server: Server, text: str) -> tuple[int, list[list[str]]]:
    """Ask a question; return its status and its rows; rows and joined texts have no order."""
    reply = get(server.port, text, Accept="text/csv, application/n-triples;q=0.9")
    lines = reply.body.decode().splitlines()
    return reply.status, sorted(sorted(re.split("[ ,;]+", line)) for line in lines)


LIBRARY = queries.library()


@pytest.mark.parametrize("query", LIBRARY, ids=[query.slug for query in LIBRARY])
def test_a_question_has_the_same_answer_over_virtuoso(
    both: Both, query: queries.NamedQuery
) -> None:
    text = with_values(query.text, query.substitutions({}))
    ours, theirs = rows(both.ours, text), rows(both.theirs, text)
    assert ours[0] == 200
    if query.slug in REFUSED:
        assert theirs[0] >= 400
    elif query.slug in DIFFERS_REAL:
        assert theirs[0] == 200
        assert theirs != ours
    else:
        assert theirs == ours


def test_a_contribution_is_checked_alike(both: Both) -> None:
    found = []
    for server in (both.ours, both.theirs):
        reply = send(
            server.port,
            "POST",
            "/validate",
            WRONG.encode(),
            Accept="application/json",
            Content_Type="text/turtle",
        )
        found.append((reply.status, re.sub(r"\d+(\.\d+)? ms", "", reply.body.decode())))
    assert found[0] == found[1]
    assert found[0][0] == 200
    assert '"conforms": false' in found[0][1]


def test_the_documentation_tells_what_differs() -> None:
    assert real_table() in (ROOT / "docs" / "remote.md").read_text("utf-8")


def test_the_graph_is_held_to_the_shapes_alike(both: Both) -> None:
    graphs = [g for g in graphs_of(both.place, both.directory.name) if is_authored_graph(g)]
    near = Facts.kept(both.directory / AUTHORED)
    program = programs.program_of(near, both.directory / PROGRAM)
    with closing(RemoteFacts(both.place, both.directory.name, graphs)) as far:
        found = standing(program, far)
    unanswered = {*re.findall(r"shapes#(\w+)>: ", " ".join(found.unanswered))}
    assert unanswered | SELDOM == {*UNANSWERED, *UNANSWERED_REAL}, found.unanswered
    ours = [one for one in results(program.run(near)) if one[0] not in unanswered]
    assert results(found.found) == ours
    assert len(ours) > 5_000


def results(found: Iterable[Found]) -> list[tuple[str, ...]]:
    """Return the results of shapes by name, in an order."""
    return sorted((one.check.shape.node.value.rpartition("#")[2], *one.key) for one in found)
