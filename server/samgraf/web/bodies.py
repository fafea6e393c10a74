"""Bodies of requests: of bounded length, in bounded time, and bounded in all in one process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from samgraf.errors import QueryRefused

from .exchange import Exchange

_MOST_HELD = 256 << 20
"""Bytes of bodies that are read at once in one process, whoever sends them."""
_DRAINED = 64 << 20
"""Bytes of a refused body that are read and thrown away: few clients listen before its end."""


class TooLarge(Exception):
    """A body is larger than it may be; it was read to its end, or as far as is sensible."""


class Bodies:
    """Reads the bodies of one process."""

    def __init__(self, seconds: float) -> None:
        """Give each body so many seconds, however slowly it drips."""
        self._seconds, self._held = seconds, 0

    async def read(self, exchange: Exchange, most: int) -> bytes:
        """Return the body; raise ``TooLarge``, or ``QueryRefused`` where it is not whole."""
        declared = self._declared(exchange)
        if declared == 0:
            return b""
        _refuse_coding(exchange)
        try:
            async with asyncio.timeout(self._seconds) as limit:
                return await self._whole(exchange, most, declared, limit)
        except TimeoutError as error:
            raise QueryRefused("bad-request", "the body did not arrive in time") from error

    def _declared(self, exchange: Exchange) -> int | None:
        """Return the declared length, None for a chunked body; without either it is empty."""
        length = exchange.header(b"content-length")
        if not length:
            return None if exchange.header(b"transfer-encoding") else 0
        if not length.isascii() or not length.isdigit():
            raise QueryRefused("bad-request", "Content-Length is not a number")
        return int(length)

    async def _whole(
        self, exchange: Exchange, most: int, declared: int | None, limit: asyncio.Timeout
    ) -> bytes:
        if declared is not None and declared > most:
            await _drain(exchange, declared, limit)
            raise TooLarge
        with self._holding() as hold:
            parts, size = [], 0
            while True:
                part, more = await _next(exchange, limit)
                size += len(part)
                if size > most:
                    await _drain(exchange, None, limit)
                    raise TooLarge
                parts.append(part)
                hold(len(part))
                if not more:
                    break
        if declared is not None and size < declared:
            raise QueryRefused("bad-request", "the body ended before its declared length")
        return b"".join(parts)

    @contextmanager
    def _holding(self) -> "Iterator[_Hold]":
        hold = _Hold(self)
        try:
            yield hold
        finally:
            self._held -= hold.size

    def hold(self, size: int) -> None:
        """Count bytes that are held; raise ``QueryRefused`` where all clients hold too many."""
        if self._held + size > _MOST_HELD:
            raise QueryRefused("busy", "too much is being sent to this server at once")
        self._held += size


class _Hold:
    """What one body holds."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies, self.size = bodies, 0

    def __call__(self, size: int) -> None:
        self._bodies.hold(size)
        self.size += size


def _refuse_coding(exchange: Exchange) -> None:
    """Refuse a packed body: nobody knows how large it becomes before it is unpacked."""
    if exchange.header(b"content-encoding").lower() not in ("", "identity"):
        detail = "send the body as it is, without Content-Encoding"
        raise QueryRefused("media-type", detail, headers={"Accept-Encoding": "identity"})
    if exchange.header(b"transfer-encoding").lower() not in ("", "chunked"):
        raise QueryRefused("bad-request", "Transfer-Encoding may be chunked alone")


async def _next(exchange: Exchange, limit: asyncio.Timeout) -> tuple[bytes, bool]:
    """Return the next part and whether more follows."""
    message = await exchange.receive()
    if limit.expired():  # gunicorn's own waiting may have swallowed it when this part arrived
        raise TimeoutError
    if message["type"] == "http.disconnect":
        raise QueryRefused("bad-request", "the body did not arrive whole")
    return message.get("body", b""), message.get("more_body", False)


async def _drain(exchange: Exchange, declared: int | None, limit: asyncio.Timeout) -> None:
    """Read what is refused, within bounds."""
    if declared is not None and declared > _DRAINED:
        return
    left, more = _DRAINED, True
    while more and left > 0:
        part, more = await _next(exchange, limit)
        left -= len(part)
