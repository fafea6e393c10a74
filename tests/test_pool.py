"""Places, turns, idle workers, and what happens when a process dies."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from samgraf.errors import QueryRefused
from samgraf.store import names, wire
from samgraf.store.pool import Pool
from samgraf.store.turns import Turns

from .abuse import cross_count
from .asking import SMALL
from .serving import TIGHT, ask, kill, make_version, refusal, some_quads, state, wait_for, zygote


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_version(tmp_path_factory.mktemp("build"), "v1", some_quads(3000))


@pytest.fixture
def pool(version: Path, tmp_path: Path) -> Iterator[Pool]:
    run_dir = tmp_path / "run"
    with zygote(version, run_dir, TIGHT), closing(Pool(run_dir, TIGHT)) as made:
        yield made


def worker_of(pool: Pool) -> int:
    """Return the only worker of the pool's zygote."""
    found = state(pool.run_dir, "v1")["workers"]
    assert isinstance(found, list)
    return int(found[0])


def in_background(turns: Turns, client: str, served: list[str]) -> threading.Thread:
    """Take a place in a thread and note when it was given."""

    def take() -> None:
        try:
            turns.take(client)
        except QueryRefused as refused:
            served.append(f"{client}: {refused.kind}")
        else:
            served.append(client)

    waiting = turns.busy()[1]
    thread = threading.Thread(target=take)
    thread.start()
    wait_for(lambda: turns.busy()[1] > waiting)
    return thread


def test_turns_go_round_the_clients() -> None:
    turns, served = Turns(1, 1, 9, 9, 5), list[str]()
    turns.take("greedy")
    threads = [in_background(turns, name, served) for name in ("greedy", "greedy", "modest")]
    for count, client in ((1, "greedy"), (2, "modest"), (3, "greedy")):
        turns.free(client)
        wait_for(lambda count=count: len(served) == count)  # type: ignore[misc]
    for thread in threads:
        thread.join(5)
    assert served == ["modest", "greedy", "greedy"]


def test_a_client_never_holds_more_than_its_places() -> None:
    turns, served = Turns(3, 2, 6, 1, 0.2), list[str]()
    turns.take("one")
    turns.take("one")
    thread = in_background(turns, "one", served)
    with pytest.raises(QueryRefused) as refused:
        turns.take("one")
    assert refused.value.kind == "too-many-queries"
    turns.take("other")
    thread.join(5)
    assert served == ["one: busy"]
    assert turns.busy() == (3, 0)


def test_the_queue_is_bounded_for_all() -> None:
    turns, served = Turns(1, 1, 1, 1, 0.2), list[str]()
    turns.take("a")
    thread = in_background(turns, "b", served)
    with pytest.raises(QueryRefused) as refused:
        turns.take("c")
    thread.join(5)
    assert refused.value.kind == "busy"


def test_an_idle_worker_is_used_again(pool: Pool) -> None:
    for _ in range(5):
        ask(pool, SMALL)
    assert state(pool.run_dir, "v1")["started"] == 1
    assert pool.busy() == {"running": 0, "waiting": 0, "idle": 1}


def test_an_idle_worker_that_was_killed_is_replaced(pool: Pool) -> None:
    ask(pool, SMALL)
    kill(worker_of(pool))
    wait_for(lambda: state(pool.run_dir, "v1")["workers"] == [])
    assert ask(pool, SMALL)


def test_a_busy_worker_that_is_killed_gives_a_clean_refusal(pool: Pool) -> None:
    ask(pool, SMALL)
    threading.Timer(0.3, kill, [worker_of(pool)]).start()
    assert refusal(pool, cross_count()) == "memory-limit"
    assert ask(pool, SMALL)


_ROWS = b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"7"}}]}}'


