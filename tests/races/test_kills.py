"""The server dies under load, again and again: what it acknowledged is there, once, in its place (G4)."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from tests.races.checking import faults_of_log
from tests.races.people import PATIENCE_S, Person, a_visitor, door
from tests.running import Demo, start_demo

WRITERS = 6


@dataclass(slots=True)
class Writer:
    """A visitor who sends one message after the other, each until it is acknowledged."""

    visitor: Person
    conversation: str
    acknowledged: list[tuple[str, int]] = field(default_factory=list)
    resent: int = 0
    is_done: bool = False

    async def write(self) -> None:
        while not self.is_done:
            client_id = f"m{len(self.acknowledged)}"
            self.acknowledged.append((client_id, await self._send(client_id)))

    async def _send(self, client_id: str) -> int:
        """Send until the server says where it stands. A lost answer leaves open whether it was written: ask again."""
        give_up_at = time.monotonic() + PATIENCE_S
        while True:
            try:
                answer = await self.visitor.says(self.conversation, f"Message {client_id}", client_id)
            except httpx2.TransportError:
                assert time.monotonic() < give_up_at
                self.resent += 1
                await asyncio.sleep(0.1)
                continue
            if answer.status_code in {200, 201}:
                return int(answer.json()["seq"])
            assert answer.status_code == 503, answer.text
            await asyncio.sleep(0.1)


async def crash_and_restart(running: Demo, chance: random.Random) -> Demo:
    await asyncio.sleep(0.2 + chance.random())
    running.kill()
    return await asyncio.to_thread(start_demo, running.data, port=running.port)


LONG = [pytest.mark.chaos, pytest.mark.timeout(1500)]


# A hundred kills in four lives of a database, so that a fault is known to within twenty-five.
@pytest.mark.parametrize(("cycles", "life"), [(4, 0), *(pytest.param(25, life, marks=LONG) for life in range(1, 5))])
async def test_what_was_acknowledged_survives_every_kill(tmp_path: Path, chance, record, cycles, life) -> None:
    running = start_demo(tmp_path)
    try:
        async with door(running.url) as http:
            writers = [Writer(*await a_visitor(http, running)) for _ in range(WRITERS)]
            tasks = [asyncio.create_task(writer.write()) for writer in writers]
            for _ in range(cycles):
                running = await crash_and_restart(running, chance)
            for writer in writers:
                writer.is_done = True
            await asyncio.gather(*tasks)
            faults = [
                fault
                for writer in writers
                for fault in faults_of_log(writer.acknowledged, await writer.visitor.page(writer.conversation))
            ]
    finally:
        running.stop()
    acknowledged = sum(len(writer.acknowledged) for writer in writers)
    resent = sum(writer.resent for writer in writers)
    record(kills=cycles, acknowledged=acknowledged, sent_again=resent, faults=len(faults))
    assert faults == []
    assert acknowledged > cycles * WRITERS, "there was no load"
    assert resent >= cycles, "the kills hit nothing"
