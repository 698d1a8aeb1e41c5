"""Giving a conversation to somebody over HTTP: assignments, transfers, and notes that mention.

Not here: who may do what in which state; that is the control table (`tests/core/table`).
"""

from typing import Any

import pytest

from tests.api.running import Caller, Running
from tests.api.test_conversations import begun, log


def slug(answer: Any) -> str:
    return str(answer.json()["type"].rsplit("/", 1)[-1])


def own_id(caller: Caller) -> str:
    return str(caller.told["agent"]["id"])


async def somebody(caller: Caller, role: str) -> dict[str, Any]:
    listed = (await caller.get("/v1/agents")).json()["items"]
    return next(one for one in listed if one["role"] == role)


async def assistant_ids(caller: Caller) -> list[str]:
    return [one["id"] for one in (await caller.get("/v1/assistants")).json()["items"]]


async def test_assigning_is_a_takeover_a_transfer_or_a_release(
    visitor: Caller, agent: Caller, colleague: Caller
) -> None:
    conversation_id = await begun(visitor)
    path = f"/v1/conversations/{conversation_id}/assign"
    own = await agent.post(path, {"agent_id": own_id(agent)})
    assert own.json()["owner"]["id"] == own_id(agent)
    await colleague.put("/v1/presence", {"state": "online"})
    handed = await agent.post(path, {"agent_id": own_id(colleague), "note": "She knows the case."})
    assert handed.json()["owner"]["id"] == own_id(colleague)
    (assistant_id,) = await assistant_ids(agent)
    back = await colleague.post(path, {"assistant_id": assistant_id})
    assert back.json()["control"]["assistant"]["id"] == assistant_id
    (moved,) = [event for event in await log(agent, conversation_id) if event["type"] == "transferred"]
    assert (moved["data"]["cause"], moved["data"]["note"]) == ("assigned", "She knows the case.")
    assert moved["data"]["from"]["id"] == own_id(agent)


async def test_a_colleague_is_assigned_without_taking_over_first(
    visitor: Caller, agent: Caller, colleague: Caller
) -> None:
    conversation_id = await begun(visitor)
    await colleague.put("/v1/presence", {"state": "online"})
    handed = await agent.post(f"/v1/conversations/{conversation_id}/assign", {"agent_id": own_id(colleague)})
    assert (handed.status_code, handed.json()["phase"]) == (200, "joining")
    assert handed.json()["owner"]["id"] == own_id(colleague)


async def test_assigning_to_nobody_puts_the_conversation_back_into_the_queue(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    path = f"/v1/conversations/{conversation_id}/assign"

    queued = (await agent.post(path, {"agent_id": None, "note": "speaks French"})).json()

    assert (queued["control"]["kind"], queued["control"]["trigger"]) == ("waiting", "queued")
    assert queued["control"]["reason"] == "speaks French"
    asked = (await log(agent, conversation_id))[-1]
    assert (asked["actor"]["id"], asked["data"]["trigger"]) == (own_id(agent), "queued")
    assert asked["data"]["note"] == "speaks French"
    assert "speaks French" not in str(await log(visitor, conversation_id))


async def test_a_colleagues_conversation_is_assigned_by_supervisors_only(
    server: Running, visitor: Caller, agent: Caller, colleague: Caller
) -> None:
    conversation_id = await begun(visitor)
    path = f"/v1/conversations/{conversation_id}/assign"
    await agent.post(path, {"agent_id": own_id(agent)})
    supervisor = await server.sign_in("supervisor")

    refused = await colleague.post(path, {"agent_id": own_id(colleague)})
    unforced = await supervisor.post(path, {"agent_id": own_id(supervisor)})
    stale = await supervisor.post(path, {"agent_id": own_id(supervisor), "force": True, "expected_epoch": 0})
    forced = await supervisor.post(path, {"agent_id": own_id(supervisor), "force": True})

    assert (slug(refused), refused.json()["owner"]["id"]) == ("taken", own_id(agent))
    assert (slug(unforced), unforced.json()["owner"]["id"]) == ("taken", own_id(agent))
    assert slug(stale) == "stale-epoch"
    assert forced.json()["owner"]["id"] == own_id(supervisor)
    assert (await log(agent, conversation_id))[-1]["data"]["forced"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "agent_id"),
        ({"agent_id": None, "assistant_id": "as_1"}, "agent_id"),
        ({"agent_id": "ag_nobody"}, "agent_id"),
        ({"assistant_id": "as_nobody"}, "assistant_id"),
        ({"assistant_id": None}, "assistant_id"),
        ({"team_id": "tm_1"}, "team_id"),
    ],
    ids=str,
)
async def test_an_assignment_names_exactly_one_who_exists(
    visitor: Caller, agent: Caller, body: dict[str, Any], field: str
) -> None:
    refused = await agent.post(f"/v1/conversations/{await begun(visitor)}/assign", body)
    assert (refused.status_code, slug(refused), refused.json()["field"]) == (422, "validation", field)


