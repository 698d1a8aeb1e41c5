"""R1, R9, R19: a visitor who writes after the end, an assistant that comes back, and an owner who vanishes."""

import pytest

from tests.policies.given import Shop, Talk, own_id


async def resolved(shop: Shop) -> Talk:
    talk = await shop.talk("Where is my order?")
    await talk.by(shop.maria, "take-over")
    await talk.by(shop.maria, "messages", {"text": "It is on its way."})
    await talk.by(shop.maria, "resolve")
    return talk


async def test_r1_new_conversation_what_is_closed_stays_closed_and_the_next_one_is_linked(shop: Shop) -> None:
    async with shop.under(after_resolve="new_conversation"):
        talk = await resolved(shop)
        assert (await talk.says("One more thing")).status_code == 409
        fresh = (await talk.visitor.post("/v1/visitor/conversations")).json()
        assert (fresh["phase"], fresh["id"] == talk.id) == ("assistant", False)
        assert (await Talk(shop, talk.visitor, fresh["id"]).row())["previous_id"] == talk.id
        assert (await talk.seen())["phase"] == "closed"


async def test_r1_reopen_to_ai_the_assistant_answers(shop: Shop) -> None:
    async with shop.under(after_resolve="reopen_to_ai"):
        talk = await resolved(shop)
        assert (await talk.says("One more thing")).status_code == 201
        await talk.is_answered(2)
        assert (await talk.types())[-4:] == ["reopened", "released", "message", "message"]
        assert (await talk.seen())["phase"] == "assistant"


async def test_r1_reopen_to_queue_a_person_is_asked_for(shop: Shop) -> None:
    async with shop.under(after_resolve="reopen_to_queue"):
        talk = await resolved(shop)
        assert (await talk.says("One more thing")).status_code == 201
        assert await talk.stays_at(1)
        assert (await talk.types())[-3:] == ["reopened", "human_requested", "message"]
        assert (await talk.seen())["phase"] == "waiting"
        assert await talk.outcome(shop.noah, "take-over") == "ok"


@pytest.mark.parametrize(
    ("policy", "answers_open", "answers_nothing_open"),
    [("next_visitor_message", False, False), ("if_unanswered", True, False), ("at_once", True, True)],
)
@pytest.mark.parametrize("is_open", [True, False], ids=["a question is open", "nothing is open"])
async def test_r9_when_the_assistant_speaks_again(
    shop: Shop, policy: str, answers_open: bool, answers_nothing_open: bool, is_open: bool
) -> None:
    async with shop.under(resume_on=policy):
        talk = await shop.talk("Where is my order?")
        await talk.by(shop.maria, "take-over")
        await talk.says("And my refund?")
        if not is_open:
            await talk.by(shop.maria, "messages", {"text": "It was sent today."})
        await talk.by(shop.maria, "release")

        speaks = answers_open if is_open else answers_nothing_open
        if speaks:
            await talk.is_answered(2)
        assert await talk.stays_at(1 + speaks)
        await talk.says("Thank you.")
        await talk.is_answered(2 + speaks)


async def test_r9_an_agent_can_let_the_assistant_answer_now(shop: Shop) -> None:
    talk = await shop.talk("Where is my order?")
    await talk.by(shop.maria, "take-over")
    await talk.says("And my refund?")
    await talk.by(shop.maria, "release", {"answer_now": True})
    await talk.is_answered(2)


async def vanished(shop: Shop) -> Talk:
    """A conversation whose owner has shown no sign of life for a minute, and whose visitor waits for an answer."""
    talk = await shop.talk("Where is my order?")
    await talk.by(shop.maria, "take-over")
    await talk.says("Are you there?")
    shop.advance(61)
    lost = await talk.happens("owner_lost")
    assert lost["data"]["text"] == "Your agent seems to have lost the connection. Please hold on."
    return talk


async def test_r19_requeue_after_the_grace_a_colleague_is_asked_for_and_never_the_assistant(shop: Shop) -> None:
    async with shop.under(owner_vanishes="requeue"):
        talk = await vanished(shop)
        assert (await talk.seen())["phase"] == "joining"
        shop.advance(120)
        asked = await talk.happens("human_requested")
        assert (asked["data"]["trigger"], asked["data"]["text"]) == (
            "owner_lost",
            "Your agent lost the connection. We are finding another team member for you.",
        )
        assert await talk.stays_at(1)
        assert (await talk.row())["control"]["kind"] == "waiting"
        assert await talk.outcome(shop.maria, "messages", {"text": "I am back."}) == "not-in-control"
        assert await talk.outcome(shop.noah, "take-over") == "ok"


async def test_r19_the_grace_is_as_long_as_it_was_set(shop: Shop) -> None:
    async with shop.under(owner_vanishes="requeue", owner_grace_s=600):
        talk = await vanished(shop)
        shop.advance(500)
        assert await talk.stays_at(1)
        assert (await talk.row())["owner"]["id"] == own_id(shop.maria)
        shop.advance(40)
        await talk.happens("human_requested")


async def test_r19_a_grace_that_nobody_could_notice_is_refused_and_the_least_one_is_kept(shop: Shop) -> None:
    owner = await shop.server.sign_in("owner")
    refused = await owner.patch("/v1/settings", {"policies": {"owner_grace_s": 59}})
    assert (refused.status_code, refused.json()["field"]) == (422, "policies.owner_grace_s")
    async with shop.under(owner_vanishes="requeue", owner_grace_s=60):
        talk = await shop.talk("Where is my order?")
        await talk.by(shop.maria, "take-over")
        shop.advance(59)
        assert await talk.stays_at(1)
        assert (await talk.row())["owner"]["id"] == own_id(shop.maria)
        shop.advance(2)
        assert (await talk.happens("human_requested"))["data"]["trigger"] == "owner_lost"


async def test_r19_ai_after_the_grace_the_assistant_answers_what_is_open(shop: Shop) -> None:
    async with shop.under(owner_vanishes="ai"):
        talk = await vanished(shop)
        shop.advance(120)
        released = await talk.happens("released")
        assert released["data"]["cause"] == "owner_lost"
        await talk.is_answered(2)
        assert await talk.outcome(shop.maria, "messages", {"text": "I am back."}) == "not-in-control"


async def test_r19_hold_the_owner_keeps_the_conversation_and_can_come_back(shop: Shop) -> None:
    async with shop.under(owner_vanishes="hold"):
        talk = await vanished(shop)
        for _ in range(5):
            shop.advance(120)
            assert await talk.stays_at(1)
        assert (await talk.row())["owner"]["id"] == own_id(shop.maria)
        assert len(await talk.events("owner_lost")) == 1
        assert await talk.outcome(shop.maria, "messages", {"text": "I am back."}) == "ok"
        assert (await talk.seen())["phase"] == "live"


async def test_r19_who_comes_back_within_the_grace_has_lost_nothing(shop: Shop) -> None:
    async with shop.under(owner_vanishes="requeue"):
        talk = await vanished(shop)
        assert await talk.outcome(shop.maria, "messages", {"text": "Sorry, I am back."}) == "ok"
        shop.advance(30)
        await shop.maria.put("/v1/presence", {"state": "online"})
        shop.advance(40)
        await shop.maria.put("/v1/presence", {"state": "online"})
        assert await talk.stays_at(1)
        assert (await talk.row())["owner"]["id"] == own_id(shop.maria)
