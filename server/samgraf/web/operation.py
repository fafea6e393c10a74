"""``/healthz`` and ``/metrics``: what whoever runs the server asks."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path

from samgraf import run_files, tally
from samgraf.config import Settings
from samgraf.errors import QueryRefused, StoreError
from samgraf.store import control, endings
from samgraf.store.control import State
from samgraf.store.names import version_of
from samgraf.store.pool import served
from samgraf.store.processes import Memory, memory
from samgraf.store.versions import Versions

from . import counting, exposition
from .exchange import Exchange
from .proxies import Networks, Proxies
from .refusals import Refusals

HEALTH, METRICS = "/healthz", "/metrics"
PATHS = (HEALTH, METRICS)

_FRESH = 0.5  # seconds for which what the zygote told is told again
_UNKEPT = ("Cache-Control", "no-store")
_METHODS = "GET, HEAD"


class Operation:
    """Answers for one web process."""

    def __init__(
        self,
        settings: Settings,
        run_dir: Path,
        proxies: Proxies,
        refusals: Refusals,
        refresh: Callable[[], None],
    ) -> None:
        """Ask the zygote of a run directory; ``refresh`` brings this process's numbers up."""
        self._settings, self._run_dir, self._proxies = settings, run_dir, proxies
        self._refusals, self._refresh = refusals, refresh
        self._allowed = Networks(settings.serve.metrics_allow)
        self._lock, self._asked = asyncio.Lock(), -_FRESH
        self._state: State | str = ""

    async def __call__(self, exchange: Exchange) -> None:
        """Answer one request."""
        try:
            if exchange.path == METRICS:
                self._admit(exchange)
            if exchange.method not in ("GET", "HEAD"):
                raise QueryRefused("method", f"{exchange.method} is not possible here")
            if exchange.path == METRICS:
                await self._tell(exchange)
            else:
                await self._health(exchange)
        except QueryRefused as refusal:
            await self._refusals.answer(exchange, refusal, methods=_METHODS)

    def _admit(self, exchange: Exchange) -> None:
        """Hide the metrics from all but those who may see them."""
        if self._proxies.hide(exchange) or not self._allowed.hold(exchange.client):
            raise QueryRefused("not-found", "no page and no thing has this address")

    async def _health(self, exchange: Exchange) -> None:
        state = await self._zygote()
        if isinstance(state, State):
            status, told = 200, {"status": "ok", "version": state.version, "state": state.name}
        else:
            status, told = 503, {"status": "unavailable", "reason": state}
        body = json.dumps(told).encode() + b"\n"
        length = ("Content-Length", str(len(body)))
        headers = [("Content-Type", "application/json"), length, _UNKEPT]
        await exchange.answer(status, headers, body)

    async def _zygote(self) -> State | str:
        """Return how the zygote is, or why that is not known; asked at most twice a second."""
        async with self._lock:
            if time.monotonic() >= self._asked + _FRESH:
                try:
                    version = version_of(served(str(self._run_dir / "current")))
                    self._state = await control.state(self._run_dir / f"{version}.control")
                except QueryRefused as refusal:
                    self._state = refusal.detail
                except StoreError as error:
                    self._state = str(error)
                self._asked = time.monotonic()
        return self._state

    async def _tell(self, exchange: Exchange) -> None:
        self._refresh()
        found = await self._zygote()
        state = found if isinstance(found, State) else None
        body = await asyncio.to_thread(self._text, state)
        length = ("Content-Length", str(len(body)))
        headers = [("Content-Type", exposition.MEDIA_TYPE), length, _UNKEPT]
        await exchange.answer(200, headers, body)

    def _text(self, state: State | None) -> bytes:
        sums, living = counting.together(self._run_dir)
        folder = self._run_dir / run_files.TALLIES
        supervised = [*tally.read(folder, run_files.SUPERVISOR, run_files.RESTART_NAMES)]
        workers: tuple[Memory, ...] = tuple(memory(state.workers)) if state else ()
        numbers = exposition.Numbers(
            sums,
            living,
            supervised[0][0] if supervised else {},
            endings.together(self._run_dir),
            living * self._settings.limits.slots,
            state,
            workers,
            self._built(state) if state else None,
            time.time(),
        )
        return exposition.text(numbers)

    def _built(self, state: State) -> float | None:
        manifest = Versions(self._settings.build.dir).path(state.version) / "manifest.json"
        try:
            return manifest.stat().st_mtime
        except OSError:
            return None
