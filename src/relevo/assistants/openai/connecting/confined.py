"""Connections that go only where the installation permits (trust.md T19): a look-up, then a race between what was found.

Not here: what is permitted (`relevo.destinations`).
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore2
import httpx2

from relevo.assistants.openai.connecting import stream
from relevo.destinations import Destinations, NotPermitted
from relevo.ports import AssistantFailed

STAGGER_S = 0.25
"""The head start of each address before the next one is tried as well (RFC 8305, section 5)."""


def confine(client: httpx2.AsyncClient, destinations: Destinations, *, is_own: bool) -> None:
    """Let a client that has not connected yet connect to permitted addresses only, or for what `is_own` to any.

    What the environment sends through a proxy goes to that proxy, and what may be reached is for it to decide. Raises
    RuntimeError where the client is not built as expected: better no assistant than one that reaches everything.
    """
    pool = getattr(client._transport, "_pool", None)  # noqa: SLF001 - httpx2 has no other way to say how to connect
    if not isinstance(pool, httpcore2.AsyncConnectionPool) or not hasattr(pool, "_network_backend"):
        raise RuntimeError("this version of httpx2 cannot be told where it may connect to")
    pool._network_backend = _Confined(destinations, is_own=is_own)  # noqa: SLF001


class _Confined(httpcore2.AsyncNetworkBackend):
    """Looks a name up once and connects to what was found."""

    def __init__(self, destinations: Destinations, *, is_own: bool) -> None:
        self._destinations = destinations
        self._is_own = is_own

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - none are set here
    ) -> stream.Stream:
        """Connect to the first of the host's addresses that answers, within the time for all of it.

        Raises AssistantFailed where one of them is not permitted; then there was no connection.
        """
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._destinations.addresses(host, port, is_own=self._is_own)
                return await _first(addresses, port, local_address)
        except NotPermitted as refused:
            raise AssistantFailed(f"blocked: {refused}") from None
        except TimeoutError:
            raise httpcore2.ConnectTimeout(f"{host} does not answer in time") from None
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error

    async def sleep(self, seconds: float) -> None:
        """Wait, as the client's own way does."""
        await asyncio.sleep(seconds)


async def _first(addresses: Sequence[str], port: int, local_address: str | None) -> stream.Stream:
    """Return the first connection that is made; all others, also those of a caller who leaves meanwhile, are closed.

    Raises httpcore2.ConnectError.
    """
    waiting, tries = list(addresses), list[asyncio.Task[stream.Stream]]()
    failure: BaseException = httpcore2.ConnectError("no address")
    taken: asyncio.Task[stream.Stream] | None = None
    try:
        while waiting or not all(each.done() for each in tries):
            if waiting:
                tries.append(asyncio.create_task(stream.connect(waiting.pop(0), port, local_address)))
            under_way = [each for each in tries if not each.done()]
            patience_s = STAGGER_S if waiting else None
            done, _ = await asyncio.wait(under_way, timeout=patience_s, return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                error = each.exception()
                if error is None:
                    taken = each
                    return each.result()
                failure = error
        raise failure
    finally:
        for each in tries:
            if each is not taken:
                each.cancel()
                each.add_done_callback(_let_go)


def _let_go(unwanted: "asyncio.Task[stream.Stream]") -> None:
    if not unwanted.cancelled() and unwanted.exception() is None:
        unwanted.result().abort()
