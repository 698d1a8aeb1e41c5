"""Presence: what agents say of themselves, what their idle windows say, what their silence says; and that it is told on every node."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from relevo.core.actors import Actor
from relevo.engine.node import Node
from relevo.engine.presence import Attendance
from relevo.engine.views import Audience
from relevo.fanout.memory import MemoryFanout, MemoryPresence
from relevo.ports import AttentionState, PresenceChange, PresenceState, Typing
from relevo.testing import ManualClock, ScriptedAssistant, memory_node
from tests.engine.given import MARIA, VISITOR, WORKSPACE, Talk, a_talk, read_frames

ONLINE, AWAY, OFFLINE = PresenceState.ONLINE, PresenceState.AWAY, PresenceState.OFFLINE


class Desk:
    """Maria's windows, and what her colleagues are told."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.attendance = Attendance(MemoryPresence(), self.clock)
        self.told: list[PresenceState] = []
        self.attendance.changed.append(self._tell)

    async def says(self, state: PresenceState, *, is_automatic: bool = False) -> PresenceState:
        await self.attendance.sign_of_life(WORKSPACE, MARIA, state, is_automatic=is_automatic)
        return await self.now()

    async def now(self) -> PresenceState:
        return (await self.attendance.states(WORKSPACE)).get(MARIA.id, OFFLINE)

    async def waits(self, seconds: float) -> None:
        self.clock.advance(seconds)
        await self.attendance.sweep()

    def _tell(self, change: PresenceChange) -> None:
        known: Actor = change.agent
        assert known == MARIA
        self.told.append(change.state)


async def test_an_agent_who_falls_silent_is_offline_within_45_seconds_and_a_sweep():
    desk = Desk()
    await desk.says(ONLINE)
    await desk.waits(44)
    assert desk.told == [ONLINE]
    await desk.waits(1)
    assert desk.told == [ONLINE, OFFLINE]
    await desk.waits(5)
    assert desk.told == [ONLINE, OFFLINE]


async def test_an_idle_window_makes_an_agent_away_and_its_waking_up_makes_them_online():
    desk = Desk()
    await desk.says(ONLINE)
    await desk.waits(31)
    assert await desk.says(AWAY, is_automatic=True) is AWAY
    await desk.waits(20)
    assert await desk.says(ONLINE, is_automatic=True) is ONLINE
    assert desk.told == [ONLINE, AWAY, ONLINE]


async def test_an_idle_window_does_not_count_while_another_is_in_use():
    desk = Desk()
    for _ in range(6):
        await desk.says(ONLINE, is_automatic=True)
        await desk.waits(10)
        assert await desk.says(AWAY, is_automatic=True) is ONLINE
        await desk.waits(10)
    assert desk.told == [ONLINE]


async def test_an_absence_that_the_agent_chose_is_ended_by_nobody_else():
    desk = Desk()
    await desk.says(AWAY)
    for _ in range(3):
        await desk.waits(20)
        assert await desk.says(ONLINE, is_automatic=True) is AWAY
    assert await desk.says(ONLINE) is ONLINE


async def test_whoever_comes_back_after_an_absence_they_chose_is_online():
    desk = Desk()
    await desk.says(AWAY)
    await desk.waits(60)
    assert await desk.now() is OFFLINE
    assert await desk.says(ONLINE, is_automatic=True) is ONLINE


@asynccontextmanager
async def two_nodes() -> AsyncIterator[tuple[Talk, Node]]:
    """A conversation on one node, and another node over the same storage."""
    async with memory_node(ScriptedAssistant([])) as on:
        fanout = on.node.ports.fanout
        assert isinstance(fanout, MemoryFanout)
        other = Node(replace(on.node.ports, name="other", fanout=MemoryFanout(fanout._exchange)))
        yield await a_talk(on), other
        await other.queues.stop()


async def test_a_colleague_on_another_node_sees_who_comes_and_what_they_are_notified_of():
    async with two_nodes() as (talk, other):
        console = other.inbox.open(WORKSPACE, "noah")
        await talk.on.node.attendance.sign_of_life(WORKSPACE, MARIA, ONLINE)
        (frame,) = [one for one in await read_frames(console, "presence") if one.type == "presence"]
        assert frame.data["state"] == "online"
        await talk.ask_for_human()
        (frame,) = [one for one in await read_frames(console, "notification") if one.type == "notification"]
        assert frame.data["kind"] == "human_requested"


async def test_a_colleague_on_another_node_sees_who_attends_and_what_the_visitor_types():
    async with two_nodes() as (talk, other):
        stream = other.streams.open(await talk.conversation(), Audience.AGENT, None)
        talk.on.node.relay.attention.attend(WORKSPACE, talk.id, MARIA, AttentionState.NOTING)
        (frame,) = [one for one in await read_frames(stream, "attention") if one.type == "attention"]
        assert frame.data == {
            "viewers": [{"agent": {"id": "maria", "name": "Maria", "avatar_url": None}, "state": "noting"}]
        }
        talk.on.node.relay.typing(Typing(WORKSPACE, talk.id, VISITOR, "Hel"))
        (frame,) = [one for one in await read_frames(stream, "typing") if one.type == "typing"]
        assert frame.data["text"] == "Hel"


async def test_a_visitor_on_another_node_is_told_their_number_as_others_are_claimed():
    async with two_nodes() as (first, other):
        second = await a_talk(first.on, "c2")
        await first.ask_for_human()
        await second.ask_for_human()
        assert await other.queues.view(await second.conversation()) == {"position": 2, "estimated_wait_s": None}
        stream = other.streams.open(await second.conversation(), Audience.VISITOR, None)
        first.on.clock.advance(30)
        await first.take_over()
        told = [frame.data for frame in await read_frames(stream, "queue") if frame.type == "queue"]
        while told[-1]["position"] != 1:
            told += [frame.data for frame in await read_frames(stream, "queue") if frame.type == "queue"]
        assert told[-1] == {"position": 1, "estimated_wait_s": 30}
