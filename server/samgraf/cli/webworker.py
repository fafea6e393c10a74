"""A web process: gunicorn's ASGI worker on uvloop, with clocks against clients that stand still.

gunicorn waits for ever for the first request of a connection and for a client that does not read;
both would hold memory and, on a stream, a query worker. A connection ends here when its request
does not come within the keep-alive time, when the head of one has begun and is not whole after
``stall_seconds``, or when a client reads nothing for as long.

gunicorn drops a connection, too, whose next request is there with 64 KiB or more before the end of
the last one was noted, as a quick client's is. Here all of it is kept, and no more is read.
"""

import asyncio
import contextlib
import gc
import os
import resource
import time
from email.utils import formatdate
from functools import partial
from http import HTTPStatus
from typing import Any, NoReturn

from gunicorn.asgi import protocol
from gunicorn.asgi.protocol import ASGIProtocol
from gunicorn.workers import gasgi

from .handing import BACKLOG

STALL_SECONDS = 20.0
"""Seconds that a client may read nothing while something waits for it; set for each process."""

FIRST = 20.0
"""Seconds that clients wait for the first version after the start; then they are told."""

GRACE = 2.5
"""Seconds that running requests get when the server stops."""

_GARBAGE = 20_000  # new objects after which the collector looks for rings among them
_NO_MEMORY = 71  # the exit status: an error of the system (sysexits.h)
_BREATH = 0.5  # seconds
_LINGER = 2.0  # seconds in which a client that still sends can read why it was refused
_PAUSE = 0.05  # seconds between two looks at what is idle, while stopping
_RESERVED = 256  # descriptors that clients leave to query workers and files


def without_memory() -> NoReturn:
    """End this process at once, without a word that would need memory; gunicorn starts another.

    Where memory is out, a loop may stop to take connections, which would then wait for ever. The
    next process may find no memory either: the moment before the end keeps them from being many.
    """
    time.sleep(_BREATH)
    os._exit(_NO_MEMORY)


