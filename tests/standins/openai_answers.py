"""How an OpenAI-compatible endpoint answers, in every dress that a client has to understand; each behaviour has a name.

Not here: answers that are wrong (`openai_misbehaviours`), listening, scripting and recording (`openai_endpoint`).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.standins.http_server import Exchange

TOOL = "request_human"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to answer one request. `text` is what a good answer says; it is sent word by word, `delay_ms` apart."""

    behaviour: str = "answer"
    text: str = "Happy to help with your machine today."
    delay_ms: float = 0.0

    @property
    def words(self) -> list[str]:
        first, *rest = self.text.split(" ")
        return [first, *(f" {word}" for word in rest)]


Behaviour = Callable[[Exchange, Plan], Awaitable[None]]
BEHAVIOURS: dict[str, Behaviour] = {}


def behaviour(function: Behaviour) -> Behaviour:
    BEHAVIOURS[function.__name__] = function
    return function


def chunk(content: str | None = None, *, finish: str | None = None, id: str = "chatcmpl-1", **delta: Any) -> bytes:
    """One chunk of a streamed completion as a server-sent event."""
    if content is not None:
        delta["content"] = content
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    body = {"id": id, "object": "chat.completion.chunk", "created": 1, "model": "stand-in", "choices": choices}
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


async def begin(exchange: Exchange) -> None:
    await exchange.head()
    await exchange.write(chunk("", role="assistant"))


async def speak(exchange: Exchange, plan: Plan, words: list[str] | None = None) -> None:
    for word in plan.words if words is None else words:
        if plan.delay_ms:
            await asyncio.sleep(plan.delay_ms / 1000)
        await exchange.write(chunk(word))


async def finish(exchange: Exchange, reason: str = "stop") -> None:
    await exchange.write(chunk(finish=reason) + DONE)
    await exchange.end()


def completion(text: str | None, **message: Any) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": text, **message}, "finish_reason": "stop"}
    return json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice]}).encode()


def call(arguments: str, name: str | None = TOOL, index: int = 0) -> list[dict[str, Any]]:
    function = {"arguments": arguments} if name is None else {"name": name, "arguments": arguments}
    return [{"index": index, "id": f"call_{index}", "type": "function", "function": function}]


# --- good answers in every dress ------------------------------------------------------------------------------------


@behaviour
async def answer(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan)
    await finish(exchange)


@behaviour
async def json_answer(exchange: Exchange, plan: Plan) -> None:
    """Streaming was asked for and not given."""
    await exchange.whole(200, completion(plan.text))


@behaviour
async def byte_by_byte(exchange: Exchange, plan: Plan) -> None:
    await exchange.head()
    whole = b"".join(map(chunk, plan.words)) + chunk(finish="stop") + DONE
    for at in range(len(whole)):
        await exchange.write(whole[at : at + 1])
    await exchange.end()


@behaviour
async def odd_lines(exchange: Exchange, plan: Plan) -> None:
    """CRLF and CR line ends, comments, empty events, several data lines in one event, unknown fields."""
    await exchange.head(content_type="application/octet-stream")
    await exchange.write(b"\xef\xbb\xbf: keep-alive\r\n\r\nretry: 3\r\nevent: message\r\n\r\n\r\n")
    for number, word in enumerate(plan.words):
        event = chunk(word)
        styles = [event, event.replace(b"\n", b"\r\n"), event.replace(b"\n", b"\r"), _in_two_lines(event)]
        await exchange.write(styles[number % 4])
    await finish(exchange)


@behaviour
async def odd_chunks(exchange: Exchange, plan: Plan) -> None:
    """A chunk in two packets, two in one, one with an extension, and a trailer; all that HTTP allows between the words."""
    await exchange.head()
    first, second, *rest = (b"%X\r\n%b\r\n" % (len(event), event) for event in map(chunk, plan.words))
    await exchange.raw(first[:30])
    await asyncio.sleep(0.02)
    await exchange.raw(first[30:] + second)
    for number, each in enumerate(rest):
        await asyncio.sleep(0.002)
        await exchange.raw(each.replace(b"\r\n", b";part=%d\r\n" % number, 1) if number else each)
    await exchange.write(chunk(finish="stop") + DONE)
    await exchange.raw(b"0\r\nDigest: none\r\n\r\n")


