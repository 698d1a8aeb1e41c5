"""Runs a blocking call, or a generator that blocks, in a thread of its own that may be left alone.

Not here: what the items mean. Python cannot stop a thread. So each turn gets its own, marked as a daemon so that none holds up
the end of the process, told to stop at its next item, and counted until it really ends.
"""

import asyncio
import contextvars
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from dataclasses import dataclass

from relevo.ports import AssistantFailed

ROOM = 64
"""Items that a generator may be ahead of its reader."""


@dataclass(frozen=True, slots=True)
class _Item:
    value: object


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


class Threads:
    """A bounded number of such threads; the abandoned ones count for as long as they run."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._free = threading.Semaphore(limit)

    async def run(self, call: Callable[[], object]) -> AsyncGenerator[object, None]:
        """Give what the call returns, or one by one the items of the iterator that it returns.

        Raises:
            AssistantFailed: as many calls as allowed are running.
        """
        if not self._free.acquire(blocking=False):
            raise AssistantFailed(f"all {self._limit} threads of the function are busy")
        work = _Work(call, asyncio.get_running_loop(), self._free)
        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(work.run,), name="assistant function", daemon=True).start()
        try:
            while isinstance(item := await work.items.get(), _Item):
                work.room.release()
                yield item.value
        finally:
            work.is_abandoned = True
            work.room.release()
        if isinstance(item.error, Exception):
            raise item.error
        if item.error is not None:
            raise AssistantFailed(f"the function's thread ended with {type(item.error).__name__}") from item.error


class _Work:
    """One call and the items on their way out of its thread."""

    def __init__(self, call: Callable[[], object], loop: asyncio.AbstractEventLoop, free: threading.Semaphore) -> None:
        self.items: asyncio.Queue[_Item | _End] = asyncio.Queue()
        self.room = threading.Semaphore(ROOM)
        self.is_abandoned = False
        self._call = call
        self._loop = loop
        self._free = free

    def run(self) -> None:
        """The body of the thread."""
        error: BaseException | None = None
        try:
            given = self._call()
            if isinstance(given, Iterator):
                self._iterate(given)
            else:
                self._put(_Item(given))
        except BaseException as raised:  # noqa: BLE001 - raised again where it is waited for
            error = raised
        finally:
            self._free.release()
        self._put(_End(error))

    def _iterate(self, given: Iterator[object]) -> None:
        for value in given:
            self.room.acquire()
            if self.is_abandoned:
                break
            self._put(_Item(value))
        if isinstance(given, Generator):
            given.close()

    def _put(self, item: _Item | _End) -> None:
        try:
            self._loop.call_soon_threadsafe(self.items.put_nowait, item)
        except RuntimeError:
            return  # the loop is closed; nobody waits any more
