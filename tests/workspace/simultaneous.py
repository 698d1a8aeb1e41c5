"""Several who do something at the same time: each on a node of its own, and all have read before anybody writes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from relevo.ports import Statement, Tables, Value
from tests.workspace.conftest import World


@dataclass
class Meeting:
    """The same tables, where those who write first wait for each other."""

    tables: Tables
    expected: int
    arrived: int = 0
    everybody: asyncio.Event = field(default_factory=asyncio.Event)

    async def rows(self, sql: str, *values: Value) -> Sequence[tuple[Value, ...]]:
        return await self.tables.rows(sql, *values)

    async def write(self, *statements: Statement) -> Sequence[int]:
        self.arrived += 1
        if self.arrived == self.expected:
            self.everybody.set()
        await asyncio.wait_for(self.everybody.wait(), 10)
        return await self.tables.write(*statements)


async def at_once(world: World, *doings: Callable[[World], Awaitable[Any]]) -> list[Any]:
    """Let everybody do theirs; return what came of it, exceptions too."""
    meeting = Meeting(world.tables, len(doings))
    nodes = [World(meeting, world.clock, world.ids, world.workspace_id) for _ in doings]
    outcomes = await asyncio.gather(
        *(doing(node) for doing, node in zip(doings, nodes, strict=True)), return_exceptions=True
    )
    assert meeting.everybody.is_set()
    return outcomes
