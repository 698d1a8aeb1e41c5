"""API keys: shown once, hashed, scoped, expiring, revocable."""

import pytest

from relevo.workspace.access.keys import DAY_MS, NewKey, Scope
from relevo.workspace.base.strict import convert
from relevo.workspace.errors import Invalid, NotFound, Unauthenticated
from tests.workspace.conftest import World

NEW = NewKey(name="Reports", scopes=frozenset({Scope.READ}), lifetime_days=30)


async def test_a_key_is_told_once_and_kept_as_a_hash(world: World) -> None:
    key, token = await world.parts.keys.create(world.workspace_id, NEW, "agent_1")
    assert token.startswith("rk_")
    assert await world.parts.keys.check(token) == key
    assert token not in str(await world.tables.rows("SELECT * FROM api_keys"))


async def test_a_key_may_what_its_scopes_say(world: World) -> None:
    key, _ = await world.parts.keys.create(world.workspace_id, NEW, "agent_1")
    assert key.may(Scope.READ)
    assert not key.may(Scope.INGEST)


async def test_a_key_expires(world: World) -> None:
    _, token = await world.parts.keys.create(world.workspace_id, NEW, "agent_1")
    world.clock.advance(30 * DAY_MS / 1000 - 1)
    await world.parts.keys.check(token)
    world.clock.advance(1)
    with pytest.raises(Unauthenticated):
        await world.parts.keys.check(token)


async def test_a_revoked_key_is_dead_at_once(world: World) -> None:
    key, token = await world.parts.keys.create(world.workspace_id, NEW, "agent_1")
    await world.parts.keys.check(token)
    await world.parts.keys.revoke(world.workspace_id, key.id)
    with pytest.raises(Unauthenticated):
        await world.parts.keys.check(token)
    with pytest.raises(NotFound):
        await world.parts.keys.revoke(world.workspace_id, key.id)


async def test_a_key_of_another_workspace_cannot_be_revoked_or_listed(world: World) -> None:
    key, token = await world.parts.keys.create(world.workspace_id, NEW, "agent_1")
    elsewhere = (await world.parts.workspaces.create("Another")).id
    with pytest.raises(NotFound):
        await world.parts.keys.revoke(elsewhere, key.id)
    assert await world.parts.keys.list(elsewhere) == []
    assert (await world.parts.keys.check(token)).workspace_id == world.workspace_id


async def test_its_last_use_is_shown_to_the_hour(world: World) -> None:
    _, token = await world.parts.keys.create(world.workspace_id, NEW, "agent_1")
    await world.parts.keys.check(token)
    used = world.clock.now_ms()
    world.clock.advance(3599)
    await world.parts.keys.check(token)
    assert [key.last_used_at for key in await world.parts.keys.list(world.workspace_id)] == [used]
    world.clock.advance(1)
    await world.parts.keys.check(token)
    assert [key.last_used_at for key in await world.parts.keys.list(world.workspace_id)] == [world.clock.now_ms()]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["write"]}, "scopes"),
        ({"lifetime_days": 0}, "lifetime_days"),
        ({"lifetime_days": 10_000}, "lifetime_days"),
        ({"role": "owner"}, "role"),
    ],
)
def test_a_wrong_wish_is_named(values: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        convert({"name": "x", "scopes": ["read"], **values}, NewKey)
    assert refused.value.field == field


async def test_keys_that_expired_long_ago_are_pruned(world: World) -> None:
    await world.parts.keys.create(world.workspace_id, NEW, "agent_1")
    world.clock.advance(61 * DAY_MS / 1000)
    await world.parts.prune(world.workspace_id)
    assert await world.parts.keys.list(world.workspace_id) == []
