"""Streams that break at any byte: after every reconnection the readers have exactly what the log's pages say (G5)."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

import httpx2
import pytest

from tests.races.checking import faults_of_transcript
from tests.races.people import PATIENCE_S, Event, Person, a_visitor, an_agent, door
from tests.races.streams.cutting import ENDLESS, CuttingProxy

LONGEST = 3000
"""Bytes after which a connection is cut, at most: some end within the head, some after several events."""


@dataclass(slots=True)
class Reader:
    """Follows one conversation through the proxy and comes again after each cut, as the widget and the console do."""

    person: Person
    conversation: str
    seen: list[Event] = field(default_factory=list)
    reconnects: int = 0

    @property
    def cursor(self) -> int:
        return self.seen[-1]["seq"] if self.seen else 0

    async def follow(self, proxy: CuttingProxy, reconnects: int) -> None:
        while self.reconnects < reconnects:
            with suppress(httpx2.TransportError):
                await self._read(proxy)
            self.reconnects += 1

    async def finish(self, proxy: CuttingProxy, head: int) -> None:
        """Read on without cuts up to the last event."""
        async with asyncio.timeout(PATIENCE_S):
            while self.cursor < head:
                with suppress(httpx2.TransportError):
                    await self._read(proxy, head)

    async def _read(self, proxy: CuttingProxy, until: int | None = None) -> None:
        path = f"{self.person.home}/{self.conversation}/events"
        async with self.person.stream(path, self.cursor, through=proxy.url) as shown:
            async for frame in shown:
                assert frame.type != "reset", "the server does not know a cursor that it gave"
                if frame.id is not None:
                    assert frame.id == frame.fields["seq"]
                    self.seen.append(frame.fields)
                if until is not None and self.cursor >= until:
                    return


async def talk(visitor: Person, agent: Person, conversation: str) -> None:
    """Let both write without a pause, with changes of control in between."""
    for number in range(1_000_000):
        await visitor.says(conversation, f"Wörte ☕ number {number}", f"v{number}")
        if number % 5 == 1:
            await agent.post(f"{conversation}/take-over")
            await agent.says(conversation, f"Answer {number}", f"a{number}")
            await agent.post(f"{conversation}/notes", {"text": f"Only for us: {number}"})
        if number % 5 == 3:
            await agent.post(f"{conversation}/release")


@pytest.mark.parametrize("reconnects", [60, pytest.param(2000, marks=[pytest.mark.chaos, pytest.mark.timeout(1500)])])
async def test_readers_that_are_cut_anywhere_see_each_event_once_and_in_order(
    server, chance, record, reconnects
) -> None:
    is_over = False
    async with (
        CuttingProxy(server.port, lambda: ENDLESS if is_over else chance.randint(1, LONGEST)) as proxy,
        door(server.url) as http,
    ):
        agent = await an_agent(http, dict(server.agent(0)))
        visitor, conversation = await a_visitor(http, server)
        readers = [Reader(visitor, conversation), Reader(agent, conversation)]
        talking = asyncio.create_task(talk(visitor, agent, conversation))
        await asyncio.gather(*(reader.follow(proxy, reconnects // len(readers)) for reader in readers))
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)
        is_over = True
        faults: list[str] = []
        for reader in readers:
            await asyncio.sleep(1)  # the assistant may be answering; what comes after the page was read is no fault
            page = await reader.person.page(conversation)
            await reader.finish(proxy, page[-1]["seq"])
            faults += faults_of_transcript([event for event in reader.seen if event["seq"] <= page[-1]["seq"]], page)
    events = [len(reader.seen) for reader in readers]
    record(
        reconnects=reconnects,
        cuts=proxy.cuts,
        events_of_visitor=events[0],
        events_of_agent=events[1],
        faults=len(faults),
    )
    assert faults == []
    assert proxy.cuts >= reconnects * 0.9, "the connections ended by themselves"
    assert events[1] > events[0] > reconnects / 10, "there was too little to read"
