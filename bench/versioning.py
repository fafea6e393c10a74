"""Builds and flips beside a running server: what an operator does at night, again and again."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from samgraf.store.versions import Versions

SAMGRAF = Path(sys.executable).parent / "samgraf"
_DAYS = 5
"""Dates that builds go through: each is a version of its own, and old ones are built again."""
_PAUSE = 20.0  # seconds between a flip and the next
_FLIPS = 2  # between two builds


@dataclass(frozen=True, slots=True)
class Change:
    """One build or flip, and how it ended."""

    kind: str
    seconds: float
    trouble: str = ""


@dataclass(slots=True)
class Operator(threading.Thread):
    """Builds the real graph for one day after another, and flips between versions at hand."""

    build: Path
    changes: list[Change] = field(default_factory=list)
    _done: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        """Be a thread that ends with the process."""
        threading.Thread.__init__(self, daemon=True)

    def __hash__(self) -> int:
        """Be told apart by identity (threading keeps threads in a set)."""
        return id(self)

    def stop(self) -> list[Change]:
        """Begin nothing more; wait for what has begun; return what was done."""
        self._done.set()
        self.join(600)
        return self.changes

    def run(self) -> None:
        """Build, flip, flip, and again."""
        versions = Versions(self.build)
        first = date.fromisoformat(versions.needed()[:10])
        for number in count(1):
            day = first + timedelta(days=number % _DAYS)
            self._do("build", "build", "--into", str(self.build), SAMGRAF_BUILD_DATA_DATE=f"{day}")
            for _ in range(_FLIPS):
                if self._done.wait(_PAUSE):
                    return
                others = [v for v in versions.all() if v != versions.needed()]
                served = [v for v in others if (versions.path(v) / "store").is_dir()]
                if served:
                    self._do("flip", "activate", served[-1], "--store", str(self.build))
            if self._done.wait(_PAUSE):
                return

    def _do(self, kind: str, *words: str, **environment: str) -> None:
        """Run a command at low priority, as the guide says."""
        started = time.perf_counter()
        done = subprocess.run(
            ["nice", "-n", "19", str(SAMGRAF), *words],
            env={**os.environ, **environment},
            check=False,
            capture_output=True,
            text=True,
        )
        trouble = f"{done.returncode}: {done.stderr[-300:]}" if done.returncode else ""
        self.changes.append(Change(kind, time.perf_counter() - started, trouble))
