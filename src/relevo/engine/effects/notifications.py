"""What the team is told of: a request for a person, a transfer, a word from a visitor to the one who has it.

Not here: e-mail, push and webhooks; they are features that follow the same effects later.
"""

from typing import Any

from relevo.core.conversation import Conversation
from relevo.core.events import HumanRequested, Message, OwnerLost, Recorded, TakenOver, Transferred
from relevo.core.ids import Seq
from relevo.core.messages import preview
from relevo.core.react import Effect
from relevo.engine.effects.runner import Done
from relevo.engine.handle import Handle
from relevo.engine.inbox import InboxStreams
from relevo.ports import EventLog


class Notifier:
    """Sends the notification of one event to whom it concerns."""

    def __init__(self, handle: Handle, log: EventLog, streams: InboxStreams) -> None:
        self._handle = handle
        self._log = log
        self._streams = streams

    async def __call__(self, effect: Effect) -> Done:
        conversation = await self._handle.load(effect.workspace_id, effect.conversation_id)
        records = await self._log.read(effect.workspace_id, effect.conversation_id, Seq(effect.seq - 1), 1)
        for recorded in records:
            agent_id, text = _concerned(conversation, recorded)
            self._streams.notify(effect.workspace_id, _notification(effect, conversation, recorded, text), agent_id)
        return None


def _concerned(conversation: Conversation, recorded: Recorded) -> tuple[str | None, str]:
    """Return whom an event concerns, None for the whole team, and a line on it."""
    owner_id = conversation.owner.id if conversation.owner else None
    match recorded.event:
        case HumanRequested(reason=reason):
            last = conversation.last_message
            return None, reason or (last.text if last else "")
        case Transferred(to=to, note=note):
            return to.id, note or ""
        case TakenOver(previous=previous, owner=owner):
            return previous.id, owner.name
        case Message(text=text):
            return owner_id, preview(text)
        case OwnerLost():
            return None, conversation.owner.name if conversation.owner else ""
        case _:
            return None, ""


def _notification(effect: Effect, conversation: Conversation, recorded: Recorded, text: str) -> dict[str, Any]:
    return {
        "id": f"{conversation.id}:{effect.seq}",
        "kind": recorded.event.type,
        "conversation_id": conversation.id,
        "title": conversation.visitor.name,
        "text": text,
        "at": recorded.at,
    }
