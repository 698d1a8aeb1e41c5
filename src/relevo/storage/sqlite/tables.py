"""Plain tables on SQLite, beside the log in the same file and written by the same writer.

Not here: which tables there are and what stands in them (`workspace`).
"""

from collections.abc import Sequence

import apsw

from relevo.ports import Conflict, Statement, Value
from relevo.storage.sqlite.connection import is_duplicate, numbered
from relevo.storage.sqlite.readers import Readers
from relevo.storage.sqlite.writer import Writer


class SqliteTables:
    """`ports.Tables` on SQLite."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def rows(self, sql: str, *values: Value) -> Sequence[tuple[Value, ...]]:
        return await self._readers.rows(sql, values)

    async def write(self, *statements: Statement) -> Sequence[int]:
        return await self._writer.submit(lambda connection: _write(connection, statements))


def _write(connection: apsw.Connection, statements: Sequence[Statement]) -> tuple[int, ...]:
    """Carry out the statements, or none of them: what they violate shows only once something is written."""
    counts: list[int] = []
    try:
        with connection:
            counts.extend(_changed(connection, sql, values) for sql, values in statements)
    except apsw.ConstraintError as error:
        raise (Conflict(str(error)) if is_duplicate(error) else error) from None
    return tuple(counts)


def _changed(connection: apsw.Connection, sql: str, values: Sequence[Value]) -> int:
    connection.execute(numbered(sql), values).fetchall()
    return connection.changes()
