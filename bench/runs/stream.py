"""P7: answers of the AI, token by token, to the visitor and one agent each; and how soon a takeover ends them.

Not here: what the widget and the console make of it.
"""

import asyncio
import time

import msgspec

from bench.ground.cast import Wanted, assembled
from bench.ground.processes import endpoint, relevo
from bench.ground.rounds import quantile
from bench.ground.sites import RelevoSite, callers
from bench.ground.wire import Caller, in_crowds, until
from bench.stage import Stage

CALLERS = 64
BEGINS_S = 30.0
QUESTIONS = (
    "How do I descale my machine?",
    "Which beans do you recommend?",
    "Is the grinder loud?",
    "Can I return the kettle?",
)
"""None of them asks for a person, which would end an answer."""


class Load(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many answers at once, each `tokens` long; after `seconds` of counting all are taken over within `taking_s`."""

    answers: int
    agents: int
    tokens: int
    tokens_per_s: int
    seconds: float
    taking_s: float
    rounds: int
    settles_s: float


class Shown:
    """What one stream has shown of drafts."""

    def __init__(self) -> None:
        self.pieces = 0
        self.last_at = 0

    def hear(self, frames: bytes) -> None:
        if pieces := frames.count(b"event: draft\n"):
            self.pieces += pieces
            self.last_at = time.perf_counter_ns()


async def run(load: Load, stage: Stage) -> None:
    """Ask all, count, take all over; and again."""
    wanted = Wanted(agents=load.agents, visitors=load.answers)
    cast = await assembled(stage.folder, wanted, stage.texts)
    text = " ".join(f"w{number % 100}" for number in range(load.tokens))
    with (
        endpoint(text, 1000 / load.tokens_per_s) as address,
        relevo(stage.folder, {"RELEVO_ASSISTANT_URL": address}) as full,
    ):
        site = RelevoSite(full, cast)
        to_visitors, to_agents = [[Shown() for _ in range(load.answers)] for _ in range(2)]
        await in_crowds(load.answers, lambda number: site.watch(number, to_visitors[number].hear))
        await in_crowds(load.answers, lambda number: site.oversee(number, to_agents[number].hear))
        for _ in range(load.rounds):
            async with callers(site, CALLERS) as free:
                await _ask_all(load, stage, site, free, to_visitors)
                await _count(load, stage, site, to_visitors, to_agents)
                await _take_all(load, stage, site, free, to_visitors)


async def _ask_all(
    load: Load, stage: Stage, site: RelevoSite, free: "asyncio.Queue[Caller]", to_visitors: list[Shown]
) -> None:
    """Ask everything at once, and wait until the answers are being made."""
    seen = [shown.pieces for shown in to_visitors]

    async def ask(number: int) -> None:
        caller = await free.get()
        status = await site.ask(caller, number, stage.chance.choice(QUESTIONS))
        free.put_nowait(caller)
        assert status == 201, status

    await in_crowds(load.answers, ask)

    def have_begun() -> bool:
        begun = sum(shown.pieces > was for shown, was in zip(to_visitors, seen, strict=True))
        return begun >= load.answers * 0.95

    await until(have_begun, within_s=BEGINS_S, look_every_s=0.05)


async def _count(load: Load, stage: Stage, site: RelevoSite, to_visitors: list[Shown], to_agents: list[Shown]) -> None:
    """Count tokens and the server's processor time for a while, in which no answer begins or ends."""
    stage.effort.begin()
    begun, used = time.perf_counter(), site.target.cpu_s()
    first = [sum(one.pieces for one in shown) for shown in (to_visitors, to_agents)]
    await asyncio.sleep(load.seconds)
    used, took_s = site.target.cpu_s() - used, time.perf_counter() - begun
    seen, overseen = [sum(one.pieces for one in shown) - was for shown, was in zip((to_visitors, to_agents), first, strict=True)]  # fmt: skip
    stage.effort.end()
    assert seen, "no answer is being made"
    stage.rounds.add("token", used / seen * 1e6)
    stage.rounds.add("rate", seen / took_s)
    asked = load.answers * load.tokens_per_s * took_s
    if seen < 0.9 * asked:
        stage.rounds.remark(
            f"{seen} of {asked:.0f} tokens in time: pieces came together, and cost less each than alone"
        )
    if abs(seen - overseen) > max(2 * load.answers, seen / 10):
        stage.rounds.remark(f"visitors saw {seen} tokens and agents {overseen}")


async def _take_all(
    load: Load, stage: Stage, site: RelevoSite, free: "asyncio.Queue[Caller]", to_visitors: list[Shown]
) -> None:
    """Take every conversation over at a moment of its own; look when the last piece came. Then give all back."""
    told_at = [0] * load.answers
    waits: list[float] = []
    seen = [shown.pieces for shown in to_visitors]

    async def take(number: int) -> None:
        await asyncio.sleep(stage.chance.random() * load.taking_s)
        caller, begun = await free.get(), time.perf_counter_ns()
        status, answer = await site.move(caller, site.agent_of(number), number, "take-over")
        told_at[number] = time.perf_counter_ns()
        waits.append((told_at[number] - begun) / 1e6)
        free.put_nowait(caller)
        assert status == 200, answer

    await asyncio.gather(*map(take, range(load.answers)))
    await asyncio.sleep(load.settles_s)
    late = [max(0.0, (shown.last_at - at) / 1e6) for shown, at in zip(to_visitors, told_at, strict=True)]
    stage.rounds.add("cut", quantile(late, 0.99))
    stage.rounds.add("taken", quantile(waits, 0.99))
    running = sum(shown.pieces > was for shown, was in zip(to_visitors, seen, strict=True))
    if running < load.answers * 0.9:
        stage.rounds.remark(f"only {running} of {load.answers} answers still ran when the takeovers began")
    caller = await free.get()
    for number in range(load.answers):
        status, answer = await site.move(caller, site.agent_of(number), number, "release")
        assert status == 200, answer
    free.put_nowait(caller)
