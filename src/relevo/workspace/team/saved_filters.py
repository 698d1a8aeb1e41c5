"""Saved filters: lists of conversations under a name, an agent's own or shared with everybody.

Not here: what a query may hold, and the conversations that it finds; that is the lists' to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Clock, Conflict, IdempotencyKey, NewId, Statement, Tables
from relevo.workspace.base.asker import Asker
from relevo.workspace.base.once import Making
from relevo.workspace.base.rows import only, records, values
from relevo.workspace.base.strict import key_of, one_line
from relevo.workspace.errors import Forbidden, InConflict, Invalid, NameTaken, NotFound

MOST = 50
"""Filters of one agent, and shared ones of a workspace."""
_NAME_CHARS = 60
_QUERY_BYTES = 8_192
_COLUMNS = "filter_id, workspace_id, owner_id, name, query, is_shared, position, created_at"
_SELECT = "SELECT " + _COLUMNS + " FROM saved_filters"  # noqa: S608 - our own names
_SEEN = " WHERE workspace_id = $1 AND (is_shared = 1 OR owner_id = $2)"

Query = Mapping[str, Any]


class NewFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a saved filter is. Without a position it comes last of one's own."""

    name: str
    query: dict[str, Any]
    is_shared: bool = False
    position: int | None = None


class FilterChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a saved filter; what is left out stays. A query is replaced as a whole."""

    name: str | UnsetType = UNSET
    query: dict[str, Any] | UnsetType = UNSET
    is_shared: bool | UnsetType = UNSET
    position: int | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A saved filter; `query` is JSON. Whoever made it stays its owner when it is shared."""

    id: str
    workspace_id: WorkspaceId
    owner_id: str
    name: str
    query: str
    is_shared: bool
    position: int
    created_at: Millis


class SavedFilters:
    """The saved filters of every workspace, as one agent sees them: the shared ones and their own."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, making: Making) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._making = making

    async def create(self, by: Asker, new: NewFilter, once: IdempotencyKey | None = None) -> SavedFilter:
        """Save one. Raises Invalid, NameTaken, InConflict, KeyReused, and Forbidden for a shared one by less than a supervisor."""
        _require_rank(by, is_shared=new.is_shared)
        made = await self._making.made(by.workspace_id, once)
        if made is not None:
            return await self.get(by, made)
        seen = await self.list(by)
        own = [one for one in seen if one.owner_id == by.agent.id]
        _require_room(own, seen, is_shared=new.is_shared)
        last = max((one.position for one in own), default=-1)
        saved = SavedFilter(
            self._ids.new_id("filter"),
            by.workspace_id,
            by.agent.id,
            one_line(new.name, "name", _NAME_CHARS),
            _encoded(new.query),
            is_shared=new.is_shared,
            position=last + 1 if new.position is None else new.position,
            created_at=Millis(self._clock.now_ms()),
        )
        adding = (
            "INSERT INTO saved_filters (" + _COLUMNS + ", name_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",  # noqa: S608 - our own names
            (*values(saved), key_of(saved.name)),
        )
        try:
            made = await self._making(by.workspace_id, saved.id, adding, once=once)
        except Conflict:
            raise _taken() from None
        return saved if made == saved.id else await self.get(by, made)

    async def change(self, by: Asker, filter_id: str, change: FilterChange) -> SavedFilter:
        """Change one. Raises Invalid, NotFound, NameTaken, InConflict, Forbidden."""
        before = await self.get(by, filter_id)
        after = replace(
            before,
            name=before.name if change.name is UNSET else one_line(change.name, "name", _NAME_CHARS),
            query=before.query if change.query is UNSET else _encoded(change.query),
            is_shared=before.is_shared if change.is_shared is UNSET else change.is_shared,
            position=before.position if change.position is UNSET else change.position,
        )
        _require_rank(by, is_shared=before.is_shared or after.is_shared)
        if after.is_shared and not before.is_shared:
            _require_room((), await self.list(by), is_shared=True)
        try:
            (count,) = await self._tables.write(_replacing(before, after))
        except Conflict:
            raise _taken() from None
        if not count:
            raise NotFound("saved filter")
        return after

    async def remove(self, by: Asker, filter_id: str) -> None:
        """Remove one. Raises NotFound, Forbidden."""
        saved = await self.get(by, filter_id)
        _require_rank(by, is_shared=saved.is_shared)
        await self._tables.write(
            ("DELETE FROM saved_filters WHERE workspace_id = $1 AND filter_id = $2", (by.workspace_id, filter_id))
        )

    async def get(self, by: Asker, filter_id: str) -> SavedFilter:
        """Return one that is shared or the agent's own. Raises NotFound, also for a colleague's own."""
        rows = await self._tables.rows(_SELECT + _SEEN + " AND filter_id = $3", by.workspace_id, by.agent.id, filter_id)
        saved = only(SavedFilter, rows)
        if saved is None:
            raise NotFound("saved filter")
        return saved

    async def list(self, by: Asker) -> "list[SavedFilter]":
        """Return the agent's own and the shared ones, by position and name."""
        order = " ORDER BY position, name_key, filter_id"
        return records(SavedFilter, await self._tables.rows(_SELECT + _SEEN + order, by.workspace_id, by.agent.id))


def _require_rank(by: Asker, *, is_shared: bool) -> None:
    if is_shared and not by.role.may_override:
        raise Forbidden("Supervisors and up change what everybody uses. You can keep a filter of your own.")


def _require_room(own: "list[SavedFilter] | tuple[()]", seen: "list[SavedFilter]", *, is_shared: bool) -> None:
    if len(own) >= MOST:
        raise InConflict(f"You have {MOST} saved filters. Remove one first.")
    if is_shared and sum(one.is_shared for one in seen) >= MOST:
        raise InConflict(f"There are {MOST} shared filters. Remove one first.")


def _encoded(query: Query) -> str:
    encoded = msgspec.json.encode(query)
    if len(encoded) > _QUERY_BYTES:
        raise Invalid("query", f"This is longer than {_QUERY_BYTES} bytes.")
    return encoded.decode()


def _replacing(before: SavedFilter, after: SavedFilter) -> Statement:
    """Changes it only while it is as it was read: what has been shared meanwhile is not for its former owner to change."""
    return (
        (
            "UPDATE saved_filters SET name = $1, name_key = $2, query = $3, is_shared = $4, position = $5"
            " WHERE workspace_id = $6 AND filter_id = $7 AND is_shared = $8"
        ),
        (
            after.name,
            key_of(after.name),
            after.query,
            int(after.is_shared),
            after.position,
            after.workspace_id,
            after.id,
            int(before.is_shared),
        ),
    )


def _taken() -> NameTaken:
    return NameTaken("name", "You have a saved filter with this name already.")
