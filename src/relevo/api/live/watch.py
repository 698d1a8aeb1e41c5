"""Looks after all open streams with one task: cuts off readers that take nothing, ends streams whose right is lost.

Not here: heartbeats; the engine sends them.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from relevo.api.live.outlet import Outlet
from relevo.api.needs import Gate
from relevo.api.problems import Problem
from relevo.engine.background import every
from relevo.settings import Streams as Limits

TICK_S = 1.0


class Watch:
    """All open streams of this node. Used from the event loop's thread only."""

    def __init__(self, gate: Gate, limits: Limits) -> None:
        self._gate = gate
        self._limits = limits
        self._outlets: set[Outlet] = set()
        self._held: Counter[str] = Counter()
        self._tick = 0
        self._added = 0

    def now(self) -> int:
        """Return the tick: seconds since the watch began, roughly."""
        return self._tick

    def room_for(self, holder: str) -> None:
        """Raise rate-limited when somebody holds as many streams as they may (trust.md T23)."""
        most = self._limits.per_visitor if holder.startswith("visitor:") else self._limits.per_agent
        if self._held[holder] >= most:
            told = {
                "Retry-After": "5",
                "RateLimit-Limit": str(most),
                "RateLimit-Remaining": "0",
                "RateLimit-Reset": "5",
            }
            raise Problem("rate-limited", f"At most {most} streams at the same time.", headers=told)

    def add(self, outlet: Outlet) -> None:
        """Begin to look after a stream."""
        # Those who come together, after a cut, are not all looked at in the same second.
        self._added += 1
        outlet.check_at = self._tick + 1 + self._added % self._limits.recheck_s
        self._outlets.add(outlet)
        self._held[outlet.holder] += 1

    def remove(self, outlet: Outlet) -> None:
        """Stop looking after a stream."""
        self._outlets.discard(outlet)
        self._held[outlet.holder] -= 1
        if not self._held[outlet.holder]:
            del self._held[outlet.holder]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look after the streams while the application runs."""
        looking = every(TICK_S, self.look, failing="looking_after_streams_failed")
        task = asyncio.get_running_loop().create_task(looking)
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def look(self) -> None:
        """Let one tick pass. Raises Unavailable: the rights are looked at with the next one, and nobody has lost a stream."""
        self._tick += 1
        self._cut_stalled()
        await self._recheck()

    def _cut_stalled(self) -> None:
        for outlet in list(self._outlets):
            since = outlet.blocked_since
            if since is not None and self._tick - since >= self._limits.send_timeout_s:
                outlet.cut()

    async def _recheck(self) -> None:
        due = [outlet for outlet in self._outlets if outlet.check_at <= self._tick]
        visitors = [outlet for outlet in due if outlet.holder.startswith("visitor:")]
        good = await self._gate.still_visitors([outlet.token for outlet in visitors])
        for outlet in visitors:
            self._settle(outlet, has_right=outlet.token in good)
        holds: dict[str, bool] = {}
        for outlet in due:
            if outlet.holder.startswith("visitor:"):
                continue
            if outlet.token not in holds:
                holds[outlet.token] = await self._gate.is_still_agent(outlet.token)
            self._settle(outlet, has_right=holds[outlet.token])

    def _settle(self, outlet: Outlet, *, has_right: bool) -> None:
        if has_right:
            outlet.check_at = self._tick + self._limits.recheck_s
        else:
            outlet.end()
