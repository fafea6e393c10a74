"""Long queries step back behind short ones, so that who asks little is answered soon.

A worker that has computed for a whole interval without waiting once is in the middle of one long
query: its priority is lowered, and it leaves after its answer, since only root may raise it again.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from time import monotonic

EVERY = 0.2
"""Seconds between two looks."""

_BUSY = 0.05  # seconds of processor time in between that tell work from rest
_STEP = 10  # of niceness: a tenth of the share beside others
_WAITS = "voluntary_ctxt_switches:"


class Watch:
    """What the workers had done when they were looked at last."""

    def __init__(self) -> None:
        """Begin without a look."""
        self._seen: dict[int, tuple[float, int]] = {}
        self._next = 0.0

    def look(self, workers: Iterable[int]) -> None:
        """Lower the priority of those in a long query, if it is time to look."""
        if monotonic() < self._next:
            return
        self._next = monotonic() + EVERY
        former, self._seen = self._seen, {}
        for pid in workers:
            try:
                seconds, waits = _work(pid)
                before = former.get(pid, (seconds, waits))
                if waits == before[1] and seconds - before[0] >= _BUSY:
                    os.setpriority(os.PRIO_PROCESS, pid, _lowered(pid))
            except (OSError, ValueError):
                continue  # it has just ended
            self._seen[pid] = (seconds, waits)


def priority() -> int:
    """Return the niceness of this process."""
    return os.getpriority(os.PRIO_PROCESS, 0)


def _lowered(pid: int) -> int:
    """Return the niceness that a process gets: a step from our own, however often it is lowered."""
    return max(os.getpriority(os.PRIO_PROCESS, pid), min(19, priority() + _STEP))


def _work(pid: int) -> tuple[float, int]:
    """Return the seconds of processor time of a process, and how often it has waited."""
    spent = int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0])
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    _, _, rest = status.partition(_WAITS)
    return spent / 1e9, int(rest.split(maxsplit=1)[0])
