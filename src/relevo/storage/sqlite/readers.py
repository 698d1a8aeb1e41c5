"""Reading beside the writer: short reads at once on the event loop's thread, long ones on a thread of a small pool.

A point read takes a few µs, a hop to a thread ten times that. Who cannot know how long a query takes lets it begin here:
after a bounded number of steps it is stopped and begun again in the pool. Not here: what is read.

What may hold the loop up all the same. Locks: readers do not wait for the writer, only for somebody else who has the whole
file, and for that no longer than `LOCKED_MS`. The disk: a page that is not in memory is read from it, in a fraction of a
millisecond; while a disk hangs for good, this process answers nothing until it is ended, and could not write either.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

import apsw

from relevo.ports import Unavailable, Value
from relevo.storage.sqlite.connection import FAILURES, numbered, unavailable

THREADS = 2
LONGEST_STEPS = 10_000
"""Steps of SQLite's virtual machine that a read may take on the event loop's thread, or half of it: about half a
millisecond."""
LOCKED_MS = 20
"""How long a read on the event loop's thread waits for a lock. Whoever can, waits on in the pool; all others are told."""

T = TypeVar("T")
Row = tuple[Any, ...]


class Readers:
    """The connections that only read. Each read sees everything whose write has returned."""

    def __init__(self, open_reader: Callable[[], apsw.Connection]) -> None:
        self._is_closed = False
        self._long: set[str] = set()
        self._near = open_reader()
        self._near.set_busy_timeout(LOCKED_MS)
        self._near.set_progress_handler(self._is_too_long, LONGEST_STEPS // 2)
        self._halves = 0
        self._all = [open_reader() for _ in range(THREADS)]
        self._free: SimpleQueue[apsw.Connection] = SimpleQueue()
        for connection in self._all:
            self._free.put(connection)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="sqlite-reader")

    async def rows(self, sql: str, values: Sequence[Value]) -> list[Row]:
        """Return the rows of a query of any length. Raises Unavailable."""
        if sql not in self._long:
            try:
                return self._now(sql, values)
            except _TooLong:
                self._long.add(sql)
            except apsw.BusyError:
                pass  # somebody else has the whole file: in the pool there is time to wait
            except FAILURES as error:
                raise unavailable(error) from error
        return await self.apart(lambda connection: connection.execute(numbered(sql), values).fetchall())

    def short(self, sql: str, values: Sequence[Value]) -> list[Row]:
        """Return the rows of a query that is known to be short, without leaving the thread. Raises Unavailable."""
        try:
            return self._now(sql, values)
        except FAILURES as error:
            raise unavailable(error) from error

    async def apart(self, work: Callable[[apsw.Connection], T]) -> T:
        """Do the work with a connection on a thread of the pool; all its reads see one state. Raises Unavailable."""
        self._require_open()
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._with_connection, work)

    def drain(self) -> None:
        """Take no more reads and wait for those that run in the pool. Blocks until then."""
        self._is_closed = True
        self._pool.shutdown()

    def close(self) -> None:
        """Close the connections, once the event loop has come by after `drain`, so that no read of its thread is cut in the middle."""
        for connection in (self._near, *self._all):
            connection.close()

    def _now(self, sql: str, values: Sequence[Value]) -> list[Row]:
        self._require_open()
        self._halves = 0
        try:
            return self._near.execute(numbered(sql), values).fetchall()
        except apsw.InterruptError:
            raise _TooLong from None

    def _with_connection(self, work: Callable[[apsw.Connection], T]) -> T:
        connection = self._free.get()
        try:
            connection.execute("BEGIN")
            return work(connection)
        except FAILURES as error:
            raise unavailable(error) from error
        finally:
            with suppress(apsw.Error):  # after some failures SQLite has ended the transaction by itself
                connection.execute("ROLLBACK")
            self._free.put(connection)

    def _is_too_long(self) -> bool:
        """Count half of the steps that are allowed. SQLite's count goes on from one use of a statement to the next, so
        that even a short read may complete a half.
        """
        self._halves += 1
        return self._halves > 1

    def _require_open(self) -> None:
        if self._is_closed:
            raise Unavailable("the database is closed")


class _TooLong(Exception):
    """The query needs more steps than the event loop can wait for."""
