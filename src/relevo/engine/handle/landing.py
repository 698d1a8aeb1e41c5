"""Appends that may outlast their callers: whoever has gone or lost patience, what lands is announced.

Not here: what is appended (`handle`), and any SQL (`storage`).
"""

import asyncio
from collections.abc import Awaitable, Callable

from relevo.ports import Uncertain


class Landing:
    """Waits for appends. Call it with one, and with what is to happen once it has landed."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Future[None]] = set()

    async def __call__(self, append: Awaitable[None], announce: Callable[[], None], patience_s: float) -> None:
        """Return once the append has landed and was announced.

        Raises:
            Uncertain: it has not landed in time; it may yet.
            Exception: what the append raised; nothing was announced.
        """
        loop = asyncio.get_running_loop()
        told: asyncio.Future[None] = loop.create_future()
        landing = asyncio.ensure_future(append)
        self._under_way.add(landing)
        landing.add_done_callback(lambda landed: self._landed(landed, announce, told))
        patience = loop.call_later(patience_s, _lose_patience, told)
        try:
            await told
        finally:
            patience.cancel()

    def _landed(
        self, landed: "asyncio.Future[None]", announce: Callable[[], None], told: "asyncio.Future[None]"
    ) -> None:
        """Announce what has landed, then tell the caller, if they are still there."""
        self._under_way.discard(landed)
        try:
            landed.result()
            announce()
        except asyncio.CancelledError:
            told.cancel()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's
            if not told.done():
                told.set_exception(error)
        else:
            if not told.done():
                told.set_result(None)


def _lose_patience(told: "asyncio.Future[None]") -> None:
    if not told.done():
        told.set_exception(Uncertain("the storage has not answered in time"))
