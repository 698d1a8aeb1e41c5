"""One process at a time: a lock file beside the database.

Group commit and the one writer thread hold within a process only. Not here: SQLite's own locks.
"""

import fcntl
import os
from pathlib import Path

from relevo.storage.errors import AlreadyRunning


class Lock:
    """The exclusive right to a database file, until `release` or the end of the process, however it ends."""

    def __init__(self, database: Path) -> None:
        """Take the lock. Raises AlreadyRunning, which names the process that has it, or OSError."""
        self.path = database.with_name(f"{database.name}.lock")
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(self._file, 32, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            raise _taken(database, holder) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let others have the database. The file stays: removing it could remove another's lock."""
        os.ftruncate(self._file, 0)
        os.close(self._file)


def _taken(database: Path, holder: str) -> AlreadyRunning:
    process = f"process {holder}" if holder else "another process"
    return AlreadyRunning(
        f"{database} is in use by {process}.",
        f"Stop that Relevo first{f' (`kill {holder}`)' if holder else ''}, or give this one a database of its own;"
        " several nodes need PostgreSQL.",
    )
