"""Pages of what a search found, in the order of its fit, so that each row is seen once although everything moves meanwhile.

Ranking all that has a common word takes longer than anybody waits, so the latest found are ranked first, then the next latest:
a pool at a time. What a pool holds and what its words are worth is decided once and travels in the cursor; a conversation that
changes afterwards leaves the pool, and nobody else's place depends on it. Not here: finding.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from relevo.storage.lists import sealed, unsealed

MOST = 500
"""Conversations of one pool."""
NEWEST = (1 << 63) - 1

Place = tuple[float, int, str]
"""Where a row stands: its score, its last change and its id; the greatest first."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The documents from `oldest` to `newest`, and what finding each phrase in one of them is worth."""

    weights: tuple[float, ...]
    newest: int = NEWEST
    oldest: int | None = None
    """None before the pool has been looked at, 0 if there is nothing beyond it."""
    after: Place | None = None
    """The last row that was shown of it."""

    def encode(self) -> str:
        """Return the opaque form that callers hand back."""
        return sealed((self.weights, self.newest, self.oldest, self.after))

    @classmethod
    def decode(cls, opaque: str, phrases: int) -> "Pool":
        """Return what an opaque form means. Raises ValueError for anything that `encode` did not make for such a question."""
        pool = cls(*unsealed(opaque, _decoder))
        numbers = (pool.newest, pool.oldest or 0, pool.after[1] if pool.after else 0)
        if len(pool.weights) != phrases or not all(0 <= number <= NEWEST for number in numbers):
            raise ValueError("no page of this search gave this cursor")
        return pool

    def next_page(self, found: Sequence[Place], limit: int) -> tuple[list[Place], "Pool | None"]:
        """Return the next rows of what the pool holds, and the pool as it is after them; None if nothing is left in it."""
        left = sorted((place for place in found if self.after is None or place < self.after), reverse=True)
        shown = left[:limit]
        return shown, replace(self, after=shown[-1]) if len(left) > limit else None

    def next_pool(self) -> "Pool":
        """Return the pool of the documents before these."""
        return Pool(self.weights, newest=max((self.oldest or 0) - 1, 0))


_decoder = msgspec.json.Decoder(tuple[tuple[float, ...], int, int | None, Place | None])
