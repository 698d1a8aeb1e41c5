"""The same request again gets the same answer and changes nothing (trust.md G8).

Not here: retries after a crash (`tests/chaos`).
"""

import asyncio
from typing import Any

import pytest

from tests.api.running import Caller, Running
from tests.api.test_conversations import begun, log, said
from tests.api.test_door import slug

UNREMEMBERED = {
    "/v1/sign-in",
    "/v1/sign-out",
    "/v1/setup",
    "/v1/me/password",
    "/v1/visitor/page",
    "/v1/visitor/session",
    "/v1/visitor/conversations/{conversation_id}/typing",
    "/v1/conversations/{conversation_id}/typing",
}
"""Where asking again does what asking did, and the answer to the first time is not kept."""


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


async def test_a_message_with_two_names_is_known_by_both(visitor: Caller) -> None:
    conversation_id = await begun(visitor)

    async def says(text: str, client_id: str, key: str | None = "first") -> Any:
        named = {"Idempotency-Key": key} if key else {}
        body = {"text": text, "client_id": client_id}
        return await visitor.post(f"/v1/visitor/conversations/{conversation_id}/messages", body, headers=named)

    said_once = await says("Hello?", "one")
    both = await says("Hello?", "one")
    by_client_id = await says("Hello?", "one", None)
    other_text = await says("Goodbye!", "two")
    other_name = await says("Hello?", "two")

    assert (said_once.status_code, both.status_code, by_client_id.status_code) == (201, 200, 200)
    assert said_once.json() == both.json() == by_client_id.json()
    for refused in (other_text, other_name):
        assert (refused.status_code, slug(refused)) == (422, "idempotency-mismatch")
    texts = [event["type"] for event in await log(visitor, conversation_id) if event["actor"]["kind"] == "visitor"]
    assert texts == ["conversation_started", "message"]


async def test_a_repeated_verb_that_had_nothing_to_do_gets_that_answer_again(
    visitor: Caller, agent: Caller, colleague: Caller
) -> None:
    conversation_id = await begun(visitor)
    path, named = f"/v1/conversations/{conversation_id}/take-over", {"Idempotency-Key": "take-2"}
    await agent.post(path)
    first = await agent.post(path, headers=named)
    await agent.post(f"/v1/conversations/{conversation_id}/release")
    await colleague.post(path)

    again = await agent.post(path, headers=named)
    elsewhere = await agent.post(f"/v1/conversations/{conversation_id}/resolve", headers=named)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["control"] == first.json()["control"]
    assert (elsewhere.status_code, slug(elsewhere)) == (422, "idempotency-mismatch")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/agents", {"email": "new@example.org", "name": "New"}),
        ("/v1/assistants", {"kind": "echo", "name": "Mocha"}),
        ("/v1/inboxes", {"name": "Second"}),
    ],
    ids=["agents", "assistants", "inboxes"],
)
async def test_what_is_made_is_made_once_for_each_name(server: Running, path: str, body: dict[str, str]) -> None:
    owner = await server.sign_in("owner")
    if path == "/v1/inboxes":
        body = body | {"assistant_id": (await owner.get("/v1/assistants")).json()["items"][0]["id"]}
    named = {"Idempotency-Key": f"make{path}"}
    first = await owner.post(path, body, headers=named)
    again = await owner.post(path, body, headers=named)
    other = await owner.post(path, body | {"name": "Another"}, headers=named)

    assert first.status_code == 201, first.text
    assert again.json() == first.json()
    assert (other.status_code, slug(other)) == (422, "idempotency-mismatch")
    assert [one["id"] for one in (await owner.get(path)).json()["items"]].count(first.json()["id"]) == 1


async def test_the_document_names_the_header_where_it_means_something(server: Running) -> None:
    """Who types again types again, and a second sign-in is a second session: nothing there is remembered."""
    paths = (await server.http.get("/openapi.json")).json()["paths"]
    without = {
        path
        for path, methods in paths.items()
        if "post" in methods and not any(one["name"] == "Idempotency-Key" for one in methods["post"]["parameters"])
    }
    assert without == UNREMEMBERED


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
