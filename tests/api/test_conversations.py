"""The main job over HTTP: a visitor talks, an agent takes over, replies, hands back.

Not here: what each refusal looks like (`test_problems`) and streams (`test_streams`).
"""

import asyncio
from typing import Any

import pytest

from tests.api.running import Caller, Running


async def begun(visitor: Caller) -> str:
    answer = await visitor.post("/v1/visitor/conversations")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def said(caller: Caller, conversation_id: str, text: str, **more: Any) -> Any:
    side = "/v1/visitor" if caller.is_visitor else "/v1"
    return await caller.post(f"{side}/conversations/{conversation_id}/messages", {"text": text, **more})


async def log(caller: Caller, conversation_id: str, **query: Any) -> list[dict[str, Any]]:
    side = "/v1/visitor" if caller.is_visitor else "/v1"
    answer = await caller.get(f"{side}/conversations/{conversation_id}/events", params=query)
    assert answer.status_code == 200, answer.text
    events: list[dict[str, Any]] = answer.json()["events"]
    return events


async def until(caller: Caller, conversation_id: str, kind: str) -> list[dict[str, Any]]:
    for _ in range(200):
        events = await log(caller, conversation_id)
        if any(event["type"] == kind and event["actor"]["kind"] != "visitor" for event in events):
            return events
        await asyncio.sleep(0.02)
    raise AssertionError(f"no {kind}")


async def test_a_visitor_begins_without_a_token_and_goes_on_with_it(server: Running) -> None:
    visitor = await server.arrive()
    assert visitor.told["conversation"] is None
    conversation_id = await begun(visitor)

    again = await server.arrive(visitor.token)

    assert again.told["token"] == visitor.token
    assert again.told["visitor"]["id"] == visitor.told["visitor"]["id"]
    assert again.told["conversation"]["id"] == conversation_id


async def test_an_unknown_token_begins_a_new_visitor(server: Running) -> None:
    visitor = await server.arrive("rv_" + "x" * 43)
    assert visitor.told["token"] != "rv_" + "x" * 43
    assert visitor.told["conversation"] is None


async def test_a_second_conversation_is_the_open_one(visitor: Caller) -> None:
    first = await visitor.post("/v1/visitor/conversations")
    second = await visitor.post("/v1/visitor/conversations")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["id"] == first.json()["id"]


async def test_the_assistant_answers_until_an_agent_takes_over_and_again_after_the_release(
    server: Running, visitor: Caller, agent: Caller
) -> None:
    conversation_id = await begun(visitor)
    assert (await said(visitor, conversation_id, "Hello?")).status_code == 201
    await until(visitor, conversation_id, "message")

    taken = await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    assert taken.status_code == 200
    assert taken.json()["control"]["owner"]["id"] == agent.told["agent"]["id"]
    assert (await said(agent, conversation_id, "This is Agent.")).status_code == 201

    seen = await visitor.get(f"/v1/visitor/conversations/{conversation_id}")
    assert (seen.json()["phase"], seen.json()["owner"]["name"]) == ("live", "Agent")
    released = await agent.post(f"/v1/conversations/{conversation_id}/release")
    assert released.json()["control"]["kind"] == "assistant"

    kinds = [event["type"] for event in await log(visitor, conversation_id)]
    assert [kind for kind in kinds if kind != "message"] == ["conversation_started", "taken_over", "released"]


async def test_notes_labels_and_what_the_assistant_is_told_never_reach_the_visitor(
    visitor: Caller, agent: Caller
) -> None:
    conversation_id = await begun(visitor)
    base = f"/v1/conversations/{conversation_id}"
    noted = await agent.post(f"{base}/notes", {"text": "Looks angry."})
    labelled = await agent.put(f"{base}/labels", {"labels": ["angry", "angry", "vip"]})
    renamed = await agent.post(f"{base}/rename", {"subject": "Refund"})

    assert (noted.status_code, noted.json()["type"]) == (201, "note")
    assert labelled.json()["labels"] == ["angry", "vip"]
    assert renamed.json()["subject"] == "Refund"
    assert {"note", "labels_changed", "renamed"} <= {event["type"] for event in await log(agent, conversation_id)}
    seen = await visitor.get(f"/v1/visitor/conversations/{conversation_id}")
    assert {event["type"] for event in await log(visitor, conversation_id)} == {"conversation_started"}
    assert seen.json()["head_seq"] == 1  # not even that something happened
    assert "labels" not in seen.json()


