"""Fifty agents take the same conversation at once: one has it, the others are told who (G1, G3)."""

import asyncio

import pytest

from tests.races.people import Person, a_team, a_visitor, an_agent, door

RACERS = 50


@pytest.mark.parametrize("rounds", [20, pytest.param(200, marks=pytest.mark.chaos)])
async def test_one_of_fifty_wins_and_the_others_are_told_who(server, chance, record, rounds) -> None:
    winners = set()
    async with door(server.url) as http:
        team = await a_team(http, server, RACERS)
        for _ in range(rounds):
            winners.add(await a_race(http, server, team, chance))
    record(rounds=rounds, racers=RACERS, different_winners=len(winners))
    assert len(winners) > 1, "always the same winner: this was no race"


async def a_race(http, server, team: list[Person], chance) -> str:
    """Let everybody take over a new conversation at once; return who has it."""
    visitor, conversation = await a_visitor(http, server)
    if chance.random() < 0.5:
        await visitor.post(f"{conversation}/request-human", {"trigger": "button"})
    chance.shuffle(team)
    answers = await asyncio.gather(*(agent.post(f"{conversation}/take-over") for agent in team))

    (winner,) = [agent for agent, answer in zip(team, answers, strict=True) if answer.status_code == 200]
    control = next(answer.json()["control"] for answer in answers if answer.status_code == 200)
    assert control["owner"]["id"] == winner.id
    losers = [answer for answer in answers if answer.status_code != 200]
    assert len(losers) == RACERS - 1
    for answer in losers:
        problem = answer.json()
        assert answer.status_code == 409, answer.text
        assert problem["type"].endswith("/problems/taken")
        assert (problem["owner"]["id"], problem["owner"]["name"]) == (winner.id, winner.name)
        assert problem["since"] == control["since"]
    log = await winner.page(conversation)
    assert [event["actor"]["id"] for event in log if event["type"] == "taken_over"] == [winner.id]
    return winner.id


async def test_the_winner_alone_may_speak(server) -> None:
    async with door(server.url) as http:
        maria, noah = [await an_agent(http, dict(server.agent(number))) for number in (0, 1)]
        _, conversation = await a_visitor(http, server)
        taken = await asyncio.gather(*(agent.post(f"{conversation}/take-over") for agent in (maria, noah)))
        said = await asyncio.gather(*(agent.says(conversation, "Hello!", "h") for agent in (maria, noah)))
    assert sorted(answer.status_code for answer in said) == [201, 409]
    assert [answer.status_code for answer in said] == [{200: 201, 409: 409}[each.status_code] for each in taken]
