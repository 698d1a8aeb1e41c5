"""Does what follows from events: leases due effects, hands each to its doer, retries with growing pauses.

Effects of this node's own commits come here directly, already leased; everything else is found by its due time. Each is
done at least once; that nothing happens twice is the doer's business (the epoch and the log see to it).
Not here: what the effects do (`turns`, `timers`, `delivery`).
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType

import structlog

from relevo.core.ids import Millis
from relevo.core.react import Effect, EffectKind
from relevo.engine.handle import LEASE_MS, Outcome
from relevo.ports import Clock, EffectQueue, Leased, Unavailable

BATCH = 100
ATTEMPTS = 8
"""How often an effect is tried before it is kept aside for an operator."""
ATTEMPTS_WAITED_FOR = 4
"""How often one is tried that somebody waits for, before its last resort: some ten seconds at most."""
FIRST_PAUSE_MS = 1_000
LONGEST_PAUSE_MS = 300_000
UNAVAILABLE_PAUSE_S = 1.0
"""How soon an effect is tried again that the storage kept from being done: a visitor may be waiting for the answer."""
LONGEST_SLEEP_S = 5.0
"""Look again at least this often: another node may have died with leases in its hands."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Again:
    """Not yet: look again then. This is no failure."""

    due_at: Millis


class Committed:
    """The effect was removed in the transaction that it led to."""


Done = Again | Committed | None
Doer = Callable[[Effect], Awaitable[Done]]
LastResort = Callable[[Effect], Awaitable[None]]
"""What is done for an effect that cannot be done."""


class EffectRunner:
    """Runs the effects of this node until stopped."""

    def __init__(
        self,
        queue: EffectQueue,
        clock: Clock,
        node: str,
        doers: Mapping[EffectKind, Doer],
        last_resorts: Mapping[EffectKind, LastResort] = MappingProxyType({}),
    ) -> None:
        self._queue = queue
        self._clock = clock
        self._node = node
        self._doers = doers
        self._last_resorts = last_resorts
        self._running: dict[tuple[str, str], asyncio.Task[bool]] = {}
        self._leased_meanwhile: dict[tuple[str, str], Leased] = {}
        self._wake = asyncio.Event()
        self._is_stopped = False

    def committed(self, outcome: Outcome) -> None:
        """Start the effects of a commit that are due, and remember to wake for the others."""
        now = outcome.conversation.updated_at
        for effect in outcome.effects:
            if effect.due_at <= now:
                self._start(Leased(effect, 1))
            else:
                self._wake.set()

    def look_again(self) -> None:
        """Look for due effects now: the clock was set, or somebody else wrote some."""
        self._wake.set()

    async def run(self) -> None:
        """Lease and do due effects until cancelled. A storage that does not answer is asked again."""
        while True:
            self._wake.clear()
            try:
                pause_s = await self._round()
            except Unavailable as error:
                log.warning("effects_unavailable", error=str(error))
                pause_s = 1.0
            await self._sleep(pause_s)

    async def stop(self) -> None:
        """Cancel what runs; its leases end by themselves and another run picks it up."""
        tasks = list(self._running.values())
        self._is_stopped = True
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _round(self) -> float:
        now = Millis(self._clock.now_ms())
        leased = await self._queue.lease(self._node, now, Millis(now + LEASE_MS), BATCH)
        for one in leased:
            self._start(one)
        if len(leased) == BATCH:
            return 0.0
        due_at = await self._queue.next_due()
        if due_at is None:
            return LONGEST_SLEEP_S
        return min(LONGEST_SLEEP_S, max(0.005, (due_at - self._clock.now_ms()) / 1000))

    async def _sleep(self, pause_s: float) -> None:
        # Not wait_for: until Python 3.12 it swallows a cancellation that comes in the same step as the wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(pause_s):
                await self._wake.wait()

    def _start(self, leased: Leased) -> None:
        """Start an effect, unless this node is at it already: a lease may end while a turn waits for its turn."""
        place = (leased.effect.conversation_id, leased.effect.key)
        if self._is_stopped:
            return
        if place in self._running:
            self._leased_meanwhile[place] = leased
            return
        task = asyncio.get_running_loop().create_task(self._do(leased), name=f"effect {leased.effect.key}")
        self._running[place] = task
        task.add_done_callback(lambda task: self._ended(place, task))

    def _ended(self, place: tuple[str, str], task: "asyncio.Task[bool]") -> None:
        """Forget an effect that is done. One that was postponed to now may have been leased again before it came to its
        end here: without going on at once it would lie in our hands until the lease is over.
        """
        del self._running[place]
        leased = self._leased_meanwhile.pop(place, None)
        if leased is not None and not task.cancelled() and task.result():
            self._start(leased)

    async def _do(self, leased: Leased) -> bool:
        """Do an effect; return whether it was postponed."""
        effect = leased.effect
        try:
            match await self._doers[effect.kind](effect):
                case Again(due_at=due_at):
                    await self._queue.postpone(effect, due_at, None)
                    self._wake.set()
                    return True
                case None:
                    await self._queue.finish(effect)
                case Committed():
                    pass
        except Unavailable as error:
            # The lease is ours for a while yet, and the storage cannot be told otherwise: try again without letting go.
            log.warning("effect_unavailable", key=effect.key, error=str(error))
            asyncio.get_running_loop().call_later(UNAVAILABLE_PAUSE_S, self._start, leased)
        except Exception as error:  # noqa: BLE001 - whatever a doer raises is kept with the effect and tried again
            return await self._failed(leased, error)
        return False

    async def _failed(self, leased: Leased, error: Exception) -> bool:
        # Its words may be what somebody wrote: neither the log nor the queue has them (trust.md T27).
        effect, said = leased.effect, type(error).__name__
        place = {"key": effect.key, "conversation": effect.conversation_id}
        log.warning("effect_failed", **place, attempts=leased.attempts, exc_info=error)
        try:
            if await self._is_given_up(leased):
                await self._queue.bury(effect, said)
            else:
                due_at = Millis(self._clock.now_ms() + pause_ms(effect, leased.attempts))
                await self._queue.postpone(effect, due_at, said)
                self._wake.set()
                return True
        except Unavailable:
            log.warning("effect_unavailable", key=effect.key)
        return False

    async def _is_given_up(self, leased: Leased) -> bool:
        """Has it been tried often enough? With a last resort, not before that is done: somebody waits."""
        effect = leased.effect
        last_resort = self._last_resorts.get(effect.kind)
        if last_resort is None:
            return leased.attempts >= ATTEMPTS
        if leased.attempts < ATTEMPTS_WAITED_FOR:
            return False
        try:
            await last_resort(effect)
        except Unavailable:
            raise
        except Exception:
            log.exception("last_resort_failed", key=effect.key, conversation=effect.conversation_id)
            return False
        return True


def pause_ms(effect: Effect, attempts: int) -> int:
    """Return the pause before the next attempt: exponential with full jitter, at least a tenth of it.

    The jitter is drawn from the effect's name, so that a replay of a failing run takes the same course.
    Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    longest: int = min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << (attempts - 1))
    digest = hashlib.blake2b(f"{effect.conversation_id}/{effect.key}/{attempts}".encode(), digest_size=4).digest()
    return max(longest // 10, longest * int.from_bytes(digest) >> 32)