async def test_a_page_of_only_internal_events_hides_nothing_behind_it(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    for number in range(6):
        await agent.post(f"/v1/conversations/{conversation_id}/notes", {"text": f"note {number}"})
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")

    (taken,) = await log(visitor, conversation_id, after=1, limit=2)

    assert taken["type"] == "taken_over"


async def test_the_visitor_asks_for_a_person_and_leaves_a_number(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    base = f"/v1/visitor/conversations/{conversation_id}"
    asked = await visitor.post(f"{base}/request-human", {"trigger": "button", "reason": "my order"})
    left = await visitor.post(f"{base}/leave-contact", {"phone": "+49 30 1234567"})
    row = await agent.get(f"/v1/conversations/{conversation_id}")

    assert (asked.status_code, asked.json()["phase"]) == (200, "waiting")
    assert "reason" not in asked.json()["control"]
    assert left.status_code == 200
    assert row.json()["contact_phone"] == "+49301234567"
    assert row.json()["control"]["reason"] == "my order"
    back = await visitor.post(f"{base}/continue-with-assistant")
    assert back.json()["phase"] == "assistant"
    row = await agent.get(f"/v1/conversations/{conversation_id}")
    assert row.json()["request_trigger"] == "button"
    assert "request_trigger" not in back.json()


async def test_a_visitor_cannot_pass_for_a_rule(visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    refused = await visitor.post(f"/v1/visitor/conversations/{conversation_id}/request-human", {"trigger": "rule"})
    assert (refused.status_code, refused.json()["field"]) == (422, "trigger")


async def test_a_message_can_take_over_in_the_same_step(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    answer = await said(agent, conversation_id, "I am here.", take_over=True)
    assert (answer.status_code, answer.json()["data"]["text"]) == (201, "I am here.")
    assert [event["type"] for event in await log(agent, conversation_id)][-2:] == ["taken_over", "message"]


async def test_the_lists_hold_what_their_names_say(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    await visitor.post(f"/v1/visitor/conversations/{conversation_id}/request-human", {"trigger": "button"})
    waiting = (await agent.get("/v1/conversations", params={"view": "handoff"})).json()
    assert conversation_id in [row["id"] for row in waiting["items"]]
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    mine = (await agent.get("/v1/conversations", params={"view": "mine", "limit": 1})).json()

    assert [row["id"] for row in mine["items"]] == [conversation_id]
    assert mine["items"][0]["inbox"]["name"]
    assert mine["counts"]["mine"] >= 1
    assert set(mine["counts"]) == {"handoff", "unassigned", "mine", "assistant", "all", "closed"}


async def test_a_list_goes_on_where_its_page_ended(server: Running, agent: Caller) -> None:
    for _ in range(3):
        await begun(await server.arrive())
    first = (await agent.get("/v1/conversations", params={"limit": 2})).json()
    second = (await agent.get("/v1/conversations", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert not {row["id"] for row in first["items"]} & {row["id"] for row in second["items"]}


@pytest.mark.parametrize(
    "query", [{"cursor": "nonsense"}, {"limit": "0"}, {"view": "theirs"}, {"view[]": "all"}, {"x": "1"}]
)
async def test_a_list_refuses_what_it_does_not_know(agent: Caller, query: dict[str, str]) -> None:
    refused = await agent.get("/v1/conversations", params=query)
    assert refused.status_code == 422
    assert refused.json()["field"] == next(iter(query))


async def test_a_query_with_a_name_twice_or_with_no_end_is_refused(agent: Caller) -> None:
    twice = await agent.get("/v1/conversations?view=all&limit=5&limit=6")
    endless = await agent.get("/v1/conversations?" + "&".join(f"a{number}=1" for number in range(60)))
    assert (twice.status_code, twice.json()["field"]) == (422, "limit")
    assert endless.status_code == 422


async def test_a_resolved_conversation_stays_readable_and_takes_no_more(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    closed = await agent.post(f"/v1/conversations/{conversation_id}/resolve")
    late = await said(visitor, conversation_id, "One more thing")
    fresh = await visitor.post("/v1/visitor/conversations")

    assert closed.json()["status"] == "closed"
    assert (late.status_code, late.json()["type"].rsplit("/", 1)[-1]) == (409, "closed")
    assert (await visitor.get(f"/v1/visitor/conversations/{conversation_id}")).json()["phase"] == "closed"
    assert fresh.status_code == 201
    assert fresh.json()["id"] != conversation_id
    row = (await agent.get(f"/v1/conversations/{fresh.json()['id']}")).json()
    assert row["previous_id"] == conversation_id


async def test_presence_is_seen_by_colleagues(agent: Caller, colleague: Caller) -> None:
    answer = await agent.put("/v1/presence", {"state": "away"})
    assert (answer.status_code, answer.content) == (204, b"")
    listed = {one["id"]: one["presence"] for one in (await colleague.get("/v1/agents")).json()["items"]}
    assert listed[agent.told["agent"]["id"]] == "away"


async def test_who_only_signs_in_and_calls_is_not_there_until_they_say_so(server: Running, colleague: Caller) -> None:
    async def presence() -> str:
        listed = (await colleague.get("/v1/agents")).json()["items"]
        return str(next(one["presence"] for one in listed if one["id"] == owner.told["agent"]["id"]))

    owner = await server.sign_in("owner")
    await owner.get("/v1/conversations")
    assert (await owner.patch("/v1/settings", {"handoff": {"response_timeout_s": 90}})).status_code == 200
    assert await presence() == "offline"
    await owner.put("/v1/presence", {"state": "online"})
    assert await presence() == "online"


async def test_a_body_that_would_say_nothing_may_be_left_out(server: Running, visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    answer = await server.http.post(f"/v1/conversations/{conversation_id}/take-over", headers=agent.headers)
    assert answer.status_code == 200
