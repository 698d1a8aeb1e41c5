"""Streams over a real socket: order, resume, farewell, and their limits (trust.md G5, G7, G16, G17, G21, T15, T23).

Not here: what the frames hold (`engine`).
"""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pytest

from relevo.api.edge.protocol import http_protocol
from relevo.api.live import watch as watch_module
from relevo.api.live.outlet import Outlet
from relevo.api.live.watch import Watch
from relevo.engine.live.subscription import Subscription
from relevo.ports import Unavailable
from relevo.settings import Limits, Settings, Streams
from tests.api.reading import follow
from tests.api.running import Caller, Running, running
from tests.api.test_conversations import begun, said


def events_of(conversation_id: str, side: str = "/v1/visitor") -> str:
    return f"{side}/conversations/{conversation_id}/events"


async def test_a_stream_has_the_log_after_its_cursor_and_then_what_happens(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    async with follow(visitor, events_of(conversation_id), last_event_id="0") as stream:
        assert (stream.status, stream.headers["content-type"]) == (200, "text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        assert stream.headers["x-accel-buffering"] == "no"
        first, second = await stream.next(), await stream.next()
        await said(agent, conversation_id, "Hello, I am a person.")
        third = await stream.until("message")

    assert first is not None
    assert second is not None
    assert [first.id, second.id, third.id] == ["1", "2", "3"]
    assert third.data["data"]["text"] == "Hello, I am a person."
    assert third.data["actor"]["kind"] == "agent"


async def test_without_a_cursor_a_stream_begins_now(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    async with follow(visitor, events_of(conversation_id)) as stream:
        await agent.post(f"/v1/conversations/{conversation_id}/take-over")
        frame = await stream.next()
    assert frame is not None
    assert (frame.event, frame.id) == ("taken_over", "2")


async def test_the_query_can_say_where_to_begin_and_the_header_beats_it(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    async with follow(visitor, events_of(conversation_id) + "?after=1") as stream:
        frame = await stream.next()
        assert frame is not None
        assert frame.id == "2"
    async with follow(visitor, events_of(conversation_id) + "?after=1", last_event_id="0") as stream:
        frame = await stream.next()
        assert frame is not None
        assert frame.id == "1"


@pytest.mark.parametrize("cursor", ["999", "-1", "abc", "1.5", "9" * 400, "٣"])
async def test_a_cursor_that_no_log_has_had_is_answered_with_a_reset(visitor: Caller, cursor: str) -> None:
    conversation_id = await begun(visitor)
    asked = {**visitor.headers, "Accept": "text/event-stream", "Last-Event-ID": cursor}
    request = [(name.encode(), value.encode()) for name, value in asked.items()]
    async with visitor.http.stream("GET", events_of(conversation_id), headers=request) as answer:
        text = ""
        async for line in answer.aiter_lines():
            text += line
            if line.startswith("data:"):
                break
    assert answer.status_code == 200
    assert 'event: resetdata: {"reason":"unknown_cursor"}' in text


async def test_no_note_and_no_gap_shows_in_a_visitors_stream(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    async with follow(visitor, events_of(conversation_id), last_event_id="0") as stream:
        await stream.next()
        await agent.post(f"/v1/conversations/{conversation_id}/notes", {"text": "secret"})
        await agent.put(f"/v1/conversations/{conversation_id}/labels", {"labels": ["vip"]})
        await agent.post(f"/v1/conversations/{conversation_id}/take-over")
        await stream.until("taken_over")
    assert [frame.event for frame in stream.seen] == ["conversation_started", "taken_over"]


async def test_agents_see_notes_in_theirs(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    async with follow(agent, events_of(conversation_id, "/v1")) as stream:
        await agent.post(f"/v1/conversations/{conversation_id}/notes", {"text": "look here"})
        assert (await stream.until("note")).data["data"]["text"] == "look here"


async def test_typing_goes_to_the_other_side_only(visitor: Caller, agent: Caller, colleague: Caller) -> None:
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    async with (
        follow(visitor, events_of(conversation_id)) as theirs,
        follow(agent, events_of(conversation_id, "/v1")) as ours,
    ):
        await visitor.post(f"/v1/visitor/conversations/{conversation_id}/typing")
        assert (await ours.until("typing")).data["actor"]["kind"] == "visitor"
        refused = await colleague.post(f"/v1/conversations/{conversation_id}/typing")
        assert (refused.status_code, refused.json()["owner"]["id"]) == (409, agent.told["agent"]["id"])
        await agent.post(f"/v1/conversations/{conversation_id}/typing")
        frame = await theirs.until("typing")
        assert frame.data["actor"]["kind"] == "agent"
        assert frame.id == ""
    assert [frame.event for frame in theirs.seen] == ["typing"]


async def test_the_inbox_stream_has_rows_and_counts(server: Running, visitor: Caller, agent: Caller) -> None:
    async with follow(agent, "/v1/stream") as stream:
        counts = await stream.until("counts")
        conversation_id = await begun(visitor)
        row = await stream.until("conversation")
    assert set(counts.data) == {"handoff", "unassigned", "mine", "assistant", "all", "closed"}
    assert (row.data["id"], row.data["version"]) == (conversation_id, 1)


async def test_an_agent_may_carry_the_cookie_to_a_stream(server: Running, agent: Caller) -> None:
    headers = {"Cookie": f"relevo_session={agent.token}", "Accept": "text/event-stream"}
    async with server.http.stream("GET", "/v1/stream", headers=headers) as answer:
        assert answer.status_code == 200


async def test_a_credential_in_the_address_opens_nothing(visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    path = f"{events_of(conversation_id)}?token={visitor.token}"
    answer = await visitor.http.get(path, headers={"Accept": "text/event-stream"})
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (400, "credential-in-url")


async def test_a_sixth_stream_of_a_visitor_is_one_too_many(visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    path = events_of(conversation_id)
    streams = [follow(visitor, path) for _ in range(5)]
    for stream in streams:
        assert (await stream.__aenter__()).status == 200

    asked = {**visitor.headers, "Accept": "text/event-stream"}
    refused = await visitor.http.get(path, headers=asked)
    await streams[0].__aexit__(None, None, None)
    async with asyncio.timeout(5):
        while True:
            async with follow(visitor, path) as again:
                if again.status == 200:
                    break
            await asyncio.sleep(0.05)
    for stream in streams[1:]:
        await stream.__aexit__(None, None, None)

    assert refused.status_code == 429
    assert {"retry-after", "ratelimit-limit", "ratelimit-remaining"} <= set(refused.headers)


async def test_a_client_that_leaves_is_noticed_at_once(server: Running, visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    before = server.node.streams.open_count
    async with follow(visitor, events_of(conversation_id)) as stream:
        assert stream.status == 200
        assert server.node.streams.open_count == before + 1
    await holds(lambda: server.node.streams.open_count == before)


async def test_a_stream_can_be_cut_at_every_byte_and_resumed_without_loss(server: Running, agent: Caller) -> None:
    visitor = await server.arrive()
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    for number in range(4):
        await said(agent, conversation_id, f"line {number} ✓")
    whole = await bytes_of(server, visitor, conversation_id, last_id=0, until=b'line 3 \xe2\x9c\x93"}}\n\n')
    for length in range(0, len(whole), 7):
        begun_ids = ids_in(whole[:length])
        cursor = begun_ids[-1] if begun_ids else 0
        rest = (
            await bytes_of(server, visitor, conversation_id, last_id=cursor, until=b'line 3 \xe2\x9c\x93"}}\n\n')
            if cursor < 6
            else b""
        )
        assert begun_ids + ids_in(rest) == [1, 2, 3, 4, 5, 6], length


@pytest.mark.parametrize("who", ["the watch", "the kernel"])
async def test_a_reader_that_takes_nothing_is_cut_off_and_frees_everything(who: str) -> None:
    """The watch aborts the connection; where it sleeps, the kernel gives up on what stays unread."""
    is_kernel = who == "the kernel"
    limits = Streams(send_timeout_s=300 if is_kernel else 1, recheck_s=15)
    settings = Settings(limits=Limits(exempt_loopback=True), streams=limits)
    async with running(settings, protocol=http_protocol(10, 1 if is_kernel else 600)) as server:
        agent, visitor = await server.sign_in(), await server.arrive()
        conversation_id = await begun(visitor)
        await agent.post(f"/v1/conversations/{conversation_id}/take-over")
        with closing(await stalling(server, visitor, conversation_id)):
            await holds(lambda: server.node.streams.open_count == 1)
            # More than the buffers on the way take.
            for _ in range(60):
                await said(agent, conversation_id, "x" * 8000)
            await holds(lambda: server.node.streams.open_count == 0, timeout_s=10)


async def test_where_a_server_cannot_abort_the_request_is_cancelled() -> None:
    async def never(*_: Any) -> Any:
        await asyncio.Event().wait()

    closed: list[Subscription] = []
    outlet = Outlet(Subscription(closed.append), "visitor:v", "rv_1", {"type": "http"})
    request = asyncio.create_task(outlet.run(never, never, lambda: 7))
    await asyncio.sleep(0)
    outlet.cut()
    await request

    assert len(closed) == 1


class Asked:
    """A gate that finds every token good and notes how many it is asked for at a time."""

    def __init__(self) -> None:
        self.visitors: list[int] = []

    async def still_visitors(self, tokens: Sequence[str]) -> frozenset[str]:
        self.visitors.append(len(tokens))
        return frozenset(tokens)


async def test_streams_that_began_together_are_looked_at_one_part_after_the_other() -> None:
    gate = Asked()
    watch = Watch(gate, Streams(recheck_s=10))  # type: ignore[arg-type]
    for number in range(1_000):
        watch.add(Outlet(Subscription(lambda _: None), f"visitor:{number}", f"rv_{number}", {"type": "http"}))

    for _ in range(30):
        await watch.look()

    assert gate.visitors == [100] * 30, "each stream once in ten seconds"


@pytest.mark.parametrize("fault", [Unavailable("the disk is away"), KeyError("unforeseen")])
async def test_where_rights_cannot_be_looked_up_nobody_loses_a_stream_and_it_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(watch_module, "TICK_S", 0.01)
    closed: list[Subscription] = []
    asked: list[Sequence[str]] = []

    class Faulty:
        async def still_visitors(self, tokens: Sequence[str]) -> frozenset[str]:
            assert not closed
            asked.append(tokens)
            if len(asked) < 4:
                raise fault
            return frozenset()

    async def never(*_: Any) -> Any:
        await asyncio.Event().wait()

    watch = Watch(Faulty(), Streams(recheck_s=1))  # type: ignore[arg-type]
    outlet = Outlet(Subscription(closed.append), "visitor:v", "rv_1", {"type": "http"})
    watch.add(outlet)
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async with asyncio.timeout(5), watch.running():
        await outlet.run(never, send, watch.now)

    assert len(asked) == 4
    assert len(closed) == 1


@pytest.mark.parametrize("who", ["agent", "disabled agent", "visitor"])
async def test_a_lost_right_ends_an_open_stream(who: str) -> None:
    settings = Settings(limits=Limits(exempt_loopback=True), streams=Streams(recheck_s=1))
    async with running(settings) as server:
        agent, visitor = await server.sign_in(), await server.arrive()
        conversation_id = await begun(visitor)
        caller, path = (agent, "/v1/stream") if "agent" in who else (visitor, events_of(conversation_id))
        async with follow(caller, path) as stream:
            assert stream.status == 200
            if who == "disabled agent":
                owner = await server.sign_in("owner")
                await owner.patch(f"/v1/agents/{agent.told['agent']['id']}", {"is_active": False})
            else:
                await server.forget(caller)
            async with asyncio.timeout(6):
                while await stream.next() is not None:
                    pass
        again = await server.http.get(path, headers={**caller.headers, "Accept": "text/event-stream"})
        assert again.status_code == 401


async def test_a_stopping_server_says_bye_to_every_stream(visitor: Caller) -> None:
    async with running() as server:
        visitor, agent = await server.arrive(), await server.sign_in()
        conversation_id = await begun(visitor)
        async with follow(visitor, events_of(conversation_id)) as theirs, follow(agent, "/v1/stream") as ours:
            await ours.until("counts")
            server.node.end_streams()
            assert (await theirs.until("bye")).id == ""
            assert await theirs.next() is None
            await ours.until("bye")


async def holds(condition: Any, timeout_s: float = 5) -> None:
    async with asyncio.timeout(timeout_s):
        while not condition():
            await asyncio.sleep(0.02)


async def stalling(server: Running, visitor: Caller, conversation_id: str) -> socket.socket:
    """Open a stream and read nothing of it; a small buffer makes that felt soon."""
    host, port = server.url.removeprefix("http://").split(":")
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(reader, (host, int(port)))
    asked = (
        f"GET {events_of(conversation_id)} HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {visitor.token}\r\n"
        "Accept: text/event-stream\r\nLast-Event-ID: 0\r\n\r\n"
    )
    await loop.sock_sendall(reader, asked.encode())
    return reader


async def bytes_of(server: Running, visitor: Caller, conversation_id: str, last_id: int, until: bytes) -> bytes:
    """Return the stream's own bytes, without those of the transfer encoding."""
    async with follow(visitor, events_of(conversation_id), last_event_id=str(last_id)) as stream:
        text = ""
        async for line in stream.lines:
            text += line + "\n"
            if text.encode().endswith(until):
                return text.encode()
    raise AssertionError("the stream ended early")


def ids_in(received: bytes) -> list[int]:
    """The positions of the frames that arrived whole: a client counts only those."""
    whole = received[: received.rfind(b"\n\n") + 2]
    return [int(line[4:]) for line in whole.split(b"\n") if line.startswith(b"id: ")]
