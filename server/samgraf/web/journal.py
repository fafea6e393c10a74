"""What is remembered of each request that has ended: counts, a line of the log, the slowest."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

from samgraf.config import Settings

from . import access_log
from .access_log import AccessLog
from .caching import Replies
from .counting import Counting
from .exchange import Exchange
from .slowest import Slowest

_TICK = 0.5  # seconds between two looks at what is not counted by request


class Journal:
    """The journal of one web process."""

    def __init__(
        self,
        settings: Settings,
        run_dir: Path,
        replies: Replies,
        gauges: Callable[[], Mapping[str, float]],
    ) -> None:
        """Count into the run directory; ``gauges`` tells what is so at the moment."""
        self._counting = Counting(run_dir)
        self._slowest = Slowest(settings.build.dir / "log", self._counting.number)
        place = settings.serve.access_log
        self._log = AccessLog(place, access_log.key(run_dir)) if place else None
        self._replies, self._gauges = replies, gauges
        self._known, self._ticking = (0, 0), False

    def note(self, exchange: Exchange) -> None:
        """Remember a request that has ended."""
        total = perf_counter() - exchange.began
        outcome = exchange.outcome or _outcome(exchange.sent)
        if exchange.role == "query" and (exchange.text or exchange.sent >= 400):
            self._counting.query(exchange, outcome, total)
            if total > self._slowest.least and exchange.text:
                version = dict(exchange.told).get("Samgraf-Version", "")
                self._slowest.note(exchange.text, total, outcome, version)
        elif exchange.role == "write":
            self._counting.write(outcome)
        else:
            self._counting.page(exchange)
        if self._log is not None and not self._log.write(exchange, outcome, total):
            self._counting.add("unlogged")
        if not self._ticking:
            self._ticking = True
            self._tick()

    def refresh(self) -> None:
        """Note what is not counted by request."""
        for name, number in self._gauges().items():
            self._counting.tell(name, number)
        self._counting.tell("kept", self._replies.size)
        hits, misses = self._replies.hits, self._replies.misses
        self._counting.add("hits", hits - self._known[0])
        self._counting.add("misses", misses - self._known[1])
        self._known = hits, misses

    def _tick(self) -> None:
        self.refresh()
        self._slowest.tick()
        asyncio.get_running_loop().call_later(_TICK, self._tick)


def _outcome(status: int) -> str:
    """Say how a request ended of which the status alone is known."""
    if status == 304:
        return "not-modified"
    return "ok" if 0 < status < 400 else "refused" if 0 < status < 500 else "failed"
