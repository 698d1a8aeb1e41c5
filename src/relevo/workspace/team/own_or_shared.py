"""What agents keep for themselves or share with everybody: who sees which, who may change which, and keeping it.

Not here: what is kept so (`canned_replies`, `saved_filters`).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from relevo.ports import Conflict, IdempotencyKey, Tables, Value
from relevo.workspace.base.asker import Asker
from relevo.workspace.base.kinds import Kind, Record
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

    async def _require_room(self, by: Asker, before: Thing, after: Thing) -> None:
        """Raise InConflict where a change would make too many."""

    async def _add(self, by: Asker, thing: Thing, once: IdempotencyKey | None) -> Thing:
        try:
            made = await self._making(by.workspace_id, thing.id, self._kind.adding(thing), once=once)
        except Conflict:
            raise self._taken(thing) from None
        return thing if made == thing.id else await self.get(by, made)

    async def _change(self, by: Asker, thing_id: str, changed: Callable[[Thing], Thing]) -> Thing:
        while True:
            before = await self.get(by, thing_id)
            after = changed(before)
            self._require_rank(by, is_shared=before.is_shared or after.is_shared)
            await self._require_room(by, before, after)
            try:
                counts = await self._tables.write(*self._kind.changing(before, after, _DECIDED_BY))
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
