"""A crowd makes moves at random, at once: every row is what its log adds up to (G22), and a row that is not is found.

The same is looked at after every other test here (`conftest`).
"""

import asyncio
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import apsw
import pytest

from tests.races.moves.states import count_of_states, faults_of_states
from tests.races.people import Event, Person, a_team, a_visitor, an_agent, door
from tests.running import Demo

CONVERSATIONS = 3


def visitors_moves(chance: Random) -> list[tuple[str, Event]]:
    return [
        ("messages", {"text": f"I say {chance.random()}"}),
        ("messages", {"text": "Can I talk to a person?"}),
        ("request-human", {"trigger": "button"}),
        ("decline-human", {}),
        ("continue-with-assistant", {}),
        ("leave-contact", {"phone": "+49301234567"}),
    ]


def agents_moves(chance: Random, team: list[Person]) -> list[tuple[str, Event]]:
    other = chance.choice(team).id
    return [
        ("messages", {"text": f"We say {chance.random()}"}),
        ("notes", {"text": "A note"}),
        ("rename", {"subject": f"About {chance.random()}"}),
        ("take-over", {}),
        ("take-over", {"force": True}),
        ("release", {}),
        ("transfer", {"agent_id": other}),
        ("assign", {"agent_id": None}),
        ("assign", {"agent_id": other}),
        ("resolve", {}),
        ("reopen", {}),
    ]


async def acts(person: Person, conversation: str, chance: Random, team: list[Person], moves: int) -> Counter[int]:
    """Make so many moves, legal or not."""
    statuses: Counter[int] = Counter()
    for _ in range(moves):
        is_agent = person in team
        path, body = chance.choice(agents_moves(chance, team) if is_agent else visitors_moves(chance))
        statuses[(await person.post(f"{conversation}/{path}", body)).status_code] += 1
    return statuses


@pytest.mark.parametrize("moves", [30, pytest.param(1_000, marks=pytest.mark.chaos)])
async def test_after_a_crowd_of_moves_every_row_is_what_its_log_adds_up_to(
    server: Demo, chance: Random, record, moves: int
) -> None:
    kinds: Counter[str] = Counter()
    async with door(server.url) as http:
        team = [await an_agent(http, dict(server.agent(2))), *await a_team(http, server, 3)]
        visited = [await a_visitor(http, server) for _ in range(CONVERSATIONS)]
        crowd = [(one, id) for visitor, id in visited for one in (visitor, *team)]
        tallies = await asyncio.gather(*(acts(one, id, Random(chance.random()), team, moves) for one, id in crowd))
        for _, id in visited:
            kinds.update(event["type"] for event in await team[0].page(id))

    statuses = sum(tallies, Counter[int]())
    record(moves=statuses.total(), statuses=dict(statuses), events=dict(kinds))
    assert faults_of_states(server.data / "relevo.db") == []
    assert count_of_states(server.data / "relevo.db") >= CONVERSATIONS
    assert set(statuses) <= {200, 201, 403, 409, 422}, statuses
    assert len(kinds) >= 10, f"too few kinds of events to prove anything: {kinds}"


TAMPERINGS = [
    ("UPDATE conversations SET stage = 'closed' WHERE stage <> 'closed'", "stage is 'closed'"),
    ("UPDATE conversations SET owner_id = 'agent_nobody'", "owner_id is 'agent_nobody'"),
    ("UPDATE conversations SET updated_at = updated_at + 1", "updated_at is"),
    ("UPDATE conversations SET state = replace(state, '\"locale\":\"en\"', '\"locale\":\"de\"')", "the state is"),
    ("DELETE FROM events WHERE seq = 1", "has a hole"),
    ("DELETE FROM events WHERE seq = (SELECT head_seq FROM conversations c WHERE c.conversation_id = events.conversation_id)", "head_seq is"),
    ("DELETE FROM conversations", "no row"),
    ("DELETE FROM events", "no log"),
]  # fmt: skip


@pytest.mark.parametrize(("tampering", "fault"), TAMPERINGS, ids=[fault for _, fault in TAMPERINGS])
async def test_a_row_that_its_log_does_not_explain_is_found(
    server: Demo, tmp_path: Path, tampering: str, fault: str
) -> None:
    async with door(server.url) as http:
        visitor, conversation = await a_visitor(http, server)
        await visitor.says(conversation, "Hello", "h")
    copy = tmp_path / "tampered.copy"
    with closing(apsw.Connection(str(server.data / "relevo.db"))) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    assert faults_of_states(copy) == []

    with closing(apsw.Connection(str(copy))) as connection:
        connection.execute(tampering)
        assert connection.total_changes()
    assert any(fault in found for found in faults_of_states(copy))
