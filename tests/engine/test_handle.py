"""The one writer: who wins, what is told, what a repetition leads to."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from msgspec import structs

from relevo.core.actors import Role
from relevo.core.commands import Assign, RequestHuman, Resolve, TakeOver
from relevo.core.errors import Closed, NotInControl, Taken
from relevo.core.events import HandoffNote, Message, Recorded, TakenOver
from relevo.core.evolve import fold
from relevo.core.ids import ConversationId, Millis
from relevo.engine.handle import IdempotencyMismatch
from relevo.engine.handle.repeating import AT_ONCE
from relevo.ports import IdempotencyKey
from relevo.testing import ScriptedAssistant, memory_node
from tests.engine.given import BEAN, MARIA, NOAH, VISITOR, WORKSPACE, a_talk
from tests.engine.waiting import until

SILENT = ScriptedAssistant([])


async def test_of_fifty_takers_one_wins_and_all_others_learn_who():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        takers = [type(MARIA)(MARIA.kind, f"agent{n}", f"Agent {n}") for n in range(50)]

        outcomes = await asyncio.gather(*(talk.take_over(by) for by in takers), return_exceptions=True)

        owner = (await talk.conversation()).owner
        refusals = [outcome for outcome in outcomes if isinstance(outcome, Taken)]
        assert len(refusals) == 49
        assert all(refusal.owner == owner for refusal in refusals)
        assert (await talk.types()).count("taken_over") == 1


async def test_taking_what_is_mine_already_is_answered_the_same_and_writes_nothing():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.take_over()
        length = len(await talk.log())

        again = await talk.take_over()

        assert again.conversation.owner == MARIA
        assert again.records == ()
        assert len(await talk.log()) == length


async def test_a_conversation_that_was_moved_here_is_known_until_it_is_forgotten():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        after = (await talk.take_over()).conversation

        assert on.node.handle.known(WORKSPACE, talk.id) == after
        on.node.handle.forget(WORKSPACE, talk.id)
        assert on.node.handle.known(WORKSPACE, talk.id) is None
        assert on.node.handle.known(WORKSPACE, ConversationId("nowhere")) is None


async def test_only_the_owner_is_heard_and_the_others_learn_who_it_is():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.take_over(MARIA)

        with pytest.raises(NotInControl) as refusal:
            await talk.agent_says("Me too!", NOAH)

        assert refusal.value.owner == MARIA


async def test_a_first_reply_can_take_over_in_the_same_step():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)

        outcome = await talk.agent_says("Hello, Maria here.", take_over=True)

        assert [type(recorded.event) for recorded in outcome.records] == [TakenOver, Message]
        assert outcome.conversation.owner == MARIA


async def test_a_repeated_request_is_carried_out_once_and_answered_with_the_same_event():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        first = await talk.visitor_says("Hi", key="k1")

        again = await asyncio.gather(*(talk.visitor_says("Hi", key="k1") for _ in range(20)))

        assert all(outcome.is_replay and outcome.records == first.records for outcome in again)
        assert (await talk.types()).count("message") == 1


async def test_a_repeated_request_is_answered_even_when_it_would_be_refused_by_now():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        first = await talk.visitor_says("Hi", key="k1")
        await talk.take_over()
        await on.node.handle(first.conversation.workspace_id, talk.id, _resolve(talk.now))

        again = await talk.visitor_says("Hi", key="k1")

        assert again.records == first.records
        with pytest.raises(Closed):
            await talk.visitor_says("Anybody?", key="k2")


async def test_a_key_with_another_body_is_a_mistake():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.visitor_says("Hi", key="k1", fingerprint="one")

        with pytest.raises(IdempotencyMismatch):
            await talk.visitor_says("Bye", key="k1", fingerprint="two")


async def test_a_key_with_another_body_is_a_mistake_also_where_nothing_is_left_to_do():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        asked = RequestHuman(by=VISITOR, at=talk.now, trigger="button")
        key = IdempotencyKey("visitor:vis", "k1", "one")
        first = await on.node.handle(WORKSPACE, talk.id, asked, keys=(key,))

        again = await on.node.handle(WORKSPACE, talk.id, asked, keys=(key,))
        with pytest.raises(IdempotencyMismatch):
            await on.node.handle(WORKSPACE, talk.id, asked, keys=(structs.replace(key, fingerprint="other"),))

        assert again.is_replay
        assert again.records == first.records


async def test_a_request_that_had_nothing_to_do_is_remembered_with_that_answer():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.take_over()
        asked = TakeOver(by=MARIA, role=Role.AGENT, at=talk.now)
        key = IdempotencyKey("agent:maria", "k1", "one")
        first = await on.node.handle(WORKSPACE, talk.id, asked, keys=(key,))
        await talk.release()

        again = await on.node.handle(WORKSPACE, talk.id, asked, keys=(key,))

        assert (first.records, first.is_replay) == ((), False)
        assert (again.records, again.is_replay) == ((), True)
        assert again.conversation == first.conversation
        assert (await talk.conversation()).owner is None
        with pytest.raises(IdempotencyMismatch):
            await on.node.handle(WORKSPACE, talk.id, asked, keys=(structs.replace(key, fingerprint="other"),))


async def test_a_repeated_message_costs_the_same_however_long_the_conversation_is(monkeypatch):
    read: list[int] = []
    async with memory_node(SILENT) as on:
        reading = on.memory.log.read

        async def counted(*place) -> Sequence[Recorded]:
            records = await reading(*place)
            read.append(len(records))
            return records

        monkeypatch.setattr(on.memory.log, "read", counted)
        talk = await a_talk(on)
        first = await talk.visitor_says("Hi", key="k1")
        for number in range(50):
            await talk.visitor_says(f"Message {number}")
        read.clear()

        again = await talk.visitor_says("Hi", key="k1")

        assert again.records == first.records
        assert read == [1]


async def test_a_verb_that_comes_again_late_is_answered_as_it_was_and_holds_nobody_up(monkeypatch):
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        for number in range(150):
            await talk.visitor_says(f"Message {number}")
        taking = TakeOver(by=MARIA, role=Role.AGENT, at=talk.now)
        keys = (IdempotencyKey("agent:maria", "k1", "f"),)
        first = await on.node.handle(WORKSPACE, talk.id, taking, keys=keys)
        await talk.release()
        read, reading = list[int](), on.memory.log.read

        async def counted(*place) -> Sequence[Recorded]:
            read.append(place[-1])
            return await reading(*place)

        monkeypatch.setattr(on.memory.log, "read", counted)
        again = await on.node.handle(WORKSPACE, talk.id, taking, keys=keys)

        assert (again.conversation, again.is_replay) == (first.conversation, True)
        assert max(read) <= AT_ONCE


async def test_an_assignment_to_an_assistant_brings_the_note_on_the_human_stretch_and_one_to_a_colleague_does_not():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.agent_says("Your refund is on its way.", take_over=True)
        to_noah = Assign(by=MARIA, role=Role.AGENT, at=talk.now, to=NOAH)
        handed = await on.node.handle(WORKSPACE, talk.id, to_noah)
        back = await on.node.handle(WORKSPACE, talk.id, replace(to_noah, by=NOAH, to=BEAN))

        assert [recorded.event.type for recorded in handed.records] == ["transferred"]
        released, told = (recorded.event for recorded in back.records)
        assert isinstance(told, HandoffNote)
        assert "Your refund is on its way." in told.note.text
        assert released.type == "released"


async def test_an_unknown_conversation_is_not_found():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)

        with pytest.raises(LookupError):
            await type(talk)(on, type(talk.id)("elsewhere")).take_over()


async def test_a_release_writes_the_note_on_the_human_stretch_in_the_same_commit():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.visitor_says("My grinder A-1042 is broken.")
        await talk.take_over()
        await talk.agent_says("I will send you a new one by Friday.")

        outcome = await talk.release()

        notes = [recorded.event for recorded in outcome.records if isinstance(recorded.event, HandoffNote)]
        assert [recorded.event.type for recorded in outcome.records] == ["released", "handoff_note"]
        assert "by Friday" in notes[0].note.text
        assert "A-1042" in notes[0].note.text


async def test_a_stretch_without_a_word_from_the_agent_needs_no_note():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.take_over()

        outcome = await talk.release()

        assert [recorded.event.type for recorded in outcome.records] == ["released"]


async def test_the_log_tells_the_state_and_has_no_holes_under_a_crowd():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)

        await asyncio.gather(
            *(talk.visitor_says(f"line {n}") for n in range(40)),
            talk.take_over(MARIA),
            talk.take_over(NOAH),
            return_exceptions=True,
        )

        log = await talk.log()
        assert [recorded.seq for recorded in log] == list(range(1, len(log) + 1))
        assert fold(talk.id, log) == await talk.conversation()

        async def is_settled() -> bool:
            return (await talk.conversation()).owner is not None

        await until(is_settled)


def _resolve(now: Millis) -> Resolve:
    return Resolve(by=MARIA, role=Role.AGENT, at=now)
