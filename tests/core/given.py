"""Given, when, then for the core: who takes part, what each may ask, and conversations in the state a test begins with.

Commands are made by small functions that read as sentences (`takes_over(NOAH)`); a `Talk` carries them out on the real
`decide`, `record` and `react` and keeps the log. Not here: any storage or loop.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from relevo.core.actors import SYSTEM, Actor, ActorKind, Role
from relevo.core.commands import (
    Assign,
    Command,
    OfferHuman,
    PostMessage,
    Release,
    RequestHuman,
    Resolve,
    StartConversation,
    TakeOver,
    Transfer,
    Turn,
)
from relevo.core.conversation import Conversation
from relevo.core.decide import decide
from relevo.core.errors import Refusal
from relevo.core.events import Event, Recorded
from relevo.core.evolve import record
from relevo.core.ids import ConversationId, Epoch, InboxId, Millis, Seq, TurnId
from relevo.core.react import Effect, react
from relevo.core.rules import Handoff, Policies, Rules

C = TypeVar("C", bound=Command)

ID = ConversationId("c_1")
NOW = Millis(1_000_000)
WAIT_MS = 180_000
DUE = Millis(NOW + WAIT_MS)

VERA = Actor(ActorKind.VISITOR, "v_vera", "Vera")
STRANGER = Actor(ActorKind.VISITOR, "v_other", "Otto")
BEAN = Actor(ActorKind.ASSISTANT, "as_bean", "Bean")
MOCHA = Actor(ActorKind.ASSISTANT, "as_mocha", "Mocha")
MARIA = Actor(ActorKind.AGENT, "ag_maria", "Maria")
NOAH = Actor(ActorKind.AGENT, "ag_noah", "Noah")
SUE = Actor(ActorKind.AGENT, "ag_sue", "Sue")
"""The supervisor."""
VIC = Actor(ActorKind.AGENT, "ag_vic", "Vic")
"""The viewer."""

ROLES = {MARIA.id: Role.AGENT, NOAH.id: Role.AGENT, SUE.id: Role.SUPERVISOR, VIC.id: Role.VIEWER}


def rules(*, handoff: Handoff | None = None, texts: dict[str, str] | None = None, **policies: Any) -> Rules:
    """The defaults, but for the policies that are named."""
    made = Rules(policies=Policies(**policies), handoff=handoff or Handoff())
    return replace(made, texts={**made.texts, **texts}) if texts else made


class Talk:
    """One conversation in the hands of a test. Each command is decided, recorded and reacted to as the shell does it."""

    def __init__(self, under: Rules | None = None, *, channel: str = "web") -> None:
        self.rules = under or Rules()
        self.log: list[Recorded] = []
        self.effects: list[Effect] = []
        self._conversation: Conversation | None = None
        self.when(starts(channel))

    @property
    def conversation(self) -> Conversation:
        assert self._conversation is not None
        return self._conversation

    def given(self, *commands: Command) -> "Talk":
        for command in commands:
            self.when(command)
        return self

    def when(self, command: Command) -> tuple[Event, ...]:
        """Carry out a command and return the events."""
        return tuple(recorded.event for recorded in self.records(command))

    def records(self, command: Command) -> tuple[Recorded, ...]:
        events = decide(self._conversation, command, self.rules)
        self._conversation, records = record(ID, self._conversation, events, command)
        self.log += records
        self.effects = [effect for recorded in records for effect in react(self._conversation, recorded)]
        return records

    def refusal(self, command: Command) -> Refusal:
        """Return the refusal that a command meets; fail when it meets none."""
        try:
            events = decide(self.conversation, command, self.rules)
        except Refusal as refusal:
            return refusal
        raise AssertionError(f"not refused, but {names(events)}")

    def turn(self, id: str = "turn_1") -> Turn:
        """The credentials of a turn that begins now."""
        return Turn(TurnId(id), self.conversation.epoch, self.conversation.head_seq)

    def effect_kinds(self) -> list[str]:
        """What the last command led to."""
        return [effect.kind.value for effect in self.effects]


def a_conversation(under: Rules | None = None, *, channel: str = "web") -> Talk:
    """The visitor has written once; the assistant has control and has not answered yet."""
    return Talk(under, channel=channel).given(visitor_says("Where is my order?"))


def waiting(under: Rules | None = None) -> Talk:
    return a_conversation(under).given(asks_for_human())


def with_agent(owner: Actor = MARIA, under: Rules | None = None) -> Talk:
    return a_conversation(under).given(takes_over(owner))


def closed(under: Rules | None = None) -> Talk:
    return with_agent(MARIA, under).given(resolves(MARIA))


def starts(channel: str = "web") -> StartConversation:
    return StartConversation(
        by=VERA, at=NOW, workspace_id="ws", inbox_id=InboxId("in"), channel=channel, visitor=VERA, assistant=BEAN
    )


def visitor_says(text: str = "Hello?", *, by: Actor = VERA, asks: bool = False) -> PostMessage:
    return PostMessage(by=by, at=NOW, message_id="m_v", text=text, asks_for_human=asks)


def agent_says(by: Actor, text: str = "I look into it.", *, take_over: bool = False) -> PostMessage:
    return PostMessage(by=by, role=ROLES.get(by.id), at=NOW, message_id="m_a", text=text, take_over=take_over)


def assistant_says(turn: Turn | None, text: str = "It is on its way.", *, by: Actor = BEAN) -> PostMessage:
    return PostMessage(by=by, at=NOW, message_id="m_b", text=text, turn=turn)


def offers_human(turn: Turn | None = None, *, by: Actor | None = None, cause: Any = None, **more: Any) -> OfferHuman:
    """By the keyword rule, or by the assistant when it shows its turn."""
    why: Any
    asking, why = (SYSTEM, "keyword") if turn is None else (BEAN, "failure")
    return OfferHuman(by=by or asking, at=NOW, cause=cause or why, turn=turn, message_id="m_o", **more)


def asks_for_human(*, by: Actor = VERA, trigger: Any = "button", **more: Any) -> RequestHuman:
    return RequestHuman(by=by, at=NOW, trigger=trigger, message_id="m_r", **more)


def takes_over(by: Actor, **more: Any) -> TakeOver:
    return TakeOver(by=by, role=ROLES.get(by.id), at=NOW, **more)


def releases(by: Actor, **more: Any) -> Release:
    return Release(by=by, role=ROLES.get(by.id), at=NOW, **more)


def transfers(by: Actor, to: Actor | None = NOAH, **more: Any) -> Transfer:
    return Transfer(by=by, role=ROLES.get(by.id), at=NOW, to=to, **more)


def assigns(by: Actor, to: Actor | None = NOAH, **more: Any) -> Assign:
    return Assign(by=by, role=ROLES.get(by.id), at=NOW, to=to, **more)


def resolves(by: Actor, **more: Any) -> Resolve:
    return Resolve(by=by, role=ROLES.get(by.id), at=NOW, **more)


def by_agent(kind: Callable[..., C], by: Actor, **fields: Any) -> C:
    return kind(by=by, role=ROLES.get(by.id), at=NOW, **fields)


def by_visitor(kind: Callable[..., C], **fields: Any) -> C:
    return kind(by=VERA, at=NOW, **fields)


def by_clock(kind: Callable[..., C], conversation: Conversation, *, late_ms: int = 0, behind: int = 0) -> C:
    """A timer's command, `late_ms` after now and set `behind` changes of control ago."""
    return kind(by=SYSTEM, at=Millis(NOW + late_ms), epoch=Epoch(conversation.epoch - behind))


def names(events: Iterable[Event]) -> str:
    return " ".join(event.type for event in events)


def turn_of(conversation: Conversation, *, behind: int = 0, id: str = "turn_1") -> Turn:
    """A turn that has read everything and began `behind` changes of control ago."""
    return Turn(TurnId(id), Epoch(conversation.epoch - behind), Seq(conversation.head_seq))
