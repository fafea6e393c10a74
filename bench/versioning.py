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


def building(build: Path) -> list[str]:
    """Return the command that builds the real graph into a folder, behind what is served."""
    return ["nice", "-n", "10", str(SAMGRAF), "build", "--into", str(build)]


def on(day: date) -> dict[str, str]:
    """Return the environment of a build whose data speak for a day; each day is a version."""
    return {"SAMGRAF_BUILD_DATA_DATE": day.isoformat()}


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
        """Flip, flip, build, which flips too, and again."""
        versions = Versions(self.build)
        first = date.fromisoformat(versions.needed()[:10])
        for number in count(1):
            for _ in range(_FLIPS):
                if self._done.wait(_PAUSE):
                    return
                self.flip(versions)
            if self._done.wait(_PAUSE):
                return
            self._do("build", *building(self.build), **on(first + timedelta(number % _DAYS)))

    def flip(self, versions: Versions) -> None:
        """Serve another version that is at hand, if there is one."""
        others = [one for one in versions.all() if one != versions.needed()]
        whole = [one for one in others if (versions.path(one) / "store").is_dir()]
        if whole:
            self._do("flip", str(SAMGRAF), "activate", whole[-1], "--store", str(self.build))

    def _do(self, kind: str, *words: str, **environment: str) -> None:
        """Run a command."""
        started = time.perf_counter()
        done = subprocess.run(
            [*words],
            env={**os.environ, **environment},
            check=False,
            capture_output=True,
            text=True,
        )
        trouble = f"{done.returncode}: {done.stderr[-300:]}" if done.returncode else ""
        self.changes.append(Change(kind, time.perf_counter() - started, trouble))
