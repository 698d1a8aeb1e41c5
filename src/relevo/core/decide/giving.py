"""Giving a conversation to somebody: a transfer by who has it, an assignment by any agent or by policy.

Not here: taking it for oneself and giving it back to the assistant that had it (`agent`).
"""

from dataclasses import replace
from typing import assert_never

from relevo.core.actors import Actor, ActorKind
from relevo.core.commands import Assign, Transfer
from relevo.core.conversation import Conversation, Waiting, WithAssistant
from relevo.core.decide.agent import taking
from relevo.core.decide.moves import requesting, returning, shown
from relevo.core.decide.rights import (
    is_owner,
    overridden,
    require_acting_agent,
    require_active,
    require_control,
    require_epoch,
    require_human_control,
    require_plan,
)
from relevo.core.errors import InvalidTarget, TargetUnavailable
from relevo.core.events import Event, HumanRequested, Released, Transferred, Trigger
from relevo.core.ids import Millis
from relevo.core.messages import clean_optional
from relevo.core.rules import AnnounceJoin, Rules, TransferOffline


def transfer(conversation: Conversation, command: Transfer, rules: Rules) -> tuple[Event, ...]:
    """Give control to a colleague, or the conversation to a team's queue."""
    require_human_control(conversation, command, rules)
    require_epoch(conversation, command.expected_epoch)
    match command:
        case Transfer(to=None, team_id=str(team_id)):
            return _to_team(conversation, command, team_id, rules)
        case Transfer(to=Actor(kind=ActorKind.AGENT) as to, team_id=None):
            return _to_colleague(conversation, command, to, rules)
        case _:
            raise InvalidTarget


def assign(conversation: Conversation, command: Assign, rules: Rules) -> tuple[Event, ...]:
    """Give the conversation to whoever is named, from whoever has it: a colleague's only where policy R2 says so."""
    if command.by.kind is ActorKind.SYSTEM:
        return _by_policy(conversation, command, rules)
    by = require_acting_agent(command)
    require_active(conversation)
    if by.is_same(command.to):
        is_there = is_owner(conversation, by)
        return () if is_there else taking(conversation, command, rules, command.force, command.expected_epoch)
    require_control(conversation, command, rules)
    require_epoch(conversation, command.expected_epoch)
    match command.to:
        case None:
            return _to_queue(conversation, command, rules)
        case Actor(kind=ActorKind.AGENT) as to:
            return _to_colleague(conversation, command, to, rules)
        case Actor(kind=ActorKind.ASSISTANT) as to:
            return _to_assistant(conversation, command, to, rules)
        case _:
            raise InvalidTarget


def _by_policy(conversation: Conversation, command: Assign, rules: Rules) -> tuple[Event, ...]:
    """Who waits, to somebody who is there. Nothing happens if it no longer applies: a claim may have been faster."""
    is_meant = command.expected_epoch in (None, conversation.epoch) and not conversation.is_closed
    if not is_meant or not isinstance(conversation.control, Waiting) or command.target_presence != "online":
        return ()
    match command.to:
        case Actor(kind=ActorKind.AGENT) as to:
            return (_transferred(conversation, command, to, rules),)
        case _:
            raise InvalidTarget


def _to_team(conversation: Conversation, command: Transfer, team_id: str, rules: Rules) -> tuple[Event, ...]:
    match conversation.control:
        case Waiting(team_id=present, timed_out=False) if present == team_id:
            return ()
        case _:
            return (_queued(conversation, command, "transfer", rules, team_id),)


def _to_queue(conversation: Conversation, command: Assign, rules: Rules) -> tuple[Event, ...]:
    match conversation.control:
        case Waiting(team_id=None):
            return ()
        case _:
            return (_queued(conversation, command, "queued", rules),)


def _queued(
    conversation: Conversation, command: Transfer | Assign, trigger: Trigger, rules: Rules, team_id: str | None = None
) -> HumanRequested:
    require_plan(rules)
    request = requesting(conversation, command.at, trigger, rules, team_id=team_id)
    note = clean_optional(command.transfer_note, "note")
    return replace(request, note=note, overridden=overridden(conversation, command))


def _to_colleague(conversation: Conversation, command: Transfer | Assign, to: Actor, rules: Rules) -> tuple[Event, ...]:
    if to.is_same(conversation.owner):
        return ()
    _require_available(to, command, rules)
    return (_transferred(conversation, command, to, rules),)


def _to_assistant(conversation: Conversation, command: Assign, to: Actor, rules: Rules) -> tuple[Event, ...]:
    """From a person, or from nobody, it is a release; from another assistant a quiet change that answers what is open."""
    match conversation.control:
        case WithAssistant(assistant=present) if to.is_same(present):
            return ()
        case WithAssistant():
            is_wanted, is_owed = conversation.requested_at is not None, conversation.unanswered > 0
            return (Released(to, "", "assigned", answers_now=is_owed, keeps_request=is_wanted),)
        case _:
            return returning(conversation, command, rules, "released", to=to)


def _transferred(conversation: Conversation, command: Transfer | Assign, to: Actor, rules: Rules) -> Transferred:
    note = clean_optional(command.transfer_note, "note")
    text = _announcement(conversation, to, rules)
    match command:
        case Transfer():
            return Transferred(conversation.party(), to, note, text)
        case Assign(by=Actor(kind=ActorKind.SYSTEM)):
            timeout_ms = rules.policies.assignment_timeout_s * 1000
            deadline = Millis(command.at + timeout_ms) if timeout_ms else None
            return Transferred(conversation.party(), to, note, text, "auto", deadline)
        case _:
            return Transferred(conversation.party(), to, note, text, "assigned")


def _announcement(conversation: Conversation, to: Actor, rules: Rules) -> str:
    """R7. To a visitor who waits somebody joins; from somebody they had, it is taken over."""
    match rules.policies.announce_join:
        case AnnounceJoin.TAKE:
            is_waiting = isinstance(conversation.control, Waiting)
            return shown(rules, "agent_joined" if is_waiting else "transferred", to.name)
        case AnnounceJoin.FIRST_MESSAGE:
            return ""
        case never:
            assert_never(never)


def _require_available(to: Actor, command: Transfer | Assign, rules: Rules) -> None:
    """R13."""
    policy = rules.policies.transfer_offline
    if command.target_presence == "online" or policy is TransferOffline.ALLOW:
        return
    can_confirm = policy is TransferOffline.WARN
    if not (can_confirm and command.is_confirmed):
        raise TargetUnavailable(to, command.target_presence, can_confirm=can_confirm)
