"""An assistant's endpoint whose every word tells which question it answers, and which nothing can stop.

Not here: the server that carries it (`tests/standins`).
"""

import asyncio
import re

from tests.standins.http_server import Exchange
from tests.standins.openai_answers import Plan, begin, behaviour, chunk, finish

COUNTING = "counts_on"
WORDS = 200
_QUESTION = re.compile(r"question (\d+)")


@behaviour
async def counts_on(exchange: Exchange, plan: Plan) -> None:
    """A token each millisecond: `a<question>.<n>`. It goes on after its client has left."""
    users = [message["content"] for message in exchange.request.json["messages"] if message["role"] == "user"]
    question = _QUESTION.findall(str(users[-1]))[-1]
    await begin(exchange)
    for number in range(WORDS):
        await asyncio.sleep(0.001)
        await exchange.write(chunk(f"a{question}.{number} "))
    await finish(exchange)


def answered_in(text: str) -> set[int]:
    """Which questions a text answers."""
    return {int(question) for question in re.findall(r"a(\d+)\.\d", text)}
