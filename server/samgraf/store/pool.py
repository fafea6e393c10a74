"""The workers of the current version, as the pages of a web process ask them, in threads."""

import logging
import os
import threading
from functools import partial
from pathlib import Path

from samgraf import run_files
from samgraf.errors import QueryRefused
from samgraf.limits import Limits

from .answers import Answer, AnswerCut, Connection, Lost
from .rows import Row, rows
from .turns import Turns
from .wire import Query

_TABLE = "application/sparql-results+json"
_PAGES = "pages"
_LOG = logging.getLogger(__name__)
_WAITING = (
    5  # queries for each place; the threads of a web process, and those ahead, bound them too
)


def served(current: str) -> str:
    """Return the version that the link ``run/current`` names.

    Raise ``QueryRefused`` if there is none.
    """
    try:
        return os.readlink(current).removesuffix(".sock")  # noqa: PTH115 - each request asks
    except OSError as error:
        raise QueryRefused("unavailable", "no version is being served") from error


def _named(link: str) -> str:
    """Return the version that a link names, '' where there is none."""
    try:
        return served(link)
    except QueryRefused:
        return ""


def turns(limits: Limits) -> Turns:
    """Make the places for queries of the endpoint in one web process."""
    return Turns(
        limits.slots,
        limits.at_once,
        limits.waiting,
        limits.waiting_per_client,
        limits.queue_seconds,
    )


class Pool:
    """Asks queries of pages of the zygote that ``run/current`` names.

    Pages have places and workers of their own, so that heavy queries never block them.
    """

    def __init__(self, run_dir: Path, limits: Limits) -> None:
        """Use the sockets of a run directory."""
        self.run_dir, self.limits = run_dir, limits
        self._current, self._coming = str(run_dir / "current"), str(run_dir / run_files.COMING)
        places = limits.page_slots
        waiting = places * _WAITING
        self._turns = Turns(places, places, waiting, waiting, limits.queue_seconds)
        self._lock = threading.Lock()
        self._idle: list[Connection] = []

    def version(self) -> str:
        """Return the version that is served: one ``readlink`` and no state to refresh."""
        return served(self._current)

    def begun(self) -> bool:
        """Say whether a version has been served since the server began."""
        return bool(_named(self._current))

    def coming(self) -> str:
        """Return the version that is made ready to be served next, '' where there is none."""
        return _named(self._coming)

    def start(self, query: Query, version: str | None = None) -> Answer:
        """Ask a query and return its answer once its head is here; ``close`` it afterwards.

        A page asks every query of one version, so that it never mixes two; without ``version`` it
        is the current one. Raise ``QueryRefused`` of the kind ``unavailable`` if nobody serves it.
        """
        self._turns.take(_PAGES)
        try:
            connection = self._connection(version)
        except BaseException:
            self._turns.free(_PAGES)
            raise
        answer = Answer(connection, partial(self._release, connection))
        try:
            answer.begin(query)
        except BaseException:
            answer.close()
            raise
        return answer

    def table(self, text: str, version: str | None = None, **substitutions: str) -> list[Row]:
        """Return the rows of a page's SELECT; variables without a value are absent."""
        body = self._page(Query(text, _TABLE, None, substitutions=substitutions), version)
        return rows(body)

    def graph(
        self, text: str, media_type: str, version: str | None = None, **substitutions: str
    ) -> bytes:
        """Return the graph of a page's CONSTRUCT or DESCRIBE in a media type."""
        return self._page(Query(text, None, media_type, substitutions=substitutions), version)

    def busy(self) -> dict[str, int]:
        """Count places in use, queries that wait and idle workers."""
        running, waiting = self._turns.busy()
        with self._lock:
            return {"running": running, "waiting": waiting, "idle": len(self._idle)}

    def close(self) -> None:
        """Let the idle workers go."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _page(self, query: Query, version: str | None) -> bytes:
        """Run one query of a page to its end, once more where its worker was lost unheard."""
        try:
            return self._whole(query, version)
        except Lost as error:
            _LOG.warning("asking another query worker: %r", error.__cause__)
            return self._whole(query, version)

    def _whole(self, query: Query, version: str | None) -> bytes:
        answer = self.start(query, version)
        try:
            return answer.body()
        except AnswerCut as cut:
            raise QueryRefused(cut.kind, cut.detail) from cut
        finally:
            answer.close()

    def _connection(self, pinned: str | None) -> Connection:
        """Return an idle worker of a version, or a new one."""
        version = pinned or self.version()
        while (connection := self._take_idle(version)) is not None:
            if connection.alive():
                return connection
            connection.close()
        try:
            return Connection.open(self.run_dir / f"{version}.sock")
        except QueryRefused:
            newer = self.version()  # it may have changed between the two calls
            if pinned or newer == version:
                raise
            return Connection.open(self.run_dir / f"{newer}.sock")

    def _take_idle(self, version: str) -> Connection | None:
        """Take an idle worker of a version; let those go whose version is over."""
        with self._lock:
            right = [known for known in self._idle if known.version == version]
            others = [known for known in self._idle if known.version != version]
            staying = {_named(self._current), self.coming()} if others else set()
            found = right.pop() if right else None
            stale = [known for known in others if known.version not in staying]
            self._idle = [known for known in others if known.version in staying] + right
        for connection in stale:
            connection.close()
        return found

    def _release(self, connection: Connection, keep: bool) -> None:
        """Keep a worker that is at rest, let another go, and free its place."""
        if keep:
            with self._lock:
                self._idle.append(connection)
        else:
            connection.close()
        self._turns.free(_PAGES)
