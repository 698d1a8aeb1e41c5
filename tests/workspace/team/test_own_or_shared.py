"""What is shared in the moment in which its owner changes or removes it: it is everybody's by then."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from relevo.core.actors import Role
from relevo.ports import Statement, Tables, Value
from relevo.workspace.errors import Forbidden
from tests.workspace.conftest import World
from tests.workspace.team.conftest import Someone

NEW: dict[str, dict[str, Any]] = {
    "canned_replies": {"shortcut": "hi", "title": "Greeting", "text": "Hello!"},
    "saved_filters": {"name": "Late", "query": {"label": ["late"]}},
}
CHANGE = {"canned_replies": {"text": "Go away!"}, "saved_filters": {"query": {"label": ["early"]}}}


@dataclass
class Overtaken:
    """The same tables for somebody who is overtaken: another writes first, once."""

    tables: Tables
    first: Callable[[], Awaitable[object]]
    is_overtaken: bool = False

    async def rows(self, sql: str, *values: Value) -> Sequence[tuple[Value, ...]]:
        return await self.tables.rows(sql, *values)

    async def write(self, *statements: Statement) -> Sequence[int]:
        if not self.is_overtaken:
            self.is_overtaken = True
            await self.first()
        return await self.tables.write(*statements)


@pytest.mark.parametrize("kind", NEW)
@pytest.mark.parametrize("verb", ["change", "remove"])
async def test_what_is_shared_meanwhile_is_not_its_owners_any_more(
    world: World, ana: Someone, kind: str, verb: str
) -> None:
    shelf, promoted = world.parts.desk.shelf(kind), replace(ana, role=Role.SUPERVISOR)
    made = await shelf.add(ana, NEW[kind])
    overtaken = Overtaken(world.tables, lambda: shelf.change(promoted, made["id"], {"is_shared": True}))
    slow = World(overtaken, world.clock, world.ids, world.workspace_id).parts.desk.shelf(kind)
    given: tuple[Any, ...] = (CHANGE[kind],) if verb == "change" else ()

    with pytest.raises(Forbidden):
        await getattr(slow, verb)(ana, made["id"], *given)

    assert await shelf.items(ana) == [{**made, "is_shared": True}]


@pytest.mark.parametrize("kind", NEW)
async def test_a_supervisor_takes_back_what_a_colleague_has_shared(
    world: World, ana: Someone, boss: Someone, kind: str
) -> None:
    shelf, promoted = world.parts.desk.shelf(kind), replace(ana, role=Role.SUPERVISOR)
    made = await shelf.add(promoted, {**NEW[kind], "is_shared": True})

    taken_back = await shelf.change(boss, made["id"], {"is_shared": False})

    assert taken_back == {**made, "is_shared": False}
    assert await shelf.items(boss) == []
    assert await shelf.items(ana) == [taken_back]
