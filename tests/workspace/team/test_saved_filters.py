"""Saved filters: one's own and the shared ones, who may change which, and how many there may be."""

from dataclasses import replace

import pytest

from relevo.core.actors import Actor, ActorKind, Role
from relevo.ports import IdempotencyKey
from relevo.workspace.errors import Forbidden, InConflict, Invalid, NameTaken, NotFound
from relevo.workspace.team.saved_filters import MOST, FilterChange, NewFilter, SavedFilter
from tests.workspace.conftest import World
from tests.workspace.simultaneous import at_once
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


async def test_of_several_at_once_only_so_many_are_saved_as_there_is_room_for(world: World, ana: Someone):
    for number in range(MOST - 2):
        await save(world, ana, f"Filter {number}")
    savings = [lambda node, name=f"New {number}": save(node, ana, name) for number in range(5)]

    outcomes = await at_once(world, *savings)

    assert sum(isinstance(outcome, InConflict) for outcome in outcomes) == 3
    assert len(await seen(world, ana)) == MOST


async def test_of_several_at_once_only_so_many_are_shared_as_there_is_room_for(
    world: World, ana: Someone, boss: Someone
):
    for number in range(MOST - 1):
        await save(world, boss, f"Shared {number}", is_shared=True)
    other = replace(ana, role=Role.SUPERVISOR)
    own = [await save(world, other, f"Own {number}") for number in range(3)]
    sharings = [
        lambda node, saved=saved: node.parts.saved_filters.change(other, saved.id, FilterChange(is_shared=True))
        for saved in own
    ]

    outcomes = await at_once(world, *sharings, lambda node: save(node, other, "New", is_shared=True))

    assert sum(isinstance(outcome, InConflict) for outcome in outcomes) == 3
    assert sum(one.is_shared for one in await world.parts.saved_filters.list(boss)) == MOST


async def test_what_found_no_room_is_not_remembered_as_made(world: World, ana: Someone):
    for number in range(MOST - 1):
        await save(world, ana, f"Filter {number}")
    filters = world.parts.saved_filters
    wanted = [
        (NewFilter(name=name, query={}), IdempotencyKey("agent:ana", name, "print")) for name in ("Late", "Early")
    ]
    outcomes = await at_once(
        world, *[lambda node, each=each: node.parts.saved_filters.create(ana, *each) for each in wanted]
    )
    (refused,) = [each for each, outcome in zip(wanted, outcomes, strict=True) if isinstance(outcome, InConflict)]
    await filters.remove(ana, (await filters.list(ana))[0].id)

    made = await filters.create(ana, *refused)

    assert (await filters.create(ana, *refused)).id == made.id
    assert made.id in {one.id for one in await filters.list(ana)}


@pytest.mark.parametrize(("more", "field"), [({"name": " "}, "name"), ({"query": {"q": "x" * 9_000}}, "query")])
async def test_what_cannot_be_kept_is_refused_by_its_name(
    world: World, ana: Someone, more: dict[str, object], field: str
):
    with pytest.raises(Invalid) as refused:
        await save(world, ana, **more)  # type: ignore[arg-type]

    assert refused.value.field == field
