"""What agents ask: take over, release, resolve, reopen, annotate.

Not here: their messages (`message`), and whom they give a conversation to (`giving`).
"""

from typing import assert_never

from relevo.core.commands import AddNote, Command, Release, Rename, Reopen, Resolve, SetLabels, TakeOver
from relevo.core.conversation import Conversation, WithAgent
from relevo.core.decide.moves import reopening, returning, shown
from relevo.core.decide.offers import for_labels
from relevo.core.decide.rights import (
    is_owner,
    may_override,
    overridden,
    require_acting_agent,
    require_active,
    require_control,
    require_epoch,
    require_human_control,
)
from relevo.core.errors import NotAllowed, Taken
from relevo.core.events import Event, LabelsChanged, Mention, NoteAdded, Renamed, Resolved, TakenOver
from relevo.core.messages import clean_labels, clean_line, clean_text
from relevo.core.rules import AnnounceJoin, Rules


def take_over(conversation: Conversation, command: TakeOver, rules: Rules) -> tuple[Event, ...]:
    """Give the asking agent control. The first to commit wins; everybody else learns who has it."""
    by = require_acting_agent(command)
    require_active(conversation)
    if is_owner(conversation, by):
        return ()
    return taking(conversation, command, rules, command.force, command.expected_epoch)


def taking(
    conversation: Conversation, command: Command, rules: Rules, force: bool = False, expected_epoch: int | None = None
) -> tuple[Event, ...]:
    """Return the takeover by an agent who does not have control, by force only with the right to it (R2)."""
    control = conversation.control
    if isinstance(control, WithAgent):
        if not force:
            raise Taken(control.owner, control.since)
        if not may_override(command, rules):
            raise NotAllowed("Only the owner can give this conversation away.")
    require_epoch(conversation, expected_epoch)
    announces_now = rules.policies.announce_join is AnnounceJoin.TAKE
    text = shown(rules, "agent_joined", command.by.name) if announces_now else ""
    return (TakenOver(command.by, conversation.party(), text, isinstance(control, WithAgent)),)


def release(conversation: Conversation, command: Release, rules: Rules) -> tuple[Event, ...]:
    """Give control to an assistant. It sends nothing by itself unless asked to or told so by policy R9."""
    require_human_control(conversation, command, rules)
    require_epoch(conversation, command.expected_epoch)
    return returning(conversation, command, rules, "released", to=command.to, answer_now=command.answer_now)


def resolve(conversation: Conversation, command: Resolve, rules: Rules) -> tuple[Event, ...]:
    """Close the conversation."""
    require_acting_agent(command)
    if conversation.is_closed:
        return ()
    require_control(conversation, command, rules)
    require_epoch(conversation, command.expected_epoch)
    return (Resolved(rules.text("resolved"), overridden(conversation, command)),)


def reopen(conversation: Conversation, command: Reopen, rules: Rules) -> tuple[Event, ...]:
    """Open a closed conversation again."""
    require_acting_agent(command)
    return reopening(conversation, command, rules) if conversation.is_closed else ()


def annotate(conversation: Conversation, command: AddNote | SetLabels | Rename, rules: Rules) -> tuple[Event, ...]:
    """Note, label or rename; allowed to every acting agent in every state, and never visible to the visitor.

    A label may ask for a person: that the visitor does see.
    """
    require_acting_agent(command)
    match command:
        case AddNote():
            mentions = tuple(Mention(agent.id, agent.name) for agent in dict.fromkeys(command.mentions))
            return (NoteAdded(command.note_id, clean_text(command.text), mentions),)
        case SetLabels():
            labels = clean_labels(command.labels)
            asked = for_labels(conversation, command.at, labels, rules)
            return (LabelsChanged(labels), *asked) if labels != conversation.labels else ()
        case Rename():
            subject = clean_line(command.subject, "subject")
            return (Renamed(subject),) if subject != conversation.subject else ()
        case never:
            assert_never(never)
