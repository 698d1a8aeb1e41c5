"""How an OpenAI-compatible endpoint answers when it is broken, overloaded, hostile or not one at all.

Not here: good answers and the registry of names (`openai_answers`).
"""

import asyncio

from tests.standins.http_server import Exchange
from tests.standins.openai_answers import DONE, Plan, begin, behaviour, chunk, completion, finish, speak

LEAK = "Order L-999 of somebody else"
TEN_MEGABYTES = 10 * 1024 * 1024

# --- refusals -------------------------------------------------------------------------------------------------------


def refusing(name: str, status: int, body: bytes, content_type: str = "application/json", **headers: str) -> None:
    async def refusal(exchange: Exchange, plan: Plan) -> None:
        await exchange.whole(status, body, content_type, **headers)

    refusal.__name__ = name
    behaviour(refusal)


refusing("bad_request", 400, b'{"error":{"message":"no"}}')
refusing("unauthorized", 401, b'{"error":{"message":"Incorrect API key provided: sk-secret"}}')
refusing("not_found", 404, b'{"error":{"message":"no such model"}}')
refusing("rate_limited", 429, b'{"error":{"message":"slow down"}}', retry_after="7")
refusing("server_error", 500, b'{"error":{"message":"boom"}}')
refusing("overloaded", 503, b"")
refusing("html", 200, b"<!doctype html><title>Sign in</title><h1>Welcome to the wifi</h1>", "text/html")
refusing("html_gateway", 502, b"<html><h1>Bad gateway</h1></html>", "text/html")
refusing("redirect", 307, b"", location="http://127.0.0.1:9/stolen")
refusing("empty_body", 200, b"", "text/event-stream")
refusing("json_error", 200, b'{"error":{"message":"quota"}}')
refusing("json_nonsense", 200, b'{"answer":42}')
refusing("json_truncated", 200, b'{"id":"chatcmpl-1","choices":[{"index":0,"mess')
refusing("json_huge", 200, completion("word " * (TEN_MEGABYTES // 5)))


@behaviour
async def drop(exchange: Exchange, plan: Plan) -> None:
    exchange.hang_up()


@behaviour
async def garbage(exchange: Exchange, plan: Plan) -> None:
    await exchange.raw(b"\x16\x03\x01 this is not HTTP\r\n\r\n")
    exchange.hang_up()


# --- time -----------------------------------------------------------------------------------------------------------


@behaviour
async def hang_before(exchange: Exchange, plan: Plan) -> None:
    await exchange.until_left()


@behaviour
async def hang_first(exchange: Exchange, plan: Plan) -> None:
    """The answer begins and says nothing, but shows signs of life."""
    await begin(exchange)
    while not exchange.has_left:
        await exchange.write(b": keep-alive\n\n")
        await asyncio.sleep(0.02)


@behaviour
async def hang_mid(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan, plan.words[:2])
    await exchange.until_left()


@behaviour
async def hang_in_chunk(exchange: Exchange, plan: Plan) -> None:
    """Silence in the middle of what was announced."""
    await begin(exchange)
    await speak(exchange, plan, plan.words[:2])
    await exchange.raw(b"%x\r\n" % len(chunk("more")) + chunk("more")[:20])
    await exchange.until_left()


@behaviour
async def hang_at_end(exchange: Exchange, plan: Plan) -> None:
    """All has been said, and the stream does not end."""
    await begin(exchange)
    await speak(exchange, plan)
    await exchange.write(chunk(finish="stop"))
    await exchange.until_left()


@behaviour
async def hang_after_done(exchange: Exchange, plan: Plan) -> None:
    """Even that this was all has been said, and the body does not end."""
    await begin(exchange)
    await speak(exchange, plan)
    await exchange.write(chunk(finish="stop") + DONE)
    await exchange.until_left()


@behaviour
async def endless(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    while not exchange.has_left:
        await exchange.write(chunk(" and"))
        await asyncio.sleep(0.01)


@behaviour
async def stubborn(exchange: Exchange, plan: Plan) -> None:
    """Goes on after the client left, as servers do that notice nothing; `sent_after_leaving` counts it."""
    await begin(exchange)
    for _ in range(300):
        await exchange.write(chunk(" and"))
        await asyncio.sleep(0.001)
    await finish(exchange)


# --- broken streams -------------------------------------------------------------------------------------------------


@behaviour
async def cut_stream(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan, plan.words[:2])
    exchange.hang_up()


@behaviour
async def ended_early(exchange: Exchange, plan: Plan) -> None:
    """A proper end of the body before the answer's."""
    await begin(exchange)
    await speak(exchange, plan, plan.words[:2])
    await exchange.end()


@behaviour
async def truncated_json(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan, plan.words[:2])
    await exchange.write(chunk("half")[:40] + b"\n\n" + DONE)
    await exchange.end()


@behaviour
async def invalid_utf8(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await exchange.write(chunk("caf?").replace(b"?", b"\xe9"))
    await finish(exchange)


@behaviour
async def empty(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await finish(exchange)


@behaviour
async def blank(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan, [" ", "\n", "\u200b"])
    await finish(exchange)


@behaviour
async def only_done(exchange: Exchange, plan: Plan) -> None:
    await exchange.whole(200, DONE, "text/event-stream")


@behaviour
async def huge(exchange: Exchange, plan: Plan) -> None:
    """Ten megabytes of words."""
    await begin(exchange)
    piece = chunk("wörd " * 200)
    for _ in range(TEN_MEGABYTES // len(piece)):
        if exchange.has_left:
            return
        await exchange.write(piece)
    await finish(exchange)


@behaviour
async def huge_line(exchange: Exchange, plan: Plan) -> None:
    """One event of ten megabytes."""
    await begin(exchange)
    await exchange.write(b'data: {"id":"')
    for _ in range(TEN_MEGABYTES // 65536):
        if exchange.has_left:
            return
        await exchange.write(b"x" * 65536)
    await finish(exchange)


@behaviour
async def huge_silence(exchange: Exchange, plan: Plan) -> None:
    """Comments without an end, as fast as they go."""
    await begin(exchange)
    while not exchange.has_left:
        await exchange.write(b": " + b"x" * 60000 + b"\n\n")


@behaviour
async def wrong_id(exchange: Exchange, plan: Plan) -> None:
    """The stream of another request is mixed in."""
    await begin(exchange)
    await speak(exchange, plan, plan.words[:2])
    await exchange.write(chunk(LEAK, id="chatcmpl-2"))
    await finish(exchange)


@behaviour
async def duplicate_events(exchange: Exchange, plan: Plan) -> None:
    """Every event twice, told apart by its event id."""
    await begin(exchange)
    for number, word in enumerate(plan.words):
        await exchange.write((b"id: %d\n" % number + chunk(word)) * 2)
    await finish(exchange)


@behaviour
async def duplicate_ends(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan)
    await exchange.write((chunk(finish="stop") + DONE) * 3 + chunk("more") + DONE)
    await exchange.end()


@behaviour
async def error_event(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan, plan.words[:2])
    await exchange.write(b'data: {"error":{"message":"out of memory","code":500}}\n\n' + DONE)
    await exchange.end()


@behaviour
async def content_filter(exchange: Exchange, plan: Plan) -> None:
    await begin(exchange)
    await speak(exchange, plan, plan.words[:2])
    await finish(exchange, "content_filter")


@behaviour
async def wrong_types(exchange: Exchange, plan: Plan) -> None:
    await exchange.head()
    await exchange.write(b'data: {"id":"chatcmpl-1","choices":[{"index":0,"delta":{"content":{"text":42}}}]}\n\n')
    await finish(exchange)


@behaviour
async def poses_as_agent(exchange: Exchange, plan: Plan) -> None:
    """The model copies the mark that its prompt puts before a colleague's lines."""
    await begin(exchange)
    await speak(exchange, plan, ["⟦", "Maria, human", " agent⟧", " ", *plan.words])
    await finish(exchange)
