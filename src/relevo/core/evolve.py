"""The fold: what a conversation is after an event, and the numbering of new events.

Not here: whether an event may happen; `evolve` believes the log.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from relevo.core.actors import SYSTEM, Actor, ActorKind
from relevo.core.commands import Command
from relevo.core.conversation import Control, Conversation, Preview, Status, Waiting, WithAgent, WithAssistant
from relevo.core.events import (
    AnswerCut,
    ContactLeft,
    ConversationStarted,
    Event,
    HandoffNote,
    HumanDeclined,
    HumanOffered,
    HumanRequested,
    LabelsChanged,
    Message,
    OwnerLost,
    Recorded,
    Released,
    Renamed,
    Resolved,
    TakenOver,
    Transferred,
    WaitExpired,
)  # fmt: skip
from relevo.core.ids import ConversationId, Epoch, Seq, WorkspaceId
from relevo.core.messages import preview


def record(
    id: ConversationId, conversation: Conversation | None, events: Iterable[Event], command: Command
) -> tuple[Conversation, tuple[Recorded, ...]]:
    """Number the events of one command after the conversation's head, and fold them in.

    Raises:
        ValueError: there is neither a conversation nor an event that starts one.
    """
    records: list[Recorded] = []
    for event in events:
        seq = Seq(conversation.head_seq + 1 if conversation else 1)
        epoch = Epoch((conversation.epoch if conversation else 0) + event.changes_control)
        recorded = Recorded(seq, command.at, epoch, _author(event, conversation, command.by), event)
        conversation = evolve(id, conversation, recorded)
        records.append(recorded)
    if conversation is None:
        raise ValueError("a log begins with conversation_started")
    return conversation, tuple(records)


def fold(id: ConversationId, log: Iterable[Recorded]) -> Conversation | None:
    """Return the conversation that a log tells, or None for an empty one."""
    conversation: Conversation | None = None
    for recorded in log:
        conversation = evolve(id, conversation, recorded)
    return conversation


def evolve(id: ConversationId, conversation: Conversation | None, recorded: Recorded) -> Conversation:
    """Return the conversation after one more event.

    Raises:
        ValueError: the first event is not `conversation_started`.
    """
    if conversation is None:
        if not isinstance(recorded.event, ConversationStarted):
            raise ValueError("a log begins with conversation_started")
        conversation = _start(id, recorded.event, recorded)
    changes = _changes(conversation, recorded)
    if not recorded.event.is_internal:
        changes["shown_seq"] = recorded.seq
    return replace(conversation, head_seq=recorded.seq, epoch=recorded.epoch, updated_at=recorded.at, **changes)


def _author(event: Event, conversation: Conversation | None, by: Actor) -> Actor:
    match event:
        case AnswerCut() if conversation is not None:
            return conversation.answering_assistant() or conversation.assistant
        case HandoffNote():
            return SYSTEM
        case _:
            return by


def _start(id: ConversationId, event: ConversationStarted, recorded: Recorded) -> Conversation:
    return Conversation(
        id=id,
        workspace_id=WorkspaceId(event.workspace_id),
        inbox_id=event.inbox_id,
        channel=event.channel,
        visitor=event.visitor,
        locale=event.locale,
        assistant=event.assistant,
        control=WithAssistant(event.assistant, recorded.at),
        created_at=recorded.at,
        updated_at=recorded.at,
        previous_id=event.previous_id,
    )


def _changes(conversation: Conversation, recorded: Recorded) -> dict[str, Any]:
    """Return the fields that an event changes."""
    at = recorded.at
    match recorded.event:
        case Message() as message:
            return _said(conversation, recorded, message)
        case HumanOffered(answers_seq=answers_seq):
            return {"is_asked": True, "answered_seq": Seq(max(conversation.answered_seq, answers_seq or 0))}
        case HumanDeclined():
            return {"is_asked": False}
        case HumanRequested() as request:
            waiting = Waiting(
                at, request.trigger, request.reason, request.deadline, team_id=request.team_id, standby=request.standby
            )
            return _handed(conversation, waiting, requested_at=at)
        case WaitExpired() if isinstance(conversation.control, Waiting):
            return {"control": replace(conversation.control, timed_out=True)}
        case ContactLeft(phone=phone):
            return {"contact_phone": phone}
        case TakenOver(owner=owner) | Transferred(to=owner):
            return _handed(conversation, WithAgent(owner, at), requested_at=conversation.requested_at)
        case OwnerLost() if isinstance(conversation.control, WithAgent):
            return {"control": replace(conversation.control, is_lost=True)}
        case Released(assistant=assistant, keeps_request=keeps_request):
            requested_at = conversation.requested_at if keeps_request else None
            ended = {"assistant": assistant, "requested_at": requested_at, "stretch_from": None}
            return ended | {"control": WithAssistant(assistant, at), "is_asked": False, "has_human_part": False}
        case Resolved():
            return {"status": Status.CLOSED, "is_asked": False, "requested_at": None}
        case event:
            return _noted(event)


def _noted(event: Event) -> dict[str, Any]:
    match event:
        case LabelsChanged(labels=labels):
            return {"labels": labels}
        case Renamed(subject=subject):
            return {"subject": subject}
        case _ if event.type == "reopened":
            return {"status": Status.ACTIVE}
        case _:
            return {}


def _handed(conversation: Conversation, control: Control, **more: Any) -> dict[str, Any]:
    """Control left the assistant, or went from one person to the next: the human stretch begins or goes on."""
    begin = conversation.stretch_from or Seq(conversation.last_assistant_seq + 1)
    return {"control": control, "is_asked": False, "stretch_from": begin} | more


def _said(conversation: Conversation, recorded: Recorded, message: Message) -> dict[str, Any]:
    actor = recorded.actor
    said: dict[str, Any] = {"last_message": Preview(preview(message.text), recorded.at, actor)}
    if actor.kind is ActorKind.VISITOR:
        asked = {"unanswered": conversation.unanswered + 1, "last_visitor_seq": recorded.seq, "is_asked": False}
        return said | asked
    is_missed = message.answers_seq is not None and conversation.last_visitor_seq > message.answers_seq
    said |= {"unanswered": int(is_missed), "last_responder": actor}
    match conversation.control:
        case WithAgent() as control if actor.kind is ActorKind.AGENT:
            said |= {"control": replace(control, has_spoken=True, is_lost=False), "has_human_part": True}
        case _:
            read_seq = Seq(max(conversation.answered_seq, message.answers_seq or 0))
            said |= {"last_assistant_seq": recorded.seq, "answered_seq": read_seq, "is_asked": False}
    return said
