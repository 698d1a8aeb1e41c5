"""What the clock asks: the response time is over, the owner shows no sign of life.

Each names the epoch it was set under, and nothing happens if it no longer applies; so a timer may fire twice or late.
Not here: when they fire (`engine/timers`).
"""

from relevo.core.commands import ExpireOwner, ExpireWait, ReportOwnerLost
from relevo.core.conversation import Conversation, Waiting, WithAgent
from relevo.core.decide.moves import requesting, returning, shown
from relevo.core.events import Event, OwnerLost, WaitExpired
from relevo.core.rules import OwnerVanishes, Rules


def expire_wait(conversation: Conversation, command: ExpireWait, rules: Rules) -> tuple[Event, ...]:
    """Tell the visitor that the team is busy; the request stays claimable."""
    control = conversation.control
    is_waiting = isinstance(control, Waiting) and not control.timed_out and command.epoch == conversation.epoch
    if not is_waiting or conversation.is_closed:
        return ()
    if not isinstance(control, Waiting) or control.deadline is None or command.at < control.deadline:
        return ()
    return (WaitExpired(rules.text("busy")),)


def report_owner_lost(conversation: Conversation, command: ReportOwnerLost, rules: Rules) -> tuple[Event, ...]:
    """Tell the visitor that the agent seems to be gone."""
    control = conversation.control
    if not _is_owned(conversation, command) or not isinstance(control, WithAgent) or control.is_lost:
        return ()
    return (OwnerLost(shown(rules, "owner_lost")),)


def expire_owner(conversation: Conversation, command: ExpireOwner, rules: Rules) -> tuple[Event, ...]:
    """Take control from an owner who has vanished, as policy R19 says."""
    if not _is_owned(conversation, command):
        return ()
    match rules.policies.owner_vanishes:
        case OwnerVanishes.HOLD:
            return ()
        case OwnerVanishes.REQUEUE:
            return (requesting(conversation, command.at, "owner_lost", rules),)
        case OwnerVanishes.AI:
            return returning(conversation, command, rules, "owner_lost")


def _is_owned(conversation: Conversation, command: ReportOwnerLost | ExpireOwner) -> bool:
    is_same_control = isinstance(conversation.control, WithAgent) and command.epoch == conversation.epoch
    return is_same_control and not conversation.is_closed
