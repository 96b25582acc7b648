"""Who shares a network with whom: what limits count by, since one phone easily changes its own address."""

import ipaddress
from collections.abc import Mapping

# How many bits of an address count, by its version.
SUBSCRIBER: Mapping[int, int] = {4: 32, 6: 64}  # what one connection has
NEIGHBOURHOOD: Mapping[int, int] = {4: 24, 6: 48}  # what one household or office can easily change within
UNKNOWN = "unknown"


def network_of(address: str | None, bits: Mapping[int, int]) -> str:
    """The network of an address, as wide as `bits` says: `203.0.113.0/24`; `unknown` where there is none."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return UNKNOWN
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((found, bits[found.version]), strict=False))
