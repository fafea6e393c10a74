"""Looking names up: one that hangs holds up nobody who asks for another."""

import socket
import threading
from concurrent.futures import Future


class Resolver:
    """Looks each name up in a thread of its own, and each once at a time.

    No lookup can be broken off, so whoever has waited long enough leaves it, and who asks for the
    same name meanwhile waits for it. There are as many threads as listed names at most.
    """

    def __init__(self) -> None:
        """Begin with no lookup under way."""
        self._lock = threading.Lock()
        self._pending: dict[str, Future[list[str]]] = {}

    def addresses(self, host: str, seconds: float) -> list[str]:
        """Return the addresses of a host; raise ``TimeoutError`` if that takes too long.

        Raise what ``getaddrinfo`` does where there are none.
        """
        return self._lookup(host).result(seconds)

    def _lookup(self, host: str) -> Future[list[str]]:
        """Return the lookup of a name that is under way, or begin one."""
        with self._lock:
            if (known := self._pending.get(host)) is not None:
                return known
            begun: Future[list[str]] = Future()
            threading.Thread(target=self._look_up, args=(host, begun), daemon=True).start()
            self._pending[host] = begun
            return begun

    def _look_up(self, host: str, begun: Future[list[str]]) -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except Exception as error:  # noqa: BLE001 - it is raised again for whoever waits
            self._end(host)
            begun.set_exception(error)
        else:
            self._end(host)
            begun.set_result([str(entry[4][0]) for entry in found])

    def _end(self, host: str) -> None:
        """Have the name looked up anew from now on."""
        with self._lock:
            del self._pending[host]
