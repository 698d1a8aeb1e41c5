"""How the floor and Relevo are spoken to: the same acts, so that a scenario can do them to both.

Not here: bytes on the wire (`wire`) and what is measured.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from bench.ground.cast import Cast, Person
from bench.ground.processes import Target
from bench.ground.wire import Caller, Hear, Listener, listen


class Site(Protocol):
    """A server, its visitors numbered. The agent who replies is the one in control."""

    @property
    def target(self) -> Target: ...
    async def watch(self, visitor: int, hear: Hear, *, after: int | None = None) -> Listener: ...
    def caller(self) -> Caller: ...
    async def reply(self, caller: Caller, visitor: int, text: str) -> int: ...


@dataclass(slots=True)
class FloorSite:
    """The floor: each visitor is a room, and nobody is anybody."""

    target: Target

    async def watch(self, visitor: int, hear: Hear, *, after: int | None = None) -> Listener:  # noqa: ARG002 - it cannot resume
        return await listen(self.target.port, f"/?room={visitor}", "", hear)

    def caller(self) -> Caller:
        return Caller(self.target.port)

    async def reply(self, caller: Caller, visitor: int, text: str, more: str = "") -> int:
        status, _ = await caller.post(f"/?room={visitor}{more}", json.dumps({"text": text}).encode())
        return status


@dataclass(slots=True)
class RelevoSite:
    """Relevo with a cast."""

    target: Target
    cast: Cast
    said: int = field(default_factory=time.time_ns)

    async def watch(self, visitor: int, hear: Hear, *, after: int | None = None) -> Listener:
        """Hold the visitor's own stream."""
        person = self.cast.visitors[visitor]
        path = f"/v1/visitor/conversations/{person.conversation}/events"
        return await listen(self.target.port, path, bearer(person) + cursor(after), hear)

    async def oversee(self, visitor: int, hear: Hear, agent: Person | None = None) -> Listener:
        """Hold an agent's stream of the visitor's conversation."""
        return await listen(
            self.target.port,
            f"/v1/conversations/{self._id(visitor)}/events",
            bearer(agent or self.agent_of(visitor)),
            hear,
        )

    async def console(self, agent: Person, hear: Hear) -> Listener:
        """Hold an agent's inbox stream."""
        return await listen(self.target.port, "/v1/stream", bearer(agent), hear)

    def agent_of(self, visitor: int) -> Person:
        return self.cast.agents[visitor % len(self.cast.agents)]

    def caller(self) -> Caller:
        return Caller(self.target.port)

    async def reply(self, caller: Caller, visitor: int, text: str, agent: Person | None = None) -> int:
        """Have an agent say something: the one whom the cast gave the conversation to, unless another is named."""
        by = agent or self.agent_of(visitor)
        status, _ = await self._say(caller, by, f"/v1/conversations/{self._id(visitor)}", text)
        return status

    async def ask(self, caller: Caller, visitor: int, text: str) -> int:
        """Have the visitor say something."""
        person = self.cast.visitors[visitor]
        status, _ = await self._say(caller, person, f"/v1/visitor/conversations/{person.conversation}", text)
        return status

    async def move(
        self, caller: Caller, agent: Person, visitor: int, name: str, body: bytes = b"{}"
    ) -> tuple[int, bytes]:
        """Have an agent take over, release, transfer …"""
        return await caller.post(f"/v1/conversations/{self._id(visitor)}/{name}", body, bearer(agent))

    def _id(self, visitor: int) -> str:
        return self.cast.visitors[visitor].conversation

    async def _say(self, caller: Caller, person: Person, path: str, text: str) -> tuple[int, bytes]:
        self.said += 1
        body = json.dumps({"text": text, "client_id": f"c{self.said}"}).encode()
        return await caller.post(f"{path}/messages", body, bearer(person))


@asynccontextmanager
async def callers(site: Site, number: int) -> AsyncIterator["asyncio.Queue[Caller]"]:
    """So many connections for requests, to be taken and put back."""
    free: asyncio.Queue[Caller] = asyncio.Queue()
    async with AsyncExitStack() as stack:
        for _ in range(number):
            free.put_nowait(await stack.enter_async_context(site.caller()))
        yield free


def bearer(person: Person) -> str:
    return f"Authorization: Bearer {person.token}\r\n"


def cursor(after: int | None) -> str:
    return "" if after is None else f"Last-Event-ID: {after}\r\n"
