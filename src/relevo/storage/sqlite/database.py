"""One SQLite file as a storage: opening, closing, migrating, copying.

Not here: what is kept in it (`log`, `effects`, `inbox`, `tables`).
"""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path

import apsw

from relevo.ports import Unavailable
from relevo.storage.errors import NotADatabase
from relevo.storage.schema import SchemaStatus, status
from relevo.storage.schema import migrations as known_migrations
from relevo.storage.sqlite.connection import (
    FAILURES,
    READER_CACHE_KIB,
    WRITER_CACHE_KIB,
    open_connection,
    unavailable,
)
from relevo.storage.sqlite.effects import SqliteEffects
from relevo.storage.sqlite.inbox import SqliteInbox
from relevo.storage.sqlite.indexing import Due, Index, forget_all, index_all
from relevo.storage.sqlite.lock import Lock
from relevo.storage.sqlite.log import SqliteLog
from relevo.storage.sqlite.migrate import look, upgrade
from relevo.storage.sqlite.readers import Readers
from relevo.storage.sqlite.search import with_score
from relevo.storage.sqlite.tables import SqliteTables
from relevo.storage.sqlite.writer import Writer
from relevo.storage.statements import RELEASE_LEASES


def open_database(path: Path | str, node: str) -> "Database":
    """Open a database for the node with this name; make it or bring it to this version's schema if need be.

    Raises:
        CannotOpen: it is in use, too new, altered or no database; the error says what to do.
    """
    return Database(Path(path), node)


def migrate(
    path: Path | str, told: Callable[[int, int], None] | None = None, *, reindexes: bool = False
) -> SchemaStatus:
    """Bring a database to this version's schema, index the words of its conversations, and return how it stands.

    A server would index them too, in the background; a search finds only what is indexed. With `reindexes` the index is
    made from nothing. `told` hears how many conversations are done, of how many. Raises CannotOpen.
    """
    path = Path(path)
    with _told(path), ExitStack() as stack:
        connection = _open_writer(path, stack)
        after = upgrade(connection)
        if reindexes:
            forget_all(connection)
        index_all(connection, told)
        return after


def schema_status(path: Path | str) -> SchemaStatus:
    """Return how a database stands to this version's schema, also while it is in use. Raises CannotOpen."""
    path = Path(path)
    if not path.exists():
        return status(known_migrations(), ())
    connection = open_connection(path, cache_kib=READER_CACHE_KIB, is_reader=True)
    try:
        return look(connection)
    finally:
        connection.close()


class Database:
    """An open database. Only this process has it until `close`, however the process ends."""

    def __init__(self, path: Path, node: str) -> None:
        self.path = path
        self.node = node
        with _told(path), ExitStack() as stack:
            self._connection = _open_writer(path, stack)
            self.schema = upgrade(self._connection)
            # Nobody else can have this file open, so whoever held a lease is gone: nothing has to wait for its end.
            self._connection.execute(RELEASE_LEASES)
            _flush_directory(path)
            self._readers = Readers(
                lambda: with_score(open_connection(path, cache_kib=READER_CACHE_KIB, is_reader=True))
            )
            self._release = stack.pop_all()
        due = Due()
        self._writer = Writer(self._connection, rolled_back=due.forget)
        self.log = SqliteLog(self._writer, self._readers, due, node)
        self.effects = SqliteEffects(self._writer, self._readers)
        self.index = Index(self._writer, self._readers, due)
        self.inbox = SqliteInbox(self._readers, self.index)
        self.tables = SqliteTables(self._writer, self._readers)

    @property
    def is_healthy(self) -> bool:
        """Can it take work? After a disk failure no: the process must open the file anew."""
        return self._writer.is_healthy

    async def close(self, patience_s: float | None = None) -> None:
        """Carry out what waits, then close the file and let others have it. Closing again is no error.

        Raises:
            Unavailable: `patience_s` were given, and the disk still hangs after them. A thread of ours is in the midst of it then;
                the process must end as in a power cut (`os._exit`), which the next start makes up for.
        """
        try:
            async with asyncio.timeout(patience_s):
                await _unawaited(self._drain)
                await _unawaited(self._let_go)
        except TimeoutError:
            raise Unavailable("the database could not be closed: the disk hangs") from None

    async def backup(self, target: Path | str) -> None:
        """Write a consistent copy to a file that must not exist yet, while everything goes on.

        Raises:
            FileExistsError: there is such a file.
            Unavailable: the copy could not be written.
        """
        copy = Path(target)
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        await asyncio.to_thread(_copy, self.path, copy)

    def _drain(self) -> None:
        self._writer.close()
        self._readers.drain()

    def _let_go(self) -> None:
        self._readers.close()
        # The last connection to be closed copies the log of writes into the file, and flushes both.
        self._release.close()


async def _unawaited(work: Callable[[], None]) -> None:
    """Do the work on a thread that no loop and no interpreter waits for when it ends, as they do for those of a pool."""
    done = Future[None]()
    done.set_running_or_notify_cancel()  # whoever gives up waiting does not stop the thread

    def carry_out() -> None:
        try:
            work()
        except BaseException as error:
            done.set_exception(error)
            raise
        else:
            done.set_result(None)

    threading.Thread(target=carry_out, name="sqlite-close", daemon=True).start()
    await asyncio.wrap_future(done)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say what the machine has against the path, and what may be done."""
    try:
        yield
    except FAILURES as error:
        reason: object = error
    except OSError as error:
        reason = error.strerror
    else:
        return
    raise NotADatabase(f"{path} cannot be opened: {reason}.", "Check the path, its rights and the room on its disk.")


def _open_writer(path: Path, stack: ExitStack) -> apsw.Connection:
    """Take the lock, make the file readable by its owner only, and open it; the stack undoes it in reverse order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stack.callback(Lock(path).release)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = open_connection(path, cache_kib=WRITER_CACHE_KIB)
    stack.callback(connection.close)
    return connection


def _flush_directory(path: Path) -> None:
    """Make sure that the files' names survive a power cut too; SQLite ignores a failure of this."""
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _copy(path: Path, target: Path) -> None:
    connection = open_connection(path, cache_kib=READER_CACHE_KIB)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except FAILURES as error:
        target.unlink()
        raise unavailable(error) from error
    finally:
        connection.close()
    with target.open("rb") as copy:
        os.fsync(copy.fileno())
    _flush_directory(target)
