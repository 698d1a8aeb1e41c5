"""Everything at once: visitors type, the AI streams answers, agents reply, take over, release and transfer.

No target of the plan is judged by it: it shows what the others' figures become in company, and that nothing is lost or
doubled then. Not here: any of it alone.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec

from bench.ground.cast import Wanted, assembled
from bench.ground.processes import endpoint, relevo
from bench.ground.rounds import quantile
from bench.ground.sites import RelevoSite, callers
from bench.ground.wire import Ages, Caller, Listener, hear_nothing, in_crowds, stamp
from bench.stage import Stage

CALLERS = 64


class Load(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`taken` of the visitors talk to an agent at any time; whoever writes to one is answered after `thinks_s` on average."""

    visitors: int
    taken: int
    agents: int
    typed_per_s: float
    moves_per_s: float
    thinks_s: float
    tokens: int
    tokens_per_s: int
    seconds: float
    rounds: int
    settles_s: float


class Said(Ages):
    """Ages of messages alone: an agent's stream also shows them again in notes."""

    def hear(self, frames: bytes) -> None:
        for frame in frames.split(b"\n\n"):
            if b"event: message\n" in frame:
                super().hear(frame)


@dataclass(slots=True)
class Room:
    """One conversation as the generator knows it."""

    visitor: int
    owner: int | None
    desk: Listener | None = None
    """The owner's stream of it."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(slots=True)
class Traffic:
    """All that goes on at one site, and what came of it."""

    load: Load
    stage: Stage
    site: RelevoSite
    free: "asyncio.Queue[Caller]"
    rooms: list[Room]
    typed: Said = field(default_factory=lambda: Said("v"))
    """Visitors' messages in agents' streams."""
    replied: Said = field(default_factory=lambda: Said("a"))
    """Agents' replies in visitors' streams."""
    moved_ms: list[float] = field(default_factory=list)
    accepted: dict[str, int] = field(default_factory=lambda: {"v": 0, "a": 0})
    refused: list[bytes] = field(default_factory=list)
    tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    async def at_rate(self, act: Callable[[], Awaitable[None]], rate: float) -> None:
        """Begin an act so often a second, until cancelled, whether or not those before it are done."""
        begun, number = time.perf_counter(), 0
        while True:
            number += 1
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            self.begin(act())

    def begin(self, act: Awaitable[None]) -> None:
        task = asyncio.ensure_future(act)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def type(self) -> None:
        """A visitor types; an agent who has the conversation answers after a while."""
        room = self.stage.chance.choice(self.rooms)
        text = self.stage.chance.choice(self.stage.texts)[:500]
        caller = await self.free.get()
        self._count("v", await self.site.ask(caller, room.visitor, f"{stamp('v')} {text}"))
        self.free.put_nowait(caller)
        if room.owner is not None:
            await asyncio.sleep(self.stage.chance.random() * 2 * self.load.thinks_s)
            await self.reply(room)

    async def reply(self, room: Room) -> None:
        async with room.lock:
            if room.owner is None:
                return
            caller = await self.free.get()
            text = self.stage.chance.choice(self.stage.texts)[:500]
            agent = self.site.cast.agents[room.owner]
            self._count("a", await self.site.reply(caller, room.visitor, f"{stamp('a')} {text}", agent))
            self.free.put_nowait(caller)

    async def move(self) -> None:
        """Take over while too few are taken, else release or transfer."""
        room = self.stage.chance.choice(self.rooms)
        async with room.lock:
            if room.owner is None:
                await self._take(room)
            else:
                await self._give(room, room.owner)

    async def _take(self, room: Room) -> None:
        if sum(each.owner is not None for each in self.rooms) > self.load.taken:
            return
        agent = self.stage.chance.randrange(len(self.site.cast.agents))
        if await self._moved(room, agent, "take-over"):
            await self.seat(room, agent)

    async def _give(self, room: Room, owner: int) -> None:
        agents = self.site.cast.agents
        if len(agents) > 1 and self.stage.chance.random() < 0.4:
            other = self.stage.chance.choice([agent for agent in range(len(agents)) if agent != owner])
            to = json.dumps({"agent_id": agents[other].id, "confirm": True}).encode()
            if await self._moved(room, owner, "transfer", to):
                await self.seat(room, other)
        elif await self._moved(room, owner, "release"):
            await self.seat(room, None)

    async def _moved(self, room: Room, agent: int, name: str, body: bytes = b"{}") -> bool:
        caller, begun = await self.free.get(), time.perf_counter()
        status, answer = await self.site.move(caller, self.site.cast.agents[agent], room.visitor, name, body)
        self.moved_ms.append((time.perf_counter() - begun) * 1000)
        self.free.put_nowait(caller)
        if status != 200:
            self.refused.append(answer)
        return status == 200

    async def seat(self, room: Room, owner: int | None) -> None:
        """Let an owner watch the conversation, and nobody who owns it no more."""
        if room.desk is not None:
            room.desk.close()
        room.owner, room.desk = owner, None
        if owner is not None:
            room.desk = await self.site.oversee(room.visitor, self.typed.hear, self.site.cast.agents[owner])

    def _count(self, letter: str, status: int) -> None:
        if status == 201:
            self.accepted[letter] += 1
        else:
            self.refused.append(b"a message: %d" % status)


async def run(load: Load, stage: Stage) -> None:
    """Let it go on for some rounds; then wait until it is quiet, and count."""
    cast = await assembled(
        stage.folder, Wanted(agents=load.agents, visitors=load.visitors, taken=load.taken), stage.texts
    )
    text = " ".join(f"w{number}" for number in range(load.tokens))
    with (
        endpoint(text, 1000 / load.tokens_per_s) as address,
        relevo(stage.folder, {"RELEVO_ASSISTANT_URL": address}) as full,
    ):
        site = RelevoSite(full, cast)
        async with callers(site, CALLERS) as free:
            rooms = [Room(n, n % load.agents if n < load.taken else None) for n in range(load.visitors)]
            traffic = Traffic(load, stage, site, free, rooms)
            echoed = Said("v")

            def hear(frames: bytes) -> None:
                traffic.replied.hear(frames)
                echoed.hear(frames)

            await in_crowds(load.visitors, lambda n: site.watch(n, hear))
            await in_crowds(load.agents, lambda n: site.console(cast.agents[n], hear_nothing))
            await in_crowds(load.visitors, lambda n: traffic.seat(rooms[n], rooms[n].owner))
            replies = await _go_on(traffic)
            wrong = abs(len(echoed.all) - traffic.accepted["v"]) + abs(replies - traffic.accepted["a"])
            stage.rounds.add("wrong", wrong + len(traffic.refused))
            stage.rounds.remark(
                f"{traffic.accepted['v']} messages of visitors and {traffic.accepted['a']} of agents, {len(traffic.moved_ms)} changes of control"
            )
            for answer in traffic.refused[:3]:
                stage.rounds.remark(f"refused: {answer[:300].decode()}")


async def _go_on(traffic: Traffic) -> int:
    """Let the traffic flow for the rounds; return how many replies visitors have seen once it is quiet."""
    load, rounds, server = traffic.load, traffic.stage.rounds, traffic.site.target
    flows = [
        asyncio.create_task(traffic.at_rate(traffic.type, load.typed_per_s)),
        asyncio.create_task(traffic.at_rate(traffic.move, load.moves_per_s)),
    ]
    seen = 0
    for _ in range(load.rounds):
        used, begun = server.cpu_s(), time.perf_counter()
        traffic.stage.effort.begin()
        await asyncio.sleep(load.seconds)
        traffic.stage.effort.end()
        rounds.add("cpu", (server.cpu_s() - used) / (time.perf_counter() - begun) * 100)
        typed, replied, moved = traffic.typed.taken(), traffic.replied.taken(), traffic.moved_ms
        seen += len(replied)
        for name, ages in (("typed", typed), ("reply", replied)):
            rounds.add(f"{name}_p50", quantile(ages, 0.5))
            rounds.add(f"{name}_p99", quantile(ages, 0.99))
        rounds.add("move_p99", quantile(moved, 0.99))
    for flow in flows:
        flow.cancel()
    await asyncio.gather(*traffic.tasks)
    await asyncio.sleep(load.settles_s)
    return seen + len(traffic.replied.taken())
