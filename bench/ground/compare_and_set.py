"""The raw rate of SQLite's compare-and-set: one durable UPDATE under a version check for each change of control.

Not here: anything else that a change of control is.
"""

import time
from pathlib import Path

import apsw


class CompareAndSet:
    """A table of versions on a file of its own, with FULL; blocks the event loop while it measures."""

    def __init__(self, file: Path, rows: int) -> None:
        self._connection = apsw.Connection(str(file))
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE control (id INTEGER PRIMARY KEY, version INTEGER, owner TEXT)")
        self._versions = [0] * rows
        with self._connection:
            self._connection.executemany("INSERT INTO control VALUES (?, 0, '')", [(id,) for id in range(rows)])

    def rate(self, seconds: float) -> float:
        """Return how many a second are done, one after the other on different rows."""
        done, begun = 0, time.perf_counter()
        while (took_s := time.perf_counter() - begun) < seconds:
            id = done % len(self._versions)
            values = ("an agent", id, self._versions[id])
            self._connection.execute("UPDATE control SET version = version + 1, owner = ? WHERE id = ? AND version = ?", values)  # fmt: skip
            assert self._connection.changes() == 1
            self._versions[id] += 1
            done += 1
        return done / took_s
