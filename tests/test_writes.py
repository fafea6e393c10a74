"""A server that may be written to: writes are kept, seen at once by all, and outlive its death."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from samgraf import config, pipeline, resources
from samgraf.config import Settings
from samgraf.store.versions import Versions

from .asking import Reply, get, send
from .serving import TIGHT, Server, children, command, kill, wait_for
from .small import ROOT, SMALL

pytestmark = pytest.mark.slow

TOKEN = "a-token-for-tests-alone"
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <x:marker> ?o } }"
UNION = "SELECT (COUNT(*) AS ?n) { ?s <x:marker> ?o }"
LIMITS = replace(TIGHT, waiting=40, waiting_per_client=40, queue_seconds=20, query_seconds=3)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build folder of the five actors."""
    root = tmp_path_factory.mktemp("five")
    for folder in ("ontology", "shapes", "queries"):
        (root / folder).symlink_to(ROOT / folder)
    (root / "data").symlink_to(SMALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "ROOT", root)
        pipeline.build(config.change(Settings(), "build", dir=root / "build"), lambda _: None)
    return root / "build"


@pytest.fixture
def build(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "build", symlinks=True))


@pytest.fixture
def server(build: Path) -> Iterator[Server]:
    with Server(build, LIMITS, processes=2, token=TOKEN) as running:
        yield running


def update(server: Server, text: str, token: str = TOKEN) -> Reply:
    media_type = "application/sparql-update"
    bearer = f"Bearer {token}"
    return send(
        server.port, "POST", "/sparql", text.encode(), Content_Type=media_type, Authorization=bearer
    )


def count(server: Server, query: str = COUNT) -> int:
    return int(get(server.port, query, Accept="text/csv").body.split()[1])


def insert(number: int, graph: str = "x:g") -> str:
    return f"INSERT DATA {{ GRAPH <{graph}> {{ <x:s{number}> <x:marker> {number} }} }}"


def zygote_of(server: Server) -> int:
    """Return the zygote's process, 0 while there is none."""
    found = [pid for pid in children(server.process.pid) if "zygote" in command(pid)]
    return found[0] if found else 0


def test_a_write_is_seen_at_once_by_every_process(server: Server) -> None:
    tag = get(server.port, COUNT).headers["etag"]
    assert update(server, insert(1)).status == 204
    for _ in range(20):
        reply = get(server.port, COUNT, If_None_Match=tag)
        assert reply.status == 200
        assert reply.headers["samgraf-version"].endswith("~1")
        assert count(server) == 1


def test_pages_are_made_anew_after_a_write(server: Server) -> None:
    page = "/page/actor/dk-aaby"
    tag = send(server.port, "GET", page).headers["etag"]
    assert send(server.port, "GET", page, If_None_Match=tag).status == 304
    iri = "https://w3id.org/samgraf/id/actor/dk-aaby"
    text = f"INSERT DATA {{ GRAPH <x:g> {{ <{iri}> <x:marker> 'here' }} }}"
    assert update(server, text).status == 204
    reply = send(server.port, "GET", page, If_None_Match=tag)
    assert reply.status == 200
    assert b"here" in reply.body


def test_the_union_follows_and_cannot_be_written_into(server: Server) -> None:
    assert update(server, insert(1)).status == 204
    assert count(server, UNION) == 1
    assert update(server, insert(1, "x:h")).status == 204
    assert update(server, "DROP GRAPH <x:g>").status == 204
    assert count(server, UNION) == 1
    assert update(server, "DELETE WHERE { GRAPH ?g { ?s <x:marker> ?o } }").status == 204
    assert count(server, UNION) == 0
    reply = update(server, "INSERT DATA { <x:s> <x:marker> 1 }")
    assert (reply.status, reply.kind) == (400, "bad-request")


@pytest.mark.slow
def test_writes_outlive_the_zygote_and_the_server(server: Server, build: Path) -> None:
    for number in range(5):
        assert update(server, insert(number)).status == 204
    named = get(server.port, COUNT).headers["samgraf-version"]
    former = zygote_of(server)
    kill(former)
    wait_for(lambda: zygote_of(server) not in (0, former), 8)
    # Idle workers go on answering meanwhile, but not in every process.
    wait_for(lambda: all(get(server.port, f"{COUNT} # {n}").status == 200 for n in range(9)), 8)
    assert count(server) == 5
    server.stop()
    [log] = (build / "writes").glob("*.log")
    assert log.read_text().count("TC .") == 5
    with Server(build, LIMITS, token=TOKEN) as again:
        assert count(again) == 5
        assert get(again.port, COUNT).headers["samgraf-version"] == named
        assert any(str(log) in line for line in again.lines)


@pytest.mark.slow
def test_without_writable_the_version_is_as_it_was_built(server: Server, build: Path) -> None:
    assert update(server, insert(1)).status == 204
    server.stop()
    with Server(build, LIMITS) as plain:
        assert count(plain) == 0
        assert update(plain, insert(2)).status == 403


def test_writes_of_many_at_once_are_all_kept(server: Server) -> None:
    statuses: list[int] = []

    def work(number: int) -> None:
        statuses.extend(update(server, insert(number * 10 + each)).status for each in range(5))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(204) + statuses.count(409) == 40
    assert count(server) == statuses.count(204) >= 30


def test_a_write_beyond_a_limit_changes_nothing(server: Server) -> None:
    heavy = "INSERT { ?a <x:marker> ?f } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    reply = update(server, heavy)
    assert (reply.status, reply.kind) in {(503, "time-limit"), (503, "memory-limit")}
    assert count(server, UNION) == 0
    assert update(server, insert(1)).status == 204


def test_another_version_starts_without_the_writes(server: Server, build: Path) -> None:
    assert update(server, insert(1)).status == 204
    versions = Versions(build)
    first = versions.needed()
    shutil.copytree(versions.path(first), versions.path("other"), symlinks=True)
    versions.flip("other")
    wait_for(lambda: get(server.port, COUNT).headers["samgraf-version"] == "other", 8)
    assert count(server) == 0
    wait_for(lambda: any(f"the writes to {first} stay" in line for line in server.lines))
    versions.flip(first)
    wait_for(lambda: count(server) == 1, 8)


def test_a_graph_comes_back_as_it_was_put(server: Server) -> None:
    place = f"/store?graph={quote('https://example.org/bodø', safe='')}"
    turtle = "<https://example.org/å> <x:marker> 'æ', 1.50, <<( <x:s> <x:p> <x:o> )>> ."
    headers = {"Content_Type": "text/turtle", "Authorization": f"Bearer {TOKEN}"}
    assert send(server.port, "PUT", place, turtle.encode(), **headers).status == 201
    reply = send(server.port, "GET", place, Accept="application/n-triples")
    assert reply.body.decode().count("\n") == 3
    assert "<<( <x:s> <x:p> <x:o> )>>" in reply.body.decode()


@pytest.mark.parametrize("token", ["", "another", TOKEN[:-1], f"{TOKEN}x", "å"])
def test_a_wrong_token_changes_nothing(server: Server, token: str) -> None:
    reply = update(server, insert(1), token.encode().decode("latin-1"))
    assert (reply.status, reply.kind) == (401, "unauthorised")
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert count(server) == 0
