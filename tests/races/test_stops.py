"""A polite stop: every stream is told, nothing acknowledged is lost, and the process ends in time, also if the disk hangs (G17)."""

import asyncio
import os
import signal
import time
from pathlib import Path

import httpx2
import pytest

from tests.races.checking import faults_of_log
from tests.races.people import PATIENCE_S, Frame, Person, a_visitor, an_agent, door
from tests.running import Demo, demo

LONGEST_STOP_S = 10


async def last_frame(person: Person, path: str, opened: asyncio.Event) -> Frame:
    """Read a stream to its end; return what it said last."""
    last = Frame("nothing", {}, None)
    async with person.stream(path) as shown:
        opened.set()
        async for frame in shown:
            last = frame
    return last


async def write_until_refused(visitor: Person, conversation: str, acknowledged: list[tuple[str, int]]) -> None:
    for number in range(1_000_000):
        try:
            answer = await visitor.says(conversation, f"Line {number}", f"w{number}")
        except httpx2.TransportError:
            return
        if answer.status_code != 201:
            return
        acknowledged.append((f"w{number}", answer.json()["seq"]))


async def who_said_before(http: httpx2.AsyncClient, running: Demo) -> tuple[Person, str]:
    """A visitor with a message that was acknowledged, "Before"."""
    visitor, conversation = await a_visitor(http, running)
    assert (await visitor.says(conversation, "Before", "w0")).status_code == 201
    return visitor, conversation


@pytest.mark.parametrize("visitors", [20, pytest.param(300, marks=pytest.mark.chaos)])
async def test_a_stop_says_bye_to_every_stream_and_ends_in_time(tmp_path: Path, record, visitors) -> None:
    acknowledged: list[tuple[str, int]] = []
    with demo(tmp_path) as running:
        async with door(running.url) as http:
            agent = await an_agent(http, dict(running.agent(0)))
            people = [await a_visitor(http, running) for _ in range(visitors)]
            paths = [(visitor, f"{visitor.home}/{conversation}/events") for visitor, conversation in people]
            paths += [(agent, "/v1/stream"), (agent, f"{agent.home}/{people[0][1]}/events")]
            opened = [asyncio.Event() for _ in paths]
            streams = [
                asyncio.create_task(last_frame(person, path, event))
                for (person, path), event in zip(paths, opened, strict=True)
            ]
            await asyncio.wait_for(asyncio.gather(*(event.wait() for event in opened)), 60)
            writing = asyncio.create_task(write_until_refused(*people[0], acknowledged))
            await asyncio.sleep(0.5)

            began = time.monotonic()
            code = await asyncio.to_thread(running.stop)
            took_s = time.monotonic() - began

            assert [(await stream).type for stream in streams] == ["bye"] * len(paths)
            await writing
    with demo(tmp_path) as again:
        async with door(again.url) as http:
            visitor, conversation = people[0]
            visitor.http = http
            faults = faults_of_log(acknowledged, await visitor.page(conversation))
    record(streams=len(paths), stop_took_s=round(took_s, 2), acknowledged=len(acknowledged), faults=len(faults))
    assert took_s <= LONGEST_STOP_S
    assert code == 0
    assert acknowledged
    assert faults == []


STUCK_DISK = """
import os, pathlib, threading
from relevo.storage.sqlite import writer
carry_out = writer.Writer._try
def stuck(self, batch):
    if pathlib.Path(os.environ["STUCK"]).exists():
        pathlib.Path(os.environ["STUCK"] + ".hangs").touch()
        threading.Event().wait()
    return carry_out(self, batch)
writer.Writer._try = stuck
"""
"""Python reads this as `sitecustomize`: from when a file is there the next write never comes back, as from a disk that is gone."""

STUCK_CLOSE = """
import os, pathlib, threading, apsw
class Stuck(apsw.Connection):
    def close(self, *given):
        if pathlib.Path(os.environ["STUCK"]).exists():
            pathlib.Path(os.environ["STUCK"] + ".hangs").touch()
            threading.Event().wait()
        super().close(*given)
apsw.Connection = Stuck
"""
"""The same for closing the file, which flushes it."""


