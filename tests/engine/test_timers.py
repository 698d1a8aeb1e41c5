"""Timers: the response time and the owner's lease, each exactly once and never too late in the game."""

import asyncio

from relevo.core.actors import Role
from relevo.core.conversation import Waiting, WithAgent
from relevo.core.events import HumanRequested
from relevo.core.rules import Handoff, OwnerVanishes, Policies, Rules
from relevo.ports import PresenceState
from relevo.testing import ScriptedAssistant, memory_node
from tests.engine.given import MARIA, WORKSPACE, Talk, a_talk
from tests.engine.waiting import until

SILENT = ScriptedAssistant([])


async def count(talk: Talk, type: str) -> int:
    return (await talk.types()).count(type)


async def reaches(talk: Talk, type: str, times: int = 1) -> None:
    async def is_there() -> bool:
        return await count(talk, type) >= times

    await until(is_there)


async def test_after_the_response_time_the_visitor_is_told_once_that_the_team_is_busy():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.ask_for_human()
        on.advance(179)
        await asyncio.sleep(0.03)
        assert await count(talk, "wait_expired") == 0

        on.advance(1)

        await reaches(talk, "wait_expired")
        on.advance(1000)
        await asyncio.sleep(0.03)
        assert await count(talk, "wait_expired") == 1
        assert (await talk.conversation()).phase == "busy"


async def test_the_response_time_ends_nothing_once_somebody_has_come():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.ask_for_human()
        await talk.take_over()

        on.advance(181)

        await asyncio.sleep(0.05)
        assert await count(talk, "wait_expired") == 0


async def test_a_late_claim_still_succeeds():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.ask_for_human()
        on.advance(180)
        await reaches(talk, "wait_expired")

        outcome = await talk.take_over()

        assert outcome.conversation.owner == MARIA


async def test_without_a_response_time_the_visitor_waits_for_ever():
    async with memory_node(SILENT) as on:
        on.workspace.current = Rules(handoff=Handoff(response_timeout_s=0))
        talk = await a_talk(on)
        await talk.ask_for_human()

        on.advance(100_000)

        await asyncio.sleep(0.05)
        control = (await talk.conversation()).control
        assert isinstance(control, Waiting)
        assert not control.timed_out


async def test_a_vanished_owner_is_reported_after_a_minute_and_replaced_after_the_grace():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.take_over()

        on.advance(61)
        await reaches(talk, "owner_lost")
        on.advance(120)

        await reaches(talk, "human_requested")
        requested = (await talk.log())[-1].event
        assert isinstance(requested, HumanRequested)
        assert requested.trigger == "owner_lost"
        assert await count(talk, "owner_lost") == 1


async def test_an_owner_who_shows_signs_of_life_keeps_the_conversation():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.take_over()
        for _ in range(10):
            on.clock.advance(30)
            await on.node.attendance.sign_of_life(WORKSPACE, MARIA, PresenceState.ONLINE)
            on.advance(0)
            await asyncio.sleep(0.01)

        assert isinstance((await talk.conversation()).control, WithAgent)
        assert await count(talk, "owner_lost") == 0


async def test_an_owner_who_may_only_read_by_now_is_replaced_however_present_they_are():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        on.workspace.agents[MARIA.id] = (MARIA, Role.AGENT)
        await talk.take_over()
        on.workspace.agents[MARIA.id] = (MARIA, Role.VIEWER)
        for _ in range(8):
            on.clock.advance(30)
            await on.node.attendance.sign_of_life(WORKSPACE, MARIA, PresenceState.ONLINE)
            on.advance(0)
            await asyncio.sleep(0.01)

        await reaches(talk, "human_requested")
        assert (await talk.conversation()).owner is None


async def test_the_policy_hold_reports_a_vanished_owner_and_changes_nothing():
    async with memory_node(SILENT) as on:
        on.workspace.current = Rules(policies=Policies(owner_vanishes=OwnerVanishes.HOLD))
        talk = await a_talk(on)
        await talk.take_over()

        for _ in range(6):
            on.advance(61)
            await asyncio.sleep(0.02)

        assert await count(talk, "owner_lost") == 1
        assert (await talk.conversation()).owner == MARIA
        due_at = await on.memory.effects.next_due()
        assert due_at is not None
        assert due_at - on.clock.now_ms() >= 60_000


async def test_the_policy_ai_gives_the_conversation_back_to_the_assistant_which_answers_what_is_open():
    assistant = ScriptedAssistant(["I am back."])
    async with memory_node(assistant) as on:
        on.workspace.current = Rules(policies=Policies(owner_vanishes=OwnerVanishes.AI))
        talk = await a_talk(on)
        await talk.take_over()
        await talk.visitor_says("Hello?")

        on.advance(61)
        await reaches(talk, "owner_lost")
        on.advance(180)

        await reaches(talk, "released")
        await reaches(talk, "message", 2)
