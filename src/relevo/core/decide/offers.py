"""The offer of a person, and the points at which an assistant makes one, or asks for a person, by itself.

A visitor for whom a person is asked for already is not offered one by a rule. Not here: who else may offer or ask (`assistant`).
"""

from relevo.core.commands import OfferHuman, PostMessage
from relevo.core.conversation import Conversation, WithAssistant
from relevo.core.decide.moves import requesting
from relevo.core.decide.rights import has_handoff
from relevo.core.events import Button, Event, HumanOffered
from relevo.core.helping import FAILURES
from relevo.core.ids import Millis, Seq
from relevo.core.rules import OnKeyword, Rules


def offering(
    conversation: Conversation, at: Millis, cause: str, rules: Rules, read_seq: Seq | None = None
) -> tuple[Event, ...]:
    """Return the offer, or for a keyword under policy R12 the request itself, or nothing where handoff is off."""
    if not has_handoff(rules):
        return ()
    if cause == "keyword" and rules.policies.on_keyword is OnKeyword.IMMEDIATE:
        return (requesting(conversation, at, "keyword", rules),)
    text = rules.text("offer_after_failure" if cause == "failure" else "offer")
    buttons = (Button("accept", rules.text("offer_yes")), Button("decline", rules.text("offer_no")))
    return (HumanOffered(text, buttons, cause, read_seq),)


def after_answer(conversation: Conversation, command: PostMessage, rules: Rules) -> tuple[Event, ...]:
    """Return the offer that is due with so many answers, unless the visitor has written meanwhile and gets an answer first."""
    due = rules.handoff.offer_after_answers
    has_missed = command.turn is not None and conversation.last_visitor_seq > command.turn.read_seq
    if (
        not due
        or has_missed
        or command.is_unsure
        or conversation.helping.answers + 1 < due
        or not _may_ask(conversation, rules)
    ):
        return ()
    return offering(conversation, command.at, "rule", rules)


def from_page(conversation: Conversation, command: PostMessage, rules: Rules) -> tuple[Event, ...]:
    """Return the offer to a visitor who writes from such a page, once while an assistant has control."""
    if not command.is_from_offering_page or conversation.helping.has_offered or not _may_ask(conversation, rules):
        return ()
    return offering(conversation, command.at, "rule", rules)


def after_failures(conversation: Conversation, command: OfferHuman, rules: Rules) -> tuple[Event, ...]:
    """Return the request that takes the offer's place when the assistant has failed so often in a row."""
    most = rules.handoff.ask_after_failures
    count = conversation.helping.failures_with(has_words=command.turn is None)
    if not most or command.cause not in FAILURES or count < most or not _may_ask(conversation, rules):
        return ()
    reason = f"{count} answers in a row failed or were not known" if count > 1 else "an answer failed or was not known"
    return (requesting(conversation, command.at, "rule", rules, reason=reason),)


def for_labels(conversation: Conversation, at: Millis, labels: tuple[str, ...], rules: Rules) -> tuple[Event, ...]:
    """Return the request that follows from new labels."""
    wanted = {label.casefold() for label in rules.handoff.ask_on_labels}
    calling = [label for label in labels if label.casefold() in wanted and label not in conversation.labels]
    if not calling or not _may_ask(conversation, rules):
        return ()
    return (requesting(conversation, at, "rule", rules, reason=f"label {calling[0]}"),)


def _may_ask(conversation: Conversation, rules: Rules) -> bool:
    is_helped = isinstance(conversation.control, WithAssistant) and not conversation.is_closed
    return is_helped and conversation.requested_at is None and has_handoff(rules)
