"""Typing: what each side sees of the other's, what nobody sees, and how often."""

import asyncio
import time

import pytest

from tests.api.desk import begun, settings_of, team_path, visitor_path
from tests.api.reading import follow
from tests.api.running import Caller, Running

DRAFT = "my card number is … oh wait"


async def test_agents_see_a_visitors_draft_only_where_the_workspace_has_opted_in(
    server: Running, visitor: Caller, agent: Caller
) -> None:
    conversation_id = await begun(visitor)
    async with follow(agent, f"{team_path(conversation_id)}/events") as stream:
        await visitor.post(f"{visitor_path(conversation_id)}/typing", {"text": DRAFT})
        assert "text" not in (await stream.until("typing")).data
    async with settings_of(server, handoff={"shares_drafts": True}):
        await asyncio.sleep(1.05)
        async with follow(agent, f"{team_path(conversation_id)}/events") as stream:
            await visitor.post(f"{visitor_path(conversation_id)}/typing", {"text": DRAFT})
            assert (await stream.until("typing")).data["text"] == DRAFT


async def test_the_visitor_is_told_that_drafts_are_shared(server: Running) -> None:
    async with settings_of(server, handoff={"shares_drafts": True}):
        told = (await server.arrive()).told["settings"]["handoff"]
    assert told["shares_drafts"] is True


async def test_a_draft_is_bounded_and_shows_no_hidden_characters(
    server: Running, visitor: Caller, agent: Caller
) -> None:
    conversation_id = await begun(visitor)
    async with settings_of(server, handoff={"shares_drafts": True}):
        refused = await visitor.post(f"{visitor_path(conversation_id)}/typing", {"text": "x" * 2001})
        assert refused.status_code == 422
        async with follow(agent, f"{team_path(conversation_id)}/events") as stream:
            await visitor.post(f"{visitor_path(conversation_id)}/typing", {"text": "a\u202eb\u200bc"})
            assert (await stream.until("typing")).data["text"] == "abc"


async def test_whoever_types_fast_is_shown_once_a_second_with_the_latest_text(
    server: Running, visitor: Caller, agent: Caller
) -> None:
    conversation_id = await begun(visitor)
    async with (
        settings_of(server, handoff={"shares_drafts": True}),
        follow(agent, f"{team_path(conversation_id)}/events") as stream,
    ):
        for length in range(1, 11):
            await visitor.post(f"{visitor_path(conversation_id)}/typing", {"text": "x" * length})
        begin = time.monotonic()
        assert (await stream.until("typing")).data["text"] == "x"
        assert (await stream.until("typing")).data["text"] == "x" * 10
        assert time.monotonic() - begin < 1.5
        with pytest.raises(TimeoutError):
            await stream.until("typing", timeout_s=1.2)


async def test_no_sign_of_typing_comes_after_the_message_itself(
    server: Running, visitor: Caller, agent: Caller
) -> None:
    conversation_id = await begun(visitor)
    await agent.post(f"{team_path(conversation_id)}/take-over")
    async with follow(agent, f"{team_path(conversation_id)}/events") as stream:
        for _ in range(3):
            await visitor.post(f"{visitor_path(conversation_id)}/typing")
        await visitor.post(f"{visitor_path(conversation_id)}/messages", {"text": "here it is"})
        await stream.until("message")
        with pytest.raises(TimeoutError):
            await stream.until("typing", timeout_s=1.2)


async def test_a_visitor_sees_nothing_of_an_agent_who_takes_a_note(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    await agent.post(f"{team_path(conversation_id)}/take-over")
    async with follow(visitor, f"{visitor_path(conversation_id)}/events") as stream:
        for state in ("viewing", "noting", "typing", "noting", "gone"):
            done = await agent.put(f"{team_path(conversation_id)}/attention", {"state": state})
            assert done.status_code == 204
        await agent.post(f"{team_path(conversation_id)}/notes", {"text": "for us only"})
        await agent.post(f"{team_path(conversation_id)}/messages", {"text": "for you"})
        await stream.until("message")
    assert [frame.event for frame in stream.seen] == ["message"]


async def test_nothing_of_a_draft_is_kept(server: Running, visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    async with (
        settings_of(server, handoff={"shares_drafts": True}),
        follow(agent, f"{team_path(conversation_id)}/events") as stream,
    ):
        await visitor.post(f"{visitor_path(conversation_id)}/typing", {"text": DRAFT})
        assert (await stream.until("typing")).data["text"] == DRAFT
    await visitor.post(f"{visitor_path(conversation_id)}/messages", {"text": "never mind"})
    page = await agent.get(f"{team_path(conversation_id)}/events")
    assert DRAFT not in page.text
    kept = await everything(server)
    assert "never mind" in kept
    assert "my card number" not in kept


async def everything(server: Running) -> str:
    """Return all rows of all tables."""
    tables = server.tables.contexts._tables
    names = [str(name) for (name,) in await tables.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return " ".join([str(row) for name in names for row in await tables.rows(f"SELECT * FROM {name}")])
