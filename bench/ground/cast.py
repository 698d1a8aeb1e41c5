"""Who takes part: agents who are signed in, visitors with a token and a conversation, some taken over, some with a past.

Written straight through the workspace and the storage port, in bulk, while no server runs: signing in a hundred agents would
cost half a minute of hashing, and 10^6 messages an hour of requests. Everything measured goes through the public API.
"""

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

import msgspec

from bench.ground.wire import in_crowds
from relevo.app import Foundation, foundation
from relevo.clock import RandomIds, SystemClock
from relevo.core.actors import Actor, Role
from relevo.core.commands import Command, PostMessage, StartConversation, TakeOver, Turn
from relevo.core.conversation import Conversation
from relevo.core.decide import decide
from relevo.core.events import Recorded
from relevo.core.evolve import record
from relevo.core.ids import ConversationId, Epoch, Millis, Seq, TurnId
from relevo.core.rules import Rules
from relevo.demo.run import KEPT, demo_settings
from relevo.ports import Commit
from relevo.storage.sqlite import migrate
from relevo.workspace.inboxes import Inbox
from relevo.workspace.people.agent import Agent, NewAgent
from relevo.workspace.visitors.visitor import Visitor
from tests.running import start_demo

CLOCK, IDS = SystemClock(), RandomIds()


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """How large a cast. The first `taken` visitors talk to an agent, in turn; the others to the assistant."""

    agents: int = 1
    visitors: int
    taken: int = 0
    messages: int = 0
    """Said in each conversation so far, by both sides in turn."""
    strangers: int = 0
    """Conversations of visitors who never come back, as long as the others."""


class Person(msgspec.Struct, frozen=True):
    """Somebody with a token; a visitor also with a conversation, and with its head when the server started."""

    id: str
    token: str
    conversation: str = ""
    head_seq: int = 0


class Cast(msgspec.Struct, frozen=True):
    """All who take part."""

    agents: tuple[Person, ...]
    visitors: tuple[Person, ...]


async def assembled(folder: Path, wanted: Wanted, texts: Sequence[str]) -> Cast:
    """Add a cast to a demo's folder, made now if there is none."""
    cast = await _joined(folder, wanted, texts)
    migrate(folder / "relevo.db")  # indexes what was said, which a server would still be at while it is measured
    return cast


async def _joined(folder: Path, wanted: Wanted, texts: Sequence[str]) -> Cast:
    if not (folder / KEPT).exists():
        shutil.copytree(_demo(), folder, dirs_exist_ok=True)
    async with foundation(demo_settings({}, 0, folder)) as base:
        workspace = await base.workspace.workspaces.first()
        assert workspace is not None
        (inbox, *_) = await base.workspace.inboxes.list(workspace.id)
        agents = await in_crowds(wanted.agents, partial(_agent, base, inbox))
        scribe = Scribe(base, inbox, await base.workspace.desk.assistant_of(workspace.id, inbox.id), wanted, texts)

        async def visitor(number: int) -> Person:
            owner = agents[number % len(agents)][0].actor if number < wanted.taken else None
            return await scribe.visitor(owner, has_token=number < wanted.visitors)

        everybody = await in_crowds(wanted.visitors + wanted.strangers, visitor)
        return Cast(tuple(person for _, person in agents), tuple(everybody[: wanted.visitors]))


@cache
def _demo() -> Path:
    """A demo that was started once and is copied for each scenario: its workspace, assistant and inbox are the demo's own."""
    folder = Path(tempfile.mkdtemp(prefix="relevo-bench-demo-"))
    atexit.register(shutil.rmtree, folder)
    start_demo(folder).stop()
    return folder


async def _agent(base: Foundation, inbox: Inbox, number: int) -> tuple[Agent, Person]:
    """An agent with a session; a cast that joins an earlier one has people of its own."""
    new = NewAgent(email=f"{IDS.new_id('a')}@bench.example", name=f"Agent {number}", display_name=f"Agent{number}")
    agent = await base.workspace.people.create(inbox.workspace_id, new)
    signed_in = await base.workspace.sessions.begin(agent, "127.0.0.1", "bench")
    return agent, Person(agent.id, signed_in.token)


class Scribe:
    """Writes conversations that have been held already, each as one commit."""

    def __init__(self, base: Foundation, inbox: Inbox, assistant: Actor, wanted: Wanted, texts: Sequence[str]) -> None:
        self._base = base
        self._inbox = inbox
        self._assistant = assistant
        self._messages = wanted.messages
        self._texts = texts
        self._said = 0

    async def visitor(self, owner: Actor | None, *, has_token: bool) -> Person:
        """Write a visitor with a conversation; without a token they are only an author."""
        new = Visitor(
            IDS.new_id("visitor"), self._inbox.workspace_id, self._inbox.id, None, "", "en", None, Millis(CLOCK.now_ms())
        )  # fmt: skip
        token = await self._base.workspace.visitors.add(new, None) if has_token else ""
        conversation = await self._conversation(new.actor, owner)
        return Person(new.id, token, conversation.id, conversation.head_seq)

    async def _conversation(self, visitor: Actor, owner: Actor | None) -> Conversation:
        at = Millis(CLOCK.now_ms())
        started = StartConversation(
            by=visitor, at=at, workspace_id=self._inbox.workspace_id, inbox_id=self._inbox.id, channel="web",
            visitor=visitor, assistant=self._assistant,
        )  # fmt: skip
        conversation, records = _followed(ConversationId(IDS.new_id("conv")), None, started)
        said: list[Recorded] = list(records)
        if owner is not None:
            taken = TakeOver(by=owner, at=at, role=Role.AGENT)
            conversation, records = _followed(conversation.id, conversation, taken)
            said += records
        for number in range(self._messages):
            conversation, records = self._message(conversation, owner, number)
            said += records
        await self._base.database.log.append(Commit(None, conversation, tuple(said)))
        return conversation

    def _message(
        self, conversation: Conversation, owner: Actor | None, number: int
    ) -> tuple[Conversation, tuple[Recorded, ...]]:
        """Let the visitor and whoever has control speak in turn; the last word is theirs, so nothing is due."""
        is_visitors = (self._messages - number) % 2 == 0
        speaker = conversation.visitor if is_visitors else owner or self._assistant
        turn = Turn(TurnId("turn"), Epoch(conversation.epoch), Seq(conversation.head_seq))
        self._said += 1
        said = PostMessage(
            by=speaker,
            at=Millis(conversation.updated_at + 1),
            role=Role.AGENT if speaker is owner else None,
            message_id=IDS.new_id("msg"),
            text=self._texts[self._said % len(self._texts)][:500],
            turn=turn if speaker is self._assistant else None,
        )
        return _followed(conversation.id, conversation, said)


def _followed(
    id: ConversationId, before: Conversation | None, command: Command
) -> tuple[Conversation, tuple[Recorded, ...]]:
    return record(id, before, decide(before, command, Rules()), command)
