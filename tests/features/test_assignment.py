"""Requests are handed out: to whom, when, and to one only."""

import asyncio
from dataclasses import replace

import pytest

from relevo.core.actors import ActorKind, Role
from relevo.core.commands import TakeOver
from relevo.core.events import HumanRequested, Transferred
from relevo.core.ids import ConversationId, Seq
from relevo.core.rules import Assignment
from relevo.engine.node import Node
from relevo.fanout.memory import MemoryFanout
from relevo.features.assignment import assigner
from relevo.features.assignment.assigner import attach
from relevo.ports import PresenceState, Team
from tests.engine.waiting import until
from tests.features.given import AWAY, ONLINE, WORKSPACE, Desk, a_desk, agent, settled


async def test_a_request_is_given_to_somebody_who_is_there_and_the_visitor_reads_that_an_agent_will_join() -> None:
    async with a_desk() as desk:
        await desk.comes("maria")
        await desk.asks()
        conversation = await desk.conversation("c1")
        assert (await desk.owner(), conversation.phase) == ("maria", "joining")
        (last,) = await desk.on.memory.log.read(WORKSPACE, ConversationId("c1"), Seq(conversation.head_seq - 1), 1)
        assert isinstance(last.event, Transferred)
        assert (last.event.cause, last.actor.kind) == ("auto", ActorKind.SYSTEM)


async def test_with_the_policy_off_it_waits_for_a_claim() -> None:
    async with a_desk(Assignment.OFF) as desk:
        await desk.comes("maria")
        await desk.asks()
        assert await desk.owner() is None


@pytest.mark.parametrize(
    ("state", "role"), [(AWAY, Role.AGENT), (ONLINE, Role.VIEWER), (PresenceState.OFFLINE, Role.AGENT)]
)
async def test_nobody_is_given_anything_who_is_not_there_or_may_only_read(state: PresenceState, role: Role) -> None:
    async with a_desk() as desk:
        if state is PresenceState.OFFLINE:
            desk.on.workspace.agents["maria"] = agent("maria"), role
        else:
            await desk.comes("maria", state, role)
        await desk.asks()
        assert await desk.owner() is None


async def test_whoever_is_switched_off_is_given_nothing_though_their_window_is_still_open() -> None:
    async with a_desk() as desk:
        await desk.comes("maria")
        del desk.on.workspace.agents["maria"]
        await desk.asks()
        assert await desk.owner() is None


async def test_a_lease_that_has_ended_makes_nobody_online() -> None:
    async with a_desk() as desk:
        await desk.comes("maria")
        desk.on.clock.advance(46)
        await desk.asks()
        assert await desk.owner() is None


async def test_who_waits_is_given_to_the_first_who_comes_online_or_back() -> None:
    async with a_desk() as desk:
        await desk.asks()
        await desk.comes("maria", AWAY)
        assert await desk.owner() is None
        await desk.comes("maria")
        assert await desk.owner() == "maria"


async def test_who_has_waited_longest_is_given_first_and_nobody_gets_more_than_they_can_take() -> None:
    async with a_desk(capacity=1) as desk:
        for name in ("c1", "c2", "c3"):
            await desk.asks(name)
            desk.on.clock.advance(1)
        await desk.comes("maria")
        assert [await desk.owner(name) for name in ("c1", "c2", "c3")] == ["maria", None, None]
        await desk.resolves("maria", "c1")
        assert [await desk.owner(name) for name in ("c2", "c3")] == ["maria", None]


async def test_an_agents_own_capacity_stands_above_the_workspaces() -> None:
    async with a_desk(capacity=1) as desk:
        desk.on.workspace.capacities["maria"] = 2
        await desk.comes("maria")
        for name in ("c1", "c2", "c3"):
            await desk.asks(name)
        assert [await desk.owner(name) for name in ("c1", "c2", "c3")] == ["maria", "maria", None]


async def test_requests_go_round() -> None:
    async with a_desk() as desk:
        for name in ("maria", "noah", "olga"):
            await desk.comes(name)
        for number in range(6):
            desk.on.clock.advance(1)
            await desk.asks(f"c{number}")
        owners = [await desk.owner(f"c{number}") for number in range(6)]
        assert owners[:3] == owners[3:]
        assert set(owners) == {"maria", "noah", "olga"}


async def test_the_least_busy_are_given_first() -> None:
    async with a_desk(Assignment.LEAST_BUSY) as desk:
        await desk.asks("c1")
        await desk.takes("noah", "c1")
        await desk.comes("noah")
        await desk.comes("maria")
        for name in ("c2", "c3"):
            await desk.asks(name)
        assert await desk.owner("c2") == "maria"


async def test_a_teams_request_is_given_to_its_members_only() -> None:
    async with a_desk() as desk:
        desk.on.workspace.teams["billing"] = Team("billing", "Billing", frozenset({"noah"}))
        await desk.asks("c1", team_id="billing")
        await desk.comes("maria")
        assert await desk.owner("c1") is None
        await desk.comes("noah")
        assert await desk.owner("c1") == "noah"


async def test_whoever_hands_a_conversation_back_is_not_given_it_again() -> None:
    async with a_desk() as desk:
        await desk.comes("maria")
        await desk.asks()
        await desk.hands_back("maria", "c1")
        assert await desk.owner() is None
        await desk.comes("noah")
        assert await desk.owner() == "noah"


