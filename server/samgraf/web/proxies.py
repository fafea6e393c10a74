"""Who asks, where proxies stand between: what trusted ones say of the client is believed."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

from .exchange import Exchange

_MOST_HOPS = 32
_SCHEMES = ("http", "https")
_FORWARDED = (b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via")


class Networks:
    """Addresses and networks of a setting, which has been checked when it was read."""

    def __init__(self, written: Sequence[str]) -> None:
        """Take them as they are written."""
        self._networks = [ipaddress.ip_network(one) for one in written]
        self.hold = lru_cache(maxsize=1024)(self._hold)

    def _hold(self, client: str) -> bool:
        """Say whether an address is one of them."""
        found = _address(client)
        if found is None:
            return False
        address = ipaddress.ip_address(found)
        return any(address in network for network in self._networks)


class Proxies:
    """The proxies that are trusted."""

    def __init__(self, written: Sequence[str]) -> None:
        """Trust these; with none the client is who is connected."""
        self._trusted, self.any = Networks(written), bool(written)

    def look_through(self, exchange: Exchange) -> None:
        """Name the client behind trusted proxies, and the scheme that it used.

        The client is the rightmost address that is no trusted proxy: what stands to the left of
        it anybody could have written.
        """
        if not self._trusted.hold(exchange.client):
            return
        hops = exchange.header(b"x-forwarded-for").split(",")[-_MOST_HOPS:]
        for hop in reversed(hops):
            address = _address(hop)
            if address is None:
                break
            exchange.client = address
            if not self._trusted.hold(address):
                break
        scheme = exchange.header(b"x-forwarded-proto").rpartition(",")[2].strip().lower()
        if scheme in _SCHEMES:
            exchange.scheme = scheme

    def hide(self, exchange: Exchange) -> bool:
        """Say whether a request came through a proxy of which nobody knows whether it lies.

        To be asked of one that ``look_through`` has seen.
        """
        peer = (exchange.scope.get("client") or ("local",))[0]
        return not self._trusted.hold(peer) and any(exchange.header(name) for name in _FORWARDED)


def _address(written: str) -> str | None:
    """Read an address, which may have a port behind it and brackets around it."""
    text = written.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)
