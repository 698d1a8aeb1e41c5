"""The decision: which events a command leads to, or the refusal.

`decide` dispatches to one module for each party that asks: `visitor`, `assistant`, `agent`, `giving`, `timer`; `rights`
holds the checks they share. Not here: numbering the events (`evolve.record`) and what follows from them (`react`).
"""

from relevo.core.commands import (
    AddNote,
    Assign,
    Command,
    ContinueWithAssistant,
    DeclineHuman,
    Draft,
    ExpireAssignment,
    ExpireOwner,
    ExpireWait,
    LeaveContact,
    OfferHuman,
    PostMessage,
    Release,
    Rename,
    Reopen,
    ReportOwnerLost,
    RequestHuman,
    Resolve,
    SetLabels,
    StartConversation,
    TakeOver,
    Transfer,
)  # fmt: skip
from relevo.core.conversation import Conversation
from relevo.core.decide import agent, assistant, giving, timer, visitor
from relevo.core.decide.message import post
from relevo.core.events import AnswerCut, ConversationStarted, Event, HumanOffered, Message
from relevo.core.messages import visible
from relevo.core.rules import Rules


def decide(conversation: Conversation | None, command: Command, rules: Rules) -> tuple[Event, ...]:
    """Return the events that the command leads to; none means that the answer is the same as before.

    Raises:
        Refusal: the domain says no; see `errors` for the tree.
        LookupError: there is no conversation and the command does not start one.
    """
    if conversation is None:
        if not isinstance(command, StartConversation):
            raise LookupError("no such conversation")
        return (_start(command),)
    events = _decide(conversation, command, rules)
    return _cut(conversation, command.draft, events)


def _start(command: StartConversation) -> ConversationStarted:
    return ConversationStarted(
        command.workspace_id, command.inbox_id, command.channel, command.visitor, command.assistant, command.locale,
        command.previous_id,
    )  # fmt: skip


def _cut(conversation: Conversation, draft: Draft | None, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Put what the visitor had seen of a running answer before the change of control, or the offer, that ends it."""
    if draft is None or draft.epoch != conversation.epoch or conversation.answering_assistant() is None:
        return events
    is_ended = any(event.changes_control or isinstance(event, HumanOffered) for event in events)
    is_said = any(isinstance(event, Message) and event.answers_seq is not None for event in events)
    seen = visible(draft.text)
    return (AnswerCut(draft.turn, seen), *events) if seen and is_ended and not is_said else events


def _decide(conversation: Conversation, command: Command, rules: Rules) -> tuple[Event, ...]:  # noqa: C901, PLR0912 - one flat row per command
    match command:
        case StartConversation():
            return ()
        case PostMessage():
            return post(conversation, command, rules)
        case OfferHuman():
            return assistant.offer(conversation, command, rules)
        case RequestHuman():
            return assistant.request(conversation, command, rules)
        case DeclineHuman():
            return visitor.decline(conversation, command)
        case ContinueWithAssistant():
            return visitor.go_on(conversation, command, rules)
        case LeaveContact():
            return visitor.leave_contact(conversation, command)
        case TakeOver():
            return agent.take_over(conversation, command, rules)
        case Release():
            return agent.release(conversation, command, rules)
        case Transfer():
            return giving.transfer(conversation, command, rules)
        case Assign():
            return giving.assign(conversation, command, rules)
        case Resolve():
            return agent.resolve(conversation, command, rules)
        case Reopen():
            return agent.reopen(conversation, command, rules)
        case AddNote() | SetLabels() | Rename():
            return agent.annotate(conversation, command, rules)
        case ExpireWait():
            return timer.expire_wait(conversation, command, rules)
        case ReportOwnerLost():
            return timer.report_owner_lost(conversation, command, rules)
        case ExpireOwner():
            return timer.expire_owner(conversation, command, rules)
        case ExpireAssignment():
            return timer.expire_assignment(conversation, command, rules)
        case _:
            raise TypeError(f"no rule for {type(command).__name__}")
