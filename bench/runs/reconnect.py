"""P8: all visitors are cut off at once and come back with a cursor, each with messages missed.

Not here: that what they get is whole (`tests/races`).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import msgspec

from bench.ground.cast import Wanted, assembled
from bench.ground.processes import floor, relevo
from bench.ground.sites import FloorSite, RelevoSite
from bench.ground.wire import Listener, hear_nothing
from bench.stage import Stage

PAUSE_S = 0.5


class Load(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Each visitor has missed so many messages."""

    visitors: int
    missed: int
    rounds: int


class Missed:
    """Waits until a stream has shown so many messages."""

    def __init__(self, messages: int) -> None:
        self._left = messages
        self.all_shown: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def hear(self, frames: bytes) -> None:
        self._left -= frames.count(b"event: message\n")
        if self._left <= 0 and not self.all_shown.done():
            self.all_shown.set_result(None)


async def run(load: Load, stage: Stage) -> None:
    """Measure by turns: bare reconnects of the floor, then Relevo's with what was missed."""
    wanted = Wanted(agents=10, visitors=load.visitors, taken=load.visitors, messages=load.missed + 4)
    cast = await assembled(stage.folder / "relevo", wanted, stage.texts)
    with floor(stage.folder / "floor") as bare, relevo(stage.folder / "relevo") as full:
        low, high = FloorSite(bare), RelevoSite(full, cast)

        async def back(number: int) -> Listener:
            missed = Missed(load.missed)
            head = cast.visitors[number].head_seq
            listener = await high.watch(number, missed.hear, after=head - load.missed)
            await missed.all_shown
            return listener

        for number in range(load.rounds + 1):
            beside = await _timed(load, stage, lambda n: low.watch(n, hear_nothing))
            took_s = await _timed(load, stage, back)
            if number:  # the first round is cold
                stage.rounds.add("back", took_s * 1000, beside * 1000)


async def _timed(load: Load, stage: Stage, one: Callable[[int], Awaitable[Listener]]) -> float:
    """Return how long it takes until all are back, in seconds; then cut all."""
    stage.effort.begin()
    begun = time.perf_counter()
    async with asyncio.timeout(60):
        listeners = await asyncio.gather(*map(one, range(load.visitors)))
    took_s = time.perf_counter() - begun
    stage.effort.end()
    for listener in listeners:
        listener.close()
    await asyncio.sleep(PAUSE_S)
    return took_s
