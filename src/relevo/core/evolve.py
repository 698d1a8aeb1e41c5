"""The fold: what a conversation is after an event, and the numbering of new events.

Not here: whether an event may happen; `evolve` believes the log.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, make_dataclass, replace
from typing import Any, assert_never

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
    Joined,
    LabelsChanged,
    Message,
    NoteAdded,
    OwnerLost,
    Recorded,
    Released,
    Renamed,
    Reopened,
    Resolved,
    TakenOver,
    Transferred,
    WaitExpired,
)  # fmt: skip
from relevo.core.helping import Helping
from relevo.core.ids import ConversationId, Epoch, Seq, WorkspaceId
from relevo.core.messages import preview

_SETTLED = {"requested_at": None, "request_trigger": None}
"""Nobody asks for a person any more."""


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
    changes |= {"head_seq": recorded.seq, "epoch": recorded.epoch, "updated_at": recorded.at}
    if not recorded.event.is_internal:
        changes |= {"shown_seq": recorded.seq, "shown_at": recorded.at}
    return _copy(conversation, changes)


def _author(event: Event, conversation: Conversation | None, by: Actor) -> Actor:
    """Return whose event it is: nearly always the asking party's, but nobody else speaks in a visitor's name, and what follows
    from a rule is not the doing of whoever set the label.
    """
    match event:
        case AnswerCut() if conversation is not None:
            return conversation.assistant
        case HumanOffered() if by.kind is ActorKind.VISITOR:
            return SYSTEM
        case HumanRequested(trigger="rule") | HandoffNote():
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
    match recorded.event:
        case Message() as message:
            return _said(conversation, recorded, message)
        case HumanOffered() as offer:
            return _offered(conversation, recorded, offer)
        case HumanDeclined():
            return {"is_asked": False}
        case AnswerCut():
            return {"cut_seq": recorded.seq}
        case ContactLeft(phone=phone):
            return {"contact_phone": phone}
        case HandoffNote():
            return {"told_seq": recorded.seq}
        case LabelsChanged(labels=labels):
            return {"labels": labels}
        case Renamed(subject=subject):
            return {"subject": subject}
        case ConversationStarted() | Joined() | NoteAdded():
            return {}
        case event:
            return _moved(conversation, recorded, event)


def _offered(conversation: Conversation, recorded: Recorded, offer: HumanOffered) -> dict[str, Any]:
    has_words = offer.answers_seq is None or offer.answers_seq <= conversation.answered_seq
    asked = {"is_asked": True, "helping": conversation.helping.with_offer(offer.cause, has_words=has_words)}
    if offer.answers_seq is None:
        return asked | {"cut_seq": recorded.seq}
    return asked | {"answered_seq": Seq(max(conversation.answered_seq, offer.answers_seq))}


def _moved(conversation: Conversation, recorded: Recorded, event: Event) -> dict[str, Any]:
    at, control = recorded.at, conversation.control
    match event:
        case HumanRequested() as asked:
            reason = asked.reason or asked.note
            waiting = Waiting(at, asked.trigger, reason, asked.deadline, team_id=asked.team_id, standby=asked.standby)
            left_by = _left_by(conversation, recorded.actor, asked)
            return _handed(conversation, waiting) | {
                "requested_at": at,
                "request_trigger": asked.trigger,
                "left_by": left_by,
            }
        case WaitExpired():
            return {"control": replace(control, timed_out=True)} if isinstance(control, Waiting) else {}
        case TakenOver(owner=owner):
            return _handed(conversation, WithAgent(owner, at))
        case Transferred(to=owner, cause=cause, deadline=deadline):
            team_id = control.team_id if cause == "auto" and isinstance(control, Waiting) else None
            return _handed(conversation, WithAgent(owner, at, deadline=deadline, team_id=team_id))
        case OwnerLost():
            return {"control": replace(control, is_lost=True)} if isinstance(control, WithAgent) else {}
        case Released(assistant=assistant, keeps_request=keeps_request):
            settled = {} if keeps_request else _SETTLED
            ended = {"is_asked": False, "stretch_from": None, "has_human_part": False, "left_by": ()}
            begun = {"assistant": assistant, "control": WithAssistant(assistant, at), "helping": Helping()}
            return {**settled, **ended, **begun}
        case Resolved():
            return {"status": Status.CLOSED, "is_asked": False, "left_by": (), **_SETTLED}
        case Reopened():
            return {"status": Status.ACTIVE}
        case _:
            raise TypeError(f"no fold for {type(event).__name__}")


def _handed(conversation: Conversation, control: Control) -> dict[str, Any]:
    """Control left the assistant, or went from one person to the next: the human stretch begins or goes on."""
    begin = Seq(max(conversation.stretch_from or 0, conversation.told_seq + 1))
    return {"control": control, "is_asked": False, "stretch_from": begin, "helping": Helping()}


def _left_by(conversation: Conversation, by: Actor, asked: HumanRequested) -> tuple[str, ...]:
    """Return who has left it to others by now: who put it into the queue, whom it was taken from for that, and who was given it
    in vain. Not an owner who took it and has vanished: once they are back, they know the visitor best.
    """
    match conversation.control:
        case WithAgent(deadline=int(), has_spoken=False, owner=owner):
            silent: Actor | None = owner
        case _:
            silent = None
    gave = by if asked.trigger in ("queued", "transfer") else None
    left = [one.id for one in (gave, asked.overridden, silent) if one is not None and one.kind is ActorKind.AGENT]
    return tuple(dict.fromkeys((*conversation.left_by, *left)))


def _said(conversation: Conversation, recorded: Recorded, message: Message) -> dict[str, Any]:
    actor, seq, control = recorded.actor, recorded.seq, conversation.control
    said: dict[str, Any] = {"last_message": Preview(preview(message.text), recorded.at, actor)}
    match actor.kind:
        case ActorKind.VISITOR:
            since = conversation.unanswered_since or recorded.at
            asked = {"unanswered": conversation.unanswered + 1, "unanswered_since": since}
            return said | asked | {"last_visitor_seq": seq, "is_asked": False}
        case ActorKind.AGENT:
            if isinstance(control, WithAgent) and (control.is_lost or not control.has_spoken):
                said["control"] = replace(control, has_spoken=True, is_lost=False)
            said |= {"unanswered": 0, "unanswered_since": None, "left_by": ()}
            said |= {"last_responder": actor, "has_human_part": True}
            return said
        case ActorKind.ASSISTANT | ActorKind.SYSTEM:
            read_seq = seq if message.answers_seq is None else message.answers_seq
            has_missed = conversation.last_visitor_seq > read_seq
            said |= {"answered_seq": Seq(max(conversation.answered_seq, read_seq)), "is_asked": False}
            told_seq = read_seq if has_missed else seq
            still_since = conversation.unanswered_since if has_missed else None
            missed = {"unanswered": int(has_missed), "unanswered_since": still_since}
            helping = conversation.helping.with_answer()
            return said | missed | {"last_responder": actor, "told_seq": told_seq, "helping": helping}
        case never:
            assert_never(never)


def values_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """Return what reads all fields of a dataclass, in their order.

    It is made of their names, as `dataclasses` makes an `__init__`: attributes that stand in the code are read in half the time that
    `attrgetter` needs for those that are named by a text, and a conversation's are read twice for every message.
    """
    read = "".join(f"of.{field.name}, " for field in fields(kind))
    values: Callable[[Any], tuple[Any, ...]] = eval(f"lambda of: ({read})")  # noqa: S307 - names of our own fields
    return values


def _copier() -> Callable[[Conversation, Mapping[str, Any]], Conversation]:
    """Return what copies a conversation with some fields changed, as `dataclasses.replace` does, in a fifth of its time.

    A frozen class sets each of its fields by a call of its own. So a copy begins as the class's twin, which has the same
    slots and is not frozen, and becomes a conversation before anybody else sees it.
    """
    names = [field.name for field in fields(Conversation)]
    values = values_of(Conversation)
    unfrozen = make_dataclass("Unfrozen", names, slots=True)

    def copy(conversation: Conversation, changes: Mapping[str, Any]) -> Conversation:
        changed: Any = unfrozen(*values(conversation))
        for name, value in changes.items():
            setattr(changed, name, value)
        changed.__class__ = Conversation
        whole: Conversation = changed
        return whole

    return copy


_copy = _copier()
