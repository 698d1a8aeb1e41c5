"""What an assistant may do beside answering: offer a person or ask for one. It has no authority over control.

Not here: its messages (`message`). Visitors, rules and the API ask for a person through `request` too.
"""

from relevo.core.actors import ActorKind
from relevo.core.commands import OfferHuman, RequestHuman
from relevo.core.conversation import Conversation, WithAssistant
from relevo.core.decide.moves import requesting
from relevo.core.decide.offers import after_failures, offering
from relevo.core.decide.rights import (
    has_handoff,
    require_active,
    require_answering,
    require_current_turn,
    require_handoff,
    require_visitor,
)
from relevo.core.events import Event, Message
from relevo.core.messages import clean_optional
from relevo.core.rules import Rules


def offer(conversation: Conversation, command: OfferHuman, rules: Rules) -> tuple[Event, ...]:
    """Ask the visitor whether to fetch a person. Where none can be fetched, a turn that has nothing to say apologises."""
    require_active(conversation)
    if command.turn is not None:
        require_current_turn(conversation, command.by, command.turn)
    elif command.by.kind is ActorKind.ASSISTANT:
        require_answering(conversation, command.by)
    words = _last_words(command)
    if not isinstance(conversation.control, WithAssistant) or (command.turn is None and conversation.is_asked):
        return words
    read_seq = command.turn.read_seq if command.turn else None
    asked = after_failures(conversation, command, rules)
    offered = asked or offering(conversation, command.at, command.cause, rules, read_seq)
    return (*words, *offered) or _apology(command, rules)


def request(conversation: Conversation, command: RequestHuman, rules: Rules) -> tuple[Event, ...]:
    """Put the conversation into the queue for people. Asking again while one waits or talks changes nothing.

    Where no person can be asked for, an assistant's turn ends in its own words or an apology: never in silence.
    """
    if command.by.kind is ActorKind.VISITOR:
        require_visitor(conversation, command)
    require_active(conversation)
    if command.by.kind is ActorKind.ASSISTANT or command.turn is not None:
        require_current_turn(conversation, command.by, command.turn)
    words = _last_words(command)
    if not isinstance(conversation.control, WithAssistant):
        return words
    if command.turn is not None and not has_handoff(rules):
        return words or _apology(command, rules)
    require_handoff(rules)
    reason = clean_optional(command.reason, "reason")
    return (*words, requesting(conversation, command.at, command.trigger, rules, reason=reason))


def _last_words(command: OfferHuman | RequestHuman) -> tuple[Event, ...]:
    text = clean_optional(command.text)
    if command.turn is None or text is None:
        return ()
    return (Message(command.message_id, text, None, command.turn.read_seq),)


def _apology(command: OfferHuman | RequestHuman, rules: Rules) -> tuple[Event, ...]:
    if command.turn is None:
        return ()
    return (Message(command.message_id, rules.text("apology"), None, command.turn.read_seq),)