def _failed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Handle what no callback has handled (asyncio)."""
    if isinstance(context.get("exception"), MemoryError):
        without_memory()
    loop.default_exception_handler(context)


class Protocol(ASGIProtocol):  # type: ignore[misc]  # gunicorn has no types
    """One connection of a client."""

    def __init__(self, worker: "WebWorker") -> None:
        """Belong to a web process."""
        super().__init__(worker)
        self._stalled: asyncio.TimerHandle | None = None
        self._dripping: asyncio.TimerHandle | None = None
        self._refused = False
        self._closed: bool = self._closed

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin, unless there are as many connections as this process can hold (asyncio)."""
        if self.worker.nr_conns >= self.worker.most_connections:
            self._conn_lost_handled = True
            transport.abort()
            return
        super().connection_made(transport)
        self.worker.connections.add(self)
        self._arm_keepalive_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """End (asyncio)."""
        self.worker.connections.discard(self)
        self._read_again()
        self._head_is_whole()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Give a client that does not read some time (asyncio)."""
        super().pause_writing()
        self._begin_to_wait()

    def resume_writing(self) -> None:
        """Note that it reads again (asyncio)."""
        self._read_again()
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        """Take in what arrived, but for what follows a refusal (asyncio)."""
        if self._closed:
            return
        super().data_received(data)
        if self._current_request is not None or self._closed:
            self._head_is_whole()
        elif self._dripping is None:
            self._dripping = self.worker.loop.call_later(STALL_SECONDS, self._keepalive_timeout)

    def _http1_buffered(self) -> int:
        """Count the bytes that wait, those of a next request too; many stop the reading."""
        receiver, parser = self._body_receiver, self._callback_parser
        held: int = receiver.buffered if receiver is not None else 0
        return held + (len(parser.remaining()) if parser is not None else 0)

    def _send_error_response(self, *arguments: Any, **options: Any) -> None:
        """Answer what is not HTTP; more of it may be on its way."""
        self._refused = True
        super()._send_error_response(*arguments, **options)

    def idle(self) -> bool:
        """Say whether no request is being answered."""
        return bool(self._awaiting_request)

    def _close_transport(self) -> None:
        """Close once everything is written, but do not wait for ever for the client.

        Where the request was not read to its end, go on reading for a moment: else the client's
        system would throw the answer away.
        """
        if not self.transport or self._closed:
            return
        unread = self._body_receiver is not None and not self._body_receiver._complete
        if (unread or self._refused) and not self.transport.is_closing():
            self._closed = True
            with contextlib.suppress(OSError, RuntimeError):
                self.transport.write_eof()
            self.worker.loop.call_later(_LINGER, self.transport.abort)
            return
        super()._close_transport()
        self._begin_to_wait()

    def _head_is_whole(self) -> None:
        if self._dripping is not None:
            self._dripping.cancel()
            self._dripping = None

    def _begin_to_wait(self) -> None:
        if self._stalled is None and self.transport is not None:
            self._stalled = self.worker.loop.call_later(STALL_SECONDS, self.transport.abort)

    def _read_again(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None


class WebWorker(gasgi.ASGIWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's worker, which knows its connections and lets idle ones go when it stops."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin without connections."""
        super().__init__(*arguments, **options)
        self.connections: set[Protocol] = set()
        self.alive: bool = self.alive
        self._main: asyncio.Task[Any] | None = None
        self._deepening: asyncio.Task[None] | None = None
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.most_connections = max(files - _RESERVED, files // 2)

    def load_wsgi(self) -> None:
        """Make the application, and let it know of the connections."""
        super().load_wsgi()
        # What is there now stays; what a request makes is mostly gone before anybody looks for it.
        gc.freeze()
        gc.set_threshold(_GARBAGE)
        watch = getattr(self.asgi, "watch", None)
        if watch is not None:
            watch(lambda: self.nr_conns)

    def handle_exit_signal(self) -> None:
        """Begin to stop at once, not with the next look at the clock."""
        first, self.alive = self.alive, False
        if first and self._main is not None and self.servers:
            self._main.cancel()  # it sleeps, and what follows its sleep is the end

    async def _serve(self) -> None:
        self._main = asyncio.current_task()
        self.loop.set_exception_handler(_failed)
        await self._begun()
        self._deepening = self.loop.create_task(self._deepened())
        await super()._serve()

    async def _deepened(self) -> None:
        """Let as many wait to be accepted as the port was made for: asyncio lets 100."""
        while self.alive and len(self.servers) < len(self.sockets):
            await asyncio.sleep(_PAUSE)
        if self.alive:
            for listener in self.sockets:
                listener.sock.listen(BACKLOG)

    async def _begun(self) -> None:
        """Take no connection before a version is there: who comes waits, and is not refused."""
        begun = getattr(self.asgi, "begun", lambda: True)
        until = self.loop.time() + FIRST
        while self.alive and not begun() and self.loop.time() < until:
            await asyncio.sleep(_PAUSE)

    async def _shutdown(self) -> None:
        """Take nothing new, close what is idle, and give the others their time.

        What has not ended then is dropped without its last chunk, so that nobody takes it for
        whole.
        """
        until = self.loop.time() + GRACE
        for server in self.servers:
            server.close()
        await asyncio.sleep(0)
        for listener in self.sockets:
            listener.close()  # else the kernel would go on to accept for nobody
        while self.connections and self.loop.time() < until and not self._quick_shutdown:
            for connection in [*self.connections]:
                if connection.idle():
                    connection._close_transport()
                    connection._request_ready.set()
            await asyncio.sleep(_PAUSE)
        for connection in [*self.connections]:
            if connection.transport is not None:
                connection.transport.abort()
        await asyncio.sleep(0)


class Date:
    """The header that tells the time, made once a second.

    gunicorn's own would stand still for as long as somebody sets the machine's clock back.
    """

    def __init__(self) -> None:
        """Begin without one."""
        self._line, self._until = b"", 0.0

    def __call__(self) -> bytes:
        """Return the line."""
        now = time.monotonic()
        if now >= self._until:
            self._line, self._until = f"Date: {formatdate(usegmt=True)}\r\n".encode(), now + 1
        return self._line


protocol._get_cached_date_header = Date()
# Its own table lacks statuses that are answered here, which it would call "Unknown".
protocol._REASON_PHRASES = {
    **{status.value: status.phrase for status in HTTPStatus},
    **protocol._REASON_PHRASES,
}
# The worker makes its protocol by this name; there is no setting for it. What gunicorn finds out
# about its parser in C, which not every machine has, it keeps in the class that asks, and looks for
# in its own.
if ASGIProtocol._check_h1c_protocol_available():
    # It would keep 64 KiB of a next request and no more; ``_http1_buffered`` bounds it instead, as
    # it bounds what the parser in Python keeps.
    ASGIProtocol._h1c_protocol_class = partial(ASGIProtocol._h1c_protocol_class, limit_remaining=0)
gasgi.ASGIProtocol = Protocol
