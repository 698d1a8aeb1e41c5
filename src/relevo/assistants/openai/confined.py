"""Connections that go only where the installation permits (trust.md T19): the client's own way of connecting, behind a look-up of ours.

Not here: what is permitted (`relevo.destinations`).
"""

import asyncio
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

from relevo.destinations import Destinations, NotPermitted
from relevo.ports import AssistantFailed


def confine(client: httpx2.AsyncClient, destinations: Destinations) -> None:
    """Let a client that has not connected yet connect to permitted addresses only.

    What the environment sends through a proxy goes to that proxy, and what may be reached is for it to decide. Raises
    RuntimeError where the client is not built as expected: better no assistant than one that reaches everything.
    """
    pool = getattr(client._transport, "_pool", None)  # noqa: SLF001 - httpx2 has no other way to say how to connect
    if not isinstance(pool, httpcore2.AsyncConnectionPool) or not hasattr(pool, "_network_backend"):
        raise RuntimeError("this version of httpx2 cannot be told where it may connect to")
    pool._network_backend = _Confined(pool._network_backend, destinations)  # noqa: SLF001


class _Confined(httpcore2.AsyncNetworkBackend):
    """Looks a name up once and connects to what was found."""

    def __init__(self, inner: httpcore2.AsyncNetworkBackend, destinations: Destinations) -> None:
        self._inner = inner
        self._destinations = destinations

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first of the host's addresses that answers, each with its part of the time.

        Raises AssistantFailed where one of them is not permitted; then there was no connection.
        """
        addresses = await self._addresses(host, port, timeout)
        each_s = None if timeout is None else timeout / len(addresses)
        failure: Exception = httpcore2.ConnectError("no address")
        for address in addresses:
            try:
                return await self._inner.connect_tcp(address, port, each_s, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait, as the client's own way does."""
        await self._inner.sleep(seconds)

    async def _addresses(self, host: str, port: int, within_s: float | None) -> tuple[str, ...]:
        try:
            async with asyncio.timeout(within_s):
                return await self._destinations.addresses(host, port)
        except NotPermitted as refused:
            raise AssistantFailed(f"blocked: {refused}") from None
        except TimeoutError:
            raise httpcore2.ConnectTimeout(f"{host} is not found in time") from None
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
