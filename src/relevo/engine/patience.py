"""A deadline on everything that is asked of the storage: one that hangs is told as one that fails (trust.md G14).

Not here: what the caller is told, and the one write whose late end still has to be announced (`handle`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from relevo.ports import Unavailable, Uncertain

STORAGE_S = 5.0
"""How long the storage may take for one answer, so that no caller waits for 10 s (trust.md G14)."""
WRITES = frozenset({"append", "write"})
"""Calls that may have changed something although no answer came. What is said to the effects queue can be said again."""

P = TypeVar("P")


def patient(port: P, storage_s: float = STORAGE_S, *, without: frozenset[str] = frozenset()) -> P:
    """Return a port whose calls end after `storage_s` seconds; those in `without` are passed on as they are.

    They raise Unavailable then, or Uncertain where something may have been written.
    """
    return cast("P", _Patient(port, storage_s, without))


class _Patient:
    """Made for ports whose methods are all awaited."""

    def __init__(self, port: object, storage_s: float, without: frozenset[str]) -> None:
        self._port = port
        self._storage_s = storage_s
        for name in without:
            # An attribute of its own: every commit asks for it, and to come here for it would cost more than to call it.
            setattr(self, name, getattr(port, name))

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        return _within(method, self._storage_s, Uncertain if name in WRITES else Unavailable)


def _within(
    method: Callable[..., Awaitable[Any]], storage_s: float, refusal: type[Unavailable]
) -> Callable[..., Awaitable[Any]]:
    async def ask(*values: Any, **named: Any) -> Any:
        try:
            async with asyncio.timeout(storage_s):
                return await method(*values, **named)
        except TimeoutError:
            raise refusal("the storage has not answered in time") from None

    return ask
