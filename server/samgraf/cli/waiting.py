"""What the supervisor waits for: the order to stop, and the time to start something again."""

import contextlib
import select
import signal
import socket
import time

_WELL = 10.0  # seconds after which a process counts as started well
_WAITS = (0.0, 0.5, 1.0, 2.0, 5.0)  # seconds before each attempt to start again


class Starts:
    """When a process may be started again: the more often it died, the later."""

    def __init__(self) -> None:
        """Begin with a clean record."""
        self._failures, self._next = 0, 0.0

    def due(self) -> bool:
        """Say whether now is the time; if so, count it as a start."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._failures = 0 if now > self._next + _WELL else self._failures + 1
        self._next = now + _WAITS[min(self._failures, len(_WAITS) - 1)]
        return True


class Stop:
    """SIGTERM and SIGINT as something to wait for; a child's end only wakes the waiting."""

    def __enter__(self) -> "Stop":
        """Catch the signals."""
        self.asked = False
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._former = {
            signal.SIGTERM: signal.signal(signal.SIGTERM, self._ask),
            signal.SIGINT: signal.signal(signal.SIGINT, self._ask),
            signal.SIGCHLD: signal.signal(signal.SIGCHLD, lambda *_: None),
            # Some tell a server so to open its logs again; ours do that by themselves.
            signal.SIGUSR1: signal.signal(signal.SIGUSR1, signal.SIG_IGN),
        }
        return self

    def __exit__(self, *_: object) -> None:
        """Give the signals back."""
        signal.set_wakeup_fd(-1)
        for number, handler in self._former.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()

    def wait(self, seconds: float) -> bool:
        """Wait for a signal or so long; say whether this is the end."""
        if not self.asked:
            select.select([self._reader], [], [], seconds)
            with contextlib.suppress(BlockingIOError):
                self._reader.recv(4096)
        return self.asked

    def _ask(self, *_: object) -> None:
        """Remember that the end was asked for."""
        self.asked = True
