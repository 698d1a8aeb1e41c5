"""Agents: added, changed, found; who may change whom; the last owner stays."""

import asyncio

import pytest

from relevo.core.actors import ActorKind, Role
from relevo.workspace.base.strict import convert
from relevo.workspace.errors import Forbidden, Invalid, InvalidCredentials, LastOwner, NameTaken, NotFound
from relevo.workspace.people.agent import AgentChange, NewAgent, ProfileChange
from tests.workspace.conftest import HERE, PASSWORD, World

OTHER = "plinth-gopher-casserole"


async def test_an_agent_is_found_again_as_it_was_added(world: World) -> None:
    new = NewAgent(email="Ana@Example.org", name="Ana Ruiz", display_name="Ana", avatar_url="/avatars/ana.png")
    added = await world.parts.people.create(world.workspace_id, new)
    assert await world.parts.people.get(world.workspace_id, added.id) == added
    assert added.email == "Ana@Example.org"
    assert added.role is Role.AGENT
    assert (added.actor.kind, added.actor.name, added.actor.avatar_url) == (ActorKind.AGENT, "Ana", "/avatars/ana.png")


async def test_without_a_display_name_visitors_see_the_name(world: World) -> None:
    assert (await world.agent(name="Ana Ruiz")).actor.name == "Ana Ruiz"


async def test_an_address_is_taken_in_any_case(world: World) -> None:
    await world.agent("ana@example.org")
    with pytest.raises(NameTaken) as refused:
        await world.agent(" ANA@example.ORG ")
    assert (refused.value.code, refused.value.field) == ("conflict", "email")


async def test_an_address_taken_elsewhere_is_free_here(world: World) -> None:
    await world.agent("ana@example.org")
    world.workspace_id = (await world.parts.workspaces.create("Another")).id
    await world.agent("ana@example.org")


async def test_changing_to_a_colleagues_address_is_refused(world: World) -> None:
    await world.agent("ana@example.org")
    bob = await world.agent("bob@example.org")
    with pytest.raises(NameTaken):
        await world.parts.people.change(world.workspace_id, bob.id, AgentChange(email="Ana@Example.org"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "a@b@c"}, "email"),
        ({"email": "a\u202eb@example.org"}, "email"),
        ({"email": "evil@example.org\nBcc: x@example.org"}, "email"),
        ({"name": " \u200b "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"avatar_url": "javascript:alert(1)"}, "avatar_url"),
        ({"avatar_url": "//evil.example/x.png"}, "avatar_url"),
        ({"avatar_url": "https://a:b@evil.example/x.png"}, "avatar_url"),
        ({"password": "short"}, "password"),
        ({"password": "Password2024!"}, "password"),
        ({"password": "ana-ana-ana-2024"}, "password"),
    ],
)
async def test_a_wrong_value_is_named(world: World, values: dict[str, str], field: str) -> None:
    new = convert({"email": "ana@example.org", "name": "Ana", **values}, NewAgent)
    with pytest.raises(Invalid) as refused:
        await world.parts.people.create(world.workspace_id, new)
    assert refused.value.field == field


async def test_a_name_loses_what_turns_it_around(world: World) -> None:
    assert (await world.agent(name="Ana\u202e  \tRuiz\n")).name == "Ana Ruiz"


async def test_only_what_is_given_changes(world: World) -> None:
    before = await world.agent()
    after = await world.parts.people.change(world.workspace_id, before.id, AgentChange(display_name="Annie"))
    assert (after.display_name, after.name, after.email) == ("Annie", before.name, before.email)
    again = await world.parts.people.change(world.workspace_id, before.id, AgentChange(display_name=None))
    assert again.display_name is None


async def test_the_last_owner_can_neither_be_demoted_nor_switched_off(world: World) -> None:
    owner = await world.agent(role=Role.OWNER)
    for change in (AgentChange(role=Role.AGENT), AgentChange(is_active=False)):
        with pytest.raises(LastOwner):
            await world.parts.people.change(world.workspace_id, owner.id, change)
    assert (await world.parts.people.get(world.workspace_id, owner.id)).is_active_owner


async def test_a_switched_off_owner_does_not_count(world: World) -> None:
    first = await world.agent("a@example.org", Role.OWNER)
    second = await world.agent("b@example.org", Role.OWNER)
    await world.parts.people.change(world.workspace_id, second.id, AgentChange(is_active=False))
    with pytest.raises(LastOwner):
        await world.parts.people.change(world.workspace_id, first.id, AgentChange(role=Role.SUPERVISOR))


