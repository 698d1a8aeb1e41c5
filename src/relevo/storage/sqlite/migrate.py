"""Bringing an SQLite file to the schema of this version, one migration in one transaction.

Not here: the migrations themselves (`storage.schema` reads them).
"""

from collections.abc import Sequence
from contextlib import suppress

import apsw

from relevo.storage.errors import NotADatabase
from relevo.storage.schema import (
    APPLIED,
    RECORD,
    REMEMBER,
    Applied,
    Migration,
    SchemaStatus,
    migrations,
    pending,
    status,
)
from relevo.storage.sqlite.connection import numbered


def upgrade(connection: apsw.Connection, known: Sequence[Migration] | None = None) -> SchemaStatus:
    """Apply what is missing and return how the database stands then.

    Several may try at once: each takes the write lock before it looks, so whoever comes second finds nothing to do.
    Raises what `storage.schema.pending` raises; a migration that fails leaves the database as it was before it.
    """
    known = migrations() if known is None else known
    while True:
        connection.execute("BEGIN IMMEDIATE")
        with _Transaction(connection):
            _require_ours(connection)
            connection.execute(REMEMBER)
            todo = pending(known, _applied(connection))
            if not todo:
                return status(known, _applied(connection))
            _apply(connection, todo[0])
        # What has been laid out anew stands in the log, as long as the database: copied now, or the first writes would wait for it.
        with suppress(apsw.BusyError):  # somebody reads just now: then the writer does it
            connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)


def look(connection: apsw.Connection, known: Sequence[Migration] | None = None) -> SchemaStatus:
    """Return how the database stands and change nothing. Raises as `upgrade` does."""
    is_new = connection.table_exists(None, "schema_migrations") is False
    return status(migrations() if known is None else known, () if is_new else _applied(connection))


def _require_ours(connection: apsw.Connection) -> None:
    """Keep out of somebody else's database. Raises NotADatabase."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    if tables and "schema_migrations" not in tables:
        raise NotADatabase(
            f"{connection.filename} is the database of something else: it has the table {tables[0]}.",
            "Name another path.",
        )


def _apply(connection: apsw.Connection, migration: Migration) -> None:
    connection.execute(migration.sql_for("sqlite")).fetchall()
    connection.execute(numbered(RECORD), (migration.number, migration.name, migration.checksum))


def _applied(connection: apsw.Connection) -> tuple[Applied, ...]:
    return tuple(Applied(*row) for row in connection.execute(APPLIED))


class _Transaction:
    """Commits the transaction that has begun, or rolls it back after an error."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._connection.in_transaction:
            self._connection.execute("COMMIT" if error is None else "ROLLBACK")
