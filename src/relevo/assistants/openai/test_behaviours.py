"""Against every behaviour of the stand-in endpoint: an answer, a person, or a failure, and always in time (trust.md G19).

The parts by themselves are tested in the files beside this one.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from relevo.assistants.openai import OpenAIAssistant, plugin
from relevo.core.ids import ConversationId
from relevo.ports import AskHuman, AssistantFailed, Chunk, Line, Speaker, Transcript
from tests.standins.openai_answers import BEHAVIOURS, Plan
from tests.standins.openai_endpoint import OpenAIEndpoint
from tests.standins.openai_misbehaviours import LEAK

TEXT = "Happy to help with your machine today."
QUESTION = Transcript(ConversationId("c"), "en", (Line(Speaker.VISITOR, "My machine leaks"),))

ANSWERED = {
    "answer", "json_answer", "byte_by_byte", "odd_chunks", "odd_lines", "no_done", "repeats_at_end", "thinks_aloud", "length", "several_choices", "hang_at_end", "hang_after_done",
    "rejects_tools", "rejects_much", "short_context", "duplicate_events", "duplicate_ends", "poses_as_agent",
}  # fmt: skip
ASKED = {"tool_call", "tool_text", "tool_json_answer", "tool_broken", "tool_loop", "tool_endless"}
ENDED_AT_THE_CAP = {"huge", "stubborn"}
FAILED = {
    "tool_unknown", "bad_request", "unauthorized", "not_found", "rate_limited", "server_error", "overloaded", "html", "html_gateway",
    "redirect", "empty_body", "json_error", "json_nonsense", "json_truncated", "json_huge", "drop", "garbage", "hang_before", "hang_first",
    "hang_mid", "hang_in_chunk", "endless", "cut_stream", "ended_early", "truncated_json", "invalid_utf8", "empty", "blank", "only_done", "huge_line",
    "huge_silence", "wrong_id", "error_event", "content_filter", "wrong_types",
}  # fmt: skip


@pytest.fixture
async def endpoint() -> AsyncIterator[OpenAIEndpoint]:
    async with OpenAIEndpoint(Plan(text=TEXT)) as running:
        yield running


@pytest.fixture
async def assistant(endpoint: OpenAIEndpoint) -> AsyncIterator[OpenAIAssistant]:
    made = assistant_at(endpoint.url)
    yield made
    await made.aclose()


def assistant_at(url: str, **options: str) -> OpenAIAssistant:
    quick = {"first_token_ms": "400", "idle_ms": "300", "turn_ms": "800", "max_answer_bytes": "1000"}
    made = plugin.create({"url": url, **quick, **options})
    assert isinstance(made, OpenAIAssistant)
    return made


async def answer_of(assistant: OpenAIAssistant, asked: Transcript = QUESTION) -> tuple[str, AskHuman | None]:
    text, ask = "", None
    async with aclosing(assistant.reply(asked)) as replies:
        async for reply in replies:
            assert ask is None, "nothing comes after a call for a person"
            if isinstance(reply, Chunk):
                assert reply.text
                text += reply.text
            else:
                assert isinstance(reply, AskHuman)
                ask = reply
    return text, ask


def test_every_behaviour_has_an_expected_outcome() -> None:
    # Other tests may register behaviours of their own in the same process.
    ours = {name for name, one in BEHAVIOURS.items() if one.__module__.startswith("tests.standins.")}
    assert ours == ANSWERED | ASKED | ENDED_AT_THE_CAP | FAILED


@pytest.mark.parametrize("behaviour", sorted(ANSWERED))
async def test_what_is_an_answer_in_some_dress_is_given_whole(
    endpoint: OpenAIEndpoint, assistant: OpenAIAssistant, behaviour: str
) -> None:
    endpoint.default = Plan(behaviour, TEXT)
    assert await answer_of(assistant) == (TEXT, None)


@pytest.mark.parametrize("behaviour", sorted(ASKED))
async def test_a_call_for_a_person_is_understood_and_never_shown(
    endpoint: OpenAIEndpoint, assistant: OpenAIAssistant, behaviour: str
) -> None:
    endpoint.default = Plan(behaviour, TEXT)
    text, ask = await answer_of(assistant)
    assert ask is not None
    assert ask.reason
    assert text.strip() in (TEXT, "")
    assert "request_human" not in text + ask.reason


@pytest.mark.parametrize("behaviour", sorted(FAILED))
async def test_misbehaviour_fails_in_time_and_without_a_leak(
    endpoint: OpenAIEndpoint, assistant: OpenAIAssistant, behaviour: str
) -> None:
    endpoint.default = Plan(behaviour, TEXT)
    shown: list[str] = []

    async def show() -> None:
        async with asyncio.timeout(2), aclosing(assistant.reply(QUESTION)) as replies:
            async for reply in replies:
                assert isinstance(reply, Chunk)
                shown.append(reply.text)

    with pytest.raises(AssistantFailed) as failure:
        await show()
    assert LEAK not in "".join(shown)
    assert len("".join(shown).encode()) <= 1000
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize("behaviour", sorted(ENDED_AT_THE_CAP))
async def test_an_answer_without_an_end_is_ended_at_the_limit(
    endpoint: OpenAIEndpoint, assistant: OpenAIAssistant, behaviour: str
) -> None:
    endpoint.default = Plan(behaviour, TEXT)
    text, ask = await answer_of(assistant)
    assert ask is None
    assert 950 < len(text.encode()) <= 1000
