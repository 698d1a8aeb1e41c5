"""A desk where requests are handed out: the real engine in memory with the feature, its agents and its conversations.

Not here: the tests.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from relevo.core.actors import Actor, ActorKind, Role
from relevo.core.commands import (
    Assign,
    Command,
    PostMessage,
    RequestHuman,
    Resolve,
    StartConversation,
    TakeOver,
    Transfer,
)
from relevo.core.conversation import Conversation
from relevo.core.ids import ConversationId, InboxId, Millis, WorkspaceId
from relevo.core.rules import Assignment, Policies, Rules
from relevo.engine.node import Node
from relevo.fanout.memory import MemoryFanout, MemoryPresence
from relevo.features.assignment.assigner import Assigner, attach
from relevo.ports import PresenceState
from relevo.testing import MemoryNode, ScriptedAssistant, memory_node

WORKSPACE = WorkspaceId("ws")
BEAN = Actor(ActorKind.ASSISTANT, "bean", "Bean")
ONLINE, AWAY = PresenceState.ONLINE, PresenceState.AWAY


def agent(name: str) -> Actor:
    return Actor(ActorKind.AGENT, name, name.title())


async def settled(assigner: Assigner) -> None:
    """Wait until nothing is being handed out."""
    while rounds := [desk.round for desk in assigner._desks.values() if desk.round is not None]:
        await asyncio.gather(*rounds)


@dataclass(slots=True)
class Desk:
    """A running node with the feature, agents by name, and conversations by number."""

    on: MemoryNode
    assigner: Assigner

    @property
    def now(self) -> Millis:
        return Millis(self.on.clock.now_ms())

    def policy(self, assignment: Assignment = Assignment.ROUND_ROBIN, capacity: int = 5) -> None:
        self.on.workspace.current = Rules(policies=Policies(assignment=assignment, capacity=capacity))

    async def comes(self, name: str, state: PresenceState = ONLINE, role: Role = Role.AGENT) -> None:
        self.on.workspace.agents.setdefault(name, (agent(name), role))
        await self.on.node.attendance.sign_of_life(WORKSPACE, agent(name), state)
        await self.settled()

    async def asks(self, name: str = "c1", team_id: str | None = None) -> None:
        visitor = Actor(ActorKind.VISITOR, f"v-{name}", "Vera")
        await self._do(
            name,
            StartConversation(
                by=visitor, at=self.now, workspace_id=WORKSPACE, inbox_id=InboxId("inbox"), channel="web", visitor=visitor, assistant=BEAN
            ),
        )  # fmt: skip
        await self._do(name, RequestHuman(by=visitor, at=self.now, trigger="button"))
        if team_id is not None:
            by = agent("passer")
            await self._do(name, Transfer(by=by, role=Role.AGENT, at=self.now, team_id=team_id))
        await self.settled()

    async def takes(self, who: str, name: str) -> None:
        await self._do(name, TakeOver(by=agent(who), role=Role.AGENT, at=self.now))
        await self.settled()

    async def says(self, who: str, name: str) -> None:
        by = agent(who)
        await self._do(name, PostMessage(by=by, role=Role.AGENT, at=self.now, message_id="m", text="Hello!"))

    async def resolves(self, who: str, name: str) -> None:
        await self._do(name, Resolve(by=agent(who), role=Role.AGENT, at=self.now))
        await self.settled()

    async def hands_back(self, who: str, name: str) -> None:
        await self._do(name, Assign(by=agent(who), role=Role.AGENT, at=self.now, to=None))
        await self.settled()

    async def owner(self, name: str = "c1") -> str | None:
        conversation = await self.conversation(name)
        return conversation.owner.id if conversation.owner else None

    async def conversation(self, name: str) -> Conversation:
        return await self.on.node.handle.load(WORKSPACE, ConversationId(name))

    async def settled(self) -> None:
        """Wait until nothing is being handed out."""
        await settled(self.assigner)

    def restarted(self) -> "Desk":
        """Return the same desk on another process over the same storage: no presence lease outlives the first."""
        node = Node(replace(self.on.node.ports, presence=MemoryPresence(), fanout=MemoryFanout()))
        return Desk(replace(self.on, node=node), attach(node))

    async def _do(self, name: str, command: Command) -> None:
        await self.on.node.handle(WORKSPACE, ConversationId(name), command)


@asynccontextmanager
async def a_desk(assignment: Assignment = Assignment.ROUND_ROBIN, capacity: int = 5) -> AsyncIterator[Desk]:
    async with memory_node(ScriptedAssistant([])) as on:
        desk = Desk(on, attach(on.node))
        desk.policy(assignment, capacity)
        yield desk
