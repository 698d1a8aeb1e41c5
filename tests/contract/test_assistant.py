"""What the engine may rely on with every assistant, whatever is behind it: the contract of `ports.Assistant`.

What each of them says is tested beside its code.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

import pytest

from relevo.assistants.function import visitor_text
from relevo.core.ids import ConversationId
from relevo.plugins import assistant_plugins
from relevo.ports import AskHuman, Assistant, AssistantFailed, Chunk, Line, OfferPerson, Reply, Speaker, Transcript
from tests.standins.openai_answers import Plan
from tests.standins.openai_endpoint import OpenAIEndpoint

DELAY_MS = 5
LONG = "How long does delivery take?"
"""Every assistant here answers this in more than ten pieces."""
LONG_ANSWER = " ".join(f"word{number}" for number in range(40))


@dataclass(frozen=True, slots=True)
class Subject:
    """A plug-in under test: options that make it answer slowly, fail, and ask for a person."""

    kind: str
    slow: Mapping[str, str]
    asking: Mapping[str, str] | None = None
    failing: Mapping[str, str] | None = None


async def slowly(transcript: Transcript) -> AsyncIterator[str]:
    for word in LONG_ANSWER.split():
        await asyncio.sleep(DELAY_MS / 1000)
        yield f"{word} {visitor_text(transcript)} "


async def asking(transcript: Transcript) -> AsyncIterator[str | AskHuman]:
    yield "One moment."
    yield AskHuman("a refund")


def failing(transcript: Transcript) -> str:
    raise ConnectionError("the model is gone")


SUBJECTS = [
    Subject(
        "echo",
        {"tokens": "40", "delay_ms": str(DELAY_MS)},
        asking={"text": "One moment.", "ending": "ask"},
        failing={"ending": "fail"},
    ),
    Subject("faq", {"pace_ms": str(DELAY_MS)}),
    Subject(
        "function",
        {"function": "tests.contract.test_assistant:slowly"},
        asking={"function": "tests.contract.test_assistant:asking"},
        failing={"function": "tests.contract.test_assistant:failing"},
    ),
    Subject("openai", {"model": "answer"}, asking={"model": "tool_call"}, failing={"model": "server_error"}),
]

Make = Callable[[Mapping[str, str]], Assistant]


def test_every_plugin_is_held_to_the_contract() -> None:
    assert sorted(subject.kind for subject in SUBJECTS) == sorted(assistant_plugins().kinds)


@pytest.fixture(params=SUBJECTS, ids=lambda subject: subject.kind)
def subject(request: pytest.FixtureRequest) -> Subject:
    return cast("Subject", request.param)


@pytest.fixture
async def make(subject: Subject) -> AsyncIterator[Make]:
    made: list[Assistant] = []
    async with OpenAIEndpoint(Plan(text=LONG_ANSWER, delay_ms=DELAY_MS)) as endpoint:
        address = {"url": endpoint.url, "max_connections": "4"} if subject.kind == "openai" else {}

        def create(options: Mapping[str, str]) -> Assistant:
            made.append(assistant_plugins().load(subject.kind).create({**address, **options}))
            return made[-1]

        yield create
        for assistant in made:
            await assistant.aclose()


def asked(*lines: Line, locale: str = "en") -> Transcript:
    return Transcript(ConversationId("c"), locale, lines or (Line(Speaker.VISITOR, LONG),))


async def heard(assistant: Assistant, transcript: Transcript | None = None) -> list[Reply]:
    async with aclosing(stream(assistant, transcript)) as replies:
        return [reply async for reply in replies]


def stream(assistant: Assistant, transcript: Transcript | None = None) -> AsyncGenerator[Reply, None]:
    return cast("AsyncGenerator[Reply, None]", assistant.reply(transcript or asked()))


async def test_an_answer_comes_in_pieces_that_hold_text(subject: Subject, make: Make) -> None:
    loop, assistant = asyncio.get_running_loop(), make(subject.slow)
    async with aclosing(stream(assistant)) as replies:
        pieces = [(loop.time(), reply) async for reply in replies]
    assert len(pieces) > 10
    assert all(isinstance(reply, Chunk) and reply.text for _, reply in pieces)
    assert pieces[-1][0] - pieces[0][0] > DELAY_MS * 5 / 1000, "not all at once"


async def test_nothing_comes_after_a_call_for_a_person(subject: Subject, make: Make) -> None:
    if subject.asking is None:
        pytest.skip("it never calls for one, it only offers one")
    *words, last = await heard(make(subject.asking))
    assert isinstance(last, AskHuman)
    assert last.reason
    assert words
    assert all(isinstance(reply, Chunk) for reply in words)


async def test_a_failure_is_told_as_one_and_the_next_turn_works(subject: Subject, make: Make) -> None:
    if subject.failing is None:
        pytest.skip("nothing in it can fail")
    assistant = make(subject.failing)
    for _ in range(2):
        with pytest.raises(AssistantFailed):
            await heard(assistant)


async def test_cancelling_ends_a_turn_soon_and_leaves_the_assistant_usable(subject: Subject, make: Make) -> None:
    assistant = make(subject.slow)
    for _ in range(6):
        task = asyncio.create_task(heard(assistant))
        await asyncio.sleep(0.03)
        task.cancel()
        async with asyncio.timeout(1):
            with pytest.raises(asyncio.CancelledError):
                await task
    assert len(await heard(assistant)) > 10


async def test_closing_ends_a_turn_soon_and_leaves_the_assistant_usable(subject: Subject, make: Make) -> None:
    assistant = make(subject.slow)
    for _ in range(6):
        async with asyncio.timeout(2):
            async with aclosing(stream(assistant)) as replies:
                assert isinstance(await anext(replies), Chunk)
    assert len(await heard(assistant)) > 10


async def test_a_turn_that_is_never_begun_costs_nothing(subject: Subject, make: Make) -> None:
    assistant = make(subject.slow)
    for _ in range(20):
        await stream(assistant).aclose()
    assert len(await heard(assistant)) > 10


async def test_turns_at_the_same_time_do_not_mix(subject: Subject, make: Make) -> None:
    assistant = make(subject.slow)
    alone = await heard(assistant)
    assert await asyncio.gather(*(heard(assistant) for _ in range(4))) == [alone] * 4


@pytest.mark.parametrize(
    "transcript",
    [
        asked(Line(Speaker.VISITOR, "?")),
        asked(Line(Speaker.VISITOR, "x" * 8192)),
        asked(Line(Speaker.VISITOR, "é\x00\ufffd\U0001f600 \u202e" * 50)),
        asked(Line(Speaker.NOTICE, "The human colleague has left.")),
        asked(Line(Speaker.AGENT, "Hello", "Maria")),
        asked(Line(Speaker.ASSISTANT, "Hello"), Line(Speaker.VISITOR, "hi"), Line(Speaker.VISITOR, LONG), locale=""),
        asked(*(Line(Speaker.VISITOR if number % 2 else Speaker.ASSISTANT, "word " * 99) for number in range(400))),
        Transcript(ConversationId("c"), "xx-Latn-XX", ()),
    ],
    ids=["mark", "long", "odd", "notice", "agent", "twice", "endless", "empty"],
)
async def test_any_transcript_is_answered_or_failed_and_nothing_else(
    subject: Subject, make: Make, transcript: Transcript
) -> None:
    fast = {name: value for name, value in subject.slow.items() if name not in ("delay_ms", "pace_ms")}
    quick = {"pace_ms": "0"} if subject.kind == "faq" else {}
    try:
        given = await heard(make({**fast, **quick}), transcript)
    except AssistantFailed:
        return
    assert given or not any(line.speaker is Speaker.VISITOR for line in transcript.lines)
    assert all(isinstance(reply, Chunk | AskHuman | OfferPerson) for reply in given)


async def test_closing_twice_is_no_error(subject: Subject, make: Make) -> None:
    assistant = make(subject.slow)
    await heard(assistant)
    await assistant.aclose()
    await assistant.aclose()
