"""What engine tests begin with: a conversation on a running node, and people who act in it."""

from dataclasses import dataclass

import msgspec

from relevo.core.actors import Actor, ActorKind, Role
from relevo.core.commands import PostMessage, Release, RequestHuman, StartConversation, TakeOver
from relevo.core.conversation import Conversation
from relevo.core.events import Recorded
from relevo.core.ids import ConversationId, InboxId, Millis, Seq, WorkspaceId
from relevo.engine.handle import Outcome
from relevo.engine.live.subscription import Subscription
from relevo.ports import IdempotencyKey
from relevo.testing import MemoryNode

WORKSPACE = WorkspaceId("ws")
VISITOR = Actor(ActorKind.VISITOR, "vis", "Vera")
BEAN = Actor(ActorKind.ASSISTANT, "bean", "Bean")
MARIA = Actor(ActorKind.AGENT, "maria", "Maria")
NOAH = Actor(ActorKind.AGENT, "noah", "Noah")


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation on a node, and the ways to act in it."""

    on: MemoryNode
    id: ConversationId

    @property
    def now(self) -> Millis:
        return Millis(self.on.clock.now_ms())

    async def visitor_says(self, text: str, *, key: str | None = None, fingerprint: str = "f") -> Outcome:
        command = PostMessage(by=VISITOR, at=self.now, message_id=self.on.ids.new_id("msg"), text=text, client_id=key)
        keys = (IdempotencyKey("visitor:vis", key, fingerprint),) if key else ()
        return await self.on.node.handle(WORKSPACE, self.id, command, keys=keys)

    async def agent_says(self, text: str, by: Actor = MARIA, *, take_over: bool = False) -> Outcome:
        message_id = self.on.ids.new_id("msg")
        command = PostMessage(
            by=by, role=Role.AGENT, at=self.now, message_id=message_id, text=text, take_over=take_over
        )
        return await self.on.node.handle(WORKSPACE, self.id, command)

    async def take_over(self, by: Actor = MARIA) -> Outcome:
        return await self.on.node.handle(WORKSPACE, self.id, TakeOver(by=by, role=Role.AGENT, at=self.now))

    async def release(self, by: Actor = MARIA, *, answer_now: bool = False) -> Outcome:
        command = Release(by=by, role=Role.AGENT, at=self.now, answer_now=answer_now)
        return await self.on.node.handle(WORKSPACE, self.id, command)

    async def ask_for_human(self) -> Outcome:
        command = RequestHuman(by=VISITOR, at=self.now, trigger="button")
        return await self.on.node.handle(WORKSPACE, self.id, command)

    async def conversation(self) -> Conversation:
        return await self.on.node.handle.load(WORKSPACE, self.id)

    async def log(self) -> list[Recorded]:
        return list(await self.on.memory.log.read(WORKSPACE, self.id, Seq(0), 10_000))

    async def types(self) -> list[str]:
        return [recorded.event.type for recorded in await self.log()]


async def a_talk(on: MemoryNode, conversation_id: str = "c1") -> Talk:
    """Start a conversation between Vera and Bean."""
    command = StartConversation(
        by=VISITOR,
        at=Millis(on.clock.now_ms()),
        workspace_id=WORKSPACE,
        inbox_id=InboxId(f"inbox-{conversation_id}"),
        channel="web",
        visitor=VISITOR,
        assistant=BEAN,
    )
    id = ConversationId(conversation_id)
    await on.node.handle(WORKSPACE, id, command)
    return Talk(on, id)


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a stream, read as a client reads it."""

    type: str
    data: dict[str, object]
    id: int | None = None


def frames(chunk: bytes, *, heartbeats: bool = False) -> list[Frame]:
    """Parse the bytes of a stream. Heartbeats come at any moment: they are left out unless a test is about them."""
    parsed = []
    for block in chunk.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        if fields:
            id = int(fields["id"]) if "id" in fields else None
            parsed.append(Frame(fields["event"], msgspec.json.decode(fields["data"]), id))
    return [frame for frame in parsed if heartbeats or frame.type != "ping"]


async def read_frames(subscription: Subscription, until: str) -> list[Frame]:
    """Read a stream up to the first chunk that holds a frame of a type."""
    seen: list[Frame] = []
    while not any(frame.type == until for frame in seen):
        chunk = await subscription.read()
        if not chunk:
            break
        seen += frames(chunk, heartbeats=until == "ping")
    return seen