@contextmanager
def losing(run_dir: Path, times: int) -> Iterator[Pool]:
    """A zygote whose first workers say hello, take a query and are gone without a word."""
    run_dir.mkdir()
    names.link(run_dir / "current", "v1.sock")
    whole = wire.frame(wire.WHOLE, b"application/sparql-results+json")
    answer = whole + wire.frame(wire.DATA, _ROWS) + wire.frame(wire.END)

    def work() -> None:
        for number in range(times + 1):
            connection, _ = listener.accept()
            with connection:
                connection.sendall(wire.json_frame(wire.HELLO, version="v1"))
                wire.FrameReader(connection).read()
                if number == times:
                    connection.sendall(answer)

    with closing(socket.socket(socket.AF_UNIX)) as listener, closing(Pool(run_dir, TIGHT)) as made:
        listener.bind(str(run_dir / "v1.sock"))
        listener.listen()
        threading.Thread(target=work, daemon=True).start()
        yield made


def test_a_page_asks_once_more_where_a_worker_is_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with losing(tmp_path / "run", 1) as pool:
        assert [row["o"].value for row in pool.table(SMALL)] == ["7"]
        assert pool.busy()["running"] == 0
    assert "asking another query worker: Closed" in caplog.text


def test_a_page_does_not_ask_for_ever(tmp_path: Path) -> None:
    with losing(tmp_path / "run", 2) as pool:
        with pytest.raises(QueryRefused) as refused:
            pool.table(SMALL)
        assert refused.value.kind == "engine-failure"
        assert pool.busy()["running"] == 0


def test_without_a_version_the_service_is_unavailable(tmp_path: Path) -> None:
    assert refusal(Pool(tmp_path, TIGHT), SMALL) == "unavailable"


def test_a_killed_zygote_leaves_living_workers_and_no_new_ones(
    version: Path, tmp_path: Path
) -> None:
    run_dir = tmp_path / "run"
    with zygote(version, run_dir, TIGHT) as pid:
        pool = Pool(run_dir, TIGHT)
        ask(pool, SMALL)
        kill(pid)
        time.sleep(0.1)
        assert ask(pool, SMALL)
        pool.close()
        assert refusal(pool, SMALL) == "unavailable"
    with zygote(version, run_dir, TIGHT):
        assert ask(pool, SMALL)
        pool.close()


def test_a_drained_zygote_waits_for_its_workers(version: Path, tmp_path: Path) -> None:
    with zygote(version, tmp_path / "run", TIGHT) as pid:
        pool = Pool(tmp_path / "run", TIGHT)
        ask(pool, SMALL)
        os.kill(pid, signal.SIGTERM)
        wait_for(lambda: not (tmp_path / "run" / "v1.sock").exists())
        assert ask(pool, SMALL)
        pool.close()
        wait_for(lambda: not (tmp_path / "run" / "v1.control").exists())


def test_a_leaving_zygote_does_not_take_its_successors_socket(
    version: Path, tmp_path: Path
) -> None:
    run_dir = tmp_path / "run"
    with zygote(version, run_dir, TIGHT) as old:
        pool = Pool(run_dir, TIGHT)
        with zygote(version, run_dir, TIGHT):
            os.kill(old, signal.SIGTERM)
            time.sleep(0.3)
            assert ask(pool, SMALL)
            pool.close()


def test_a_version_that_changed_in_between_is_followed(version: Path, tmp_path: Path) -> None:
    run_dir = tmp_path / "run"
    other = make_version(tmp_path / "build", "v2", some_quads(10))
    with zygote(version, run_dir, TIGHT), zygote(other, run_dir, replace(TIGHT, slots=2)):
        pool = Pool(run_dir, TIGHT)
        (run_dir / "current").unlink()
        (run_dir / "current").symlink_to("v1.sock")
        ask(pool, SMALL)
        (run_dir / "current").unlink()
        (run_dir / "current").symlink_to("v2.sock")
        ask(pool, SMALL)
        wait_for(lambda: state(run_dir, "v1")["workers"] == [])
        pool.close()
