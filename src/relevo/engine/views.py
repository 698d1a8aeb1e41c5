"""The public shapes of conversations and events, for visitors and for agents (api.md).

Not here: encoding to bytes (`frames`) or who may ask for them. What a visitor must not see is left out here, in one place.
"""

from enum import StrEnum
from typing import Any

from relevo.core.actors import Actor
from relevo.core.conversation import Control, Conversation, Waiting, WithAgent, WithAssistant
from relevo.core.events import (
    AnswerCut,
    Commitment,
    ContactLeft,
    ConversationStarted,
    Event,
    HandoffNote,
    HumanDeclined,
    HumanOffered,
    HumanRequested,
    Joined,
    LabelsChanged,
    Message,
    NoteAdded,
    OwnerLost,
    Party,
    Recorded,
    Released,
    Renamed,
    Reopened,
    Resolved,
    TakenOver,
    Transferred,
    WaitExpired,
)


class Audience(StrEnum):
    """For whom a view is made."""

    VISITOR = "visitor"
    AGENT = "agent"


View = dict[str, Any]

_TOLD_APART = HumanOffered | HumanRequested | Transferred
"""Events of which agents see more than visitors do."""


def event_view(recorded: Recorded, audience: Audience) -> View | None:
    """Return an event as the audience may see it, or None where it may not see it at all."""
    event = recorded.event
    if audience is Audience.VISITOR and event.is_internal:
        return None
    return {
        "seq": recorded.seq,
        "type": event.type,
        "at": recorded.at,
        "epoch": recorded.epoch,
        "actor": actor_view(recorded.actor),
        "data": _content(event, audience),
    }


def is_alike(event: Event) -> bool:
    """Do visitors see of it just what agents see? Then one encoding serves them all."""
    return not (event.is_internal or isinstance(event, _TOLD_APART))


def actor_view(actor: Actor) -> View:
    """Return an author with the kind."""
    return {"kind": actor.kind, "id": actor.id, "name": actor.name, "avatar_url": actor.avatar_url}


def named(actor: Actor) -> View:
    """Return an author where the kind is clear from the place."""
    return {"id": actor.id, "name": actor.name, "avatar_url": actor.avatar_url}


def control_view(control: Control, audience: Audience) -> View:
    """Return who has control; the reason for a request is the team's alone."""
    match control:
        case WithAssistant(assistant=assistant, since=since):
            return {"kind": "assistant", "assistant": named(assistant), "since": since}
        case Waiting() as waiting:
            view = {"kind": "waiting", "since": waiting.since, "trigger": waiting.trigger}
            if audience is Audience.AGENT:
                view |= {"reason": waiting.reason, "team_id": waiting.team_id}
            return view | {"deadline": waiting.deadline, "timed_out": waiting.timed_out}
        case WithAgent(owner=owner, since=since, has_spoken=has_spoken):
            return {"kind": "agent", "owner": named(owner), "since": since, "has_spoken": has_spoken}


def conversation_view(conversation: Conversation, audience: Audience) -> View:
    """Return a conversation as its visitor or as an agent may see it."""
    control = conversation.control
    owner = conversation.owner
    head_seq, updated_at = conversation.head_seq, conversation.updated_at
    if audience is Audience.VISITOR:
        # Neither the head nor the time may tell that the team has written a note.
        head_seq, updated_at = conversation.shown_seq, conversation.shown_at or conversation.updated_at
    view: View = {
        "id": conversation.id,
        "status": conversation.status,
        "phase": conversation.phase,
        "control": control_view(control, audience),
        "owner": named(owner) if owner else None,
        "assistant": named(conversation.assistant),
        "epoch": conversation.epoch,
        "version": head_seq,
        "head_seq": head_seq,
        "human_handoff": conversation.human_handoff,
        "created_at": conversation.created_at,
        "updated_at": updated_at,
    }
    if audience is Audience.AGENT:
        view |= _for_agents(conversation)
    return view


def _for_agents(conversation: Conversation) -> View:
    last = conversation.last_message
    responder = conversation.last_responder
    return {
        "inbox": {"id": conversation.inbox_id},
        "channel": conversation.channel,
        "visitor": {**named(conversation.visitor), "locale": conversation.locale},
        "requested_at": conversation.requested_at,
        "request_trigger": conversation.request_trigger,
        "last_responder": actor_view(responder) if responder else None,
        "labels": list(conversation.labels),
        "unread": conversation.unanswered,
        "last_message": {"text": last.text, "at": last.at, "actor": actor_view(last.actor)} if last else None,
        "subject": conversation.subject,
        "contact_phone": conversation.contact_phone,
        "previous_id": conversation.previous_id,
    }


def _content(event: Event, audience: Audience) -> View:
    match event:
        case Message(id=id, text=text, client_id=client_id):
            return {"id": id, "text": text, "client_id": client_id} if client_id else {"id": id, "text": text}
        case AnswerCut(turn=turn, text=text):
            return {"turn": turn, "text": text}
        case HumanOffered(text=text, buttons=buttons, cause=cause):
            view = {"text": text, "buttons": [{"id": button.id, "label": button.label} for button in buttons]}
            return view | ({"cause": cause} if audience is Audience.AGENT else {})
        case ContactLeft(phone=phone):
            return {"phone": phone}
        case WaitExpired(text=text) | OwnerLost(text=text) | Resolved(text=text) | Reopened(text=text):
            return {"text": text}
        case LabelsChanged(labels=labels):
            return {"labels": list(labels)}
        case Renamed(subject=subject):
            return {"subject": subject}
        case NoteAdded(id=id, text=text, mentions=mentions):
            return {"id": id, "text": text, "mentions": [{"id": one.id, "name": one.name} for one in mentions]}
        case HandoffNote(note=note):
            commitments = [_commitment_view(commitment) for commitment in note.commitments]
            return {"form": note.form, "text": note.text, "commitments": commitments}
        case HumanDeclined():
            return {}
        case _:
            return _control_content(event, audience)


def _control_content(event: Event, audience: Audience) -> View:
    is_agent = audience is Audience.AGENT
    match event:
        case ConversationStarted(channel=channel, assistant=assistant):
            return {"channel": channel, "assistant": named(assistant)}
        case HumanRequested() as request:
            view: View = {"trigger": request.trigger, "deadline": request.deadline, "text": request.text}
            team = {"reason": request.reason, "note": request.note, "team_id": request.team_id}
            return view | (team if is_agent else {})
        case TakenOver(owner=owner, previous=previous, text=text, is_forced=is_forced):
            view = {"owner": named(owner), "from": _party_view(previous), "text": text}
            return view | ({"forced": True} if is_forced else {})
        case Joined(owner=owner, text=text):
            return {"owner": named(owner), "text": text}
        case Transferred(previous=previous, to=to, note=note, text=text, cause=cause):
            view = {"from": _party_view(previous), "to": named(to), "text": text, "cause": cause}
            return view | ({"note": note} if is_agent else {})
        case Released(assistant=assistant, text=text, cause=cause):
            return {"assistant": named(assistant), "text": text, "cause": cause}
        case _:
            raise TypeError(f"no public shape for {event.type}")


def _party_view(party: Party) -> View:
    if party.id is None:
        return {"kind": party.kind}
    return {"kind": party.kind, "id": party.id, "name": party.name, "avatar_url": party.avatar_url}


def _commitment_view(commitment: Commitment) -> View:
    return {"text": commitment.text, "seq": commitment.seq, "by": commitment.by}
