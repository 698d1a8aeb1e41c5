"""Connections to an SQLite file: how each is opened, which settings it has, what its errors mean.

Not here: who may write (`writer`) and who reads where (`readers`).
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import apsw

from relevo.ports import Unavailable, Uncertain
from relevo.storage.errors import NotADatabase, SqliteTooOld

OLDEST_SQLITE = (3, 51, 3)
"""The first release in which two connections that checkpoint at once do not corrupt the file (the WAL-reset bug)."""
BUSY_MS = 5_000
"""How long to wait for a lock that somebody else holds, such as an operator's shell."""
WRITER_CACHE_KIB = 32_768
READER_CACHE_KIB = 16_384
STATEMENTS = 200
"""Prepared statements kept for each connection."""
LARGEST_WAL_BYTES = 64 * 1024 * 1024
"""What a write-ahead log is cut back to after it grew while a long read held it."""

FAILURES: Final = (
    apsw.BusyError, apsw.CantOpenError, apsw.CorruptError, apsw.FullError, apsw.IOError, apsw.InterruptError,
    apsw.LockedError, apsw.NoLFSError, apsw.NoMemError, apsw.NotADBError, apsw.PermissionsError, apsw.ProtocolError,
    apsw.ReadOnlyError, apsw.ConnectionClosedError,
)  # fmt: skip
"""What SQLite raises when the machine fails rather than the statement."""


def open_connection(path: Path | str, *, cache_kib: int, is_reader: bool = False) -> apsw.Connection:
    """Open a file that exists, or `:memory:`.

    Raises:
        NotADatabase: the file is something else, or cannot be read and written.
        SqliteTooOld: the library has the WAL-reset bug.
    """
    require_safe_sqlite()
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE, statementcachesize=STATEMENTS)
        connection.set_busy_timeout(BUSY_MS)
        _configure(connection, cache_kib, is_reader=is_reader)
    except FAILURES as error:
        raise NotADatabase(f"{path} cannot be used as a database: {error}.", "Check the path and its rights.") from None
    return connection


def _configure(connection: apsw.Connection, cache_kib: int, *, is_reader: bool) -> None:
    """Set what SQLite keeps for each connection.

    FULL makes every commit wait for the disk. Checkpoints are the writer's, whose errors would be lost in an automatic
    one. Temporary structures stay in memory: on disk, a savepoint costs half as much as the whole transaction.
    """
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", "full")
    connection.pragma("foreign_keys", True)
    connection.pragma("temp_store", "memory")
    connection.pragma("cache_size", -cache_kib)
    connection.pragma("journal_size_limit", LARGEST_WAL_BYTES)
    connection.pragma("trusted_schema", False)
    connection.wal_autocheckpoint(0)
    connection.pragma("query_only", is_reader)


def require_safe_sqlite(version: str | None = None) -> None:
    """Refuse an SQLite that may corrupt the file. Raises SqliteTooOld."""
    found = version or apsw.sqlite_lib_version()
    if tuple(int(part) for part in found.split(".")) < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise SqliteTooOld(
            f"SQLite {found} has a bug that can corrupt the database; {oldest} is the first without it.",
            "Install a current `apsw` (`pip install --upgrade apsw`), which brings its own SQLite.",
        )


@lru_cache(maxsize=1024)
def numbered(sql: str) -> str:
    """Return SQL with SQLite's `?1` for the `$1` that every database here is spoken to with."""
    return re.sub(r"\$(\d+)", r"?\1", sql)


def is_duplicate(error: apsw.ConstraintError) -> bool:
    """Does the error mean that a uniqueness rule was violated?"""
    unique = (apsw.SQLITE_CONSTRAINT_UNIQUE, apsw.SQLITE_CONSTRAINT_PRIMARYKEY, apsw.SQLITE_CONSTRAINT_ROWID)
    return getattr(error, "extendedresult", None) in unique


def unavailable(error: Exception) -> Unavailable:
    """Return what callers are told when the machine failed. The error's own words are for the log, not for clients."""
    told = Unavailable("the database does not answer")
    told.__cause__ = error
    return told


def uncertain(error: Exception) -> Uncertain:
    """The same where nobody knows what is on the disk."""
    told = Uncertain("the disk failed while it was written")
    told.__cause__ = error
    return told
