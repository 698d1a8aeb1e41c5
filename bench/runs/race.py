"""P6: takeovers of different conversations as fast as they go, and a hundred agents after the same one.

Not here: that races end right in every case (`tests/races`).
"""

import asyncio
import json
import time
from contextlib import AsyncExitStack

import msgspec

from bench.ground.cast import Wanted, assembled
from bench.ground.compare_and_set import CompareAndSet
from bench.ground.processes import relevo
from bench.ground.rounds import quantile
from bench.ground.sites import RelevoSite, callers
from bench.ground.wire import Caller
from bench.stage import Stage

CALLERS = 32


class Load(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`contests` times all `agents` want the same conversation."""

    agents: int
    conversations: int
    raw_s: float
    rounds: int
    contests: int


async def run(load: Load, stage: Stage) -> None:
    """Measure by turns: the raw compare-and-set, then takeovers."""
    wanted = Wanted(agents=load.agents, visitors=load.conversations)
    cast = await assembled(stage.folder / "relevo", wanted, stage.texts)
    raw = CompareAndSet(stage.folder / "raw.db", load.conversations)
    with relevo(stage.folder / "relevo") as full:
        site = RelevoSite(full, cast)
        await _all(load, site, "take-over")
        await _all(load, site, "release")
        for _ in range(load.rounds):
            beside = raw.rate(load.raw_s)
            stage.effort.begin()
            stage.rounds.add("rate", await _all(load, site, "take-over"), beside)
            stage.effort.end()
            await _all(load, site, "release")
            await _contests(load, stage, site)


async def _all(load: Load, site: RelevoSite, name: str) -> float:
    """Have each conversation moved once; return how many a second."""
    left = iter(range(load.conversations))

    async def work(caller: Caller) -> None:
        for number in left:
            status, answer = await site.move(caller, site.agent_of(number), number, name)
            assert status == 200, answer

    async with callers(site, CALLERS) as free:
        begun = time.perf_counter()
        await asyncio.gather(*(work(free.get_nowait()) for _ in range(CALLERS)))
        return load.conversations / (time.perf_counter() - begun)


async def _contests(load: Load, stage: Stage, site: RelevoSite) -> None:
    """Let all agents take the same conversation in the same moment; every loser must be told who has it."""
    waits: list[float] = []
    async with AsyncExitStack() as stack:
        racers = [await stack.enter_async_context(site.caller()) for _ in site.cast.agents]
        for number in stage.chance.sample(range(load.conversations), load.contests):
            waits += await _contest(site, racers, number)
    stage.rounds.add("told", quantile(waits, 0.99))


async def _contest(site: RelevoSite, racers: list[Caller], number: int) -> list[float]:
    """Return how long each loser waited, in milliseconds."""
    waits: list[float] = []
    winners: list[int] = []
    owners: set[str] = set()

    async def take(place: int) -> None:
        begun = time.perf_counter()
        status, answer = await site.move(racers[place], site.cast.agents[place], number, "take-over")
        if status == 200:
            winners.append(place)
        else:
            assert status == 409, answer
            waits.append((time.perf_counter() - begun) * 1000)
            owners.add(json.loads(answer)["owner"]["id"])

    await asyncio.gather(*map(take, range(len(racers))))
    (winner,) = winners
    assert owners <= {site.cast.agents[winner].id}, "a loser was told of somebody else"
    assert len(waits) == len(racers) - 1
    status, answer = await site.move(racers[winner], site.cast.agents[winner], number, "release")
    assert status == 200, answer
    return waits
