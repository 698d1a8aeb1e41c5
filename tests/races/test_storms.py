"""The same message many times at once is one message (G8)."""

import asyncio

import pytest

from tests.races.people import a_visitor, door

COPIES = 20


@pytest.mark.parametrize("storms", [5, pytest.param(200, marks=pytest.mark.chaos)])
async def test_a_message_sent_twenty_times_at_once_is_there_once(server, record, storms) -> None:
    async with door(server.url) as http:
        visitor, conversation = await a_visitor(http, server)
        stranger, elsewhere = await a_visitor(http, server)
        for storm in range(storms):
            said = (visitor.says(conversation, f"Storm {storm}", f"s{storm}") for _ in range(COPIES))
            answers = await asyncio.gather(*said)
            assert sorted(answer.status_code for answer in answers) == [200] * (COPIES - 1) + [201]
            assert all(answer.json() == answers[0].json() for answer in answers)

            other = await visitor.says(conversation, "Something else", f"s{storm}")
            assert other.status_code == 422
            assert other.json()["type"].endswith("/problems/idempotency-mismatch")
            theirs = await stranger.says(elsewhere, f"Mine {storm}", f"s{storm}")
            assert theirs.status_code == 201, "somebody else's client_id is no concern of this visitor"
        stored = [e["data"]["client_id"] for e in await visitor.page(conversation) if e["data"].get("client_id")]
    record(storms=storms, copies=COPIES)
    assert stored == [f"s{storm}" for storm in range(storms)]
