"""The memory of query workers, as the kernel counts it."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_FAULTS = 7  # place of minflt behind the name in /proc/PID/stat, from 0


@dataclass(frozen=True, slots=True)
class Memory:
    """The bytes of one process."""

    private: int
    """What is in memory and shared with nobody."""
    touched: int
    """Every small page that was written to for the first time: copies of shared ones, and new ones
    that are not huge."""


def memory(pids: Iterable[int]) -> Iterator[Memory]:
    """Yield the memory of processes, by their ids; one that has ended meanwhile is left out."""
    for pid in pids:
        with contextlib.suppress(OSError, ValueError, IndexError):
            place = Path("/proc") / str(pid)
            lines = (place / "smaps_rollup").read_text(encoding="ascii").splitlines()
            private = sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
            stat = (place / "stat").read_text(encoding="utf-8", errors="replace")
            faults = int(stat.rpartition(")")[2].split()[_FAULTS])
            yield Memory(private << 10, faults * _PAGE)
