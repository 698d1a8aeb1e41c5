"""Two servers on one database, of which neither hears a signal of the other: each looks for itself (trust.md G13, rule 3).

Not here: the look itself (`tests/engine/test_streams`, `tests/engine/test_queue`).
"""

from collections.abc import AsyncIterator

import pytest

from relevo.engine import node
from tests.api.desk import asked, begun, team_path, visitor_path
from tests.api.reading import follow
from tests.api.running import Running, running_beside_each_other
from tests.api.test_conversations import said

Servers = tuple[Running, Running]


@pytest.fixture
async def servers(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Servers]:
    """The look at the queue comes sooner than in half a minute; how often it is due is held by the trust page's figures."""
    monkeypatch.setattr(node, "QUEUES_S", 0.5)
    async with running_beside_each_other() as both:
        yield both


async def test_what_another_server_commits_is_shown_though_no_signal_comes(servers: Servers) -> None:
    here, there = servers
    visitor, colleague, agent = await here.arrive(), await here.sign_in("supervisor"), await there.sign_in()
    conversation_id = await begun(visitor)
    async with (
        follow(visitor, f"{visitor_path(conversation_id)}/events") as theirs,
        follow(colleague, f"{team_path(conversation_id)}/events") as ours,
    ):
        assert (await agent.post(f"{team_path(conversation_id)}/take-over")).status_code == 200
        await theirs.until("taken_over")
        await ours.until("taken_over")

        for text in ("One", "Two"):
            assert (await said(agent, conversation_id, text)).status_code == 201
        for stream in (theirs, ours):
            assert [(await stream.until("message")).data["data"]["text"] for _ in range(2)] == ["One", "Two"]
            shown = [int(frame.id) for frame in stream.seen if frame.id]
            assert shown == [2, 3, 4]


async def test_a_place_in_the_queue_is_set_right_though_no_signal_comes(servers: Servers) -> None:
    here, there = servers
    first, second, agent = await here.arrive(), await here.arrive(), await there.sign_in()
    claimed, waiting = await asked(first), await asked(second)
    async with follow(second, f"{visitor_path(waiting)}/events") as stream:
        assert (await stream.until("queue")).data["position"] == 2

        assert (await agent.post(f"{team_path(claimed)}/take-over")).status_code == 200

        assert (await stream.until("queue")).data["position"] == 1
