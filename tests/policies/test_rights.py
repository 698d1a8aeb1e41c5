"""R2, R11, R13: who may act on a colleague's conversation, what is asked first, and giving to somebody offline."""

import pytest

from tests.policies.given import Shop, own_id

GIVEN_AWAY = {"release": "released", "transfer": "transferred", "assign": "transferred", "resolve": "resolved"}


@pytest.mark.parametrize(
    ("rights", "colleague", "supervisor"),
    [
        ("owner", "not-in-control", "not-in-control"),
        ("owner_or_supervisor", "not-in-control", "ok"),
        ("anyone", "ok", "ok"),
    ],
)
@pytest.mark.parametrize("verb", GIVEN_AWAY)
async def test_r2_who_may_give_away_what_a_colleague_has(
    shop: Shop, rights: str, colleague: str, supervisor: str, verb: str
) -> None:
    await shop.sue.put("/v1/presence", {"state": "online"})
    await shop.noah.put("/v1/presence", {"state": "online"})
    async with shop.under(release_rights=rights):
        for by, other, expected in ((shop.noah, shop.sue, colleague), (shop.sue, shop.noah, supervisor)):
            talk = await shop.talk()
            await talk.by(shop.maria, "take-over")
            body = {"agent_id": own_id(other)} if verb in ("transfer", "assign") else {}
            assert await talk.outcome(by, verb, body) == expected
            assert (GIVEN_AWAY[verb] in await talk.types()) is (expected == "ok")


@pytest.mark.parametrize(
    ("rights", "colleague", "supervisor"),
    [("owner", "forbidden", "forbidden"), ("owner_or_supervisor", "forbidden", "ok"), ("anyone", "ok", "ok")],
)
async def test_r2_who_may_take_from_a_colleague_and_only_by_saying_so(
    shop: Shop, rights: str, colleague: str, supervisor: str
) -> None:
    async with shop.under(release_rights=rights):
        for by, expected in ((shop.noah, colleague), (shop.sue, supervisor)):
            talk = await shop.talk()
            await talk.by(shop.maria, "take-over")
            assert await talk.outcome(by, "take-over") == "taken"
            assert await talk.outcome(by, "take-over", {"force": True}) == expected
            taken = (await talk.events("taken_over"))[-1]["data"]
            assert taken.get("forced", False) is (expected == "ok")
            owner = by if expected == "ok" else shop.maria
            assert (await talk.row())["owner"]["id"] == own_id(owner)
            assert await talk.outcome(owner, "messages", {"text": "I look into it."}) == "ok"


async def test_r11_what_the_console_asks_first_is_told_to_every_agent(shop: Shop) -> None:
    async with shop.under(confirm={"release": True, "resolve": False}):
        told = (await shop.maria.get("/v1/settings")).json()["policies"]["confirm"]
    assert (told["release"], told["resolve"], told["take_over"]) == (True, False, False)
    default = (await shop.maria.get("/v1/settings")).json()["policies"]["confirm"]
    assert (default["release"], default["resolve"]) == (False, True)


@pytest.mark.parametrize("verb", ["transfer", "assign"])
@pytest.mark.parametrize(
    ("policy", "unconfirmed", "confirmed", "can_confirm"),
    [
        ("block", "target-unavailable", "target-unavailable", False),
        ("warn", "target-unavailable", "ok", True),
        ("allow", "ok", "ok", None),
    ],
)
async def test_r13_giving_to_somebody_offline(
    shop: Shop, verb: str, policy: str, unconfirmed: str, confirmed: str, can_confirm: bool | None
) -> None:
    listed = (await shop.maria.get("/v1/agents")).json()["items"]
    gone = next(one["id"] for one in listed if one["role"] == "administrator")
    async with shop.under(transfer_offline=policy):
        for body, expected in (({}, unconfirmed), ({"confirm": True}, confirmed)):
            talk = await shop.talk()
            await talk.by(shop.maria, "take-over")
            answer = await talk.by(shop.maria, verb, {"agent_id": gone, **body})
            if expected == "ok":
                assert (answer.status_code, answer.json()["owner"]["id"]) == (200, gone)
                continue
            assert (answer.status_code, answer.json()["can_confirm"]) == (409, can_confirm)
            assert answer.json()["presence"] == "offline"
            assert (await talk.row())["owner"]["id"] == own_id(shop.maria)


async def test_r13_nobody_is_asked_twice_about_somebody_who_is_there(shop: Shop) -> None:
    await shop.noah.put("/v1/presence", {"state": "online"})
    async with shop.under(transfer_offline="block"):
        talk = await shop.talk()
        await talk.by(shop.maria, "take-over")
        assert await talk.outcome(shop.maria, "transfer", {"agent_id": own_id(shop.noah)}) == "ok"
