"""The assistant over real HTTP: what it sends, how it ends, what it remembers of an endpoint.

Its answers to misbehaviour are in test_behaviours.py, its prompt in prompt/test_messages.py.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

import msgspec
import pytest

from relevo.assistants._plugin import WrongOption
from relevo.assistants.openai import OpenAIAssistant, plugin
from relevo.assistants.openai.endpoint import Refused, refused
from relevo.assistants.openai.patience import GRACE_S
from relevo.assistants.openai.wire import decode_problem
from relevo.core.ids import ConversationId
from relevo.ports import AskHuman, AssistantFailed, Chunk, Line, Speaker, Transcript
from tests.standins.openai_answers import Plan
from tests.standins.openai_endpoint import OpenAIEndpoint

QUESTION = Transcript(ConversationId("c"), "en", (Line(Speaker.VISITOR, "My machine leaks"),))
NOBODY_COMES = Transcript(ConversationId("c"), "en", QUESTION.lines, may_ask_human=False)


@pytest.fixture
async def endpoint() -> AsyncIterator[OpenAIEndpoint]:
    async with OpenAIEndpoint() as running:
        yield running


def assistant_at(url: str, **options: str) -> OpenAIAssistant:
    made = plugin.create({"url": url, **options})
    assert isinstance(made, OpenAIAssistant)
    return made


async def text_of(assistant: OpenAIAssistant, asked: Transcript = QUESTION) -> str:
    async with aclosing(assistant.reply(asked)) as replies:
        return "".join([reply.text async for reply in replies if isinstance(reply, Chunk)])


async def test_a_request_is_streamed_bounded_and_bears_the_key(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url, model="m", key="sk-1", max_tokens="77", temperature="0.5")
    await text_of(assistant)
    (request,) = endpoint.requests
    assert request.headers["authorization"] == "Bearer sk-1"
    sent = request.json
    assert (sent["model"], sent["stream"], sent["max_tokens"], sent["temperature"]) == ("m", True, 77, 0.5)
    assert [tool["function"]["name"] for tool in sent["tools"]] == ["request_human"]
    await assistant.aclose()


async def test_without_a_key_no_authorization_is_sent(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url)
    await text_of(assistant)
    assert "authorization" not in endpoint.requests[0].headers
    await assistant.aclose()


async def test_no_tool_is_offered_where_no_person_can_be_asked(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url)
    await text_of(assistant, NOBODY_COMES)
    off = assistant_at(endpoint.url, tools="off")
    await text_of(off)
    assert len(endpoint.requests) == 2
    assert all("tools" not in request.json for request in endpoint.requests)
    assert all("request_human" not in str(request.json) for request in endpoint.requests)
    await assistant.aclose()
    await off.aclose()


async def test_a_call_for_a_person_counts_for_nothing_where_none_can_be_asked(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url)
    endpoint.plan(Plan("tool_call", "Let me think."))
    async with aclosing(assistant.reply(NOBODY_COMES)) as replies:
        given = [reply async for reply in replies]
    assert not [reply for reply in given if isinstance(reply, AskHuman)]
    endpoint.plan("tool_broken")
    with pytest.raises(AssistantFailed):
        await text_of(assistant, NOBODY_COMES)
    await assistant.aclose()


async def test_words_come_as_they_are_made(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url)
    endpoint.plan(Plan("answer", "one two three four", delay_ms=60))
    loop = asyncio.get_running_loop()
    async with aclosing(assistant.reply(QUESTION)) as replies:
        times = [loop.time() async for _ in replies]
    assert len(times) == 4
    assert times[-1] - times[0] > 0.1
    await assistant.aclose()


@pytest.mark.parametrize("behaviour", ["hang_before", "hang_first", "hang_mid", "hang_in_chunk", "endless", "stubborn"])
async def test_cancelling_closes_the_upstream_connection_at_once(endpoint: OpenAIEndpoint, behaviour: str) -> None:
    assistant = assistant_at(endpoint.url)
    endpoint.plan(behaviour)
    task = asyncio.create_task(text_of(assistant))
    await until(lambda: bool(endpoint.requests))
    await asyncio.sleep(0.05)
    cancelled_at = asyncio.get_running_loop().time()
    task.cancel()
    await until(lambda: endpoint.requests[0].left_at is not None)
    assert endpoint.requests[0].left_at is not None
    assert endpoint.requests[0].left_at - cancelled_at < 0.25
    with pytest.raises(asyncio.CancelledError):
        await task
    await assistant.aclose()


async def test_closing_between_two_words_closes_the_upstream_connection_too(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url)
    endpoint.plan("stubborn")
    async with aclosing(assistant.reply(QUESTION)) as replies:
        assert isinstance(await anext(replies), Chunk)
    await until(lambda: endpoint.requests[0].left_at is not None)
    await assistant.aclose()


async def test_cancelling_twice_leaves_no_connection_behind(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url, max_connections="2")
    for _ in range(40):
        endpoint.plan("hang_mid")
        task = asyncio.create_task(text_of(assistant))
        await until(lambda: len(endpoint.requests) > 0)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        endpoint.requests.clear()
    endpoint.plan("answer", "answer")
    async with asyncio.timeout(5):
        assert await text_of(assistant)
        assert await text_of(assistant)
    await assistant.aclose()


async def test_a_finished_answer_leaves_its_connection_for_the_next(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url)
    await text_of(assistant)
    await text_of(assistant)
    assert endpoint.requests[0].left_at is None, "the first connection is still open"
    await assistant.aclose()


async def test_a_kept_connection_that_died_is_replaced(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url)
    endpoint.plan("drop", "answer")
    assert await text_of(assistant)
    assert len(endpoint.requests) == 2
    await assistant.aclose()


@pytest.mark.parametrize(
    ("behaviour", "limits", "told"),
    [
        ("hang_before", {"first_token_ms": "50"}, "no first token"),
        ("hang_first", {"first_token_ms": "50"}, "no first token"),
        ("hang_mid", {"idle_ms": "50"}, "fell silent"),
        ("hang_in_chunk", {"idle_ms": "50"}, "fell silent"),
        ("endless", {"turn_ms": "150"}, "took too long"),
    ],
)
async def test_each_deadline_is_kept_by_itself(
    endpoint: OpenAIEndpoint, behaviour: str, limits: dict[str, str], told: str
) -> None:
    assistant = assistant_at(endpoint.url, **limits)
    endpoint.plan(behaviour)
    async with asyncio.timeout(2):
        with pytest.raises(AssistantFailed, match=told):
            await text_of(assistant)
    await assistant.aclose()


async def test_a_finished_answer_does_not_wait_for_its_stream_to_end(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url)
    endpoint.plan(Plan("hang_at_end", "all of it", delay_ms=10))  # so that each comes by itself
    async with asyncio.timeout(4 * GRACE_S):
        assert await text_of(assistant) == "all of it"
    await assistant.aclose()


async def test_a_whole_answer_stays_one_though_it_was_taken_slowly_and_its_connection_is_lost(
    endpoint: OpenAIEndpoint,
) -> None:
    assistant = assistant_at(endpoint.url, turn_ms="200")
    endpoint.plan(Plan("hang_after_done", "all of it"))
    said = ""
    async for reply in assistant.reply(QUESTION):
        assert isinstance(reply, Chunk)
        said += reply.text
        await asyncio.sleep(0.1)
    assert said == "all of it"
    await assistant.aclose()


async def test_a_slow_first_token_is_no_silence_in_mid_answer(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url, idle_ms="50")
    endpoint.plan(Plan("answer", "late", delay_ms=150))
    assert await text_of(assistant) == "late"
    await assistant.aclose()


async def test_nobody_listening_fails_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assistant = assistant_at(f"http://127.0.0.1:{taken.getsockname()[1]}/v1")
        async with asyncio.timeout(2):
            with pytest.raises(AssistantFailed, match="ConnectError"):
                await text_of(assistant)
    await assistant.aclose()


async def test_a_failing_endpoint_is_left_alone_and_tried_again_later(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url, rest_after_failures="2", rest_ms="150")
    endpoint.plan("overloaded", "overloaded", "overloaded", "answer")
    for _ in range(2):
        with pytest.raises(AssistantFailed, match="503"):
            await text_of(assistant)
    with pytest.raises(AssistantFailed, match="rests"):
        await text_of(assistant)
    assert len(endpoint.requests) == 2
    await asyncio.sleep(0.2)
    with pytest.raises(AssistantFailed, match="503"):
        await text_of(assistant)
    await asyncio.sleep(0.2)
    assert await text_of(assistant)
    assert await text_of(assistant)
    await assistant.aclose()


async def test_what_a_visitor_can_bring_about_never_makes_an_endpoint_rest(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url, rest_after_failures="1")
    for behaviour in ("content_filter", "empty", "bad_request", "wrong_id", "tool_unknown"):
        endpoint.plan(behaviour)
        with pytest.raises(AssistantFailed):
            await text_of(assistant)
    assert await text_of(assistant)
    await assistant.aclose()


async def test_what_an_endpoint_refuses_is_left_out_from_then_on(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url)
    endpoint.default = Plan("rejects_much")
    assert await text_of(assistant)
    assert len(endpoint.requests) == 3
    assert await text_of(assistant)
    assert len(endpoint.requests) == 4
    sent = endpoint.requests[-1].json
    assert sent["max_completion_tokens"] == 600
    assert not {"max_tokens", "temperature"} & set(sent)
    await assistant.aclose()


async def test_an_endpoint_without_tools_is_told_to_write_the_call(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url)
    endpoint.plan("rejects_tools", "rejects_tools")
    assert await text_of(assistant)
    first, second = (request.json for request in endpoint.requests)
    assert "tools" in first
    assert "tools" not in second
    assert '{"name": "request_human"' in second["messages"][0]["content"]
    await assistant.aclose()


async def test_a_conversation_too_long_for_the_model_is_shortened(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url)
    long = tuple(Line(Speaker.VISITOR, f"{number} " + "word " * 200) for number in range(30))
    endpoint.default = Plan("short_context")
    assert await text_of(assistant, Transcript(ConversationId("c"), "en", long))
    messages = endpoint.requests[-1].json["messages"]
    assert messages[-1]["content"].startswith("29 ")
    assert len(endpoint.requests) > 1
    await assistant.aclose()


async def test_a_refusal_is_told_by_its_status_and_never_by_its_words(endpoint: OpenAIEndpoint) -> None:
    """They may repeat what a visitor wrote, or the key."""
    assistant = assistant_at(endpoint.url, key="sk-secret")
    endpoint.plan("unauthorized")
    with pytest.raises(AssistantFailed, match=r"^the endpoint answered 401$"):
        await text_of(assistant)
    await assistant.aclose()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"error": {"message": "No.", "code": "model_not_found"}}, "model_not_found"),
        ({"error": {"message": "No.", "code": 404, "type": "invalid_request_error"}}, "invalid_request_error"),
        ({"error": {"code": "My IBAN is DE89"}}, ""),
        ({"error": {"code": "word_" * 7 + "word"}}, ""),
        ({"error": "no"}, ""),
        ({}, ""),
    ],
)
def test_of_what_an_endpoint_says_only_its_name_for_the_reason_is_told(body: dict[str, Any], code: str) -> None:
    problem = decode_problem(msgspec.json.encode(body))
    assert problem.code() == code
    told = str(refused(Refused(404, problem.text(), problem.code())))
    assert told == "the endpoint answered 404" + (f" ({code})" if code else "")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({}, "url"),
        ({"url": "ftp://x"}, "url"),
        ({"url": "http://x", "max_tokens": "many"}, "max_tokens"),
        ({"url": "http://x", "max_tokens": "99999"}, "max_tokens"),
        ({"url": "http://x", "tools": "maybe"}, "tools"),
        ({"url": "http://x", "key": "two words"}, "key"),
        ({"url": "http://x", "modell": "m"}, "modell"),
    ],
)
def test_a_wrong_option_is_named(options: dict[str, str], named: str) -> None:
    with pytest.raises(WrongOption, match=named):
        plugin.create(options)


def test_every_option_is_described_and_the_key_is_a_secret() -> None:
    assert all(option.about for option in plugin.options)
    assert [option.name for option in plugin.options if option.is_secret] == ["key"]
    assert [option.name for option in plugin.options if option.default is None] == ["url"]


async def until(is_so: Callable[[], bool], limit_s: float = 3) -> None:
    async with asyncio.timeout(limit_s):
        while not is_so():  # noqa: ASYNC110 - what is waited for happens on the other side of a socket
            await asyncio.sleep(0.002)
