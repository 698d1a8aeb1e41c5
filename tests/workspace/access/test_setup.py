"""The first run: one link, one owner, once."""

import asyncio

import pytest

from relevo.core.actors import Role
from relevo.workspace.access.sessions import SignedIn
from relevo.workspace.access.setup import LINK_MS
from relevo.workspace.errors import Invalid, SetupUsed
from relevo.workspace.people.agent import NewAgent
from tests.workspace.conftest import HERE, PASSWORD, World

OWNER = NewAgent(email="ana@example.org", name="Ana", password=PASSWORD, role=Role.VIEWER)


async def link(world: World) -> str:
    token = await world.parts.setup.new_link(world.workspace_id)
    assert token is not None
    return token


async def test_the_link_makes_an_owner_who_is_signed_in(world: World) -> None:
    assert await world.parts.setup.is_needed(world.workspace_id)
    signed_in = await world.parts.setup.complete(await link(world), OWNER, HERE)
    assert signed_in.agent.role is Role.OWNER, "whatever role was asked for"
    assert (await world.parts.sessions.check(signed_in.token)).agent == signed_in.agent
    assert not await world.parts.setup.is_needed(world.workspace_id)
    await world.parts.sign_in(world.workspace_id, "ana@example.org", PASSWORD, HERE)


async def test_the_link_works_once(world: World) -> None:
    token = await link(world)
    await world.parts.setup.complete(token, OWNER, HERE)
    with pytest.raises(SetupUsed):
        await world.parts.setup.complete(token, OWNER, HERE)
    assert await world.parts.setup.new_link(world.workspace_id) is None


async def test_of_two_at_the_same_time_one_becomes_the_owner(world: World) -> None:
    token = await link(world)
    new = [NewAgent(email=f"{name}@example.org", name=name, password=PASSWORD) for name in "abcd"]
    outcomes = await asyncio.gather(
        *(world.another_node().setup.complete(token, each, HERE) for each in new), return_exceptions=True
    )
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, SetupUsed) for outcome in outcomes) == 3
    assert len(await world.parts.people.list(world.workspace_id)) == 1


async def test_a_newer_link_replaces_the_older(world: World) -> None:
    old, new = await link(world), await link(world)
    with pytest.raises(SetupUsed):
        await world.parts.setup.complete(old, OWNER, HERE)
    await world.parts.setup.complete(new, OWNER, HERE)


async def test_a_link_expires(world: World) -> None:
    token = await link(world)
    world.clock.advance(LINK_MS / 1000)
    with pytest.raises(SetupUsed):
        await world.parts.setup.complete(token, OWNER, HERE)


async def test_a_weak_password_leaves_the_link_good(world: World) -> None:
    token = await link(world)
    for password in ("short", None, "admin1234567"):
        with pytest.raises(Invalid) as refused:
            await world.parts.setup.complete(token, NewAgent(email="a@b.org", name="A", password=password), HERE)
        assert refused.value.field == "password"
    await world.parts.setup.complete(token, OWNER, HERE)


@pytest.mark.parametrize("token", ["", "ru_wrong", "admin", "ru_" + "x" * 43])
async def test_a_made_up_link_opens_nothing(world: World, token: str) -> None:
    await link(world)
    with pytest.raises(SetupUsed):
        await world.parts.setup.complete(token, OWNER, HERE)


async def test_a_link_is_dead_when_an_owner_came_by_another_way(world: World) -> None:
    token = await link(world)
    await world.agent("b@example.org", Role.OWNER)
    with pytest.raises(SetupUsed):
        await world.parts.setup.complete(token, OWNER, HERE)
    assert len(await world.parts.people.list(world.workspace_id)) == 1


async def test_only_the_hash_of_a_link_is_kept(world: World) -> None:
    token = await link(world)
    assert token not in str(await world.tables.rows("SELECT * FROM setup_links"))
