"""What a build tells while it runs, and what it made."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    version: str
    quads: int
    new: bool


@contextmanager
def step(say: Say, name: str) -> Iterator[None]:
    """Tell the name of a step and how long it took."""
    started = time.perf_counter()
    yield
    say(f"{name}: {time.perf_counter() - started:.1f} s")
