"""Lists of conversations on SQLite.

Not here: the SQL of lists, which other databases share (`storage.list_queries`), and how texts are found (`search`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import apsw

from relevo.core.ids import Millis, WorkspaceId
from relevo.engine.codec import decode_conversation
from relevo.ports import DEFAULT_ORDER, Filter, Order, Page, View
from relevo.storage.list_queries import Part, count_query, counts_of, is_plain, page_query
from relevo.storage.lists import Cursor, Place, places_of
from relevo.storage.search.document import wanted
from relevo.storage.search.pool import Pool
from relevo.storage.search.question import phrases
from relevo.storage.sqlite.connection import numbered
from relevo.storage.sqlite.indexing import Index
from relevo.storage.sqlite.readers import Readers, Row
from relevo.storage.sqlite.search import COUNT, COUNT_SOME, asked, search

COUNTS = """
SELECT kind, name, count FROM tallies WHERE workspace_id = $1 AND kind = 'stage'
UNION ALL
SELECT kind, name, count FROM tallies WHERE workspace_id = $1 AND kind = 'owner' AND name = $2
"""
FEW = 500
"""As many matches are fetched and sorted; more of them stand so close in the view's own order that a page is soon found there."""


class SqliteInbox:
    """`ports.Inbox` on SQLite."""

    def __init__(self, readers: Readers, index: Index) -> None:
        self._readers = readers
        self._index = index

    async def page(
        self, workspace_id: WorkspaceId, chosen: Filter, cursor: str | None, limit: int, order: Order | None = None
    ) -> Page:
        chosen, limit = _without_blank(chosen), max(limit, 1)
        if chosen.text is not None:
            return await self._search(workspace_id, chosen, cursor, limit)
        order = order or DEFAULT_ORDER[chosen.view]
        after = Cursor.decode(cursor, order) if cursor is not None else None
        is_indexed = not is_plain(chosen) and await self._index.catch_up()

        def page(connection: apsw.Connection) -> Page:
            matching = _narrowing(connection, workspace_id, chosen) if is_indexed else None
            parts = [Part(chosen, order, place, after, matching) for place in places_of(order)]
            return _page(connection, workspace_id, parts, limit)

        return await self._readers.apart(page)

    async def counts(self, workspace_id: WorkspaceId, agent_id: str) -> Mapping[View, int]:
        rows = self._readers.short(COUNTS, (workspace_id, agent_id))
        stages = {name: count for kind, name, count in rows if kind == "stage"}
        return counts_of(stages, sum(count for kind, _, count in rows if kind == "owner"))

    async def count_each(self, workspace_id: WorkspaceId, filters: Sequence[Filter]) -> Sequence[int]:
        filters = [_without_blank(chosen) for chosen in filters]
        is_indexed = not all(map(is_plain, filters)) and await self._index.catch_up()
        counts = {agent_id: await self.counts(workspace_id, agent_id) for agent_id in {one.agent_id for one in filters}}

        def count(connection: apsw.Connection) -> list[int]:
            return [
                counts[one.agent_id][one.view]
                if is_plain(one)
                else _count(connection, workspace_id, one, is_indexed=is_indexed)
                for one in filters
            ]

        return await self._readers.apart(count)

    async def _search(self, workspace_id: WorkspaceId, chosen: Filter, cursor: str | None, limit: int) -> Page:
        sought = phrases(chosen.text or "")
        pool = Pool.decode(cursor, len(sought)) if cursor is not None else None
        if not sought:
            return Page((), None)
        await self._index.catch_up()
        asked_for = (workspace_id, chosen, sought)
        return await self._readers.apart(lambda connection: search(connection, asked_for, pool, limit))


def _page(connection: apsw.Connection, workspace_id: WorkspaceId, parts: Sequence[Part], limit: int) -> Page:
    """Fill a page from the parts of a list, beginning where the cursor stands."""
    rows: list[tuple[Place, Row]] = []
    after = parts[0].after
    begin = 0 if after is None else [part.place for part in parts].index(after.place)
    for part in parts[begin:]:
        query = page_query(workspace_id, part, limit + 1 - len(rows))
        if query is not None and len(rows) <= limit:
            rows += [(part.place, row) for row in connection.execute(numbered(query[0]), query[1])]
    items = tuple(decode_conversation(str(row[0])) for _, row in rows[:limit])
    return Page(items, _cursor(*rows[limit - 1]).encode() if len(rows) > limit else None)


def _cursor(place: Place, row: Row) -> Cursor:
    _, id, waiting_since, updated_at = row
    return Cursor(place, Millis(waiting_since if place is Place.WAITING else updated_at), id)


def _narrowing(connection: apsw.Connection, workspace_id: WorkspaceId, chosen: Filter) -> str | None:
    """Return what to ask the index for, if few conversations pass the filter."""
    question = asked((), wanted(workspace_id, chosen))
    ((count,),) = connection.execute(numbered(COUNT_SOME), (question, FEW + 1)).fetchall()
    return question if int(str(count)) <= FEW else None


def _count(connection: apsw.Connection, workspace_id: WorkspaceId, chosen: Filter, *, is_indexed: bool) -> int:
    if chosen.text is None and not is_indexed:
        sql, values = count_query(workspace_id, chosen)
    else:
        sought = phrases(chosen.text or "")
        if chosen.text is not None and not sought:
            return 0
        sql, values = COUNT, (asked(sought, wanted(workspace_id, chosen)),)
    ((count,),) = connection.execute(numbered(sql), values).fetchall()
    return int(str(count))


def _without_blank(chosen: Filter) -> Filter:
    return replace(chosen, text=None) if chosen.text is not None and not chosen.text.strip() else chosen
