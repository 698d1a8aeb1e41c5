"""Where the server may connect to because somebody has named the place: public addresses, and what the operator permits (trust.md T19).

An administrator of a workspace may name any address; the machines beside the server are not theirs to reach. A name is looked
up once, every address that it stands for has to be permitted, and the connection goes to one of these: who asks again could be
told something else. Not here: connecting (`assistants.openai.connecting`).
"""

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_LOOKUP_S = 5.0
_PORTS = {"http": 80, "https": 443}
_NAT64 = ip_network("64:ff9b::/96")
_UNICAST = ip_network("2000::/3")
"""All that IANA gives out of IPv6 for use between networks."""
_NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24", "192.88.99.0/24",  # protocol assignments, 6to4 relays (RFC 6890, RFC 7526)
            "168.63.129.16/32",  # the host of a virtual machine in Azure, formally public
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",  # protocols such as Teredo, documentation, 6to4
        ),
    )
)  # fmt: skip
"""What Python's registries have at different times, or do not have."""
_ISATAP = (0x00005EFE, 0x02005EFE)
"""The third quarter of an IPv6 address that carries an IPv4 one in its last (RFC 5214)."""


class NotPermitted(Exception):
    """The server may not connect there. The message is for whoever named the place; it tells no address that a name has inside."""


@dataclass(frozen=True, slots=True)
class _Place:
    scheme: str
    host: str
    port: int
    path: str
    is_plain: bool
    """No query, no fragment, and nothing in the path that could lead out of it."""

    def holds(self, other: "_Place") -> bool:
        """Is the other this place, or below it?"""
        is_here = (self.scheme, self.host, self.port) == (other.scheme, other.host, other.port)
        below = self.path.rstrip("/") + "/"
        return is_here and other.is_plain and f"{other.path}/".startswith(below)


class Destinations:
    """What an installation permits. Without any, all that is not public is refused (RFC 6890 and the registries that it began)."""

    def __init__(self, networks: Iterable[str] = (), own: Iterable[str] = ()) -> None:
        """Permit these networks (CIDR), public or not, and what `own`, URLs of the operator's own settings, lead to.

        Raises ValueError for what is no network.
        """
        self._networks = tuple(ip_network(network) for network in networks)
        self._own = tuple(place for url in own if url and (place := _place(url)) is not None)

    def permits(self, address: str) -> bool:
        """May the server connect to this address? Raises ValueError for what is none."""
        meant = _meant(ip_address(address.partition("%")[0]))
        if any(meant in network for network in self._networks):
            return True
        return _is_public(meant)

    def is_own(self, url: str) -> bool:
        """Does it lead to what the operator's own settings name, or below it?"""
        place = _place(url)
        return place is not None and any(own.holds(place) for own in self._own)

    async def addresses(self, host: str, port: int, *, is_own: bool = False) -> tuple[str, ...]:
        """Return what a name stands for, each address once, in the order in which to try them. What `is_own` may be anywhere.

        Raises:
            NotPermitted: one of them is not permitted; then none is used.
            OSError: the name stands for nothing.
        """
        addresses = (host,) if _is_address(host) else await _looked_up(host, port)
        if not is_own and not all(map(self.permits, addresses)):
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
                await self.addresses(place.host, place.port, is_own=self.is_own(url))
        except (OSError, TimeoutError):
            return


ANYWHERE = Destinations(("0.0.0.0/0", "::/0"))
"""For programs in which nobody but their operator names addresses."""


async def _looked_up(host: str, port: int) -> tuple[str, ...]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise OSError("no name looks like this") from None
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def _is_address(host: str) -> bool:
    """Need it not be looked up? What only some look-ups take for an address (`127.1`, `2130706433`) is left to them."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _place(url: str) -> _Place | None:
    """Read an address as the client does that will use it, or return None."""
    import httpx2  # a thirtieth of the start, and a start without an endpoint of its own reads none

    try:
        read = httpx2.URL(url)
    except httpx2.InvalidURL:
        return None
    if read.scheme not in _PORTS or not read.raw_host or read.userinfo:
        return None
    port = _PORTS[read.scheme] if read.port is None else read.port
    if not 0 < port < 65_536:
        return None
    is_plain = not (read.query or read.fragment or ".." in read.path or "\\" in read.path)
    return _Place(read.scheme, read.raw_host.decode("ascii"), port, read.path, is_plain)


def _meant(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one carries to (mapped, NAT64), or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and (address not in _UNICAST or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP):
        return False
    return address.is_global and not address.is_multicast and not any(address in some for some in _NOT_PUBLIC)
