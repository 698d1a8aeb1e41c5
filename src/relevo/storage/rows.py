"""What a commit means to a storage: which version it follows, what it answers, which effects it keeps for itself.

Every storage uses these, so that they agree. Not here: how rows are written.
"""

from relevo.core.ids import Millis, Seq
from relevo.core.react import Effect
from relevo.ports import Answer, Commit, IdempotencyKey


def head_before(commit: Commit) -> Seq:
    """Return the head that the stored conversation must have; 0 where there must be none."""
    return commit.before.head_seq if commit.before else Seq(0)


def opens(commit: Commit) -> bool:
    """Does the commit make a conversation active that was not? Only one may be, for a visitor in an inbox."""
    was_active = commit.before is not None and not commit.before.is_closed
    return not was_active and not commit.after.is_closed


def answer_of(commit: Commit, asked: IdempotencyKey) -> Answer:
    """Return what the request that led to this commit is answered with when it comes again."""
    first = Seq(head_before(commit) + 1)
    return Answer(commit.after.id, asked.fingerprint, first, commit.after.head_seq)


def answered_at(commit: Commit) -> Millis:
    """Return when the request was answered, or a little later: a commit without events has only its lease to tell the time."""
    return max(commit.after.updated_at, commit.lease_until)


def is_leased(commit: Commit, effect: Effect) -> bool:
    """Is the effect due at once, so that the node that commits it does it without leasing it first?"""
    return commit.lease_until > effect.due_at and effect.due_at <= commit.after.updated_at
