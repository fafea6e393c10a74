"""Other engines behind the product: every query of ours by value, and the pages as they are."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pyoxigraph as ox
import pytest

from samgraf import config, queries
from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.remote import loading, writing
from samgraf.store.remote.asking import Remote
from samgraf.store.remote.facts import RemoteFacts, graphs_of
from samgraf.store.remote.place import Place
from samgraf.store.values import term
from samgraf.store.versions import PROGRAM, Versions
from samgraf.store.wire import Query
from samgraf.terms import GRAPH, ID, SKOS, is_authored_graph
from samgraf.validation import programs
from samgraf.validation.standing import standing

from . import virtuoso
from .asking import send
from .serving import Server, free_port, make_version, some_quads
from .small import built
from .storing import UNANSWERED

pytestmark = pytest.mark.fire

FOLDERS = ("pages/", "examples/", "cq/", "networks/", "views/", "dumps/", "statistics/")
OTHER = some_quads(100)
ACTOR, SOURCE = ID["actor/no-nes"], GRAPH["source/a-page"]

UNORDERED = {
    "pages/addresses": "joins addresses in any order",
    "pages/data-items": "joins addresses in any order",
    "pages/incoming": "takes the first of each property",
    "pages/incoming-part": "takes the first fifty",
    "pages/known": "takes the first row",
    "pages/lookup-address": "takes the first rows",
    "pages/ontology-examples": "takes the first three things of each term",
    "pages/links": "takes the first things of each property",
    "pages/choices": "takes the first 500 values",
    "pages/data-part": "takes the first rows",
    "dumps/table-memberships": "joins sources in any order",
    "statistics/properties-of-classes": "tells one of the values",
}
"""Queries that no order makes definite: another engine may answer them with other rows."""

UNORDERED_PAGES = {"/ontology": "shows three things of each term, whichever come first"}

REFUSED_BY_VIRTUOSO = {
    "examples/bodies-hit-by-mergers": "it has no durations",
    "cq/cq06-after-merger": "it has no durations",
    "cq/cq27-outlived": "it has no durations",
}
SPELT_BY_VIRTUOSO = {
    "pages/extension": "coordinates are numbers of its own",
    "pages/map": "coordinates are numbers of its own",
    "networks/actors": "coordinates are numbers of its own",
    "dumps/table-actors": "coordinates are numbers of its own",
    "pages/vocabulary": "coordinates have its own datatype; language strings have none",
    "pages/latest-events": "addresses beside a UNION are texts",
    "networks/ties": "true is 1",
    "dumps/table-claims": "the language of nothing is an empty text",
}

Answer = ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Quad] | Iterator[ox.Triple]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engines") / "build"
    built(folder)
    return folder


@contextmanager
def oxigraph() -> Iterator[Place]:
    """Run Oxigraph's own server over an empty store in memory."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    tool = Path(ox.__file__).parents[4] / "bin" / "oxigraph"
    quiet = subprocess.DEVNULL
    command = [str(tool), "serve", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        try:
            _await(base)
            yield Place(f"{base}/query", f"{base}/store")
        finally:
            process.terminate()


def _await(base: str) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            with urlopen(base, timeout=5):
                return
        except (URLError, OSError):
            assert time.monotonic() < until, "it did not start"
            time.sleep(0.1)


def _values(name: str) -> dict[str, str]:
    """Give the parameters of a query values: its defaults, or things that are there."""
    given = {"date": "2020-01-01", "string": "a", "integer": "1", "iri": str(ACTOR)}
    given["thing"] = str(ACTOR)
    values = {}
    for parameter in queries.parse(name, queries.text(name)).parameters:
        value = parameter.default or given.get(parameter.kind, "1")
        value = str(SOURCE) if parameter.name == "graph" else value
        values[parameter.name] = parameter.term(value)
    return values


def _plain(found: Answer) -> list[str]:
    if isinstance(found, ox.QueryBoolean):
        return [str(bool(found))]
    if isinstance(found, ox.QuerySolutions):
        return sorted(str([str(value) for value in row]) for row in found)
    return sorted(str(one.triple if isinstance(one, ox.Quad) else one) for one in found)


def _load_anew(place: Place, folder: Path) -> Path:
    """Load a version, one that shares nothing with it, and the first again, as weeks go by."""
    versions = Versions(folder)
    directory = versions.path(versions.needed())
    other = make_version(folder.parent / f"other-{len(list(folder.parent.iterdir()))}", "v1", OTHER)
    for each in (directory, other, directory):
        loading.load(place, each, lambda _: None)
    return directory


def _outcomes(place: Place, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name of each query that another engine does not answer as ours does, and how."""
    directory = _load_anew(place, folder)
    ours = ox.Store.read_only(str(directory / "store"))
    with closing(Remote(place, directory.name, patience=30)) as theirs:
        for name in (name for known in FOLDERS for name in queries.names(known)):
            text, values = queries.text(name), _values(name)
            bound = {ox.Variable(key): term(value) for key, value in values.items()}
            wanted = _plain(ours.query(text, substitutions=bound or None))
            try:
                with theirs.reading():
                    asked = Query(text, "", "", substitutions=values)
                    if _plain(theirs.ask(asked)) != wanted:
                        yield name, "differs"
            except QueryRefused:
                yield name, "refused"


def test_oxigraph_answers_every_query_as_our_own_engine_does(folder: Path) -> None:
    with oxigraph() as place:
        assert set(dict(_outcomes(place, folder))) <= UNORDERED.keys()


def test_virtuoso_answers_every_query_but_those_that_are_documented(folder: Path) -> None:
    with virtuoso.loaded(folder.parent / "virtuoso") as running:
        base = f"http://127.0.0.1:{running.http}"
        store = f"{base}/sparql-graph-crud-auth"
        place = Place(f"{base}/sparql", store, "", str(GRAPH["union"]), "dba", "dba")
        outcomes = dict(_outcomes(place, folder))
    refused = {name for name, how in outcomes.items() if how == "refused"}
    assert refused == REFUSED_BY_VIRTUOSO.keys()
    assert outcomes.keys() - refused <= UNORDERED.keys() | SPELT_BY_VIRTUOSO.keys()


def _wrong(place: Place, folder: Path) -> tuple[set[str], set[str]]:
    """Check a store in which something is wrong; return the results, and shapes unanswered."""
    directory = folder / "versions" / Versions(folder).needed()
    loading.load(place, directory, lambda _: None)
    graphs = [g for g in graphs_of(place, directory.name) if is_authored_graph(g)]
    lines = [f'{ACTOR.n3()} {SKOS.prefLabel.n3()} "{name}"@da .\n' for name in ("en", "to")]
    writing.writer(place).add(graphs[0], [line.encode() for line in lines])
    with closing(RemoteFacts(place, directory.name, graphs)) as facts:
        found = standing(programs.program_of(facts, directory / PROGRAM), facts)
    results = {f"{one.check.shape.node} {one.key}" for one in found.found}
    return results, set(re.findall(r"shapes#(\w+)>: ", " ".join(found.unanswered)))


def test_stores_elsewhere_are_held_to_the_shapes_alike(folder: Path) -> None:
    with oxigraph() as place:
        ours = _wrong(place, folder)
    with virtuoso.loaded(folder.parent / "virtuoso-shapes") as running:
        base = f"http://127.0.0.1:{running.http}"
        store = f"{base}/sparql-graph-crud-auth"
        place = Place(f"{base}/sparql", store, "", str(GRAPH["union"]), "dba", "dba")
        theirs = _wrong(place, folder)
    assert any(f"{ACTOR}" in result for result in ours[0])
    assert theirs[0] == ours[0]
    assert ours[1] == set()
    assert theirs[1] == {*UNANSWERED}


def _read(server: Server, address: str) -> tuple[int, str]:
    """Read a page without what differs between two servers: ports and digests."""
    reply = send(server.port, "GET", address, Accept="text/html")
    text = reply.body.decode().replace(str(server.port), "PORT")
    return reply.status, re.sub(r"[A-Za-z0-9]{16,}|\d+ ms", "", text)


def _reached(server: Server, most: int) -> list[str]:
    """Walk from the first page over links."""
    found, waiting = ["/"], ["/"]
    while waiting and len(found) < most:
        _, text = _read(server, waiting.pop(0))
        for link in re.findall(r'href="(/[^"#]*)"', text):
            address = link.replace("&amp;", "&")
            if address not in found and not address.startswith(("/static", "/dumps", "/status")):
                found.append(address)
                waiting.append(address)
    return found[:most]


def test_pages_over_oxigraph_are_those_over_our_own_engine(folder: Path, tmp_path: Path) -> None:
    built(tmp_path / "build")
    with oxigraph() as place, Server(folder, Limits()) as here:
        versions = Versions(folder)
        loading.load(place, versions.path(versions.needed()), lambda _: None)
        store = config.Store(place.endpoint, place.graph_store)
        with Server(tmp_path / "build", Limits(), store=store) as there:
            pages = _reached(here, 40)
            assert len(pages) == 40
            other = {page for page in pages if _read(here, page) != _read(there, page)}
            assert other <= UNORDERED_PAGES.keys()
            asked = "/sparql?query=ASK%20%7B%7D"
            tag = send(there.port, "GET", asked).headers["etag"]
            assert send(there.port, "GET", asked, If_None_Match=tag).status == 304
