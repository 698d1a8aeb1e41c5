"""One queue of waiting visitors: who stands where, and how long it may take them.

Pure: the clock comes in as an argument. Not here: which queues there are and who is shown what of them (`live.queues`).

The estimate. A visitor who came as number n and was claimed after the wait w has seen one place of the queue go in w/n.
Over the last claims (at most `CLAIMS`, none older than `MEMORY_MS`) one place takes the pace p = sum(w) / sum(n), and number
n still waits n·p. This is the queue-length estimator with its rate taken from the history of delays. It assumes that people
are claimed in order and that claims come as if by chance, so that what has been waited already does not count. The pace is
corrected where the queue stands: if nobody was claimed for longer than p while somebody stood first, p is that time (the
delay of the head of the line). Without a claim to learn from there is no estimate.
Source: R. Ibrahim, W. Whitt, "Real-Time Delay Estimation Based on Delay History", Manufacturing & Service Operations
Management 11(3), 2009.
"""

from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass, field

from relevo.core.conversation import Conversation, Waiting
from relevo.core.ids import ConversationId, Epoch, Millis

CLAIMS = 20
MEMORY_MS = 2 * 3_600_000
LEFT_BEHIND = frozenset({"owner_lost", "unanswered"})
"""Why somebody may wait for a second time: an agent is gone, or has not said a word."""
STEP_MS = 10_000
"""Estimates are told in whole steps, rounded up: a finer figure would only pretend to be one."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a visitor stands: first those whom an agent has left behind, then by the time they have waited."""

    is_new: bool
    since: Millis
    conversation_id: ConversationId
    team_id: str | None = field(compare=False)
    epoch: Epoch = field(compare=False)
    assistant_id: str = field(compare=False)
    locale: str = field(compare=False)
    left_by: tuple[str, ...] = field(default=(), compare=False)
    """The agents who have left the visitor to others."""


@dataclass(frozen=True, slots=True)
class _Claim:
    at: Millis
    wait_ms: int
    number: int


def place_of(conversation: Conversation) -> Place | None:
    """Return where the conversation's visitor stands, or None if they do not wait."""
    control = conversation.control
    if conversation.is_closed or not isinstance(control, Waiting):
        return None
    return Place(
        control.trigger not in LEFT_BEHIND,
        control.since,
        conversation.id,
        control.team_id,
        conversation.epoch,
        conversation.assistant.id,
        conversation.locale,
        conversation.left_by,
    )


class Line:
    """The places of one queue in order, and its last claims."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.came_as: dict[ConversationId, int] = {}
        self.claims: deque[_Claim] = deque(maxlen=CLAIMS)

    def add(self, place: Place) -> None:
        """Take in somebody who waits."""
        insort(self.places, place)
        self.came_as[place.conversation_id] = self.number_of(place)

    def remove(self, place: Place, claimed_at: Millis | None) -> None:
        """Let somebody out of the queue; with `claimed_at` an agent came for them."""
        del self.places[self.number_of(place) - 1]
        number = self.came_as.pop(place.conversation_id)
        if claimed_at is not None:
            self.claims.append(_Claim(claimed_at, max(claimed_at - place.since, 0), number))

    def number_of(self, place: Place) -> int:
        """Return which number somebody in the queue is, from 1."""
        return bisect_left(self.places, place) + 1

    def pace_ms(self, now: Millis) -> float | None:
        """Return how long one place of the queue takes to go, or None where nothing is known of it."""
        recent = [claim for claim in self.claims if now - claim.at < MEMORY_MS]
        if not recent:
            return None
        pace = sum(claim.wait_ms for claim in recent) / sum(claim.number for claim in recent)
        if not self.places:
            return pace
        return max(pace, now - max(self.places[0].since, recent[-1].at))

    def keep_history_of(self, other: "Line") -> None:
        """Remember the claims of the line that this one replaces, and as which number those came who still wait."""
        self.claims = other.claims
        for conversation_id in self.came_as.keys() & other.came_as.keys():
            self.came_as[conversation_id] = other.came_as[conversation_id]


def estimate_s(number: int, pace_ms: float | None) -> int | None:
    """Return how many seconds number n may still wait, in whole steps."""
    if pace_ms is None:
        return None
    steps = -(-number * pace_ms // STEP_MS)
    return int(max(steps, 1)) * STEP_MS // 1000
