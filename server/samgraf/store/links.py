"""Query workers on an event loop: what ``answers`` does by blocking, for the endpoint."""

import asyncio
import select
from collections import deque
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import cast

from samgraf.errors import QueryRefused

from . import wire
from .answers import PATIENCE, Course, Lost, cut, greeting, starting

_MOST_HELD = 1 << 20  # bytes of frames that wait for their reader before the worker has to
_CLOSED = "the connection to the query worker ended"


class Link(asyncio.Protocol):
    """A connected worker: frames go out at once, and come in one after another."""

    def __init__(self) -> None:
        """Begin unconnected."""
        self.version, self.closed = "", False
        self._frames = wire.Frames()
        self._arrived: deque[tuple[bytes, bytes]] = deque()
        self._held, self._paused = 0, False
        self._waiter: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, path: Path) -> "Link":
        """Connect to a zygote, which forks a worker for this connection, and hear its hello."""
        link: Link | None = None
        try:
            async with asyncio.timeout(PATIENCE):
                loop = asyncio.get_running_loop()
                _, link = await loop.create_unix_connection(cls, str(path))
                link.version = greeting(await link.frame())
        except (OSError, wire.Closed) as error:  # a time-out is an OSError
            if link is not None:
                link.close()
            raise starting() from error
        except asyncio.CancelledError:
            if link is not None:
                link.close()
            raise
        return link

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport (asyncio)."""
        self._transport = cast("asyncio.Transport", transport)
        self._poller = select.poll()
        self._poller.register(transport.get_extra_info("socket").fileno(), select.POLLIN)

    def alive(self) -> bool:
        """Say whether an idle worker is there: it has nothing to say, so readable means closed."""
        return not (self.closed or self._arrived or self._poller.poll(0))

    def data_received(self, data: bytes) -> None:
        """Take in what arrived, and let the worker wait where nobody reads it (asyncio)."""
        self._frames.feed(data)
        while (frame := self._frames.next()) is not None:
            self._arrived.append(frame)
            self._held += len(frame[1])
        if self._held > _MOST_HELD and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that nothing more will come (asyncio)."""
        self.closed = True
        self._wake()

    def send(self, frame: bytes) -> None:
        """Send a frame."""
        if self._transport is not None:
            self._transport.write(frame)

    async def frame(self) -> tuple[bytes, bytes]:
        """Return the next frame; raise ``Closed`` if the worker ended before it was whole."""
        while not self._arrived:
            if self.closed:
                raise wire.Closed(_CLOSED)
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        frame = self._arrived.popleft()
        self._held -= len(frame[1])
        if self._paused and self._held < _MOST_HELD // 2 and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        return frame

    def close(self) -> None:
        """Let the worker go."""
        self.closed = True
        if self._transport is not None:
            self._transport.abort()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Streamed:
    """The head of an answer and, if it is not complete, the rest. Always ``close`` it."""

    def __init__(self, link: Link, release: Callable[[bool], None]) -> None:
        """Use a link; ``release`` is told once whether the worker can be used again."""
        self._link, self._release = link, release
        self.course, self._open = Course(), True

    @property
    def version(self) -> str:
        """The version that the worker answers from."""
        return self._link.version

    async def begin(self, frame: bytes) -> None:
        """Ask, and wait for the head; raise ``QueryRefused`` if none comes."""
        try:
            self._link.send(frame)
            while not self.course.begun():
                self.course.take(*await self._link.frame())
        except wire.Closed as error:
            raise Lost from error

    async def rest(self) -> AsyncGenerator[bytes, None]:
        """Yield the body after the head; raise ``AnswerCut`` if it does not come to its end."""
        try:
            while not self.course.complete:
                kind, payload = await self._link.frame()
                if kind == wire.DATA:
                    yield payload
                else:
                    self.course.take(kind, payload)
        except (QueryRefused, wire.Closed) as error:
            raise cut(error) from error

    async def body(self) -> bytes:
        """Return the whole body."""
        return b"".join([self.course.head, *[part async for part in self.rest()]])

    def close(self) -> None:
        """Give the worker back, or let it go if it is not at rest."""
        if self._open:
            self._open = False
            self._release(self.course.complete and not self.course.last)
