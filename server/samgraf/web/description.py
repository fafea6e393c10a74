"""The service description as an answer: in every syntax of RDF, kept and with a validator."""

import asyncio
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from samgraf.describing.service import Counts, Described, written
from samgraf.errors import QueryRefused, StoreError
from samgraf.limits import Limits
from samgraf.store.names import MARK, version_of

from . import caching, compression, negotiation, requests
from .exchange import Exchange, Headers
from .federated import Federated

Manifests = Callable[[str], Mapping[str, Any]]
ACCEPT_QUERY = ("Accept-Query", f"{requests.QUERY}, {requests.FORM}")
"""What the method QUERY takes (draft-ietf-httpbis-safe-method-w-body, section 3)."""

_CACHED = ("Cache-Control", "public, max-age=300")
_VARY = ("Vary", "Accept, Accept-Encoding")
_KEPT = 64  # descriptions: the Host header makes the address, so their number has a bound


class Descriptions:
    """The descriptions of one endpoint."""

    def __init__(
        self,
        manifests: Manifests,
        limits: Limits,
        writable: bool,
        others: Federated | None = None,
    ) -> None:
        """Count by the manifests of versions; ``others`` knows whom a query may ask."""
        self._others = others
        self._manifests, self._limits, self._writable = manifests, limits, writable
        self._written = lru_cache(maxsize=_KEPT)(self._write)

    async def answer(
        self, exchange: Exchange, site: str, version: str, common: Headers
    ) -> tuple[int, Headers, bytes]:
        """Return status, headers and body of the answer to a request without a query."""
        media_type = _chosen(exchange)
        body, tag = await asyncio.to_thread(self._written, site, version, media_type, self._asked())
        tag = caching.strong(tag, compression.chosen(exchange) or "")
        headers = [*common, ("Samgraf-Version", version), ("ETag", tag), _CACHED, _VARY]
        headers.append(ACCEPT_QUERY)
        if caching.is_known(tag, exchange.header(b"if-none-match")):
            return 304, headers, b""
        text = media_type.startswith("text/")
        headers += [("Content-Type", f"{media_type}; charset=utf-8" if text else media_type)]
        headers += [("Content-Length", str(len(body)))]
        return 200, *compression.whole(exchange, headers, body)

    def _asked(self) -> tuple[str, ...]:
        return self._others.endpoints() if self._others is not None else ()

    def _write(
        self, site: str, version: str, media_type: str, asked: tuple[str, ...]
    ) -> tuple[bytes, str]:
        """Write a description; return it with a digest of it."""
        union, counts = self._held(version)
        described = Described(site, version, self._limits, self._writable, union, counts, asked)
        body = written(described, media_type)
        return body, caching.strong(body.decode())

    def _held(self, name: str) -> tuple[bool, Counts | None]:
        """Return whether the unnamed graph is made of the others, and how much a state holds."""
        try:
            manifest = self._manifests(version_of(name))
            told = manifest["statistics"]
            counts = Counts(
                int(manifest["triples"]),
                int(manifest["graphs"]),
                tuple((row[0], int(row[1])) for row in told["classes"]),
                tuple((row[0], int(row[1])) for row in told["properties"]),
            )
        except (StoreError, KeyError):
            return False, None
        # Nobody counts again after a write.
        return "from" not in manifest, None if MARK in name else counts


def nothing_counted(_: str) -> Mapping[str, Any]:
    """Stand for the manifests where there are none."""
    return {}


def _chosen(exchange: Exchange) -> str:
    """Return the media type that a client likes best; raise ``QueryRefused`` if there is none."""
    formats = [value for name, value in requests.pairs(exchange.parameters) if name == "format"]
    accept = exchange.header(b"accept")
    _, media_type = negotiation.choose(accept, formats[-1] if formats else None)
    if media_type is None:
        raise QueryRefused("not-acceptable", f"a description comes as {_LIST}")
    return media_type


_LIST = ", ".join(negotiation.GRAPHS)
