"""Saved filters: lists of conversations under a name, an agent's own or shared with everybody.

Not here: what a query may hold, and the conversations that it finds; that is the lists' to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Clock, IdempotencyKey, NewId, Tables
from relevo.workspace.base.asker import Asker
from relevo.workspace.base.kinds import Kind
from relevo.workspace.base.once import Making, NotMade
from relevo.workspace.base.strict import key_of, one_line
from relevo.workspace.errors import InConflict, Invalid, NameTaken
from relevo.workspace.team.own_or_shared import OwnOrShared

MOST = 50
"""Filters of one agent, and shared ones of a workspace."""
_NAME_CHARS = 60
_QUERY_BYTES = 8_192

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


_FILTERS = Kind(
    SavedFilter,
    "saved_filters",
    "filter_id, workspace_id, owner_id, name, query, is_shared, position, created_at",
    {"name_key": ("name", lambda saved: key_of(saved.name))},
)


_ROOM = _FILTERS.fewer_than(MOST, "owner_id = {owner_id}")
_SHARED_ROOM = _FILTERS.fewer_than(MOST, "is_shared = 1")


class SavedFilters(OwnOrShared[SavedFilter]):
    """The saved filters of every workspace, by position and name."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, making: Making) -> None:
        super().__init__(tables, making, _FILTERS, "saved filter", "position, name_key, filter_id")
        self._clock = clock
        self._ids = ids

    async def create(self, by: Asker, new: NewFilter, once: IdempotencyKey | None = None) -> SavedFilter:
        """Save one. Raises Invalid, NameTaken, InConflict, KeyReused, and Forbidden for a shared one by less than a supervisor."""
        self._require_rank(by, is_shared=new.is_shared)
        while True:
            made = await self._making.made(by.workspace_id, once)
            if made is not None:
                return await self.get(by, made)
            seen = await self.list(by)
            own = [one for one in seen if one.owner_id == by.agent.id]
            _require_room(own, seen, is_shared=new.is_shared)
            room = f"{_ROOM} AND {_SHARED_ROOM}" if new.is_shared else _ROOM
            try:
                return await self._add(by, self._drafted(by, new, own), once, room)
            except NotMade:
                continue

    async def change(self, by: Asker, filter_id: str, change: FilterChange) -> SavedFilter:
        """Change one; two changes at once both hold. Raises Invalid, NotFound, NameTaken, InConflict, Forbidden."""
        return await self._change(by, filter_id, lambda before: _changed(before, change))

    def _taken(self, thing: SavedFilter) -> NameTaken:  # noqa: ARG002 - whoever shares it
        return NameTaken("name", "You have a saved filter with this name already.")

    async def _room(self, by: Asker, before: SavedFilter, after: SavedFilter) -> str:
        if before.is_shared or not after.is_shared:
            return ""
        _require_room((), await self.list(by), is_shared=True)
        return _SHARED_ROOM

    def _drafted(self, by: Asker, new: NewFilter, own: "Sequence[SavedFilter]") -> SavedFilter:
        last = max((one.position for one in own), default=-1)
        return SavedFilter(
            self._ids.new_id("filter"),
            by.workspace_id,
            by.agent.id,
            one_line(new.name, "name", _NAME_CHARS),
            _encoded(new.query),
            is_shared=new.is_shared,
            position=last + 1 if new.position is None else new.position,
            created_at=Millis(self._clock.now_ms()),
        )


def _changed(before: SavedFilter, change: FilterChange) -> SavedFilter:
    return replace(
        before,
        name=before.name if change.name is UNSET else one_line(change.name, "name", _NAME_CHARS),
        query=before.query if change.query is UNSET else _encoded(change.query),
        is_shared=before.is_shared if change.is_shared is UNSET else change.is_shared,
        position=before.position if change.position is UNSET else change.position,
    )


def _require_room(own: Sequence[SavedFilter], seen: Sequence[SavedFilter], *, is_shared: bool) -> None:
    if len(own) >= MOST:
        raise InConflict(f"You have {MOST} saved filters. Remove one first.")
    if is_shared and sum(one.is_shared for one in seen) >= MOST:
        raise InConflict(f"There are {MOST} shared filters. Remove one first.")


def _encoded(query: Query) -> str:
    encoded = msgspec.json.encode(query)
    if len(encoded) > _QUERY_BYTES:
        raise Invalid("query", f"This is longer than {_QUERY_BYTES} bytes.")
    return encoded.decode()
