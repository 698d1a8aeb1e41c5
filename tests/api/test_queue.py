"""A waiting visitor's place in the queue, as they read it and as it changes."""

from collections.abc import AsyncIterator

import pytest

from relevo.testing import ManualClock
from tests.api.desk import asked, begun, seen, settings_of, team_path, visitor_path
from tests.api.reading import follow
from tests.api.running import Running, running


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def desk(clock: ManualClock) -> AsyncIterator[Running]:
    """A server of its own, whose queue is empty, by a clock that the test turns."""
    async with running(clock=clock) as started:
        yield started


async def test_whoever_asks_for_a_person_reads_their_number_at_once(desk: Running) -> None:
    first, second = await desk.arrive(), await desk.arrive()
    await asked(first)

    conversation_id = await begun(second)
    answer = await second.post(f"{visitor_path(conversation_id)}/request-human", {"trigger": "button"})

    assert answer.json()["queue"] == {"position": 2, "estimated_wait_s": None}


async def test_who_does_not_wait_has_no_queue(desk: Running) -> None:
    visitor, agent = await desk.arrive(), await desk.sign_in()
    conversation_id = await begun(visitor)
    assert (await seen(visitor, conversation_id))["queue"] is None
    await asked(visitor)
    assert (await desk.arrive(visitor.token)).told["conversation"]["queue"]["position"] == 1
    await agent.post(f"{team_path(conversation_id)}/take-over")
    assert (await seen(visitor, conversation_id))["queue"] is None


async def test_the_stream_tells_the_number_first_and_whenever_it_changes_with_an_estimate_from_the_last_claims(
    desk: Running, clock: ManualClock
) -> None:
    visitors, agent = [await desk.arrive() for _ in range(4)], await desk.sign_in()
    ids = [await asked(visitor) for visitor in visitors]
    async with follow(visitors[3], f"{visitor_path(ids[3])}/events") as stream:
        assert (await stream.until("queue")).data == {"position": 4, "estimated_wait_s": None}
        clock.advance(60)
        await agent.post(f"{team_path(ids[0])}/take-over")
        assert (await stream.until("queue")).data == {"position": 3, "estimated_wait_s": 180}
        await visitors[1].post(f"{visitor_path(ids[1])}/continue-with-assistant")
        assert (await stream.until("queue")).data == {"position": 2, "estimated_wait_s": 120}
        await agent.post(f"{team_path(ids[2])}/resolve")
        assert (await stream.until("queue")).data == {"position": 1, "estimated_wait_s": 60}
        frame = stream.seen[-1]
    assert frame.id == ""


async def test_a_busy_visitor_keeps_their_number(desk: Running, clock: ManualClock) -> None:
    visitor = await desk.arrive()
    conversation_id = await asked(visitor)
    clock.advance(181)
    async with follow(visitor, f"{visitor_path(conversation_id)}/events") as stream:
        desk.node.effects.look_again()
        await stream.until("wait_expired")
    told = await seen(visitor, conversation_id)
    assert (told["phase"], told["queue"]["position"]) == ("busy", 1)


async def test_a_request_that_is_sent_again_after_the_visitor_went_on_puts_nobody_into_the_queue(desk: Running) -> None:
    first, second, once = await desk.arrive(), await desk.arrive(), {"Idempotency-Key": "once"}
    path = visitor_path(await begun(first))
    await first.post(f"{path}/request-human", {"trigger": "button"}, headers=once)
    await first.post(f"{path}/continue-with-assistant")

    again = await first.post(f"{path}/request-human", {"trigger": "button"}, headers=once)

    assert again.json()["phase"] == "waiting"
    assert (await seen(second, await asked(second)))["queue"]["position"] == 1


async def test_each_team_has_a_queue_of_its_own(desk: Running) -> None:
    owner, agent = await desk.sign_in("owner"), await desk.sign_in()
    team = (await owner.post("/v1/teams", {"name": "Billing", "agent_ids": [agent.told["agent"]["id"]]})).json()
    visitors = [await desk.arrive() for _ in range(3)]
    ids = [await asked(visitor) for visitor in visitors]

    passed = await agent.post(f"{team_path(ids[1])}/transfer", {"team_id": team["id"]})

    assert passed.status_code == 200, passed.text
    positions = [(await seen(visitor, id))["queue"]["position"] for visitor, id in zip(visitors, ids, strict=True)]
    assert positions == [1, 1, 2]


async def test_what_the_workspace_does_not_show_is_null(desk: Running) -> None:
    visitor = await desk.arrive()
    conversation_id = await asked(visitor)
    async with settings_of(desk, handoff={"show_queue_position": False}):
        assert (await seen(visitor, conversation_id))["queue"] == {"position": None, "estimated_wait_s": None}


async def test_agents_are_sent_no_queue_frames(desk: Running) -> None:
    first, second, agent = await desk.arrive(), await desk.arrive(), await desk.sign_in()
    one, other = await asked(first), await asked(second)
    async with follow(agent, f"{team_path(other)}/events") as stream:
        await agent.post(f"{team_path(one)}/take-over")
        await agent.post(f"{team_path(other)}/take-over")
        await stream.until("taken_over")
    assert "queue" not in [frame.event for frame in stream.seen]
