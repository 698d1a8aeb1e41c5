"""Where a request comes from: the peer's address, or what a trusted proxy says.

Not here: any decision that follows from it.
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from relevo.api.edge.asgi import Scope

_Address = IPv4Address | IPv6Address


class Addresses:
    """Finds out the client's address. `X-Forwarded-For` counts only when it was written by a trusted proxy."""

    def __init__(self, trusted: Iterable[str]) -> None:
        self._trusted = [ip_network(network) for network in trusted]

    def of(self, scope: Scope) -> str:
        """Return the address, for IPv6 its /64: one household has that many; `unknown` for what is none."""
        told: str = scope["client"][0] if scope.get("client") else ""
        if not self._trusted:
            return _counted_peer(told)
        peer = _parsed(told)
        return "unknown" if peer is None else _counted(self._forwarded(scope, peer))

    def _forwarded(self, scope: Scope, peer: _Address) -> _Address:
        """Walk from the nearest hop outwards, as long as each was told by somebody we trust."""
        hops = [
            hop.strip()
            for name, value in scope["headers"]
            if name == b"x-forwarded-for"
            for hop in value.decode("latin-1").split(",")
        ]
        client = peer
        while hops and self._is_trusted(client):
            told = _parsed(hops.pop())
            if told is None:
                break
            client = told
        return client

    def _is_trusted(self, address: _Address) -> bool:
        return any(address in network for network in self._trusted)


def is_loopback(address: str) -> bool:
    """Is this the machine itself?"""
    return address.startswith("127.") or address in ("::/64", "::1")


@lru_cache(maxsize=4096)
def _counted_peer(told: str) -> str:
    """The same peer asks again and again, and parsing an address costs more than all else here."""
    peer = _parsed(told)
    return "unknown" if peer is None else _counted(peer)


def _parsed(text: str) -> _Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _counted(address: _Address) -> str:
    if isinstance(address, IPv4Address) or address.is_loopback:
        return str(address)
    return str(ip_network((address, 64), strict=False))
