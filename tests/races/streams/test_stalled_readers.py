"""Readers who take nothing: what they hold of the server's memory is bounded, and no other reader misses anything (G16)."""

import asyncio
import socket
from contextlib import ExitStack, closing
from pathlib import Path

import httpx2
import pytest

from tests.races.checking import faults_of_transcript
from tests.races.people import PATIENCE_S, Person, a_visitor, an_agent, door
from tests.running import Demo, demo

SAID = "x" * 8000
MAY_WAIT = 256 * 1024
ON_THE_WAY = 128 * 1024
"""What the event loop's transport takes before it says that it is full, and one piece on top."""
OTHERS = 80 * 1024 * 1024
"""What the server may need for everything else that it does meanwhile, most of it the pages that SQLite keeps: the same replies with
nobody stalling took 61 MiB."""


@pytest.mark.parametrize(
    ("stalled", "times"),
    [(60, 200), pytest.param(1000, 80, marks=[pytest.mark.chaos, pytest.mark.timeout(1500)])],
)
async def test_readers_who_take_nothing_hold_little_and_others_miss_nothing(
    tmp_path: Path, record, stalled: int, times: int
) -> None:
    environ = {"RELEVO__STREAMS__SEND_TIMEOUT_S": "8"}
    with demo(tmp_path, environ=environ) as running, ExitStack() as sockets:
        async with door(running.url) as http:
            agent = await an_agent(http, dict(running.agent(0)))
            everybody = [await taken(http, running, agent) for _ in range(stalled + 1)]
            *slow, (quick, conversation) = everybody
            for person, theirs in slow:
                sockets.enter_context(closing(await stalling(running, person, theirs)))
            await until_open(http, stalled)
            before = most = memory(running)
            async with quick.watching(conversation) as watcher:
                for number in range(times):
                    await asyncio.gather(*(reply(agent, theirs, number) for _, theirs in everybody))
                    most = max(most, memory(running))
                await watcher.until_seq((await quick.page(conversation))[-1]["seq"])
            record(streams=stalled, said=times * len(everybody), grew_mib=round((most - before) / 2**20, 1))
            assert faults_of_transcript(watcher.events, await quick.page(conversation)) == []
            assert most - before <= stalled * (MAY_WAIT + ON_THE_WAY) + OTHERS
            await until_open(http, 0)

            person, theirs = slow[0]
            async with person.watching(theirs) as resumed:
                page = await person.page(theirs)
                await resumed.until_seq(page[-1]["seq"])
            assert faults_of_transcript(resumed.events, page) == [], "whoever comes again is told everything"


async def taken(http: httpx2.AsyncClient, running: Demo, agent: Person) -> tuple[Person, str]:
    """A visitor whose conversation the agent has taken over."""
    person, conversation = await a_visitor(http, running)
    assert (await agent.post(f"{conversation}/take-over")).status_code == 200
    return person, conversation


async def reply(agent: Person, conversation: str, number: int) -> None:
    answer = await agent.says(conversation, SAID, f"{conversation}-{number}")
    assert answer.status_code == 201, answer.text


async def stalling(running: Demo, person: Person, conversation: str) -> socket.socket:
    """Open a stream and read nothing of it; a small buffer makes that felt soon."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(reader, ("127.0.0.1", running.port))
    asked = (
        f"GET {person.home}/{conversation}/events HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n"
        f"Authorization: Bearer {person.token}\r\nAccept: text/event-stream\r\n\r\n"
    )
    await loop.sock_sendall(reader, asked.encode())
    return reader


async def until_open(http: httpx2.AsyncClient, number: int) -> None:
    """Wait until so many streams of conversations are open."""
    async with asyncio.timeout(PATIENCE_S):
        while f'relevo_streams_open{{kind="conversation"}} {number}.0' not in (await http.get("/metrics")).text:
            await asyncio.sleep(0.05)


def memory(running: Demo) -> int:
    """Return what the server's process holds by itself, in bytes (proportional set size)."""
    told = Path(f"/proc/{running.process.pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")) * 1024