async def test_what_a_vanished_owner_leaves_behind_is_given_to_somebody_else() -> None:
    async with a_desk() as desk:
        await desk.comes("maria")
        await desk.asks()
        for _ in range(12):
            desk.on.advance(20)
            await desk.comes("noah")
            await asyncio.sleep(0.01)
        async with asyncio.timeout(5):
            while await desk.owner() != "noah":
                await asyncio.sleep(0.01)


async def test_after_a_restart_it_is_the_next_ones_turn() -> None:
    async with a_desk() as desk:
        await desk.comes("maria")
        await desk.comes("noah")
        await desk.asks("c1")
        first = await desk.owner("c1")
        await desk.resolves(first or "", "c1")
        desk.on.clock.advance(1)

        desk.assigner._desks.clear()
        await desk.asks("c2")

        assert {first, await desk.owner("c2")} == {"maria", "noah"}


async def test_of_two_nodes_and_an_agent_at_the_same_moment_one_wins() -> None:
    async with a_desk() as desk:
        await desk.comes("maria")
        fanout = desk.on.node.ports.fanout
        assert isinstance(fanout, MemoryFanout)
        other = Node(replace(desk.on.node.ports, name="other", fanout=MemoryFanout(fanout._exchange)))
        second = attach(other)
        for number in range(50):
            desk.policy(Assignment.OFF)
            name = f"c{number}"
            await desk.asks(name)
            desk.policy(capacity=1000)
            desk.assigner.look(WORKSPACE)
            second.look(WORKSPACE)
            claim = TakeOver(by=agent("noah"), role=Role.AGENT, at=desk.now)
            await asyncio.gather(
                other.handle(WORKSPACE, ConversationId(name), claim), asyncio.sleep(0), return_exceptions=True
            )
            await desk.settled()
            await settled(second)
            log = await desk.on.memory.log.read(WORKSPACE, ConversationId(name), Seq(0), 100)
            moves = [recorded for recorded in log if recorded.event.type in ("taken_over", "transferred")]
            assert len(moves) == 1
        await other.queues.stop()


async def test_a_new_node_over_the_same_storage_hands_out_what_it_finds() -> None:
    async with a_desk() as desk:
        await desk.asks("c1")
        again = desk.restarted()
        await again.comes("maria")
        assert await again.owner("c1") == "maria"
        await again.on.node.queues.stop()


async def test_changed_settings_trigger_nothing_and_the_next_look_goes_by_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assigner, "SWEEP_S", 0.02)
    async with a_desk(Assignment.OFF) as desk:
        again = desk.restarted()
        again.on.node.start()
        await again.comes("maria")
        await again.asks()
        assert await again.owner() is None
        again.policy()

        async def is_given() -> bool:
            return await again.owner() == "maria"

        await until(is_given)
        await again.on.node.stop()


async def test_after_a_restart_nobody_is_given_what_they_have_just_handed_back() -> None:
    async with a_desk() as desk:
        await desk.comes("maria")
        await desk.asks()
        await desk.hands_back("maria", "c1")

        again = desk.restarted()
        await again.comes("maria")
        assert await again.owner() is None
        await again.comes("noah")
        assert await again.owner() == "noah"
        await again.on.node.queues.stop()


async def test_a_request_that_everybody_has_handed_back_goes_round_no_more() -> None:
    async with a_desk() as desk:
        for name in ("maria", "noah"):
            await desk.comes(name)
        await desk.asks()
        for _ in range(2):
            await desk.hands_back(await desk.owner() or "", "c1")
        assert await desk.owner() is None
        await desk.comes("olga")
        assert await desk.owner() == "olga"


async def silent(desk: Desk, seconds: int, *there: str) -> None:
    """Let time pass in which agents are at their desks and say nothing."""
    for _ in range(seconds // 20):
        desk.on.advance(20)
        for name in there:
            await desk.comes(name)
        await asyncio.sleep(0.01)


async def goes_to(desk: Desk, name: str | None) -> None:
    async with asyncio.timeout(5):
        while await desk.owner() != name:
            await asyncio.sleep(0.01)
    await desk.settled()


async def test_who_is_given_a_visitor_and_says_nothing_is_not_given_them_again_and_the_next_one_is() -> None:
    async with a_desk() as desk:
        await desk.comes("maria")
        await desk.asks()
        await silent(desk, 160, "maria")
        assert await desk.owner() == "maria"

        await silent(desk, 20, "maria")
        await goes_to(desk, None)
        assert (await desk.conversation("c1")).phase == "waiting"

        await desk.comes("noah")
        assert await desk.owner() == "noah"
        await silent(desk, 180, "maria", "noah")
        await goes_to(desk, None)
        log = await desk.on.memory.log.read(WORKSPACE, ConversationId("c1"), Seq(0), 100)
        asked = [recorded.event.trigger for recorded in log if isinstance(recorded.event, HumanRequested)]
        assert asked == ["button", "unanswered", "unanswered"]


async def test_who_has_said_a_word_keeps_the_visitor() -> None:
    async with a_desk() as desk:
        await desk.comes("maria")
        await desk.asks()
        await desk.says("maria", "c1")
        await silent(desk, 600, "maria")
        assert await desk.owner() == "maria"


async def test_what_was_left_unanswered_stands_before_all_who_came_later() -> None:
    async with a_desk(capacity=1) as desk:
        await desk.comes("maria")
        for name in ("c1", "c2"):
            await desk.asks(name)
            desk.on.clock.advance(1)
        await silent(desk, 180, "maria")
        await goes_to(desk, None)
        assert await desk.owner("c2") == "maria"
        await desk.comes("noah")
        assert await desk.owner("c1") == "noah"
