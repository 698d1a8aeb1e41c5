"""Streams: everything once and in order, whenever a reader comes and whatever it lacks."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from relevo.core.actors import Role
from relevo.core.commands import AddNote
from relevo.core.events import Event, Recorded
from relevo.core.ids import Epoch, Millis, Seq
from relevo.engine import node
from relevo.engine.live.frames import _kept, event_json
from relevo.engine.live.subscription import AT_ONCE, Subscription
from relevo.engine.streams import PAGE, PARTS
from relevo.engine.views import Audience, event_view, is_alike
from relevo.ports import DraftPiece, Wake
from relevo.testing import MemoryNode, ScriptedAssistant, memory_node
from tests.contract.every_event import EVENTS_WITH_EVERYTHING
from tests.engine.given import MARIA, WORKSPACE, a_talk, frames, read_frames
from tests.engine.test_turns import LONG, drafting
from tests.engine.waiting import until

SILENT = ScriptedAssistant([])


async def test_a_reader_gets_the_log_and_then_each_commit_once_and_in_order():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        for n in range(300):
            await talk.visitor_says(f"before {n}")
        stream = on.node.streams.open(await talk.conversation(), Audience.VISITOR, 0)
        seen = [frame.id for frame in frames(await stream.read())]

        async def write() -> None:
            for n in range(100):
                await talk.visitor_says(f"while {n}")

        writing = asyncio.create_task(write())
        while not seen or seen[-1] != 401:
            seen += [frame.id for frame in frames(await stream.read())]
        await writing

        assert seen == list(range(1, 402))


@pytest.mark.parametrize("event", EVENTS_WITH_EVERYTHING, ids=lambda event: event.type)
def test_one_encoding_serves_everybody_exactly_where_visitors_see_what_agents_see(event: Event) -> None:
    recorded = Recorded(Seq(7), Millis(1), Epoch(2), MARIA, event)
    by_visitor, by_agent = (event_view(recorded, audience) for audience in Audience)
    assert is_alike(event) is (by_visitor == by_agent)


@pytest.mark.parametrize("order", [list(Audience), list(reversed(Audience))])
@pytest.mark.parametrize("event", EVENTS_WITH_EVERYTHING, ids=lambda event: event.type)
def test_an_encoding_that_is_kept_goes_to_nobody_it_is_not_for(event: Event, order: list[Audience]) -> None:
    recorded = Recorded(Seq(7), Millis(1), Epoch(2), MARIA, event)
    for audience in (*order, *order):
        encoded = event_json(recorded, audience)
        assert (encoded and msgspec.json.decode(encoded)) == msgspec.to_builtins(event_view(recorded, audience))


def test_of_events_that_are_equal_each_is_told_as_itself_and_few_are_kept() -> None:
    event = EVENTS_WITH_EVERYTHING[0]
    for seq in range(1, 1_000):
        recorded = Recorded(Seq(seq), Millis(1), Epoch(2), MARIA, event)
        encoded = event_json(recorded, Audience.AGENT)
        assert encoded is not None
        assert msgspec.json.decode(encoded)["seq"] == seq
        del recorded
    assert len(_kept) <= 128


@pytest.mark.parametrize("audience", Audience)
async def test_what_is_pushed_is_what_the_log_would_tell(audience: Audience) -> None:
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        here = await talk.conversation()
        streams = [on.node.streams.open(here, kind, None) for kind in Audience]
        reading = [asyncio.create_task(read_frames(stream, "message")) for stream in streams]
        await asyncio.sleep(0)

        await talk.ask_for_human()
        await talk.take_over()
        note = AddNote(by=MARIA, role=Role.AGENT, at=talk.now, note_id="n1", text="a difficult one")
        await on.node.handle(WORKSPACE, talk.id, note)
        await talk.agent_says("Hello")

        pushed = dict(zip(Audience, await asyncio.gather(*reading), strict=True))[audience]
        stored = await read_frames(on.node.streams.open(here, audience, here.head_seq), "message")
        assert [frame for frame in pushed if frame.id] == stored
        assert [frame.type for frame in stored if frame.type in ("human_requested", "message")]


async def test_a_reader_resumes_after_its_cursor():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        for n in range(5):
            await talk.visitor_says(f"{n}")

        stream = on.node.streams.open(await talk.conversation(), Audience.VISITOR, 4)

        assert [frame.id for frame in frames(await stream.read())] == [5, 6]


async def test_a_cursor_from_elsewhere_is_told_to_start_afresh():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)

        stream = on.node.streams.open(await talk.conversation(), Audience.VISITOR, 99)

        assert [frame.type for frame in frames(await stream.read())] == ["reset"]


async def test_visitors_never_get_notes_and_agents_do():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        conversation = await talk.conversation()
        visitor = on.node.streams.open(conversation, Audience.VISITOR, None)
        agent = on.node.streams.open(conversation, Audience.AGENT, None)
        note = AddNote(by=MARIA, role=Role.AGENT, at=talk.now, note_id="n1", text="a difficult one")
        await on.node.handle(WORKSPACE, talk.id, note)

        await talk.visitor_says("Hi")

        assert [frame.type for frame in await read_frames(visitor, "message")] == ["message"]
        assert [frame.type for frame in await read_frames(agent, "message")] == ["note", "message"]


@asynccontextmanager
async def _no_heartbeats_of_its_own() -> AsyncIterator[MemoryNode]:
    async with memory_node(SILENT) as on:
        for task in on.node._tasks:
            task.cancel()
        yield on


async def test_a_heartbeat_does_not_betray_a_note():
    async with _no_heartbeats_of_its_own() as on:
        talk = await a_talk(on)
        visitor = on.node.streams.open(await talk.conversation(), Audience.VISITOR, None)
        note = AddNote(by=MARIA, role=Role.AGENT, at=talk.now, note_id="n1", text="a difficult one")
        await on.node.handle(WORKSPACE, talk.id, note)

        on.node.streams.ping()

        (ping,) = await read_frames(visitor, "ping")
        assert ping.data == {"head_seq": 1}


async def test_every_stream_has_its_heartbeat_once_in_a_round_and_few_at_a_time():
    async with _no_heartbeats_of_its_own() as on:
        talks = [await a_talk(on, f"c{number}") for number in range(3 * PARTS)]
        streams = [on.node.streams.open(await talk.conversation(), Audience.VISITOR, None) for talk in talks]
        first = await talks[0].conversation()
        streams += [on.node.streams.open(first, audience, None) for audience in Audience]
        gone = streams.pop(7)
        gone.close()
        beats = [0] * len(streams)
        for part in range(PARTS):
            reached = on.node.streams.ping(part)
            told = [len(stream._frames) for stream in streams]
            assert reached == sum(told) - sum(beats) <= 5
            beats = told
        assert beats == [1] * len(streams)
        for stream in streams:
            stream.close()
        assert on.node.streams.ping() == sum(map(on.node.streams.ping, range(PARTS))) == 0
        assert on.node.streams.open_count == 0


async def test_every_stream_and_console_has_its_heartbeat_again_and_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(node, "PING_S", 0.2)
    async with memory_node(SILENT) as on:
        talks = [await a_talk(on, f"c{number}") for number in range(3)]
        streams = [on.node.streams.open(await talk.conversation(), Audience.VISITOR, None) for talk in talks]
        streams.append(on.node.inbox.open(WORKSPACE, "maria"))
        async with asyncio.timeout(5):
            for _ in range(3):
                for stream in streams:
                    assert (await read_frames(stream, "ping"))[-1].type == "ping"


async def test_a_reader_who_does_not_read_is_cut_off_and_resumes_without_a_loss():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        stream = on.node.streams.open(await talk.conversation(), Audience.VISITOR, None)
        await asyncio.wait_for(_until_waiting(stream), 1)
        for n in range(300):
            await talk.visitor_says(f"{n}")

        assert await stream.read() == b""

        again = on.node.streams.open(await talk.conversation(), Audience.VISITOR, 1)
        seen = [frame.id for chunk in [await again.read(), await again.read()] for frame in frames(chunk)]
        assert seen == list(range(2, 302))


async def _until_waiting(stream) -> None:
    reading = asyncio.create_task(stream.read())
    await asyncio.sleep(0.01)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)


@pytest.mark.parametrize("is_live", [True, False])
async def test_no_read_returns_more_than_goes_at_once_and_together_they_return_everything(is_live: bool):
    """What was read waits in the connection, where nothing counts it."""
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        begun = await talk.conversation()
        stream = on.node.streams.open(begun, Audience.VISITOR, None if is_live else 0)
        first = asyncio.create_task(stream.read()) if is_live else None
        while stream.is_live is not is_live:
            await asyncio.sleep(0)
        for n in range(25):
            await talk.visitor_says(f"{n}: {'x' * 8000}")
        head_seq = (await talk.conversation()).head_seq
        reads, seen = [], list[int | None]()
        while head_seq not in seen:
            chunk = await (first or stream.read())
            first = None
            assert chunk
            reads.append(len(chunk))
            seen += [frame.id for frame in frames(chunk)]

        assert max(reads) <= AT_ONCE
        assert len(reads) > 3
        assert seen == list(range(begun.head_seq + 1 if is_live else 1, head_seq + 1))


async def test_little_more_is_read_of_the_log_than_goes_at_once(monkeypatch: pytest.MonkeyPatch):
    """Reading a page anew for each piece of it would be a way to keep a server busy with one stream."""
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        for n in range(PAGE):
            await talk.visitor_says(f"{n}: {'x' * 8000}")
        read: list[int] = []
        log = on.node.ports.log
        original = log.read

        async def counting(*asked: Any) -> Sequence[Recorded]:
            records = await original(*asked)
            read.append(len(records))
            return records

        monkeypatch.setattr(log, "read", counting)
        stream = on.node.streams.open(await talk.conversation(), Audience.VISITOR, 0)
        seen = 0
        while seen < PAGE + 1:
            seen += len(frames(await stream.read()))

        assert read[0] == PAGE
        assert sum(read) < 4 * PAGE


async def test_what_is_taken_no_longer_counts_as_waiting():
    """A reader who keeps up is never cut off, however much is said in all."""
    reader = Subscription(lambda _: None)
    for _ in range(20):
        for _ in range(5):
            reader.push(b"x" * 8000)
        while reader._frames:
            assert reader._bytes == sum(map(len, reader._frames))
            await reader.read()
        assert reader._bytes == 0
    assert not reader.is_ended


async def test_a_frame_longer_than_goes_at_once_is_read_whole():
    reader = Subscription(lambda _: None)
    told = [b"a" * 10, b"b" * (AT_ONCE + 1), b"c" * 10, b"d" * 10]
    for frame in told:
        reader.push(frame)
    reader.end(b"bye")
    assert [await reader.read() for _ in range(4)] == [told[0], told[1], told[2] + told[3] + b"bye", b""]


async def test_whoever_has_yet_to_read_of_the_log_gets_no_piece_of_an_answer_but_its_end():
    """Before the events it belongs behind, a piece would be out of order; an end must reach whoever may have begun to show it."""
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        conversation = await talk.conversation()
        behind, live = (on.node.streams.open(conversation, Audience.VISITOR, after) for after in (0, None))
        await _until_waiting(live)
        for is_cut in (False, True):
            piece = DraftPiece(conversation.workspace_id, conversation.id, "t", conversation.epoch, "Hi", is_cut=is_cut)
            on.node.streams.show(piece)

        assert [frame.type for frame in frames(await live.read())] == ["draft", "draft_cut"]
        assert [frame.type for frame in frames(await behind.read())] == ["draft_cut"]


async def test_whoever_comes_in_the_middle_of_an_answer_sees_it_from_its_beginning():
    assistant = ScriptedAssistant(LONG)
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await talk.visitor_says("Tell me")
        await until(lambda: drafting(talk))

        stream = on.node.streams.open(await talk.conversation(), Audience.AGENT, 0)

        seen = frames(await stream.read())
        assert [frame.type for frame in seen] == ["conversation_started", "message", "draft"]
        assert str(seen[-1].data["text_so_far"]).startswith("word0 word1 ")


async def test_no_draft_is_shown_after_the_takeover_that_ends_it():
    assistant = ScriptedAssistant(LONG, ignores_cancellation=True)
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        stream = on.node.streams.open(await talk.conversation(), Audience.VISITOR, 0)
        reading = asyncio.create_task(read_frames(stream, "taken_over"))
        await talk.visitor_says("Tell me")
        await until(lambda: drafting(talk))

        await talk.take_over()
        await asyncio.sleep(0.05)
        await talk.agent_says("Maria here")

        seen = await reading + await read_frames(stream, "message")
        types = [frame.type for frame in seen]
        assert types.count("message") == 2
        assert "draft" not in types[types.index("taken_over") :]
        assert types.index("draft_cut") < types.index("answer_cut") < types.index("taken_over")
        drafted = "".join(
            str(frame.data.get("text_so_far") or frame.data.get("delta")) for frame in seen if frame.type == "draft"
        )
        cut = next(frame for frame in seen if frame.type == "answer_cut")
        kept = cut.data["data"]
        assert isinstance(kept, dict)
        assert kept["text"].strip() == drafted.strip()


async def test_a_commit_of_another_node_is_read_from_the_log_when_its_wake_up_comes():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        stream = on.node.streams.open(await talk.conversation(), Audience.VISITOR, None)
        on.node.handle.announced.clear()
        await talk.visitor_says("from elsewhere")
        head = (await talk.conversation()).head_seq

        on.node.relay.receive(Wake(WORKSPACE, talk.id, head, (await talk.conversation()).epoch))

        assert [frame.type for frame in await read_frames(stream, "message")] == ["message"]


async def test_a_commit_of_another_node_is_found_even_when_its_wake_up_is_lost():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        stream = on.node.streams.open(await talk.conversation(), Audience.VISITOR, None)
        on.node.handle.announced.clear()
        await talk.visitor_says("from elsewhere")

        await on.node.streams.check_heads()

        assert [frame.type for frame in await read_frames(stream, "message")] == ["message"]


async def test_a_stopping_node_says_goodbye_to_every_stream():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        stream = on.node.streams.open(await talk.conversation(), Audience.VISITOR, None)

        on.node.end_streams()

        assert (await stream.read()).startswith(b"event: bye")
        assert await stream.read() == b""


async def test_a_closed_stream_leaves_nothing_behind():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        stream = on.node.streams.open(await talk.conversation(), Audience.VISITOR, Seq(0))

        stream.close()

        assert on.node.streams.open_count == 0
