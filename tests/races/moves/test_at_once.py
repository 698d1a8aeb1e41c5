"""Moves that meet: whatever comes first, the conversation ends in one legal state, and everybody was told the truth."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import httpx2
import pytest

from tests.races.checking import faults_of_moves
from tests.races.people import Event, Person, a_team, a_visitor, an_agent, door
from tests.running import Demo

AT_ONCE = 10
"""Conversations that race side by side, so that a round of waiting serves several."""
ROUNDS = [20, pytest.param(200, marks=pytest.mark.chaos)]


@dataclass(frozen=True, slots=True)
class Floor:
    """The team of a running server."""

    http: httpx2.AsyncClient
    server: Demo
    maria: Person
    noah: Person
    others: list[Person]
    supervisors: list[Person]

    async def conversation(self) -> tuple[Person, str]:
        return await a_visitor(self.http, self.server)

    async def row(self, conversation: str) -> Event:
        answer = await self.http.get(f"{self.maria.home}/{conversation}", headers=self.maria.headers)
        row: Event = answer.json()
        return row

    async def log(self, conversation: str) -> list[Event]:
        return await self.maria.page(conversation)


@pytest.fixture
async def floor(server: Demo) -> AsyncIterator[Floor]:
    async with door(server.url) as http:
        maria, noah, sue, owner = [await an_agent(http, dict(server.agent(number))) for number in range(4)]
        others = await a_team(http, server, 2)
        for agent in (maria, noah, sue, owner, *others):
            await http.put("/v1/presence", json={"state": "online"}, headers=agent.headers)
        yield Floor(http, server, maria, noah, others, [sue, owner])


@pytest.fixture
def short_wait(server: Demo) -> Iterator[None]:
    """Visitors are told after a second that the team is busy."""
    server.configure("/v1/settings", {"handoff": {"response_timeout_s": 1}})
    yield
    server.configure("/v1/settings", {"handoff": {"response_timeout_s": None}})


def slugs(answers: Any) -> list[str]:
    return ["ok" if answer.status_code == 200 else str(answer.json()["type"].rsplit("/", 1)[-1]) for answer in answers]


async def in_rounds(rounds: int, race: Any) -> Counter[str]:
    """Run so many races, some side by side; count how they went."""
    tally: Counter[str] = Counter()
    for begin in range(0, rounds, AT_ONCE):
        tally.update(await asyncio.gather(*(race() for _ in range(min(AT_ONCE, rounds - begin)))))
    return tally


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.usefixtures("short_wait")
async def test_a_claim_the_timeout_and_going_on_with_the_assistant_at_once(
    floor: Floor, chance: Random, record, rounds: int
) -> None:
    async def race() -> str:
        visitor, conversation = await floor.conversation()
        asked = await visitor.post(f"{conversation}/request-human", {"trigger": "button"})
        deadline_ms = asked.json()["control"]["deadline"]

        async def at_about_the_deadline(person: Person, verb: str) -> httpx2.Response:
            await asyncio.sleep(deadline_ms / 1000 - time.time() + chance.uniform(-0.03, 0.05))
            return await person.post(f"{conversation}/{verb}")

        claimed, gone_on = await asyncio.gather(
            at_about_the_deadline(floor.maria, "take-over"), at_about_the_deadline(visitor, "continue-with-assistant")
        )
        await asyncio.sleep(0.3)
        row, log = await floor.row(conversation), await floor.log(conversation)

        assert (claimed.status_code, gone_on.status_code) == (200, 200), (claimed.text, gone_on.text)
        assert faults_of_moves(log) == []
        moves = [event["type"] for event in log if event["type"] not in ("conversation_started", "message")]
        assert moves[0] == "human_requested"
        assert moves[-1] == "taken_over"
        assert Counter(moves) <= Counter(["human_requested", "wait_expired", "released", "taken_over"])
        assert (row["control"]["kind"], row["owner"]["id"]) == ("agent", floor.maria.id)
        assert (row["head_seq"], row["epoch"]) == (log[-1]["seq"], log[-1]["epoch"])
        return " ".join(moves[1:])

    tally = await in_rounds(rounds, race)
    record(rounds=rounds, orders=dict(tally))
    assert len(tally) >= 3, f"always the same order: {tally}"


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_a_transfer_against_a_release(floor: Floor, chance: Random, record, rounds: int) -> None:
    async def race() -> str:
        _, conversation = await floor.conversation()
        await floor.maria.post(f"{conversation}/take-over")
        verbs = [("transfer", {"agent_id": floor.noah.id}), ("release", {})]
        chance.shuffle(verbs)
        answers = await asyncio.gather(*(floor.maria.post(f"{conversation}/{verb}", body) for verb, body in verbs))
        row, log = await floor.row(conversation), await floor.log(conversation)

        assert sorted(slugs(answers)) == ["not-in-control", "ok"]
        (won,) = [verb for (verb, _), answer in zip(verbs, answers, strict=True) if answer.status_code == 200]
        (refused,) = [answer.json() for answer in answers if answer.status_code == 409]
        assert faults_of_moves(log) == []
        if won == "transfer":
            assert (row["owner"]["id"], refused["owner"]["id"]) == (floor.noah.id, floor.noah.id)
        else:
            assert (row["control"]["kind"], refused["owner"]) == ("assistant", None)
        assert [event["type"] for event in log][-1] == {"transfer": "transferred", "release": "released"}[won]
        return won

    tally = await in_rounds(rounds, race)
    record(rounds=rounds, winners=dict(tally))
    assert len(tally) == 2, f"always the same winner: {tally}"


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("looks", [True, False], ids=["each by what they saw", "each whatever it is by then"])
async def test_two_supervisors_override_at_once(floor: Floor, chance: Random, record, rounds: int, looks: bool) -> None:
    async def race() -> str:
        _, conversation = await floor.conversation()
        epoch = (await floor.maria.post(f"{conversation}/take-over")).json()["epoch"]
        body = {"force": True, **({"expected_epoch": epoch} if looks else {})}
        both = chance.sample(floor.supervisors, 2)
        answers = await asyncio.gather(*(one.post(f"{conversation}/take-over", body) for one in both))
        row, log = await floor.row(conversation), await floor.log(conversation)

        taken = [event for event in log if event["type"] == "taken_over"][1:]
        assert faults_of_moves(log) == []
        assert all(event["data"]["forced"] for event in taken)
        assert sorted(slugs(answers)) == (["ok", "stale-epoch"] if looks else ["ok", "ok"])
        assert taken[0]["data"]["from"]["id"] == floor.maria.id
        assert len(taken) == (1 if looks else 2)
        assert row["owner"]["id"] == taken[-1]["data"]["owner"]["id"]
        for one, answer in zip(both, answers, strict=True):
            assert answer.status_code == 409 or answer.json()["owner"]["id"] == one.id
        return str(row["owner"]["id"])

    tally = await in_rounds(rounds, race)
    record(rounds=rounds, winners=len(tally))
    assert len(tally) == 2, "always the same winner"


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_two_agents_assign_at_once(floor: Floor, chance: Random, record, rounds: int) -> None:
    async def race() -> str:
        visitor, conversation = await floor.conversation()
        await visitor.post(f"{conversation}/request-human", {"trigger": "button"})
        pairs = list(zip((floor.maria, floor.noah), floor.others, strict=True))
        chance.shuffle(pairs)
        answers = await asyncio.gather(
            *(by.post(f"{conversation}/assign", {"agent_id": to.id, "note": by.id}) for by, to in pairs)
        )
        row, log = await floor.row(conversation), await floor.log(conversation)

        assert sorted(slugs(answers)) == ["not-in-control", "ok"]
        ((by, to),) = [pair for pair, answer in zip(pairs, answers, strict=True) if answer.status_code == 200]
        (refused,) = [answer.json() for answer in answers if answer.status_code == 409]
        (moved,) = [event for event in log if event["type"] == "transferred"]
        assert faults_of_moves(log) == []
        assert (row["owner"]["id"], refused["owner"]["id"], moved["data"]["to"]["id"]) == (to.id, to.id, to.id)
        assert (moved["actor"]["id"], moved["data"]["note"], moved["data"]["cause"]) == (by.id, by.id, "assigned")
        return by.id

    tally = await in_rounds(rounds, race)
    record(rounds=rounds, winners=len(tally))
    assert len(tally) == 2, "always the same winner"
