"""Two remote stores: one answers while the other one is loaded, and nobody has to wait."""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pyoxigraph as ox
import pytest

from samgraf import config
from samgraf.errors import Misuse, QueryRefused, StoreError
from samgraf.limits import Limits
from samgraf.pipeline import remote, verbatim
from samgraf.store.answers import AnswerCut
from samgraf.store.pool import Pool
from samgraf.store.remote import loading
from samgraf.store.remote.asking import FRESH
from samgraf.store.remote.place import Place, place_of
from samgraf.store.versions import Versions
from samgraf.store.wire import Query

from .asking import JSON, get
from .endpoints import Endpoint, endpoint
from .serving import TIGHT, Server, ask, make_version, refusal, some_quads, zygote

LIMITS = Limits(query_seconds=2, cpu_seconds=5, transfer_seconds=8)
EVERY = "SELECT ?s ?p ?o { ?s ?p ?o }"


@pytest.fixture
def first() -> Iterator[Endpoint]:
    with endpoint() as known:
        yield known


@pytest.fixture
def second() -> Iterator[Endpoint]:
    with endpoint() as known:
        yield known


def both(first: Endpoint, second: Endpoint) -> Place:
    """Return a place of two stores."""
    return replace(
        first.place,
        standby_endpoint=second.place.endpoint,
        standby_graph_store=second.place.graph_store,
    )


def settings_of(first: Endpoint, second: Endpoint, build: Path) -> config.Settings:
    """Return the settings of a site over two stores."""
    store = config.Store(
        endpoint=first.place.endpoint,
        graph_store=first.place.graph_store,
        standby_endpoint=second.place.endpoint,
        standby_graph_store=second.place.graph_store,
    )
    return replace(config.Settings(), build=config.Build(build), store=store)


@pytest.fixture
def pool(first: Endpoint, second: Endpoint, tmp_path: Path) -> Iterator[Pool]:
    version, run = make_version(tmp_path, "v1", ""), tmp_path / "run"
    place = both(first, second)
    with zygote(version, run, LIMITS, "remote", place), closing(Pool(run, LIMITS)) as made:
        yield made


@pytest.mark.slow
def test_the_store_that_holds_the_version_is_asked(
    pool: Pool, first: Endpoint, second: Endpoint
) -> None:
    for holder, other, times in ((first, second, 1), (second, first, 2), (first, second, 3)):
        other.hold("v0")
        holder.hold("v1")
        time.sleep(FRESH * 1.1)
        other.asked.clear()
        ask(pool, f"ASK {{ ?s ?p {times} }}")
        assert len(holder.asked) > 0
        assert other.asked == []


def test_where_neither_holds_it_nothing_is_answered(
    pool: Pool, first: Endpoint, second: Endpoint
) -> None:
    first.hold("v0")
    second.hold("")
    with pytest.raises(QueryRefused, match="it holds v0"):
        ask(pool, EVERY)
    second.hold("v1")
    assert refusal(pool, EVERY) == ""


def test_one_that_is_away_is_no_matter_where_the_other_one_holds_it(
    first: Endpoint, second: Endpoint, tmp_path: Path
) -> None:
    with endpoint() as gone:
        place = both(gone, second)
    second.hold("v1")
    version, run = make_version(tmp_path, "v1", ""), tmp_path / "run"
    with zygote(version, run, LIMITS, "remote", place), closing(Pool(run, LIMITS)) as pool:
        assert refusal(pool, EVERY) == ""


@pytest.mark.slow
def test_an_answer_of_one_store_is_not_proved_by_the_other(
    pool: Pool, first: Endpoint, second: Endpoint
) -> None:
    first.store.bulk_load(some_quads(1500).encode(), format=ox.RdfFormat.N_QUADS)
    first.hold("v1")
    second.hold("v1")
    first.ways[:] = ["slow", ""]
    answer = pool.start(Query(EVERY, JSON, None))
    first.hold("")
    time.sleep(FRESH * 1.1)
    first.go.set()
    with pytest.raises(AnswerCut):
        answer.body()
    answer.close()


def held(known: Endpoint) -> str:
    return loading.version_of(known.place)


@pytest.mark.slow
def test_a_version_goes_where_the_served_one_is_not(
    first: Endpoint, second: Endpoint, tmp_path: Path
) -> None:
    file, settings = tmp_path / "graph.nq", settings_of(first, second, tmp_path / "build")
    made = []
    for actors in (30, 31, 32):
        file.write_text(some_quads(actors))
        made.append(verbatim.build(settings, file, lambda _: None).version)
    one, two, three = made
    assert (held(first), held(second)) == (three, two)
    for store in (first, second):
        store.written.clear()
    versions = Versions(tmp_path / "build")
    versions.activate(two, remote.loader(settings, lambda _: None))
    assert (held(first), held(second)) == (three, two)
    assert first.written == second.written == []  # it is still there, so nothing is sent
    versions.activate(one, remote.loader(settings, lambda _: None))
    assert (held(first), held(second)) == (one, two)


def test_a_store_that_is_away_is_left_alone(
    first: Endpoint, second: Endpoint, tmp_path: Path
) -> None:
    with endpoint() as gone:
        place = both(gone, second)
    said: list[str] = []
    assert loading.to_load(place, "v2", None, said.append).endpoint == second.place.endpoint
    [line] = said
    assert line.startswith(f"{gone.place.endpoint}: ")
    assert line.endswith("it is left alone")
    gone_too = replace(place, standby_endpoint="http://127.0.0.1:1/query")
    chosen = loading.to_load(gone_too, "v2", None, said.append)
    with pytest.raises(StoreError, match="does not answer"):
        loading.load(chosen, make_version(tmp_path, "v2", some_quads(3)), said.append)


def test_a_standby_of_nothing_is_told() -> None:
    store = config.Store(standby_endpoint="http://127.0.0.1:1/query")
    with pytest.raises(Misuse, match="set endpoint too"):
        place_of(replace(config.Settings(), store=store))


@pytest.mark.slow
def test_no_request_fails_while_versions_are_loaded(
    first: Endpoint, second: Endpoint, tmp_path_factory: pytest.TempPathFactory
) -> None:
    build, file = tmp_path_factory.mktemp("s"), tmp_path_factory.mktemp("f") / "graph.nq"
    settings = settings_of(first, second, build)
    file.write_text(some_quads(300))
    verbatim.build(settings, file, lambda _: None)
    statuses: dict[int, int] = {}
    seen: set[str] = set()
    over = Event()

    def read(port: int) -> None:
        count = 0
        while not over.is_set():
            count += 1
            reply = get(port, f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} # {count}")
            statuses[reply.status] = statuses.get(reply.status, 0) + 1
            seen.add(f"{reply.headers.get('samgraf-version')} {reply.body.decode()}")

    with Server(build, TIGHT, store=settings.store) as server:
        reader = Thread(target=read, args=(server.port,))
        reader.start()
        for number, actors in enumerate((301, 302, 303), 2):
            file.write_text(some_quads(actors))
            verbatim.build(settings, file, lambda _: None)
            until = time.monotonic() + 20
            while len(seen) < number and time.monotonic() < until:
                time.sleep(0.1)
        over.set()
        reader.join()
    assert [*statuses] == [200]
    assert statuses[200] > 100
    assert len(seen) == len({line.partition(" ")[0] for line in seen}) == 4
