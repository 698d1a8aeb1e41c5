"""The one writer: a thread that carries out what waits in one transaction after the other, each as one flush to disk.

Not here: what is written (`log`, `effects`, `tables`).

The operations of a batch share a transaction, and no failure of one may spoil the others. Savepoints would see to that,
but cost more than the rest of a small transaction (they copy every page before its first change). So an operation looks
before it writes and refuses while nothing is written; if one raises anything else, the whole batch is rolled back and
carried out again one by one.
"""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import apsw
import structlog
from msgspec import Struct

from relevo.ports import AlreadyApplied, AlreadyOpen, Conflict, Unavailable, VersionMoved
from relevo.storage.sqlite.connection import FAILURES, unavailable, uncertain

LARGEST_BATCH = 128
"""Operations in one transaction: enough to hide the flush and to write pages that they share once, few enough that the first waits
some six milliseconds for the last."""
MOST_WAITING = 10_000
"""Operations that may wait. Beyond that the disk does not keep up, and saying so is better than growing."""
CHECKPOINT_PAGES = 4_000
"""How far the write-ahead log grows before it is copied into the database: 16 MiB, some 20 ms of work."""

REFUSALS = (VersionMoved, AlreadyApplied, AlreadyOpen, Conflict)
"""What an operation may raise in a batch: the answer of the caller, with nothing written."""
_BREAKING = (apsw.IOError, apsw.CorruptError, apsw.NotADBError, apsw.ReadOnlyError)
"""After these nobody knows what is on the disk. A flush that failed once may succeed the second time without having
written anything (https://lwn.net/Articles/752063/), so nothing is tried again before the file is opened anew."""

T = TypeVar("T")
Operation = Callable[[apsw.Connection], T]

log = structlog.get_logger(__name__)


class _Waiting(Struct, eq=False):
    """An operation whose caller waits."""

    future: "asyncio.Future[Any]"
    operation: Operation[Any]
    result: Any = None
    error: BaseException | None = None


class Writer:
    """Owns the connection that writes. `submit` from any event loop; close it before its connection."""

    def __init__(self, connection: apsw.Connection, rolled_back: Callable[[], None] = lambda: None) -> None:
        """`rolled_back` is called on the writer's thread whenever what operations have done was undone."""
        self._connection = connection
        self._tell_rolled_back = rolled_back
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._broken: Exception | None = None
        self._is_closed = False
        self._is_healthy = True
        self._wal_pages = 0
        self._checkpoint_at = CHECKPOINT_PAGES
        connection.set_wal_hook(self._measure_wal)
        self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    @property
    def is_healthy(self) -> bool:
        """Did the last transaction succeed, and may there be another?"""
        return self._is_healthy and not self._is_closed

    @property
    def is_broken(self) -> bool:
        """Has the disk failed, so that the file must be opened anew?"""
        return self._broken is not None

    def submit(self, operation: Operation[T]) -> "asyncio.Future[T]":
        """Carry out an operation in the next transaction; done means that it is on the disk.

        The future raises what the operation refused with, or Unavailable. Cancelling it withdraws the operation if it has
        not begun; afterwards the outcome is unknown to the caller, as with a lost connection.
        """
        if self._is_closed:
            raise Unavailable("the database is closed")
        if self._broken is not None:
            raise unavailable(self._broken)
        if self._queue.qsize() >= MOST_WAITING:
            raise Unavailable("too many writes are waiting for the disk")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put(_Waiting(future, operation))
        return future

    def close(self) -> None:
        """Carry out everything that waits, then stop. Blocks until then."""
        self._is_closed = True
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch = self._gather(first)
            if batch:
                self._carry_out(batch)
            self._checkpoint()

    def _gather(self, first: _Waiting) -> list[_Waiting]:
        """Return what waits, without those whose callers have gone."""
        batch = [first]
        try:
            while len(batch) < LARGEST_BATCH:
                following = self._queue.get_nowait()
                if following is None:
                    self._queue.put(None)
                    break
                batch.append(following)
        except Empty:
            pass
        return [waiting for waiting in batch if not waiting.future.cancelled()]

    def _carry_out(self, batch: Sequence[_Waiting]) -> None:
        """Do a batch in one transaction and tell its callers; after an unforeseen error each operation in its own, told by itself."""
        if self._broken is not None:
            self._fail(batch, self._broken, unavailable)
        elif (error := self._try(batch)) is None:
            self._is_healthy = True
        elif isinstance(error, FAILURES):
            # A flush that failed may have reached the disk all the same.
            self._fail(batch, error, uncertain if isinstance(error, _BREAKING) else unavailable)
        elif len(batch) == 1:
            batch[0].error = error
        else:
            for waiting in batch:
                self._carry_out((waiting,))
            return
        _deliver(batch)

    def _try(self, batch: Sequence[_Waiting]) -> Exception | None:
        """Do a batch in one transaction and return None, or roll it back and return why."""
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            for waiting in batch:
                waiting.error = None
                try:
                    waiting.result = waiting.operation(connection)
                except REFUSALS as refusal:
                    waiting.error = refusal
            connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing of the batch may stay half written
            return self._rolled_back(error)
        return None

    def _rolled_back(self, error: Exception) -> Exception:
        self._tell_rolled_back()
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except apsw.Error as worse:
            self._broken = worse
            return worse
        return error

    def _fail(self, batch: Sequence[_Waiting], error: Exception, told: Callable[[Exception], Unavailable]) -> None:
        log.error("database_failed", error=str(error), kind=type(error).__name__, operations=len(batch))
        self._is_healthy = False
        if isinstance(error, _BREAKING):
            self._broken = error
            # What the disk holds is for the next start to find out; copying it into the database could spread the damage.
            self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        for waiting in batch:
            waiting.error = told(error)

    def _checkpoint(self) -> None:
        """Copy the write-ahead log into the database once it is long; callers have their answers by then.

        A reader in the middle of a long query can stop it halfway; it is tried again when the log has grown as much more.
        """
        if self._wal_pages < self._checkpoint_at or self._broken is not None:
            return
        self._checkpoint_at = self._wal_pages + CHECKPOINT_PAGES
        try:
            total, copied = self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        except apsw.BusyError:
            return
        except Exception as error:  # noqa: BLE001 - an error that ended this thread would leave every caller waiting
            self._fail((), error, unavailable)
            return
        if total == copied:
            self._checkpoint_at = CHECKPOINT_PAGES
            self._wal_pages = 0

    def _measure_wal(self, connection: apsw.Connection, name: str, pages: int) -> int:  # noqa: ARG002 - SQLite's signature
        self._wal_pages = pages
        return apsw.SQLITE_OK


def _deliver(batch: Sequence[_Waiting]) -> None:
    """Hand the outcomes to the event loops of the callers, all of one loop at once."""
    by_loop: defaultdict[asyncio.AbstractEventLoop, list[_Waiting]] = defaultdict(list)
    for waiting in batch:
        by_loop[waiting.future.get_loop()].append(waiting)
    for loop, done in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle, done)
        except RuntimeError:
            log.warning("caller_gone", operations=len(done))


def _settle(batch: Sequence[_Waiting]) -> None:
    for waiting in batch:
        if waiting.future.done():
            continue
        if waiting.error is None:
            waiting.future.set_result(waiting.result)
        else:
            waiting.future.set_exception(waiting.error)
