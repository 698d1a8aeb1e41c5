"""What agents keep for themselves or share with everybody: who sees which, who may change which, and keeping it.

Not here: what is kept so (`canned_replies`, `saved_filters`).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from relevo.core.ids import WorkspaceId
from relevo.ports import Conflict, IdempotencyKey, Statement, Tables, Value
from relevo.workspace.base.asker import Asker
from relevo.workspace.base.kinds import Kind, Record, in_turn
from relevo.workspace.base.once import Making
from relevo.workspace.base.rows import only, records
from relevo.workspace.errors import Forbidden, NameTaken, NotFound

_SEEN = " WHERE workspace_id = $1 AND (is_shared = 1 OR owner_id = $2)"
_DECIDED_BY = ("is_shared",)
"""What has been shared meanwhile is not for its former owner to change or to remove."""


class Owned(Record, Protocol):
    """A record that is shared, or its owner's alone."""

    @property
    def id(self) -> str:
        """Its id, the first column of its kind."""

    @property
    def is_shared(self) -> bool:
        """Does everybody have it?"""


Thing = TypeVar("Thing", bound=Owned)


class OwnOrShared(ABC, Generic[Thing]):
    """One kind of thing in every workspace, as one agent sees it: the shared ones and their own."""

    def __init__(self, tables: Tables, making: Making, kind: Kind[Thing], called: str, order: str) -> None:
        """`called` is what people call one in an answer, such as `saved filter`; `order` are columns."""
        self._tables = tables
        self._making = making
        self._kind = kind
        self._called = called
        self._order = order

    async def remove(self, by: Asker, thing_id: str) -> None:
        """Remove one. Raises NotFound, Forbidden."""
        is_removed = False
        while not is_removed:
            thing = await self.get(by, thing_id)
            self._require_rank(by, is_shared=thing.is_shared)
            is_removed = all(await self._tables.write(self._kind.removing(thing, _DECIDED_BY)))

    async def get(self, by: Asker, thing_id: str) -> Thing:
        """Return one that is shared or the agent's own. Raises NotFound, also for a colleague's own."""
        return await self._only(f"{_SEEN} AND {self._kind.id_column} = $3", by.workspace_id, by.agent.id, thing_id)

    async def list(self, by: Asker) -> "list[Thing]":
        """Return the shared ones and the agent's own, in their order."""
        selected = f"{self._kind.select}{_SEEN} ORDER BY {self._order}"
        return records(self._kind.record, await self._tables.rows(selected, by.workspace_id, by.agent.id))

    @abstractmethod
    def _taken(self, thing: Thing) -> NameTaken:
        """Return the answer for a name that is used already."""

    async def _room(self, by: Asker, before: Thing, after: Thing) -> str:  # noqa: ARG002 - nothing is counted here
        """Return the condition (SQL) that a change makes not too many. Raises InConflict where it does."""
        return ""

    async def _add(self, by: Asker, thing: Thing, once: IdempotencyKey | None, room: str = "") -> Thing:
        adding = _in_turn_for(room, by.workspace_id, self._kind.adding(thing, room))
        try:
            made = await self._making(by.workspace_id, thing.id, *adding, once=once, made_in=self._kind)
        except Conflict:
            raise self._taken(thing) from None
        return thing if made == thing.id else await self.get(by, made)

    async def _change(self, by: Asker, thing_id: str, changed: Callable[[Thing], Thing]) -> Thing:
        while True:
            before = await self.get(by, thing_id)
            after = changed(before)
            self._require_rank(by, is_shared=before.is_shared or after.is_shared)
            room = await self._room(by, before, after)
            changing = _in_turn_for(room, by.workspace_id, *self._kind.changing(before, after, _DECIDED_BY, room))
            try:
                counts = await self._tables.write(*changing)
            except Conflict:
                raise self._taken(after) from None
            if all(counts):
                # No longer for `by` to see, perhaps: a supervisor may take back what a colleague has shared.
                mine = f" WHERE workspace_id = $1 AND {self._kind.id_column} = $2"
                return await self._only(mine, by.workspace_id, thing_id)

    def _require_rank(self, by: Asker, *, is_shared: bool) -> None:
        if is_shared and not by.role.may_override:
            raise Forbidden(
                f"Supervisors and up change what everybody uses. You can keep a {self._called.split()[-1]} of your own."
            )

    async def _only(self, where: str, *given: Value) -> Thing:
        thing = only(self._kind.record, await self._tables.rows(self._kind.select + where, *given))
        if thing is None:
            raise NotFound(self._called)
        return thing


def _in_turn_for(room: str, workspace_id: WorkspaceId, *statements: Statement) -> Sequence[Statement]:
    """Where there is only so much room, whoever takes some of it waits for the others."""
    return (in_turn(workspace_id), *statements) if room else statements
