"""What an assistant may do beside answering: offer a person or ask for one. It has no authority over control.

Not here: its messages (`message`). Visitors, rules and the API ask for a person through `request` too.
"""

from relevo.core.actors import ActorKind
from relevo.core.commands import OfferHuman, RequestHuman
from relevo.core.conversation import Conversation, WithAssistant
from relevo.core.decide.moves import requesting
from relevo.core.decide.rights import require_active, require_current_turn, require_handoff, require_visitor
from relevo.core.events import Button, Event, HumanOffered, HumanRequested, Message
from relevo.core.ids import Millis, Seq
from relevo.core.messages import clean_text
from relevo.core.rules import OnKeyword, Rules


def offer(conversation: Conversation, command: OfferHuman, rules: Rules) -> tuple[Event, ...]:
    """Ask the visitor whether to fetch a person; where none can be fetched, a failed answer is at least apologised for."""
    require_active(conversation)
    if command.turn is not None:
        require_current_turn(conversation, command.by, command.turn)
    if not isinstance(conversation.control, WithAssistant):
        return ()
    read_seq = command.turn.read_seq if command.turn else None
    offered = offering(conversation, command.at, command.cause, rules, read_seq)
    if not offered and command.turn is not None:
        return (Message(command.message_id, rules.text("apology"), None, read_seq),)
    return offered


def offering(
    conversation: Conversation, at: Millis, cause: str, rules: Rules, read_seq: Seq | None = None
) -> tuple[Event, ...]:
    """Return the offer, or for a keyword under policy R12 the request itself, or nothing where handoff is off."""
    if rules.handoff.is_plan_locked or not rules.handoff.enabled:
        return ()
    if cause == "keyword" and rules.policies.on_keyword is OnKeyword.IMMEDIATE:
        return (requesting(conversation, at, "keyword", rules),)
    text = rules.text("offer_after_failure" if cause == "failure" else "offer")
    buttons = (Button("accept", rules.text("offer_yes")), Button("decline", rules.text("offer_no")))
    return (HumanOffered(text, buttons, cause, read_seq),)


def request(conversation: Conversation, command: RequestHuman, rules: Rules) -> tuple[Event, ...]:
    """Put the conversation into the queue for people. Asking again while one waits or talks changes nothing."""
    require_active(conversation)
    if command.by.kind is ActorKind.VISITOR:
        require_visitor(conversation, command)
    if command.by.kind is ActorKind.ASSISTANT:
        require_current_turn(conversation, command.by, command.turn)
    if not isinstance(conversation.control, WithAssistant):
        return ()
    require_handoff(rules)
    return (*_last_words(command), _requested(conversation, command, rules))


def _requested(conversation: Conversation, command: RequestHuman, rules: Rules) -> HumanRequested:
    reason = clean_text(command.reason) if command.reason and command.reason.strip() else None
    return requesting(conversation, command.at, command.trigger, rules, reason=reason)


def _last_words(command: RequestHuman) -> tuple[Event, ...]:
    if command.turn is None or not command.text or not command.text.strip():
        return ()
    return (Message(command.message_id, clean_text(command.text), None, command.turn.read_seq),)
