"""Time for the web processes to make ready for a version before it is served.

They ask the coming zygote for what all pages share (``web.warming``) while the former version still
answers: who comes first after the flip waits no longer than anybody else.
"""

import time
from pathlib import Path

from samgraf import run_files
from samgraf.config import Serve
from samgraf.store import names

SECONDS = 10.0
"""The longest that a version waits for it."""


class Preparing:
    """Whether the web processes have made ready for the version that comes."""

    def __init__(self, settings: Serve, run_dir: Path) -> None:
        """Wait for all web processes; for none where they make nothing beforehand."""
        self._processes = settings.processes if settings.warm else 0
        self._run_dir, self._until = run_dir, 0.0

    def done(self, name: str) -> bool:
        """Say whether what is named may be served; let the processes begin at the first call."""
        if not self._processes:
            return True
        if not self._until:
            self._until = time.monotonic() + SECONDS
            names.link(self._run_dir / run_files.COMING, f"{name}.sock")
        ready = run_files.count_ready(self._run_dir, name) >= self._processes
        return ready or time.monotonic() > self._until

    def end(self) -> None:
        """Let no version come."""
        run_files.forget_coming(self._run_dir)
        self._until = 0.0
