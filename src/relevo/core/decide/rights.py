"""The checks that moves share: who may act, who has control, whether a turn still counts.

Not here: any move. Every function returns nothing or something checked, and raises a refusal otherwise.
"""

from relevo.core.actors import Actor, ActorKind
from relevo.core.commands import Command, Turn
from relevo.core.conversation import Conversation, WithAgent
from relevo.core.errors import Closed, HandoffDisabled, NotAllowed, NotInControl, PlanLocked, StaleTurn
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


def may_override(command: Command, rules: Rules) -> bool:
    """Does policy R2 let the asking agent act on a conversation that a colleague owns?"""
    match rules.policies.release_rights:
        case ReleaseRights.ANYONE:
            return True
        case ReleaseRights.OWNER_OR_SUPERVISOR:
            return command.role is not None and command.role.may_override
        case ReleaseRights.OWNER:
            return False


def require_current_turn(conversation: Conversation, by: Actor, turn: Turn | None) -> None:
    """Raise `StaleTurn` unless this assistant may speak now, began under the present control, and answers something new.

    The fence of rule 5: both the kind of control and the epoch are compared, in the state that the commit's version check
    protects. Comparing one of them lets an answer through (trust.md, model of G2).
    """
    is_current = turn is not None and turn.epoch == conversation.epoch and turn.read_seq > conversation.answered_seq
    if not is_current or not by.is_same(conversation.answering_assistant()):
        raise StaleTurn(conversation.epoch)


def require_handoff(rules: Rules) -> None:
    """Raise `PlanLocked` or `HandoffDisabled` where visitors cannot ask for a person."""
    if rules.handoff.is_plan_locked:
        raise PlanLocked
    if not rules.handoff.enabled:
        raise HandoffDisabled


def is_owner(conversation: Conversation, by: Actor) -> bool:
    """Has this agent control?"""
    return isinstance(conversation.control, WithAgent) and conversation.control.owner.is_same(by)
