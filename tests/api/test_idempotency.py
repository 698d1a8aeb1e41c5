"""The same request again gets the same answer and changes nothing (trust.md G8).

Not here: retries after a crash (`tests/chaos`).
"""

import asyncio

import pytest

from tests.api.running import Caller, Running
from tests.api.test_conversations import begun, log, said
from tests.api.test_door import slug


async def test_a_storm_of_the_same_message_says_it_once(visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    answers = await asyncio.gather(*(said(visitor, conversation_id, "Hello?", client_id="one") for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.content for answer in answers}) == 1
    texts = [event for event in await log(visitor, conversation_id) if event["actor"]["kind"] == "visitor"]
    assert [event["type"] for event in texts] == ["conversation_started", "message"]


async def test_the_same_name_for_something_else_is_a_mistake(visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    await said(visitor, conversation_id, "Hello?", client_id="one")
    refused = await said(visitor, conversation_id, "Goodbye!", client_id="one")
    assert (refused.status_code, slug(refused)) == (422, "idempotency-mismatch")


async def test_nobodys_names_meet_anybody_elses(server: Running, visitor: Caller, agent: Caller) -> None:
    other = await server.arrive()
    for caller in (visitor, other):
        conversation_id = await begun(caller)
        assert (await said(caller, conversation_id, "Hello?", client_id="one")).status_code == 201
        assert (await said(agent, conversation_id, "Hi", client_id="one", take_over=True)).status_code == 201


async def test_the_same_name_in_the_next_conversation_is_another_message(visitor: Caller, agent: Caller) -> None:
    for _ in range(2):
        conversation_id = await begun(visitor)
        assert (await said(visitor, conversation_id, "Hello?", client_id="one")).status_code == 201
        await agent.post(f"/v1/conversations/{conversation_id}/take-over")
        await agent.post(f"/v1/conversations/{conversation_id}/resolve")


async def test_a_repeated_verb_gets_the_answer_of_its_first_time(
    visitor: Caller, agent: Caller, colleague: Caller
) -> None:
    conversation_id = await begun(visitor)
    path, named = f"/v1/conversations/{conversation_id}/take-over", {"Idempotency-Key": "take-1"}
    first = await agent.post(path, headers=named)
    await agent.post(f"/v1/conversations/{conversation_id}/release")
    await colleague.post(path)
    again = await agent.post(path, headers=named)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["control"] == first.json()["control"]
    assert (await agent.get(f"/v1/conversations/{conversation_id}")).json()["owner"]["id"] == colleague.told["agent"][
        "id"
    ]


async def test_a_key_is_for_one_verb_of_one_conversation(server: Running, visitor: Caller, agent: Caller) -> None:
    conversation_id, named = await begun(visitor), {"Idempotency-Key": "one"}
    other_id = await begun(await server.arrive())
    assert (await agent.post(f"/v1/conversations/{conversation_id}/take-over", headers=named)).status_code == 200
    for path in (f"/v1/conversations/{conversation_id}/resolve", f"/v1/conversations/{other_id}/take-over"):
        refused = await agent.post(path, headers=named)
        assert (refused.status_code, slug(refused)) == (422, "idempotency-mismatch")


async def test_a_repeated_beginning_is_the_same_conversation(visitor: Caller) -> None:
    named = {"Idempotency-Key": "begin"}
    first = await visitor.post("/v1/visitor/conversations", headers=named)
    again = await visitor.post("/v1/visitor/conversations", headers=named)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]


async def test_a_repeated_note_is_one_note(visitor: Caller, agent: Caller) -> None:
    conversation_id, named = await begun(visitor), {"Idempotency-Key": "note"}
    path = f"/v1/conversations/{conversation_id}/notes"
    answers = [await agent.post(path, {"text": "Careful."}, headers=named) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "ä"])
async def test_a_key_that_is_no_name_is_refused(visitor: Caller, agent: Caller, key: str) -> None:
    conversation_id = await begun(visitor)
    named = [(b"Authorization", f"Bearer {agent.token}".encode()), (b"Idempotency-Key", key.encode("latin-1"))]
    refused = await agent.http.post(f"/v1/conversations/{conversation_id}/take-over", json={}, headers=named)
    assert (refused.status_code, refused.json()["field"]) == (422, "Idempotency-Key")
