"""Who may run a query now: bounded places, a bounded queue, and turns that go round the clients."""

import threading
from collections import Counter, deque
from time import monotonic

from samgraf.errors import QueryRefused


class Turns:
    """Places for queries in one process, shared fairly between clients."""

    def __init__(
        self, places: int, per_client: int, waiting: int, waiting_per_client: int, seconds: float
    ) -> None:
        """Declare the bounds; ``seconds`` is the longest wait for a place."""
        self._places, self._per_client = places, per_client
        self._most_waiting, self._most_waiting_per_client = waiting, waiting_per_client
        self._seconds = seconds
        self._changed = threading.Condition()
        self._running: Counter[str] = Counter()
        self._queue: deque[_Ticket] = deque()
        self._served: dict[str, int] = {}
        self._count = 0

    def take(self, client: str) -> None:
        """Take a place, waiting for it if need be; raise ``QueryRefused`` over the bounds."""
        with self._changed:
            if self._may_run(client):  # then nobody in the queue may
                self._start(client)
                return
            ticket = self._join(client)
            self._call()
            until = monotonic() + self._seconds
            while not ticket.called and (left := until - monotonic()) > 0:
                self._changed.wait(left)
            if not ticket.called:
                self._queue.remove(ticket)
                self._tidy(client)
                raise QueryRefused("busy", "no query worker became free in time")

    def free(self, client: str) -> None:
        """Give a place back and call the next in turn."""
        with self._changed:
            self._running[client] -= 1
            self._call()
            self._tidy(client)

    def busy(self) -> tuple[int, int]:
        """Count the places in use and the clients' queries that wait."""
        with self._changed:
            return self._running.total(), len(self._queue)

    def _may_run(self, client: str) -> bool:
        """Say whether there is a place for this client now."""
        return self._running.total() < self._places and self._running[client] < self._per_client

    def _start(self, client: str) -> None:
        """Note a query that runs."""
        self._running[client] += 1
        self._count += 1
        self._served[client] = self._count

    def _join(self, client: str) -> "_Ticket":
        """Join the queue if its bounds allow."""
        own = sum(ticket.client == client for ticket in self._queue)
        if own >= self._most_waiting_per_client:
            raise QueryRefused("too-many-queries", "too many queries of this client run or wait")
        if len(self._queue) >= self._most_waiting:
            raise QueryRefused("busy", "all query workers are busy and too many queries wait")
        ticket = _Ticket(client)
        self._queue.append(ticket)
        return ticket

    def _call(self) -> None:
        """Call whoever may run; among clients the one whose last turn is longest ago."""
        while ready := [ticket for ticket in self._queue if self._may_run(ticket.client)]:
            chosen = min(ready, key=self._last_turn)
            self._queue.remove(chosen)
            chosen.called = True
            self._start(chosen.client)
            self._changed.notify_all()

    def _last_turn(self, ticket: "_Ticket") -> int:
        """Return when a ticket's client was served last."""
        return self._served.get(ticket.client, 0)

    def _tidy(self, client: str) -> None:
        """Forget a client that neither runs nor waits, so that strangers leave nothing behind."""
        waits = any(ticket.client == client for ticket in self._queue)
        if self._running[client] <= 0 and not waits:
            del self._running[client]
            self._served.pop(client, None)


class _Ticket:
    """One query in the queue."""

    def __init__(self, client: str) -> None:
        """Belong to a client."""
        self.client, self.called = client, False
