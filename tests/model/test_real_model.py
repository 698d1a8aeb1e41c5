"""The main job with a real language model behind it: run with RELEVO_TEST_MODEL_URL (and RELEVO_TEST_MODEL) set.

Plumbing is measured, not eloquence: a small model makes mistakes of fact. RELEVO_TEST_MODEL_TRANSCRIPT names a file to keep
what was said in. Not here: misbehaviour, which the scripted endpoint does better.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest

from relevo.core.actors import ActorKind
from relevo.core.events import AnswerCut, HandoffNote, HumanRequested, Message, Recorded
from relevo.destinations import ANYWHERE
from relevo.plugins import InstalledAssistants
from relevo.ports import AssistantProfile
from relevo.testing import memory_node
from tests.engine.given import BEAN, Talk, a_talk

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

PATIENCE_S = 400.0
PROMPT = (
    "You are the AI assistant of Crema & Co., a shop for espresso machines. Answer the visitor's last message: friendly, short, in plain "
    "words. Say only what you know from these instructions and from this conversation. Delivery takes 2 to 4 working days."
)


@asynccontextmanager
async def talking(**options: str) -> AsyncIterator[Talk]:
    """A conversation on a node in memory, whose assistant is the real model."""
    patience_ms = str(int(min(PATIENCE_S, 300) * 1000))
    given = {
        "url": os.environ["RELEVO_TEST_MODEL_URL"],
        "model": os.environ.get("RELEVO_TEST_MODEL", "qwen1.5b"),
        "prompt": PROMPT,
        "max_tokens": "120",
        "temperature": "0",
        "first_token_ms": patience_ms,
        "idle_ms": patience_ms,
        "turn_ms": str(int(PATIENCE_S * 1000)),
    }
    assistants = InstalledAssistants(ANYWHERE)
    async with memory_node(assistants, first_token_s=PATIENCE_S / 2, whole_turn_s=PATIENCE_S) as on:
        on.workspace.assistants[BEAN.id] = AssistantProfile(BEAN, "openai", {**given, **options})
        talk = await a_talk(on)
        try:
            yield talk
        finally:
            await _keep(talk)
    await assistants.aclose()


async def test_the_answer_after_a_human_stretch_keeps_what_the_agent_promised() -> None:
    async with talking(tools="off") as talk:
        await talk.visitor_says("Hi, my order is L24-67001. How long does delivery take? Tell me in three sentences.")
        await until(lambda: drafting(talk))
        await talk.take_over()
        cut = [recorded.event for recorded in await talk.log() if isinstance(recorded.event, AnswerCut)]
        assert cut
        assert cut[0].text

        await talk.agent_says(
            "Hello, I'm Maria. Your machine needs a new pump seal: I will send you one, it will be there by 6 March."
        )
        await talk.visitor_says("And the beans that got wet?")
        await talk.agent_says("You're right. I'll refund 23.50 euros for them to your card today.")
        await talk.release()
        assert any(isinstance(recorded.event, HandoffNote) for recorded in await talk.log())

        told = [
            await answered(talk, "When will the new seal be there?"),
            await answered(talk, "How much money do I get back?"),
        ]
        assert "6" in told[0]
        assert "march" in told[0].lower()
        assert "23.50" in told[1] or "23,50" in told[1]
        again = await answered(talk, "Who promised me that, you or a person? And what exactly?")
        assert "⟦" not in again


async def test_a_visitor_who_wants_a_person_gets_one_and_reads_no_code() -> None:
    async with talking() as talk:
        await talk.visitor_says("I do not want to talk to a machine. Please bring me a real person from your team.")
        await until(lambda: ended(talk))
        said = [recorded.event for recorded in await talk.log()]
        assert any(isinstance(event, HumanRequested) for event in said)
        assert all("request_human" not in event.text for event in said if isinstance(event, Message))


async def test_the_language_is_kept() -> None:
    async with talking() as talk:
        told = await answered(talk, "Wie lange dauert die Lieferung?")
        assert any(word in told.lower() for word in ("tage", "werktage", "arbeitstage", "lieferung"))


async def test_cancelling_frees_the_models_slot() -> None:
    """A server that streams notices at its next token that nobody listens (README of the endpoint: 0.2 to 0.3 s)."""
    async with talking(max_tokens="400") as talk, httpx2.AsyncClient() as client:
        await talk.visitor_says("Explain in twenty sentences how an espresso machine works.")
        await until(lambda: drafting(talk))
        await talk.take_over()
        began = time.monotonic()
        await until(lambda: idle(client))
        assert time.monotonic() - began < 10


async def answered(talk: Talk, question: str) -> str:
    await talk.visitor_says(question)
    await until(lambda: ended(talk))
    *_, last = [recorded for recorded in await talk.log() if isinstance(recorded.event, Message)]
    assert last.actor.kind is ActorKind.ASSISTANT
    assert isinstance(last.event, Message)
    return last.event.text


async def drafting(talk: Talk) -> bool:
    draft = talk.on.node.drafts.seen(talk.id)
    return draft is not None and len(draft.text) > 10


async def ended(talk: Talk) -> bool:
    conversation = await talk.conversation()
    return conversation.unanswered == 0 or conversation.human_handoff or conversation.is_asked


async def idle(client: httpx2.AsyncClient) -> bool:
    root = os.environ["RELEVO_TEST_MODEL_URL"].removesuffix("/v1")
    return not any(slot["is_processing"] for slot in (await client.get(f"{root}/slots", timeout=30)).json())


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not await holds():
            await asyncio.sleep(0.02)


async def _keep(talk: Talk) -> None:
    file = os.environ.get("RELEVO_TEST_MODEL_TRANSCRIPT")
    if file:
        lines = [line for recorded in await talk.log() if (line := _line(recorded))]
        await asyncio.to_thread(_append, Path(file), "\n".join([*lines, "", ""]))


def _append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as kept:
        kept.write(text)


def _line(recorded: Recorded) -> str:
    event = recorded.event
    text = (
        event.note.text
        if isinstance(event, HandoffNote)
        else getattr(event, "text", "") or getattr(event, "reason", "")
    )
    indented = text.replace("\n", "\n" + " " * 34)
    return f"{recorded.seq:>3} e{recorded.epoch} {event.type:<20} {recorded.actor.name:<7} {indented}"
