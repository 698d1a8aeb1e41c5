"""Saying something: who may speak to everybody, and what a first word brings with it.

Not here: notes, which only the team sees (`agent.annotate`).
"""

from typing import assert_never

from relevo.core.actors import ActorKind
from relevo.core.commands import PostMessage
from relevo.core.conversation import Conversation, WithAgent, WithAssistant
from relevo.core.decide.agent import taking
from relevo.core.decide.moves import reopening
from relevo.core.decide.offers import after_answer, from_page, offering
from relevo.core.decide.rights import (
    is_owner,
    require_acting_agent,
    require_active,
    require_current_turn,
    require_visitor,
)
from relevo.core.errors import Closed, NotAllowed, NotInControl
from relevo.core.events import Event, Joined, Message
from relevo.core.ids import Seq
from relevo.core.messages import clean_text
from relevo.core.rules import AfterResolve, AnnounceJoin, Rules, VisitorSees


def post(conversation: Conversation, command: PostMessage, rules: Rules) -> tuple[Event, ...]:
    """Decide on a message by whoever speaks."""
    match command.by.kind:
        case ActorKind.VISITOR:
            return _by_visitor(conversation, command, rules)
        case ActorKind.AGENT:
            return _by_agent(conversation, command, rules)
        case ActorKind.ASSISTANT:
            return _by_assistant(conversation, command, rules)
        case ActorKind.SYSTEM:
            raise NotAllowed
        case never:
            assert_never(never)


def _by_visitor(conversation: Conversation, command: PostMessage, rules: Rules) -> tuple[Event, ...]:
    require_visitor(conversation, command)
    after_resolve = rules.policies.after_resolve
    if conversation.is_closed and after_resolve is AfterResolve.NEW_CONVERSATION:
        raise Closed
    said: tuple[Event, ...] = (_message(command),)
    goes_to_assistant = isinstance(conversation.control, WithAssistant)
    if conversation.is_closed:
        said = (*reopening(conversation, command, rules), *said)
        goes_to_assistant = after_resolve is AfterResolve.REOPEN_TO_AI
    if command.asks_for_human and goes_to_assistant:
        return (*said, *offering(conversation, command.at, "keyword", rules))
    return (*said, *from_page(conversation, command, rules))


def _by_agent(conversation: Conversation, command: PostMessage, rules: Rules) -> tuple[Event, ...]:
    by = require_acting_agent(command)
    require_active(conversation)
    message = _message(command)
    if is_owner(conversation, by):
        return (*_announcement(conversation, rules), message)
    if not command.take_over:
        raise NotInControl(conversation.owner, conversation.control)
    joined = (Joined(by, rules.text("agent_joined", by.name)),) if _announces_late(rules) else ()
    return (*taking(conversation, command, rules), *joined, message)


def _by_assistant(conversation: Conversation, command: PostMessage, rules: Rules) -> tuple[Event, ...]:
    require_active(conversation)
    require_current_turn(conversation, command.by, command.turn)
    return (_message(command), *after_answer(conversation, command, rules))


def _message(command: PostMessage) -> Message:
    answers_seq: Seq | None = command.turn.read_seq if command.turn else None
    return Message(command.message_id, clean_text(command.text), command.client_id, answers_seq)


def _announcement(conversation: Conversation, rules: Rules) -> tuple[Event, ...]:
    control = conversation.control
    if not isinstance(control, WithAgent) or control.has_spoken or not _announces_late(rules):
        return ()
    return (Joined(control.owner, rules.text("agent_joined", control.owner.name)),)


def _announces_late(rules: Rules) -> bool:
    is_told = VisitorSees.TEXT in rules.policies.visitor_sees
    return is_told and rules.policies.announce_join is AnnounceJoin.FIRST_MESSAGE