async def test_a_stop_with_a_write_that_hangs_tells_the_caller_and_ends_in_time(tmp_path: Path, record) -> None:
    environ, stuck = hooked(tmp_path, STUCK_DISK)
    with demo(tmp_path / "data", environ=environ) as running:
        async with door(running.url) as http:
            visitor, conversation = await who_said_before(http, running)
            stuck.touch()
            saying = asyncio.create_task(visitor.says(conversation, "Never written", "w1"))
            await asyncio.sleep(0.5)

            began = time.monotonic()
            code = await asyncio.to_thread(running.stop)
            took_s = time.monotonic() - began
            answer = await saying
    record(stop_took_s=round(took_s, 2), exit_code=code)
    assert (answer.status_code, answer.json()["is_uncertain"]) == (503, True)
    assert took_s <= LONGEST_STOP_S
    assert code == 1

    said = await said_after_another_start(tmp_path, visitor, conversation)
    assert "Before" in said
    assert "Never written" not in said


async def test_a_stop_ends_in_time_though_the_file_cannot_be_closed_and_nothing_is_lost(tmp_path: Path, record) -> None:
    environ, stuck = hooked(tmp_path, STUCK_CLOSE)
    with demo(tmp_path / "data", environ=environ) as running:
        async with door(running.url) as http:
            visitor, conversation = await who_said_before(http, running)
        stuck.touch()
        began = time.monotonic()
        code = await asyncio.to_thread(running.stop)
        took_s = time.monotonic() - began
    record(stop_took_s=round(took_s, 2), exit_code=code)
    assert took_s <= LONGEST_STOP_S
    assert code == 1

    said = await said_after_another_start(tmp_path, visitor, conversation)
    assert "Before" in said


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
async def test_a_second_signal_ends_a_stop_that_waits_for_a_write_at_once(
    tmp_path: Path, second: signal.Signals
) -> None:
    """A stop that is left alone tells the caller of the write and ends with 1; this one is killed before it can."""
    environ, stuck = hooked(tmp_path, STUCK_DISK)
    with demo(tmp_path / "data", environ=environ) as running:
        async with door(running.url) as http:
            visitor, conversation = await who_said_before(http, running)
            opened = asyncio.Event()
            stream = asyncio.create_task(last_frame(visitor, f"{visitor.home}/{conversation}/events", opened))
            await opened.wait()
            stuck.touch()
            saying = asyncio.create_task(visitor.says(conversation, "Never written", "w1"))
            await hanging(stuck)

            running.process.send_signal(signal.SIGTERM)
            assert (await stream).type == "bye"
            running.process.send_signal(second)
            code = await asyncio.to_thread(running.process.wait, 15)
            with pytest.raises(httpx2.TransportError):
                await saying
    assert code == -second
    assert "Before" in await said_after_another_start(tmp_path, visitor, conversation)


async def test_a_second_signal_ends_a_stop_that_waits_for_the_file_at_once(tmp_path: Path) -> None:
    environ, stuck = hooked(tmp_path, STUCK_CLOSE)
    with demo(tmp_path / "data", environ=environ) as running:
        async with door(running.url) as http:
            visitor, conversation = await who_said_before(http, running)
        stuck.touch()
        running.process.send_signal(signal.SIGTERM)
        await hanging(stuck)
        running.process.send_signal(signal.SIGTERM)
        code = await asyncio.to_thread(running.process.wait, 15)
    assert code == -signal.SIGTERM
    assert "Before" in await said_after_another_start(tmp_path, visitor, conversation)


async def hanging(stuck: Path) -> None:
    """Wait until the process of the hook hangs."""
    async with asyncio.timeout(PATIENCE_S):
        while not stuck.with_suffix(".hangs").exists():
            await asyncio.sleep(0.02)


def hooked(folder: Path, code: str) -> tuple[dict[str, str], Path]:
    """Return an environment in which Python runs the code first, and the file that lets it hang."""
    hook, stuck = folder / "hook", folder / "stuck"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(code)
    path = os.pathsep.join(filter(None, [str(hook), os.environ.get("PYTHONPATH")]))
    return {"PYTHONPATH": path, "STUCK": str(stuck)}, stuck


async def said_after_another_start(folder: Path, visitor: Person, conversation: str) -> list[str]:
    with demo(folder / "data") as again:
        async with door(again.url) as http:
            visitor.http = http
            return [event["data"]["text"] for event in await visitor.page(conversation) if event["type"] == "message"]
