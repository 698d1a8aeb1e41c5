"""What the clock asks: the response time is over, the owner shows no sign of life, or has not answered what they were given.

Each names the epoch it was set under, and nothing happens if it no longer applies; so a timer may fire twice or late.
Not here: when they fire (`engine/timers`).
"""

from typing import assert_never

from relevo.core.commands import ExpireAssignment, ExpireOwner, ExpireWait, ReportOwnerLost
from relevo.core.conversation import Conversation, Waiting, WithAgent
from relevo.core.decide.moves import requesting, returning, shown
from relevo.core.events import Event, OwnerLost, Trigger, WaitExpired
from relevo.core.rules import OwnerVanishes, Rules


def expire_wait(conversation: Conversation, command: ExpireWait, rules: Rules) -> tuple[Event, ...]:
    """Tell the visitor that the team is busy; the request stays claimable."""
    if conversation.is_closed or command.epoch != conversation.epoch:
        return ()
    match conversation.control:
        case Waiting(deadline=int(deadline), timed_out=False) if command.at >= deadline:
            return (WaitExpired(rules.text("busy")),)
        case _:
            return ()


def report_owner_lost(conversation: Conversation, command: ReportOwnerLost, rules: Rules) -> tuple[Event, ...]:
    """Tell the visitor that the agent seems to be gone."""
    owned = _owned(conversation, command)
    return (OwnerLost(shown(rules, "owner_lost")),) if owned and not owned.is_lost else ()


def expire_owner(conversation: Conversation, command: ExpireOwner, rules: Rules) -> tuple[Event, ...]:
    """Take control from an owner who has vanished, as policy R19 says: back into the queue that policy gave it out of."""
    owned = _owned(conversation, command)
    if owned is None:
        return ()
    match rules.policies.owner_vanishes:
        case OwnerVanishes.HOLD:
            return ()
        case OwnerVanishes.REQUEUE:
            return (requesting(conversation, command.at, "owner_lost", rules, team_id=owned.team_id),)
        case OwnerVanishes.AI:
            return returning(conversation, command, rules, "owner_lost")
        case never:
            assert_never(never)


def expire_assignment(conversation: Conversation, command: ExpireAssignment, rules: Rules) -> tuple[Event, ...]:
    """Put a visitor back into the queue whom policy gave to somebody who has not said a word to them in time.

    That is so under every policy R19: nobody has begun to help them.
    """
    match _owned(conversation, command):
        case WithAgent(deadline=int(deadline), has_spoken=False) as given if command.at >= deadline:
            trigger: Trigger = "owner_lost" if given.is_lost else "unanswered"
            return (requesting(conversation, command.at, trigger, rules, team_id=given.team_id),)
        case _:
            return ()


def _owned(conversation: Conversation, command: ReportOwnerLost | ExpireOwner | ExpireAssignment) -> WithAgent | None:
    """Return the control that the timer was set under, if it still lasts."""
    control = conversation.control
    lasts = command.epoch == conversation.epoch and not conversation.is_closed
    return control if lasts and isinstance(control, WithAgent) else None
