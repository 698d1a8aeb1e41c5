"""The response time is kept over a crash: it ends exactly once, never early, and never for whom somebody came (G9)."""

import asyncio
import time
from pathlib import Path
from random import Random

import httpx2
import pytest

from tests.races.checking import faults_of_moves
from tests.races.people import Event, Person, a_visitor, an_agent, door
from tests.running import Demo, start_demo

WAIT_S = 3
WAITERS = 12


async def waiters(http: httpx2.AsyncClient, server: Demo, count: int) -> list[tuple[Person, str, int]]:
    """So many visitors who wait, each with the deadline they were told."""
    found = []
    for _ in range(count):
        visitor, conversation = await a_visitor(http, server)
        asked = await visitor.post(f"{conversation}/request-human", {"trigger": "button"})
        found.append((visitor, conversation, asked.json()["control"]["deadline"]))
    return found


async def expired(agent: Person, conversation: str) -> list[Event]:
    log = await agent.page(conversation)
    assert faults_of_moves(log) == []
    return [event for event in log if event["type"] == "wait_expired"]


LONG = [pytest.mark.chaos, pytest.mark.timeout(1500)]


@pytest.mark.parametrize("kills", [1, pytest.param(17, marks=LONG)])
async def test_a_kill_between_the_request_and_the_deadline_changes_nothing(
    tmp_path: Path, chance: Random, record, kills: int
) -> None:
    """A third is claimed before the kill, a third after the restart, when the deadline may be over already."""
    server = start_demo(tmp_path)
    counts = {"in vain": 0, "claimed before": 0, "claimed after": 0}
    try:
        server.configure("/v1/settings", {"handoff": {"response_timeout_s": WAIT_S}})
        async with door(server.url) as http:
            maria = await an_agent(http, dict(server.agent(0)))
            for _ in range(kills):
                waiting = await waiters(http, server, WAITERS)
                before, after, vain = waiting[0::3], waiting[1::3], waiting[2::3]
                for _, conversation, _ in before:
                    assert (await maria.post(f"{conversation}/take-over")).status_code == 200
                server.kill()
                # Sometimes the deadline passes while nobody is there to see it.
                await asyncio.sleep(chance.choice([0.0, 0.0, WAIT_S]))
                server = await asyncio.to_thread(start_demo, server.data, port=server.port)
                claims = await asyncio.gather(
                    *(maria.post(f"{conversation}/take-over") for _, conversation, _ in after)
                )
                assert [claim.status_code for claim in claims] == [200] * len(after)
                last_ms = max(deadline_ms for _, _, deadline_ms in waiting)
                await asyncio.sleep(max(0.0, last_ms / 1000 - time.time()) + 1.0)

                for _, conversation, deadline_ms in vain:
                    (event,) = await expired(maria, conversation)
                    assert event["at"] >= deadline_ms
                for _, conversation, _ in before:
                    assert await expired(maria, conversation) == []
                for _, conversation, _ in after:
                    assert len(await expired(maria, conversation)) <= 1
                counts["in vain"] += len(vain)
                counts["claimed before"] += len(before)
                counts["claimed after"] += len(after)
                for _, conversation, _ in waiting:
                    await maria.post(f"{conversation}/take-over")
                    await maria.post(f"{conversation}/resolve")
    finally:
        server.stop()
    record(kills=kills, **counts)


async def test_a_deadline_that_passed_while_nobody_ran_ends_the_wait_once_at_the_next_start(tmp_path: Path) -> None:
    server = start_demo(tmp_path)
    try:
        server.configure("/v1/settings", {"handoff": {"response_timeout_s": 1}})
        async with door(server.url) as http:
            maria = await an_agent(http, dict(server.agent(0)))
            ((visitor, conversation, deadline_ms),) = await waiters(http, server, 1)
            server.kill()
            await asyncio.sleep(1.2)
            for _ in range(2):
                server = await asyncio.to_thread(start_demo, server.data, port=server.port)
                async with asyncio.timeout(10):
                    while not await expired(maria, conversation):
                        await asyncio.sleep(0.1)
                server.kill()
            server = await asyncio.to_thread(start_demo, server.data, port=server.port)
            await asyncio.sleep(0.5)
            (event,) = await expired(maria, conversation)
            assert event["at"] >= deadline_ms
            own = await http.get(f"{visitor.home}/{conversation}", headers=visitor.headers)
            assert own.json()["phase"] == "busy"
    finally:
        server.stop()
