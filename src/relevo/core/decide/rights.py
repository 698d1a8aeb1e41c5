"""The checks that moves share: who may act, who has control, whether a turn still counts.

Not here: any move. Every function returns nothing or something checked, and raises a refusal otherwise.
"""

from typing import assert_never

from relevo.core.actors import Actor, ActorKind
from relevo.core.commands import Command, Turn
from relevo.core.conversation import Conversation, WithAgent, WithAssistant
from relevo.core.errors import Closed, HandoffDisabled, NotAllowed, NotInControl, PlanLocked, StaleEpoch, StaleTurn
from relevo.core.rules import ReleaseRights, Rules


def require_active(conversation: Conversation) -> None:
    """Raise `Closed` for a closed conversation."""
    if conversation.is_closed:
        raise Closed


def require_acting_agent(command: Command) -> Actor:
    """Return the agent who asks; raise `NotAllowed` for anybody else, and for roles that only read."""
    if command.by.kind is not ActorKind.AGENT or command.role is None or not command.role.may_act:
        raise NotAllowed
    return command.by


def require_visitor(conversation: Conversation, command: Command) -> None:
    """Raise `NotAllowed` unless the conversation's own visitor asks."""
    if not command.by.is_same(conversation.visitor):
        raise NotAllowed


def require_control(conversation: Conversation, command: Command, rules: Rules) -> None:
    """Raise unless the asking agent has control or policy R2 lets them act on a colleague's conversation."""
    by = require_acting_agent(command)
    owner = conversation.owner
    if owner is not None and not owner.is_same(by) and not may_override(command, rules):
        raise NotInControl(owner, conversation.control)


def require_human_control(conversation: Conversation, command: Command, rules: Rules) -> None:
    """The same for what only a person can give away; raise `NotInControl` while an assistant has control."""
    require_acting_agent(command)
    require_active(conversation)
    if isinstance(conversation.control, WithAssistant):
        raise NotInControl(None, conversation.control)
    require_control(conversation, command, rules)


def require_epoch(conversation: Conversation, expected_epoch: int | None) -> None:
    """Raise `StaleEpoch` where the caller named the control they saw, and it is over."""
    if expected_epoch is not None and expected_epoch != conversation.epoch:
        raise StaleEpoch(conversation.epoch)


def overridden(conversation: Conversation, command: Command) -> Actor | None:
    """Return the owner whose conversation another agent moves: they are told of it."""
    is_other = command.by.kind is ActorKind.AGENT and not command.by.is_same(conversation.owner)
    return conversation.owner if is_other else None


def may_override(command: Command, rules: Rules) -> bool:
    """Does policy R2 let the asking agent act on a conversation that a colleague owns?"""
    match rules.policies.release_rights:
        case ReleaseRights.ANYONE:
            return True
        case ReleaseRights.OWNER_OR_SUPERVISOR:
            return command.role is not None and command.role.may_override
        case ReleaseRights.OWNER:
            return False
        case never:
            assert_never(never)


def require_current_turn(conversation: Conversation, by: Actor, turn: Turn | None) -> None:
    """Raise `StaleTurn` unless this assistant may speak now, began under the present control, and answers something new.

    The fence of rule 5: both the kind of control and the epoch are compared, in the state that the commit's version check
    protects. Comparing one of them lets an answer through (trust.md, model of G2). What was answered or cut off is over
    too, also while control stays where it is; and nobody can have read further than the log goes.
    """
    require_answering(conversation, by)
    if turn is None or turn.epoch != conversation.epoch:
        raise StaleTurn(conversation.epoch)
    is_over = turn.read_seq <= conversation.answered_seq or turn.read_seq < conversation.cut_seq
    if is_over or turn.read_seq > conversation.head_seq:
        raise StaleTurn(conversation.epoch)


def require_answering(conversation: Conversation, by: Actor) -> None:
    """Raise `StaleTurn` unless this is the assistant that may speak to the visitor now."""
    if not by.is_same(conversation.answering_assistant()):
        raise StaleTurn(conversation.epoch)


def require_handoff(rules: Rules) -> None:
    """Raise `PlanLocked` or `HandoffDisabled` where no person can be asked for."""
    require_plan(rules)
    if not rules.handoff.enabled:
        raise HandoffDisabled


def require_plan(rules: Rules) -> None:
    """Raise `PlanLocked` where the plan has no queue for people, whoever would put somebody into it."""
    if rules.handoff.is_plan_locked:
        raise PlanLocked


def has_handoff(rules: Rules) -> bool:
    """Can a person be asked for?"""
    return rules.handoff.enabled and not rules.handoff.is_plan_locked


def is_owner(conversation: Conversation, by: Actor) -> bool:
    """Has this agent control?"""
    return isinstance(conversation.control, WithAgent) and conversation.control.owner.is_same(by)
