"""Long queries step back; short ones keep their worker."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from samgraf.store.pool import Pool

from .abuse import cross_count
from .asking import SMALL
from .serving import TIGHT, ask, make_version, refusal, some_quads, state, wait_for, zygote

LIMITS = replace(TIGHT, query_seconds=3, cpu_seconds=3, worker_queries=1_000_000)


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    version = make_version(tmp_path / "build", "v1", some_quads(3000))
    with (
        zygote(version, tmp_path / "run", LIMITS),
        closing(Pool(tmp_path / "run", LIMITS)) as made,
    ):
        yield made


def worker_of(pool: Pool) -> int:
    found = state(pool.run_dir, "v1")["workers"]
    assert isinstance(found, list)
    return int(found[0])


@pytest.mark.slow
def test_a_long_query_steps_back(pool: Pool) -> None:
    ask(pool, SMALL)
    worker, own = worker_of(pool), os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, worker) == own
    thread = threading.Thread(target=refusal, args=(pool, cross_count()))
    thread.start()
    wait_for(lambda: os.getpriority(os.PRIO_PROCESS, worker) == min(19, own + 10), 2)
    thread.join(10)


def test_a_worker_that_stepped_back_leaves_after_its_answer(pool: Pool) -> None:
    ask(pool, SMALL)
    worker = worker_of(pool)
    os.setpriority(os.PRIO_PROCESS, worker, 19)
    ask(pool, SMALL)
    wait_for(lambda: worker not in state(pool.run_dir, "v1")["workers"])  # type: ignore[operator]
    ask(pool, SMALL)


def test_many_short_queries_in_a_row_do_not_step_back(pool: Pool) -> None:
    until = time.monotonic() + 1
    while time.monotonic() < until:
        ask(pool, SMALL)
    assert state(pool.run_dir, "v1")["started"] == 1
