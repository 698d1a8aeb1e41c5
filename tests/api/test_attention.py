"""Attention: who looks at the same conversation, for colleagues only, and for as long as they do."""

import asyncio
import time
from typing import Any

from relevo.testing import ManualClock
from tests.api.desk import begun, team_path
from tests.api.reading import Following, follow
from tests.api.running import Caller, Running, running


def viewers(frame_data: dict[str, Any]) -> dict[str, object]:
    return {str(one["agent"]["name"]): one["state"] for one in frame_data["viewers"]}


async def told(stream: Following) -> dict[str, object]:
    return viewers((await stream.until("attention")).data)


async def is_untold(stream: Following, colleague: Caller, path: str) -> None:
    """Nothing comes before what happens now."""
    before = len(stream.seen)
    await asyncio.sleep(0.1)
    await colleague.post(f"{path}/notes", {"text": "now"})
    await stream.until("note")
    assert "attention" not in [frame.event for frame in stream.seen[before:]]


async def test_a_colleague_sees_at_once_who_looks_types_or_takes_a_note(
    visitor: Caller, agent: Caller, colleague: Caller
) -> None:
    path = team_path(await begun(visitor))
    async with follow(colleague, f"{path}/events") as stream:
        assert await told(stream) == {}
        for state in ("viewing", "typing", "noting"):
            begin = time.monotonic()
            await agent.put(f"{path}/attention", {"state": state})
            assert await told(stream) == {"Agent": state}
            assert time.monotonic() - begin < 0.3
        await agent.put(f"{path}/attention", {"state": "gone"})
        assert await told(stream) == {}


async def test_whoever_opens_the_conversation_later_is_told_who_is_there(
    visitor: Caller, agent: Caller, colleague: Caller
) -> None:
    path = team_path(await begun(visitor))
    await agent.put(f"{path}/attention", {"state": "typing"})
    await colleague.put(f"{path}/attention", {"state": "viewing"})
    async with follow(colleague, f"{path}/events") as stream:
        assert await told(stream) == {"Agent": "typing", "Supervisor": "viewing"}


async def test_attention_ends_with_the_agents_last_stream(visitor: Caller, agent: Caller, colleague: Caller) -> None:
    path = team_path(await begun(visitor))
    async with follow(colleague, f"{path}/events") as stream:
        await told(stream)
        async with follow(agent, f"{path}/events") as one:
            async with follow(agent, f"{path}/events") as other:
                await told(one)
                await told(other)
                await agent.put(f"{path}/attention", {"state": "viewing"})
                assert await told(stream) == {"Agent": "viewing"}
            await is_untold(stream, colleague, path)
        assert await told(stream) == {}


async def test_attention_that_nobody_renews_ends_after_30_seconds() -> None:
    clock = ManualClock()
    async with running(clock=clock) as server:
        visitor, agent, colleague = (
            await server.arrive(),
            await server.sign_in("agent"),
            await server.sign_in("supervisor"),
        )
        path = team_path(await begun(visitor))
        async with follow(colleague, f"{path}/events") as stream:
            await told(stream)
            await agent.put(f"{path}/attention", {"state": "viewing"})
            await told(stream)
            clock.advance(20)
            await agent.put(f"{path}/attention", {"state": "viewing"})
            clock.advance(29)
            await server.parts.attention.sweep()
            await is_untold(stream, colleague, path)
            clock.advance(1)
            await server.parts.attention.sweep()
            assert await told(stream) == {}


async def test_there_is_no_attention_to_what_does_not_exist(agent: Caller) -> None:
    answer = await agent.put("/v1/conversations/conv_none/attention", {"state": "viewing"})
    assert answer.status_code == 404


async def test_programs_attend_to_nothing(server: Running, visitor: Caller) -> None:
    key = await server.key("read")
    answer = await key.put(f"{team_path(await begun(visitor))}/attention", {"state": "viewing"})
    assert answer.status_code == 403
