"""Who may run a query now: bounded places, a bounded queue, and turns that go round the clients."""

import asyncio
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

from samgraf.errors import QueryRefused


@dataclass(eq=False, slots=True)
class _Ticket:
    """One query in the queue; ``call`` is made once, when its turn has come."""

    client: str
    call: Callable[[], None]
    called: bool = False


class Turns:
    """Places for queries in one process, shared fairly between clients."""

    def __init__(
        self, places: int, per_client: int, waiting: int, waiting_per_client: int, seconds: float
    ) -> None:
        """Declare the bounds; ``seconds`` is the longest wait for a place."""
        self._places, self._per_client = places, per_client
        self._most_waiting, self._most_waiting_per_client = waiting, waiting_per_client
        self._seconds = seconds
        self._lock = threading.Lock()
        self._running: Counter[str] = Counter()
        self._total = 0
        self._queue: deque[_Ticket] = deque()
        self._served: dict[str, int] = {}
        self._count = 0

    def take(self, client: str) -> None:
        """Take a place, blocking for it if need be; raise ``QueryRefused`` over the bounds."""
        event = threading.Event()
        ticket = self._enter(client, event.set)
        if ticket is not None and not event.wait(self._seconds) and not self._left(ticket):
            raise _too_late()

    async def wait(self, client: str) -> None:
        """Take a place, awaiting it if need be; raise ``QueryRefused`` over the bounds.

        All that wait so in one instance must do it on one event loop.
        """
        turn: asyncio.Future[None] | None = None
        if (ticket := self._enter(client, lambda: _settle(turn))) is None:
            return
        turn = asyncio.get_running_loop().create_future()
        if ticket.called:
            return
        try:
            async with asyncio.timeout(self._seconds):
                await turn
        except TimeoutError as error:
            if not self._left(ticket):
                raise _too_late() from error
        except asyncio.CancelledError:
            if self._left(ticket):
                self.free(client)
            raise

    def free(self, client: str) -> None:
        """Give a place back and call the next in turn."""
        with self._lock:
            self._running[client] -= 1
            self._total -= 1
            if self._queue:
                self._call()
            self._tidy(client)

    def busy(self) -> tuple[int, int]:
        """Count the places in use and the clients' queries that wait."""
        with self._lock:
            return self._total, len(self._queue)

    def _enter(self, client: str, call: Callable[[], None]) -> _Ticket | None:
        """Take a place, or join the queue and return the ticket."""
        with self._lock:
            if self._may_run(client):
                self._start(client)
                return None
            ticket = self._join(client, call)
            self._call()
            return ticket

    def _left(self, ticket: _Ticket) -> bool:
        """Leave the queue; say whether the ticket had been called after all."""
        with self._lock:
            if not ticket.called:
                self._queue.remove(ticket)
                self._tidy(ticket.client)
            return ticket.called

    def _may_run(self, client: str) -> bool:
        """Say whether there is a place for this client now."""
        return self._total < self._places and self._running[client] < self._per_client

    def _start(self, client: str) -> None:
        """Note a query that runs."""
        self._running[client] += 1
        self._total += 1
        self._count += 1
        self._served[client] = self._count

    def _join(self, client: str, call: Callable[[], None]) -> _Ticket:
        """Join the queue if its bounds allow."""
        own = sum(ticket.client == client for ticket in self._queue)
        if own >= self._most_waiting_per_client:
            raise QueryRefused("too-many-queries", "too many queries of this client run or wait")
        if len(self._queue) >= self._most_waiting:
            raise QueryRefused("busy", "all query workers are busy and too many queries wait")
        ticket = _Ticket(client, call)
        self._queue.append(ticket)
        return ticket

    def _call(self) -> None:
        """Call whoever may run; among clients the one whose last turn is longest ago."""
        while ready := [ticket for ticket in self._queue if self._may_run(ticket.client)]:
            chosen = min(ready, key=self._last_turn)
            self._queue.remove(chosen)
            chosen.called = True
            self._start(chosen.client)
            chosen.call()

    def _last_turn(self, ticket: _Ticket) -> int:
        """Return when a ticket's client was served last."""
        return self._served.get(ticket.client, 0)

    def _tidy(self, client: str) -> None:
        """Forget a client that neither runs nor waits, so that strangers leave nothing behind."""
        waits = any(ticket.client == client for ticket in self._queue)
        if self._running[client] <= 0 and not waits:
            del self._running[client]
            self._served.pop(client, None)


def _settle(turn: asyncio.Future[None] | None) -> None:
    if turn is not None and not turn.done():
        turn.set_result(None)


def _too_late() -> QueryRefused:
    return QueryRefused("busy", "no query worker became free in time")
