"""Content codings of answers (RFC 9110, section 8.4): Brotli and gzip, where the client asks."""

import zlib

import brotli

from .exchange import Exchange, Headers, vary
from .negotiation import accepts, best_coding

_LEAST = 1024  # bytes below which a coding saves nothing
_QUALITY = 4  # of Brotli; beyond it a page takes longer to pack than to make
_LEVEL = 5  # of gzip
_STREAM_LEVEL = 1
_GZIP = 16 + zlib.MAX_WBITS
_PACKED = ("image/", "font/", "application/gzip", "application/zip")


def chosen(exchange: Exchange) -> str | None:
    """Return the coding that the client likes best, None for none."""
    accept = exchange.header(b"accept-encoding")
    return best_coding(accept) if accept else None


def streamed(exchange: Exchange) -> bool:
    """Say whether a body of unknown length may be packed: with gzip, which needs no end."""
    accept = exchange.header(b"accept-encoding")
    return bool(accept) and accepts(accept, "gzip")


def whole(exchange: Exchange, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    """Pack a whole body, where that is worth it; tell caches what it depends on."""
    named = dict(headers)
    media_type = named.get("Content-Type", "")
    if len(body) < _LEAST or "Content-Encoding" in named or media_type.startswith(_PACKED):
        return headers, body
    headers = vary(headers, "Accept-Encoding")
    coding = chosen(exchange)
    if coding is None:
        return headers, body
    body = packed(coding, body)
    kept = [pair for pair in headers if pair[0] != "Content-Length"]
    return [*kept, ("Content-Encoding", coding), ("Content-Length", str(len(body)))], body


def packed(coding: str, body: bytes) -> bytes:
    """Pack a body; the same one gives the same bytes."""
    if coding == "br":
        return bytes(brotli.compress(body, quality=_QUALITY))
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    return packer.compress(body) + packer.flush()


class Stream:
    """Packs a body part by part: with gzip, the one coding that every client takes."""

    def __init__(self) -> None:
        """Begin a body."""
        self._packer = zlib.compressobj(_STREAM_LEVEL, wbits=_GZIP)

    def part(self, body: bytes) -> bytes:
        """Pack a part; what comes out may be nothing yet."""
        return self._packer.compress(body)

    def end(self) -> bytes:
        """Return the end of the packed body."""
        return self._packer.flush()
