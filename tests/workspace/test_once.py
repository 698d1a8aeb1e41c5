"""The same request again makes nothing; another request under the same key is a mistake."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from relevo.ports import IdempotencyKey
from relevo.workspace.access.keys import NewKey, Scope
from relevo.workspace.assistants import NewAssistant
from relevo.workspace.base.once import KEPT_MS
from relevo.workspace.errors import KeyReused, NameTaken
from relevo.workspace.inboxes import NewInbox
from relevo.workspace.people.agent import NewAgent
from relevo.workspace.team.labels import NewLabel
from relevo.workspace.team.teams import NewTeam
from tests.workspace.conftest import World

ONCE = IdempotencyKey("agent:a", "key-1", "print")


async def test_everything_that_is_made_is_made_once(world: World) -> None:
    parts, where = world.parts, world.workspace_id
    assistant = await world.assistant()
    new_inbox = NewInbox(name="Shop", assistant_id=assistant.id)
    makers: dict[str, Callable[[IdempotencyKey], Awaitable[Any]]] = {
        "team": lambda once: parts.teams.create(where, NewTeam(name="Billing"), once),
        "label": lambda once: parts.labels.create(where, NewLabel(name="Refund"), once),
        "assistant": lambda once: parts.assistants.create(where, NewAssistant(kind="echo", name="Bean"), once),
        "inbox": lambda once: parts.inboxes.create(where, new_inbox, once),
        "agent": lambda once: parts.people.create(where, NewAgent(email="x@example.org", name="X"), once=once),
    }
    for name, make in makers.items():
        once = IdempotencyKey("agent:a", name, "print")
        first, *again = [await make(once) for _ in range(3)]
        assert {each.id for each in again} == {first.id}, name
    assert len(await parts.assistants.list(where)) == 2


async def test_a_hundred_at_once_make_one(world: World) -> None:
    new = NewLabel(name="Refund")
    made = await asyncio.gather(*(world.parts.labels.create(world.workspace_id, new, ONCE) for _ in range(100)))
    assert len({label.id for label in made}) == 1
    assert len(await world.parts.labels.list(world.workspace_id)) == 1


async def test_another_request_under_the_same_key_is_refused(world: World) -> None:
    await world.parts.labels.create(world.workspace_id, NewLabel(name="Refund"), ONCE)
    other = IdempotencyKey(ONCE.principal, ONCE.key, "another print")
    with pytest.raises(KeyReused):
        await world.parts.labels.create(world.workspace_id, NewLabel(name="Order"), other)


async def test_keys_of_two_people_and_two_workspaces_never_meet(world: World) -> None:
    await world.parts.labels.create(world.workspace_id, NewLabel(name="Refund"), ONCE)
    colleague = IdempotencyKey("agent:b", ONCE.key, ONCE.fingerprint)
    await world.parts.labels.create(world.workspace_id, NewLabel(name="Order"), colleague)
    another = (await world.parts.workspaces.create("Another")).id
    await world.parts.labels.create(another, NewLabel(name="Refund"), ONCE)
    assert len(await world.parts.labels.list(world.workspace_id)) == 2


async def test_after_a_day_the_key_is_free_again(world: World) -> None:
    await world.parts.labels.create(world.workspace_id, NewLabel(name="Refund"), ONCE)
    world.clock.advance(KEPT_MS / 1000)
    with pytest.raises(NameTaken):
        await world.parts.labels.create(world.workspace_id, NewLabel(name="Refund"), ONCE)
    await world.parts.labels.create(world.workspace_id, NewLabel(name="Order"), ONCE)
    assert await world.parts.prune(world.workspace_id) == 0
    world.clock.advance(KEPT_MS / 1000)
    assert await world.parts.prune(world.workspace_id) == 1


async def test_a_repeated_request_for_a_key_does_not_show_it_again(world: World) -> None:
    new = NewKey(name="Reports", scopes=frozenset({Scope.READ}))
    key, token = await world.parts.keys.issue(world.workspace_id, new, "agent_1", ONCE)
    again, nothing = await world.parts.keys.issue(world.workspace_id, new, "agent_1", ONCE)
    assert token is not None
    assert (again.id, nothing) == (key.id, None)
    assert (await world.parts.keys.check(token)).id == key.id
