"""What is done to a server: replies at a rate, as many as it takes, idle visitors, takeover races.

Each works on `Site`, which hides how the floor and Relevo are spoken to.
"""

import asyncio
import gzip
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import httpx2

from bench.load.processes import Target
from bench.load.wire import Caller, Listener, listen, stamp

SAMPLE = ("Hi there", "my order has not arrived yet", "the number is 4711", "can you check please", "thanks a lot")
"""CC0, for machines without the shared data."""


def typed(data: Path) -> Sequence[str]:
    """Return what visitors type: real customers' lines where the shared data is there."""
    file = data / "customer_streams_en.jsonl.gz"
    if not file.exists():
        return SAMPLE
    with gzip.open(file, "rt", encoding="utf8") as lines:
        return [text for line in lines for text in json.loads(line)["messages"]]


class Site(Protocol):
    """How a server is spoken to."""

    target: Target

    async def rooms(self, count: int) -> None: ...
    async def listen(self, room: int, ages: list[float]) -> Listener: ...
    def caller(self) -> Caller: ...
    async def say(self, caller: Caller, room: int, text: str) -> int: ...


@dataclass(slots=True)
class FloorSite:
    """The floor."""

    target: Target

    async def rooms(self, count: int) -> None:  # noqa: ARG002 - a room of the floor needs no making
        return

    async def listen(self, room: int, ages: list[float]) -> Listener:
        return await listen(self.target.port, f"/?room={room}", "", ages)

    def caller(self) -> Caller:
        return Caller(self.target.port)

    async def say(self, caller: Caller, room: int, text: str) -> int:
        status, _ = await caller.post(f"/?room={room}", json.dumps({"text": text}).encode())
        return status


@dataclass(slots=True)
class RelevoSite:
    """Relevo: every room is a conversation that one agent has taken over; the agent replies."""

    target: Target
    count: int = 0
    tokens: list[str] = field(default_factory=list)
    conversations: list[str] = field(default_factory=list)
    agent: str = ""

    async def rooms(self, count: int) -> None:
        url = str(self.target.told["url"])
        async with httpx2.AsyncClient(base_url=url, timeout=30) as http:
            entry = self.target.told["agents"][0]  # type: ignore[index]
            answer = await http.post("/v1/sign-in", json={"email": entry["email"], "password": entry["password"]})
            self.agent = f"Authorization: Bearer {answer.json()['token']}\r\n"
            http.cookies.clear()
        async with Caller(self.target.port) as caller:
            key = json.dumps({"inbox_key": self.target.told["inbox_key"]}).encode()
            for _ in range(count):
                _, body = await caller.post("/v1/visitor/session", key)
                token = json.loads(body)["token"]
                bearer = f"Authorization: Bearer {token}\r\n"
                _, body = await caller.post("/v1/visitor/conversations", b"{}", bearer)
                conversation = json.loads(body)["id"]
                status, body = await caller.post(f"/v1/conversations/{conversation}/take-over", b"{}", self.agent)
                assert status == 200, body
                self.tokens.append(bearer)
                self.conversations.append(conversation)

    async def listen(self, room: int, ages: list[float]) -> Listener:
        path = f"/v1/visitor/conversations/{self.conversations[room]}/events"
        return await listen(self.target.port, path, self.tokens[room], ages)

    def caller(self) -> Caller:
        return Caller(self.target.port, self.agent)

    async def say(self, caller: Caller, room: int, text: str) -> int:
        self.count += 1
        body = json.dumps({"text": text, "client_id": f"c{self.count}"}).encode()
        status, _ = await caller.post(f"/v1/conversations/{self.conversations[room]}/messages", body)
        return status


@dataclass(frozen=True, slots=True)
class Paced:
    """Replies at a rate."""

    p50_ms: float
    p99_ms: float
    cpu_us: float
    arrived: int
    sent: int


async def paced(site: Site, texts: Sequence[str], *, visitors: int, rate: int, seconds: float) -> Paced:
    """Send replies at a steady rate to visitors in turn; measure until each is in its visitor's stream."""
    ages: list[float] = []
    listeners = [await site.listen(room, ages) for room in range(visitors)]
    await asyncio.sleep(1.0)
    idle: asyncio.Queue[Caller] = asyncio.Queue()
    for _ in range(32):
        idle.put_nowait(await site.caller().__aenter__())
    total = int(rate * seconds)
    before, begun = site.target.cpu_s(), time.perf_counter()

    async def send(number: int) -> None:
        caller = await idle.get()
        status = await site.say(caller, number % visitors, f"{stamp()} {texts[number % len(texts)][:500]}")
        assert status == 201, status
        idle.put_nowait(caller)

    sending = []
    for number in range(total):
        await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
        sending.append(asyncio.create_task(send(number)))
    await asyncio.gather(*sending)
    await asyncio.sleep(0.5)
    used = site.target.cpu_s() - before
    for listener in listeners:
        listener.transport.close()
    ages.sort()
    return Paced(ages[len(ages) // 2], ages[int(len(ages) * 0.99)], used / total * 1e6, len(ages), total)


async def most(site: Site, texts: Sequence[str], *, visitors: int, callers: int, seconds: float) -> float:
    """Return how many replies a second are accepted when callers send one after the other, with a stream each open."""
    ages: list[float] = []
    listeners = [await site.listen(room, ages) for room in range(visitors)]
    end = time.perf_counter() + seconds
    done = 0

    async def work(first: int) -> None:
        nonlocal done
        async with site.caller() as caller:
            room = first
            while time.perf_counter() < end:
                assert await site.say(caller, room % visitors, texts[done % len(texts)][:500]) == 201
                room += callers
                done += 1

    await asyncio.gather(*(work(number) for number in range(callers)))
    for listener in listeners:
        listener.transport.close()
    return done / seconds


@dataclass(frozen=True, slots=True)
class Idle:
    """What visitors cost who only watch."""

    kib_each: float
    cpu_percent: float


async def idle(site: Site, *, visitors: int, seconds: float) -> Idle:
    """Hold a stream for each visitor and do nothing."""
    ages: list[float] = []
    before_kib = site.target.pss_kib()
    listeners = [await site.listen(room, ages) for room in range(visitors)]
    await asyncio.sleep(2)
    before = site.target.cpu_s()
    await asyncio.sleep(seconds)
    used = site.target.cpu_s() - before
    kib = (site.target.pss_kib() - before_kib) / visitors
    for listener in listeners:
        listener.transport.close()
    return Idle(kib, used / seconds * 100)
