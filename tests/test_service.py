"""The query service on an event loop: places, cancelling, idle workers, streams."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from samgraf.errors import QueryRefused
from samgraf.store.answers import AnswerCut
from samgraf.store.pool import Pool
from samgraf.store.service import Service
from samgraf.store.turns import Turns
from samgraf.store.wire import Query

from .abuse import cross_count, endless_stream
from .asking import JSON, SMALL
from .serving import BIG, TIGHT, kill, make_version, some_quads, state, zygote

Work = Callable[[Service], Coroutine[Any, Any, None]]


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_version(tmp_path_factory.mktemp("build"), "v1", some_quads(4000))


@pytest.fixture
def run(version: Path, tmp_path: Path) -> Iterator[Callable[[Work], None]]:
    """Run some work with a service over a zygote of its own."""
    run_dir = tmp_path / "run"

    async def all_of_it(work: Work) -> None:
        service = Service(run_dir, TIGHT)
        try:
            async with asyncio.timeout(20):
                await work(service)
        finally:
            service.close()
            await asyncio.sleep(0.01)

    with zygote(version, run_dir, TIGHT):
        yield lambda work: asyncio.run(all_of_it(work))


async def ask(service: Service, text: str, client: str = "test") -> bytes:
    answer = await service.start(Query(text, JSON, None), client)
    try:
        return await answer.body()
    finally:
        answer.close()


async def refusal(service: Service, text: str, client: str = "test") -> str:
    try:
        await ask(service, text, client)
    except QueryRefused as refused:
        return refused.kind
    return ""


async def came_true(condition: Callable[[], bool], seconds: float = 5) -> bool:
    """Wait for a condition; say whether it holds in time."""
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        await asyncio.sleep(0.02)
    return condition()


def workers(service: Service) -> list[int]:
    found = state(service.run_dir, "v1")["workers"]
    assert isinstance(found, list)
    return found


def test_a_worker_answers_one_query_after_another(run: Callable[[Work], None]) -> None:
    async def work(service: Service) -> None:
        for _ in range(5):
            assert b"Kommune" in await ask(service, SMALL)
        assert state(service.run_dir, "v1")["started"] == 1
        assert service.busy() == {"running": 0, "waiting": 0, "idle": 1}

    run(work)


def test_a_cancelled_query_frees_its_worker_and_its_place(run: Callable[[Work], None]) -> None:
    async def work(service: Service) -> None:
        task = asyncio.create_task(ask(service, cross_count()))
        assert await came_true(lambda: bool(workers(service)))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await came_true(lambda: workers(service) == [], 0.5)
        assert service.busy()["running"] == 0

    run(work)


def test_a_client_has_its_places_and_no_more(run: Callable[[Work], None]) -> None:
    async def work(service: Service) -> None:
        kinds = await asyncio.gather(*(refusal(service, cross_count()) for _ in range(9)))
        most = TIGHT.slots_per_client + TIGHT.waiting_per_client
        assert kinds.count("too-many-queries") == 9 - most
        assert set(kinds) <= {"too-many-queries", "time-limit", "busy"}

    run(work)


def test_a_page_is_answered_while_all_places_are_taken(run: Callable[[Work], None]) -> None:
    async def work(service: Service) -> None:
        clients = [f"client {number}" for number in range(TIGHT.slots)]
        heavy = [asyncio.create_task(refusal(service, cross_count(), one)) for one in clients]
        assert await came_true(lambda: service.busy()["running"] == TIGHT.slots)
        pool, started = Pool(service.run_dir, TIGHT), time.monotonic()
        assert await asyncio.to_thread(pool.table, SMALL)
        assert time.monotonic() - started < 1
        pool.close()
        await asyncio.gather(*heavy)

    run(work)


def test_a_killed_worker_gives_a_clean_refusal_and_is_replaced(
    run: Callable[[Work], None],
) -> None:
    async def work(service: Service) -> None:
        await ask(service, SMALL)
        [pid] = workers(service)
        asyncio.get_running_loop().call_later(0.3, kill, pid)
        assert await refusal(service, cross_count()) == "memory-limit"
        assert await ask(service, SMALL)
        kill(workers(service)[0])
        assert await came_true(lambda: workers(service) == [])
        assert await ask(service, SMALL)

    run(work)


def test_a_long_answer_waits_for_its_reader(run: Callable[[Work], None]) -> None:
    async def work(service: Service) -> None:
        answer = await service.start(Query(f"{BIG}0", JSON, None), "test")
        await asyncio.sleep(0.5)
        held = answer._link._held
        assert 0 < held < 4 << 20
        assert len(await answer.body()) > 20_000_000
        answer.close()

    run(work)


def test_an_endless_answer_is_cut(run: Callable[[Work], None]) -> None:
    async def work(service: Service) -> None:
        answer = await service.start(Query(endless_stream(), JSON, None), "test")
        with pytest.raises(AnswerCut):
            await answer.body()
        answer.close()
        assert service.busy()["running"] == 0

    run(work)


def test_turns_on_a_loop_go_round_the_clients() -> None:
    async def work() -> None:
        turns, served = Turns(1, 1, 9, 9, 5), list[str]()

        async def take(client: str) -> None:
            await turns.wait(client)
            served.append(client)

        await turns.wait("greedy")
        tasks = [asyncio.create_task(take(name)) for name in ("greedy", "greedy", "modest")]
        await asyncio.sleep(0.01)
        for client in ("greedy", "modest", "greedy"):
            turns.free(client)
            await asyncio.sleep(0.01)
        await asyncio.gather(*tasks)
        assert served == ["modest", "greedy", "greedy"]

    asyncio.run(work())


def test_who_waits_too_long_is_told_and_who_leaves_takes_no_place() -> None:
    async def work() -> None:
        turns = Turns(1, 1, 9, 9, 0.1)
        await turns.wait("one")
        with pytest.raises(QueryRefused):
            await turns.wait("two")
        leaver = asyncio.create_task(turns.wait("three"))
        await asyncio.sleep(0.01)
        leaver.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaver
        turns.free("one")
        assert turns.busy() == (0, 0)

    asyncio.run(work())
