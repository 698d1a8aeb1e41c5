"""Token buckets: how often a caller may come, with bursts (trust.md T23).

Not here: who is counted by what; `limits` says that.
"""

from collections import OrderedDict
from dataclasses import dataclass

from relevo.api.problems import Problem
from relevo.ports import Clock

KEPT = 100_000
"""Buckets remembered; the one that was not used for longest goes first. A forgotten bucket is a full one."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_minute` tokens come back each minute, steadily; at most `burst` are kept."""

    per_minute: int
    burst: int


class Buckets:
    """One bucket for each key, all with the same rate."""

    def __init__(self, rate: Rate, clock: Clock, kept: int = KEPT) -> None:
        self._rate = rate
        self._clock = clock
        self._kept = kept
        self._buckets: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, key: str) -> None:
        """Take a token.

        Raises:
            Problem: rate-limited, with the seconds until the next token.
        """
        now_ms = self._clock.now_ms()
        tokens = self._tokens(key, now_ms)
        is_empty = tokens < 1
        self._buckets[key] = (tokens if is_empty else tokens - 1, now_ms)
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._kept:
            self._buckets.popitem(last=False)
        if is_empty:
            raise self._refusal(1 - tokens)

    def _tokens(self, key: str, now_ms: int) -> float:
        """How many tokens are there now. A clock that jumped back gives none."""
        bucket = self._buckets.get(key)
        if bucket is None:
            return self._rate.burst
        tokens, at_ms = bucket
        return min(self._rate.burst, tokens + max(0, now_ms - at_ms) * self._rate.per_minute / 60_000)

    def _refusal(self, missing: float) -> Problem:
        wait_s = max(1, -(-int(missing * 60_000 / self._rate.per_minute) // 1000))
        headers = {
            "Retry-After": str(wait_s),
            "RateLimit-Limit": str(self._rate.burst),
            "RateLimit-Remaining": "0",
            "RateLimit-Reset": str(wait_s),
        }
        return Problem("rate-limited", f"Too many requests. Try again in {wait_s} s.", headers=headers)
