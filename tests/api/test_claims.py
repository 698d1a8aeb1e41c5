"""What somebody types is a claim: whoever leaves the number of another visitor stays somebody else (trust.md T2).

Not here: how a number is read (`test_phones`), and identities that the site vouches for (`test_signed_identities`).
"""

from typing import Any

import pytest

from tests.api.desk import asked, begun, team_path, visitor_path
from tests.api.reading import follow
from tests.api.running import Caller, Running
from tests.api.test_conversations import log, said

PHONE = "+491701234567"
SECRET = "My order is 7788"


async def leaves(visitor: Caller, conversation_id: str, phone: str = PHONE) -> None:
    """Leave a number, a German one."""
    body = {"phone": phone, "country": "DE"}
    answer = await visitor.post(f"{visitor_path(conversation_id)}/leave-contact", body)
    assert answer.status_code == 200, answer.text


async def known_of(agent: Caller, conversation_id: str) -> Any:
    answer = await agent.get(f"{team_path(conversation_id)}/visitor")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("phone", [PHONE, "0170 1234567"], ids=["to the letter", "as at home"])
@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
async def test_two_visitors_who_leave_the_same_number_stay_two(
    server: Running, agent: Caller, phone: str, is_closed: bool
) -> None:
    one, other = await server.arrive(), await server.arrive()
    first = await asked(one)
    await said(one, first, SECRET)
    await leaves(one, first)
    if is_closed:
        await agent.post(f"{team_path(first)}/resolve")

    second = await begun(other)
    async with follow(other, f"{visitor_path(second)}/events", last_event_id="0") as stream:
        await leaves(other, second, phone)
        await said(other, second, "What have I ordered?")
        await stream.until("message")

    assert (await agent.get(team_path(second))).json()["contact_phone"] == PHONE
    assert SECRET not in repr([frame.data for frame in stream.seen])
    assert SECRET not in repr(await log(other, second))
    assert (await other.get(visitor_path(first))).status_code == 404
    # Each comes again and is who they were, with the conversation that was theirs.
    for visitor, conversation_id in ((one, first), (other, second)):
        again = await server.arrive(visitor.token)
        assert again.told["visitor"]["id"] == visitor.told["visitor"]["id"]
        assert again.told["conversation"]["id"] == conversation_id
    # And the team is told of two, neither of whom has the other's past.
    told = [await known_of(agent, conversation_id) for conversation_id in (first, second)]
    assert [known["id"] for known in told] == [visitor.told["visitor"]["id"] for visitor in (one, other)]
    assert [known["conversations"] for known in told] == [[], []]
    assert [[lead["conversation_id"] for lead in known["leads"]] for known in told] == [[first], [second]]
