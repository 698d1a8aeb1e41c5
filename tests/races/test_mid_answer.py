"""Takeovers at any instant of an answer that its maker does not stop: nothing of it is said or shown afterwards (G2, G2a, G2b)."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from tests.races.checking import check_log, check_stream
from tests.races.people import Person, Watcher, a_visitor, an_agent, door

ANSWER_S = 0.4
"""A little more than an answer takes, so that some takeovers come before its first token and some after its last."""
QUESTIONS = 20
"""Questions in one conversation."""


@dataclass(slots=True)
class Trial:
    """One conversation, watched from both sides."""

    visitor: Person
    agent: Person
    id: str
    streams: list[Watcher]
    chance: random.Random
    tally: Counter[str] = field(default_factory=Counter)

    async def ask_and_take_over(self, question: int, *, is_released_at_once: bool) -> None:
        """Ask, and take over at a random instant; then hand back, at once or when everybody has seen it."""
        marks = [len(stream.frames) for stream in self.streams]
        said = await self.visitor.says(self.id, f"question {question}", f"q{question}")
        assert said.status_code == 201
        await asyncio.sleep(self.chance.random() * ANSWER_S)
        taken = await self.agent.post(f"{self.id}/take-over")
        assert taken.status_code == 200, taken.text
        if not is_released_at_once:
            for stream, mark in zip(self.streams, marks, strict=True):
                await stream.until("taken_over", mark)
            await asyncio.sleep(self.chance.random() * 0.1)
        released = await self.agent.post(f"{self.id}/release")
        assert released.status_code == 200, released.text
        for stream, mark in zip(self.streams, marks, strict=True):
            await stream.until("released", mark)


async def a_conversation(http, server, agent: Person, seed: int, questions: int) -> Counter[str]:
    visitor, id = await a_visitor(http, server)
    async with visitor.watching(id) as theirs, agent.watching(id) as ours:
        trial = Trial(visitor, agent, id, [theirs, ours], random.Random(seed))
        for question in range(1, questions + 1):
            await trial.ask_and_take_over(question, is_released_at_once=question % 2 == 0)
        await asyncio.sleep(ANSWER_S)  # the last answer's endpoint still sends
        for stream in trial.streams:
            check_stream(stream.frames, trial.tally if stream is theirs else Counter())
        check_log(await agent.page(id))
    return trial.tally


@pytest.mark.parametrize("takeovers", [40, pytest.param(1000, marks=pytest.mark.chaos)])
async def test_nothing_of_an_answer_is_said_or_shown_after_its_takeover(
    chatty_server, chance, record, takeovers
) -> None:
    tally: Counter[str] = Counter()
    async with door(chatty_server.url) as http:
        agent = await an_agent(http, dict(chatty_server.agent(0)))
        for _ in range(takeovers // (2 * QUESTIONS)):
            seeds = [chance.randrange(1 << 31) for _ in range(2)]
            both = [a_conversation(http, chatty_server, agent, seed, QUESTIONS) for seed in seeds]
            for counted in await asyncio.gather(*both):
                tally += counted
    record(takeovers=takeovers, of_which_released_at_once=takeovers // 2, **tally)
    assert tally["cut in the middle"] >= takeovers / 4, "too few takeovers met an answer to prove anything"