async def test_an_owner_of_another_workspace_does_not_count(world: World) -> None:
    owner = await world.agent(role=Role.OWNER)
    here, world.workspace_id = world.workspace_id, (await world.parts.workspaces.create("Another")).id
    await world.agent(role=Role.OWNER)
    with pytest.raises(LastOwner):
        await world.parts.people.change(here, owner.id, AgentChange(role=Role.AGENT))


async def test_two_owners_who_demote_each_other_leave_one(world: World) -> None:
    first = await world.agent("a@example.org", Role.OWNER)
    second = await world.agent("b@example.org", Role.OWNER)
    outcomes = await asyncio.gather(
        *(
            world.another_node().people.change(world.workspace_id, each.id, AgentChange(role=Role.AGENT))
            for each in (first, second)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, LastOwner) for outcome in outcomes) == 1
    assert sum(agent.is_active_owner for agent in await world.parts.people.list(world.workspace_id)) == 1


@pytest.mark.parametrize("by", [Role.SUPERVISOR, Role.AGENT, Role.VIEWER])
async def test_who_may_not_configure_changes_nobody(world: World, by: Role) -> None:
    agent = await world.agent()
    with pytest.raises(Forbidden):
        await world.parts.people.create(world.workspace_id, NewAgent(email="b@example.org", name="B"), by)
    with pytest.raises(Forbidden):
        await world.parts.people.change(world.workspace_id, agent.id, AgentChange(name="B"), by)
    with pytest.raises(Forbidden):
        await world.parts.people.set_password(world.workspace_id, agent.id, OTHER, by)


async def test_an_administrator_neither_makes_nor_touches_owners(world: World) -> None:
    people, admin = world.parts.people, Role.ADMINISTRATOR
    owner = await world.agent("a@example.org", Role.OWNER)
    agent = await world.agent("b@example.org")
    with pytest.raises(Forbidden):
        await people.create(world.workspace_id, NewAgent(email="c@example.org", name="C", role=Role.OWNER), admin)
    with pytest.raises(Forbidden):
        await people.change(world.workspace_id, agent.id, AgentChange(role=Role.OWNER), admin)
    with pytest.raises(Forbidden):
        await people.change(world.workspace_id, owner.id, AgentChange(name="X"), admin)
    with pytest.raises(Forbidden):
        await people.set_password(world.workspace_id, owner.id, OTHER, admin)
    assert (await people.change(world.workspace_id, agent.id, AgentChange(role=Role.VIEWER), admin)).role is Role.VIEWER


async def test_agents_change_their_own_profile(world: World) -> None:
    agent = await world.agent()
    after = await world.parts.people.change_profile(world.workspace_id, agent.id, ProfileChange(display_name="Annie"))
    assert after.actor.name == "Annie"


async def test_ones_own_password_needs_the_present_one(world: World) -> None:
    agent = await world.agent()
    with pytest.raises(InvalidCredentials):
        await world.parts.people.change_password(world.workspace_id, agent.id, "wrong", OTHER)
    await world.parts.people.change_password(world.workspace_id, agent.id, PASSWORD, OTHER)
    await world.parts.sign_in(world.workspace_id, agent.email, OTHER, HERE)
    with pytest.raises(InvalidCredentials):
        await world.parts.sign_in(world.workspace_id, agent.email, PASSWORD, HERE)


async def test_an_agent_of_another_workspace_is_not_there(world: World) -> None:
    agent = await world.agent()
    elsewhere = (await world.parts.workspaces.create("Another")).id
    for asked in (
        world.parts.people.get(elsewhere, agent.id),
        world.parts.people.change(elsewhere, agent.id, AgentChange(name="X")),
        world.parts.people.set_password(elsewhere, agent.id, OTHER, Role.OWNER),
        world.parts.people.change_password(elsewhere, agent.id, PASSWORD, OTHER),
    ):
        with pytest.raises(NotFound):
            await asked
    assert await world.parts.people.list(elsewhere) == []


async def test_agents_are_listed_by_name(world: World) -> None:
    await world.agent("b@example.org", name="Berta")
    await world.agent("a@example.org", name="Anton")
    assert [agent.name for agent in await world.parts.people.list(world.workspace_id)] == ["Anton", "Berta"]
