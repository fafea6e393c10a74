"""The workers of the current version on an event loop, as the endpoint of a web process asks them.

This is the seam of the query service: whatever has ``version``, ``start``, ``busy`` and ``close``
can stand behind the endpoint. ``pool`` is the same for pages, which block.
"""

from functools import partial
from pathlib import Path

from samgraf.errors import QueryRefused
from samgraf.limits import Limits

from .links import Link, Streamed
from .pool import served, turns
from .wire import Query


class Service:
    """Asks queries of the zygote that ``run/current`` names, with places and idle workers."""

    def __init__(self, run_dir: Path, limits: Limits) -> None:
        """Use the sockets of a run directory."""
        self.run_dir, self.limits = run_dir, limits
        self._turns = turns(limits)
        self._idle: list[Link] = []

    def version(self) -> str:
        """Return the version that is served: one ``readlink`` and no state to refresh."""
        return served(self.run_dir)

    async def start(self, query: Query, client: str) -> Streamed:
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
            if link.version == version and not link.closed:
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
