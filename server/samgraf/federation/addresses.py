"""Which addresses of the network another endpoint may have, checked after its name is resolved."""

import ipaddress
from collections.abc import Iterable, Sequence

from .failures import SourceFailed
from .resolving import Resolver

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_WITHIN = ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
_MAPPED = tuple(ipaddress.IPv6Network(text) for text in _WITHIN)
"""IPv6 addresses that hold one of IPv4 (RFC 4291, 6052, 8215, 3056, 4380): it could be any."""

_GLOBAL = ipaddress.IPv6Network("2000::/3")
"""All that is assigned for global unicast (RFC 4291, section 2.4)."""


def networks(written: Iterable[str]) -> tuple[Network, ...]:
    """Read networks as the settings have them."""
    return tuple(ipaddress.ip_network(one) for one in written)


def refused(address: Address, private: Sequence[Network]) -> str:
    """Return why an address is not connected with, '' if it may be.

    What the operator lists as ``private`` may be; the registries of special addresses (RFC 6890)
    decide on all others.
    """
    if any(address in network for network in private if network.version == address.version):
        return ""
    if address.version == 6 and any(address in network for network in _MAPPED):
        return "an address of IPv4 within one of IPv6"
    kinds = {
        "unspecified": address.is_unspecified,
        "loopback": address.is_loopback,
        "link-local": address.is_link_local,
        "multicast": address.is_multicast,
        "reserved": address.is_reserved,
        "private": not address.is_global,
        "special": address.version == 6 and address not in _GLOBAL,
    }
    return next((f"a {kind} address" for kind, true in kinds.items() if true), "")


def resolved(
    host: str, private: Sequence[Network], seconds: float, resolver: Resolver
) -> list[str]:
    """Return the addresses of a host; raise ``SourceFailed`` if any of them is refused.

    The caller connects with these and resolves no second time: the name may mean another by then.
    """
    try:
        found = resolver.addresses(host, seconds)
    except TimeoutError as error:
        raise SourceFailed("its name could not be resolved in time") from error
    except (OSError, UnicodeError) as error:
        raise SourceFailed("its name could not be resolved") from error
    for text in found:
        why = refused(ipaddress.ip_address(text), private)
        if why:
            # Not which one: whoever asks need not learn how the operator's network is made.
            raise SourceFailed(f"its name leads to {why}, which the operator has not listed")
    return [*dict.fromkeys(found)]
