"""Any Python callable is an assistant: what it gives, how it fails, how it is left alone."""

import asyncio
import contextvars
import functools
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from relevo.assistants._plugin import WrongOption
from relevo.assistants.function import (
    AskHuman,
    AssistantFailed,
    Chunk,
    FunctionAssistant,
    Line,
    OfferPerson,
    Speaker,
    Transcript,
    assistant,
    plugin,
    visitor_text,
)
from relevo.core.ids import ConversationId
from relevo.ports import Reply

ASKED = Transcript(ConversationId("c"), "en", (Line(Speaker.VISITOR, "hi"),))


def plain(transcript: Transcript) -> str:
    return f"you said {visitor_text(transcript)}"


async def coroutine(transcript: Transcript) -> str:
    await asyncio.sleep(0)
    return plain(transcript)


def generator(transcript: Transcript) -> Iterator[str]:
    yield "you said "
    yield visitor_text(transcript)


async def async_generator(transcript: Transcript) -> AsyncIterator[str]:
    for piece in generator(transcript):
        await asyncio.sleep(0)
        yield piece


async def coroutine_with_a_stream(transcript: Transcript) -> AsyncIterator[str]:
    return async_generator(transcript)


def makes_a_coroutine(transcript: Transcript) -> Awaitable[str]:
    return coroutine(transcript)


def makes_a_stream(transcript: Transcript) -> AsyncIterator[str]:
    return async_generator(transcript)


class Plain:
    def __call__(self, transcript: Transcript) -> list[str]:
        return list(generator(transcript))


class Async:
    async def __call__(self, transcript: Transcript) -> tuple[str, ...]:
        return tuple(generator(transcript))


async def replies_of(made: FunctionAssistant) -> list[Reply]:
    async with aclosing(made.reply(ASKED)) as replies:
        return [reply async for reply in replies]


@pytest.mark.parametrize(
    "function",
    [
        plain,
        coroutine,
        generator,
        async_generator,
        coroutine_with_a_stream,
        Plain(),
        Async(),
        functools.partial(plain),
        functools.partial(coroutine),
        makes_a_coroutine,
        makes_a_stream,
    ],
)
async def test_every_kind_of_callable_can_answer(function: Callable[[Transcript], str]) -> None:
    given = await replies_of(assistant(function))
    assert "".join(reply.text for reply in given if isinstance(reply, Chunk)) == "you said hi"


async def test_wishes_for_a_person_pass_and_end_the_answer() -> None:
    def asks(_: Transcript) -> Iterator[str | AskHuman]:
        yield "One moment. "
        yield AskHuman("refund")
        yield "never said"

    assert await replies_of(assistant(asks)) == [Chunk("One moment. "), AskHuman("refund")]
    assert await replies_of(assistant(lambda _: OfferPerson())) == [OfferPerson()]
    assert await replies_of(assistant(lambda _: [Chunk("a"), "", None, "b"])) == [Chunk("a"), Chunk("b")]
    assert await replies_of(assistant(lambda _: None)) == []


@pytest.mark.parametrize("function", [lambda _: 42, lambda _: [b"x"], lambda _: {"a": 1}])
async def test_what_is_no_reply_is_a_failure_that_says_so(function: Callable[[Transcript], str]) -> None:
    with pytest.raises(AssistantFailed, match="which is no reply"):
        await replies_of(assistant(function))


async def test_an_exception_is_a_failure_with_its_cause() -> None:
    def breaks(_: Transcript) -> str:
        return "a"[7]

    async def breaks_later(_: Transcript) -> AsyncIterator[str]:
        yield "well"
        raise ConnectionError("what the visitor wrote stands in no log")

    with pytest.raises(AssistantFailed, match="breaks raised IndexError") as failure:
        await replies_of(assistant(breaks))
    assert isinstance(failure.value.__cause__, IndexError)
    with pytest.raises(AssistantFailed, match=r"breaks_later raised ConnectionError at .*test_function.py:\d+$"):
        await replies_of(assistant(breaks_later))


