"""The transcript that an assistant gets: who said what, with the human stretch marked at its begin and its end.

Not here: the wire format of any model (`assistants`). Who speaks comes from the log's author field, never from a text.
"""

from collections.abc import Iterable, Iterator, Sequence

from relevo.core.actors import ActorKind
from relevo.core.conversation import Conversation
from relevo.core.events import HandoffNote, HumanDeclined, Message, Recorded, Released, TakenOver, Transferred
from relevo.ports import Line, Speaker, Transcript

_SPEAKERS = {ActorKind.VISITOR: Speaker.VISITOR, ActorKind.AGENT: Speaker.AGENT, ActorKind.ASSISTANT: Speaker.ASSISTANT}


def transcript(conversation: Conversation, log: Iterable[Recorded], *, may_ask_human: bool) -> Transcript:
    """Return what an assistant answers to. Notices shown to visitors and the team's notes are left out.

    Who has just said no to a person is not offered one again in the answer to the same words.
    """
    records = tuple(log)
    lines = tuple(line for recorded in records for line in _lines(recorded))
    may_ask = may_ask_human and not _has_just_declined(records)
    return Transcript(conversation.id, conversation.locale, lines, may_ask)


def _has_just_declined(records: Sequence[Recorded]) -> bool:
    for recorded in reversed(records):
        match recorded.event:
            case HumanDeclined():
                return True
            case Message() if recorded.actor.kind is ActorKind.VISITOR:
                return False
            case _:
                pass
    return False


def _lines(recorded: Recorded) -> Iterator[Line]:
    match recorded.event:
        case Message(text=text):
            yield Line(_SPEAKERS[recorded.actor.kind], text, recorded.actor.name)
        case TakenOver(owner=owner) | Transferred(to=owner):
            yield Line(Speaker.NOTICE, f"{owner.name}, a human colleague, took over here. The assistant was silent.")
        case Released(cause="released" | "owner_lost" | "reopened"):
            yield Line(Speaker.NOTICE, "The human colleague has left. From here on the assistant answers again.")
        case HandoffNote(note=note):
            yield Line(Speaker.NOTICE, f"Internal note on what the human colleague and the visitor said:\n{note.text}")
        case _:
            return
