"""P1, P2, P3: an agent's reply to the visitor's stream, beside the floor.

Not here: other traffic at the same time (`mixed`).
"""

from functools import partial

import msgspec

from bench.ground.cast import Wanted, assembled
from bench.ground.processes import floor, relevo
from bench.ground.replying import FlatOut, Replies
from bench.ground.sites import FloorSite, RelevoSite
from bench.ground.wire import Ages, hear_nothing, in_crowds
from bench.stage import Stage


class Load(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Visitors with a stream each, of whom `busy` are written to flat out; the agents' consoles are open.

    What a server takes at most depends on how many wait for it at once, and on each server differently: one that groups its
    commits takes more from more. So each is tried with every number in `callers`, and its best counts.
    """

    visitors: int
    agents: int
    rate: int
    seconds: float
    rounds: int
    busy: int
    flat_out_s: float
    callers: tuple[int, ...]


async def run(load: Load, stage: Stage) -> None:
    """Measure by turns, first paced, then flat out."""
    wanted = Wanted(agents=load.agents, visitors=load.visitors, taken=load.visitors)
    cast = await assembled(stage.folder / "relevo", wanted, stage.texts)
    with floor(stage.folder / "floor") as bare, relevo(stage.folder / "relevo") as full:
        site = RelevoSite(full, cast)
        low, high = [Replies(each, Ages(), stage.texts, load.visitors) for each in (FloorSite(bare), site)]
        for replies in (low, high):
            await in_crowds(load.visitors, partial(replies.site.watch, hear=replies.ages.hear))
        await in_crowds(load.agents, lambda number: site.console(cast.agents[number], hear_nothing))
        await _paced(load, stage, low, high)
        overseen = Ages()
        await in_crowds(load.busy, lambda number: site.oversee(number, overseen.hear))
        low.visitors = high.visitors = load.busy
        await _flat_out(load, stage, low, high, overseen)


async def _paced(load: Load, stage: Stage, low: Replies, high: Replies) -> None:
    for replies in (low, high):
        await replies.paced(load.rate, load.seconds / 2)  # neither is measured cold
    for _ in range(load.rounds):
        bare, full = [await replies.paced(load.rate, load.seconds) for replies in (low, high)]
        stage.rounds.add("p50", full.p50_ms, bare.p50_ms)
        stage.rounds.add("p99", full.p99_ms, bare.p99_ms)
        stage.rounds.add("cpu", full.cpu_us, bare.cpu_us)


async def _flat_out(load: Load, stage: Stage, low: Replies, high: Replies, overseen: Ages) -> None:
    for _ in range(load.rounds):
        tried: list[tuple[FlatOut, FlatOut]] = []
        for at_once in load.callers:
            bare, full = [await each.flat_out(load.flat_out_s, stage.effort, at_once) for each in (low, high)]
            tried.append((bare, full))
        bare, full = [max(of_one, key=lambda flat: flat.per_s) for of_one in zip(*tried, strict=True)]
        stage.rounds.add("rate", full.per_s, bare.per_s)
        stage.rounds.add("cpu_flat_out", full.cpu_us, bare.cpu_us)
        few_bare, few_full = tried[0]
        stage.rounds.add("rate_of_few", few_full.per_s, few_bare.per_s)
    shown, said = len(overseen.all), high.sent
    assert shown, "no agent saw a reply"
    stage.rounds.remark(
        f"{shown} of the {said} replies were also shown in the agents' own streams, all of them flat out"
    )
