"""R3, R10, R12, R14: what comes of a keyword, who speaks while somebody waits, how long that takes, and going on with the AI."""

import pytest

from tests.policies.given import KEYWORD, Shop, own_id


async def test_r3_silent_the_assistant_says_nothing_while_somebody_waits(shop: Shop) -> None:
    async with shop.under(while_waiting="silent"):
        talk = await shop.talk("Where is my order?")
        await talk.does("request-human", {"trigger": "button"})
        assert (await talk.says("And my refund?")).status_code == 201
        assert await talk.stays_at(1)


async def test_r3_keep_helping_it_answers_until_a_person_comes(shop: Shop) -> None:
    async with shop.under(while_waiting="keep_helping"):
        talk = await shop.talk("Where is my order?")
        await talk.does("request-human", {"trigger": "button"})
        await talk.says("And my refund?")
        await talk.is_answered(2)
        assert (await talk.seen())["phase"] == "waiting"
        await talk.by(shop.maria, "take-over")
        await talk.says("Are you there?")
        assert await talk.stays_at(2)


@pytest.mark.parametrize(("policy", "is_claimable"), [("same_conversation", True), ("fresh", False)])
async def test_r10_the_wish_for_a_person_after_going_on_with_the_assistant(
    shop: Shop, policy: str, is_claimable: bool
) -> None:
    async with shop.under(continue_as=policy):
        talk = await shop.talk("Where is my order?")
        await talk.does("request-human", {"trigger": "button"})
        await talk.says("Hello?")
        gone_on = await talk.does("continue-with-assistant")
        await talk.is_answered(2)
        listed = (await shop.maria.get("/v1/conversations", params={"view": "unassigned"})).json()["items"]

        assert (gone_on["phase"], gone_on["human_handoff"]) == ("assistant", is_claimable)
        assert (talk.id in [row["id"] for row in listed]) is is_claimable
        assert await talk.outcome(shop.maria, "take-over") == "ok"
        assert (await talk.seen())["phase"] == "joining"


async def test_r12_ask_a_keyword_is_answered_with_a_question(shop: Shop) -> None:
    async with shop.under(on_keyword="ask"):
        talk = await shop.talk()
        await talk.says(KEYWORD)
        offered = await talk.happens("human_offered")
        assert [button["id"] for button in offered["data"]["buttons"]] == ["accept", "decline"]
        assert (await talk.seen())["phase"] == "asked"
        assert await talk.stays_at(0)
        assert (await talk.does("decline-human"))["phase"] == "assistant"
        await talk.is_answered(1)


async def test_r12_immediate_a_keyword_is_a_request(shop: Shop) -> None:
    async with shop.under(on_keyword="immediate"):
        talk = await shop.talk()
        await talk.says(KEYWORD)
        assert (await talk.happens("human_requested"))["data"]["trigger"] == "keyword"
        assert (await talk.seen())["phase"] == "waiting"
        assert await talk.stays_at(0)


async def test_r14_the_team_is_busy_after_the_time_that_was_set_and_a_late_claim_still_succeeds(shop: Shop) -> None:
    async with shop.under(handoff={"response_timeout_s": 20}):
        talk = await shop.talk()
        asked = await talk.does("request-human", {"trigger": "button"})
        assert asked["control"]["deadline"] - asked["control"]["since"] == 20_000
        shop.advance(19)
        assert await talk.stays_at(0)
        assert (await talk.seen())["phase"] == "waiting"
        shop.advance(1)
        await talk.happens("wait_expired")
        assert (await talk.seen())["phase"] == "busy"
        assert (await talk.by(shop.maria, "take-over")).json()["owner"]["id"] == own_id(shop.maria)


async def test_r14_zero_means_never(shop: Shop) -> None:
    async with shop.under(handoff={"response_timeout_s": 0}):
        talk = await shop.talk()
        assert (await talk.does("request-human", {"trigger": "button"}))["control"]["deadline"] is None
        shop.advance(3_600)
        assert await talk.stays_at(0)
        assert (await talk.seen())["phase"] == "waiting"
