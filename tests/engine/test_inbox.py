"""The team's stream: rows, counts, presence, notifications."""

import asyncio
import time
from dataclasses import replace

import pytest

from relevo.core.ids import ConversationId, Millis, Seq
from relevo.engine import inbox
from relevo.fanout.memory import LEASE_MS
from relevo.ports import PresenceState
from relevo.testing import ScriptedAssistant, memory_node
from tests.engine.given import MARIA, NOAH, WORKSPACE, Frame, a_talk, read_frames

SILENT = ScriptedAssistant([])


async def test_a_change_sends_the_row_with_its_version_and_then_the_counts():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        stream = on.node.inbox.open(WORKSPACE, MARIA.id)
        (first, *_) = await read_frames(stream, "counts")
        assert first.data["mine"] == 0

        outcome = await talk.take_over()

        row, *_ = [frame for frame in await read_frames(stream, "conversation") if frame.type == "conversation"]
        assert row.data["version"] == outcome.conversation.head_seq
        counts = [frame for frame in await read_frames(stream, "counts") if frame.type == "counts"]
        assert counts[-1].data["mine"] == 1


async def test_what_changes_in_a_burst_is_told_together_and_at_its_latest(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inbox, "ROWS_PAUSE_S", 1.0)  # so that the burst fits in on a slow machine too
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        stream = on.node.inbox.open(WORKSPACE, MARIA.id)
        await talk.take_over()
        await read_frames(stream, "conversation")

        for word in ("One.", "Two.", "Three."):
            await talk.agent_says(word)

        rows = [frame for frame in await read_frames(stream, "conversation") if frame.type == "conversation"]
        assert [row.data["version"] for row in rows] == [(await talk.conversation()).head_seq]


async def test_of_many_rows_those_that_have_waited_longest_come_first_and_each_once_at_its_latest(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(inbox, "ROWS_AT_ONCE", 20)
    async with memory_node(SILENT) as on:
        one = await (await a_talk(on)).conversation()
        stream = on.node.inbox.open(WORKSPACE, MARIA.id)
        crowd = [replace(one, id=ConversationId(f"conv_{number}")) for number in range(50)]
        began, rows = time.monotonic(), list[Frame]()
        for conversation in crowd:
            on.node.inbox.changed(conversation)
        while len(rows) < len(crowd):
            rows += [frame for frame in await read_frames(stream, "conversation") if frame.type == "conversation"]
            if len(rows) == 20:
                on.node.inbox.changed(replace(crowd[45], head_seq=Seq(99)))

        assert [row.data["id"] for row in rows] == [conversation.id for conversation in crowd]
        assert [row.data["version"] for row in rows].index(99) == 45
        assert time.monotonic() - began > 2 * inbox.ROWS_PAUSE_S


async def test_where_more_changes_than_is_shown_nobody_who_reads_is_cut_off():
    async with memory_node(SILENT) as on:
        one = await (await a_talk(on)).conversation()
        stream = on.node.inbox.open(WORKSPACE, MARIA.id)
        reading = asyncio.create_task(read_frames(stream, "nothing"))
        for moment in range(10):
            for number in range(600):
                on.node.inbox.changed(replace(one, id=ConversationId(f"conv_{number}"), head_seq=Seq(9 + moment)))
            await asyncio.sleep(0.1)

        assert not stream.is_ended
        stream.end()
        assert {frame.type for frame in await reading} >= {"conversation"}


async def test_a_request_for_a_person_is_told_to_the_whole_team_even_before_the_first_message():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        streams = [on.node.inbox.open(WORKSPACE, agent.id) for agent in (MARIA, NOAH)]

        await talk.ask_for_human()

        for stream in streams:
            told = [frame for frame in await read_frames(stream, "notification") if frame.type == "notification"]
            assert told[0].data["kind"] == "human_requested"
            assert told[0].data["title"] == "Vera"


async def test_a_visitors_word_is_told_to_the_owner_alone():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.take_over(MARIA)
        marias, noahs = (on.node.inbox.open(WORKSPACE, agent.id) for agent in (MARIA, NOAH))

        await talk.visitor_says("Are you there?")

        told = await read_frames(marias, "notification")
        assert told[-1].data["text"] == "Are you there?"
        assert "notification" not in [frame.type for frame in await read_frames(noahs, "counts")]


async def test_coming_and_going_is_told_once():
    async with memory_node(SILENT) as on:
        stream = on.node.inbox.open(WORKSPACE, MARIA.id)

        await on.node.attendance.sign_of_life(WORKSPACE, NOAH, PresenceState.ONLINE)
        await on.node.attendance.sign_of_life(WORKSPACE, NOAH, PresenceState.ONLINE)
        on.clock.advance(LEASE_MS / 1000)
        await on.node.attendance.sweep()

        seen = await read_frames(stream, "presence")
        told = [frame.data["state"] for frame in seen if frame.type == "presence"]
        assert told == ["online", "offline"]
        assert await on.presence.state(WORKSPACE, NOAH.id, Millis(on.clock.now_ms())) is PresenceState.OFFLINE
