"""Teams: who is in them, and what the engine is told of them."""

import asyncio

import pytest

from relevo.core.actors import Role
from relevo.workspace.errors import Invalid, NameTaken, NotFound
from relevo.workspace.people.agent import AgentChange
from relevo.workspace.team.teams import NewTeam, TeamChange, TeamRecord
from tests.workspace.conftest import World


async def team(world: World, name: str = "Billing", *agent_ids: str) -> TeamRecord:
    return await world.parts.teams.create(world.workspace_id, NewTeam(name=name, agent_ids=agent_ids))


async def test_a_team_has_its_members_once_each(world: World) -> None:
    ana, bob = await world.agent(), await world.agent("bob@example.org")
    made = await team(world, "Billing", bob.id, ana.id, bob.id)
    assert made.agent_ids == tuple(sorted((ana.id, bob.id)))
    assert await world.another_node().teams.list(world.workspace_id) == [made]


async def test_members_are_replaced_as_a_whole_and_the_name_stays(world: World) -> None:
    ana, bob = await world.agent(), await world.agent("bob@example.org")
    made = await team(world, "Billing", ana.id)
    after = await world.parts.teams.change(world.workspace_id, made.id, TeamChange(agent_ids=(bob.id,)))
    assert (after.name, after.agent_ids) == ("Billing", (bob.id,))
    renamed = await world.parts.teams.change(world.workspace_id, made.id, TeamChange(name="Money"))
    assert (renamed.name, renamed.agent_ids) == ("Money", (bob.id,))


async def test_strangers_and_taken_names_are_refused(world: World) -> None:
    made = await team(world)
    with pytest.raises(Invalid) as refused:
        await team(world, "Support", "agent_nobody")
    assert refused.value.field == "agent_ids"
    with pytest.raises(NameTaken):
        await team(world, "BILLING")
    other = await team(world, "Support")
    with pytest.raises(NameTaken):
        await world.parts.teams.change(world.workspace_id, other.id, TeamChange(name="billing"))
    assert [each.id for each in await world.parts.teams.list(world.workspace_id)] == [made.id, other.id]


async def test_a_removed_team_leaves_no_members_behind(world: World) -> None:
    ana = await world.agent()
    made = await team(world, "Billing", ana.id)
    await asyncio.gather(
        world.parts.teams.remove(world.workspace_id, made.id),
        world.parts.teams.change(world.workspace_id, made.id, TeamChange(agent_ids=())),
        return_exceptions=True,
    )
    for call in (
        world.parts.teams.remove(world.workspace_id, made.id),
        world.parts.teams.change(world.workspace_id, made.id, TeamChange(agent_ids=(ana.id,))),
    ):
        with pytest.raises(NotFound):
            await call
    assert await world.tables.rows("SELECT * FROM team_members") == []


async def test_the_engine_is_told_of_those_who_can_have_conversations(world: World) -> None:
    owner = await world.agent("o@example.org", Role.OWNER)
    ana, idle = await world.agent(), await world.agent("idle@example.org")
    viewer = await world.agent("v@example.org", Role.VIEWER)
    made = await team(world, "Billing", ana.id, idle.id, viewer.id)
    rules, workspace_id = world.parts.rules, world.workspace_id

    found = await rules.team(workspace_id, made.id)
    assert found is not None
    assert (found.name, found.agent_ids) == ("Billing", frozenset({ana.id, idle.id}))
    await world.parts.people.change(workspace_id, idle.id, AgentChange(is_active=False))
    await world.parts.people.change(workspace_id, ana.id, AgentChange(capacity=3))

    again = await rules.team(workspace_id, made.id)
    assert again is not None
    assert again.agent_ids == frozenset({ana.id})
    seats = {seat.actor.id: seat.capacity for seat in await rules.seats(workspace_id)}
    assert seats == {owner.id: None, ana.id: 3}
    bob = await world.agent("bob@example.org")
    assert bob.id in {seat.actor.id for seat in await rules.seats(workspace_id)}, "a newcomer is known at once"


async def test_a_team_of_another_workspace_is_not_there(world: World) -> None:
    made = await team(world)
    other = (await world.parts.workspaces.create("Another")).id
    assert await world.parts.rules.team(other, made.id) is None
    assert await world.parts.desk.team(other, made.id) is None
    assert await world.parts.rules.seats(other) == ()
    with pytest.raises(NotFound):
        await world.parts.teams.remove(other, made.id)
