"""What must follow from an event: the effects, as data with a key and a due time.

Not here: doing them (`engine/effects`). They are written in the transaction of their event and done at least once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from relevo.core.actors import ActorKind
from relevo.core.conversation import Conversation
from relevo.core.events import (
    AnswerCut,
    Event,
    HumanDeclined,
    HumanRequested,
    Message,
    NoteAdded,
    OwnerLost,
    Recorded,
    Released,
    Resolved,
    TakenOver,
    Transferred,
    WaitExpired,
)
from relevo.core.ids import ConversationId, Epoch, Millis, Seq, WorkspaceId

OWNER_CHECK_MS = 60_000
"""First look at an owner's presence after control was taken: a lease is lost after 60 s (trust.md G20)."""
STREAMED_CHANNEL = "web"
"""The one channel whose visitors read the log themselves; every other needs a delivery."""


class EffectKind(StrEnum):
    """The kinds of things to do."""

    ASK_ASSISTANT = "ask_assistant"
    EXPIRE_WAIT = "expire_wait"
    WATCH_OWNER = "watch_owner"
    EXPIRE_ASSIGNMENT = "expire_assignment"
    NOTIFY = "notify"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing to do, due at a moment, for the event `seq` under control `epoch`. The key is unique in a conversation."""

    kind: EffectKind
    workspace_id: WorkspaceId
    conversation_id: ConversationId
    seq: Seq
    epoch: Epoch
    due_at: Millis

    @property
    def key(self) -> str:
        """Unique in the conversation, the same whenever the event is replayed."""
        return f"{self.kind}:{self.seq}"


def react(conversation: Conversation, recorded: Recorded) -> tuple[Effect, ...]:
    """Return the effects of one event, given the conversation after the whole commit that the event is part of."""
    return tuple(
        [
            Effect(kind, conversation.workspace_id, conversation.id, recorded.seq, recorded.epoch, due_at)
            for kind, due_at in _due(conversation, recorded)
        ]
    )


def _due(conversation: Conversation, recorded: Recorded) -> Iterator[tuple[EffectKind, Millis]]:
    at = recorded.at
    if _wakes_assistant(conversation, recorded):
        yield EffectKind.ASK_ASSISTANT, at
    if recorded.event.changes_control:
        yield from _watched(recorded.event, at)
    if _concerns_team(conversation, recorded):
        yield EffectKind.NOTIFY, at
    if conversation.channel != STREAMED_CHANNEL and _reaches_visitor(recorded):
        yield EffectKind.DELIVER, at


def _watched(event: Event, at: Millis) -> Iterator[tuple[EffectKind, Millis]]:
    """Return when to look whether somebody has come, is there, and has answered."""
    match event:
        case HumanRequested(deadline=int() as deadline):
            yield EffectKind.EXPIRE_WAIT, deadline
        case TakenOver():
            yield EffectKind.WATCH_OWNER, Millis(at + OWNER_CHECK_MS)
        case Transferred(deadline=deadline):
            yield EffectKind.WATCH_OWNER, Millis(at + OWNER_CHECK_MS)
            if deadline is not None:
                yield EffectKind.EXPIRE_ASSIGNMENT, deadline
        case _:
            return


def _wakes_assistant(conversation: Conversation, recorded: Recorded) -> bool:
    match recorded.event:
        case Message():
            is_for_assistant = recorded.actor.kind is ActorKind.VISITOR and not conversation.is_asked
        case Released(answers_now=answers_now):
            is_for_assistant = answers_now and conversation.last_visitor_seq < recorded.seq
        case HumanDeclined():
            is_for_assistant = conversation.last_visitor_seq > conversation.answered_seq
        case _:
            is_for_assistant = False
    is_in_force = is_for_assistant and recorded.epoch == conversation.epoch
    return is_in_force and conversation.answering_assistant() is not None


def _concerns_team(conversation: Conversation, recorded: Recorded) -> bool:
    match recorded.event:
        case Message():
            return recorded.actor.kind is ActorKind.VISITOR and conversation.owner is not None
        case HumanRequested() | WaitExpired() | Transferred() | TakenOver(is_forced=True):
            return True
        case OwnerLost() | Released(cause="owner_lost"):
            return True
        case Released(overridden=owner) | Resolved(overridden=owner):
            return owner is not None
        case NoteAdded(mentions=mentions):
            return bool(mentions)
        case _:
            return False


def _reaches_visitor(recorded: Recorded) -> bool:
    """Is there something to read that the visitor did not say? What visitors cause, a waiting text say, does count."""
    match recorded.event:
        case Message():
            return recorded.actor.kind is not ActorKind.VISITOR
        case AnswerCut():
            return False
        case event:
            return not event.is_internal and bool(getattr(event, "text", ""))
