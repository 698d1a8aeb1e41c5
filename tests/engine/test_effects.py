"""Effects: at least once, tried again, never by two at a time, never lost with a node."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import NoReturn

from relevo.core.actors import ActorKind
from relevo.core.ids import ConversationId, Epoch, Millis, Seq
from relevo.core.react import Effect, EffectKind
from relevo.engine.effects.runner import ATTEMPTS, LONGEST_PAUSE_MS, Again, EffectRunner, pause_ms
from relevo.engine.handle import LEASE_MS
from relevo.engine.node import Node, Ports
from relevo.testing import OneWorkspace, ScriptedAssistant, memory_node
from tests.engine.given import WORKSPACE, a_talk
from tests.engine.test_turns import answers
from tests.engine.waiting import until


def an_effect(due_at: int, seq: int = 1) -> Effect:
    return Effect(EffectKind.NOTIFY, WORKSPACE, ConversationId("c1"), Seq(seq), Epoch(0), Millis(due_at))


async def test_a_failing_effect_is_tried_again_and_buried_in_the_end():
    async with memory_node(ScriptedAssistant([])) as on:
        talk = await a_talk(on)
        tried: list[int] = []

        async def fails(effect: Effect) -> None:
            tried.append(effect.seq)
            raise RuntimeError("nobody there")

        on.node.effects._doers = {**on.node.effects._doers, EffectKind.NOTIFY: fails}
        await talk.ask_for_human()
        for _ in range(60):
            on.advance(20)
            await asyncio.sleep(0.005)

        assert tried.count(2) == ATTEMPTS


async def test_an_answer_that_cannot_even_be_tried_ends_in_the_offer_of_a_person(monkeypatch):
    async with memory_node(ScriptedAssistant(["Never said."])) as on:
        talk = await a_talk(on)
        buried: list[str] = []
        monkeypatch.setattr(on.memory.log, "read", unreadable)
        monkeypatch.setattr(on.memory.effects, "bury", keeping(buried, on.memory.effects.bury))
        await talk.visitor_says("Hi")
        for _ in range(20):
            on.advance(3)
            await asyncio.sleep(0.005)
        monkeypatch.undo()

        assert await talk.types() == ["conversation_started", "message", "human_offered"]
        assert buried == ["ask_assistant:2"]


async def test_a_last_resort_that_fails_too_is_tried_until_the_fault_is_mended(monkeypatch):
    async with memory_node(ScriptedAssistant(["Here I am."])) as on:
        talk = await a_talk(on)
        await talk.visitor_says("Hi")
        # The turn begins only now that this task waits.
        monkeypatch.setattr(OneWorkspace, "rules", unreadable)
        for _ in range(20):
            on.advance(LONGEST_PAUSE_MS / 1000)
            await asyncio.sleep(0.005)
        assert await talk.types() == ["conversation_started", "message"]
        monkeypatch.undo()
        on.advance(LONGEST_PAUSE_MS / 1000)

        async def is_answered() -> bool:
            return await answers(talk) == ["Here I am."]

        await until(is_answered)


async def unreadable(*_: object) -> NoReturn:
    raise ValueError("no version of Relevo wrote this")


def keeping(buried: list[str], bury: Callable[[Effect, str], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def kept(effect: Effect, error: str) -> None:
        buried.append(effect.key)
        await bury(effect, error)

    return kept


async def test_a_turn_of_a_node_that_died_is_taken_up_by_another_and_said_once():
    hanging = ScriptedAssistant([30.0])
    async with memory_node(hanging) as on:
        talk = await a_talk(on)
        await talk.visitor_says("Hi")

        async def is_asked() -> bool:
            return len(hanging.asked) == 1

        await until(is_asked)
        await on.node.stop()
        on.clock.advance(LEASE_MS / 1000 + 1)
        other = Node(_with(on.node.ports, ScriptedAssistant(["Here I am."])))
        other.start()
        try:

            async def is_answered() -> bool:
                return await answers(talk) == ["Here I am."]

            await until(is_answered)
            await asyncio.sleep(0.02)
            assert len([r for r in await talk.log() if r.actor.kind is ActorKind.ASSISTANT]) == 1
        finally:
            await other.stop()


def _with(ports: Ports, assistants: ScriptedAssistant) -> Ports:
    return replace(ports, assistants=assistants, name="other")


async def test_an_effect_that_is_not_due_yet_is_looked_at_again_then():
    async with memory_node(ScriptedAssistant([])) as on:
        talk = await a_talk(on)
        done: list[int] = []

        async def later(effect: Effect) -> Again | None:
            done.append(on.clock.now_ms())
            return Again(Millis(on.clock.now_ms() + 10_000)) if len(done) == 1 else None

        on.node.effects._doers = {**on.node.effects._doers, EffectKind.NOTIFY: later}
        await talk.ask_for_human()
        await asyncio.sleep(0.01)
        assert len(done) == 1

        on.advance(10)
        await asyncio.sleep(0.02)

        assert len(done) == 2
        assert done[1] - done[0] == 10_000


def test_pauses_grow_are_bounded_and_the_same_in_every_run():
    effect = an_effect(0)

    pauses = [pause_ms(effect, attempt) for attempt in range(1, 20)]

    assert pauses == [pause_ms(effect, attempt) for attempt in range(1, 20)]
    assert all(100 <= pause <= LONGEST_PAUSE_MS for pause in pauses)
    assert len({pause_ms(an_effect(0, seq), 6) for seq in range(50)}) > 30


async def test_a_runner_stops_even_when_it_is_woken_in_the_same_step():
    async with memory_node(ScriptedAssistant([])) as on:
        runner = EffectRunner(on.memory.effects, on.clock, "n", {})
        task = asyncio.create_task(runner.run())
        await asyncio.sleep(0.01)

        runner.look_again()
        task.cancel()

        await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 1)


async def test_a_storage_that_fails_for_a_moment_delays_an_answer_and_does_not_lose_it(monkeypatch):
    monkeypatch.setattr("relevo.engine.effects.runner.UNAVAILABLE_PAUSE_S", 0.02)
    async with memory_node(ScriptedAssistant(["Here I am."])) as on:
        talk = await a_talk(on)
        await talk.visitor_says("Hi")
        on.memory.break_down()
        await asyncio.sleep(0.05)

        on.memory.recover()

        async def is_answered() -> bool:
            return await answers(talk) == ["Here I am."]

        await until(is_answered)


async def test_an_effect_that_is_due_again_by_the_time_it_was_postponed_is_done_at_once():
    async with memory_node(ScriptedAssistant([])) as on:
        talk = await a_talk(on)
        looks: list[int] = []

        async def looks_again(effect: Effect) -> Again | None:
            looks.append(effect.seq)
            return Again(Millis(on.clock.now_ms())) if len(looks) < 20 else None

        on.node.effects._doers = {**on.node.effects._doers, EffectKind.NOTIFY: looks_again}
        await talk.ask_for_human()

        async def is_done() -> bool:
            return len(looks) == 20

        await until(is_done)
