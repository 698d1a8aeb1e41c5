"""The echo does what it is told, also what a decent assistant would not do."""

import asyncio
from contextlib import aclosing

import pytest

from relevo.assistants.echo import EchoAssistant, plugin
from relevo.core.ids import ConversationId
from relevo.ports import AskHuman, AssistantFailed, Chunk, Line, OfferPerson, Reply, Speaker, Transcript

ASKED = Transcript(
    ConversationId("c"),
    "en",
    (
        Line(Speaker.VISITOR, "long ago"),
        Line(Speaker.ASSISTANT, "answered"),
        Line(Speaker.VISITOR, "hello\n there "),
        Line(Speaker.NOTICE, "x"),
        Line(Speaker.VISITOR, "you"),
    ),
)


def echo(**options: str) -> EchoAssistant:
    made = plugin.create(options)
    assert isinstance(made, EchoAssistant)
    return made


async def replies_of(assistant: EchoAssistant) -> list[Reply]:
    async with aclosing(assistant.reply(ASKED)) as replies:
        return [reply async for reply in replies]


async def test_it_repeats_what_was_not_answered_yet() -> None:
    said = await replies_of(echo())
    assert [reply.text for reply in said if isinstance(reply, Chunk)] == ["hello", "\n there", " \nyou"]


async def test_it_says_a_text_or_a_number_of_tokens() -> None:
    assert await replies_of(echo(text="a b")) == [Chunk("a"), Chunk(" b")]
    assert await replies_of(echo(tokens="2", text="a")) == [Chunk("t0 "), Chunk("t1 ")]


async def test_it_ends_as_told() -> None:
    assert isinstance((await replies_of(echo(ending="ask")))[-1], AskHuman)
    assert await replies_of(echo(ending="offer", is_silent="true")) == [OfferPerson()]
    assert await replies_of(echo(is_silent="true")) == []
    with pytest.raises(AssistantFailed):
        await replies_of(echo(ending="fail"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(replies_of(echo(ending="hang")), 0.05)


async def test_it_stops_when_it_is_cancelled() -> None:
    assistant = echo(tokens="1000", delay_ms="1")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(replies_of(assistant), 0.05)
    emitted = assistant.emitted
    await asyncio.sleep(0.02)
    assert assistant.emitted == emitted < 1000


async def test_it_ignores_a_cancelled_task_when_told() -> None:
    assistant = echo(tokens="50", delay_ms="1", on_cancel="ignore")
    task = asyncio.create_task(replies_of(assistant))
    await asyncio.sleep(0.01)
    task.cancel()
    assert len(await task) == 50


async def test_it_goes_on_behind_a_closed_iteration_when_told() -> None:
    assistant = echo(tokens="1000", delay_ms="1", on_cancel="ignore")
    async with aclosing(assistant.reply(ASKED)) as replies:
        await anext(replies)
    emitted = assistant.emitted
    await asyncio.sleep(0.02)
    assert assistant.emitted > emitted
    await assistant.aclose()
    emitted = assistant.emitted
    await asyncio.sleep(0.02)
    assert assistant.emitted == emitted
