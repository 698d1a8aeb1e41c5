"""Saved filters: one's own and the shared ones, who may change which, and how many there may be."""

import pytest

from relevo.core.actors import Actor, ActorKind, Role
from relevo.workspace.errors import Forbidden, InConflict, Invalid, NameTaken, NotFound
from relevo.workspace.team.saved_filters import MOST, FilterChange, NewFilter, SavedFilter
from tests.workspace.conftest import World
from tests.workspace.team.conftest import Someone


async def save(world: World, by: Someone, name: str = "Late", **more: object) -> SavedFilter:
    new = NewFilter(**{"name": name, "query": {"label": ["late"]}, **more})  # type: ignore[arg-type]
    return await world.parts.saved_filters.create(by, new)


async def seen(world: World, by: Someone) -> list[str]:
    return [each.name for each in await world.another_node().saved_filters.list(by)]


async def test_everybody_sees_the_shared_ones_and_their_own_by_position(world: World, ana: Someone, boss: Someone):
    await save(world, ana, "Second")
    await save(world, ana, "First", position=0)
    await save(world, boss, "Shared", is_shared=True, position=7)
    await save(world, boss, "Private")

    assert await seen(world, ana) == ["First", "Second", "Shared"]
    assert await seen(world, boss) == ["Shared", "Private"]


async def test_a_name_is_unique_for_its_owner_in_any_case(world: World, ana: Someone, boss: Someone):
    await save(world, ana, "Late")
    await save(world, boss, "Late")
    other = await save(world, ana, "Early")

    with pytest.raises(NameTaken):
        await save(world, ana, "LATE")
    with pytest.raises(NameTaken):
        await world.parts.saved_filters.change(ana, other.id, FilterChange(name="late"))


async def test_only_supervisors_touch_what_everybody_uses(world: World, ana: Someone, boss: Someone):
    filters = world.parts.saved_filters
    own, shared = await save(world, ana), await save(world, boss, is_shared=True)

    with pytest.raises(Forbidden):
        await save(world, ana, "For all", is_shared=True)
    with pytest.raises(Forbidden):
        await filters.change(ana, own.id, FilterChange(is_shared=True))
    for touch in (
        lambda: filters.change(ana, shared.id, FilterChange(name="X")),
        lambda: filters.remove(ana, shared.id),
    ):
        with pytest.raises(Forbidden):
            await touch()
    with pytest.raises(NotFound):
        await filters.get(boss, own.id)
    await filters.remove(boss, shared.id)
    assert await seen(world, boss) == []


async def test_a_change_leaves_what_it_does_not_name(world: World, ana: Someone):
    saved = await save(world, ana)

    after = await world.parts.saved_filters.change(ana, saved.id, FilterChange(query={"view": "mine"}))

    assert (after.name, after.query, after.position) == (saved.name, '{"view":"mine"}', saved.position)
    assert await world.another_node().saved_filters.get(ana, saved.id) == after


async def test_there_are_fifty_of_ones_own_and_fifty_shared_at_most(world: World, ana: Someone, boss: Someone):
    for number in range(MOST):
        await save(world, ana, f"Filter {number}")
        await save(world, boss, f"Shared {number}", is_shared=True)

    with pytest.raises(InConflict, match="You have 50"):
        await save(world, ana, "One more")
    other = Someone(boss.workspace_id, Actor(ActorKind.AGENT, "agent_other", "Other"), Role.OWNER)
    own = await save(world, other, "Own")
    for more in (
        save(world, other, "One more", is_shared=True),
        world.parts.saved_filters.change(other, own.id, FilterChange(is_shared=True)),
    ):
        with pytest.raises(InConflict, match="50 shared"):
            await more


@pytest.mark.parametrize(("more", "field"), [({"name": " "}, "name"), ({"query": {"q": "x" * 9_000}}, "query")])
async def test_what_cannot_be_kept_is_refused_by_its_name(
    world: World, ana: Someone, more: dict[str, object], field: str
):
    with pytest.raises(Invalid) as refused:
        await save(world, ana, **more)  # type: ignore[arg-type]

    assert refused.value.field == field
