"""What agents ask: take over, release, transfer, resolve, reopen, annotate.

Not here: their messages (`message`).
"""

from typing import assert_never

from relevo.core.actors import Actor, ActorKind
from relevo.core.commands import AddNote, Command, Release, Rename, Reopen, Resolve, SetLabels, TakeOver, Transfer
from relevo.core.conversation import Conversation, Waiting, WithAgent, WithAssistant
from relevo.core.decide.moves import reopening, requesting, returning, shown
from relevo.core.decide.rights import is_owner, may_override, require_acting_agent, require_active, require_control
from relevo.core.errors import InvalidTarget, NotAllowed, NotInControl, StaleEpoch, Taken, TargetUnavailable
from relevo.core.events import Event, LabelsChanged, NoteAdded, Renamed, Resolved, TakenOver, Transferred
from relevo.core.ids import Epoch
from relevo.core.messages import clean_labels, clean_line, clean_optional, clean_text
from relevo.core.rules import AnnounceJoin, Rules, TransferOffline


def take_over(conversation: Conversation, command: TakeOver, rules: Rules) -> tuple[Event, ...]:
    """Give the asking agent control. The first to commit wins; everybody else learns who has it."""
    by = require_acting_agent(command)
    require_active(conversation)
    if is_owner(conversation, by):
        return ()
    expected = None if command.expected_epoch is None else Epoch(command.expected_epoch)
    return taking(conversation, command, rules, force=command.force, expected_epoch=expected)


def taking(
    conversation: Conversation, command: Command, rules: Rules, *, force: bool, expected_epoch: Epoch | None = None
) -> tuple[Event, ...]:
    """Return the takeover by an agent who does not have control, by force only with the right to it (R2)."""
    control = conversation.control
    if isinstance(control, WithAgent):
        if not force:
            raise Taken(control.owner, control.since)
        if not may_override(command, rules):
            raise NotAllowed("Only the owner can give this conversation away.")
    if expected_epoch is not None and expected_epoch != conversation.epoch:
        raise StaleEpoch(conversation.epoch)
    announces_now = rules.policies.announce_join is AnnounceJoin.TAKE
    text = shown(rules, "agent_joined", command.by.name) if announces_now else ""
    return (TakenOver(command.by, conversation.party(), text, isinstance(control, WithAgent)),)


def release(conversation: Conversation, command: Release, rules: Rules) -> tuple[Event, ...]:
    """Give control to an assistant. It sends nothing by itself unless asked to or told so by policy R9."""
    _require_human_control(conversation, command, rules)
    return returning(conversation, command, rules, "released", to=command.to, answer_now=command.answer_now)


def transfer(conversation: Conversation, command: Transfer, rules: Rules) -> tuple[Event, ...]:
    """Give control to a colleague, or the conversation to a team's queue."""
    _require_human_control(conversation, command, rules)
    note = clean_optional(command.transfer_note, "note")
    match command:
        case Transfer(to=None, team_id=str(team_id)):
            return _to_team(conversation, command, team_id, note, rules)
        case Transfer(to=Actor(kind=ActorKind.AGENT) as to, team_id=None):
            return _to_colleague(conversation, command, to, note, rules)
        case _:
            raise InvalidTarget


def resolve(conversation: Conversation, command: Resolve, rules: Rules) -> tuple[Event, ...]:
    """Close the conversation."""
    require_acting_agent(command)
    if conversation.is_closed:
        return ()
    require_control(conversation, command, rules)
    return (Resolved(rules.text("resolved")),)


def reopen(conversation: Conversation, command: Reopen, rules: Rules) -> tuple[Event, ...]:
    """Open a closed conversation again."""
    require_acting_agent(command)
    return reopening(conversation, command, rules) if conversation.is_closed else ()


def annotate(conversation: Conversation, command: AddNote | SetLabels | Rename) -> tuple[Event, ...]:
    """Note, label or rename; allowed to every acting agent in every state, and never visible to the visitor."""
    require_acting_agent(command)
    match command:
        case AddNote():
            return (NoteAdded(command.note_id, clean_text(command.text)),)
        case SetLabels():
            labels = clean_labels(command.labels)
            return (LabelsChanged(labels),) if labels != conversation.labels else ()
        case Rename():
            subject = clean_line(command.subject, "subject")
            return (Renamed(subject),) if subject != conversation.subject else ()
        case never:
            assert_never(never)


def _require_human_control(conversation: Conversation, command: Command, rules: Rules) -> None:
    require_acting_agent(command)
    require_active(conversation)
    if isinstance(conversation.control, WithAssistant):
        raise NotInControl(None, conversation.control)
    require_control(conversation, command, rules)


def _to_team(
    conversation: Conversation, command: Transfer, team_id: str, note: str | None, rules: Rules
) -> tuple[Event, ...]:
    match conversation.control:
        case Waiting(team_id=present, timed_out=False) if present == team_id:
            return ()
        case _:
            return (requesting(conversation, command.at, "transfer", rules, reason=note, team_id=team_id),)


def _to_colleague(
    conversation: Conversation, command: Transfer, to: Actor, note: str | None, rules: Rules
) -> tuple[Event, ...]:
    if to.is_same(conversation.owner):
        return ()
    _require_available(to, command, rules)
    return (Transferred(conversation.party(), to, note, shown(rules, "transferred", to.name)),)


def _require_available(to: Actor, command: Transfer, rules: Rules) -> None:
    policy = rules.policies.transfer_offline
    if command.is_available or policy is TransferOffline.ALLOW:
        return
    may_confirm = policy is TransferOffline.WARN
    if not (may_confirm and command.is_confirmed):
        raise TargetUnavailable(to, may_confirm=may_confirm)
