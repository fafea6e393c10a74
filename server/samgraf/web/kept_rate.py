"""How often one client may do something that leaves a trace: so many times in a minute."""

import ipaddress
import threading
from collections import deque
from collections.abc import Callable
from time import monotonic

from samgraf.errors import QueryRefused

_SECONDS = 60.0
_MOST_CLIENTS = 10_000
_HOME = 64  # bits of an IPv6 address that one household or machine has


class Rate:
    """The last minute of one web process."""

    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        """Allow each client so many times in a minute."""
        self._most, self._clock = most, clock
        self._lock = threading.Lock()
        self._times: dict[str, deque[float]] = {}

    def take(self, client: str) -> None:
        """Count one time; raise ``QueryRefused`` if it is too much."""
        now, name = self._clock(), _household(client)
        with self._lock:
            if name not in self._times and len(self._times) >= _MOST_CLIENTS:
                self._forget(now)
            times = self._times.setdefault(name, deque())
            while times and times[0] <= now - _SECONDS:
                times.popleft()
            if len(times) >= self._most:
                raise QueryRefused("too-many-links", f"{self._most} new links in a minute")
            times.append(now)

    def _forget(self, now: float) -> None:
        """Forget who was quiet for a minute; raise ``QueryRefused`` if nobody was."""
        self._times = {
            name: times for name, times in self._times.items() if times[-1] > now - _SECONDS
        }
        if len(self._times) >= _MOST_CLIENTS:
            raise QueryRefused("busy", "too many clients keep queries at the same time")


def _household(client: str) -> str:
    """Return an address, of IPv6 the network that its owner can choose addresses from."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if address.version == 4:
        return client
    return str(ipaddress.ip_network(f"{address}/{_HOME}", strict=False))
