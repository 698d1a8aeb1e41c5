"""Plain tables in memory: SQLite itself, on a database that is no file, with the same migrations.

Not here: conversations; in memory those are plain objects (`log`, `inbox`).
"""

from collections.abc import Sequence
from functools import cached_property

import apsw

from relevo.ports import Conflict, Statement, Value
from relevo.storage.memory.shelf import Shelf
from relevo.storage.sqlite.connection import READER_CACHE_KIB, is_duplicate, numbered, open_connection
from relevo.storage.sqlite.migrate import upgrade


class MemoryTables:
    """`ports.Tables` in memory. The schema is made when it is first asked for."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def rows(self, sql: str, *values: Value) -> Sequence[tuple[Value, ...]]:
        self._shelf.require_available()
        return self._connection.execute(numbered(sql), values).fetchall()

    async def write(self, *statements: Statement) -> Sequence[int]:
        self._shelf.require_available()
        counts: list[int] = []
        try:
            with self._connection:
                counts.extend(self._change(sql, values) for sql, values in statements)
        except apsw.ConstraintError as error:
            raise (Conflict(str(error)) if is_duplicate(error) else error) from None
        return tuple(counts)

    def _change(self, sql: str, values: tuple[Value, ...]) -> int:
        self._connection.execute(numbered(sql), values).fetchall()
        return self._connection.changes()

    @cached_property
    def _connection(self) -> apsw.Connection:
        connection = open_connection(":memory:", cache_kib=READER_CACHE_KIB)
        upgrade(connection)
        return connection
