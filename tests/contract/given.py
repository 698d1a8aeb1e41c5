"""Conversations for storage tests, made by the real core: who takes part, and commits that lead somewhere.

Not here: any storage.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from relevo.core.actors import SYSTEM, Actor, ActorKind, Role
from relevo.core.commands import (
    Command,
    LeaveContact,
    PostMessage,
    Release,
    Reopen,
    RequestHuman,
    Resolve,
    SetLabels,
    StartConversation,
    TakeOver,
)
from relevo.core.conversation import Conversation
from relevo.core.decide import decide
from relevo.core.events import Event
from relevo.core.evolve import record
from relevo.core.ids import ConversationId, InboxId, Millis, WorkspaceId
from relevo.core.react import Effect, react
from relevo.core.rules import Rules
from relevo.ports import Commit, IdempotencyKey

WORKSPACE = WorkspaceId("ws_1")
INBOX = InboxId("in_1")
ASSISTANT = Actor(ActorKind.ASSISTANT, "as_1", "Bean")
MARIA = Actor(ActorKind.AGENT, "ag_maria", "Maria")
TOM = Actor(ActorKind.AGENT, "ag_tom", "Tom", "https://example.org/tom.png")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How a conversation begins; the fields that a test does not name are the same for all."""

    id: str = "c_1"
    workspace: str = WORKSPACE
    inbox: str = INBOX
    visitor: str = "v_1"
    name: str = "Ann"
    channel: str = "web"
    at: int = 1_000


def visitor(id: str = "v_1", name: str = "Ann") -> Actor:
    return Actor(ActorKind.VISITOR, id, name)


def started(start: Start | None = None, key: IdempotencyKey | None = None) -> Commit:
    """The commit that begins a conversation."""
    start = start or Start()
    who = visitor(start.visitor, start.name)
    command = StartConversation(
        by=who, at=Millis(start.at), workspace_id=start.workspace, inbox_id=InboxId(start.inbox), channel=start.channel,
        visitor=who, assistant=ASSISTANT,
    )  # fmt: skip
    return commit(None, command, key=key, id=start.id)


def commit(
    before: Conversation | None,
    command: Command,
    *,
    key: IdempotencyKey | None = None,
    finished: Effect | None = None,
    id: str = "c_1",
) -> Commit:
    """What the engine hands to the log for a command; effects that are due at once are leased for a second."""
    return committed(before, decide(before, command, Rules()), command, key=key, finished=finished, id=id)


def committed(
    before: Conversation | None,
    events: Sequence[Event],
    command: Command,
    *,
    key: IdempotencyKey | None = None,
    finished: Effect | None = None,
    id: str = "c_1",
) -> Commit:
    """The same for chosen events."""
    name = before.id if before else ConversationId(id)
    after, records = record(name, before, events, command)
    effects = tuple(effect for recorded in records for effect in react(after, recorded))
    keys = (key,) if key else ()
    return Commit(before, after, records, effects, Millis(command.at + 1_000), keys, finished)


def said(before: Conversation, text: str = "Hello", *, by: Actor | None = None, **more: Any) -> Command:
    """A message, by the visitor unless somebody else is named."""
    return PostMessage(
        by=by or before.visitor,
        at=_next(before),
        role=_role(by),
        message_id=f"m_{before.head_seq + 1}",
        text=text,
        **more,
    )


def asked_for_human(before: Conversation) -> Command:
    return RequestHuman(by=before.visitor, at=_next(before), trigger="button")


def taken(before: Conversation, by: Actor = MARIA) -> Command:
    return TakeOver(by=by, at=_next(before), role=Role.AGENT)


def released(before: Conversation, by: Actor = MARIA) -> Command:
    return Release(by=by, at=_next(before), role=Role.AGENT)


def resolved(before: Conversation, by: Actor = MARIA) -> Command:
    return Resolve(by=by, at=_next(before), role=Role.SUPERVISOR)


def reopened(before: Conversation, by: Actor = MARIA) -> Command:
    return Reopen(by=by, at=_next(before), role=Role.AGENT)


def labelled(before: Conversation, *labels: str) -> Command:
    return SetLabels(by=MARIA, at=_next(before), role=Role.AGENT, labels=labels)


def left_contact(before: Conversation, phone: str) -> Command:
    return LeaveContact(by=before.visitor, at=_next(before), phone=phone)


def without_events(
    before: Conversation, *, key: IdempotencyKey | None = None, finished: Effect | None = None
) -> Commit:
    """A commit that changes nothing but remembers a key or completes an effect."""
    keys = (key,) if key else ()
    return Commit(before, before, (), (), Millis(before.updated_at + 1_000), keys, finished)


def key(name: str = "k_1", principal: str = "v_1", fingerprint: str = "f_1") -> IdempotencyKey:
    return IdempotencyKey(principal, name, fingerprint)


def at(command: Command, moment: int) -> Command:
    return replace(command, at=Millis(moment))


def _next(before: Conversation) -> Millis:
    return Millis(before.updated_at + 1_000)


def _role(by: Actor | None) -> Role | None:
    return Role.AGENT if by is not None and by.kind is ActorKind.AGENT else None


__all__ = [
    "ASSISTANT", "INBOX", "MARIA", "SYSTEM", "TOM", "WORKSPACE", "Start", "asked_for_human", "at", "commit", "committed",
    "key", "labelled", "left_contact", "released", "reopened", "resolved", "said", "started", "taken", "visitor",
    "without_events",
]  # fmt: skip