@pytest.mark.parametrize("verb", ["transfer", "assign"])
async def test_giving_to_somebody_offline_wants_to_be_confirmed(visitor: Caller, agent: Caller, verb: str) -> None:
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    offline = await somebody(agent, "administrator")
    path = f"/v1/conversations/{conversation_id}/{verb}"

    refused = await agent.post(path, {"agent_id": offline["id"]})
    confirmed = await agent.post(path, {"agent_id": offline["id"], "confirm": True, "note": "She knows the case."})

    assert (refused.status_code, slug(refused)) == (409, "target-unavailable")
    told = refused.json()
    assert told["target"] == {name: offline[name] for name in ("id", "name", "avatar_url")}
    assert (told["presence"], told["can_confirm"]) == ("offline", True)
    assert confirmed.status_code == 200
    assert (await log(agent, conversation_id))[-1]["data"]["note"] == "She knows the case."
    assert "note" not in (await log(visitor, conversation_id))[-1]["data"]


async def test_a_transfer_to_a_team_waits_for_its_people_with_the_note(
    server: Running, visitor: Caller, agent: Caller, colleague: Caller
) -> None:
    conversation_id = await begun(visitor)
    owner = await server.sign_in("owner")
    team = await owner.post("/v1/teams", {"name": "Refunds", "agent_ids": [own_id(colleague)]})
    assert team.status_code == 201, team.text
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    path = f"/v1/conversations/{conversation_id}/transfer"

    unknown = await agent.post(path, {"team_id": "team_nowhere"})
    both = await agent.post(path, {"team_id": team.json()["id"], "agent_id": own_id(colleague)})
    queued = (await agent.post(path, {"team_id": team.json()["id"], "note": "wants 12 € back"})).json()

    assert (unknown.status_code, unknown.json()["field"]) == (422, "team_id")
    assert (both.status_code, slug(both)) == (422, "validation")
    assert (queued["phase"], queued["control"]["team_id"]) == ("waiting", team.json()["id"])
    asked = (await log(agent, conversation_id))[-1]["data"]
    assert (asked["trigger"], asked["note"], asked["team_id"]) == ("transfer", "wants 12 € back", team.json()["id"])
    seen = (await log(visitor, conversation_id))[-1]["data"]
    assert seen["text"] == "You are being passed to another team."
    assert {"note", "reason", "team_id"}.isdisjoint(seen)


async def test_who_is_away_is_told_as_away(visitor: Caller, agent: Caller, colleague: Caller) -> None:
    await colleague.put("/v1/presence", {"state": "away"})
    path = f"/v1/conversations/{await begun(visitor)}/assign"
    refused = await agent.post(path, {"agent_id": own_id(colleague)})
    assert (slug(refused), refused.json()["presence"]) == ("target-unavailable", "away")


async def test_nobody_is_handed_a_conversation_who_may_only_read(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    viewer = await somebody(agent, "viewer")
    for verb in ("transfer", "assign"):
        refused = await agent.post(
            f"/v1/conversations/{conversation_id}/{verb}", {"agent_id": viewer["id"], "confirm": True}
        )
        assert (refused.status_code, refused.json()["field"]) == (422, "agent_id")


async def test_a_release_can_be_undone_until_somebody_else_has_moved(
    visitor: Caller, agent: Caller, colleague: Caller
) -> None:
    conversation_id = await begun(visitor)
    path = f"/v1/conversations/{conversation_id}"
    await agent.post(f"{path}/take-over")
    after = (await agent.post(f"{path}/release")).json()["epoch"]
    undone = await agent.post(f"{path}/take-over", {"expected_epoch": after})
    assert undone.json()["owner"]["id"] == own_id(agent)

    after = (await agent.post(f"{path}/release")).json()["epoch"]
    await colleague.post(f"{path}/take-over")
    assert slug(await agent.post(f"{path}/take-over", {"expected_epoch": after})) == "taken"
    await colleague.post(f"{path}/release")
    assert slug(await agent.post(f"{path}/take-over", {"expected_epoch": after})) == "stale-epoch"


async def test_a_note_mentions_colleagues_by_name(visitor: Caller, agent: Caller, colleague: Caller) -> None:
    conversation_id = await begun(visitor)
    path = f"/v1/conversations/{conversation_id}/notes"
    named = await somebody(agent, "supervisor")

    noted = await agent.post(path, {"text": "@Supervisor, what do you say?", "mentions": [named["id"], named["id"]]})
    plain = await agent.post(path, {"text": "Called before."})
    refused = await agent.post(path, {"text": "@Nobody", "mentions": ["ag_nobody"]})

    assert noted.json()["data"]["mentions"] == [{"id": named["id"], "name": named["name"]}]
    assert plain.json()["data"]["mentions"] == []
    assert (refused.status_code, refused.json()["field"]) == (422, "mentions")
    assert "note" not in {event["type"] for event in await log(visitor, conversation_id)}
