"""What only visitors ask: no person now, go on with the assistant, call me back.

Not here: messages (`message`) and asking for a person (`assistant.request`), which others do too.
"""

from relevo.core.commands import ContinueWithAssistant, DeclineHuman, LeaveContact
from relevo.core.conversation import Conversation, Waiting
from relevo.core.decide.moves import returning
from relevo.core.decide.rights import require_active, require_visitor
from relevo.core.events import ContactLeft, Event, HumanDeclined
from relevo.core.messages import clean_phone
from relevo.core.rules import Rules


def decline(conversation: Conversation, command: DeclineHuman) -> tuple[Event, ...]:
    """Take back the offer of a person."""
    require_visitor(conversation, command)
    require_active(conversation)
    return (HumanDeclined(),) if conversation.is_asked else ()


def go_on(conversation: Conversation, command: ContinueWithAssistant, rules: Rules) -> tuple[Event, ...]:
    """Give control back to the assistant; the request stays claimable where policy R10 says so."""
    require_visitor(conversation, command)
    require_active(conversation)
    if not isinstance(conversation.control, Waiting):
        return ()
    return returning(conversation, command, rules, "continued")


def leave_contact(conversation: Conversation, command: LeaveContact) -> tuple[Event, ...]:
    """Keep a telephone number as a lead, whoever has control by now: a claim at the same moment must not lose it."""
    require_visitor(conversation, command)
    require_active(conversation)
    phone = clean_phone(command.phone)
    return (ContactLeft(phone),) if phone != conversation.contact_phone else ()
