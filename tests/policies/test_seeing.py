"""R6, R7: how a takeover shows to the visitor, and when the join is announced."""

from typing import Any

import pytest

from tests.policies.given import Shop

JOINED, LEFT = "Agent joined the conversation.", "Agent left the conversation. AI assistant is back."


@pytest.mark.parametrize(
    "shown", [[], ["badge"], ["separator", "badge"], ["text"], ["text", "separator", "badge"]], ids=str
)
async def test_r6_words_are_written_only_where_they_are_shown_and_the_widget_is_told_the_rest(
    shop: Shop, shown: list[str]
) -> None:
    async with shop.under(visitor_sees=shown):
        talk = await shop.talk()
        await talk.by(shop.maria, "take-over")
        await talk.by(shop.maria, "release")
        widget = (await shop.server.arrive()).told["settings"]["policies"]["visitor_sees"]
        texts = [(await talk.happens(kind))["data"]["text"] for kind in ("taken_over", "released")]

    assert texts == ([JOINED, LEFT] if "text" in shown else ["", ""])
    assert sorted(widget) == sorted(shown)


async def test_r7_take_the_join_is_announced_at_once(shop: Shop) -> None:
    async with shop.under(announce_join="take"):
        talk = await shop.talk()
        await talk.by(shop.maria, "take-over")
        assert (await talk.happens("taken_over"))["data"]["text"] == JOINED
        await talk.by(shop.maria, "messages", {"text": "Hello, Maria here."})
        assert await talk.types() == ["conversation_started", "taken_over", "message"]


async def test_r7_first_message_the_join_is_announced_with_the_first_word_and_once(shop: Shop) -> None:
    async with shop.under(announce_join="first_message"):
        talk = await shop.talk()
        await talk.by(shop.maria, "take-over")
        assert (await talk.happens("taken_over"))["data"]["text"] == ""
        assert (await talk.seen())["phase"] == "joining"
        for text in ("Hello, Maria here.", "How can I help?"):
            await talk.by(shop.maria, "messages", {"text": text})
        assert (await talk.happens("joined"))["data"]["text"] == JOINED
        assert await talk.types() == ["conversation_started", "taken_over", "joined", "message", "message"]


@pytest.mark.parametrize("body", [{"text": "Hello.", "take_over": True}])
async def test_r7_first_message_a_reply_that_takes_over_announces_itself(shop: Shop, body: dict[str, Any]) -> None:
    async with shop.under(announce_join="first_message"):
        talk = await shop.talk()
        await talk.by(shop.maria, "messages", body)
        assert await talk.types() == ["conversation_started", "taken_over", "joined", "message"]


async def test_r7_first_message_also_for_who_was_given_the_conversation(shop: Shop) -> None:
    await shop.noah.put("/v1/presence", {"state": "online"})
    async with shop.under(announce_join="first_message"):
        talk = await shop.talk()
        await talk.by(shop.maria, "take-over")
        await talk.by(shop.maria, "transfer", {"agent_id": shop.noah.told["agent"]["id"]})
        assert (await talk.happens("transferred"))["data"]["text"] == ""
        await talk.by(shop.noah, "messages", {"text": "Hello, Noah here."})
        assert (await talk.happens("joined"))["data"]["text"] == "Noah joined the conversation."


@pytest.mark.parametrize(
    ("before", "text"),
    [("take-over", "Noah is taking over this conversation."), (None, "Noah joined the conversation.")],
)
async def test_r7_take_who_is_given_a_waiting_visitor_joins_and_who_follows_somebody_takes_over(
    shop: Shop, before: str | None, text: str
) -> None:
    await shop.noah.put("/v1/presence", {"state": "online"})
    async with shop.under(announce_join="take"):
        talk = await shop.talk()
        await talk.does("request-human", {"trigger": "button"})
        if before:
            await talk.by(shop.maria, before)
        await talk.by(shop.maria, "assign", {"agent_id": shop.noah.told["agent"]["id"]})
        assert (await talk.happens("transferred"))["data"]["text"] == text
