"""Numbers that outlive the process that counts them: one small memory-mapped file for each.

A process owns its file by a lock that ends with it, and another one goes on with the numbers that
it finds: so sums over all files never fall when a process dies, not even by ``kill -9``.
"""

import fcntl
import mmap
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO

_CELL = 8
Name = tuple[str, str]
"""What is counted, and of which kind."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of this process; ``cells[at[name]] += 1`` is all that counting needs."""

    cells: "memoryview[float]"
    at: dict[Name, int]
    number: int
    """Which of the files of its kind it has."""


def take(folder: Path, kind: str, names: Sequence[Name]) -> Tally:
    """Own the first file of a kind that nobody else owns; without a place count for oneself."""
    at, size = {name: place for place, name in enumerate(names)}, len(names) * _CELL
    try:
        number, descriptor = _owned(folder, kind, size)
    except OSError:
        return Tally(memoryview(mmap.mmap(-1, size)).cast("d"), at, 0)
    return Tally(memoryview(mmap.mmap(descriptor, size)).cast("d"), at, number)


def _owned(folder: Path, kind: str, size: int) -> tuple[int, int]:
    """Lock a file of a kind for as long as this process lives; the descriptor stays open."""
    folder.mkdir(exist_ok=True)
    for number in count():
        place = folder / f"{kind}-{number}.tally"
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        if os.fstat(descriptor).st_size != size:  # new, or of another release
            os.ftruncate(descriptor, 0)
            os.ftruncate(descriptor, size)
        return number, descriptor
    raise AssertionError


def read(
    folder: Path, kind: str, names: Sequence[Name]
) -> Iterator[tuple[dict[Name, float], bool]]:
    """Yield the numbers in each file of a kind, and whether the process that counts is alive."""
    for place in sorted(folder.glob(f"{kind}-*.tally")):
        with suppress(OSError), place.open("rb") as file:
            data = file.read()
            if len(data) == len(names) * _CELL:
                yield dict(zip(names, memoryview(data).cast("d"), strict=True)), _is_owned(file)


def _is_owned(file: IO[bytes]) -> bool:
    """Say whether a living process holds the lock of a file."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def clear(folder: Path) -> None:
    """Begin anew: forget what an earlier server counted."""
    for place in folder.glob("*.tally"):
        place.unlink(missing_ok=True)
