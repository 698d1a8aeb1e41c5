"""Appends that may outlast their callers: whoever has gone or lost patience, what lands is announced.

Not here: what is appended (`handle`), and any SQL (`storage`).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from relevo.ports import Uncertain

_Told = asyncio.Future[None]


class Landing:
    """Waits for appends. Call it with one, and with what is to happen once it has landed.

    Everybody has the same patience, so who began first loses it first, and one timer for the first serves all: one for each
    append would cost more than the rest of the waiting.
    """

    def __init__(self, patience_s: float) -> None:
        """How long a caller waits, in seconds."""
        self._patience_s = patience_s
        self._under_way: set[asyncio.Future[None]] = set()
        self._waiting: deque[tuple[float, _Told]] = deque()
        """Until when each caller waits, in order; those at the front who were told are dropped with the next append."""
        self._timer: asyncio.TimerHandle | None = None

    @property
    def waiting_count(self) -> int:
        """How many are waited for or were told a moment ago."""
        return len(self._waiting)

    def __call__(self, append: Awaitable[None], announce: Callable[[], None]) -> "asyncio.Future[None]":
        """Return what is done once the append has landed and was announced.

        It raises Uncertain when the append has not landed in time, though it may yet; and what the append raised, in which
        case nothing was announced. Whoever cancels it does not cancel the append.
        """
        loop = asyncio.get_running_loop()
        told: _Told = loop.create_future()
        landing = asyncio.ensure_future(append)
        self._under_way.add(landing)
        landing.add_done_callback(lambda landed: self._landed(landed, announce, told))
        self._be_patient(loop, told)
        return told

    def _landed(self, landed: "asyncio.Future[None]", announce: Callable[[], None], told: _Told) -> None:
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

    def _be_patient(self, loop: asyncio.AbstractEventLoop, told: _Told) -> None:
        until = loop.time() + self._patience_s
        self._drop_told()
        self._waiting.append((until, told))
        if self._timer is None:
            self._timer = loop.call_at(until, self._lose_patience, loop)

    def _lose_patience(self, loop: asyncio.AbstractEventLoop) -> None:
        """Tell those whose time is over, and look again when the next one's is."""
        while self._waiting and self._waiting[0][0] <= loop.time():
            _, told = self._waiting.popleft()
            if not told.done():
                told.set_exception(Uncertain("the storage has not answered in time"))
        self._drop_told()
        self._timer = loop.call_at(self._waiting[0][0], self._lose_patience, loop) if self._waiting else None

    def _drop_told(self) -> None:
        while self._waiting and self._waiting[0][1].done():
            self._waiting.popleft()
