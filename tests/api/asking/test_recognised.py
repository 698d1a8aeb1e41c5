"""A visitor asks for a person in words: offered, accepted, declined, and not offered where nobody was asked for.

Not here: which words ask (`tests/workspace/asking`) and what the core makes of it (`tests/core`).
"""

import asyncio
import threading

import pytest

from relevo.workspace.asking.encoder import Encoder, shipped_layer
from relevo.workspace.texts.catalogue import catalogue
from tests.api.desk import begun, seen, settings_of
from tests.api.running import Caller, Running
from tests.api.test_conversations import log, said


class NeverRead:
    """A log that may not be looked at."""

    def __getattr__(self, name: str) -> None:
        raise AssertionError(name)


async def kinds(visitor: Caller, conversation_id: str) -> list[str]:
    return [event["type"] for event in await log(visitor, conversation_id)]


async def test_who_asks_is_offered_a_person_and_connected_when_they_accept(visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    await said(visitor, conversation_id, "Could one of your colleagues take over this chat?")
    offered = (await log(visitor, conversation_id))[-1]
    assert offered["type"] == "human_offered"
    assert [button["label"] for button in offered["data"]["buttons"]] == ["Yes, connect me", "No thanks"]
    path = f"/v1/visitor/conversations/{conversation_id}"
    accepted = await visitor.post(f"{path}/request-human", {"trigger": "keyword"})
    assert accepted.json()["phase"] in ("waiting", "joining")


async def test_the_team_reads_why_a_person_was_offered_and_the_visitor_does_not(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    await said(visitor, conversation_id, "Could one of your colleagues take over this chat?")
    (told,) = [event for event in await log(agent, conversation_id) if event["type"] == "human_offered"]
    assert told["data"]["cause"] == "keyword"
    (seen_by_visitor,) = [event for event in await log(visitor, conversation_id) if event["type"] == "human_offered"]
    assert set(seen_by_visitor["data"]) == {"text", "buttons"}


async def test_who_says_no_stays_with_the_assistant_and_is_offered_again_when_they_ask_again(visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    await said(visitor, conversation_id, "agent pls")
    declined = await visitor.post(f"/v1/visitor/conversations/{conversation_id}/decline-human")
    assert declined.json()["phase"] == "assistant"
    await said(visitor, conversation_id, "I do want to talk to somebody")
    assert (await kinds(visitor, conversation_id)).count("human_offered") == 2


@pytest.mark.parametrize(
    "text",
    [
        "are you a human?",
        "the agent was lovely",
        "I don't need a human",
        "My travel agent booked the wrong date",
        "Bist du ein Mensch?",
    ],
)
async def test_near_misses_are_offered_nobody(visitor: Caller, text: str) -> None:
    conversation_id = await begun(visitor)
    await said(visitor, conversation_id, text)
    assert not {"human_offered", "human_requested"} & set(await kinds(visitor, conversation_id))
    assert (await seen(visitor, conversation_id))["phase"] == "assistant"


@pytest.mark.parametrize(
    "text", ["Ich möchte mit einem Menschen sprechen", "转人工", "Хочу поговорить с живым человеком"]
)
async def test_a_visitor_may_ask_in_another_language_than_the_widgets(visitor: Caller, text: str) -> None:
    conversation_id = await begun(visitor)
    await said(visitor, conversation_id, text)
    assert "human_offered" in await kinds(visitor, conversation_id)


async def test_a_workspaces_own_list_takes_the_place_of_the_rules(server: Running, visitor: Caller) -> None:
    async with settings_of(server, handoff={"keywords": {"en": ["code red"]}}):
        conversation_id = await begun(visitor)
        await said(visitor, conversation_id, "Could one of your colleagues take over this chat?")
        assert "human_offered" not in await kinds(visitor, conversation_id)
        await said(visitor, conversation_id, "CODE RED")
        assert "human_offered" in await kinds(visitor, conversation_id)


async def test_each_assistant_listens_for_its_own_phrases(server: Running, visitor: Caller) -> None:
    owner, conversation_id = await server.sign_in("owner"), await begun(visitor)
    wanted = {"kind": "echo", "name": "Rust", "handoff": {"keywords": {"en": ["code red"]}}}
    other = (await owner.post("/v1/assistants", wanted)).json()
    await said(visitor, conversation_id, "code red")
    assert "human_offered" not in await kinds(visitor, conversation_id)

    await owner.post(f"/v1/conversations/{conversation_id}/assign", {"assistant_id": other["id"]})
    await said(visitor, conversation_id, "code red")

    assert "human_offered" in await kinds(visitor, conversation_id)


async def test_a_message_is_taken_without_a_read_of_the_log_by_the_route(server: Running, visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    log_before = server.parts.log
    object.__setattr__(server.parts, "log", NeverRead())
    try:
        answer = await said(visitor, conversation_id, "Could one of your colleagues take over this chat?")
    finally:
        object.__setattr__(server.parts, "log", log_before)
    assert answer.status_code == 201
    assert "human_offered" in await kinds(visitor, conversation_id)


async def test_a_message_is_taken_although_the_encoder_never_answers(
    server: Running, visitor: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation_id = await begun(visitor)
    hanging = Encoder(lambda: lambda text: [threading.Event().wait()], shipped_layer(), answer_s=0.1)
    monkeypatch.setattr(server.tables, "encoder", hanging)

    async with asyncio.timeout(10):
        answers = [await said(visitor, conversation_id, text) for text in ("Hello?", "Where is my order?")]
        asked = await said(visitor, conversation_id, "Can I talk to a human?")

    assert [answer.status_code for answer in (*answers, asked)] == [201] * 3
    assert (await kinds(visitor, conversation_id)).count("human_offered") == 1


async def test_under_the_policy_immediate_a_person_is_requested_at_once(server: Running, visitor: Caller) -> None:
    async with settings_of(server, policies={"on_keyword": "immediate"}):
        conversation_id = await begun(visitor)
        await said(visitor, conversation_id, "put a real human on please")
    assert "human_requested" in await kinds(visitor, conversation_id)


async def test_the_offer_is_in_the_visitors_language_whatever_they_write(server: Running) -> None:
    answer = await server.http.post("/v1/visitor/session", json={**server.arrival, "locale": "fr"})
    visitor = Caller(server.http, answer.json()["token"], answer.json())
    conversation_id = await begun(visitor)
    await said(visitor, conversation_id, "get me a human")
    offered = (await log(visitor, conversation_id))[-1]
    assert offered["data"]["text"] == catalogue("fr").texts["offer"]
