"""Visitors and agents who use a running server by HTTP only, as any client outside of the process does.

Not here: faults and judgement (`streams/cutting`, `checking`).
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.running import Demo

Event = dict[str, Any]
PATIENCE_S = 30.0


@asynccontextmanager
async def door(url: str) -> AsyncIterator[httpx2.AsyncClient]:
    """A client for many connections at once; it waits long, for crowded machines."""
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx2.AsyncClient(base_url=url, timeout=PATIENCE_S, limits=limits) as http:
        yield http


@dataclass(slots=True)
class Frame:
    """One frame of a stream; `id` is None for what is not in the log."""

    type: str
    fields: Event
    id: int | None


async def frames(lines: AsyncIterator[str]) -> AsyncIterator[Frame]:
    """Parse a stream. What is cut off in the middle of a frame is no frame."""
    got: dict[str, str] = {}
    async for line in lines:
        if line:
            name, _, value = line.partition(": ")
            got[name] = value
        else:
            if "event" in got:
                yield Frame(got["event"], json.loads(got["data"]), int(got["id"]) if "id" in got else None)
            got = {}


@dataclass(slots=True)
class Watcher:
    """Everything that one open stream has shown."""

    frames: list[Frame] = field(default_factory=list)
    grew: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def events(self) -> list[Event]:
        return [frame.fields for frame in self.frames if frame.id is not None]

    async def until(self, type: str, after: int = 0) -> Frame:
        """Wait for a frame of a type behind the first so many frames."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                self.grew.clear()
                for frame in self.frames[after:]:
                    if frame.type == type:
                        return frame
                await self.grew.wait()

    async def until_seq(self, seq: int) -> None:
        """Wait until an event of the log is shown."""
        async with asyncio.timeout(PATIENCE_S):
            while not self.events or self.events[-1]["seq"] < seq:
                self.grew.clear()
                await self.grew.wait()


@dataclass(slots=True)
class Person:
    """Somebody with a token, and one conversation as they reach it."""

    http: httpx2.AsyncClient
    token: str
    home: str
    """`/v1/visitor/conversations` or `/v1/conversations`."""
    id: str = ""
    name: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, path: str, body: Event | None = None) -> httpx2.Response:
        return await self.http.post(f"{self.home}/{path}", json=body or {}, headers=self.headers)

    async def says(self, conversation: str, text: str, client_id: str) -> httpx2.Response:
        return await self.post(f"{conversation}/messages", {"text": text, "client_id": client_id})

    async def page(self, conversation: str) -> list[Event]:
        """Read the whole log, as far as this person may see it."""
        events: list[Event] = []
        while True:
            query = {"after": events[-1]["seq"] if events else 0, "limit": 500}
            path = f"{self.home}/{conversation}/events"
            answer = await self.http.get(path, params=query, headers=self.headers)
            answer.raise_for_status()
            got = answer.json()["events"]
            if not got:
                return events
            events += got

    @asynccontextmanager
    async def stream(self, path: str, after: int = 0, through: str = "") -> AsyncIterator[AsyncIterator[Frame]]:
        """Open a stream; `through` is another way to the same server."""
        asked = {**self.headers, "Accept": "text/event-stream", "Last-Event-ID": str(after), "Connection": "close"}
        async with self.http.stream("GET", f"{through}{path}", headers=asked) as answer:
            answer.raise_for_status()
            yield frames(answer.aiter_lines())

    @asynccontextmanager
    async def watching(self, conversation: str) -> AsyncIterator[Watcher]:
        """Watch a conversation from its first event for as long as the block lasts."""
        watcher, opened = Watcher(), asyncio.Event()

        async def watch() -> None:
            async with self.stream(f"{self.home}/{conversation}/events") as seen:
                opened.set()
                async for frame in seen:
                    watcher.frames.append(frame)
                    watcher.grew.set()

        task = asyncio.create_task(watch())
        await asyncio.wait_for(opened.wait(), PATIENCE_S)
        try:
            yield watcher
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def a_visitor(http: httpx2.AsyncClient, demo: Demo) -> tuple[Person, str]:
    """A new visitor with a conversation that has just begun."""
    answer = await http.post("/v1/visitor/session", json={"inbox_key": demo.inbox_key, "locale": "en"})
    answer.raise_for_status()
    visitor = Person(http, answer.json()["token"], "/v1/visitor/conversations", answer.json()["visitor"]["id"])
    begun = await http.post(visitor.home, json={}, headers=visitor.headers)
    assert begun.status_code == 201, begun.text
    return visitor, begun.json()["id"]


async def an_agent(http: httpx2.AsyncClient, account: dict[str, str]) -> Person:
    """An agent who signs in with email and password."""
    entry = {"email": account["email"], "password": account["password"]}
    answer = await http.post("/v1/sign-in", json=entry)
    assert answer.status_code == 200, answer.text
    http.cookies.clear()  # a cookie beside a bearer token would make the call ambiguous
    told = answer.json()
    return Person(http, told["token"], "/v1/conversations", told["agent"]["id"], told["agent"]["display_name"])


async def a_team(http: httpx2.AsyncClient, demo: Demo, size: int) -> list[Person]:
    """So many different agents, each signed in."""
    owner = await an_agent(http, dict(demo.agent(3)))
    team = []
    for number in range(size):
        account = {"email": f"racer{number}@demo.example", "password": f"quartz-{number}-Violin-heron"}
        form = {**account, "name": f"Racer {number}", "role": "agent", "display_name": f"Racer{number}"}
        made = await http.post("/v1/agents", json=form, headers=owner.headers)
        assert made.status_code in {201, 409}, made.text
        team.append(await an_agent(http, account))
    return team
