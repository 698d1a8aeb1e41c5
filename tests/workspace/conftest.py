"""A workspace on a real SQLite file, with a clock turned by hand and counted ids; only passwords are hashed cheaply."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from relevo.clock import RandomSecrets
from relevo.core.actors import Role
from relevo.core.ids import WorkspaceId
from relevo.ports import Tables
from relevo.storage.sqlite import open_database
from relevo.testing import CountedIds, ManualClock
from relevo.workspace.access.sign_in import Client
from relevo.workspace.assistants import Assistant, NewAssistant
from relevo.workspace.base.seals import Seals
from relevo.workspace.inboxes import Inbox, NewInbox
from relevo.workspace.people.agent import Agent, NewAgent
from relevo.workspace.people.passwords import Passwords
from relevo.workspace.tables import WorkspaceTables

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "brown-teapot-on-ladder"
HERE = Client("203.0.113.7", "Firefox")
SHOP = "https://shop.example"
SEALS = Seals((b"k" * 32,))


@dataclass
class World:
    """Everything a test speaks of."""

    tables: Tables
    clock: ManualClock = field(default_factory=ManualClock)
    ids: CountedIds = field(default_factory=CountedIds)
    workspace_id: WorkspaceId = WorkspaceId("")

    def __post_init__(self) -> None:
        self.parts = self.another_node()

    def another_node(self, seals: Seals = SEALS) -> WorkspaceTables:
        """The same database as a second process sees it: nothing in memory is shared."""
        return WorkspaceTables(
            self.tables, self.clock, self.ids, RandomSecrets(), seals=seals, passwords=Passwords(CHEAP)
        )

    async def agent(
        self, email: str = "ana@example.org", role: Role = Role.AGENT, name: str = "Ana", password: str = PASSWORD
    ) -> Agent:
        new = NewAgent(email=email, name=name, role=role, password=password)
        return await self.parts.people.create(self.workspace_id, new)

    async def assistant(self, **more: object) -> Assistant:
        new = NewAssistant(**{"kind": "echo", "name": "Bean", **more})  # type: ignore[arg-type]
        return await self.parts.assistants.create(self.workspace_id, new)

    async def inbox(self, **more: object) -> Inbox:
        assistant_id = more.pop("assistant_id", None) or (await self.assistant()).id
        new = NewInbox(
            **{"name": "Website", "assistant_id": assistant_id, "allowed_origins": (SHOP,), **more}  # type: ignore[arg-type]
        )
        return await self.parts.inboxes.create(self.workspace_id, new)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    database = open_database(tmp_path / "relevo.db", "test")
    world = World(database.tables)
    world.workspace_id = (await world.parts.workspaces.create("Acme")).id
    yield world
    await database.close()
