"""Where the assistant offers a person, or asks for one, by itself: settings of handoff, seen from outside.

Who counts what is the core's affair (`tests/core/test_offering_by_itself.py`).
"""

from collections.abc import AsyncIterator

import pytest

from relevo.ports import OfferPerson
from relevo.testing import ManualClock, ScriptedAssistant
from tests.api.running import running
from tests.policies.given import Shop, people


@pytest.fixture
async def clueless() -> AsyncIterator[Shop]:
    """A shop whose assistant knows nothing."""
    clock = ManualClock()
    async with running(clock=clock, assistants=ScriptedAssistant([OfferPerson()])) as server:
        yield await people(server, clock)


async def test_after_so_many_answers_a_person_is_offered(shop: Shop) -> None:
    async with shop.under(handoff={"offer_after_answers": 2}):
        talk = await shop.talk("Where is my order?")
        assert await talk.events("human_offered") == []
        await talk.says("And my refund?")
        offered = await talk.happens("human_offered")
        assert offered["data"]["text"] == "Would you like to speak with a team member?"
        assert (await talk.seen())["phase"] == "asked"
        assert (await talk.does("request-human", {"trigger": "button"}))["phase"] == "waiting"


async def test_after_so_many_failures_a_person_is_asked_for(clueless: Shop) -> None:
    async with clueless.under(handoff={"ask_after_failures": 2}):
        talk = await clueless.talk()
        await talk.says("Where is my order?")
        await talk.happens("human_offered")
        await talk.says("My order!")
        requested = await talk.happens("human_requested")
        row = await talk.row()
        assert requested["data"]["text"] == "Connecting you with the team now…"
        assert (row["phase"], row["control"]["trigger"]) == ("waiting", "rule")
        assert row["control"]["reason"] == "2 answers in a row failed or were not known"


async def test_a_label_asks_for_a_person(shop: Shop) -> None:
    async with shop.under(handoff={"ask_on_labels": ["refund over 100"]}):
        talk = await shop.talk("Where is my refund?")
        labelled = await shop.maria.put(f"/v1/conversations/{talk.id}/labels", {"labels": ["refund over 100"]})
        assert (labelled.json()["phase"], labelled.json()["control"]["reason"]) == ("waiting", "label refund over 100")
        assert (await talk.seen())["phase"] == "waiting"


async def test_who_writes_from_such_a_page_is_offered_a_person_once(shop: Shop) -> None:
    async with shop.under(handoff={"offer_on_pages": ["/cancel", "/business/*"]}):
        talk = await shop.talk()
        await talk.visitor.post("/v1/visitor/page", {"url": "https://shop.example/business/offers?x=1"})
        await talk.says("What does it cost?")
        await talk.happens("human_offered")
        assert await talk.stays_at(0)
        await talk.does("decline-human")
        await talk.is_answered(1)
        await talk.says("And for ten?")
        await talk.is_answered(2)
        assert len(await talk.events("human_offered")) == 1


async def test_elsewhere_nobody_is_offered(shop: Shop) -> None:
    async with shop.under(handoff={"offer_on_pages": ["/cancel"]}):
        talk = await shop.talk()
        await talk.visitor.post("/v1/visitor/page", {"url": "https://shop.example/cancellation"})
        await talk.says("Hello?")
        await talk.is_answered(1)
        assert await talk.events("human_offered") == []


async def test_an_assistants_own_points_stand_above_the_workspaces(shop: Shop) -> None:
    owner = await shop.server.sign_in("owner")
    assistant = (await owner.get("/v1/assistants")).json()["items"][0]
    path = f"/v1/assistants/{assistant['id']}"
    async with shop.under(handoff={"offer_after_answers": 1}):
        try:
            changed = await owner.patch(path, {"handoff": {"offer_after_answers": 0, "ask_on_labels": ["vip"]}})
            assert changed.status_code == 200, changed.text
            talk = await shop.talk("Where is my order?")
            assert await talk.events("human_offered") == []
            await shop.maria.put(f"/v1/conversations/{talk.id}/labels", {"labels": ["vip"]})
            assert (await talk.seen())["phase"] == "waiting"
        finally:
            await owner.patch(path, {"handoff": {"offer_after_answers": None, "ask_on_labels": None}})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("offer_after_answers", -1),
        ("offer_after_answers", 101),
        ("ask_after_failures", 21),
        ("ask_on_labels", [""]),
        ("ask_on_labels", [f"label {number}" for number in range(21)]),
        ("ask_on_labels", ["vip", "vip"]),
        ("ask_on_labels", [" vip"]),
        ("offer_on_pages", ["shop.example/cancel"]),
        ("offer_on_pages", ["/cancel?x=1"]),
    ],
)
async def test_what_cannot_be_is_refused_by_its_name(shop: Shop, name: str, value: object) -> None:
    owner = await shop.server.sign_in("owner")
    refused = await owner.patch("/v1/settings", {"handoff": {name: value}})
    assert refused.status_code == 422
    assert f"handoff.{name}" in str(refused.json()["field"])
