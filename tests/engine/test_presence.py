"""Presence: what agents say of themselves, what their idle windows say, and what their silence says."""

from relevo.core.actors import Actor
from relevo.engine.presence import Attendance
from relevo.fanout.memory import MemoryPresence
from relevo.ports import PresenceChange, PresenceState
from relevo.testing import ManualClock
from tests.engine.given import MARIA, WORKSPACE

ONLINE, AWAY, OFFLINE = PresenceState.ONLINE, PresenceState.AWAY, PresenceState.OFFLINE


class Desk:
    """Maria's windows, and what her colleagues are told."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.attendance = Attendance(MemoryPresence(), self.clock)
        self.told: list[PresenceState] = []
        self.attendance.changed.append(self._tell)

    async def says(self, state: PresenceState | None, *, is_automatic: bool = False) -> PresenceState:
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
        assert await desk.says(None) is AWAY
    assert await desk.says(ONLINE) is ONLINE


async def test_whoever_comes_back_after_an_absence_they_chose_is_online():
    desk = Desk()
    await desk.says(AWAY)
    await desk.waits(60)
    assert await desk.now() is OFFLINE
    assert await desk.says(ONLINE, is_automatic=True) is ONLINE


async def test_any_request_keeps_what_was_said_last():
    desk = Desk()
    assert await desk.says(None) is ONLINE
    await desk.waits(6)
    await desk.says(AWAY)
    await desk.waits(6)
    assert await desk.says(None) is AWAY
