"""Who gets the next request: the rule, as a function of who is there, what they have, and when they were given something last.

Not here: looking these up (`assigner`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from relevo.core.actors import Actor
from relevo.core.ids import Millis
from relevo.core.rules import Assignment


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent who is online. `held` counts the conversations they have, `given_at` is when they got the last one."""

    agent: Actor
    capacity: int
    held: int
    given_at: Millis

    @property
    def has_room(self) -> bool:
        """May they be given one more?"""
        return self.held < self.capacity

    @property
    def load(self) -> float:
        """How much of their capacity is in use: somebody with half the capacity is as busy with half as many."""
        return self.held / self.capacity


def choose(policy: Assignment, candidates: Iterable[Candidate]) -> Candidate | None:
    """Return who gets the next request, or None where nobody has room.

    Round robin gives to whoever was given nothing for the longest time. Least busy gives to whoever uses least of their
    capacity, and among equals in turn.
    """
    fit = [candidate for candidate in candidates if candidate.has_room]
    match policy:
        case Assignment.OFF:
            return None
        case Assignment.ROUND_ROBIN:
            return min(fit, key=_in_turn, default=None)
        case Assignment.LEAST_BUSY:
            return min(fit, key=lambda candidate: (candidate.load, *_in_turn(candidate)), default=None)
        case never:
            assert_never(never)


def _in_turn(candidate: Candidate) -> tuple[Millis, str]:
    return candidate.given_at, candidate.agent.id
