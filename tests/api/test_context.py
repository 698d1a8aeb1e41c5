"""A visitor's context: what agents read of pages, device, languages, earlier conversations and numbers, and what nobody keeps."""

from typing import Any

import pytest

from relevo.testing import ManualClock
from tests.api.desk import begun, team_path, visitor_path
from tests.api.running import Caller, Running, running

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"


async def context(agent: Caller, conversation_id: str) -> Any:
    answer = await agent.get(f"{team_path(conversation_id)}/visitor")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_agents_read_device_languages_and_the_trail_of_pages(server: Running, agent: Caller) -> None:
    headers = {"User-Agent": PHONE, "Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
    arrival = {**server.arrival, "locale": "de-AT", "page": "https://shop.example/beans"}
    told = (await server.http.post("/v1/visitor/session", json=arrival, headers=headers)).json()
    visitor = Caller(server.http, told["token"], told)
    conversation_id = await begun(visitor)

    seen = await visitor.post(
        "/v1/visitor/page", {"url": "https://shop.example/cart?step=2", "title": " Your \n cart "}
    )

    assert seen.status_code == 204
    known = await context(agent, conversation_id)
    assert known["device"] == {"kind": "phone", "os": "iOS", "browser": "Safari 19"}
    assert known["languages"] == ["de-at", "de", "en"]
    assert [(page["url"], page["title"]) for page in known["pages"]] == [
        ("https://shop.example/cart?step=2", "Your cart"),
        ("https://shop.example/beans", None),
    ]
    assert known["first_seen_at"] <= known["last_seen_at"]
    assert (known["id"], known["locale"]) == (told["visitor"]["id"], "de-at")


async def test_the_trail_holds_the_last_twenty_pages_and_no_page_twice_in_a_row(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    for number in range(25):
        for _ in range(2):
            await visitor.post("/v1/visitor/page", {"url": f"https://shop.example/{number}"})
    pages = (await context(agent, conversation_id))["pages"]
    assert [page["url"] for page in pages] == [f"https://shop.example/{number}" for number in range(24, 4, -1)]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "nonsense", "https://", "http://[::1"])
async def test_what_is_no_address_on_the_web_is_not_kept(visitor: Caller, agent: Caller, url: str) -> None:
    conversation_id = await begun(visitor)
    assert (await visitor.post("/v1/visitor/page", {"url": url})).status_code == 204
    assert (await context(agent, conversation_id))["pages"] == []


async def test_no_secret_of_an_address_reaches_the_database_or_an_agent(
    server: Running, visitor: Caller, agent: Caller
) -> None:
    conversation_id = await begun(visitor)
    secret = f"https://vera:pw@shop.example/reset/{JWT}?access_token=s3cret&next=/cart&mail=vera%40example.org#id_token={JWT}"
    await visitor.post("/v1/visitor/page", {"url": secret})
    rows = await server.tables.contexts._tables.rows("SELECT url FROM visitor_pages")
    assert rows
    kept = (await context(agent, conversation_id))["pages"][0]["url"]
    assert kept == "https://shop.example/reset/…?next=%2Fcart"
    for row in [*rows, (kept,)]:
        assert not any(part in str(row) for part in ("pw@", "s3cret", "eyJ", "vera"))


async def test_no_network_address_and_no_header_is_kept(server: Running, visitor: Caller) -> None:
    await server.http.post("/v1/visitor/session", json=server.arrival, headers={"User-Agent": PHONE})
    rows = await server.tables.contexts._tables.rows("SELECT * FROM visitor_contexts")
    assert rows
    assert not any("127.0.0.1" in str(row) or "Mozilla" in str(row) for row in rows)


async def test_earlier_conversations_of_the_same_inbox_are_listed_the_newest_first(
    visitor: Caller, agent: Caller
) -> None:
    ids = []
    for number in range(3):
        conversation_id = await begun(visitor)
        ids.append(conversation_id)
        await agent.post(f"{team_path(conversation_id)}/take-over")
        await agent.post(f"{team_path(conversation_id)}/messages", {"text": f"Answer {number}"})
        await agent.post(f"{team_path(conversation_id)}/resolve")
    now = await begun(visitor)

    earlier = (await context(agent, now))["conversations"]

    assert [one["id"] for one in earlier] == ids[::-1]
    assert {one["status"] for one in earlier} == {"closed"}
    assert earlier[0]["last_message"] == "Answer 2"
    assert earlier[0]["owner"]["name"] == "Agent"


async def test_nobody_elses_conversations_are_among_them(server: Running, visitor: Caller, agent: Caller) -> None:
    other = await begun(await server.arrive())
    own = await begun(visitor)
    known = await context(agent, own)
    assert other not in [one["id"] for one in known["conversations"]]


async def test_numbers_that_were_left_are_leads_with_their_conversation(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    for phone in ("+49 30 1234567", "+43 664 1234567"):
        await visitor.post(f"{visitor_path(conversation_id)}/leave-contact", {"phone": phone})
    leads = (await context(agent, conversation_id))["leads"]
    assert [lead["phone"] for lead in leads] == ["+436641234567", "+49301234567"]
    assert {lead["conversation_id"] for lead in leads} == {conversation_id}


async def test_pages_go_after_90_days() -> None:
    clock = ManualClock()
    async with running(clock=clock) as server:
        visitor, agent = await server.arrive(), await server.sign_in()
        conversation_id = await begun(visitor)
        await visitor.post("/v1/visitor/page", {"url": "https://shop.example/old"})
        clock.advance(91 * 24 * 3600)
        await server.tables.prune(server.seeded.workspace_id)
        agent = await server.sign_in()
        assert (await context(agent, conversation_id))["pages"] == []