async def test_a_function_that_exits_does_not_end_the_server() -> None:
    with pytest.raises(AssistantFailed, match="SystemExit"):
        await replies_of(assistant(lambda _: sys.exit(1)))


async def test_an_async_function_is_cancelled_and_cleans_up() -> None:
    ended = asyncio.Event()

    async def slow(_: Transcript) -> AsyncIterator[str]:
        try:
            yield "well"
            await asyncio.sleep(60)
        finally:
            ended.set()

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(replies_of(assistant(slow)), 0.05)
    assert ended.is_set()


async def test_a_plain_function_that_hangs_is_left_alone_at_once() -> None:
    release = threading.Event()

    def hangs(_: Transcript) -> str:
        release.wait(10)
        return "too late"

    began = time.monotonic()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(replies_of(assistant(hangs)), 0.05)
    assert time.monotonic() - began < 1
    release.set()


async def test_a_plain_generator_stops_at_its_next_item() -> None:
    made: list[int] = []
    ended = threading.Event()

    def endless(_: Transcript) -> Iterator[str]:
        try:
            while True:
                made.append(1)
                yield "and "
        finally:
            ended.set()

    async with aclosing(assistant(endless).reply(ASKED)) as replies:
        assert await anext(replies) == Chunk("and ")
    assert await asyncio.to_thread(ended.wait, 2)
    assert len(made) < 100, "it does not run far ahead of its reader either"


async def test_hung_threads_are_counted_until_they_end() -> None:
    release = threading.Event()
    made = FunctionAssistant(lambda _: str(release.wait(10)), threads=2)
    hung = [asyncio.create_task(replies_of(made)) for _ in range(2)]
    await asyncio.sleep(0.05)
    with pytest.raises(AssistantFailed, match="all 2 threads"):
        await replies_of(made)
    for task in hung:
        task.cancel()
    with pytest.raises(AssistantFailed, match="all 2 threads"):
        await replies_of(made)
    release.set()
    await asyncio.sleep(0.05)
    assert await replies_of(made) == [Chunk("True")]


async def test_the_loop_goes_on_while_a_plain_function_blocks() -> None:
    ticks: list[int] = []

    async def tick() -> None:
        while True:
            ticks.append(1)
            await asyncio.sleep(0.005)

    def blocks(_: Transcript) -> str:
        time.sleep(0.1)
        return "done"

    ticking = asyncio.create_task(tick())
    await replies_of(assistant(blocks))
    ticking.cancel()
    assert len(ticks) > 5


async def test_context_variables_reach_the_thread() -> None:
    who = contextvars.ContextVar("who", default="nobody")
    who.set("Maria")
    assert await replies_of(assistant(lambda _: who.get())) == [Chunk("Maria")]


def test_the_decorated_function_stays_a_function() -> None:
    made = assistant(plain)
    assert made(ASKED) == "you said hi"
    assert made.function is plain


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    (tmp_path / "relevo_test_shop.py").write_text(
        "from relevo.assistants.function import assistant\n"
        "class Shop:\n    @staticmethod\n    def reply(t): return 'from the shop'\n"
        "@assistant\nasync def decorated(t): return 'decorated'\n"
        "broken = 5\n"
    )


@pytest.mark.usefixtures("module")
async def test_a_function_is_found_beside_the_settings() -> None:
    for name, said in (("Shop.reply", "from the shop"), ("decorated", "decorated")):
        made = plugin.create({"function": f"relevo_test_shop:{name}"})
        assert isinstance(made, FunctionAssistant)
        assert await replies_of(made) == [Chunk(said)]
    with pytest.raises(WrongOption, match="is no function but a int"):
        plugin.create({"function": "relevo_test_shop:broken"})
    with pytest.raises(WrongOption, match="has no 'missing'"):
        plugin.create({"function": "relevo_test_shop:missing"})


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "function"),
        ({"function": "no colon"}, "function"),
        ({"function": "relevo_no_such_module:reply"}, "cannot be imported.*No module named"),
    ],
)
def test_a_wrong_path_is_told(options: dict[str, str], told: str) -> None:
    with pytest.raises(WrongOption, match=told):
        plugin.create(options)
