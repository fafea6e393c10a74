"""The workers of the current version on an event loop, as the endpoint of a web process asks them.

This is the seam of the query service: whatever has ``version``, ``start``, ``write``, ``busy`` and
``close`` can stand behind the endpoint. ``pool`` is the same for pages, which block.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from samgraf.errors import QueryRefused
from samgraf.limits import Limits

from . import wire
from .answers import AnswerCut, Lost, starting
from .links import Link, Streamed
from .names import version_of
from .patches import Patch, decode
from .pool import served, turns
from .wire import Deposit, Query, Update

_ATTEMPTS = 10  # a write is tried again where another process was quicker


Check = Callable[[str, Patch], None]
"""Gets the state that a change is made from, and the change; raises ``QueryRefused`` against it."""


def anything(_: str, __: Patch) -> None:
    """Let every change be kept."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a write: the name of the state after it, and whether it made a new graph."""

    version: str
    created: bool


class Service:
    """Asks queries of the zygote that ``run/current`` names, with places and idle workers."""

    def __init__(self, run_dir: Path, limits: Limits) -> None:
        """Use the sockets of a run directory."""
        self.run_dir, self.limits = run_dir, limits
        self._current = str(run_dir / "current")
        self._turns = turns(limits)
        self._idle: list[Link] = []
        self._writing = asyncio.Lock()

    def version(self) -> str:
        """Return the version that is served: one ``readlink`` and no state to refresh."""
        return served(self._current)

    async def start(self, query: Query | Update | Deposit, client: str) -> Streamed:
        """Ask a query and return its answer once its head is here; ``close`` it afterwards.

        Raise ``QueryRefused`` if there is none. When the task is cancelled, so is the query.
        """
        await self._turns.wait(client)
        try:
            link = await self._link()
        except BaseException:
            self._turns.free(client)
            raise
        answer = Streamed(link, partial(self._release, client, link))
        try:
            await answer.begin(query.encode())
        except BaseException:
            answer.close()
            raise
        return answer

    async def write(
        self, change: Update | Deposit, client: str, check: Check = anything
    ) -> Written:
        """Try a change in a worker and have the zygote keep it; one after another.

        Raise ``QueryRefused`` if it cannot be tried or kept, or as ``check`` does, each time that
        it is tried; then nothing has changed.
        """
        async with self._writing:
            for _ in range(_ATTEMPTS):
                try:
                    return await self._attempt(change, client, check)
                except QueryRefused as refusal:
                    if refusal.kind != "conflict":
                        raise
        raise QueryRefused("conflict", "others wrote each time before this write was kept")

    async def _attempt(self, change: Update | Deposit, client: str, check: Check) -> Written:
        answer = await self.start(change, client)
        try:
            patch = await answer.body()
        except AnswerCut as cut:
            raise QueryRefused(cut.kind, cut.detail) from cut
        finally:
            answer.close()
        read = decode(patch)
        check(answer.version, read)
        if read.empty():
            return Written(answer.version, False)
        version = await self._commit(answer.version, patch)
        return Written(version, bool(read.graphs_added))

    async def _commit(self, base: str, patch: bytes) -> str:
        """Hand a patch to the zygote; return the name of the state after it."""
        loop = asyncio.get_running_loop()
        place = self.run_dir / f"{version_of(base)}.commit"
        try:
            _, link = await loop.create_unix_connection(Link, str(place))
        except OSError as error:
            raise starting() from error
        try:
            link.send(wire.frame(wire.COMMIT, base.encode() + b"\n" + patch))
            kind, payload = await link.frame()
        except wire.Closed as error:
            raise Lost from error
        finally:
            link.close()
        told = json.loads(payload)
        if kind == wire.ERROR:
            raise QueryRefused(told["type"], told["detail"])
        return str(told["version"])

    def busy(self) -> dict[str, int]:
        """Count places in use, queries that wait and idle workers."""
        running, waiting = self._turns.busy()
        return {"running": running, "waiting": waiting, "idle": len(self._idle)}

    def close(self) -> None:
        """Let the idle workers go."""
        idle, self._idle = self._idle, []
        for link in idle:
            link.close()

    async def _link(self) -> Link:
        """Return an idle worker of the current version, or a new one."""
        version = self.version()
        while self._idle:
            link = self._idle.pop()
            if link.version == version and link.alive():
                return link
            link.close()
        try:
            return await Link.open(self.run_dir / f"{version}.sock")
        except QueryRefused:
            newer = self.version()  # it may have changed between the two calls
            if newer == version:
                raise
            return await Link.open(self.run_dir / f"{newer}.sock")

    def _release(self, client: str, link: Link, keep: bool) -> None:
        """Keep a worker that is at rest, let another go, and free its place."""
        if keep and not link.closed:
            self._idle.append(link)
        else:
            link.close()
        self._turns.free(client)
