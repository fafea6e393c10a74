"""Differences between versions as files of quads, streamed from what is kept of them.

``/changes/{old}..{new}.patch`` is an RDF Patch, ``.added.nq`` and ``.removed.nq`` are N-Quads.
"""

import asyncio
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from samgraf.errors import QueryRefused

from . import bridge, caching, compression
from .changed import Changed, Pair
from .exchange import Exchange, Headers
from .refusals import Refusals

_NAMED = re.compile(
    r"/changes/([\w-]{1,64})\.\.([\w-]{1,64})\.(patch|added\.nq|removed\.nq)", re.ASCII
)
_ROWS = {"added.nq": b"A ", "removed.nq": b"D "}
_TYPES = {"patch": "application/rdf-patch", "nq": "application/n-quads"}
_KEPT = "public, max-age=31536000, immutable"
_PART = 1 << 18
_METHODS = "GET, HEAD"


class Patches:
    """Answers requests for the files of differences."""

    def __init__(self, changed: Changed, refusals: Refusals) -> None:
        """Give what is kept, or made once."""
        self._changed, self._refusals = changed, refusals

    @staticmethod
    def wants(path: str) -> bool:
        """Say whether an address is that of such a file."""
        return path.endswith((".patch", ".nq")) and _NAMED.fullmatch(path) is not None

    async def __call__(self, exchange: Exchange) -> None:
        """Answer one request."""
        try:
            if exchange.method not in ("GET", "HEAD"):
                raise QueryRefused("method", f"{exchange.method} is not possible here")
            await self._answer(exchange)
        except QueryRefused as refusal:
            await self._refusals.answer(exchange, refusal, methods=_METHODS)

    async def _answer(self, exchange: Exchange) -> None:
        found = _NAMED.fullmatch(exchange.path)
        assert found is not None
        pair = await asyncio.to_thread(self._changed.pair, found[1], found[2])
        packed, form = compression.streamed(exchange), found[3]
        tag = caching.strong(bridge.package(), exchange.path, "gzip" if packed else "")
        headers: Headers = [("ETag", tag), ("Cache-Control", _KEPT), ("Vary", "Accept-Encoding")]
        headers += [("Access-Control-Allow-Origin", "*")]
        if caching.is_known(tag, exchange.header(b"if-none-match")):
            await exchange.answer(304, headers)
            return
        kept = await asyncio.to_thread(self._changed.between, pair)
        headers += [
            ("Content-Type", _TYPES[form.rpartition(".")[2]]),
            ("Content-Disposition", f'attachment; filename="{_name(pair, form)}"'),
            ("Link", f'<{pair.path}>; rel="describedby"'),
        ]
        headers += [("Content-Encoding", "gzip")] if packed else []
        await _send(exchange, headers, _parts(kept.patch, form, packed))


def _name(pair: Pair, form: str) -> str:
    return f"{pair.old}..{pair.new}.{form}"


def _parts(file: Path, form: str, packed: bool) -> Iterator[bytes]:
    """Yield a file: the patch as it is kept, or the quads of one kind of its rows."""
    if packed and form == "patch":
        with file.open("rb") as content:
            while part := content.read(_PART):
                yield part
        return
    plain = _unpacked(file) if form == "patch" else _quads(file, _ROWS[form])
    if not packed:
        yield from plain
        return
    stream = compression.Stream()
    for part in plain:
        if made := stream.part(part):
            yield made
    yield stream.end()


def _unpacked(file: Path) -> Iterator[bytes]:
    with gzip.open(file) as content:
        while part := content.read(_PART):
            yield part


def _quads(file: Path, row: bytes) -> Iterator[bytes]:
    """Yield the quads of the rows of one kind, some at once."""
    with gzip.open(file) as content:
        while rows := content.readlines(_PART):
            yield b"".join(line[len(row) :] for line in rows if line.startswith(row))


async def _send(exchange: Exchange, headers: Headers, parts: Iterator[bytes]) -> None:
    """Send parts as they are made in a thread; nothing of them to HEAD."""
    await exchange.begin(200, headers)
    while exchange.method != "HEAD":
        part = await asyncio.to_thread(next, parts, None)
        if part is None:
            break
        if part:
            await exchange.part(part)
    await exchange.end()
