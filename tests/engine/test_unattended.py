"""Nothing is held by somebody who is gone for longer than the stated time, whatever happens, restarts of the process too."""

import asyncio
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.core.actors import Actor
from relevo.core.conversation import WithAgent
from relevo.core.events import HumanRequested, OwnerLost, Released
from relevo.core.rules import OwnerVanishes, Policies, Rules
from relevo.engine.node import Node
from relevo.fanout.memory import MemoryFanout, MemoryPresence
from relevo.ports import PresenceState
from relevo.testing import MemoryNode, ScriptedAssistant, memory_node
from tests.engine.given import MARIA, NOAH, WORKSPACE, Talk, a_talk

GRACE_S = 180
SILENT = ScriptedAssistant([])


class Office:
    """Some conversations, two agents, and a process that may be started anew."""

    def __init__(self, on: MemoryNode) -> None:
        self.on = on
        self.talks: list[Talk] = []
        self.seen: dict[str, int] = {}
        """When each agent last showed a sign of life, as the test saw it."""
        self.started_at = on.clock.now_ms()

    async def shows_life(self, agent: Actor) -> None:
        self.seen[agent.id] = self.on.clock.now_ms()
        await self.on.node.attendance.sign_of_life(WORKSPACE, agent, PresenceState.ONLINE)

    async def passes(self, seconds: float) -> None:
        self.on.advance(seconds)
        await self.settled()

    async def restarts(self) -> None:
        """End the process and begin another over the same storage: no presence lease outlives it."""
        await self.on.node.stop()
        ports = replace(self.on.node.ports, presence=MemoryPresence(), fanout=MemoryFanout())
        self.on = replace(self.on, node=Node(ports))
        self.talks = [Talk(self.on, talk.id) for talk in self.talks]
        self.on.node.start()
        self.started_at = self.on.clock.now_ms()
        await self.settled()

    async def settled(self) -> None:
        """Wait until everything that is due is done."""
        effects = self.on.node.effects
        while True:
            effects.look_again()
            await asyncio.sleep(0)
            due_at = await self.on.memory.effects.next_due()
            if not effects._running and (due_at is None or due_at > self.on.clock.now_ms()):
                return

    async def nothing_is_unattended(self) -> None:
        now = self.on.clock.now_ms()
        for talk in self.talks:
            conversation = await talk.conversation()
            control = conversation.control
            if conversation.is_closed or not isinstance(control, WithAgent):
                continue
            attended_at = max(self.seen.get(control.owner.id, 0), control.since, self.started_at)
            assert now - attended_at < GRACE_S * 1000

    async def act(self, chance: Random) -> None:
        agent = chance.choice([MARIA, NOAH])
        match chance.randrange(6):
            case 0:
                self.talks.append(await a_talk(self.on, f"c{len(self.talks)}"))
                await self.talks[-1].take_over(agent)
                await self.shows_life(agent)
            case 1 if self.talks:
                talk = chance.choice(self.talks)
                if (await talk.conversation()).owner is None:
                    await talk.take_over(agent)
            case 2:
                await self.shows_life(agent)
            case 3:
                await self.restarts()
            case _:
                await self.passes(chance.choice([1, 15, 45, 61, 179, 400]))


@pytest.mark.parametrize("policy", [OwnerVanishes.REQUEUE, OwnerVanishes.AI])
@settings(max_examples=max(100, settings().max_examples // 50), deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_no_conversation_is_held_in_silence_beyond_the_grace(policy: OwnerVanishes, chance: Random):
    async def day() -> None:
        async with memory_node(SILENT) as on:
            on.workspace.current = Rules(policies=Policies(owner_vanishes=policy, owner_grace_s=GRACE_S))
            office = Office(on)
            try:
                for _ in range(15):
                    await office.act(chance)
                    await office.settled()
                    await office.nothing_is_unattended()
            finally:
                await office.on.node.stop()

    asyncio.run(day())


async def test_after_a_restart_an_owner_has_the_grace_anew_and_is_watched_from_then_on():
    async with memory_node(SILENT) as on:
        office = Office(on)
        office.talks.append(await a_talk(on))
        await office.talks[0].take_over()
        await office.shows_life(MARIA)
        await office.passes(59)

        await office.restarts()

        await office.passes(59)
        assert "owner_lost" not in await office.talks[0].types()
        await office.passes(2)
        assert "owner_lost" in await office.talks[0].types()
        await office.passes(118)
        assert (await office.talks[0].conversation()).owner == MARIA
        await office.passes(1)
        last = (await office.talks[0].log())[-1].event
        assert isinstance(last, HumanRequested)
        await office.on.node.stop()


async def test_an_owner_without_a_heartbeat_who_goes_on_answering_keeps_the_conversation():
    async with memory_node(SILENT) as on:
        office = Office(on)
        talk = await a_talk(on)
        office.talks.append(talk)
        await talk.take_over()
        for number in range(8):
            await office.passes(50)
            await talk.agent_says(f"I am at step {number}.")
            await talk.visitor_says("Thank you.")
        assert (await talk.conversation()).owner == MARIA
        assert "owner_lost" not in await talk.types()
        await office.passes(GRACE_S)
        assert (await talk.conversation()).owner is None


async def test_an_owner_who_comes_back_after_the_restart_keeps_the_conversation():
    async with memory_node(SILENT) as on:
        office = Office(on)
        office.talks.append(await a_talk(on))
        await office.talks[0].take_over()
        await office.restarts()
        for _ in range(10):
            await office.shows_life(MARIA)
            await office.passes(40)
        assert (await office.talks[0].conversation()).owner == MARIA
        assert "owner_lost" not in await office.talks[0].types()
        await office.on.node.stop()


@pytest.mark.parametrize(
    ("policy", "then"),
    [(OwnerVanishes.HOLD, None), (OwnerVanishes.REQUEUE, HumanRequested), (OwnerVanishes.AI, Released)],
)
async def test_the_visitor_is_told_first_and_the_policy_says_what_comes_then(
    policy: OwnerVanishes, then: type[HumanRequested] | type[Released] | None
):
    async with memory_node(SILENT) as on:
        on.workspace.current = Rules(policies=Policies(owner_vanishes=policy, owner_grace_s=GRACE_S))
        office = Office(on)
        talk = await a_talk(on)
        office.talks.append(talk)
        await talk.take_over()
        for _ in range(20):
            await office.passes(20)
        said = [recorded.event for recorded in await talk.log()][2:]
        assert isinstance(said[0], OwnerLost)
        assert said[0].text
        assert [type(event) for event in said[1:2]] == ([then] if then else [])
        assert ((await talk.conversation()).owner is None) == (then is not None)
