"""Effects on SQLite, as leased rows with a due time.

Not here: writing new ones; they come with a commit (`log`).
"""

from collections.abc import Sequence

import apsw

from relevo.core.ids import Millis
from relevo.core.react import Effect
from relevo.ports import Leased, Value
from relevo.storage.sqlite.connection import numbered
from relevo.storage.sqlite.readers import Readers
from relevo.storage.sqlite.writer import Writer
from relevo.storage.statements import BURY, FINISH, LEASE, NEXT_DUE, POSTPONE, READY, effect_key, leased_of


class SqliteEffects:
    """`ports.EffectQueue` on SQLite."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def lease(self, node: str, now: Millis, until: Millis, limit: int) -> Sequence[Leased]:
        if limit < 1 or not await self._readers.rows(READY, (now, 1)):
            return ()
        return await self._writer.submit(lambda connection: _lease(connection, (node, until), (now, limit)))

    async def finish(self, effect: Effect) -> None:
        await self._change(FINISH, effect)

    async def postpone(self, effect: Effect, due_at: Millis, error: str | None) -> None:
        await self._change(POSTPONE, effect, due_at, error, int(error is None))

    async def bury(self, effect: Effect, error: str) -> None:
        await self._change(BURY, effect, error)

    async def next_due(self) -> Millis | None:
        rows = await self._readers.rows(NEXT_DUE, ())
        return Millis(rows[0][0]) if rows else None

    async def _change(self, sql: str, effect: Effect, *values: Value) -> None:
        given = (*effect_key(effect), *values)
        await self._writer.submit(lambda connection: _execute(connection, sql, given))


def _execute(connection: apsw.Connection, sql: str, values: Sequence[Value]) -> None:
    connection.execute(numbered(sql), values)


def _lease(connection: apsw.Connection, lease: tuple[str, Millis], due: tuple[Millis, int]) -> tuple[Leased, ...]:
    rows = connection.execute(numbered(READY), due).fetchall()
    for workspace_id, conversation_id, *_, key in rows:
        connection.execute(numbered(LEASE), (workspace_id, conversation_id, key, *lease))
    return tuple(map(leased_of, rows))
