"""Where the server may connect to because somebody has named the place: public addresses, and what the operator permits (trust.md T19).

An administrator of a workspace may name any address; the machines beside the server are not theirs to reach. A name is looked
up once, every address that it stands for has to be permitted, and the connection goes to one of these: who asks again could be
told something else. Not here: connecting (`assistants.openai.confined`).
"""

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_LOOKUP_S = 5.0
_PORTS = {"http": 80, "https": 443}
_NAT64 = ip_network("64:ff9b::/96")


class NotPermitted(Exception):
    """The server may not connect there. The message is for whoever named the place; it tells no address that a name has inside."""


class Destinations:
    """What an installation permits. Without any, all that is not public is refused (RFC 6890 and its registries)."""

    def __init__(self, networks: Iterable[str] = (), own: Iterable[str] = ()) -> None:
        """Permit these networks (CIDR), public or not, and the hosts and ports of `own`: URLs of the operator's own settings.

        Raises ValueError for what is no network.
        """
        self._networks = tuple(ip_network(network) for network in networks)
        self._own = frozenset(place for url in own if (place := _place(url)) is not None)

    def permits(self, address: str) -> bool:
        """May the server connect to this address? Raises ValueError for what is none."""
        meant = _meant(ip_address(address.partition("%")[0]))
        if any(meant in network for network in self._networks if network.version == meant.version):
            return True
        return meant.is_global and not meant.is_multicast

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """Return what a name stands for, each address once, in the order in which to try them.

        Raises:
            NotPermitted: one of them is not permitted; then none is used.
            OSError: the name stands for nothing.
        """
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = tuple(dict.fromkeys(str(each[4][0]) for each in found))
        if (host.lower(), port) not in self._own and not all(map(self.permits, addresses)):
            raise NotPermitted(
                f"{host} is in a private network; outgoing.private_networks in the server's settings can permit it"
            )
        return addresses

    async def require(self, url: str) -> None:
        """Raise NotPermitted for what no connection would be made to. A name that nobody knows yet is left to the connection."""
        place = _place(url)
        if place is None:
            raise NotPermitted(
                "an address begins with http:// or https://, has a host, and no name or password before it"
            )
        try:
            async with asyncio.timeout(_LOOKUP_S):
                await self.addresses(*place)
        except (OSError, TimeoutError):
            return


ANYWHERE = Destinations(("0.0.0.0/0", "::/0"))
"""For programs in which nobody but their operator names addresses."""


def _place(url: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return (parts.hostname, port) if parts.hostname and "@" not in parts.netloc else None


def _meant(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one carries to (mapped, 6to4, NAT64), or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
