"""How many query workers were started, and how each ended.

A zygote tells what it saw itself on its control socket. For /metrics the same is counted in a file
that outlives it, so that no count falls or is missing while a zygote is silent, dead or replaced.
"""

import mmap
import signal
from collections import Counter
from pathlib import Path

from samgraf import run_files, tally

_REALTIME = "SIGRT"
_OTHER = "exit other"
REASONS = (
    *(one.name for one in signal.Signals if not one.name.startswith(_REALTIME)),
    *("exit 0", "exit 1", _OTHER),
)
"""Signals and exit statuses by which a worker may end."""

USUAL = ("SIGABRT", "SIGALRM", "SIGBUS", "SIGKILL", "SIGPROF", "SIGSEGV", "exit 0")
"""Those that are told before the first one: of a series that begins at 1 nobody sees a rise."""

STARTED, ENDED = "started", "ended"
NAMES = ((STARTED, ""), *((ENDED, reason) for reason in REASONS))
"""Everything that is counted, in the order of the file."""


class Endings:
    """The counts of one zygote."""

    def __init__(self, run_dir: Path) -> None:
        """Begin; in the file go on with the counts of a zygote that is gone."""
        self.started = 0
        self.ended: Counter[str] = Counter()
        self._tally = tally.take(run_dir / run_files.TALLIES, run_files.ZYGOTE, NAMES)
        file = self._tally.cells.obj
        if isinstance(file, mmap.mmap):
            file.madvise(mmap.MADV_DONTFORK)  # a worker has no part in it

    def start(self) -> None:
        """Count a worker that was started."""
        self.started += 1
        self._add(STARTED, "")

    def end(self, code: int) -> None:
        """Count a worker that ended, by its exit status, or by the signal if that is negative."""
        reason = _name(-code) if code < 0 else f"exit {code}"
        self.ended[reason] += 1
        self._add(ENDED, reason if reason in REASONS else _OTHER)

    def _add(self, name: str, label: str) -> None:
        self._tally.cells[self._tally.at[name, label]] += 1


def together(run_dir: Path) -> dict[tally.Name, float]:
    """Return the sums over all zygotes of a server, former ones too."""
    sums = dict.fromkeys(NAMES, 0.0)
    for numbers, _ in tally.read(run_dir / run_files.TALLIES, run_files.ZYGOTE, NAMES):
        for name, number in numbers.items():
            sums[name] += number
    return sums


def _name(number: int) -> str:
    """Name a signal; Python knows no names of most real-time ones."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
