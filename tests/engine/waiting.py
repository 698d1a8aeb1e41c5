"""Waiting for what happens in the background, with a bound."""

import asyncio
from collections.abc import Awaitable, Callable

BOUND_S = 5.0


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds; fail after a bound."""
    async with asyncio.timeout(BOUND_S):
        while not await holds():
            await asyncio.sleep(0.002)
