"""P4, P5: what visitors cost who only watch, in a server that has done nothing else yet.

Not here: visitors who write.
"""

import asyncio
from functools import partial

import msgspec

from bench.ground.cast import Wanted, assembled
from bench.ground.processes import floor, relevo
from bench.ground.sites import FloorSite, RelevoSite, Site
from bench.ground.wire import hear_nothing, in_crowds
from bench.stage import Stage


class Load(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """First a few visitors watch, then many; `seconds` is best a multiple of the heartbeat's 10 s."""

    few: int
    many: int
    seconds: float
    rounds: int
    settles_s: float


async def run(load: Load, stage: Stage) -> None:
    """Measure both servers at the same time: neither does anything that the other could feel.

    The floor holds the few only, since one process may not open more than 20,000 files.
    """
    cast = await assembled(stage.folder / "relevo", Wanted(visitors=load.many), stage.texts)
    with floor(stage.folder / "floor") as bare, relevo(stage.folder / "relevo") as full:
        await asyncio.sleep(load.settles_s)
        low, high = FloorSite(bare), RelevoSite(full, cast)
        low_empty, high_empty = bare.pss_kib(), full.pss_kib()
        for site in (low, high):
            await in_crowds(load.few, partial(site.watch, hear=hear_nothing))
        await asyncio.sleep(load.settles_s)
        stage.rounds.add("kib_few", (full.pss_kib() - high_empty) / load.few, (bare.pss_kib() - low_empty) / load.few)
        await _cpu(load, stage, high, low)
        await in_crowds(load.many - load.few, lambda number: high.watch(load.few + number, hear_nothing))
        await asyncio.sleep(load.settles_s)
        stage.rounds.add("kib_many", (full.pss_kib() - high_empty) / load.many)


async def _cpu(load: Load, stage: Stage, *sites: Site) -> None:
    for _ in range(load.rounds):
        before = [site.target.cpu_s() for site in sites]
        await asyncio.sleep(load.seconds)
        used = [site.target.cpu_s() - was for site, was in zip(sites, before, strict=True)]
        stage.rounds.add("cpu", *(seconds / load.seconds * 100 for seconds in used))
