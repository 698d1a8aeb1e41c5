"""Lists of conversations on SQLite.

Not here: the SQL itself, which other databases share (`storage.list_queries`).
"""

from collections.abc import Mapping

import apsw

from relevo.core.ids import WorkspaceId
from relevo.engine.codec import decode_conversation
from relevo.ports import Filter, Page, View
from relevo.storage.list_queries import counts_of, page_query
from relevo.storage.lists import Cursor
from relevo.storage.sqlite.connection import numbered
from relevo.storage.sqlite.readers import Readers

COUNTS = """
SELECT kind, name, count FROM tallies WHERE workspace_id = $1 AND kind = 'stage'
UNION ALL
SELECT kind, name, count FROM tallies WHERE workspace_id = $1 AND kind = 'owner' AND name = $2
"""


class SqliteInbox:
    """`ports.Inbox` on SQLite."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    async def page(self, workspace_id: WorkspaceId, chosen: Filter, cursor: str | None, limit: int) -> Page:
        limit = max(limit, 1)
        after = Cursor.decode(cursor) if cursor is not None else None
        sql, values = page_query(workspace_id, chosen, after, limit)

        def page(connection: apsw.Connection) -> Page:
            rows = connection.execute(numbered(sql), values).fetchall()
            items = tuple(decode_conversation(str(state)) for state, *_ in rows[:limit])
            has_more = len(rows) > limit
            return Page(items, Cursor(items[-1].updated_at, items[-1].id).encode() if has_more else None)

        return await self._readers.apart(page)

    async def counts(self, workspace_id: WorkspaceId, agent_id: str) -> Mapping[View, int]:
        rows = self._readers.short(COUNTS, (workspace_id, agent_id))
        stages = {name: count for kind, name, count in rows if kind == "stage"}
        return counts_of(stages, sum(count for kind, _, count in rows if kind == "owner"))
