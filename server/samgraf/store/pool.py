"""The workers of the current version, as a web process uses them."""

import json
import socket
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from samgraf.errors import QueryRefused
from samgraf.limits import Limits

from .answers import Answer, AnswerCut, Connection
from .turns import Turns
from .wire import Query

_TABLE = "application/sparql-results+json"
_PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a table: ``kind`` is uri, literal or bnode."""

    value: str
    kind: str
    language: str | None = None
    datatype: str | None = None


class Pool:
    """Asks queries of the zygote that ``run/current`` names, with places and idle workers."""

    def __init__(self, run_dir: Path, limits: Limits) -> None:
        """Use the sockets of a run directory."""
        self.run_dir, self.limits = run_dir, limits
        self._queries = Turns(
            limits.slots,
            min(limits.slots_per_client, max(1, limits.slots - 1)),
            limits.waiting,
            limits.waiting_per_client,
            limits.queue_seconds,
        )
        places = limits.page_slots
        self._pages = Turns(places, places, places, places, limits.queue_seconds)
        self._lock = threading.Lock()
        self._idle: list[Connection] = []

    def version(self) -> str:
        """Return the version that is served: one ``readlink`` and no state to refresh."""
        try:
            return (self.run_dir / "current").readlink().name.removesuffix(".sock")
        except OSError as error:
            raise QueryRefused("unavailable", "no version is being served") from error

    def start(
        self, query: Query, client: str, watch: socket.socket | None = None, page: bool = False
    ) -> Answer:
        """Ask a query and return its answer once its head is here; ``close`` it afterwards.

        Pages have places of their own, so that heavy queries never block them. ``watch`` is the
        client's socket: when it ends first, ``ClientGone`` is raised and the query stopped.
        """
        turns = self._pages if page else self._queries
        turns.take(client)
        try:
            connection = self._connection()
        except BaseException:
            turns.free(client)
            raise
        answer = Answer(connection, partial(self._release, turns, client, connection))
        try:
            answer.begin(query, watch)
        except BaseException:
            answer.close()
            raise
        return answer

    def table(self, text: str, **substitutions: str) -> list[dict[str, Term]]:
        """Return the rows of a page's SELECT; variables without a value are absent."""
        body = self._page(Query(text, _TABLE, None, substitutions=substitutions))
        return [
            {name: _term(value) for name, value in row.items()}
            for row in json.loads(body)["results"]["bindings"]
        ]

    def graph(self, text: str, media_type: str, **substitutions: str) -> bytes:
        """Return the graph of a page's CONSTRUCT or DESCRIBE in a media type."""
        return self._page(Query(text, None, media_type, substitutions=substitutions))

    def busy(self) -> dict[str, int]:
        """Count places in use, queries that wait and idle workers."""
        (running, waiting), (pages, pages_waiting) = self._queries.busy(), self._pages.busy()
        with self._lock:
            idle = len(self._idle)
        return {
            "running": running,
            "waiting": waiting,
            "pages": pages,
            "pages_waiting": pages_waiting,
            "idle": idle,
        }

    def close(self) -> None:
        """Let the idle workers go."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _page(self, query: Query) -> bytes:
        """Run one query of a page to its end."""
        answer = self.start(query, _PAGES, page=True)
        try:
            return answer.body()
        except AnswerCut as cut:
            raise QueryRefused(cut.kind, cut.detail) from cut
        finally:
            answer.close()

    def _connection(self) -> Connection:
        """Return an idle worker of the current version, or a new one."""
        version = self.version()
        while (connection := self._take_idle(version)) is not None:
            if connection.alive():
                return connection
            connection.close()
        try:
            return Connection.open(self.run_dir / f"{version}.sock")
        except QueryRefused:
            newer = self.version()  # it may have changed between the two calls
            if newer == version:
                raise
            return Connection.open(self.run_dir / f"{newer}.sock")

    def _take_idle(self, version: str) -> Connection | None:
        """Take an idle worker of a version; let those of other versions go."""
        with self._lock:
            stale = [known for known in self._idle if known.version != version]
            self._idle = [known for known in self._idle if known.version == version]
            found = self._idle.pop() if self._idle else None
        for connection in stale:
            connection.close()
        return found

    def _release(self, turns: Turns, client: str, connection: Connection, keep: bool) -> None:
        """Keep a worker that is at rest, let another go, and free its place."""
        if keep:
            with self._lock:
                self._idle.append(connection)
        else:
            connection.close()
        turns.free(client)


def _term(value: dict[str, str]) -> Term:
    """Read one value of the SPARQL 1.1 JSON results format."""
    return Term(value["value"], value["type"], value.get("xml:lang"), value.get("datatype"))
