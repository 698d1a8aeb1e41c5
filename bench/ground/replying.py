"""Agents' replies: at a steady rate until each is in its visitor's stream, and as many as a server takes.

Not here: whose servers they are and how often this is done.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.ground.rounds import Effort, quantile
from bench.ground.sites import Site, callers
from bench.ground.wire import Ages, Caller, stamp

CALLERS = 32


@dataclass(frozen=True, slots=True)
class Paced:
    """Replies at a rate: from sending the request to the frame in the visitor's stream."""

    p50_ms: float
    p99_ms: float
    cpu_us: float
    """Processor time of the server for each."""


@dataclass(frozen=True, slots=True)
class FlatOut:
    """Replies as fast as they go."""

    per_s: float
    cpu_us: float
    """Processor time of the server for each; of all figures the one that other work on the machine moves least."""


@dataclass(slots=True)
class Replies:
    """Replies of one site to its first `visitors` in turn; `ages` hears their streams, each once."""

    site: Site
    ages: Ages
    texts: Sequence[str]
    visitors: int
    sent: int = 0

    async def paced(self, rate: int, seconds: float) -> Paced:
        """Send at a steady rate, whatever the server does (an open loop)."""
        total, self.ages.all = int(rate * seconds), []
        async with callers(self.site, CALLERS) as free:
            before, begun = self.site.target.cpu_s(), time.perf_counter()
            sending = []
            for number in range(total):
                await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
                sending.append(asyncio.create_task(self._send(free)))
            await asyncio.gather(*sending)
            ages = await self._arrived(total)
            used = self.site.target.cpu_s() - before
        return Paced(quantile(ages, 0.5), quantile(ages, 0.99), used / total * 1e6)

    async def flat_out(self, seconds: float, effort: Effort, at_once: int = CALLERS) -> FlatOut:
        """Have so many callers send one after the other; count what is accepted and delivered."""
        first, self.ages.all = self.sent, []
        async with callers(self.site, at_once) as free:
            effort.begin()
            before, begun = self.site.target.cpu_s(), time.perf_counter()
            await asyncio.gather(*(self._keep_sending(free.get_nowait(), begun + seconds) for _ in range(at_once)))
            await self._arrived(self.sent - first)
            used, took_s = self.site.target.cpu_s() - before, time.perf_counter() - begun
            effort.end()
        number = self.sent - first
        return FlatOut(number / took_s, used / number * 1e6)

    async def _keep_sending(self, caller: Caller, end: float) -> None:
        while time.perf_counter() < end:
            await self._say(caller)

    async def _send(self, free: "asyncio.Queue[Caller]") -> None:
        caller = await free.get()
        await self._say(caller)
        free.put_nowait(caller)

    async def _say(self, caller: Caller) -> None:
        number = self.sent
        self.sent += 1
        text = f"{stamp()} {self.texts[number % len(self.texts)][:500]}"
        status = await self.site.reply(caller, number % self.visitors, text)
        assert status == 201, f"a reply was answered with {status}"

    async def _arrived(self, number: int) -> list[float]:
        ages = await self.ages.whole(number)
        assert len(ages) == number, f"{len(ages)} deliveries of {number} replies"
        return ages
