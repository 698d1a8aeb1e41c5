"""P10: one event reaches a thousand consoles, beside raw SSE of one event to as many streams.

Not here: pages and searches of the inbox (`growth`).
"""

import asyncio

import msgspec

from bench.ground.cast import Wanted, assembled
from bench.ground.processes import floor, relevo
from bench.ground.rounds import quantile
from bench.ground.sites import FloorSite, RelevoSite
from bench.ground.wire import Ages, in_crowds, stamp
from bench.stage import Stage


class Load(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every agent has one console open; a round is so many events, `pause_s` apart."""

    consoles: int
    events: int
    pause_s: float
    rounds: int


async def run(load: Load, stage: Stage) -> None:
    """Measure by turns: an event to all streams of a room of the floor, then a reply that all consoles show."""
    cast = await assembled(stage.folder / "relevo", Wanted(agents=load.consoles, visitors=1, taken=1), stage.texts)
    with floor(stage.folder / "floor") as bare, relevo(stage.folder / "relevo") as full:
        low, high = FloorSite(bare), RelevoSite(full, cast)
        heard, shown = Ages(), Ages()
        await in_crowds(load.consoles, lambda _: low.watch(0, heard.hear))
        await in_crowds(load.consoles, lambda number: high.console(cast.agents[number], shown.hear))
        await asyncio.sleep(load.pause_s * 4)

        async def raw() -> int:
            async with low.caller() as caller:
                return await low.reply(caller, 0, stamp(), "&raw")

        async def reply() -> int:
            async with high.caller() as caller:
                return await high.reply(caller, 0, stamp())

        for _ in range(load.rounds):
            beside, ages = [], []
            for _ in range(load.events):
                assert await raw() == 201
                beside += await _arrived(heard, load)
                assert await reply() == 201
                ages += await _arrived(shown, load)
            stage.rounds.add("p99", quantile(ages, 0.99), quantile(beside, 0.99))
            stage.rounds.add("p50", quantile(ages, 0.5), quantile(beside, 0.5))


async def _arrived(ages: Ages, load: Load) -> list[float]:
    """Return the ages at all consoles, once it is there and what follows it is over."""
    arrived = await ages.whole(load.consoles)
    await asyncio.sleep(load.pause_s)
    assert not ages.all, f"{len(ages.all)} arrivals too many at {load.consoles} consoles"
    return arrived