def _in_two_lines(event: bytes) -> bytes:
    return event.replace(b', "choices"', b',\ndata: "choices"', 1)


@behaviour
async def no_done(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan)
    await exchange.write(chunk(finish="stop"))
    await exchange.end()


@behaviour
async def repeats_at_end(exchange: Exchange, plan: Plan) -> None:
    """The whole text once more after the finish, and a bill."""
    await begin(exchange)
    await speak(exchange, plan)
    await exchange.write(chunk(finish="stop") + chunk(plan.text) + b'data: {"choices":[],"usage":{}}\n\n' + DONE)
    await exchange.end()


@behaviour
async def thinks_aloud(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan, ["<th", "ink>\nThe visitor is", " rude", "</think>", "\n\n"])
    await exchange.write(chunk(reasoning_content="hm"))
    await speak(exchange, plan)
    await finish(exchange)


@behaviour
async def length(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan)
    await finish(exchange, "length")


@behaviour
async def several_choices(exchange: Exchange, plan: Plan) -> None:
    other = chunk("NOT THIS").replace(b'"index": 0', b'"index": 1')
    await begin(exchange)
    for word in plan.words:
        await exchange.write(other + chunk(word))
    await finish(exchange)


# --- asking for a person --------------------------------------------------------------------------------------------


@behaviour
async def tool_call(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan)
    arguments = '{"reason": "wants a refund"}'
    await exchange.write(chunk(tool_calls=call(arguments[:7])))
    await exchange.write(chunk(tool_calls=call(arguments[7:], name=None)))
    await finish(exchange, "tool_calls")


@behaviour
async def tool_text(exchange: Exchange, plan: Plan) -> None:
    """A small model writes the call into its text."""
    block = '```json\n{"name": "request_human", "arguments": {"reason": "wants a refund"}}\n```'
    await begin(exchange)
    await speak(exchange, plan, [*plan.words, "\n\n", *(block[at : at + 3] for at in range(0, len(block), 3))])
    await speak(exchange, plan, ["\nI have called a colleague."])
    await finish(exchange)


@behaviour
async def tool_json_answer(exchange: Exchange, plan: Plan) -> None:
    await exchange.whole(200, completion(plan.text, tool_calls=call('{"reason": "wants a refund"}')))


@behaviour
async def tool_broken(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await exchange.write(chunk(tool_calls=call('{"reason": "wan')))
    await finish(exchange, "tool_calls")


@behaviour
async def tool_loop(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    for index in range(10_000):
        if exchange.has_left:
            return
        await exchange.write(chunk(tool_calls=call('{"reason": "again"}', index=index)))
    await finish(exchange, "tool_calls")


@behaviour
async def tool_unknown(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await exchange.write(chunk(tool_calls=call("{}", name="release_conversation")))
    await finish(exchange, "tool_calls")


@behaviour
async def tool_endless(exchange: Exchange, plan: Plan) -> None:
    """Arguments without an end."""
    await begin(exchange)
    await exchange.write(chunk(tool_calls=call('{"reason": "')))
    while not exchange.has_left:
        await exchange.write(chunk(tool_calls=call("so " * 50, name=None)))


# --- endpoints that understand less ---------------------------------------------------------------------------------


@behaviour
async def rejects_tools(exchange: Exchange, plan: Plan) -> None:
    if "tools" in exchange.request.json:
        await exchange.whole(400, b'{"error":{"message":"model does not support tools"}}')
    else:
        await answer(exchange, plan)


@behaviour
async def rejects_much(exchange: Exchange, plan: Plan) -> None:
    """As newer models of OpenAI do: another name for the limit, no temperature."""
    body = exchange.request.json
    if "max_tokens" in body:
        await exchange.whole(400, b'{"error":{"message":"Use \'max_completion_tokens\' instead of \'max_tokens\'"}}')
    elif "temperature" in body:
        await exchange.whole(400, b'{"error":{"message":"Unsupported value: \'temperature\'"}}')
    else:
        await answer(exchange, plan)


@behaviour
async def short_context(exchange: Exchange, plan: Plan) -> None:
    if len(exchange.request.body) > 8000:
        text = b'{"error":{"message":"request (9030 tokens) exceeds the available context size"}}'
        await exchange.whole(400, text)
    else:
        await answer(exchange, plan)
