"""Requests handed out by policy, and agents who come, step away and vanish, as the console and the widget see it."""

from collections.abc import AsyncIterator

import pytest

from relevo.testing import ManualClock
from tests.api.desk import asked, eventually, seen, settings_of, team_path, visitor_path
from tests.api.reading import follow
from tests.api.running import Caller, Running, running


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def desk(clock: ManualClock) -> AsyncIterator[Running]:
    """A server of its own where requests go round."""
    async with running(clock=clock) as started, settings_of(started, policies={"assignment": "round_robin"}):
        owner = await started.sign_in("owner")
        await owner.put("/v1/presence", {"state": "away"})
        yield started


async def present(desk: Running, role: str = "agent", state: str = "online") -> Caller:
    caller = await desk.sign_in(role)
    assert (await caller.put("/v1/presence", {"state": state})).status_code == 204
    return caller


async def owner_of(visitor: Caller, conversation_id: str) -> str | None:
    owner = (await seen(visitor, conversation_id))["owner"]
    return owner["name"] if owner else None


async def goes_to(visitor: Caller, conversation_id: str, name: str) -> None:
    async def has_it() -> bool:
        return await owner_of(visitor, conversation_id) == name

    await eventually(has_it)


async def test_the_visitor_reads_that_an_agent_will_join_and_the_timeline_says_that_it_was_policy(
    desk: Running,
) -> None:
    agent, visitor = await present(desk), await desk.arrive()
    conversation_id = await asked(visitor)
    await goes_to(visitor, conversation_id, "Agent")
    assert (await seen(visitor, conversation_id))["phase"] == "joining"
    events = (await agent.get(f"{team_path(conversation_id)}/events")).json()["events"]
    (moved,) = [event for event in events if event["type"] == "transferred"]
    assert (moved["data"]["cause"], moved["actor"]["kind"]) == ("auto", "system")
    said = await agent.post(f"{team_path(conversation_id)}/messages", {"text": "Hello, I am here."})
    assert said.status_code == 201
    assert (await seen(visitor, conversation_id))["phase"] == "live"


async def test_who_waits_is_given_to_whoever_comes_online(desk: Running) -> None:
    visitor = await desk.arrive()
    conversation_id = await asked(visitor)
    viewer = await present(desk, "viewer")
    away = await present(desk, "supervisor", "away")
    assert await owner_of(visitor, conversation_id) is None
    await away.put("/v1/presence", {"state": "online"})
    await goes_to(visitor, conversation_id, "Supervisor")
    assert viewer.told["agent"]["id"] != away.told["agent"]["id"]


async def test_resolving_one_makes_room_for_the_next(desk: Running) -> None:
    owner, agent = await desk.sign_in("owner"), await desk.sign_in("agent")
    await owner.put("/v1/presence", {"state": "away"})
    await owner.patch(f"/v1/agents/{agent.told['agent']['id']}", {"capacity": 1})
    agent = await present(desk)
    first, second = await desk.arrive(), await desk.arrive()
    one = await asked(first)
    await goes_to(first, one, "Agent")
    other = await asked(second)
    assert await owner_of(second, other) is None
    await agent.post(f"{team_path(one)}/resolve")
    await goes_to(second, other, "Agent")


async def test_whoever_is_switched_off_is_given_nothing(desk: Running) -> None:
    owner, agent = await desk.sign_in("owner"), await present(desk)
    await owner.put("/v1/presence", {"state": "away"})
    await owner.patch(f"/v1/agents/{agent.told['agent']['id']}", {"is_active": False})
    visitor = await desk.arrive()
    conversation_id = await asked(visitor)
    await present(desk, "supervisor")
    await goes_to(visitor, conversation_id, "Supervisor")


async def test_colleagues_are_told_who_comes_steps_away_and_falls_silent(desk: Running, clock: ManualClock) -> None:
    watcher = await desk.sign_in("supervisor")
    async with follow(watcher, "/v1/stream") as stream:
        agent = await present(desk)
        assert (await stream.until("presence")).data["state"] == "online"
        await agent.put("/v1/presence", {"state": "away", "is_automatic": True})
        clock.advance(31)
        await agent.put("/v1/presence", {"state": "away", "is_automatic": True})
        frame = await stream.until("presence")
        assert (frame.data["agent"]["name"], frame.data["state"]) == ("Agent", "away")
        clock.advance(45)
        await desk.parts.attendance.sweep()
        states = {}
        while "Agent" not in states:
            frame = await stream.until("presence")
            states[frame.data["agent"]["name"]] = frame.data["state"]
        assert states["Agent"] == "offline"


async def test_a_visitor_whose_agent_vanishes_is_told_and_given_to_somebody_else(
    desk: Running, clock: ManualClock
) -> None:
    await present(desk)
    visitor = await desk.arrive()
    conversation_id = await asked(visitor)
    await goes_to(visitor, conversation_id, "Agent")
    async with follow(visitor, f"{visitor_path(conversation_id)}/events") as stream:
        clock.advance(61)
        desk.node.effects.look_again()
        told = await stream.until("owner_lost")
        assert told.data["data"]["text"]
        await present(desk, "supervisor")
        clock.advance(120)
        await present(desk, "supervisor")
        desk.node.effects.look_again()
        requested = await stream.until("human_requested")
        assert requested.data["data"]["trigger"] == "owner_lost"
        await stream.until("transferred")
    assert await owner_of(visitor, conversation_id) == "Supervisor"


async def test_a_visitor_whom_nobody_speaks_to_is_given_to_somebody_else_and_the_silent_one_is_told(
    desk: Running, clock: ManualClock
) -> None:
    owner = await desk.sign_in("owner")
    await owner.patch("/v1/settings", {"policies": {"assignment_timeout_s": 40}})
    agent, visitor = await present(desk), await desk.arrive()
    conversation_id = await asked(visitor)
    await goes_to(visitor, conversation_id, "Agent")
    async with follow(visitor, f"{visitor_path(conversation_id)}/events") as stream, follow(agent, "/v1/stream") as own:
        clock.advance(40)
        await present(desk)
        await present(desk, "supervisor")
        desk.node.effects.look_again()
        asked_again = await stream.until("human_requested")
        assert (asked_again.data["data"]["trigger"], asked_again.data["actor"]["kind"]) == ("unanswered", "system")
        await stream.until("transferred")
        clock.advance(1)
        desk.node.effects.look_again()
        while (told := await own.until("notification")).data["kind"] != "unanswered":
            pass
        assert told.data["conversation_id"] == conversation_id
    assert await owner_of(visitor, conversation_id) == "Supervisor"


async def test_whoever_signs_out_is_given_nothing_any_more(desk: Running) -> None:
    agent, visitor = await present(desk), await desk.arrive()
    await agent.post("/v1/sign-out")
    conversation_id = await asked(visitor)
    watcher = await present(desk, "supervisor", "away")
    assert await owner_of(visitor, conversation_id) is None
    colleagues = (await watcher.get("/v1/agents")).json()["items"]
    assert {one["name"]: one["presence"] for one in colleagues}["Agent"] == "offline"
