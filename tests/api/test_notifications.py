"""Notifications: who is told of what, with which words, and that it is one for each event and agent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from relevo.testing import ManualClock
from tests.api.desk import asked, begun, eventually, seen, settings_of, team_path, visitor_path
from tests.api.reading import Following, follow
from tests.api.running import Caller, Running, running

ROLES = ("owner", "supervisor", "agent", "viewer")


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def desk(clock: ManualClock) -> AsyncIterator[Running]:
    async with running(clock=clock) as started:
        yield started


def each(roles: tuple[str, ...], kind: str) -> dict[str, list[str]]:
    """Everybody is told this, once."""
    return {role: [kind] for role in roles}


class Consoles:
    """The open consoles of everybody, and what each has been notified of."""

    def __init__(self, desk: Running, callers: dict[str, Caller], streams: dict[str, Following]) -> None:
        self.desk = desk
        self.callers = callers
        self.streams = streams

    def __getitem__(self, role: str) -> Caller:
        return self.callers[role]

    def id(self, role: str) -> str:
        told: str = self.callers[role].told["agent"]["id"]
        return told

    async def told(self) -> dict[str, list[Any]]:
        """Return what came since the last look, by role. Whoever has their counts has everything before."""
        await asyncio.sleep(0.3)
        marker = await begun(await self.desk.arrive())
        return {role: await _until(stream, marker) for role, stream in self.streams.items()}

    async def kinds(self) -> dict[str, list[str]]:
        told = await self.told()
        return {role: [one["kind"] for one in notifications] for role, notifications in told.items() if notifications}


async def is_joining(visitor: Caller, conversation_id: str) -> bool:
    return bool((await seen(visitor, conversation_id))["phase"] == "joining")


async def _until(stream: Following, marker: str) -> list[Any]:
    found = []
    while frame := await stream.next():
        if frame.event == "notification":
            found.append(frame.data)
        if frame.event == "conversation" and frame.data["id"] == marker:
            break
    return found


@asynccontextmanager
async def consoles(desk: Running) -> AsyncIterator[Consoles]:
    async with AsyncExitStack() as stack:
        callers = {role: await desk.sign_in(role) for role in ROLES}
        streams = {
            role: await stack.enter_async_context(follow(caller, "/v1/stream")) for role, caller in callers.items()
        }
        yield Consoles(desk, callers, streams)


async def test_a_request_is_everybodys_with_the_reason_and_the_last_words(desk: Running) -> None:
    visitor = await desk.arrive()
    async with consoles(desk) as team:
        conversation_id = await begun(visitor)
        await visitor.post(f"{visitor_path(conversation_id)}/request-human", {"trigger": "button", "reason": "Refund"})
        told = await team.told()
    assert {role: [one["kind"] for one in got] for role, got in told.items()} == each(ROLES, "human_requested")
    (notification,) = told["agent"]
    assert notification["conversation_id"] == conversation_id
    assert (notification["reason"], notification["text"]) == ("Refund", "")
    assert notification["actor"]["kind"] == "visitor"
    assert len({got[0]["id"] for got in told.values()}) == 1


async def test_what_the_visitor_said_last_is_the_preview(desk: Running) -> None:
    visitor = await desk.arrive()
    async with consoles(desk) as team:
        conversation_id = await begun(visitor)
        await team["agent"].post(f"{team_path(conversation_id)}/take-over")
        await team["agent"].post(f"{team_path(conversation_id)}/assign", {"agent_id": None})
        told = await team.told()
    assert [one["kind"] for one in told["supervisor"]] == ["human_requested"]
    assert told["agent"] == []


async def test_a_teams_request_is_its_members(desk: Running) -> None:
    owner, visitor = await desk.sign_in("owner"), await desk.arrive()
    async with consoles(desk) as team:
        members = [team.id("supervisor"), team.id("agent")]
        billing = (await owner.post("/v1/teams", {"name": "Billing", "agent_ids": members})).json()
        conversation_id = await asked(visitor)
        await team.told()
        passed = await team["agent"].post(
            f"{team_path(conversation_id)}/transfer", {"team_id": billing["id"], "note": "Invoice 7"}
        )
        assert passed.status_code == 200
        told = await team.told()
    assert {role: [one["kind"] for one in got] for role, got in told.items() if got} == {
        "supervisor": ["human_requested"]
    }
    assert told["supervisor"][0]["reason"] == "Invoice 7"


async def test_a_transfer_is_its_targets_with_the_note_and_a_word_of_the_visitor_the_owners(desk: Running) -> None:
    visitor = await desk.arrive()
    async with consoles(desk) as team:
        conversation_id = await begun(visitor)
        await team["agent"].post(f"{team_path(conversation_id)}/take-over")
        await team["supervisor"].put("/v1/presence", {"state": "online"})
        note = {"agent_id": team.id("supervisor"), "note": "Knows the case"}
        assert (await team["agent"].post(f"{team_path(conversation_id)}/transfer", note)).status_code == 200
        told = await team.told()
        assert [(one["kind"], one["reason"]) for one in told["supervisor"]] == [("transferred", "Knows the case")]
        assert told["supervisor"][0]["actor"]["name"] == "Agent"
        await visitor.post(f"{visitor_path(conversation_id)}/messages", {"text": "Are you there?"})
        told = await team.told()
    assert {role: [(one["kind"], one["text"]) for one in got] for role, got in told.items() if got} == {
        "supervisor": [("message", "Are you there?")]
    }


async def test_assigned_is_told_to_who_got_it_and_taken_over_to_who_had_it(desk: Running) -> None:
    visitor = await desk.arrive()
    async with consoles(desk) as team:
        conversation_id = await begun(visitor)
        await team["owner"].post(
            f"{team_path(conversation_id)}/assign", {"agent_id": team.id("agent"), "confirm": True}
        )
        assert await team.kinds() == {"agent": ["assigned"]}
        await team["supervisor"].post(f"{team_path(conversation_id)}/take-over", {"force": True})
        told = await team.told()
    assert {role: [one["kind"] for one in got] for role, got in told.items() if got} == {"agent": ["taken_over"]}
    assert told["agent"][0]["actor"]["name"] == "Supervisor"


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        ("release", "released"),
        ("resolve", "resolved"),
        ("transfer", "given_away"),
        ("assign", "given_away"),
        ("assign to nobody", "given_away"),
        ("assign to the assistant", "released"),
        ("transfer to a team", "given_away"),
    ],
)
async def test_an_owner_is_told_when_somebody_else_moves_their_conversation_and_where_to(
    desk: Running, verb: str, kind: str
) -> None:
    visitor = await desk.arrive()
    async with consoles(desk) as team:
        conversation_id = await begun(visitor)
        await team["agent"].post(f"{team_path(conversation_id)}/take-over")
        body: dict[str, Any] = {}
        if verb in ("transfer", "assign"):
            body = {"agent_id": team.id("owner"), "confirm": True}
        elif verb == "assign to nobody":
            body = {"agent_id": None}
        elif verb == "assign to the assistant":
            body = {"assistant_id": (await team["agent"].get("/v1/assistants")).json()["items"][0]["id"]}
        elif verb == "transfer to a team":
            new = {"name": "Billing", "agent_ids": [team.id("agent"), team.id("owner")]}
            body = {"team_id": (await team["owner"].post("/v1/teams", new)).json()["id"]}
        answer = await team["supervisor"].post(f"{team_path(conversation_id)}/{verb.partition(' ')[0]}", body)
        assert answer.status_code == 200, answer.text
        told = await team.told()
    others = {"transfer": ["transferred"], "assign": ["assigned"]}.get(verb, [])
    asked_for = ["human_requested"] if verb in ("assign to nobody", "transfer to a team") else []
    assert [one["kind"] for one in told["agent"]] == [kind]
    assert told["agent"][0]["actor"]["name"] == "Supervisor"
    assert [one["kind"] for one in told["owner"]] == others + asked_for
    assert told["supervisor"] == []


async def test_a_mention_is_told_to_whoever_is_named_and_to_nobody_else(desk: Running) -> None:
    visitor = await desk.arrive()
    async with consoles(desk) as team:
        conversation_id = await begun(visitor)
        note = {"text": "Please have a look", "mentions": [team.id("owner"), team.id("agent")]}
        assert (await team["agent"].post(f"{team_path(conversation_id)}/notes", note)).status_code == 201
        told = await team.told()
    assert {role: [(one["kind"], one["text"]) for one in got] for role, got in told.items() if got} == {
        "owner": [("mention", "Please have a look")]
    }


async def test_a_wait_that_ends_is_told_once(desk: Running, clock: ManualClock) -> None:
    visitor = await desk.arrive()
    async with consoles(desk) as team:
        await asked(visitor)
        await team.told()
        clock.advance(181)
        desk.node.effects.look_again()
        assert await team.kinds() == each(ROLES, "wait_expired")


async def test_a_lost_owner_is_told_and_so_is_the_team_once_the_conversation_waits_again(
    desk: Running, clock: ManualClock
) -> None:
    visitor = await desk.arrive()
    async with consoles(desk) as team:
        conversation_id = await begun(visitor)
        await team["agent"].post(f"{team_path(conversation_id)}/take-over")
        clock.advance(61)
        desk.node.effects.look_again()
        assert await team.kinds() == {"agent": ["owner_lost"]}
        clock.advance(120)
        desk.node.effects.look_again()
        kinds = await team.kinds()
    assert kinds == {"agent": ["returned"], **each(("owner", "supervisor", "viewer"), "human_requested")}


@pytest.mark.parametrize(("policy", "after"), [("ai", {"agent": ["returned"]}), ("hold", {})])
async def test_a_lost_owner_hears_that_it_went_back_only_where_it_did(
    desk: Running, clock: ManualClock, policy: str, after: dict[str, list[str]]
) -> None:
    visitor = await desk.arrive()
    async with settings_of(desk, policies={"owner_vanishes": policy}), consoles(desk) as team:
        conversation_id = await begun(visitor)
        await team["agent"].post(f"{team_path(conversation_id)}/take-over")
        clock.advance(61)
        desk.node.effects.look_again()
        assert await team.kinds() == {"agent": ["owner_lost"]}
        clock.advance(120)
        desk.node.effects.look_again()
        assert await team.kinds() == after


async def test_what_policy_gives_to_somebody_at_once_alerts_only_them(desk: Running, clock: ManualClock) -> None:
    visitor = await desk.arrive()
    async with settings_of(desk, policies={"assignment": "round_robin"}), consoles(desk) as team:
        for role in ("owner", "supervisor", "viewer"):
            await team[role].put("/v1/presence", {"state": "away"})
        await team["agent"].put("/v1/presence", {"state": "online"})
        conversation_id = await asked(visitor)
        await eventually(lambda: is_joining(visitor, conversation_id))
        clock.advance(1)
        desk.node.effects.look_again()
        assert await team.kinds() == {"agent": ["assigned"]}


async def test_what_nobody_can_be_given_alerts_everybody_soon(desk: Running, clock: ManualClock) -> None:
    visitor = await desk.arrive()
    async with settings_of(desk, policies={"assignment": "round_robin"}), consoles(desk) as team:
        for role in ROLES:
            await team[role].put("/v1/presence", {"state": "away"})
        await asked(visitor)
        clock.advance(1)
        desk.node.effects.look_again()
        assert await team.kinds() == each(ROLES, "human_requested")
